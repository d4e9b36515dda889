"""Zero, unknown, not covered: what statements of completeness say, and what counts make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT
from elchi.asking import ask
from elchi.build import Chronicle, make
from elchi.check import check
from elchi.corpus import Corpus

DERIVED = "GRAPH <https://w3id.org/elchi/graph/derived>"
PREFIXES = "".join(
    f"@prefix {kind}: <https://w3id.org/elchi/id/{kind}/> .\n"
    for kind in (
        "certainty", "claim", "completeness", "event", "event-type", "extent", "organisation",
        "passage", "relationship", "stance", "state",
    )
) + """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
graph:entities {
  completeness:tried skos:prefLabel "t"@en , "t"@uz , "t"@uz-Cyrl , "t"@ru , "t"@kk .
}
graph:claims { claim:tried a elchi:Claim ; elchi:stance stance:STANCE ;
  elchi:certainty certainty:certain ; elchi:passage passage:tursunov-2026-005-1 ;
  elchi:paraphrase "Tried."@en , "Sinov."@uz ; dcterms:created "2026-11-22"^^xsd:date ;
  dcterms:creator organisation:elchi-authors . }
"""  # fmt: skip


def with_statement(
    folder: Path,
    kind: str,
    begin: str,
    end: str,
    extent: str = "all-listed",
    stance: str = "asserts",
) -> Chronicle:
    """The chronicle with one statement of completeness more, about a kind and some years."""
    listed = f"elchi:listedKind {kind} ; " if kind else ""
    path = folder / "tried.trig"
    path.write_text(
        PREFIXES.replace("STANCE", stance)
        + "claim:tried { completeness:tried a elchi:Completeness ; "
        + "elchi:completenessOf relationship:uzbekistan-kazakhstan ; "
        + f'{listed}elchi:begin "{begin}"^^xsd:gYear ; elchi:end "{end}"^^xsd:gYear ; '
        + f"elchi:extent extent:{extent} . }}\n"
    )
    return make(Corpus(ROOT, [path]))


def counted(
    chronicle: Chronicle, kind: str, first: int, last: int
) -> dict[int, tuple[str, str, str]]:
    """By year: the count, the possible ones, and the status."""
    given = {"kind": f"event-type:{kind}", "from": str(first), "to": str(last)}
    return {
        int(row["year"].value): (
            row["count"].value if "count" in row else "",
            row["possible"].value,
            row["status"].value,
        )
        for row in ask(chronicle, "count-on-record", given).rows
    }


def test_the_three_kinds_of_nothing(tmp_path: Path) -> None:
    chronicle = with_statement(tmp_path, "event-type:visit", "1998", "2002")
    found = counted(chronicle, "visit", 1990, 2024)
    assert found[2000] == ("0", "0", "all")  # all are listed, so none is zero
    assert found[2005] == ("", "0", "unknown")  # some are listed, and none for that year
    assert found[1990] == ("", "0", "not covered")
    assert found[2017] == ("1", "0", "counted")
    assert {year for year, (_, _, status) in found.items() if status == "all"} == set(
        range(1998, 2003)
    )


def test_a_list_of_a_kind_is_a_list_of_its_narrower_kinds(tmp_path: Path) -> None:
    chronicle = with_statement(tmp_path, "event-type:contact", "2012", "2014")
    assert counted(chronicle, "visit", 2012, 2014) == {
        2012: ("0", "0", "all"),
        2013: ("1", "0", "all"),
        2014: ("0", "0", "all"),
    }
    # A round of talks is told of without a date: it may be of that year.
    assert counted(chronicle, "talks", 2012, 2012) == {2012: ("", "1", "unknown")}
    assert counted(chronicle, "incident", 2012, 2012)[2012][2] == "unknown"


def test_a_list_of_anything_is_a_list_of_each_kind(tmp_path: Path) -> None:
    chronicle = with_statement(tmp_path, "", "2023", "2024")
    assert counted(chronicle, "visit", 2022, 2025) == {
        2022: ("", "0", "unknown"),
        2023: ("0", "0", "all"),
        2024: ("0", "0", "all"),
        2025: ("", "0", "not covered"),
    }


def test_what_is_listed_in_part_is_covered_and_no_more(tmp_path: Path) -> None:
    chronicle = with_statement(tmp_path, "event-type:visit", "2023", "2023", "some-listed")
    assert counted(chronicle, "visit", 2023, 2024) == {
        2023: ("", "0", "unknown"),
        2024: ("", "0", "not covered"),
    }


@pytest.mark.parametrize("stance", ["plans", "expects", "evaluates", "denies"])
def test_only_an_accepted_statement_makes_a_list_complete(tmp_path: Path, stance: str) -> None:
    chronicle = with_statement(tmp_path, "event-type:visit", "1998", "2002", stance=stance)
    assert counted(chronicle, "visit", 2000, 2000) == {2000: ("", "0", "unknown")}


def test_acts_per_year_tells_zero_from_unknown(tmp_path: Path) -> None:
    chronicle = with_statement(tmp_path, "elchi:Act", "2009", "2010")
    rows = ask(chronicle, "acts-per-year", {}).rows
    said = {
        r["year"].value: (r["count"].value if "count" in r else "", r["status"].value) for r in rows
    }
    assert said["2002"] == ("2", "counted")
    assert said["2010"] == ("0", "all")
    assert said["2011"] == ("", "unknown")


def test_a_list_said_to_be_complete_and_not_is_found(tmp_path: Path) -> None:
    sound = with_statement(tmp_path, "event-type:visit", "1998", "2002")
    assert check(sound) == []
    # The chronicle says of all kinds together that some are listed: of all, that is no more so.
    twofold = with_statement(tmp_path, "", "1998", "2002")
    assert [finding.rule for finding in check(twofold)] == ["completeness-twofold"]
    assert check(with_statement(tmp_path, "", "2023", "2024")) == []


@pytest.mark.parametrize("state", ["uzbekistan", "kazakhstan"])
def test_the_terms_of_presidents_leave_no_gap(chronicle: Chronicle, state: str) -> None:
    """What the statement about them claims: from its first day to its last someone is in office."""
    rows = chronicle.store.rows(
        f"""PREFIX elchi: <https://w3id.org/elchi/ontology#>
        SELECT ?begin ?end WHERE {{
          ?term elchi:office <https://w3id.org/elchi/id/office/president-of-{state}> .
          {DERIVED} {{ ?term elchi:earliest ?begin }}
          OPTIONAL {{ {DERIVED} {{ ?term elchi:latest ?end }} }} }}"""
    )
    terms = sorted((r["begin"].value, r["end"].value if "end" in r else "9999") for r in rows)
    [(first, last)] = {
        (r["begin"].value, r["end"].value)
        for r in ask(chronicle, "completeness", {}).rows
        if r["of"].value.endswith(f"president-of-{state}")
    }
    reached = first
    for begin, end in terms:
        assert begin <= reached, f"nobody is in office from {reached} to {begin}"
        reached = max(reached, end)
    assert reached >= last


def test_no_statement_calls_visits_or_talks_complete(chronicle: Chronicle) -> None:
    """No source says that it lists them all."""
    for row in ask(chronicle, "completeness", {}).rows:
        if row["extent"].value.endswith("all-listed"):
            assert row["kind"].value.rsplit("/", 1)[-1].rpartition("#")[2] in (
                "delimitation",
                "TermOfOffice",
            )
