"""How things stood on 31 December: relations, acts signed and in force, heads of state.

Each is three-valued: what is surely so by that day, what may be, and what is surely not. An act
is in force from its entry into force, which a source must tell of, until its end. An act whose
entry into force no source tells of may be in force or not. A term of office that no source ends
is going on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from elchi.export.dyad_year import counting
from elchi.export.dyad_year.counting import Covered, Order, Pair
from elchi.export.dyad_year.record import Act, Record
from elchi.spans import Answer, Span, overlaps

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class Stated(NamedTuple):
    """That a thing belongs to a cell; `told` is what claims tell of it: the thing, or a term."""

    pair: Pair
    year: int
    column: str
    source: str
    target: str
    thing: str
    told: str
    sure: bool


def by(day: str, earliest: str, latest: str) -> Answer:
    """Whether what lies between two days had happened by `day`."""
    return YES if latest <= day else NO if earliest > day else UNKNOWN


def signed(act: Act, day: str) -> Answer:
    """Whether an act had been signed or adopted by a day."""
    return by(day, act.made.earliest, act.made.latest)


def in_force(act: Act, day: str) -> Answer:
    """Whether an act was in force on a day, as far as entries into force and ends are told of."""
    begun = _any(by(day, *step) for step in act.force) if act.force else UNKNOWN
    ended = _any(by(day, *step) for step in act.end)
    if NO in (signed(act, day), begun) or ended is YES:
        return NO
    return YES if begun is YES and ended is NO else UNKNOWN


def _any(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return YES if YES in found else UNKNOWN if UNKNOWN in found else NO


ON_ACTS = {"acts_signed": signed, "acts_in_force": in_force}
"""The columns that speak of acts on 31 December, as `queries/dyad-year/acts.rq` names them."""


class Standing:
    """What stood between the states of each pair at the end of each year.

    `relations` has, by column, pair and year, the answer; `acts` the acts that surely or possibly
    count; `held` the terms as head of state; `begun` those that begin in the year.
    """

    def __init__(self, record: Record, order: Order, pairs: list[Pair], years: range) -> None:
        self._record = record
        self._pairs = pairs
        self._years = years
        self._opened: dict[tuple[str, Pair], list[str]] = defaultdict(list)
        self._acts: dict[tuple[str, Pair, int], list[tuple[str, bool]]] = defaultdict(list)
        self._held: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._begun: dict[tuple[str, int], list[tuple[str, bool]]] = defaultdict(list)
        self._covered: dict[str, tuple[set[int], set[int]]] = {}
        for use in counting.uses_of_events(record, order, record.relations):
            self._opened[use.column, use.pair].append(use.thing)
        for thing, act in record.acts.items():
            among = list(counting.among(act.parties, order))
            for year in years:
                for column, holds in ON_ACTS.items():
                    answer = holds(act, _last_day(year))
                    if answer is not NO:
                        for pair in among:
                            self._acts[column, pair, year].append((thing, answer is YES))
        for thing, term in sorted(record.terms.items()):
            first, last = term.span.earliest, term.span.latest_begin
            for year, sure in counting.within(Span(first, last, first, last), years):
                self._begun[term.state, year].append((thing, sure))
            for year in years:
                day = _last_day(year)
                if overlaps(term.span, Span(day, day, day, day)) is YES:
                    self._held[term.state, year].append(thing)

    def relations(self, column: str, pair: Pair, year: int) -> Answer:
        """Whether what the column asks had happened by the end of the year."""
        found = self._opened.get((column, pair), [])
        spans = (self._record.events[thing].span for thing in found)
        return _any(by(_last_day(year), s.earliest, s.latest) for s in spans) if found else UNKNOWN

    def acts(self, column: str, pair: Pair, year: int) -> list[str]:
        """How many acts surely count (empty for none), and how many possibly."""
        found = self._acts.get((column, pair, year), [])
        sure = sum(known for _, known in found)
        return [str(sure) if sure else "", str(len(found) - sure)]

    def leaders(self, state: str, year: int) -> list[str]:
        """Who headed a state on 31 December: IRIs, and labels."""
        terms = [self._record.terms[thing] for thing in self._held.get((state, year), [])]
        people = sorted({(term.person, term.label) for term in terms})
        return [" ".join(p for p, _ in people), "; ".join(label for _, label in people)]

    def new_leaders(self, state: str, year: int, covered: Covered) -> tuple[int, int, bool, bool]:
        """How many persons surely and possibly came to head a state; covered, and wholly."""
        found = self._begun.get((state, year), [])
        sure = {self._record.terms[thing].person for thing, known in found if known}
        people = {self._record.terms[thing].person for thing, _ in found}
        if state not in self._covered:
            kinds = [kind for column in self._record.columns["leaders"] for kind in column.types]
            self._covered[state] = covered.years([frozenset({state})], kinds, self._years)
        some, whole = self._covered[state]
        return len(sure), len(people - sure), year in some, year in whole

    def stated(self) -> list[Stated]:
        """What stands behind each of these cells."""
        found = []
        for (column, pair), things in self._opened.items():
            for year in self._years:
                sure = self.relations(column, pair, year) is not UNKNOWN
                found += [Stated(pair, year, column, "", "", t, t, sure) for t in things]
        for (column, pair, year), acts in self._acts.items():
            found += [Stated(pair, year, column, "", "", t, t, sure) for t, sure in acts]
        for pair in self._pairs:
            for end, state in enumerate(pair, 1):
                for year in self._years:
                    found += self._of_state(pair, year, end, state)
        return found

    def _of_state(self, pair: Pair, year: int, end: int, state: str) -> list[Stated]:
        terms = self._record.terms
        found = [
            Stated(pair, year, f"leaders_{end}", "", "", terms[thing].person, thing, True)
            for thing in self._held.get((state, year), [])
        ]
        for column in self._record.columns["leaders"]:
            found += [
                Stated(pair, year, f"{column.name}_{end}", "", "", terms[thing].person, thing, sure)
                for thing, sure in self._begun.get((state, year), [])
            ]
        return found


def _last_day(year: int) -> str:
    return f"{year:04}-12-31"
