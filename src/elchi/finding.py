"""Finding by words: what is called so, who says so, and which question asks it.

All words sought must stand in one text, in any order, as wholes or as parts of words. Texts
and words are compared by the keys of `names`, so apostrophes, diacritics and the script in
which a word is written do not matter. Where nothing is found so, the words are cut to their
stems, roughly: the last three letters are dropped, which is what inflection mostly changes in
Uzbek, Kazakh and Russian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.entities import kind_of, label, short
from elchi.errors import UsageError
from elchi.names import LOOSE, keys
from elchi.questions import Questions

_Fits = Callable[[Iterable[str]], bool]


class Hit(NamedTuple):
    """Something found: `what` is 'thing', 'statement' or 'question'.

    `id` is an IRI, or the name of a question; `text` is its label, paraphrase or summary in the
    language asked for; `where` is where a statement stands, and '' for the others.
    """

    what: str
    id: str
    text: str
    where: str


def find(chronicle: Chronicle, words: str, language: str = "en") -> list[Hit]:
    """What `words` find: things, then statements by date, then questions.

    Raises UsageError where there is no letter or digit in them.
    """
    sought = [set(_exact(word)) for word in words.split()]
    sought = [forms for forms in sought if forms]
    if not sought:
        raise UsageError("no word to find", mend="give a name, a word, a number or a year")
    stems = [{form[: max(4, len(form) - 3)] for form in forms} for forms in sought]
    return _found(chronicle, sought, language) or _found(chronicle, stems, language)


def _found(chronicle: Chronicle, sought: list[set[str]], language: str) -> list[Hit]:
    def fits(texts: Iterable[str]) -> bool:
        haystacks = [" ".join(_exact(text)) for text in texts]
        return any(all(any(f in hay for f in forms) for forms in sought) for hay in haystacks)

    return [
        *_things(chronicle, fits, language),
        *_statements(chronicle, fits, language),
        *_questions(chronicle, fits, language),
    ]


def _exact(text: str) -> list[str]:
    return [key for key in keys(text[:1000]) if not key.startswith(LOOSE)]


def _things(chronicle: Chronicle, fits: _Fits, language: str) -> Iterator[Hit]:
    names: dict[str, list[str]] = {}
    for name, iri in chronicle.describer.names():
        names.setdefault(iri, []).append(name)
    labels = chronicle.describer.labels
    for iri in sorted(names, key=lambda iri: (kind_of(iri), iri)):
        if fits(names[iri]):
            yield Hit("thing", iri, label(labels.get(iri, {}), language) or short(iri), "")


def _statements(chronicle: Chronicle, fits: _Fits, language: str) -> Iterator[Hit]:
    found = []
    for claim in chronicle.describer.claims():
        said = chronicle.describer.statement(claim)
        texts = [*said["paraphrase"].values(), *said["wording"], *said["date_wording"]]
        if fits([*texts, *said["note"].values()]):
            text = label(said["paraphrase"], language.split("-")[0])
            hit = Hit("statement", claim, text, cite(chronicle, claim, language))
            found.append((said["earliest"] or "9999", claim, hit))
    yield from (hit for _, _, hit in sorted(found))


def _questions(chronicle: Chronicle, fits: _Fits, language: str) -> Iterator[Hit]:
    for header in Questions(chronicle.files).headers():
        if fits([header.name.replace("-", " "), *header.summary.values()]):
            yield Hit("question", header.name, label(header.summary, language), "")
