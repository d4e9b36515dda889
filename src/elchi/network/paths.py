"""Paths: how two things hang together, each hop with the passage that says so.

Which path comes first is said in `search`, how strong evidence is in `graph`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from elchi.build import Chronicle
from elchi.entities import kind_of, named, short
from elchi.errors import UsageError
from elchi.network.graph import Statement, graph, statement
from elchi.network.search import Search

if TYPE_CHECKING:
    import networkx as nx


class Evidence(NamedTuple):
    """What backs a hop: a claim with its source and passages.

    `claim` is None, and so is the rest, where it is the reference layer that states it.
    `passages` are dictionaries with passage, work, line, start, end and locator, as on a card.
    """

    claim: str | None
    stance: str | None
    certainty: str | None
    verdict: str | None
    paraphrase: str
    work: str | None
    passages: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return {**self._asdict(), "source": self.work, "passages": list(self.passages)}


class Step(NamedTuple):
    """A thing on a path: its IRI, kind and label, and the days its dates allow."""

    iri: str
    kind: str
    label: str
    earliest: str | None
    latest: str | None


class Hop(NamedTuple):
    """From one thing to the next: the statement, whether it runs `forward` or `backward`."""

    start: str
    end: str
    direction: str
    statement: Statement
    evidence: tuple[Evidence, ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        said = self.statement
        return {
            "from": self.start,
            "to": self.end,
            "direction": self.direction,
            "property": said.property,
            "statement": said.words,
            "level": said.level,
            "evidence": [item.to_dict() for item in self.evidence],
        }


class Path(NamedTuple):
    """A way from one thing to another.

    `weakest` is the hop, counted from 0, that is backed worst, the first of several; `why` says
    in words how it is backed.
    """

    steps: tuple[Step, ...]
    hops: tuple[Hop, ...]
    weakest: int
    why: str

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        hop = self.hops[self.weakest]
        return {
            "length": len(self.hops),
            "steps": [step._asdict() for step in self.steps],
            "hops": [hop.to_dict() for hop in self.hops],
            "weakest": {"hop": self.weakest, "level": hop.statement.level, "why": self.why},
        }


def paths(
    chronicle: Chronicle,
    a: str,
    b: str,
    count: int = 3,
    in_time: bool = False,
    avoid: Collection[str] = (),
    language: str = "en",
) -> list[Path]:
    """The shortest and next-shortest paths from `a` to `b`, both IRIs; empty where there is none.

    Facts are walked either way. With `in_time` only paths are given on which it is never certain
    that a thing was over before one that comes earlier on the path began: the latest day of each
    is not before the earliest day of any before it, `a` and `b` among them. What has no date, or
    is open on that side, stands in nobody's way. `avoid` are IRIs no path may pass through.
    Raises UsageError where `a` is `b`, is to be avoided, or `count` is less than 1.
    """
    if a == b:
        raise UsageError(f"both ends are {short(a)}", mend="name two different things")
    if count < 1:
        raise UsageError(f"there can be no {count} paths", mend="ask for 1 or more")
    for end in (a, b):
        if end in avoid:
            raise UsageError(f"{short(end)} is an end and cannot be avoided")
    network = graph(chronicle)
    if a not in network or b not in network:
        return []
    network.remove_nodes_from([iri for iri in avoid if iri in network])
    found = Search(network, in_time).shortest(a, b, count)
    return [_path(chronicle, network, nodes, language) for nodes in found]


def _path(
    chronicle: Chronicle, network: nx.MultiDiGraph, nodes: Sequence[str], language: str
) -> Path:
    names = chronicle.describer.labels
    steps = []
    for iri in nodes:
        data = network.nodes[iri]
        called = named(data["labels"], iri, language)
        steps.append(Step(iri, kind_of(iri), called, data["earliest"], data["latest"]))
    hops = []
    for start, end in pairwise(nodes):
        said = statement(network, start, end, names, language)
        direction = "forward" if said.subject == start else "backward"
        hops.append(Hop(start, end, direction, said, _evidence(chronicle, said, language)))
    weakest = max(range(len(hops)), key=lambda i: (hops[i].statement.strength, -i))
    return Path(tuple(steps), tuple(hops), weakest, _why(hops[weakest]))


def _evidence(chronicle: Chronicle, said: Statement, language: str) -> tuple[Evidence, ...]:
    found = []
    for claim in said.claims:
        item = chronicle.describer.statement(claim)
        found.append(
            Evidence(
                claim,
                item["stance"],
                item["certainty"],
                item["verdict"],
                named(item["paraphrase"], claim, language),
                item["source"]["work"],
                tuple(item["source"]["passages"]),
            )
        )
    if said.reference:
        found.append(Evidence(None, None, None, None, "", None, ()))
    return tuple(found)


_WHY = {
    "reference": "the reference layer states it",
    "confirmed": "other sources say the same",
    "asserted": "a source asserts it; it was not compared with others",
    "partly-confirmed": "other sources bear out only a part of the claim",
    "unconfirmed": "no other source was found for it or against it",
    "outdated": "later events have overtaken it",
    "contradicted": "another source says otherwise",
}


def _why(hop: Hop) -> str:
    sure = {item.certainty for item in hop.evidence if item.certainty} - {"certain"}
    all_unsure = sure and not any(item.certainty == "certain" for item in hop.evidence)
    reading = f", and the passage is read so only as {' or '.join(sorted(sure))}"
    return _WHY[hop.statement.level] + (
        reading if all_unsure and not hop.statement.reference else ""
    )
