"""What surrounds a thing, which things stand in the middle, and which keep together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from elchi.build import Chronicle
from elchi.entities import named
from elchi.errors import UsageError
from elchi.network.graph import Statement, graph, statement

if TYPE_CHECKING:
    import networkx as nx

_SEED = 1992
_DIGITS = 9


class Near(NamedTuple):
    """A thing in the neighbourhood: how many hops away, and what ties it to the things nearer."""

    iri: str
    kind: str
    label: str
    distance: int
    statements: tuple[Statement, ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return {**self._asdict(), "statements": [said.to_dict() for said in self.statements]}


class Ranked(NamedTuple):
    """A thing and how it scores in a measure."""

    iri: str
    kind: str
    label: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return self._asdict()


class Community(NamedTuple):
    """Things that keep together: a number from 1, the most central members, all members by IRI."""

    number: int
    central: tuple[str, ...]
    members: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return {
            "number": self.number,
            "size": len(self.members),
            "central": list(self.central),
            "members": list(self.members),
        }


def around(chronicle: Chronicle, iri: str, hops: int = 1, language: str = "en") -> list[Near]:
    """All that is at most `hops` hops from `iri`, nearest first, then by IRI.

    Each comes with the best backed statement for each tie to a thing one hop nearer. Empty where
    no fact ties `iri` to anything. Raises UsageError where `hops` is less than 1.
    """
    if hops < 1:
        raise UsageError(f"nothing is {hops} hops away", mend="ask for 1 hop or more")
    network = graph(chronicle)
    if iri not in network:
        return []
    import networkx as nx

    simple = _simple(network)
    far = nx.single_source_shortest_path_length(simple, iri, cutoff=hops)
    names = chronicle.describer.labels
    found = []
    for node, distance in sorted(far.items(), key=lambda item: (item[1], item[0])):
        if distance:
            nearer = sorted(n for n in simple[node] if far.get(n) == distance - 1)
            said = tuple(statement(network, n, node, names, language) for n in nearer)
            data = network.nodes[node]
            called = named(data["labels"], node, language)
            found.append(Near(node, data["kind"], called, distance, said))
    return found


def _degree(simple: nx.Graph) -> Mapping[str, float]:
    return {node: float(ties) for node, ties in simple.degree()}


def _betweenness(simple: nx.Graph) -> Mapping[str, float]:
    import networkx as nx

    found: Mapping[str, float] = nx.betweenness_centrality(simple)
    return found


def _pagerank(simple: nx.Graph) -> Mapping[str, float]:
    import networkx as nx

    found: Mapping[str, float] = nx.pagerank(simple, weight=None) if len(simple) else {}
    return found


MEASURES: Mapping[str, Callable[[nx.Graph], Mapping[str, float]]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "pagerank": _pagerank,
}


def rank(
    chronicle: Chronicle, measure: str = "degree", kind: str | None = None, language: str = "en"
) -> list[Ranked]:
    """Things of the network by a measure, the highest score first, then by IRI.

    `degree` counts the things that one is tied to; `betweenness` is the share of all shortest
    paths that lead through it; `pagerank` is PageRank at 0.85. All three are taken of the whole
    network, without direction and with one tie for any number of statements; `kind` ('person',
    'place', ...) only chooses which things are listed. Scores are rounded to nine digits, so
    that the order does not hang on how sums are rounded. Raises UsageError for another measure,
    or a kind that the network does not have.
    """
    if measure not in MEASURES:
        raise UsageError(
            f"there is no measure called “{measure[:80]}”", mend="choose " + ", ".join(MEASURES)
        )
    network = graph(chronicle)
    kinds = sorted({data["kind"] for _, data in network.nodes(data=True)})
    if kind is not None and kind not in kinds:
        raise UsageError(
            f"the network has nothing of the kind “{kind[:80]}”", mend="choose " + ", ".join(kinds)
        )
    found = []
    for iri, score in MEASURES[measure](_simple(network)).items():
        data = network.nodes[iri]
        if kind in (None, data["kind"]):
            called = named(data["labels"], iri, language)
            found.append(Ranked(iri, data["kind"], called, round(float(score), _DIGITS)))
    return sorted(found, key=lambda row: (-row.score, row.iri))


def communities(chronicle: Chronicle, central: int = 5) -> list[Community]:
    """The communities of the network, the largest first, then by their first IRI.

    They are found by the Louvain method (V. D. Blondel and others, J. Stat. Mech. 2008, P10008)
    over the network without direction, one tie for any number of statements, with a fixed seed.
    `central` is how many of the most central members are named: those with the most ties inside
    the community, then by IRI.
    """
    import networkx as nx

    simple = _simple(graph(chronicle))
    iris = list(simple)
    numbered = nx.relabel_nodes(simple, {iri: at for at, iri in enumerate(iris)})
    groups = nx.community.louvain_communities(numbered, weight=None, seed=_SEED)
    parts = sorted((sorted(iris[at] for at in part) for part in groups), key=lambda p: (-len(p), p))
    found = []
    for number, members in enumerate(parts, 1):
        inside = simple.subgraph(members).degree()
        order = sorted(members, key=lambda iri, ties=inside: (-ties[iri], iri))  # type: ignore[misc]
        found.append(Community(number, tuple(order[:central]), tuple(members)))
    return found


def _simple(network: nx.MultiDiGraph) -> nx.Graph:
    """The network without direction, one tie for any number of statements, in sorted order."""
    import networkx as nx

    simple = nx.Graph()
    simple.add_nodes_from(network)
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in network.edges()}))
    return simple
