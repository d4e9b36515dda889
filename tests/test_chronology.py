"""Chronology and authority to sign: each planted fault is found, and nothing that is only doubtful.

Three trials, each on a copy of the real chronicle: faults written by hand from what the rules
mean (`tests/invalid/`), near misses that break no rule (`tests/valid/`), and shifts of the real
dates by program. `python -m pytest tests/test_chronology.py`, or `python tests/test_chronology.py`
for the table alone, prints how many of the faults are found and how many alarms are false.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi import corpus
from elchi.build import Chronicle, make
from elchi.check import check
from elchi.corpus import Corpus
from elchi.layers import derive
from elchi.questions import read_query
from elchi.shapes import described, read
from elchi.soundness import Finding, find_faults
from elchi.store import Store, load

ROOT = Path(__file__).resolve().parent.parent
ID = "https://w3id.org/elchi/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
EXPECT = re.compile(r"# expect: check ([\w-]+) line (\d+)")
KINDS = {
    "force and ratification": (
        "force-before-signature",
        "ratification-before-signature",
        "ratified-by-no-party",
    ),
    "other steps of an act": (
        "amends-what-came-later",
        "exchange-after-force",
        "exchange-before-ratification",
        "step-after-end",
        "step-before-signature",
    ),
    "authority to sign": ("signer-of-another-state", "signer-out-of-office"),
    "terms of office": ("term-twice", "terms-overlap"),
    "names and capitals": (
        "capital-of-another-state",
        "capitals-overlap",
        "name-out-of-time",
        "names-overlap",
    ),
    "life of persons, bodies, states": (
        "before-statehood",
        "outside-life-of-body",
        "outside-lifetime",
    ),
    "visits": ("visit-outside-host", "visitor-is-host"),
    "anniversaries": (
        "anniversary-before-event",
        "anniversary-does-not-fit",
        "anniversary-on-another-day",
    ),
    "border": ("demarcation-before-delimitation",),
    "order of events": (
        "days-in-order",
        "effect-before-cause",
        "end-before-begin",
        "opening-before-phase",
        "part-outside-whole",
        "phase-opened-by-no-fact",
    ),
    "record": ("recorded-before-source", "told-before-it-happened"),
}
KIND = {rule: kind for kind, rules in KINDS.items() for rule in rules}


def planted() -> list[tuple[Path, str, int]]:
    """File, rule and line of each planted fault of chronology or authority."""
    found = []
    for path in sorted((ROOT / "tests" / "invalid").glob("*.trig")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [(path, rule, int(line)) for rule, line in EXPECT.findall(text) if rule in KIND]
    return found


def near_misses() -> list[Path]:
    return sorted((ROOT / "tests" / "valid").glob("*.trig"))


def findings_in_copy(paths: list[Path], folder: Path) -> list[Finding]:
    """What the check says of one copy of the real chronicle to which all of `paths` are added.

    The made-up things of each file get a name of their own, so that none mends another.
    """
    copies = []
    for number, path in enumerate(dict.fromkeys(paths)):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?<=[:/-])test(?=[-\s])(?!\.)", f"test{number}", text)
        copies.append(folder / path.name)
        copies[-1].write_text(text, encoding="utf-8")
    return check(make(Corpus(ROOT, copies)))


@cache
def trial() -> tuple[Counter[str], Counter[str], list[Finding], list[Finding]]:
    """Planted and found by kind; what was found besides; what was found in sound chronicles."""
    faults = planted()
    found: list[Finding] = []
    # Wrong terms put signers into office, so they go into a copy of their own.
    for with_terms in (False, True):
        paths = [p for p, _, _ in faults if ("elchi:TermOfOffice" in p.read_text()) == with_terms]
        with TemporaryDirectory() as folder:
            found += findings_in_copy(paths, Path(folder))
    with TemporaryDirectory() as folder:
        false = findings_in_copy(near_misses(), Path(folder))
    left = Counter((Path(f.file or "").name, f.rule, f.line) for f in found)
    wanted = Counter((path.name, rule, line) for path, rule, line in faults)
    hits = Counter(KIND[rule] for _, rule, _ in (left & wanted).elements())
    others = left - wanted
    besides = [f for f in found if (Path(f.file or "").name, f.rule, f.line) in others]
    return Counter(KIND[rule] for _, rule, _ in faults), hits, besides, false


def table() -> str:
    """The detection and false-alarm rates, as they are printed."""
    sown, hits, besides, false = trial()
    width = max(map(len, KINDS)) + 2
    lines = [
        f"{kind:{width}}{hits[kind]:3} of {sown[kind]:3} found  {hits[kind] / sown[kind]:5.0%}"
        for kind in KINDS
    ]
    total, all_hits, sound = sum(sown.values()), sum(hits.values()), len(near_misses()) + 1
    lines += [
        f"{'detection':{width}}{all_hits:3} of {total:3} found  {all_hits / total:5.0%}",
        f"{'false alarms':{width}}{len(false):3} in {sound:3} sound  {len(false) / sound:5.0%}",
        f"{'beside the faults':{width}}{len(besides):3}",
    ]
    return "\n".join(lines)


def test_all_planted_faults_are_found_and_no_false_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with capsys.disabled():
        print(f"\n{table()}")
    sown, hits, besides, false = trial()
    assert sum(sown.values()) >= 40
    assert set(sown) == set(KINDS)
    assert hits == sown
    assert besides == []
    assert len(near_misses()) >= 25
    assert false == []


def test_the_rules_of_chronology_are_all_tried() -> None:
    rules = {read_query(part)[0].name for part in Corpus(ROOT).queries("checks")}
    rules |= {shape.rsplit("/", 1)[-1] for shape in described(read(Corpus(ROOT)))}
    assert set(KIND) - rules == set()
    assert {rule for _, rule, _ in planted()} == set(KIND)


# Shifts by program. The quads of the files are read once; a trial changes some and derives anew.


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(load(Corpus(ROOT)).quads())


def found_in(quads: Iterator[ox.Quad]) -> set[tuple[str, str]]:
    """Rule and focus of each finding of the check queries on changed quads."""
    files = Corpus(ROOT)
    store = Store(quads)
    derive(store, files)
    return {(f.rule, f.focus.removeprefix(ID)) for f in find_faults(store, files, stage="check")}


def literal(day: str) -> ox.Literal:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    return ox.Literal(day, datatype=ox.NamedNode(XSD + kind))


DATES = {corpus.ONTOLOGY + name for name in ("date", "begin", "end")}


def shifted(quads: list[ox.Quad], to: Callable[[str, str], str | None]) -> Iterator[ox.Quad]:
    """The quads with each date of an entity `to(slug, day)`, where that is one."""
    for quad in quads:
        slug = getattr(quad.subject, "value", "").removeprefix(ID)
        day = to(slug, quad.object.value) if quad.predicate.value in DATES else None
        if day is None:
            yield quad
        else:
            yield ox.Quad(quad.subject, quad.predicate, literal(day), quad.graph_name)


def year(day: str, by: int) -> str:
    return f"{int(day[:4]) + by:04}{day[4:]}"


PREFIXES = f"""
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX elchi: <{corpus.ONTOLOGY}>
PREFIX event-type: <{ID}event-type/>
PREFIX graph: <{corpus.DERIVED.removesuffix("derived")}>
PREFIX measure: <{ID}measure/>
"""


def rows(chronicle: Chronicle, query: str) -> list[dict[str, str]]:
    return [
        {name: term.value.removeprefix(ID) for name, term in row.items()}
        for row in chronicle.store.rows(PREFIXES + query)
    ]


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        ("entry-into-force", "force-before-signature"),
        ("ratification", "ratification-before-signature"),
        ("amendment", "step-before-signature"),
    ],
)
@pytest.mark.parametrize("size", [10, 7, 4], ids=["day", "month", "year"])
def test_each_step_a_year_before_its_act_is_found(
    step: str, rule: str, size: int, chronicle: Chronicle, quads: list[ox.Quad]
) -> None:
    steps = {
        row["event"]: year(row["made"], -1)[:size]
        for row in rows(
            chronicle,
            f"""SELECT ?event ?made WHERE {{
              ?event elchi:eventType event-type:{step} ; elchi:concerns ?act .
              GRAPH graph:derived {{ ?act elchi:earliest ?made }}
            }}""",
        )
    }
    assert steps
    found = found_in(shifted(quads, lambda slug, _: steps.get(slug)))
    assert {(rule, event) for event in steps} <= found


def test_each_signing_outside_the_terms_of_its_signers_is_found(
    chronicle: Chronicle, quads: list[ox.Quad]
) -> None:
    signings = {
        row["event"]
        for row in rows(
            chronicle,
            """SELECT DISTINCT ?event WHERE {
              ?event elchi:signatory ?person . ?term elchi:holder ?person .
            }""",
        )
    }
    assert len(signings) >= 6
    for day in ("1990-03-23", "1989-12", "1988"):
        found = found_in(shifted(quads, lambda s, _, d=day: d if s in signings else None))  # type: ignore[misc]
        assert {("signer-out-of-office", event) for event in signings} <= found


@pytest.mark.parametrize("by", [-1, 1])
def test_each_anniversary_shifted_by_a_year_is_found(
    by: int, chronicle: Chronicle, quads: list[ox.Quad]
) -> None:
    figures = {
        row["figure"]
        for row in rows(chronicle, "SELECT ?figure { ?figure elchi:measure measure:years-since }")
    }
    assert len(figures) == 3
    found = found_in(shifted(quads, lambda slug, day: year(day, by) if slug in figures else None))
    assert {("anniversary-does-not-fit", figure) for figure in figures} <= found


def test_each_name_is_found_where_it_is_used_outside_its_time(
    chronicle: Chronicle, quads: list[ox.Quad]
) -> None:
    """The real events at which sources use a name, moved before and after the time of the name."""
    uses = rows(
        chronicle,
        """SELECT ?claim ?event ?begins ?ends WHERE {
          GRAPH graph:claims { ?claim elchi:nameUsed ?name }
          ?name elchi:nameOf ?thing .
          GRAPH ?claim { ?event elchi:eventType ?type ; ?how ?thing }
          GRAPH graph:derived { ?event elchi:earliest ?known }
          OPTIONAL { GRAPH graph:derived { ?name elchi:earliest ?begins } }
          OPTIONAL { GRAPH graph:derived { ?name elchi:latest ?ends } }
          FILTER NOT EXISTS { GRAPH graph:claims { ?other cito:qualifies ?claim } }
        }""",
    )
    assert len(uses) >= 15
    before = {row["event"]: year(row["begins"], -1) for row in uses}
    found = found_in(shifted(quads, lambda slug, _: before.get(slug)))
    assert {("name-out-of-time", row["claim"]) for row in uses} <= found
    after = {row["event"]: year(row["ends"], 1) for row in uses if "ends" in row}
    found = found_in(shifted(quads, lambda slug, _: after.get(slug)))
    assert {("name-out-of-time", r["claim"]) for r in uses if "ends" in r} <= found


def test_the_anachronism_of_the_chronicle_is_known_only_because_a_claim_says_so(
    quads: list[ox.Quad],
) -> None:
    """Sayasat.kz writes Astana for 6 December 2021; CIS, which writes Nur-Sultan, qualifies it."""
    relation = "http://purl.org/spar/cito/qualifies"
    mute = (
        q
        for q in quads
        if not (q.predicate.value == relation and "sayasat" in getattr(q.object, "value", ""))
    )
    assert ("name-out-of-time", "claim/sayasat-kz-alliance-place") in found_in(mute)


def test_each_demarcation_before_the_first_treaty_is_found(quads: list[ox.Quad]) -> None:
    works = ("event/demarcation-of-border", "event/demarcation-field-work")
    for day in ("2001-11-15", "2001-10", "2000"):
        found = found_in(shifted(quads, lambda s, _, d=day: d if s in works else None))  # type: ignore[misc]
        assert {("demarcation-before-delimitation", work) for work in works} <= found


def test_each_office_held_at_once_by_two_is_found(
    chronicle: Chronicle, quads: list[ox.Quad]
) -> None:
    """Each term that follows another is begun a year too early."""
    later = {
        row["later"]: (row["begin"], year(row["begin"], -1))
        for row in rows(
            chronicle,
            """SELECT ?later ?begin WHERE {
              ?earlier elchi:office ?office ; elchi:holder ?one ; elchi:end ?end .
              ?later elchi:office ?office ; elchi:holder ?two ; elchi:begin ?begin .
              FILTER (?one != ?two && ?end = ?begin)
            }""",
        )
    }
    assert len(later) >= 4
    found = found_in(
        shifted(
            quads,
            lambda slug, day: year(day, -1) if (slug in later and day == later[slug][0]) else None,
        )
    )
    about = {focus for rule, focus in found if rule in ("terms-overlap", "term-twice")}
    assert set(later) <= about


def dated(quads: list[ox.Quad]) -> list[int]:
    return [
        number
        for number, quad in enumerate(quads)
        if quad.predicate.value in DATES and len(quad.object.value) > 4
    ]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_date_told_less_exactly_raises_nothing(data: st.DataObject, quads: list[ox.Quad]) -> None:
    """Real dates widened to their month or year: what was sound stays sound."""
    chosen = data.draw(st.lists(st.sampled_from(dated(quads)), min_size=1, max_size=40))
    size = data.draw(st.sampled_from([4, 7]))
    widened = list(quads)
    for number in chosen:
        quad = quads[number]
        day = literal(quad.object.value[:size])
        widened[number] = ox.Quad(quad.subject, quad.predicate, day, quad.graph_name)
    assert found_in(iter(widened)) == set()


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
