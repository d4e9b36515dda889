"""GEXF: the graph of the facts with its times, for Gephi's timeline."""

from __future__ import annotations

import io

from elchi.build import Chronicle
from elchi.export.drawing import drawing
from elchi.export.xmltext import checked

NAME = "gexf"
ABOUT = "GEXF: things and what links them through time, for Gephi and its timeline"
MEDIA_TYPE = "application/gexf+xml"
SUFFIX = ".gexf"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The graph of the facts in GEXF, labels in `language`; see `drawing`.

    A thing whose days are known is there from its earliest to its latest day; any other is
    there always. networkx also writes the day of writing and its own keys of parallel edges;
    both are taken out again.
    """
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(drawing(chronicle, language), encoding="utf-8", prettyprint=True)
    meta = writer.xml.find("meta")
    meta.attrib.pop("lastmodifieddate", None)
    meta.find("creator").text = "elchi"
    for group in writer.xml.iter("attributes"):
        for attribute in [a for a in group if a.get("title") == "networkx_key"]:
            group.remove(attribute)
            for values in writer.xml.iter("attvalues"):
                if group.get("class") == "edge":
                    for value in [v for v in values if v.get("for") == attribute.get("id")]:
                        values.remove(value)
    out = io.BytesIO()
    writer.write(out)
    return checked(out.getvalue(), "GEXF")
