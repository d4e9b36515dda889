"""What the tables of pairs are made of: columns, states, and things in time.

A *thing* is what is counted: an event, an act or a term of office, by its IRI. Days are text of
ten signs (ISO 8601), FIRST and LAST of `elchi.spans` where a side is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from elchi.spans import Span


class Column(NamedTuple):
    """One count: its name, what it counts, the types of it, and the roles that make its sides.

    `source` and `target` are empty where the count has no direction.
    """

    name: str
    about: str
    types: tuple[str, ...]
    sides: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]


class State(NamedTuple):
    """One state: its label, its codes by key, and the first and last day it can have been."""

    label: str
    codes: Mapping[str, str]
    founded: str
    dissolved: str


class Thing(NamedTuple):
    """An event, act or term: when it is, its types, the wholes it is part of."""

    span: Span
    types: frozenset[str]
    wholes: frozenset[str]


class Act(NamedTuple):
    """An act in time: its parties, when it was made, came into force and ended, as day bounds."""

    parties: frozenset[str]
    made: Span
    force: tuple[tuple[str, str], ...]
    end: tuple[tuple[str, str], ...]


class Term(NamedTuple):
    """A term as head of state: of which state, who, and when."""

    state: str
    person: str
    label: str
    span: Span


class Coverage(NamedTuple):
    """A statement of completeness: its states, kinds (None: anything), days, and whether all."""

    states: frozenset[str]
    kinds: frozenset[str] | None
    first: str
    last: str
    all_listed: bool


class Record(NamedTuple):
    """All that the tables are made of."""

    keys: Mapping[str, Mapping[str, str]]
    columns: Mapping[str, list[Column]]
    relations: list[Column]
    standing: Mapping[str, Mapping[str, Any]]
    states: Mapping[str, State]
    relationships: list[frozenset[str]]
    events: Mapping[str, Thing]
    sides: Mapping[str, Mapping[str, frozenset[str]]]
    acts: Mapping[str, Act]
    terms: Mapping[str, Term]
    claims: Mapping[str, list[str]]
    coverage: list[Coverage]
