"""The network: things of the chronicle as nodes, facts that join two of them as edges.

Which things and which facts is said in `queries/network/edges.rq`; when a thing was, in
`bounds.rq`. A state or a border is a node like any other: hops are counted plainly, and who
wants to know what else joins two things asks for paths that avoid it.

How strong the evidence for an edge is, from the strongest, is `LEVELS`:

- reference: the reference layer states it (who held an office, where a place lies);
- confirmed: a claim that other sources were found to confirm, or claims of two sources or more
  that nothing contradicts;
- asserted: a claim of one source that was not compared with others;
- partly-confirmed, unconfirmed, outdated, contradicted: the verdict of the comparison.

Within a level a certain reading of the passage is stronger than a probable one, and that
stronger than a possible one. An edge is as strong as the best of what backs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import kind_of, named, sentence

if TYPE_CHECKING:
    import networkx as nx

LEVELS = (
    "reference",
    "confirmed",
    "asserted",
    "partly-confirmed",
    "unconfirmed",
    "outdated",
    "contradicted",
)
_CERTAINTIES = ("certain", "probable", "possible")
_DOUBTED = ("outdated", "contradicted")


class Statement(NamedTuple):
    """One edge in words: what is stated, how well it is backed, and by which claims.

    `level` is one of LEVELS; `strength` orders statements, 0 the strongest; `reference` says
    whether the reference layer states it too.
    """

    subject: str
    property: str
    object: str
    words: str
    level: str
    strength: int
    claims: tuple[str, ...]
    reference: bool

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return {**self._asdict(), "claims": list(self.claims)}


def strength(verdict: str | None, certainty: str | None) -> int:
    """How strong one claim is, 0 the strongest, from its verdict and the certainty of reading.

    A verdict or a certainty that is not known here counts as the weakest.
    """
    name = verdict or "asserted"
    place = LEVELS.index(name) if name in LEVELS else len(LEVELS) - 1
    sure = certainty or "certain"
    doubt = _CERTAINTIES.index(sure) if sure in _CERTAINTIES else len(_CERTAINTIES) - 1
    return place * len(_CERTAINTIES) + doubt


def level(strong: int) -> str:
    """The level that a strength belongs to."""
    return LEVELS[strong // len(_CERTAINTIES)]


def graph(chronicle: Chronicle) -> nx.MultiDiGraph:
    """The network of a chronicle as a networkx.MultiDiGraph, the same at each call.

    Nodes are IRIs, with `kind`, `labels` (by language), `earliest` and `latest` (ISO days, None
    where open). Edges run from subject to object; their key is the property, and they hold
    `property`, `claims` (sorted IRIs), `reference` (whether the reference layer states it) and
    `strength` (0 the strongest). Raises InputError where a query of the network is missing.
    """
    import networkx as nx

    backing: dict[tuple[str, str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows_of(chronicle, "network", "edges"):
        backing[row["from"], row["to"], row["property"]].append(row)
    spans = _spans(chronicle)
    labels = chronicle.describer.labels
    network = nx.MultiDiGraph()
    for iri in sorted({end for edge in backing for end in edge[:2]}):
        earliest, latest = spans.get(iri, (None, None))
        network.add_node(
            iri,
            kind=kind_of(iri),
            labels=dict(labels.get(iri, {})),
            earliest=earliest,
            latest=latest,
        )
    for (start, end, prop), found in sorted(backing.items()):
        network.add_edge(start, end, key=prop, property=prop, **_backed(found))
    return network


def _backed(found: list[Mapping[str, str]]) -> dict[str, Any]:
    claims = {row["claim"]: row for row in found if "claim" in row}
    reference = any("claim" not in row for row in found)
    strong = [0] if reference else []
    works = set()
    for row in claims.values():
        verdict = _slug(row.get("verdict"))
        strong.append(strength(verdict, _slug(row.get("certainty"))))
        if verdict not in _DOUBTED:
            works.add(row["work"])
    best = min(strong)
    if len(works) > 1:
        best = min(best, strength("confirmed", _CERTAINTIES[best % len(_CERTAINTIES)]))
    return {"claims": tuple(sorted(claims)), "reference": reference, "strength": best}


def _slug(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def _spans(chronicle: Chronicle) -> dict[str, tuple[str | None, str | None]]:
    days: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in rows_of(chronicle, "network", "bounds"):
        for name, found in zip(("earliest", "latest"), days[row["thing"]], strict=True):
            if name in row:
                found.add(row[name])
    return {i: (min(e, default=None), max(u, default=None)) for i, (e, u) in days.items()}


def statement(
    network: nx.MultiDiGraph, a: str, b: str, names: Mapping[str, Mapping[str, str]], language: str
) -> Statement:
    """The best backed statement that joins two neighbours, whichever way it runs.

    Of several that are backed equally well it is the first by property, subject and object.
    """
    found = [
        (data["strength"], prop, start, end, data)
        for start, end in ((a, b), (b, a))
        if network.has_edge(start, end)
        for prop, data in network[start][end].items()
    ]
    best, prop, start, end, data = min(found, key=lambda item: item[:4])
    said = [
        named(network.nodes[start]["labels"], start, language),
        named(names.get(prop, {}), prop, language),
        named(network.nodes[end]["labels"], end, language),
    ]
    return Statement(
        start, prop, end, sentence(*said), level(best), best, data["claims"], data["reference"]
    )
