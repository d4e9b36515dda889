"""Record time: what stood in which edition, and what a withdrawn claim leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import elchi
from conftest import ROOT
from elchi import corpus
from elchi.asking import ask
from elchi.build import Chronicle, make, open_chronicle
from elchi.check import check
from elchi.cli import main
from elchi.corpus import ID, Corpus
from elchi.editions import edition, editions
from elchi.errors import UsageError
from elchi.store import Store
from elchi.views import View
from elchi.writing import write

PREFIXES = """\
@prefix certainty: <https://w3id.org/elchi/id/certainty/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix claim: <https://w3id.org/elchi/id/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix event: <https://w3id.org/elchi/id/event/> .
@prefix event-type: <https://w3id.org/elchi/id/event-type/> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix organisation: <https://w3id.org/elchi/id/organisation/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix passage: <https://w3id.org/elchi/id/passage/> .
@prefix place: <https://w3id.org/elchi/id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stance: <https://w3id.org/elchi/id/stance/> .
@prefix work: <https://w3id.org/elchi/id/work/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LABELS = 'skos:prefLabel "{0}"@en , "{0}"@uz , "{0}"@uz-Cyrl , "{0}"@ru , "{0}"@kk'


def named(version: str, rank: int, issued: str) -> str:
    return f"""graph:entities {{
    <{ID}edition/{version}> a elchi:Edition ; {LABELS.format("Edition " + version)} ;
        owl:versionInfo "{version}" ; elchi:rank {rank} ; dcterms:issued "{issued}"^^xsd:date .
}}
"""


def claim(
    slug: str,
    states: str,
    more: str = "",
    passage: str = "test-1",
    created: str = "2026-11-22",
    work: str = "tursunov-2026",
) -> str:
    """A claim, drawn from a passage of its own work, with what else the ledger says of it."""
    return f"""graph:claims {{
    claim:{slug} a elchi:Claim ; elchi:stance stance:asserts ; elchi:certainty certainty:certain ;
        elchi:passage passage:{passage} ; dcterms:creator organisation:elchi-authors ;
        elchi:paraphrase "{slug} in English."@en , "{slug} oʻzbekcha."@uz ;
        {more}
        dcterms:created "{created}"^^xsd:date .
    passage:{passage} a elchi:Passage ; oa:hasSource work:{work} ; elchi:locator "a page"@en .
}}
claim:{slug} {{ {states} }}
"""


def first(version: str) -> str:
    return f"elchi:firstIn <{ID}edition/{version}> ;"


def withdrawn(version: str, instead: str = "") -> str:
    replaced = f" dcterms:isReplacedBy claim:{instead} ;" if instead else ""
    return f"elchi:withdrawnIn <{ID}edition/{version}> ;{replaced}"


TALKS = "event:test-talks a elchi:Event ; elchi:eventType event-type:talks ; "
TRIAL = (
    PREFIXES
    + named("0.3.0", 3, "2027-01-15")
    + f"graph:entities {{ event:test-talks {LABELS.format('Talks of a trial')} . }}\n"
    # Stood from the start, and was replaced by one that gives another place.
    + claim("test-old", TALKS + "elchi:place place:tashkent .", withdrawn("0.3.0", "test-new"))
    + claim("test-new", TALKS + "elchi:place place:astana .", created="2027-01-02")
    # Recorded after the newest edition that names no day as late: it is of the newest.
    + claim("test-late", TALKS + 'elchi:date "2019"^^xsd:gYear .', created="2027-03-01")
    + claim(
        "test-second",
        TALKS + 'elchi:date "2019-05"^^xsd:gYearMonth .',
        first("0.2.0") + " cito:confirms claim:test-old , claim:test-new ;",
        passage="test-2",
    )
    + claim("test-gone", TALKS + "elchi:place place:almaty .", withdrawn("0.2.0"), "test-3")
)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The real chronicle with an edition 0.3.0, in which claims are new, replaced, withdrawn."""
    path = tmp_path_factory.mktemp("trial") / "trial.trig"
    path.write_text(TRIAL, encoding="utf-8")
    return Corpus(ROOT, [path])


@pytest.fixture(scope="module")
def as_of(trial: Corpus) -> dict[str, Chronicle]:
    return {name: make(trial, View(edition=name)) for name in ("0.1.0", "0.2.0", "0.3.0")}


def tried(store: Store) -> set[str]:
    """The slugs of the claims of the trial that stand."""
    graphs = {iri.removeprefix(ID + "claim/") for iri in store.graphs()}
    return {slug for slug in graphs if slug.startswith("test-")}


def places(opened: Chronicle) -> set[str]:
    talks = ID + "event/test-talks"
    return {
        quad.object.value.rsplit("/", 1)[-1]
        for quad in opened.store.facts()
        if quad.subject.value == talks and quad.predicate.value.endswith("#place")
    }


def test_a_claim_stands_from_its_first_edition_until_it_is_withdrawn(
    as_of: dict[str, Chronicle],
) -> None:
    assert tried(as_of["0.1.0"].store) == {"test-old", "test-gone"}
    assert tried(as_of["0.2.0"].store) == {"test-old", "test-second"}
    assert tried(as_of["0.3.0"].store) == {"test-new", "test-late", "test-second"}
    assert [places(as_of[name]) for name in sorted(as_of)] == [
        {"tashkent", "almaty"},
        {"tashkent"},
        {"astana"},
    ]


def test_without_a_word_the_newest_edition_is_made(
    trial: Corpus, as_of: dict[str, Chronicle]
) -> None:
    assert make(trial).store.lines() == as_of["0.3.0"].store.lines()


def test_of_a_claim_that_does_not_stand_nothing_is_left(as_of: dict[str, Chronicle]) -> None:
    for name, absent in (("0.1.0", "test-second"), ("0.2.0", "test-gone"), ("0.3.0", "test-old")):
        iri = f"<{ID}claim/{absent}>"
        left = [line for line in as_of[name].store.lines() if iri in line]
        assert all("http://purl.org/dc/terms/replaces" in line for line in left), left
    lines = "".join(as_of["0.1.0"].store.lines())
    assert "passage/test-1>" in lines, "another claim of this edition is drawn from it"
    assert "passage/test-2>" not in lines
    assert "passage/test-3>" not in "".join(as_of["0.2.0"].store.lines())


def test_the_real_passages_are_in_every_edition(chronicle: Chronicle) -> None:
    """A citation's mark is a statement too: its passage stays, whoever else draws on it."""
    old = make(Corpus(ROOT), View(edition="0.1.0"))

    def passages(opened: Chronicle) -> set[str]:
        return {
            quad.subject.value
            for quad in opened.store.quads(corpus.CLAIMS)
            if quad.object.value == corpus.ONTOLOGY + "Passage"
        }

    assert passages(old) <= passages(chronicle)
    assert len([p for p in passages(old) if "tursunov-2026" in p]) >= 100


def test_the_graph_says_of_every_claim_where_it_first_stood(as_of: dict[str, Chronicle]) -> None:
    def of(slug: str) -> list[str]:
        term = f"<{ID}claim/{slug}> <{corpus.ONTOLOGY}firstIn> "
        return [
            line.split("> <")[2].rsplit("/", 1)[-1]
            for line in as_of["0.3.0"].store.lines()
            if line.startswith(term)
        ]

    assert of("test-new") == ["0.3.0"], "recorded before that edition was issued"
    assert of("test-late") == ["0.3.0"], "recorded after all: it is of the newest"
    assert of("test-second") == ["0.2.0"]
    assert of("tursunov-2026-titles") == ["0.1.0"]
    [row] = [
        row
        for row in ask(as_of["0.3.0"], "recorded-since", {"edition": "Edition 0.3.0"}).rows
        if row["claim"].value.endswith("/test-new")
    ]
    assert row["replaced"].value == ID + "claim/test-old"


def test_check_finds_nothing_in_an_earlier_edition(as_of: dict[str, Chronicle]) -> None:
    """A thing that only later claims tell of keeps its names, and that is no fault."""
    for name, opened in as_of.items():
        assert [f for f in check(opened) if f.severity == "violation"] == [], name
        assert "label-without-thing" not in {f.rule for f in check(opened)}


def test_an_event_of_a_later_edition_is_known_by_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "later.trig"
    path.write_text(
        PREFIXES
        + f"graph:entities {{ event:test-talks {LABELS.format('Talks of a trial')} . }}\n"
        + claim("test-second", TALKS + "elchi:place place:astana .", first("0.2.0")),
        encoding="utf-8",
    )
    old = make(Corpus(ROOT, [path]), View(edition="0.1.0"))
    card = old.card(ID + "event/test-talks")
    assert card["statements"] == []
    assert card["labels"]["en"] == "Talks of a trial"
    assert [(p["predicate"].rsplit("/")[-1], p["object"]) for p in card["derived"]] == [
        ("isReferencedBy", ID + "edition/0.2.0")
    ]
    assert check(old) == []


@pytest.mark.parametrize(
    "text",
    [
        "0.1.0",
        "edition:0.1.0",
        ID + "edition/0.1.0",
        "edition 0.1.0",
        "0.1.0-нашр",
        "Редакция 0.1.0",
    ],
)
def test_an_edition_is_named_by_version_label_or_iri(chronicle: Chronicle, text: str) -> None:
    assert edition(chronicle.store, chronicle.files, text).iri == ID + "edition/0.1.0"


@pytest.mark.parametrize("text", ["", "0.1", "0.10", "0.1.00", "the first", "v" * 5000, "{}"])
def test_an_unknown_edition_is_told_with_those_there_are(chronicle: Chronicle, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        make(chronicle.files, View(edition=text))
    assert "the editions are: 0.1.0, 0.2.0" in str(caught.value.mend)


def test_editions_come_in_their_order(as_of: dict[str, Chronicle], trial: Corpus) -> None:
    found = editions(as_of["0.1.0"].store, trial)
    assert [one.version for one in found] == ["0.1.0", "0.2.0", "0.3.0"]


def test_a_chronicle_without_editions_is_whole(tmp_path: Path) -> None:
    from shutil import copytree

    for folder in ("ontology", "queries", "data"):
        copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "data" / "entities" / "editions.ttl").unlink()
    for path in tmp_path.glob("data/sources/*/*.trig"):
        text = path.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines(keepends=True) if "/id/edition/" not in line]
        path.write_text("".join(kept), encoding="utf-8")
    bare = make(Corpus(tmp_path))
    assert bare.counts["claims"] > 350
    with pytest.raises(UsageError, match="no edition") as caught:
        make(Corpus(tmp_path), View(edition="0.1.0"))
    assert caught.value.mend == "this chronicle has no editions"


def test_the_build_is_read_where_its_edition_is_asked_for(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    write(chronicle, tmp_path)
    assert open_chronicle(tmp_path, ROOT, view=View(edition="0.2.0")).folder is not None
    assert open_chronicle(tmp_path, ROOT, view=View(edition="0.1.0")).folder is None
    facts = elchi.open(tmp_path, ROOT, edition="0.1.0")
    assert facts.rows("acts-by-year", year="2002")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "Guliston"],
        ["query", "talks", "--format", "csv"],
        ["timeline", "Guliston"],
        ["path", "Nazarbayev", "Guliston"],
        ["around", "Guliston"],
        ["find", "Guliston"],
        ["rank"],
        ["communities"],
        ["export", "csl"],
        ["check"],
        ["tour", "--rows", "1"],
    ],
)
def test_every_verb_takes_an_edition(arguments: list[str], tmp_path: Path) -> None:
    where = ["--home", str(ROOT), "--build", str(tmp_path)]
    assert main([*arguments, *where, "--edition", "0.1.0"]) == 0
    assert main([*arguments, *where, "--edition", "7"]) == 2


@settings(max_examples=6, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.integers(1, 3), st.integers(2, 4)).filter(lambda s: s[0] < s[1]),
        min_size=1,
        max_size=6,
    )
)
def test_what_stands_is_what_came_and_did_not_go(
    spans: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A claim first in edition i and withdrawn in j stands in the editions from i to before j."""
    versions = {1: "0.1.0", 2: "0.2.0", 3: "0.3.0"}
    text = PREFIXES + named("0.3.0", 3, "2027-01-15")
    for number, (come, go) in enumerate(spans):
        more = first(versions[come]) + (withdrawn(versions[go]) if go in versions else "")
        states = f"event:test-talks elchi:place place:astana ; skos:note 'number {number}' ."
        text += claim(f"test-{number}", TALKS[:-2] + " . " + states, more, f"test-{number}")
    path = tmp_path_factory.mktemp("spans") / "spans.trig"
    path.write_text(text, encoding="utf-8")
    for rank, version in versions.items():
        store = make(Corpus(ROOT, [path]), View(edition=version)).store
        assert tried(store) == {
            f"test-{number}" for number, (come, go) in enumerate(spans) if come <= rank < go
        }
