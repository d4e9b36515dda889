"""N-Triples: the facts, a line each, sorted."""

from __future__ import annotations

import pyoxigraph as ox

from elchi.build import Chronicle

NAME = "nt"
ABOUT = "N-Triples: the facts, one a line, sorted"
MEDIA_TYPE = "application/n-triples"
SUFFIX = ".nt"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The facts in N-Triples, in all languages."""
    body = ox.serialize(chronicle.store.facts(), format=ox.RdfFormat.N_TRIPLES)
    assert body is not None
    return b"".join(line + b"\n" for line in sorted(body.split(b"\n")) if line)
