"""The named questions give the answers that a reader of the sources gives.

The answers stand in `answers/<question>.toml`, worked out by reading the article and the public
record, never by running a query. A case says of which chronicle it speaks: that of the article
alone, where whole answers can be known, or that of all sources, where some rows are certain and
others would be wrong.

    [[case]]
    chronicle = "article"              # or "whole"
    parameters = { year = "1998" }     # as a person would type them; the default where left out
    columns = ["act", "earliest"]      # the columns compared; rows that then are alike count once
    exact = true                       # these rows and no others; false: at least these
    ordered = true                     # the rows come in this order
    rows = [["act:eternal-friendship-treaty-1998", "1998-10-31"]]
    absent = [["act:x", "1998-10-31"]] # with exact = false: rows that must not be there

A cell is `kind:slug`, `elchi:name`, `dcterms:name` and the like, or a whole IRI; the text of a
literal; or "" for what is unbound. In the column `claims` the order of the claims is free.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest

from conftest import ROOT
from elchi.asking import ask
from elchi.build import Chronicle, make
from elchi.corpus import Corpus
from elchi.entities import short
from elchi.questions import Questions
from elchi.store import Term
from elchi.time import XSD

ANSWERS = Path(__file__).parent / "answers"
ARTICLE = "tursunov-2026"
NAMES = Questions(Corpus(ROOT)).names()
NUMBERS = {XSD + "integer", XSD + "decimal", XSD + "double"}
OTHERS = {
    "biro": "http://purl.org/spar/biro/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
"""Prefixes of others' vocabularies that an answer may use."""

Row = tuple[str, ...]


class Case(NamedTuple):
    """One expected answer, as the file has it."""

    question: str
    chronicle: str
    columns: Sequence[str]
    rows: Sequence[Row]
    exact: bool = False
    ordered: bool = False
    parameters: Mapping[str, str] = {}
    absent: Sequence[Row] = ()


def read(path: Path) -> list[Case]:
    """The cases of one file. Raises ValueError where one is not written as the top of this says."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    cases = [Case(path.stem, **fields) for fields in found.pop("case", [])]
    if found or not cases:
        raise ValueError(f"{path.name}: a file has cases, and nothing else")
    return [checked(case) for case in cases]


def checked(case: Case) -> Case:
    """The case with its cells in one form. Raises ValueError where it cannot be meant so."""
    if case.chronicle not in ("article", "whole"):
        raise ValueError(f"{case.question}: no chronicle is called {case.chronicle!r}")
    if any(len(row) != len(case.columns) for row in [*case.rows, *case.absent]):
        raise ValueError(f"{case.question}: a row is not as long as {case.columns}")
    rows, absent = (
        [tuple(map(cell, row, case.columns)) for row in part] for part in (case.rows, case.absent)
    )
    if len(set(rows)) < len(rows) or set(rows) & set(absent):
        raise ValueError(f"{case.question}: a row stands twice")
    if (case.exact and absent) or not (case.exact or rows or absent):
        raise ValueError(f"{case.question}: `absent` says nothing here, or nothing is said")
    return case._replace(rows=rows, absent=absent)


def cell(text: str, column: str = "") -> str:
    """A cell of a file in the form that `shown` gives."""
    if column == "claims":
        return " ".join(sorted(map(short, text.split())))
    prefix, colon, name = text.partition(":")
    if colon and prefix in OTHERS:
        return OTHERS[prefix] + name
    return plain(text) if re.fullmatch(r"-?\d+\.\d+", text) else short(text)


def plain(number: str) -> str:
    """A number without the zeros that say nothing: `plain("96.0") == "96"`."""
    return f"{Decimal(number).normalize():f}"


def shown(term: Term | None, column: str = "") -> str:
    """A value of an answer as text: a short IRI, or what the literal says; '' where unbound."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return short(term.value)
    assert isinstance(term, ox.Literal)
    if column == "claims":
        return " ".join(sorted(short(claim) for claim in term.value.split()))
    return plain(term.value) if term.datatype.value in NUMBERS else term.value


def unique(rows: Iterable[Row]) -> list[Row]:
    return list(dict.fromkeys(rows))


def differences(case: Case, found: Sequence[Row]) -> list[str]:
    """How an answer differs from the one expected, in lines for people; empty where it does not."""
    said = [f"missing:    {' | '.join(row)}" for row in case.rows if row not in found]
    said += [f"wrong:      {' | '.join(row)}" for row in case.absent if row in found]
    if case.exact:
        said += [f"unexpected: {' | '.join(row)}" for row in found if row not in case.rows]
    both = [row for row in found if row in case.rows]
    if case.ordered and not said and both != case.rows:
        said += ["order:      " + " < ".join(row[0] for row in both)]
    return said


def cases() -> list[Any]:
    """All cases of all files, each with a name for messages."""
    found = []
    for path in sorted(ANSWERS.glob("*.toml")):
        for number, case in enumerate(read(path), 1):
            found.append(pytest.param(case, id=f"{case.question}-{case.chronicle}-{number}"))
    return found


@pytest.fixture(scope="session")
def article_chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """The chronicle of the article alone: the reference layer, the rules and this one source."""
    top = tmp_path_factory.mktemp("article")
    for folder in ("ontology", "queries", "data"):
        shutil.copytree(ROOT / folder, top / folder, ignore=_other_sources)
    return make(Corpus(top))


def _other_sources(folder: str, names: list[str]) -> set[str]:
    if Path(folder) == ROOT / "data" / "sources":
        return set(names) - {ARTICLE}
    return set()


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_answers(name: str) -> None:
    """At least one case; and two where a parameter can be other than its default."""
    path = ANSWERS / f"{name}.toml"
    assert path.is_file(), f"what should the question {name} answer? write answers/{name}.toml"
    header, _ = Questions(Corpus(ROOT)).read(name)
    given = [dict(case.parameters) for case in read(path)]
    assert len(given) >= (2 if header.parameters else 1)
    assert not header.parameters or any(given), "one case gives a value of its own"


def test_every_answer_has_a_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.toml")} <= set(NAMES)


@pytest.mark.parametrize("case", cases())
def test_answer(case: Case, request: pytest.FixtureRequest) -> None:
    fixture = "article_chronicle" if case.chronicle == "article" else "chronicle"
    chronicle: Chronicle = request.getfixturevalue(fixture)
    answer = ask(chronicle, case.question, case.parameters)
    assert set(case.columns) <= set(answer.names)
    found = unique(tuple(shown(row.get(c), c) for c in case.columns) for row in answer.rows)
    said = differences(case, found)
    if said:
        asked = ", ".join(f"{name}={value}" for name, value in case.parameters.items())
        head = f"{case.question} {asked} ({case.chronicle}): {', '.join(case.columns)}"
        pytest.fail("\n  ".join([head, *said]), pytrace=False)


@pytest.mark.parametrize(
    ("exact", "ordered", "rows", "absent", "said"),
    [
        (True, True, [("a",), ("b",)], [], []),
        (True, True, [("b",), ("a",)], [], ["order:      a < b"]),
        (True, False, [("b",), ("a",)], [], []),
        (True, False, [("a",)], [], ["unexpected: b"]),
        (True, False, [], [], ["unexpected: a", "unexpected: b"]),
        (False, False, [("a",), ("c",)], [("b",)], ["missing:    c", "wrong:      b"]),
        (False, True, [("b",), ("a",)], [], ["order:      a < b"]),
    ],
)
def test_differences_are_told(
    exact: bool, ordered: bool, rows: list[Row], absent: list[Row], said: list[str]
) -> None:
    case = Case("acts", "whole", ["act"], rows, exact, ordered, {}, absent)
    assert differences(case, [("a",), ("b",)]) == said


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("act:border-treaty-2001", "act:border-treaty-2001"),
        ("https://w3id.org/elchi/id/act/border-treaty-2001", "act:border-treaty-2001"),
        ("dcterms:issued", "http://purl.org/dc/terms/issued"),
        ("elchi:provision", "elchi:provision"),
        ("96.0", "96"),
        ("2002-09", "2002-09"),
        ("13.05.26", "13.05.26"),
        ("", ""),
    ],
)
def test_a_cell_is_read(text: str, form: str) -> None:
    assert cell(text) == form
    assert cell("claim:b claim:a", "claims") == "claim:a claim:b"


def test_a_value_is_shown() -> None:
    decimal = ox.NamedNode(XSD + "decimal")
    assert shown(None) == ""
    assert shown(ox.Literal("96.50", datatype=decimal)) == "96.5"
    assert shown(ox.Literal("10000000000", datatype=decimal)) == "10000000000"
    assert shown(ox.Literal("1998", datatype=ox.NamedNode(XSD + "gYear"))) == "1998"
    both = "https://w3id.org/elchi/id/claim/b https://w3id.org/elchi/id/claim/a"
    assert shown(ox.Literal(both), "claims") == "claim:a claim:b"


@pytest.mark.parametrize(
    ("fault", "fields"),
    [
        ("no chronicle", {"chronicle": "half"}),
        ("as long as", {"rows": [["a", "b"]]}),
        ("twice", {"rows": [["a"], ["a"]]}),
        ("says nothing", {"exact": True, "absent": [["b"]]}),
        ("nothing is said", {"rows": []}),
    ],
)
def test_a_case_that_cannot_be_meant_is_refused(fault: str, fields: dict[str, Any]) -> None:
    given = {"chronicle": "article", "columns": ["act"], "rows": [["a"]]} | fields
    with pytest.raises(ValueError, match=fault):
        checked(Case("acts", **given))
