"""What falls to which pair of states in which year, surely or possibly.

One pass over the things that are counted gives, for each, the pairs it belongs to and the years
it may lie in; nothing is compared with all pairs or all other things, so that the work grows
with the number of things alone. Whether a thing lies in a year is a question of three-valued
time (`elchi.spans.overlaps`): surely, possibly, or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from elchi.export.dyad_year.record import Column, Coverage, Record
from elchi.spans import FIRST, LAST, Answer, Span, overlaps

Pair = tuple[str, str]


class Use(NamedTuple):
    """That a thing counts in a column for a pair; source and target are '' without a direction."""

    column: str
    pair: Pair
    source: str
    target: str
    thing: str
    span: Span


class Entry(NamedTuple):
    """A use in one year: surely, or possibly."""

    use: Use
    sure: bool


Cells = dict[tuple[Pair, int, str], list[Entry]]


def year_span(year: int) -> Span:
    """The whole of a year."""
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    return Span(first, first, last, last)


class Order:
    """States in the order of pairs: by the number in the first key, those without one last."""

    def __init__(self, record: Record) -> None:
        key = next(iter(record.keys), "")
        self._place = {
            state: (0 if code.isdigit() else 1, int(code) if code.isdigit() else 0, state)
            for state, code in ((s, about.codes.get(key, "")) for s, about in record.states.items())
        }

    def pair(self, one: str, other: str) -> Pair:
        """Two states, the one that comes first in front."""
        return (one, other) if self._place[one] <= self._place[other] else (other, one)


def pairs(record: Record, order: Order) -> list[Pair]:
    """The pairs of relationships, and of states that belong to one event or act; sorted."""
    groups: set[frozenset[str]] = set(record.relationships)
    groups |= {frozenset().union(*roles.values()) for roles in record.sides.values()}
    groups |= {act.parties for act in record.acts.values()}
    return sorted({pair for group in groups for pair in among(group, order)})


def uses(record: Record, order: Order) -> list[Use]:
    """What counts where, over all columns of events and acts."""
    found = []
    for column in record.columns["acts"]:
        for thing, act in record.acts.items():
            for pair in among(act.parties, order):
                found.append(Use(column.name, pair, "", "", thing, act.made))
    return found + uses_of_events(record, order, record.columns["events"])


def among(states: Iterable[str], order: Order) -> Iterator[Pair]:
    """All pairs of some states."""
    for one, other in combinations(sorted(states), 2):
        yield order.pair(one, other)


def uses_of_events(record: Record, order: Order, columns: Iterable[Column]) -> list[Use]:
    """What counts where, over some columns of events."""
    found: list[Use] = []
    by_type: dict[str, list[str]] = defaultdict(list)
    for thing, event in record.events.items():
        for kind in event.types:
            by_type[kind].append(thing)
    for column in columns:
        things = _of_types(record, by_type, column.types)
        # An event whose parts are of the column too is told by them.
        wholes = set().union(*(record.events[thing].wholes for thing in things))
        for thing in things:
            if thing not in wholes:
                span = record.events[thing].span
                for pair, source, target in _between(record, order, column, thing):
                    found.append(Use(column.name, pair, source, target, thing, span))
    return found


def _of_types(record: Record, by_type: dict[str, list[str]], types: Iterable[str]) -> list[str]:
    wanted = list(types)
    named = {thing for kind in wanted for thing in by_type.get(kind, ())}
    return sorted(named if wanted else record.events)


def _between(
    record: Record, order: Order, column: Column, thing: str
) -> Iterator[tuple[Pair, str, str]]:
    """The pairs that an event joins in a column, each with its direction where that is known."""
    roles = record.sides.get(thing, {})

    def states(wanted: Iterable[str]) -> set[str]:
        return {state for role in wanted for state in roles.get(role, ())}

    sides, sources, targets = map(states, (column.sides, column.source, column.target))
    if sources and targets:
        for source, target in sorted((s, t) for s in sources for t in targets if s != t):
            yield order.pair(source, target), source, target
        return
    known = sources | targets
    for one, other in combinations(sorted(sides | known), 2):
        # Two that stand on one and the same side do nothing to each other.
        if not column.source or not {one, other} <= known:
            yield order.pair(one, other), "", ""


def years(found: Iterable[Use], coverage: Iterable[Coverage]) -> range:
    """From the first to the last year in which something counted is dated, or covered."""
    days = [day for use in found for day in (use.span.earliest, use.span.latest)]
    days += [day for statement in coverage for day in (statement.first, statement.last)]
    dated = [int(day[:4]) for day in days if day not in (FIRST, LAST)]
    return range(min(dated), max(dated) + 1) if dated else range(0)


def within(span: Span, over: range) -> Iterator[tuple[int, bool]]:
    """The years of `over` in which a thing may lie, and whether it surely does."""
    if not over:
        return
    first = max(over[0], int(span.earliest[:4]))
    last = min(over[-1], int(span.latest[:4]))
    for year in range(first, last + 1):
        answer = overlaps(span, year_span(year))
        if answer is not Answer.NO:
            yield year, answer is Answer.YES


def cells(found: Iterable[Use], over: range) -> Cells:
    """The entries of each cell: a pair, a year and a column."""
    made: Cells = defaultdict(list)
    for use in found:
        for year, sure in within(use.span, over):
            made[use.pair, year, use.column].append(Entry(use, sure))
    return made


class Covered:
    """Which years a statement of completeness speaks of, and for which all are listed."""

    def __init__(self, coverage: Iterable[Coverage]) -> None:
        self._by_states: dict[frozenset[str], list[Coverage]] = defaultdict(list)
        for statement in coverage:
            self._by_states[statement.states].append(statement)

    def years(
        self, states: Iterable[frozenset[str]], kinds: Iterable[str], over: range
    ) -> tuple[set[int], set[int]]:
        """The years covered at all, and those for which all of `kinds` are listed."""
        some: set[int] = set()
        whole: set[int] = set()
        for statement in (s for of in states for s in self._by_states.get(of, ())):
            if statement.kinds is None or (kinds and statement.kinds >= set(kinds)):
                first, last = int(statement.first[:4]), int(statement.last[:4])
                some |= set(range(max(first, over[0]), min(last, over[-1]) + 1))
                if statement.all_listed:
                    first += not statement.first.endswith("-01-01")
                    last -= not statement.last.endswith("-12-31")
                    whole |= set(range(max(first, over[0]), min(last, over[-1]) + 1))
        return some, whole


def status(sure: int, possible: int, covered: bool, complete: bool) -> str:
    """`all`, `counted`, `unknown` or `not covered`.

    What may lie in the year and need not keeps it from being `all`: the number is not known.
    """
    if complete and not possible:
        return "all"
    if sure:
        return "counted"
    return "unknown" if covered else "not covered"
