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
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from elchi.time import XSD, bounds

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
    first = _days(begin) if begin else None
    last = _days(end) if end else None
    made = narrowed(
        Span(
            first[0] if first else FIRST,
            first[1] if first else LAST,
            last[0] if last else FIRST,
            last[1] if last else LAST,
        )
    )
    if not made.sound():
        raise ValueError(f"it ends before it begins: {begin} to {end}")
    return made


def _days(text: str) -> tuple[str, str]:
    found = bounds(text, XSD + _TYPES.get(len(text), "date"))
    return found.earliest, found.latest


def narrowed(given: Span) -> Span:
    """The same span with what follows from its own begin being no later than its end."""
    return Span(
        given.earliest,
        min(given.latest_begin, given.latest),
        max(given.earliest_end, given.earliest),
        given.latest,
    )


def _answer(sure: bool, excluded: bool) -> Answer:
    return Answer.YES if sure else Answer.NO if excluded else Answer.UNKNOWN


def before(a: Span, b: Span) -> Answer:
    """Whether `a` ends on a day before `b` begins."""
    return _answer(a.latest < b.earliest, a.earliest_end >= b.latest_begin)


def after(a: Span, b: Span) -> Answer:
    """Whether `a` begins on a day after `b` ends."""
    return before(b, a)


def during(a: Span, b: Span) -> Answer:
    """Whether all days of `a` are days of `b`."""
    sure = b.latest_begin <= a.earliest and a.latest <= b.earliest_end
    first, last = max(a.earliest, b.earliest), min(a.latest, b.latest)
    excluded = first > a.latest_begin or last < a.earliest_end or first > last
    return _answer(sure, excluded)


def overlaps(a: Span, b: Span) -> Answer:
    """Whether `a` and `b` have a day in common."""
    sure = a.latest_begin <= b.earliest_end and b.latest_begin <= a.earliest_end
    return _answer(sure, a.earliest > b.latest or b.earliest > a.latest)


def same_day(a: Span, b: Span) -> Answer:
    """Whether `a` and `b` are of one day each, and of the same."""
    sure = a.earliest == a.latest == b.earliest == b.latest
    first = max(a.earliest, a.earliest_end, b.earliest, b.earliest_end)
    last = min(a.latest_begin, a.latest, b.latest_begin, b.latest)
    return _answer(sure, first > last)


RELATIONS = {
    "before": before,
    "after": after,
    "during": during,
    "overlaps": overlaps,
    "same day": same_day,
}
