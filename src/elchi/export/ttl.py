"""Turtle: the facts, ordered and indented to be read."""

from __future__ import annotations

from elchi.build import Chronicle
from elchi.export.rdf import Turtle, facts

NAME = "ttl"
ABOUT = "Turtle: the facts, for reading and for any RDF tool"
MEDIA_TYPE = "text/turtle"
SUFFIX = ".ttl"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The facts in Turtle, in all languages."""
    turtle = Turtle()
    body = turtle.statements(facts(chronicle))
    return (turtle.header() + body).encode()
