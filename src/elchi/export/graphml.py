"""GraphML: the graph of the facts, for Gephi, yEd, Cytoscape and igraph."""

from __future__ import annotations

import io

from elchi.build import Chronicle
from elchi.export.drawing import drawing
from elchi.export.xmltext import checked

NAME = "graphml"
ABOUT = "GraphML: things and what links them, for Gephi, yEd and Cytoscape"
MEDIA_TYPE = "application/graphml+xml"
SUFFIX = ".graphml"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The graph of the facts in GraphML, labels in `language`; see `drawing`."""
    from networkx.readwrite.graphml import GraphMLWriter

    graph = drawing(chronicle, language)
    # This writer by name: the usual way takes another one where lxml happens to be installed.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(graph)
    out = io.BytesIO()
    writer.dump(out)
    return checked(out.getvalue(), "GraphML")
