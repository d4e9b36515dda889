"""Three-valued time: whether one thing is before, after or during another, or cannot be known.

A `Span` is all that is known of when something lies: its first day is between `earliest` and
`latest_begin`, its last day between `earliest_end` and `latest`. A day has all four alike; of a
month or a year the first and the last day may be anything within it, for a source that says
"May 2019" does not say that it took all of May, nor that it took one day. A side that nobody
knows is left open (FIRST, LAST).

A relation holds *surely* where it holds for every pair of first and last days that the spans
allow, and is *surely not* so where it holds for none; otherwise it cannot be known. The
relations are those of J. F. Allen (Maintaining knowledge about temporal intervals, CACM 26,
1983), over whole days and joined into the five that historians ask for.

The two things compared are taken as different ones, and nothing is known of how their dates
hang together: of two things of May 2019 it cannot be known whether they overlap. So an answer
yes or no is right whatever else is known, and what else is known (that one is part of the
other) may settle what cannot be known from the dates alone. `queries/questions/when-compared.rq`
says the same in SPARQL, over the bounds that `queries/rules/` derive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from elchi.time import XSD, Bounds, bounds

FIRST, LAST = "0000-01-01", "9999-12-31"
"""Days before and after all others: what stands for a side that is not known, or open."""

_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


class Answer(Enum):
    """Yes, no, or that it cannot be known from the dates there are."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot be known"

    def __invert__(self) -> Answer:
        """Yes for no, no for yes; what cannot be known stays so."""
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, Answer.UNKNOWN)


class Span(NamedTuple):
    """What is known of the first and the last day of something, as ISO 8601 days."""

    earliest: str
    latest_begin: str
    earliest_end: str
    latest: str

    def sound(self) -> bool:
        """Whether there is a first and a last day that this allows."""
        return (
            self.earliest <= self.latest_begin
            and self.earliest_end <= self.latest
            and self.earliest <= self.latest
        )


ANY = Span(FIRST, LAST, FIRST, LAST)
"""Nothing is known of when it was."""


def span(begin: str | None, end: str | None) -> Span:
    """From a day, month or year in which it begins, and one in which it ends; None: not known.

    `span(d, d)` is something within `d`. Raises ValueError where a date is none, or where the
    end is surely before the begin.
    """
    made = narrowed(sides(begin, end))
    if not made.sound():
        raise ValueError(f"it ends before it begins: {begin} to {end}")
    return made


def sides(begin: str | None, end: str | None) -> Span:
    """The same as `span`, with no conclusion from one side to the other, and whether sound or not.

    Raises ValueError where a date is none.
    """
    first = days(begin) if begin else (FIRST, LAST)
    last = days(end) if end else (FIRST, LAST)
    return Span(*first, *last)


def days(text: str) -> Bounds:
    """The days that a date allows, its precision told by its length. Raises ValueError."""
    return bounds(text, XSD + _TYPES.get(len(text), "date"))


def narrowed(given: Span) -> Span:
    """The same span with what follows from its own begin being no later than its end."""
    return Span(
        given.earliest,
        min(given.latest_begin, given.latest),
        max(given.earliest_end, given.earliest),
        given.latest,
    )


def agree(given: Sequence[Span]) -> bool:
    """Whether all that is said of one thing can be right: some first and last day fit it all."""
    return _met(given).sound()


def common(given: Sequence[Span]) -> Span:
    """What is left of a thing of which all this is said; the widest of it where they disagree.

    `given` are spans as `sides` makes them, so that what one of them leaves open widens nothing;
    nor does a vaguer date that holds a more exact one, whether or not others disagree.
    `queries/rules/30-bounds-of-dates.rq` does the same in the build.
    """
    met = _met(given)
    if met.sound():
        return narrowed(met)
    first = _widest([span[:2] for span in given])
    last = _widest([span[2:] for span in given])
    widest = Span(*first, *last)
    return narrowed(widest) if widest.sound() else widest


def _widest(said: Sequence[tuple[str, str]]) -> tuple[str, str]:
    known = [one for one in said if one != (FIRST, LAST)]
    closest = [
        one
        for one in known
        if not any(one != other and one[0] <= other[0] and other[1] <= one[1] for other in known)
    ]
    return (
        min((first for first, _ in closest), default=FIRST),
        max((last for _, last in closest), default=LAST),
    )


def _met(given: Sequence[Span]) -> Span:
    return Span(
        max((s.earliest for s in given), default=FIRST),
        min((s.latest_begin for s in given), default=LAST),
        max((s.earliest_end for s in given), default=FIRST),
        min((s.latest for s in given), default=LAST),
    )


def before(a: Span, b: Span) -> Answer:
    """Whether `a` ends on a day before `b` begins.

    The last end of `a` may meet the first begin of `b`, and its first end the last begin of `b`:
    the two pairs that decide.
    """
    a, b = narrowed(a), narrowed(b)
    return _answer(a, b, a.latest < b.earliest, a.earliest_end >= b.latest_begin)


def after(a: Span, b: Span) -> Answer:
    """Whether `a` begins on a day after `b` ends."""
    return before(b, a)


def during(a: Span, b: Span) -> Answer:
    """Whether all days of `a` are days of `b`.

    The case most against it: `b` at its shortest, `a` at its longest. Most for it: `b` at its
    longest, and `a` the longest that fits there; where none fits, it is excluded.
    """
    a, b = narrowed(a), narrowed(b)
    sure = b.latest_begin <= a.earliest and a.latest <= b.earliest_end
    first, last = max(a.earliest, b.earliest), min(a.latest, b.latest)
    return _answer(a, b, sure, first > a.latest_begin or last < a.earliest_end or first > last)


def overlaps(a: Span, b: Span) -> Answer:
    """Whether `a` and `b` have a day in common: neither ends before the other begins."""
    a, b = narrowed(a), narrowed(b)
    sure = a.latest_begin <= b.earliest_end and b.latest_begin <= a.earliest_end
    return _answer(a, b, sure, a.earliest > b.latest or b.earliest > a.latest)


def same_day(a: Span, b: Span) -> Answer:
    """Whether `a` and `b` are of one day each, and of the same.

    It is excluded where no day lies between all four pairs of bounds.
    """
    sure = a.earliest == a.latest == b.earliest == b.latest
    first = max(a.earliest, a.earliest_end, b.earliest, b.earliest_end)
    last = min(a.latest_begin, a.latest, b.latest_begin, b.latest)
    return _answer(a, b, sure, first > last)


def _answer(a: Span, b: Span, sure: bool, excluded: bool) -> Answer:
    """The answer; of a span that allows no days at all, nothing is known.

    The conditions rely on each bound being a day of some case, which is so once it is narrowed.
    """
    if not (a.sound() and b.sound()):
        return Answer.UNKNOWN
    return Answer.YES if sure else Answer.NO if excluded else Answer.UNKNOWN


RELATIONS: dict[str, Callable[[Span, Span], Answer]] = {
    "before": before,
    "after": after,
    "during": during,
    "overlaps": overlaps,
    "same day": same_day,
}
