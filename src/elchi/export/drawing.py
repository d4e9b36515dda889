"""The chronicle as a graph to be drawn: things and the facts that link them.

Nodes are what the chronicle is about (no claims, passages or concepts); edges are the facts
that link two of them, each by its most specific property, with the claims that state it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from elchi.build import Chronicle
from elchi.entities import label, short
from elchi.export.rdf import compact
from elchi.export.tables import tables

if TYPE_CHECKING:
    import networkx as nx

KINDS = frozenset(
    (
        *("act", "event", "office", "organisation", "person", "place"),
        *("provision", "quantity", "relationship", "state", "term", "work"),
    )
)


def drawing(chronicle: Chronicle, language: str) -> nx.MultiDiGraph[str]:
    """The graph of the facts, labels in `language`, in a fixed order.

    A node is called as people write it (act:border-treaty-2002) and has: label, kind, type,
    iri; start and end, the earliest and latest day, where dates are known; lat and long where
    the place is. An edge has: label, relation and property (its short name and IRI), claims
    (IRIs, a space between) and sources (labels, a semicolon between); both are empty for what
    the reference layer says.
    """
    import networkx as nx

    found = {t.name: t for t in tables(chronicle, language, ["entities", "edges"])}
    names = chronicle.describer.labels
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in found["entities"].records():
        if row["kind"] in KINDS:
            graph.add_node(short(row["entity"]), **_node(row, language))
    for number, row in enumerate(found["edges"].records()):
        sources = {label(names[work], language) or short(work) for work in row["works"].split()}
        graph.add_edge(
            short(row["subject"]),
            short(row["object"]),
            key=f"e{number}",  # unique in the whole file: Gephi takes edges of one id for one
            label=row["label"] or compact(row["property"]).partition(":")[2],
            relation=compact(row["property"]),
            property=row["property"],
            claims=row["claims"],
            sources="; ".join(sorted(sources)),
        )
    return graph


def _node(row: dict[str, str], language: str) -> dict[str, Any]:
    named = row["label_" + language.replace("-", "_")] or row["label_en"]
    node: dict[str, Any] = {
        "label": named or short(row["entity"]),
        "kind": row["kind"],
        "type": " ".join(compact(iri) for iri in row["type"].split()),
        "iri": row["entity"],
        # What is only hoped for, planned or denied has a label, but no type among the facts.
        "status": "fact" if row["type"] else "not a fact",
    }
    for name, value in (("start", row["earliest"]), ("end", row["latest"])):
        if value:
            node[name] = value
    if row["lat"] and row["long"]:
        node |= {"lat": float(row["lat"]), "long": float(row["long"])}
    return node
