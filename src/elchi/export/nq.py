"""N-Quads: all layers, a line each, sorted; the facts are the lines without a graph."""

from __future__ import annotations

import pyoxigraph as ox

from elchi.build import Chronicle

NAME = "nq"
ABOUT = "N-Quads: all layers, one statement a line, sorted"
MEDIA_TYPE = "application/n-quads"
SUFFIX = ".nq"


def write(chronicle: Chronicle, language: str) -> bytes:
    """All layers in N-Quads, in all languages."""
    body = ox.serialize(chronicle.store.quads(), format=ox.RdfFormat.N_QUADS)
    assert body is not None
    return b"".join(line + b"\n" for line in sorted(body.split(b"\n")) if line)
