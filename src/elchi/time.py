"""Dates of mixed precision and the days they allow.

A date is written as the source gives it: a day (xsd:date), a month (xsd:gYearMonth) or a year
(xsd:gYear). Two dates of different precision are never compared by their lexical forms; each
is turned into the earliest and the latest day that it allows, and days are compared.
"""

from __future__ import annotations

import re
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"

_FORM = {
    XSD + "date": r"([0-9]{4})-([0-9][0-9])-([0-9][0-9])",
    XSD + "gYearMonth": r"([0-9]{4})-([0-9][0-9])",
    XSD + "gYear": r"([0-9]{4})",
}
DATATYPES = frozenset(_FORM)


class Bounds(NamedTuple):
    """The earliest and the latest day that a date allows, as ISO 8601 days."""

    earliest: str
    latest: str


def month_length(year: int, month: int) -> int:
    """How many days a month has, in the Gregorian calendar."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def bounds(lexical: str, datatype: str) -> Bounds:
    """The days that a date allows: `bounds("2002-09", xsd:gYearMonth)` is all September 2002.

    Raises ValueError where `lexical` is no date of that type: a zone, a year that is not of
    four digits, or a day that no calendar has, such as 2019-02-30.
    """
    form = _FORM.get(datatype)
    match = re.fullmatch(form, lexical) if form else None
    if match is None:
        raise ValueError(f"{lexical!r} is not written as a date of its type")
    year, month, day = (int(group) for group in (*match.groups(), "0", "0")[:3])
    first, last = month or 1, month or 12
    if year == 0 or not 1 <= first <= 12 or (day and day > month_length(year, month)):
        raise ValueError(f"{lexical!r} is no day of the calendar")
    if match.lastindex == 3 and day == 0:
        raise ValueError(f"{lexical!r} is no day of the calendar")
    if match.lastindex == 2 and month == 0:
        raise ValueError(f"{lexical!r} is no month of the calendar")
    return Bounds(
        f"{year:04}-{first:02}-{day or 1:02}",
        f"{year:04}-{last:02}-{day or month_length(year, last):02}",
    )


def shown(earliest: str | None, latest: str | None) -> str:
    """Two bounds in the shortest form that says the same, after EDTF: 2002, 2002-09, 2017/2018.

    A bound that is not known is `..`; '' where neither is.
    """
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        return f"{earliest or '..'}/{latest or '..'}"
    if earliest == latest:
        return earliest
    whole_years = earliest.endswith("-01-01") and latest.endswith("-12-31")
    last = f"{month_length(int(latest[:4]), int(latest[5:7])):02}"
    whole_months = earliest.endswith("-01") and latest.endswith(last)
    cut = 4 if whole_years else 7 if whole_months else 10
    first, then = earliest[:cut], latest[:cut]
    return first if first == then else f"{first}/{then}"


_PLAIN = {
    XSD + "integer": r"[+-]?[0-9]+",
    XSD + "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD + "boolean": r"true|false|0|1",
}


def fault(lexical: str, datatype: str) -> str | None:
    """What is wrong with a literal, in plain words; None where nothing is, or the type is free."""
    if datatype in _FORM:
        try:
            bounds(lexical, datatype)
        except ValueError as error:
            return str(error)
    elif datatype in _PLAIN and not re.fullmatch(_PLAIN[datatype], lexical):
        return f"{lexical!r} is no {datatype.removeprefix(XSD)}"
    return None
