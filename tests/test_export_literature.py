"""BibTeX and CSL-JSON, against what the article and its list of references say."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest

from elchi.build import Chronicle
from elchi.export import export
from elchi.store import Store

CSL_TYPES = {
    "article-journal",
    "article-newspaper",
    "periodical",
    "book",
    "thesis",
    "webpage",
    "treaty",
    "legislation",
    "document",
}


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """A reader that knows braces and nothing else, as BibTeX's own does."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while (at := text.find("@", at)) >= 0:
        kind, at = text[at + 1 : text.index("{", at)], text.index("{", at) + 1
        key, at = text[at : text.index(",", at)], text.index(",", at) + 1
        fields = {"": kind}
        while text[at:].lstrip()[0] != "}":
            name = text[at : text.index("=", at)].strip(" \n,")
            start = text.index("{", at) + 1
            depth, at = 1, start
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            assert name not in fields
            fields[name] = text[start : at - 1]
            at = text.index(",", at) + 1
        assert key not in entries
        entries[key] = fields
    return entries


@pytest.fixture(scope="module")
def bib(chronicle: Chronicle) -> dict[str, dict[str, str]]:
    return read_bibtex(export(chronicle, "bib").decode())


@pytest.fixture(scope="module")
def csl(chronicle: Chronicle) -> dict[str, dict[str, Any]]:
    items = json.loads(export(chronicle, "csl"))
    assert [item["id"] for item in items] == sorted(item["id"] for item in items)
    return {item["id"]: item for item in items}


def test_both_list_every_work(
    chronicle: Chronicle, bib: dict[str, Any], csl: dict[str, Any]
) -> None:
    works = {
        q.subject.value.rsplit("/")[-1]
        for q in chronicle.store.facts()
        if isinstance(q.subject, ox.NamedNode) and "/id/work/" in q.subject.value
    }
    assert bib.keys() == csl.keys() == works
    assert {"tursunov-2026", "pulatov-2024", "usmanov-2006"} <= works


def test_the_article_is_as_it_says_of_itself(bib: dict[str, Any], csl: dict[str, Any]) -> None:
    item = csl["tursunov-2026"]
    assert item["type"] == "article-journal"
    assert item["title"].startswith("Oʻzbekistonning Qozogʻiston bilan")
    assert item["author"] == [{"family": "Tursunov", "given": "Asror"}]
    assert item["language"] == "uz"
    assert item["issued"] == {"date-parts": [[2026, 5, 15]]}
    entry = bib["tursunov-2026"]
    assert entry[""] == "article"
    assert entry["author"] == "Tursunov, Asror"
    assert entry["year"] == "2026"


def test_a_cited_article_keeps_its_language_and_journal(
    bib: dict[str, Any], csl: dict[str, Any]
) -> None:
    entry, item = bib["ionova-2018-2"], csl["ionova-2018-2"]
    assert entry["author"].startswith("Ионова, Е.")
    assert entry["journal"] == item["container-title"] == "Россия и новые государства Евразии"
    assert entry["title"] == "{Внешнеполитические приоритеты Узбекистана}"
    assert (entry["number"], entry["pages"]) == ("2", "80--96")
    assert item["issued"] == {"date-parts": [[2018]]}
    assert item["URL"].startswith("https://www.imemo.ru/")
    assert bib["pulatov-2024"]["author"] == "Пулатов, Ш."


def test_types_are_those_of_the_standards(bib: dict[str, Any], csl: dict[str, Any]) -> None:
    assert {item["type"] for item in csl.values()} <= CSL_TYPES
    assert csl["usmanov-2006"]["type"] == bib["usmanov-2006"][""] == "book"
    assert csl["rakhimov-2016"]["type"] == "article-newspaper"
    assert csl["gazeta-uz-2017-03-22"]["type"] == "webpage"
    assert bib["gazeta-uz-2017-03-22"][""] == "online"
    for item in csl.values():
        assert item["title"]
        for part in item.get("issued", {}).get("date-parts", []):
            assert 1 <= len(part) <= 3
            assert all(isinstance(number, int) for number in part)


def test_what_is_not_known_is_left_out(bib: dict[str, Any], csl: dict[str, Any]) -> None:
    entry, item = bib["ziyamov-autoreferat"], csl["ziyamov-autoreferat"]
    assert entry["title"] == "{[Ziyamov, dissertation abstract]}"
    assert item["author"] == [{"family": "Зиямов"}] or item["author"] == [{"family": "Ziyamov"}]
    assert not {"year", "date", "journal", "publisher", "school"} & entry.keys()
    assert not {"issued", "publisher", "container-title"} & item.keys()


def test_nothing_in_a_title_is_a_command_of_tex(chronicle: Chronicle) -> None:
    work = ox.NamedNode("https://w3id.org/elchi/id/work/odd")
    title = ox.NamedNode("http://purl.org/dc/terms/title")
    url = ox.NamedNode("https://schema.org/url")
    text = "\\input{/etc/passwd} 50% & $x_1$ #2 }~^\n@book{x, }"
    address = ox.NamedNode("https://x.example/a%20b?c=d&e_f~g")
    odd = Chronicle(
        chronicle.files,
        None,
        Store([ox.Quad(work, title, ox.Literal(text)), ox.Quad(work, url, address)]),
    )
    raw = export(odd, "bib").decode()
    assert raw.count("{") == raw.count("}")
    assert "\\input" not in raw
    fields = read_bibtex(raw)["odd"]
    assert "50\\% \\& \\$x\\_1\\$ \\#2" in fields["title"]
    assert fields["url"] == address.value
    assert json.loads(export(odd, "csl"))[0]["title"] == text
