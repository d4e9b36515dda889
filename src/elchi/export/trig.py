"""TriG: all layers, the facts first, then the ontology, the reference layer, the ledger, the
derived layer and each claim in its own graph.
"""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from elchi import corpus
from elchi.build import Chronicle
from elchi.export.rdf import Turtle, facts, triples

NAME = "trig"
ABOUT = "TriG: all layers, each claim in its own graph, for reading"
MEDIA_TYPE = "application/trig"
SUFFIX = ".trig"

_FIRST = [corpus.TERMS, corpus.ENTITIES, corpus.CLAIMS, corpus.DERIVED]


def write(chronicle: Chronicle, language: str) -> bytes:
    """All layers in TriG, in all languages."""
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in chronicle.store.quads():
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value].append(quad)
    turtle = Turtle()
    blocks = [turtle.statements(facts(chronicle))]
    for graph in [*_FIRST, *sorted(graphs.keys() - set(_FIRST))]:
        if graph in graphs:
            inner = turtle.statements(triples(graphs[graph]), "    ")
            blocks.append(f"{turtle.iri(graph)} {{\n{inner}}}\n")
    return (turtle.header() + "\n".join(blocks)).encode()
