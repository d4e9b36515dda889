"""The days that the rules derive: what they say of each thing, and what is at fault by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT
from elchi import corpus
from elchi.build import Chronicle, make
from elchi.check import check
from elchi.corpus import Corpus
from elchi.spans import FIRST, LAST, Span, common, narrowed, sides

BOUNDS = ("earliest", "latestBegin", "earliestEnd", "latest")
PREFIXES = """
@prefix certainty: <https://w3id.org/elchi/id/certainty/> .
@prefix claim: <https://w3id.org/elchi/id/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix event: <https://w3id.org/elchi/id/event/> .
@prefix event-type: <https://w3id.org/elchi/id/event-type/> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix organisation: <https://w3id.org/elchi/id/organisation/> .
@prefix passage: <https://w3id.org/elchi/id/passage/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stance: <https://w3id.org/elchi/id/stance/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}

# What several claims say of one event: (property, date) of each claim.
SAID: dict[str, list[list[tuple[str, str]]]] = {
    "day": [[("date", "2002-09-09")]],
    "month": [[("date", "2000-02")]],
    "vague-and-exact": [[("date", "2002")], [("date", "2002-09-09")], [("date", "2002-09")]],
    "period": [[("begin", "2016"), ("end", "2018-05")]],
    "begin": [[("begin", "2003")]],
    "end": [[("end", "2003")]],
    "two-claims": [[("begin", "2003-05")], [("end", "2003")]],
    "within-a-year": [[("date", "2002")], [("end", "2002-06")]],
    "dates-disagree": [[("date", "2002-09-09")], [("date", "2002-11")]],
    "exact-disagree": [[("date", d)] for d in ("2022", "2022-12", "2022-12-21", "2022-12-22")],
    "begins-disagree": [
        [("begin", "2002"), ("end", "2010")],
        [("begin", "2004"), ("end", "2010")],
    ],
    "ends-disagree": [[("end", "2002")], [("end", "2004-03-01")]],
    "day-and-period": [[("date", "2017-03-22")], [("begin", "2017-03-22"), ("end", "2017-03-23")]],
    "ended-before": [[("begin", "2005-03")], [("end", "2004")]],
}


def trial(folder: Path, said: dict[str, list[list[tuple[str, str]]]]) -> Chronicle:
    """The chronicle with the events `test-NAME`, each told of by claims of the dates given."""
    parts = [PREFIXES]
    for name, claims in said.items():
        for number, dates in enumerate(claims):
            triples = " ".join(
                f'elchi:{role} "{date}"^^xsd:{TYPES[len(date)]} ;' for role, date in dates
            )
            parts.append(
                f"""
graph:claims {{ claim:test-{name}-{number} a elchi:Claim ; elchi:stance stance:asserts ;
  elchi:certainty certainty:certain ; elchi:passage passage:tursunov-2026-005-1 ;
  elchi:paraphrase "Made up."@en , "Toʻqilgan."@uz ; dcterms:created "2026-11-22"^^xsd:date ;
  dcterms:creator organisation:elchi-authors . }}
graph:entities {{
  event:test-{name} skos:prefLabel "a"@en , "b"@uz , "c"@uz-Cyrl , "d"@ru , "e"@kk . }}
claim:test-{name}-{number} {{
  event:test-{name} a elchi:Event ; {triples} elchi:eventType event-type:talks . }}
"""
            )
    path = folder / "trial.trig"
    path.write_text("".join(parts), encoding="utf-8")
    return make(Corpus(ROOT, [path]))


def derived(chronicle: Chronicle) -> dict[str, Span]:
    """The span of each thing that the rules date."""
    query = f"SELECT ?thing ?bound ?day {{ GRAPH <{corpus.DERIVED}> {{ ?thing ?bound ?day }} }}"
    found: dict[str, dict[str, str]] = {}
    for row in chronicle.store.rows(query):
        bound = row["bound"].value.removeprefix(corpus.ONTOLOGY)
        if bound in BOUNDS:
            days = found.setdefault(row["thing"].value, {})
            assert bound not in days, f"two {bound} of {row['thing'].value}"
            days[bound] = row["day"].value
    nothing = dict(zip(BOUNDS, (FIRST, LAST, FIRST, LAST), strict=True))
    return {thing: Span(**_fields(nothing | days)) for thing, days in found.items()}


def _fields(days: dict[str, str]) -> dict[str, str]:
    return dict(zip(Span._fields, (days[bound] for bound in BOUNDS), strict=True))


def test_the_rule_says_what_the_module_says(tmp_path: Path) -> None:
    found = derived(trial(tmp_path, SAID))
    for name, claims in SAID.items():
        given = [sides(_of(dates, "begin"), _of(dates, "end")) for dates in claims]
        assert found[f"{corpus.ID}event/test-{name}"] == common(given), name


def _of(dates: list[tuple[str, str]], side: str) -> str | None:
    return next((date for role, date in dates if role in ("date", side)), None)


def test_expected_bounds(tmp_path: Path) -> None:
    found = {k.rpartition("/test-")[2]: v for k, v in derived(trial(tmp_path, SAID)).items()}
    assert found["month"] == Span("2000-02-01", "2000-02-29", "2000-02-01", "2000-02-29")
    assert found["vague-and-exact"] == Span(*["2002-09-09"] * 4)
    assert found["period"] == Span("2016-01-01", "2016-12-31", "2018-05-01", "2018-05-31")
    # one side follows from the other
    assert found["begin"] == Span("2003-01-01", "2003-12-31", "2003-01-01", LAST)
    assert found["end"] == Span(FIRST, "2003-12-31", "2003-01-01", "2003-12-31")
    assert found["within-a-year"] == Span("2002-01-01", "2002-06-30", "2002-06-01", "2002-06-30")
    # where dates disagree, all four are the widest
    assert found["dates-disagree"] == Span("2002-09-09", "2002-11-30", "2002-09-09", "2002-11-30")
    assert found["exact-disagree"] == Span("2022-12-21", "2022-12-22", "2022-12-21", "2022-12-22")
    assert found["begins-disagree"] == Span("2002-01-01", "2004-12-31", "2010-01-01", "2010-12-31")
    assert found["ends-disagree"] == Span(FIRST, "2004-03-01", "2002-01-01", "2004-03-01")
    assert found["ended-before"] == Span("2005-03-01", "2005-03-31", "2004-01-01", "2004-12-31")


def test_all_that_is_dated_is_sound_and_narrow(chronicle: Chronicle) -> None:
    found = derived(chronicle)
    assert len(found) > 150
    for thing, days in found.items():
        assert days.sound(), thing
        assert days == narrowed(days), thing


def test_an_act_is_of_the_time_of_its_signing(chronicle: Chronicle) -> None:
    found = derived(chronicle)
    signed = found[f"{corpus.ID}event/signing-of-eternal-friendship-treaty-1998"]
    assert found[f"{corpus.ID}act/eternal-friendship-treaty-1998"] == signed
    assert signed == Span(*["1998-10-31"] * 4)


@pytest.mark.parametrize(
    "claims",
    [
        [[("begin", "2005")], [("end", "2005")]],
        [[("begin", "2005-12-31"), ("end", "2005")]],
        [[("begin", "2005")]],
        [[("end", "2005")]],
        [[("begin", "2005-06-01")], [("date", "2005")]],
    ],
)
def test_what_cannot_be_known_is_no_fault(
    tmp_path: Path, claims: list[list[tuple[str, str]]]
) -> None:
    assert [f.message for f in check(trial(tmp_path, {"vague": claims}))] == []


def test_a_phase_of_the_year_of_its_opening_is_no_fault(tmp_path: Path) -> None:
    fault = (ROOT / "tests" / "invalid" / "phase-before-its-opening.trig").read_text("utf-8")
    for begin in ('"1998"^^xsd:gYear', '"1998-10"^^xsd:gYearMonth', '"1998-10-31"^^xsd:date'):
        path = tmp_path / "phase.trig"
        path.write_text(fault.replace('"1997"^^xsd:gYear', begin), "utf-8")
        assert [f.message for f in check(make(Corpus(ROOT, [path])))] == [], begin
