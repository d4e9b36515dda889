"""A user's query: what is refused, with line and column, and that nothing brings elchi down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from elchi.asking import ask
from elchi.build import Chronicle
from elchi.errors import InputError, UsageError
from elchi.guard import DEPTH, SIZE, guard
from elchi.query import run

INVALID = Path(__file__).parent / "invalid"


def refused(chronicle: Chronicle, text: str, timeout: float = 20.0) -> InputError:
    with pytest.raises(InputError) as raised:
        run(chronicle.store, text, "q.rq", timeout)
    return raised.value


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        # The engine gives the furthest place that it could read to, at or behind the fault.
        ("SELECT * WHERE { ?s ?p ?o", 1, 26),
        ("SELECT ?x\nWHERE { ?s p ?o }", 2, 17),
        ("SELEC * {}", 1, 10),
        ("", 1, 1),
    ],
)
def test_a_wrong_query_is_placed(chronicle: Chronicle, text: str, line: int, column: int) -> None:
    error = refused(chronicle, text)
    assert (error.where, error.line) == ("q.rq", line)
    assert error.message.startswith(f"column {column}: the query is not SPARQL")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <a:>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "drop graph <a:b>",
        "COPY <a:a> TO <a:b>",
    ],
)
def test_an_update_is_refused(chronicle: Chronicle, text: str) -> None:
    before = len(chronicle.store.lines())
    assert "only queries are run" in refused(chronicle, text).message
    assert len(chronicle.store.lines()) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { service silent ?x { ?s ?p ?o } } }",
        "ASK { FILTER EXISTS { SERVICE <http://localhost:9/> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { #c\n SERVICE <http://localhost:9/> { } } } }",
    ],
)
def test_service_is_refused(chronicle: Chronicle, text: str) -> None:
    assert "SERVICE is not run" in refused(chronicle, text).message


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://localhost:9/x> { ?s ?p ?o }",
        "SELECT *\nFROM\n<https://w3id.org/elchi/graph/nowhere> { ?s ?p ?o }",
    ],
)
def test_from_elsewhere_is_refused(chronicle: Chronicle, text: str) -> None:
    assert "nothing is fetched" in refused(chronicle, text).message


@pytest.mark.parametrize(
    "text",
    [
        # Words in strings, names, comments and variables are no keywords.
        'SELECT ?service { BIND("SERVICE <x> { FROM <y> }" AS ?service) } # LOAD SERVICE',
        "PREFIX service: <urn:x> SELECT * { ?s service:from ?o } LIMIT 1",
        "PREFIX load: <urn:x> SELECT * { ?load load:insert 'INSERT' }",
        "SELECT * FROM <https://w3id.org/elchi/graph/claims> { ?s ?p ?o } LIMIT 1",
        "SELECT * FROM NAMED <https://w3id.org/elchi/graph/claims> { GRAPH ?g {?s ?p ?o} } LIMIT 1",
        "SELECT * { ?s ?p '''it's \"FROM\" <a:b>''' }",
        "DESCRIBE <https://w3id.org/elchi/id/state/uzbekistan>",
    ],
)
def test_a_harmless_query_is_run(chronicle: Chronicle, text: str) -> None:
    run(chronicle.store, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE {" * 3000,
        "SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "SELECT * { FILTER(" + "!" * 30_000 + "true) }",
        "SELECT * { FILTER(" + "+".join(["1"] * 20_000) + ") }",
        "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5_000) + " }",
        "SELECT * { ?s ?p 'x' }" + " " * SIZE,
    ],
    ids=["braces", "parentheses", "nots", "sum", "union", "long"],
)
def test_a_query_that_would_bring_the_engine_down(chronicle: Chronicle, text: str) -> None:
    assert refused(chronicle, text, timeout=3.0).exit_code == 3


def test_a_query_that_takes_too_long_is_ended(chronicle: Chronicle) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "longer than 0.5 seconds" in refused(chronicle, text, timeout=0.5).message


def test_depth_is_counted_not_guessed() -> None:
    guard("SELECT * " + "{" * DEPTH + "}" * DEPTH, set())
    with pytest.raises(InputError, match="deeper"):
        guard("SELECT * " + "{" * (DEPTH + 1), set())


def test_answers_of_each_form(chronicle: Chronicle) -> None:
    assert run(chronicle.store, "ASK { ?s ?p ?o }").truth is True
    made = run(chronicle.store, "CONSTRUCT { ?s a ?t } { ?s a ?t } LIMIT 3")
    assert made.triples is not None
    assert len(made.triples) == 3
    rows = run(chronicle.store, "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) } }")
    assert rows.names == ["x", "y"]
    assert [sorted(row) for row in rows.rows] == [["x"]]


@pytest.mark.parametrize("path", sorted(INVALID.glob("*.rq")), ids=lambda p: p.stem)
def test_invalid_query_files(chronicle: Chronicle, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = re.match(r"# expect: query (\w+) line (\d+) column (\d+)", text)
    assert expected, f"{path.name} does not say what is expected"
    error = refused(chronicle, text)
    assert error.line == int(expected[2])
    assert f"column {expected[3]}:" in error.message


def test_an_unknown_question_offers_the_nearest(chronicle: Chronicle) -> None:
    with pytest.raises(UsageError) as raised:
        ask(chronicle, "act-by-yaer", {})
    assert "acts-by-year" in (raised.value.mend or "")


def test_an_unknown_parameter_is_refused(chronicle: Chronicle) -> None:
    with pytest.raises(InputError, match="no parameter called “colour”") as raised:
        ask(chronicle, "acts-by-year", {"colour": "red"})
    assert raised.value.where == "queries/questions/acts-by-year.rq"
    assert "year (gYear)" in (raised.value.mend or "")


@pytest.mark.parametrize("value", ["last year", "98", "1998-10", '1998"} INSERT {', ""])
def test_a_parameter_of_the_wrong_type_is_refused(chronicle: Chronicle, value: str) -> None:
    with pytest.raises(InputError, match="wants a gYear"):
        ask(chronicle, "acts-by-year", {"year": value})


def test_a_thing_of_the_wrong_kind_is_refused(chronicle: Chronicle) -> None:
    with pytest.raises(InputError, match="wants a place"):
        ask(chronicle, "acts-by-place", {"place": "Islom Karimov"})


def test_names_in_parameters_may_be_spelt_any_way(chronicle: Chronicle) -> None:
    spelt = ["Toshkent", "Ташкент", "TASHKENT", "place:tashkent"]
    answers = [ask(chronicle, "acts-by-place", {"place": name}).rows for name in spelt]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)
