"""Which edition of the chronicle is exported: what stands in for a clock.

A release is dated by its newest edition, which is in the graph, so that an export made next year
of the same data has the same bytes.
"""

from __future__ import annotations

from typing import NamedTuple

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.errors import InputError


class Release(NamedTuple):
    """The newest edition: its IRI, version and day, who made it, and under which licence.

    `author` and `licence` are IRIs; they are empty where the ontology names none.
    """

    edition: str
    version: str
    day: str
    author: str
    licence: str


def release(chronicle: Chronicle) -> Release:
    """The newest edition of a chronicle. Raises InputError where it has none."""
    rows = rows_of(chronicle, "exports", "release")
    if not rows:
        raise InputError(
            "the chronicle has no edition, so that an export cannot be dated",
            where="data/entities/editions.ttl",
            mend="describe one: an elchi:Edition with elchi:rank, owl:versionInfo, dcterms:issued",
        )
    row = rows[0]
    return Release(*(row.get(field, "") for field in Release._fields))
