"""Trusty URIs: names that follow from what they name, so that a change can be seen.

The code at the end of such a URI is a digest of the graphs it stands for (module RA of the
specification: T. Kuhn and M. Dumontier, Trusty URIs: verifiable, immutable, and permanent digital
artifacts for linked data, ESWC 2014; version 1, 2015). The URI may occur in those graphs: there
a blank stands where the code will be.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable

import pyoxigraph as ox

BLANK = " "
"""What stands for the code in IRIs until it is known; no IRI of the data can hold it."""

Quad = tuple[str, str, str, "str | ox.Literal"]
"""Graph, subject and predicate as IRIs, and an object that is an IRI or a literal."""


def artifact_code(quads: Iterable[Quad]) -> str:
    """The code of some graphs without blank nodes: RA and 43 characters of Base64."""
    lines = "".join(_serialised(quad) for quad in sorted(set(quads), key=_order))
    digest = hashlib.sha256(lines.encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def _order(quad: Quad) -> tuple[object, ...]:
    graph, subject, predicate, value = quad
    if isinstance(value, str):
        return graph, subject, predicate, False, value, "", ""
    datatype = "" if value.language else value.datatype.value
    return graph, subject, predicate, True, value.value, datatype, value.language or ""


def _serialised(quad: Quad) -> str:
    *iris, value = quad
    if not isinstance(value, str):
        kind = f"@{value.language.lower()}" if value.language else f"^{value.datatype.value}"
        value = f"{kind} " + value.value.replace("\\", "\\\\").replace("\n", "\\n")
    return "".join(f"{term}\n" for term in (*iris, value))
