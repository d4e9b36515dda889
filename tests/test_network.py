"""The walk: what is a tie, which path comes first, and whether time allows it."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise, permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.build import Chronicle
from elchi.corpus import ID, ONTOLOGY
from elchi.errors import UsageError
from elchi.network import (
    LEVELS,
    MEASURES,
    Path,
    around,
    communities,
    graph,
    level,
    paths,
    rank,
    strength,
)
from elchi.network.graph import _backed
from elchi.network.search import Search

NAZARBAYEV = ID + "person/nursultan-nazarbayev"
KARIMOV = ID + "person/islam-karimov"
MIRZIYOYEV = ID + "person/shavkat-mirziyoyev"
TURSUNOV = ID + "person/asror-tursunov"
SAFAEV = ID + "person/s-safaev"
GULISTON = ID + "place/guliston"
TASHKENT = ID + "place/tashkent"
UZBEKISTAN, KAZAKHSTAN = ID + "state/uzbekistan", ID + "state/kazakhstan"
BORDER = ID + "place/uzbekistan-kazakhstan-border"
SIGNING_2001 = ID + "event/signing-of-border-treaty-2001"
GULISTON_TALKS = ID + "event/demarcation-talks-guliston-2019-09"

PAIRS = [
    (NAZARBAYEV, GULISTON, ()),
    (NAZARBAYEV, GULISTON, (UZBEKISTAN, KAZAKHSTAN)),
    (GULISTON, NAZARBAYEV, (UZBEKISTAN, KAZAKHSTAN)),
    (KARIMOV, NAZARBAYEV, ()),
    (TURSUNOV, GULISTON, ()),
    (MIRZIYOYEV, SIGNING_2001, ()),
    (ID + "place/arnasay-dam", ID + "event/expo-2017", (UZBEKISTAN, KAZAKHSTAN)),
]


@pytest.fixture(scope="module")
def network(chronicle: Chronicle) -> nx.MultiDiGraph:
    return graph(chronicle)


def plain(network: nx.MultiDiGraph, avoid: tuple[str, ...] = ()) -> nx.Graph:
    simple = nx.Graph(network.to_undirected(as_view=True))
    simple.remove_nodes_from(avoid)
    return simple


def possible(path: Path) -> bool:
    """Whether no thing was certainly over before one earlier on the path began."""
    steps = path.steps
    return all(
        not (a.earliest and b.latest and b.latest < a.earliest)
        for i, a in enumerate(steps)
        for b in steps[i + 1 :]
    )


def holds(chronicle: Chronicle, where: str, subject: str, prop: str, thing: str) -> bool:
    asked = f"ASK {{ GRAPH <{where}> {{ <{subject}> <{prop}> <{thing}> }} }}"
    return bool(chronicle.store.ask(asked))


class TestGraph:
    def test_holds_the_talks_in_guliston_as_the_article_tells_them(self, network):
        # “2019 yilning 9–13 sentyabr kunlari Guliston shahrida ... hukumat delegatsiyalari”
        claim = ID + "claim/tursunov-2026-demarcation-talks-guliston"
        for prop, end in [
            ("place", GULISTON),
            ("concerns", BORDER),
            ("participant", ID + "organisation/government-of-uzbekistan"),
            ("participant", ID + "organisation/government-of-kazakhstan"),
        ]:
            edge = network[GULISTON_TALKS][end][ONTOLOGY + prop]
            assert edge["property"] == ONTOLOGY + prop
            assert claim in edge["claims"]
        node = network.nodes[GULISTON_TALKS]
        assert node["kind"] == "event"
        assert set(node["labels"]) == {"en", "uz", "uz-Cyrl", "ru", "kk"}
        assert "2019-01-01" <= node["earliest"] <= node["latest"] <= "2019-12-31"

    def test_every_edge_is_held_by_the_graphs_that_it_names(self, chronicle, network):
        accepted = {
            row["claim"].value
            for row in chronicle.store.rows(
                f"SELECT ?claim {{ GRAPH ?g {{ ?claim <{ONTOLOGY}acceptedUnder> "
                f"<{ID}policy/asserted> }} }}"
            )
        }
        for start, end, data in network.edges(data=True):
            assert data["claims"] or data["reference"]
            assert accepted.issuperset(data["claims"])
            graphs = list(data["claims"])
            graphs += ["https://w3id.org/elchi/graph/entities"] if data["reference"] else []
            for where in graphs:
                assert holds(chronicle, where, start, data["property"], end)

    def test_a_hope_or_a_denial_ties_nothing(self, network):
        # The article hopes that the final documents will be signed, and denies that the treaty
        # of 2002 settled all villages.
        assert ID + "event/signing-of-demarcation-final-documents" not in network
        assert ID + "provision/settlement-of-all-border-villages" not in network
        assert ID + "provision/ownership-of-certain-disputed-lands" in network

    def test_no_concept_work_or_claim_is_a_node(self, network):
        kinds = {data["kind"] for _, data in network.nodes(data=True)}
        assert kinds.isdisjoint({"event-type", "field", "unit", "work", "claim", "name", ""})
        assert {"state", "person", "place", "office", "term", "act", "event"} <= kinds

    def test_likeness_is_no_tie(self, network):
        # The article does not say who S. Safaev is.
        safoyev = ID + "person/sodiq-safoyev"
        assert not network.has_edge(SAFAEV, safoyev)
        assert not network.has_edge(safoyev, SAFAEV)

    def test_is_the_same_each_time(self, chronicle, network):
        again = graph(chronicle)
        assert list(again.nodes(data=True)) == list(network.nodes(data=True))
        assert list(again.edges(data=True, keys=True)) == list(network.edges(data=True, keys=True))


class TestStrength:
    def test_follows_the_levels(self):
        doubts = ["partly-confirmed", "unconfirmed", "outdated", "contradicted"]
        verdicts = ["confirmed", None, *doubts]
        order = [strength(v, c) for v in verdicts for c in ("certain", "probable", "possible")]
        assert order == sorted(set(order))
        assert [level(strength(v, "possible")) for v in verdicts] == list(LEVELS[1:])
        assert level(0) == "reference"

    def test_takes_what_it_does_not_know_as_the_weakest(self):
        assert strength("refuted-by-nobody", "hazy") == strength("contradicted", "possible")

    def test_of_what_only_a_contradicted_claim_says(self, network):
        # The place of the author's university: the record of the claim says contradicted.
        university = ID + "organisation/university-of-information-technologies-and-management"
        edge = network[university][TASHKENT][ONTOLOGY + "place"]
        if len(edge["claims"]) == 1:
            assert level(edge["strength"]) == "contradicted"

    @pytest.mark.parametrize(
        ("first", "second", "wanted"),
        [
            (None, None, "asserted"),
            ("unconfirmed", None, "unconfirmed"),
            (None, "work:b", "confirmed"),
            ("unconfirmed", "work:b", "confirmed"),
            ("contradicted", "work:b", "asserted"),
            (None, "work:a", "asserted"),
        ],
    )
    def test_a_second_source_confirms(self, first, second, wanted):
        row = {"claim": "claim:1", "work": "work:a", "certainty": "certainty/certain"}
        rows = [row | {"verdict": f"verdict/{first}"} if first else row]
        rows += [{"claim": "claim:2", "work": second}] if second else []
        assert level(_backed(rows)["strength"]) == wanted


class TestPaths:
    @pytest.mark.parametrize(("a", "b", "avoid"), PAIRS)
    @pytest.mark.parametrize("in_time", [False, True])
    def test_each_hop_stands_on_what_it_names(self, chronicle, a, b, avoid, in_time):
        for path in paths(chronicle, a, b, in_time=in_time, avoid=avoid):
            nodes = [step.iri for step in path.steps]
            assert (nodes[0], nodes[-1]) == (a, b)
            assert len(set(nodes)) == len(nodes)
            assert not set(avoid) & set(nodes)
            assert [(hop.start, hop.end) for hop in path.hops] == list(pairwise(nodes))
            for hop in path.hops:
                said = hop.statement
                ends = (hop.start, hop.end)
                assert (said.subject, said.object) == (
                    ends if hop.direction == "forward" else ends[::-1]
                )
                assert hop.evidence
                for item in hop.evidence:
                    where = item.claim or "https://w3id.org/elchi/graph/entities"
                    assert holds(chronicle, where, said.subject, said.property, said.object)
                    if item.claim:
                        assert item.stance == "asserts"
                        assert item.paraphrase
                        assert item.work
                        assert item.passages
                        assert all(p["work"] == item.work for p in item.passages)
            worst = path.hops[path.weakest].statement.strength
            assert worst == max(hop.statement.strength for hop in path.hops)
            assert path.why

    @pytest.mark.parametrize(("a", "b", "avoid"), PAIRS)
    def test_are_as_long_as_those_of_networkx(self, chronicle, network, a, b, avoid):
        found = paths(chronicle, a, b, count=4, avoid=avoid)
        simple = plain(network, avoid)
        try:
            wanted = [
                len(nodes) - 1
                for nodes, _ in zip(nx.shortest_simple_paths(simple, a, b), range(4), strict=False)
            ]
        except nx.NetworkXNoPath:
            wanted = []
        assert [len(path.hops) for path in found] == wanted

    def test_lead_from_nazarbayev_to_guliston(self, chronicle):
        # The article: he was head of state of Kazakhstan; the presidents signed in Astana in
        # 2001 and 2002 about the border; the talks about that border were held in Guliston.
        assert paths(chronicle, NAZARBAYEV, GULISTON)
        direct = paths(chronicle, NAZARBAYEV, GULISTON, 3, avoid=[UZBEKISTAN, KAZAKHSTAN])
        assert direct
        for path in direct:
            assert len(path.hops) <= 7
            assert path.steps[-2].kind == "event"

    def test_hold_the_passage_of_the_article(self, chronicle):
        path = paths(chronicle, GULISTON_TALKS, GULISTON)[0]
        assert len(path.hops) == 1
        evidence = {item.claim: item for item in path.hops[0].evidence}
        item = evidence[ID + "claim/tursunov-2026-demarcation-talks-guliston"]
        assert item.work == ID + "work/tursunov-2026"
        (passage,) = item.passages
        assert passage["passage"] == ID + "passage/tursunov-2026-095-1"
        assert passage["line"] == 95
        assert passage["start"] < passage["end"]

    @pytest.mark.parametrize(("a", "b", "avoid"), PAIRS)
    def test_follow_time_where_asked_to(self, chronicle, a, b, avoid):
        assert all(possible(p) for p in paths(chronicle, a, b, 5, in_time=True, avoid=avoid))

    def test_leave_out_what_time_forbids(self, chronicle, network):
        # Mirziyoyev became president in 2016: by his office he did not sign in 2001.
        free = paths(chronicle, MIRZIYOYEV, SIGNING_2001, 20)
        assert any(not possible(path) for path in free)
        timed = paths(chronicle, MIRZIYOYEV, SIGNING_2001, 20, in_time=True)
        nodes = [step.iri for path in timed for step in path.steps]
        # The signing is the last of every path, and nothing certainly later comes before it.
        assert all((network.nodes[iri]["earliest"] or "") <= "2001-11-16" for iri in nodes)
        back = paths(chronicle, SIGNING_2001, MIRZIYOYEV, 1, in_time=True)
        assert len(back[0].hops) == len(free[0].hops)

    def test_are_the_same_each_time_and_each_once(self, chronicle):
        found = paths(chronicle, KARIMOV, GULISTON, 12)
        assert found == paths(chronicle, KARIMOV, GULISTON, 12)
        assert found[:3] == paths(chronicle, KARIMOV, GULISTON, 3)
        ways = [tuple(step.iri for step in path.steps) for path in found]
        assert len(set(ways)) == len(ways)

    def test_speak_the_language_asked_for(self, chronicle):
        path = paths(chronicle, GULISTON_TALKS, GULISTON, 1, language="uz")[0]
        assert path.steps[-1].label == "Guliston"
        assert "Guliston" in path.hops[0].statement.words
        assert paths(chronicle, GULISTON_TALKS, GULISTON, 1, language="ru")[0].steps[-1].label == (
            "Гулистан"
        )

    def test_are_none_where_nothing_leads(self, chronicle, network):
        assert SAFAEV not in network
        assert paths(chronicle, SAFAEV, GULISTON) == []
        assert paths(chronicle, GULISTON, ID + "person/nobody") == []
        everything = [iri for iri in network if iri not in (TURSUNOV, GULISTON)]
        assert paths(chronicle, TURSUNOV, GULISTON, avoid=everything) == []

    def test_refuse_a_question_put_wrongly(self, chronicle):
        with pytest.raises(UsageError, match="both ends"):
            paths(chronicle, GULISTON, GULISTON)
        with pytest.raises(UsageError, match="0 paths"):
            paths(chronicle, GULISTON, TASHKENT, count=0)
        with pytest.raises(UsageError, match="cannot be avoided"):
            paths(chronicle, GULISTON, TASHKENT, avoid=[TASHKENT])

    def test_have_a_plain_form(self, chronicle):
        path = paths(chronicle, NAZARBAYEV, GULISTON)[0]
        plain_form = path.to_dict()
        assert set(plain_form) == {"length", "steps", "hops", "weakest"}
        assert plain_form["length"] == len(plain_form["hops"]) == len(plain_form["steps"]) - 1
        for hop in plain_form["hops"]:
            assert set(hop) == {
                "from",
                "to",
                "direction",
                "property",
                "statement",
                "level",
                "evidence",
            }
            assert hop["level"] in LEVELS
        assert plain_form["weakest"]["why"] == path.why


DAYS = st.sampled_from([None, "1992-01-01", "1998-10-31", "2002-09-09", "2019-10-31"])


@st.composite
def small_networks(draw: st.DrawFn) -> nx.MultiDiGraph:
    size = draw(st.integers(2, 6))
    network = nx.MultiDiGraph()
    for at in range(size):
        earliest, latest = draw(DAYS), draw(DAYS)
        if earliest and latest and latest < earliest:
            earliest, latest = latest, earliest
        network.add_node(f"n{at}", earliest=earliest, latest=latest)
    pairs = list(permutations(sorted(network), 2))
    for start, end in draw(st.lists(st.sampled_from(pairs), max_size=14)):
        network.add_edge(start, end, strength=draw(st.integers(0, 3)))
    return network


def brute(network: nx.MultiDiGraph, in_time: bool) -> list[tuple[str, ...]]:
    """All simple paths from n0 to n1 in order, by trying every one."""

    def strong(a: str, b: str) -> int:
        ends = [(a, b), (b, a)]
        ties = [tie for e in ends if network.has_edge(*e) for tie in network[e[0]][e[1]].values()]
        return min(tie["strength"] for tie in ties)

    def allowed(nodes: tuple[str, ...]) -> bool:
        days = [network.nodes[node] for node in nodes]
        return not any(
            a["earliest"] and b["latest"] and b["latest"] < a["earliest"]
            for i, a in enumerate(days)
            for b in days[i + 1 :]
        )

    found = {tuple(nodes) for nodes in nx.all_simple_paths(plain(network), "n0", "n1")}
    return sorted(
        (nodes for nodes in found if not in_time or allowed(nodes)),
        key=lambda ns: (len(ns), sorted((strong(*tie) for tie in pairwise(ns)), reverse=True), ns),
    )


class TestSearch:
    @given(small_networks(), st.booleans(), st.integers(1, 8))
    @settings(max_examples=400, deadline=None)
    def test_gives_what_trying_every_path_gives(self, network, in_time, count):
        found = Search(network, in_time).shortest("n0", "n1", count)
        assert found == brute(network, in_time)[:count]


class TestAround:
    def test_goes_outwards(self, chronicle, network):
        far = nx.single_source_shortest_path_length(plain(network), GULISTON, cutoff=2)
        found = around(chronicle, GULISTON, 2)
        assert {near.iri: near.distance for near in found} == {
            iri: distance for iri, distance in far.items() if distance
        }
        assert [(n.distance, n.iri) for n in found] == sorted((n.distance, n.iri) for n in found)
        for near in found:
            assert near.statements
            for said in near.statements:
                other = said.subject if said.object == near.iri else said.object
                assert near.iri in (said.subject, said.object)
                assert far[other] == near.distance - 1

    def test_finds_the_talks_next_to_the_town(self, chronicle):
        assert GULISTON_TALKS in {near.iri for near in around(chronicle, GULISTON)}

    def test_is_empty_for_what_no_fact_ties(self, chronicle):
        assert around(chronicle, SAFAEV) == []

    def test_refuses_no_hops(self, chronicle):
        with pytest.raises(UsageError, match="0 hops"):
            around(chronicle, GULISTON, 0)


class TestMeasures:
    @pytest.mark.parametrize("measure", MEASURES)
    def test_rank_orders_by_score_and_iri(self, chronicle, network, measure):
        found = rank(chronicle, measure)
        assert {row.iri for row in found} == set(network)
        assert found == sorted(found, key=lambda row: (-row.score, row.iri))

    def test_degree_counts_neighbours(self, chronicle, network):
        simple = plain(network)
        assert all(row.score == simple.degree(row.iri) for row in rank(chronicle, "degree"))

    def test_the_two_states_have_the_most_ties(self, chronicle):
        assert {row.iri for row in rank(chronicle)[:2]} == {UZBEKISTAN, KAZAKHSTAN}

    def test_a_kind_only_chooses_what_is_listed(self, chronicle):
        every = {row.iri: row.score for row in rank(chronicle, "pagerank")}
        people = rank(chronicle, "pagerank", kind="person")
        assert people
        assert all(row.kind == "person" and every[row.iri] == row.score for row in people)

    def test_refuse_what_is_not_there(self, chronicle):
        with pytest.raises(UsageError, match="no measure"):
            rank(chronicle, "fame")
        with pytest.raises(UsageError, match="of the kind"):
            rank(chronicle, "degree", kind="planet")

    def test_communities_part_the_network(self, chronicle, network):
        found = communities(chronicle)
        members = [iri for part in found for iri in part.members]
        assert sorted(members) == sorted(network)
        assert [part.number for part in found] == list(range(1, len(found) + 1))
        assert found == sorted(found, key=lambda p: (-len(p.members), p.members))
        assert all(set(part.central) <= set(part.members) for part in found)

    def test_do_not_hang_on_the_order_of_sets(self):
        script = (
            "from elchi.build import make; from elchi.corpus import Corpus;"
            "from elchi.network import communities, rank; c = make(Corpus());"
            "print(communities(c), rank(c, 'pagerank'), rank(c, 'betweenness'))"
        )
        outputs = {
            subprocess.run(
                [sys.executable, "-c", script],
                env={"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(outputs) == 1
