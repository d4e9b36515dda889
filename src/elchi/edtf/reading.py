"""Reading EDTF: which days each form of a date allows; the readings chosen are in `elchi.edtf`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from elchi.errors import UsageError
from elchi.spans import FIRST, LAST, Span, narrowed
from elchi.time import month_length

_LONGEST = 200
_YEARS = range(1, 9999)
_DATE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([~?%]?)")
_SHAPES = "write 2002, 2002-09, 2002-09-09, 199X, 2002-21 (spring), 2002~, 2002?, or 1992/2002"

_PARTS_OF_YEAR = {
    **dict.fromkeys((21, 25, 31), (3, 5)),
    **dict.fromkeys((22, 26, 32), (6, 8)),
    **dict.fromkeys((23, 27, 29), (9, 11)),
    **dict.fromkeys((24, 28, 30), (0, 14)),
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
"""First and last month of a part of a year; 0 is the December before, 14 the February after."""


class Part(NamedTuple):
    """A date, or one end of an interval: what it is, and the first and last day it allows.

    `kind` is 'day', 'month', 'year', 'season' (any part of a year), 'unspecified' (digits are
    left open), 'set', 'open' or 'unknown'; `qualifier` is '~', '?', '%' or ''.
    """

    kind: str
    qualifier: str
    first: str
    last: str


class Edtf(NamedTuple):
    """A text of EDTF and what it means; `begin` and `end` are one where it is no interval."""

    text: str
    begin: Part
    end: Part
    span: Span


def parse(text: str) -> Edtf:
    """What a text of EDTF means. Raises UsageError that says what is wrong with it.

    `parse("2002-09").span` is something within September 2002, `parse("2002/..").span` what
    began in 2002 and has never ended.
    """
    if len(text) > _LONGEST:
        raise _wrong(text, f"a date has at most {_LONGEST} signs, and this has {len(text)}")
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        raise _wrong(text, "digits are written 0 to 9")
    first, slash, last = text.partition("/")
    if not slash:
        part = _part(first, text)
        return Edtf(text, part, part, Span(part.first, part.last, part.first, part.last))
    if "/" in last:
        raise _wrong(text, "an interval has two ends and one slash")
    if not first and not last:
        raise _wrong(text, "an interval says something of one end at least")
    begin, end = _end(first, FIRST, text), _end(last, LAST, text)
    span = narrowed(Span(begin.first, begin.last, end.first, end.last))
    if not span.sound():
        raise _wrong(text, "it ends before it begins", "put the earlier date first")
    return Edtf(text, begin, end, span)


def _wrong(text: str, what: str, mend: str = _SHAPES) -> UsageError:
    shown = text if len(text) <= 80 else text[:79] + "…"
    return UsageError(f"“{shown}” is no date of EDTF: {what}", mend=mend)


def _end(text: str, never: str, whole: str) -> Part:
    if not text:
        return Part("unknown", "", FIRST, LAST)
    return Part("open", "", never, never) if text == ".." else _part(text, whole)


def _part(text: str, whole: str) -> Part:
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text[1:-1], whole)
    found = _DATE.fullmatch(text)
    if found is None:
        raise _wrong(whole, _fault(text))
    year, month, day, qualifier = found.groups()
    if month and not day and month.isdigit() and int(month) in _PARTS_OF_YEAR:
        kind = "season"
        first, last, unit = _season(year, int(month), whole)
    else:
        kind = "day" if day else "month" if month else "year"
        kind = "unspecified" if "X" in text else kind
        first, last = _limits(year, month, day, whole)
        unit = 0 if day else 1 if month else 12 * 10 ** year.count("X")
    if qualifier == "~":
        first, last = _widened(first, last, unit)
    elif qualifier:
        first, last = FIRST, LAST
    return Part(kind, qualifier, first, last)


def _fault(text: str) -> str:
    """What is wrong with a text that is written as no date."""
    if not text:
        return "there is nothing"
    if text == "..":
        return "`..` stands at one end of an interval"
    if re.match(r"[Yy+-]|[0-9]{5}|[0-9]{1,3}(-|$)|[0-9]+[ES][0-9]", text):
        return "years have four digits, 0001 to 9998"
    if "T" in text:
        return "a day is the finest that is read, and no time of day"
    if text.startswith("{"):
        return "all of several dates are more than one thing"
    if re.search(r"[0-9X][~?%]+[-~?%]|^[~?%]|-[~?%]", text):
        return "one qualifier (~, ? or %) stands at the end of a date"
    if re.search("[xuU]", text):
        return "a digit left open is a capital X"
    return "it is not written as one"


def _limits(year: str, month: str | None, day: str | None, whole: str) -> tuple[str, str]:
    """The first and the last day of the calendar that the digits given allow."""
    years = [n for n in _numbers(year) if n in _YEARS]
    months = [n for n in _numbers(month or "XX") if 1 <= n <= 12]
    days = [n for n in _numbers(day or "XX") if 1 <= n <= 31]
    if not years:
        raise _wrong(whole, "years run from 0001 to 9998", "for no end at all, write 2002/..")
    if not months:
        raise _wrong(whole, f"there is no month {month}", "months are 01 to 12, seasons 21 to 24")

    def found(step: int) -> str | None:
        for y, m, d in product(years[::step], months[::step], days[::step]):
            if d <= month_length(y, m):
                return f"{y:04}-{m:02}-{d:02}"
        return None

    first, last = found(1), found(-1)
    if first is None or last is None:
        raise _wrong(whole, "no calendar has that day", "correct the day or the month")
    return (FIRST, LAST) if year == "XXXX" else (first, last)


def _numbers(digits: str) -> list[int]:
    """The numbers that some digits, with X for any, can stand for, from low to high."""
    each = ["0123456789" if digit == "X" else digit for digit in digits]
    return [int("".join(number)) for number in product(*each)]


def _season(year: str, part: int, whole: str) -> tuple[str, str, int]:
    if "X" in year or int(year) not in _YEARS:
        raise _wrong(whole, "a part of a year is that of a year from 0001 to 9998")
    first, last = _PARTS_OF_YEAR[part]
    begin, end = int(year) * 12 + first - 1, int(year) * 12 + last - 1
    return _first_of(begin), _last_of(end), 3 if part < 37 else 4 if part < 40 else 6


def _widened(first: str, last: str, months: int) -> tuple[str, str]:
    """One unit more on either side: so many months, or a day where that is 0."""
    if months:
        lower = int(first[:4]) * 12 + int(first[5:7]) - 1 - months
        upper = int(last[:4]) * 12 + int(last[5:7]) - 1 + months
        return _first_of(lower), _last_of(upper)
    if first == FIRST:
        return first, last
    lowest, highest = "0001-01-01", "9998-12-31"
    one = timedelta(days=1)
    return (
        str(date.fromisoformat(first) - one) if first > lowest else FIRST,
        str(date.fromisoformat(last) + one) if last < highest else LAST,
    )


def _first_of(month: int) -> str:
    year, index = divmod(month, 12)
    return f"{year:04}-{index + 1:02}-01" if year >= _YEARS.start else FIRST


def _last_of(month: int) -> str:
    year, index = divmod(month, 12)
    if year >= _YEARS.stop:
        return LAST
    return f"{year:04}-{index + 1:02}-{month_length(year, index + 1):02}"


def _one_of(text: str, whole: str) -> Part:
    """One of several dates, which may come as ranges, the first and the last of them open."""
    found: list[tuple[str, str]] = []
    members = text.split(",")
    for number, member in enumerate(members):
        lower, dots, upper = member.strip().partition("..")
        if (not lower and number) or (dots and not upper and number < len(members) - 1):
            raise _wrong(whole, "only the first and the last of a set may be open")
        if not lower and not upper:
            raise _wrong(whole, "a set has dates in it", "write [1992,1994..1996] or [..1994]")
        first = _part(lower, whole).first if lower else FIRST
        last = _part(upper or lower, whole).last if upper or not dots else LAST
        if first > last:
            raise _wrong(whole, f"{member.strip()} ends before it begins")
        found.append((first, last))
    return Part("set", "", min(f for f, _ in found), max(last for _, last in found))
