"""The chronicle's side of an audit: what it says of which states, and when.

A query of `queries/audits/` gives rows of `?thing`, what it says (`?aspect`, `?value`), and,
claim by claim (`?claim`), what is given (`?given`) in a `?role`:

    state            a state that it concerns
    begin, end       days between which it lasts
    date             when it was; `frame` too, where the date is of something else it belongs to
    says             a claim by which the aspect holds, where that is not so of all rows
    has              anything else worth telling of the thing, such as its provisions

The value `near` stands for `yes` where the chronicle's words only come near to the aspect.
Claims drawn from the very data set that is audited are no second witness. They are kept apart
here (`own`), and what only they say is told as such and never as an agreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import combinations
from typing import NamedTuple

from elchi import corpus
from elchi.asking import rows_of
from elchi.audit.datasets import FOLDER, DataSet
from elchi.build import Chronicle
from elchi.spans import ANY, FIRST, LAST, Span, narrowed
from elchi.time import XSD, bounds

_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_CLAIM = corpus.ID + "claim/"

States = tuple[str, ...]
_Row = Mapping[str, str]


class Fact(NamedTuple):
    """What the chronicle says of some states: an aspect with a value, over a span."""

    states: States
    aspect: str
    value: str
    near: bool
    thing: str
    span: Span
    claims: tuple[str, ...]

    @property
    def window(self) -> tuple[str, str]:
        """The earliest and the latest day."""
        return self.span.earliest, self.span.latest


class Thing(NamedTuple):
    """A thing that the facts are of, or could be of: its states, first days, and what it has."""

    iri: str
    states: States
    earliest: str
    latest: str
    has: tuple[str, ...]
    claims: tuple[str, ...]


class Side(NamedTuple):
    """The chronicle's side: its facts, those it owes to the data set itself, and all things."""

    facts: tuple[Fact, ...]
    own: tuple[Fact, ...]
    things: tuple[Thing, ...]
    groups: frozenset[States]
    excluded: tuple[str, ...]


def side(opened: Chronicle, dataset: DataSet) -> Side:
    """What the chronicle says of the matter of a data set."""
    rows = rows_of(opened, FOLDER, dataset.name)
    excluded = {
        row["claim"]
        for source in dataset.sources
        for work in sorted({w for w in opened.describer.labels if fnmatchcase(w, source)})
        for row in rows_of(opened, "questions", "claims-of-source", source=work)
    }
    theirs = [row for row in rows if row.get("claim") in excluded]
    ours = [row for row in rows if row.get("claim") not in excluded]
    stated = {row["thing"] for row in rows if row["role"] == "state"}
    facts = _facts(ours, dataset, stated)
    told = {(f.states, f.aspect, f.value, f.thing) for f in facts}
    # What only the data set says needs its claims; what it shares with others is a fact already.
    own = [
        fact
        for fact in _facts(rows, dataset, stated)
        if (fact.states, fact.aspect, fact.value, fact.thing) not in told
    ] if theirs else []  # fmt: skip
    things = _things(ours)
    of_thing: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["role"] == "state":
            of_thing[row["thing"]].add(row["given"])
    groups = {g for states in of_thing.values() for g in grouped(states, dataset.states)}
    return Side(tuple(facts), tuple(own), tuple(things), frozenset(groups), tuple(sorted(excluded)))


def grouped(states: Iterable[str], size: int) -> list[States]:
    """The groups of `size` states that a statement about all of them speaks of."""
    return list(combinations(sorted(set(states)), size))


def _facts(rows: Iterable[_Row], dataset: DataSet, stated: Container[str]) -> list[Fact]:
    by_thing: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_thing[row["thing"]].append(row)
    found = []
    for thing, said in sorted(by_thing.items()):
        kinds = sorted({(r["aspect"], r["value"]) for r in said if "aspect" in r})
        for aspect, value in kinds:
            of_it = [r for r in said if r.get("aspect", aspect) == aspect
                     and r.get("value", value) == value]  # fmt: skip
            found += _of_kind(thing, aspect, value, of_it, dataset, thing in stated)
    return found


def _of_kind(
    thing: str, aspect: str, value: str, rows: Sequence[_Row], dataset: DataSet, stated: bool
) -> list[Fact]:
    roles: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        roles[row["role"]].append(row)
    timed = [r for name in ("begin", "end", "date", "frame") for r in roles[name]]
    if not timed:
        return []
    span = _span(roles, dataset.lasting)
    near = value == "near"
    found = []
    for group in grouped((r["given"] for r in roles["state"]), dataset.states):
        of_group = [r for r in roles["state"] if r["given"] in group]
        backing = roles["says"] or [*of_group, *(r for r in timed if r["role"] != "frame")]
        claims = sorted({r["claim"] for r in backing if r["claim"].startswith(_CLAIM)})
        found.append(
            Fact(group, aspect, "yes" if near else value, near, thing, span, tuple(claims))
        )
    if not stated:
        # Of no state in particular, such as the day of a roll call.
        claims = sorted({r["claim"] for r in timed if r["claim"].startswith(_CLAIM)})
        found.append(Fact((), aspect, value, near, thing, span, tuple(claims)))
    return found


def _things(rows: Iterable[_Row]) -> list[Thing]:
    by_thing: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_thing[row["thing"]].append(row)
    found = []
    for thing, said in sorted(by_thing.items()):
        states = tuple(sorted({r["given"] for r in said if r["role"] == "state"}))
        days = _window([r["given"] for r in said if r["role"] in ("begin", "date")])
        has = tuple(sorted({r["given"] for r in said if r["role"] == "has"}))
        claims = sorted({r["claim"] for r in said if r["claim"].startswith(_CLAIM)})
        if states and days:
            found.append(Thing(thing, states, days[0], days[1], has, tuple(claims)))
    return found


def _span(roles: Mapping[str, Sequence[_Row]], lasting: bool) -> Span:
    """When it is: what its dates allow together, or all that they span where they disagree."""
    at = _window([r["given"] for name in ("date", "frame") for r in roles.get(name, ())])
    if at:
        return Span(at[0], at[1], at[0], at[1])
    begin = _window([r["given"] for r in roles.get("begin", ())])
    end = _window([r["given"] for r in roles.get("end", ())])
    if not begin and not end:
        return ANY
    first = begin or (FIRST, LAST)
    # What is not known to have ended goes on, where it is of a kind that lasts.
    last = end or ((LAST, LAST) if lasting else first)
    made = Span(first[0], first[1], last[0], last[1])
    return narrowed(made) if narrowed(made).sound() else Span(first[0], last[1], first[0], last[1])


def _window(dates: Iterable[str]) -> tuple[str, str] | None:
    """The days that dates allow together; where they cannot all be right, all that they allow."""
    found = [bounds(text, XSD + _TYPES.get(len(text), "date")) for text in dates]
    if not found:
        return None
    lower, upper = max(b.earliest for b in found), min(b.latest for b in found)
    if lower > upper:
        return min(b.earliest for b in found), max(b.latest for b in found)
    return lower, upper
