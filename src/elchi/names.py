"""Names across scripts and spellings.

One country is written Oʻzbekiston, O'zbekiston, Ozbekiston, Ўзбекистон, Узбекистан, Өзбекстан
and Uzbekistan; a reader may type any of these and must land on one thing. A name is therefore
turned into *keys*, in two tiers, and two names meet when they share one:

* an **exact** key is the name in Latin with case, apostrophes, diacritics and punctuation put
  aside (`fold`); a Cyrillic name has up to three, as Uzbek, Russian and Kazakh are written in
  Latin, because a name does not say its language;
* a **loose** key, marked by a leading `~`, also merges what spellings of one name disagree on:
  glides (Nazarbaev, Nazarbayev), kh / x / h, zh / j, ts / s, q / k, o / a, oʻ / u, y / i,
  doubled letters, spaces. It errs more, so it is asked only when no exact key answers.

The tables: Uzbek, the Latin alphabet of the law of 2 September 1993 as amended on 6 May 1995;
Russian, the letters of BGN/PCGN, but with ё as `yo` and without signs for ъ and ь; Kazakh, the
31 letters of the 2021 project (not enacted), with ё ц ч щ э ю я, for which it has no letters,
as plain digraphs of our choice. They serve finding; `to_latin` and `to_cyrillic` alone are for
text that people read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import combining, decimal, normalize

from elchi.errors import InputError

__all__ = ["ID", "LONGEST", "LOOSE", "Index", "fold", "keys", "to_cyrillic", "to_latin"]

ID = "https://w3id.org/elchi/id/"
LOOSE = "~"
LONGEST = 1000
"""A longer text is nobody's name: it has no keys, and finds nothing."""

_MARKS = "'`´‘’‛′‵ʹʻʼʽʾʿˈˊˋꞌ＇"
_APOSTROPHE = re.compile(f"[{_MARKS}]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GAP = re.compile(r"[\W_]+")


def _table(old: Iterable[str], new: str) -> dict[str, str]:
    return dict(zip(old, new.split(" "), strict=True))


# Letters whose stroke, hook or missing dot is no combining mark, and so survives NFKD.
_PLAIN = str.maketrans(_table("ıəøłđħæœþ", "i a o l d h ae oe th"))
# Latin letters with a mark that other spellings write as two: ISO 9, Kazakh, Turkish.
_DIGRAPHS = str.maketrans(_table("şšçčž", "sh sh ch ch zh"))
_UZBEK = _table("абвгдежзийклмнопрстуфх", "a b v g d e j z i y k l m n o p r s t u f x")
_UZBEK |= _table("цчшщъыьэюяёўқғҳ", "s ch sh sh ʼ i  e yu ya yo oʻ q gʻ h")
_LATIN = {new: old for old, new in _UZBEK.items() if old not in "эцщыьъ"}
_LATIN |= {"ts": "ц", "sʻ": "с", "ʻ": "ъ"}
_OTHER = str.maketrans(_table("әөүұңһіїєґӣӯҷҗ", "a o u u n h i yi ye g i u j j"))
_RUSSIAN = str.maketrans(_UZBEK | _table("жхцщъыўғ", "zh kh ts shch  y u g"))
_KAZAKH = str.maketrans(_UZBEK | _table("әғйіңөұүшщъыхцў", "ä ğ i ı ñ ö ū ü ş şş  y h ts u"))
# Patterns of transliteration are compiled when first used: most names need none of them.
_CYRILLIC_VOWELS = "аеёиоуўыэюяәөүұі"
_IOTATED = rf"\bе|(?<=[{_CYRILLIC_VOWELS}йъь])е"
_UZBEK_CYRILLIC = (
    rf"(?P<ye>(?:(?<![^\W\d_])|(?<=[{_CYRILLIC_VOWELS}ъь]))е)|(?P<ts>(?<=[{_CYRILLIC_VOWELS}])ц)|"
    "(?P<s>с(?=ҳ))|(?P<none>ъ(?=[еёюя]))|(?P<y>ь(?=[ои]))|[а-яёўқғҳ]"
)
_IN_PLACE = {"ye": "ye", "ts": "ts", "s": "sʼ", "none": "", "y": "y"}
_UZBEK_LATIN = (
    rf"[og][{_MARKS}]|y(?:o(?![{_MARKS}])|[uae])|[sc]h|s[{_MARKS}](?=h)|ts(?=i[yo])|[a-z]|"
    rf"(?<=[a-z])[{_MARKS}](?=[a-z])"
)

_MERGED = _table(["shch", "dzh", "zh", "dj", "kh", "x", "gh", "ts"], "sh j j j h h g s")
_ALIKE = str.maketrans("qwoy", "kvai")
_GLIDE = re.compile("y(?=[aeiou])")
_TWICE = re.compile(r"([a-z])\1+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fold(text: str) -> str:
    """Reduce a text to what is compared: `fold("Oʻzbekiston–2017 ") == "ozbekiston 2017"`.

    Compatibility forms (NFKC) and case are folded; every apostrophe is dropped, whichever code
    point it is, and every diacritic; digits of any script become 0-9; each run of dashes,
    punctuation and spaces becomes one space. Cyrillic stays Cyrillic. Folding again changes
    nothing more. A text without letters and digits folds to the empty string.
    """
    plain = _APOSTROPHE.sub("", text)
    if plain.isascii():
        return _GAP.sub(" ", plain.lower()).strip()
    plain = normalize("NFKD", plain).casefold()
    plain = _APOSTROPHE.sub("", normalize("NFKD", plain))
    plain = "".join(str(decimal(char, char)) for char in plain if not combining(char))
    return _GAP.sub(" ", plain.translate(_PLAIN)).strip()


def keys(text: str) -> tuple[str, ...]:
    """Give the keys under which a name is found: exact ones first, then loose ones (`~…`).

    A text longer than `LONGEST`, or with neither letter nor digit, has no keys.
    """
    if len(text) > LONGEST:
        return ()
    spellings = _spellings(text)
    exact = [fold(spelling) for spelling in spellings]
    variants = dict.fromkeys(each for one in spellings for each in (one.replace("oʼ", "u"), one))
    loose = [_loosen(each) for each in variants]
    return tuple(dict.fromkeys([*filter(None, exact), *(LOOSE + key for key in loose if key)]))


def to_latin(text: str) -> str:
    """Write Uzbek Cyrillic in the Uzbek Latin alphabet, leaving all else as it is.

    е is `ye` at the start of a word and after a vowel, ъ or ь; ц is `ts` after a vowel and `s`
    elsewhere; сҳ is `sʼh`; ъ is the tutuq ʼ (U+02BC) but falls before е ё ю я (obyekt); ь falls,
    and is `y` before о and и. oʻ and gʻ take U+02BB. щ and ы, which Uzbek lacks, become sh, i.
    """

    def letter(match: re.Match[str]) -> str:
        char, low = match.group(), match.group().lower()
        new = _IN_PLACE.get(match.lastgroup or "", _UZBEK.get(low, char))
        if char == low:
            return new
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        loud = after.isupper() or (before.isupper() and not after.isalpha())
        return new.upper() if loud else new.capitalize()

    text = normalize("NFC", text)
    return re.sub(_UZBEK_CYRILLIC, letter, text, flags=re.IGNORECASE)


def to_cyrillic(text: str) -> str:
    """Write Uzbek Latin in the Uzbek Cyrillic alphabet, leaving all else as it is.

    Any apostrophe makes oʻ and gʻ; between other letters it is ъ, and in sʼh it only parts the
    two. e is э at the start of a word and after a vowel, е elsewhere; ye after a consonant is
    ъе (obyekt: объект). Latin does not keep ц, ь, щ, ы: `ts` is ц in -tsiya and -tsion- alone
    (ketsa: кетса), and aksiya gives аксия, not акция; mayor gives маёр. Roman numerals are
    taken for letters. Words in other languages are not recognised as such.
    """

    def letter(match: re.Match[str]) -> str:
        token, at = match.group(), match.start()
        before = text[at - 1 : at].lower()
        low = _APOSTROPHE.sub("ʻ", token.lower())
        if low in ("e", "ye"):
            inside = before.isalpha() and before not in "aeiou" + _MARKS
            new = {"e": "эе", "ye": ("е", "ъе")}[low][inside]
        else:
            new = _LATIN.get(low, token)
        return new.upper() if token[0].isupper() else new

    return re.sub(_UZBEK_LATIN, letter, text, flags=re.IGNORECASE | re.ASCII)


class Index:
    """Which IRIs bear which name: built from (name, IRI) pairs in any order.

    Answers are ordered by IRI, so the same pairs always answer alike. A name without keys is
    never found. `to_dict` and `from_dict` carry it through JSON without computing a key again.
    """

    __slots__ = ("_iris", "_keys", "_names")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        ordered = sorted({(iri, name) for name, iri in pairs})
        self._iris = list(dict.fromkeys(iri for iri, _ in ordered))
        places = {iri: place for place, iri in enumerate(self._iris)}
        self._names = [(name, places[iri]) for iri, name in ordered]
        self._keys: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self._names):
            for key in keys(name):
                self._keys.setdefault(key, []).append(number)

    def find(self, text: str) -> list[str]:
        """Give the IRIs called `text`: several if it is ambiguous, none if it is unknown.

        A known IRI or CURIE (`act:border-treaty-2002`) answers alone; then names that share an
        exact key, and things whose slug is the text; only failing these, a loose key.
        """
        text = text.strip()
        if len(text) > LONGEST:
            return []
        for iri in (text, ID + text.replace(":", "/", 1)):
            if iri in self._iris:
                return [iri]
        sought = keys(text)
        found = self._bearers(_exact(sought))
        slug = "-".join(text.casefold().split())
        if _SLUG.fullmatch(slug):
            found += [iri for iri in self._iris if iri.endswith(("/" + slug, "#" + slug))]
        return list(dict.fromkeys(found or self._bearers(sought)))

    def nearest(self, text: str, limit: int = 5) -> list[tuple[str, str]]:
        """Give up to `limit` (name, IRI) pairs that come near `text`, nearest first.

        Each IRI comes once, with its nearest name; nothing comes when nothing is near. Imports
        rapidfuzz only here, for it is wanted only when a name was not found.
        """
        from rapidfuzz import fuzz, process

        known = _exact(self._keys)
        scores: dict[int, float] = {}
        for sought in _exact(keys(text)):
            near = process.extract(sought, known, scorer=fuzz.WRatio, limit=None, score_cutoff=60)
            for key, score, _ in near:
                for number in self._keys[key]:
                    scores[number] = max(score, scores.get(number, 0.0))
        best: dict[int, str] = {}
        for number in sorted(scores, key=lambda number: (-scores[number], number)):
            name, iri = self._names[number]
            best.setdefault(iri, name)
        return [(name, self._iris[iri]) for iri, name in best.items()][: max(limit, 0)]

    def to_dict(self) -> dict[str, Any]:
        """Give the index as plain lists and dicts; the same pairs give the same data."""
        names = [list(pair) for pair in self._names]
        return {"iris": list(self._iris), "names": names, "keys": dict(self._keys)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Index:
        """Take up what `to_dict` gave; raise `InputError` if it is something else."""
        index = cls()
        try:
            index._iris = list(data["iris"])
            index._names = [(name, iri) for name, iri in data["names"]]
            index._keys = dict(data["keys"])
        except (KeyError, TypeError, ValueError) as error:
            raise InputError("the index of names cannot be read", mend="build it anew") from error
        return index

    def _bearers(self, sought: Iterable[str]) -> list[str]:
        numbers = sorted({number for key in sought for number in self._keys.get(key, ())})
        return [self._iris[self._names[number][1]] for number in numbers]


def _exact(some: Iterable[str]) -> list[str]:
    return [key for key in some if not key.startswith(LOOSE)]


def _spellings(text: str) -> list[str]:
    """Give the Latin spellings of a name, lower-case, with each apostrophe made ʼ (U+02BC)."""
    bare = normalize("NFC", normalize("NFKC", _APOSTROPHE.sub("ʼ", text)).casefold())
    if _CYRILLIC.search(bare):
        uzbek = to_latin(bare).translate(_OTHER)
        russian = re.sub(_IOTATED, "ye", bare).translate(_RUSSIAN).translate(_OTHER)
        kazakh = bare.translate(_KAZAKH).translate(_OTHER)
        return [_APOSTROPHE.sub("ʼ", spelling) for spelling in (uzbek, russian, kazakh)]
    return list(dict.fromkeys([bare, bare.translate(_DIGRAPHS)]))


def _loosen(spelling: str) -> str:
    key = fold(spelling)
    for old, new in _MERGED.items():
        key = key.replace(old, new)
    return _TWICE.sub(r"\1", _GLIDE.sub("", key).translate(_ALIKE).replace(" ", ""))
