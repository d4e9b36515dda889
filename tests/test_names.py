"""Names across scripts and spellings."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elchi.errors import ElchiError, InputError, UnknownName, UsageError
from elchi.names import ID, LONGEST, LOOSE, Index, fold, keys, to_cyrillic, to_latin

APOSTROPHES = "'‘’ʻʼ`´′ʽʹ"
NAMES = {
    "state/uzbekistan": ["Uzbekistan", "Oʻzbekiston", "Ўзбекистон", "Узбекистан", "Өзбекстан"],
    "state/kazakhstan": ["Kazakhstan", "Qozogʻiston", "Қозоғистон", "Казахстан", "Қазақстан"],
    "person/nursultan-nazarbayev": [
        "Nursultan Nazarbayev",
        "Nursulton Nazarboyev",
        "Нурсултан Назарбаев",
        "Нұрсұлтан Назарбаев",
    ],
    "person/shavkat-mirziyoyev": ["Shavkat Mirziyoyev", "Шавкат Мирзиёев"],
    "place/almaty": ["Almaty", "Olmaota", "Алматы"],
    "place/turkistan": ["Turkistan", "Turkiston", "Туркистон", "Түркістан"],
    "place/gishtkuprik": ["Gʻishtkoʻprik", "Ғишткўприк", "Гишткуприк"],
    "place/zhibek-zholy": ["Zhibek Zholy", "Jibek Joʻli", "Жібек жолы"],
    "place/zhibek-zholy-checkpoint": ["Zhibek Zholy", "Жибек Жолы"],
    "act/border-treaty-2002": ["Border treaty of 2002"],
    "field/border": ["border"],
    "place-type/border": ["border"],
}
PAIRS = [(name, ID + local) for local, names in NAMES.items() for name in names]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(PAIRS)


def exact(text: str) -> set[str]:
    return {key for key in keys(text) if not key.startswith(LOOSE)}


def loose(text: str) -> set[str]:
    return set(keys(text)) - exact(text)


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_every_apostrophe_is_the_same(mark: str) -> None:
    assert fold(f"O{mark}zbekiston") == "ozbekiston"
    assert keys(f"G{mark}ishtko{mark}prik") == keys("Gʻishtkoʻprik")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Olma–ota,  (1991) ", "olma ota 1991"),
        ("EXPO-2017", "expo 2017"),
        ("ＥＸＰＯ ２０１７", "expo 2017"),
        ("٢٠١٧", "2017"),
        ("Türkıstan Şañyraq", "turkistan sanyraq"),
        ("İSTANBUL", "istanbul"),
        ("Ёлка", "елка"),
        ("№ – …", "no"),
        ("", ""),
        ("'— …", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "names",
    [
        ["Oʻzbekiston", "O'zbekiston", "Ozbekiston", "Ўзбекистон", "OʻZBEKISTON"],
        ["Uzbekistan", "Узбекистан"],
        ["Qozogʻiston", "Қозоғистон", "Qozog'iston"],
        ["Kazakhstan", "Казахстан"],
        ["Qazaqstan", "Қазақстан"],
        ["Türkıstan", "Түркістан", "Turkistan"],
        ["Şymkent", "Шымкент", "Shymkent"],
        ["Mañğystau", "Маңғыстау"],
        ["Nūrsūltan", "Нұрсұлтан"],
        ["Nazarbayev", "Назарбаев"],
        ["Mirziyoyev", "Мирзиёев"],
        ["Tokayev", "Токаев"],
        ["Isʼhoqov", "Исҳоқов"],
        ["Zhibek Zholy", "Жибек Жолы"],
    ],
)
def test_one_exact_key(names: list[str]) -> None:
    assert set.intersection(*map(exact, names))


@pytest.mark.parametrize(
    "names",
    [
        ["Назарбаев", "Nazarbaev", "Nazarbayev", "Nazarboyev", "Назарбоев"],
        ["Mirziyoyev", "Mirziyoev", "Мирзиёев", "Мирзияев"],
        ["Toqayev", "Тоқаев", "Tokayev", "Токаев", "Tokaev"],
        ["Qosim-Jomart", "Kassym-Jomart", "Қасым-Жомарт", "Касым-Жомарт"],
        ["Jibek Joʻli", "Zhibek Zholy", "Жібек жолы", "Jibek Joli"],
        ["Oʻzbekiston", "Uzbekistan", "Узбекистан"],
        ["Tojikiston", "Tadzhikistan", "Таджикистан", "Тожикистон"],
        ["Xorazm", "Khorazm", "Хоразм"],
        ["Sirdaryo", "Syrdarya", "Сырдарья"],
        ["Olma-ota", "Olmaota", "Alma Ata", "Алма-Ата"],
        ["Gʻishtkoʻprik", "Gishtkuprik", "Гишткуприк"],
    ],
)
def test_one_loose_key(names: list[str]) -> None:
    assert set.intersection(*map(loose, names))


def test_exact_keys_come_first() -> None:
    found = keys("Шымкент")
    assert list(found) == sorted(found, key=lambda key: key.startswith(LOOSE))
    assert found[0] == "shimkent"


def test_other_names_do_not_meet() -> None:
    assert not loose("Uzbekistan") & loose("Kazakhstan")
    assert not loose("Karimov") & loose("Kadirov")
    assert not loose("1999") & loose("19")


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Oʻzbekiston Respublikasi", "Ўзбекистон Республикаси"),
        ("Qozogʻiston", "Қозоғистон"),
        ("Mirziyoyev", "Мирзиёев"),
        ("Yevropa", "Европа"),
        ("elchi", "элчи"),
        ("Elchi", "Элчи"),
        ("poema", "поэма"),
        ("yoʻl", "йўл"),
        ("dunyo", "дунё"),
        ("yangi yulduz", "янги юлдуз"),
        ("maʼno", "маъно"),
        ("moʻjiza", "мўжиза"),
        ("obyekt", "объект"),
        ("syezd", "съезд"),
        ("Isʼhoq", "Исҳоқ"),
        ("konstitutsiya", "конституция"),
        ("ketsa", "кетса"),
        ("SHARTNOMA CHEGARA", "ШАРТНОМА ЧЕГАРА"),
        ("Shartnoma Chegara", "Шартнома Чегара"),
        ("TOSH", "ТОШ"),
        ("xalq soʻzi, 2017-yil", "халқ сўзи, 2017-йил"),
    ],
)
def test_uzbek_alphabets(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("акция", "aksiya"),
        ("цирк", "sirk"),
        ("бульон", "bulyon"),
        ("июль", "iyul"),
        ("майор", "mayor"),
        ("щи", "shi"),
    ],
)
def test_what_latin_does_not_keep(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin
    assert to_cyrillic(latin) != cyrillic


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_to_cyrillic_takes_any_apostrophe(mark: str) -> None:
    assert to_cyrillic(f"o{mark}zga so{mark}z, e{mark}lon") == "ўзга сўз, эълон"


def test_scripts_leave_the_rest_alone() -> None:
    assert to_cyrillic("«2017» — 'а'") == "«2017» — 'а'"
    assert to_latin("Қазақстан ä") == "Qazaqstan ä"
    assert to_latin("У\u0306збек") == "Oʻzbek"
    assert to_latin("\u1c80") == "\u1c80"


UNAMBIGUOUS = st.text("абвгджзиклмнопртуфхчшқғҳў", min_size=1)
SYLLABLES = st.sampled_from(["oʻ", "gʻi", "sha", "cho", "yo", "ya", "yoʻ", "qo", "xi", "aʼlo"])


@given(UNAMBIGUOUS)
def test_cyrillic_round_trip(word: str) -> None:
    assert to_cyrillic(to_latin(word)) == word
    assert to_latin(to_cyrillic(to_latin(word.title()))) == to_latin(word.title())


@given(st.lists(SYLLABLES, min_size=1).map("".join))
def test_latin_round_trip(word: str) -> None:
    assert to_latin(to_cyrillic(word)) == word


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("abgoʻOG 'Ўғқя-", max_size=30), st.sampled_from(APOSTROPHES))
def test_keys_do_not_hang_on_the_apostrophe(text: str, mark: str) -> None:
    assert keys(text) == keys(re.sub(f"[{APOSTROPHES}]", mark, text))


@given(st.text("abgoʻşıОЎғқяйÄö-12 ", max_size=30))
def test_keys_do_not_hang_on_case(text: str) -> None:
    assert keys(text.casefold()) == keys(text)
    assert keys(text.swapcase().casefold()) == keys(text.casefold())


@given(st.text())
def test_scripts_and_keys_take_any_text(text: str) -> None:
    to_cyrillic(to_latin(text))
    assert all(key.strip(LOOSE) for key in keys(text))


@given(st.dictionaries(st.text(min_size=1), st.sampled_from("abc"), max_size=8))
def test_each_name_is_found(names: dict[str, str]) -> None:
    index = Index((name, ID + "place/" + slug) for name, slug in names.items())
    again = Index.from_dict(json.loads(json.dumps(index.to_dict())))
    for name, slug in names.items():
        if keys(name):
            assert ID + "place/" + slug in index.find(name)
        assert again.find(name) == index.find(name)


@pytest.mark.parametrize(("name", "iri"), PAIRS)
def test_find_in_every_spelling(index: Index, name: str, iri: str) -> None:
    assert iri in index.find(name)
    assert iri in index.find(f"  {name.upper()} ")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Nursultan Nazarbaev", "person/nursultan-nazarbayev"),
        ("Nursulton Nazarbaev", "person/nursultan-nazarbayev"),
        ("Shavkat Mirziyoev", "person/shavkat-mirziyoyev"),
        ("Olma-ota", "place/almaty"),
        ("act:border-treaty-2002", "act/border-treaty-2002"),
        ("border-treaty-2002", "act/border-treaty-2002"),
        (ID + "act/border-treaty-2002", "act/border-treaty-2002"),
    ],
)
def test_find_loosely_and_by_identifier(index: Index, text: str, local: str) -> None:
    assert index.find(text) == [ID + local]


def test_an_ambiguous_name_gives_all(index: Index) -> None:
    both = [ID + "place/zhibek-zholy", ID + "place/zhibek-zholy-checkpoint"]
    assert index.find("Zhibek Zholy") == both
    assert index.find("border") == [ID + "field/border", ID + "place-type/border"]
    assert Index(reversed(PAIRS)).to_dict() == index.to_dict()


def test_an_unknown_name_gives_the_nearest(index: Index) -> None:
    assert index.find("Turkestam") == []
    assert index.nearest("Turkestam")[0] == ("Turkistan", ID + "place/turkistan")
    assert index.nearest("Nazarbayew")[0][1] == ID + "person/nursultan-nazarbayev"
    assert index.nearest("Ташкентт", limit=0) == []
    iris = [iri for _, iri in index.nearest("stan", limit=50)]
    assert len(iris) == len(set(iris))
    assert index.nearest("Turkestam") == index.nearest("Turkestam")


@pytest.mark.parametrize("text", ["", "  ", "—", "a" * 10_000, "'" * 10_000, "ў" * 10_000, "\0:/"])
def test_no_name_at_all(index: Index, text: str) -> None:
    assert index.find(text) == []
    assert index.nearest(text) == []
    fold(text), to_latin(text), to_cyrillic(text)


def test_a_long_unknown_name(index: Index) -> None:
    assert index.find("ab " * (LONGEST // 3)) == []
    index.nearest("ab " * (LONGEST // 3))


@pytest.mark.parametrize("data", [{}, {"iris": 1, "names": [], "keys": {}}])
def test_an_index_of_something_else(data: dict[str, object]) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Index.from_dict(data)


def test_errors_say_where_and_how_to_mend() -> None:
    error = InputError("no such term", "data/a.ttl", 7, "write it so")
    assert str(error) == "data/a.ttl:7: no such term\n  mend: write it so"
    assert str(ElchiError("it is so")) == "it is so"
    assert (ElchiError.exit_code, UsageError.exit_code, InputError.exit_code) == (1, 2, 3)
    unknown = UnknownName("Turkestam", [("Turkistan", ID + "place/turkistan")])
    assert isinstance(unknown, UsageError)
    assert "Turkestam" in str(unknown)
    assert ID + "place/turkistan" in str(unknown)
    assert len(str(UnknownName("a" * 10_000))) < 200


def test_the_import_is_light() -> None:
    heavy = "{'rapidfuzz', 'dataclasses', 'inspect', 'hashlib', '_hashlib'}"
    code = f"import elchi.names, elchi.passages, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
