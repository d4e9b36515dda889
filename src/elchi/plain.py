"""RDF terms as plain values, in the form that cards and JSON have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

Record = dict[str, Any]


def one(props: Mapping[str, list[Any]], key: str) -> str | None:
    """The first value of a property as text; None where there is none."""
    values = sorted(v.value for v in props.get(key, ()))
    return values[0] if values else None


def last(iri: str | None) -> str | None:
    """The last part of an IRI."""
    return iri.rsplit("/", 1)[-1] if iri else None


def by_language(values: Iterable[Any]) -> dict[str, str]:
    """Literals by their language."""
    return {
        v.language or "": v.value for v in sorted(values, key=lambda v: (v.language or "", v.value))
    }


def pair(predicate: str, value: ox.NamedNode | ox.Literal) -> Record:
    """A property and its value as a record: `object` for an IRI, `value` for a literal."""
    if isinstance(value, ox.NamedNode):
        return {"predicate": predicate, "object": value.value}
    pair: Record = {"predicate": predicate, "value": value.value}
    if value.language:
        pair["language"] = value.language
    elif not value.datatype.value.endswith("#string"):
        pair["datatype"] = value.datatype.value
    return pair


def iris(value: Any) -> Iterable[str]:
    """All IRIs anywhere in a card."""
    if isinstance(value, str):
        if value.startswith("http"):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from iris(item)
    elif isinstance(value, list):
        for item in value:
            yield from iris(item)
