"""Dates of EDTF: what each form allows, what is refused, and that what is written is read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.edtf import parse, write
from elchi.errors import UsageError
from elchi.spans import ANY, FIRST, LAST, Span, narrowed

# What each text allows: the first and last day of its begin, and of its end. Read off the
# specification and the readings named in `elchi.edtf`, with a calendar.
SINGLE = {
    "2002-09-09": ("2002-09-09", "2002-09-09"),
    "2002-09": ("2002-09-01", "2002-09-30"),
    "2002": ("2002-01-01", "2002-12-31"),
    "2000-02": ("2000-02-01", "2000-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "199X": ("1990-01-01", "1999-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "9XXX": ("9000-01-01", "9998-12-31"),
    "000X": ("0001-01-01", "0009-12-31"),
    "XXXX": (FIRST, LAST),
    "XXXX-12-25": (FIRST, LAST),
    "2002-XX": ("2002-01-01", "2002-12-31"),
    "2002-09-XX": ("2002-09-01", "2002-09-30"),
    "2002-XX-XX": ("2002-01-01", "2002-12-31"),
    "2002-1X": ("2002-10-01", "2002-12-31"),
    "2002-0X-31": ("2002-01-31", "2002-08-31"),
    "200X-02-29": ("2000-02-29", "2008-02-29"),
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "2002-21": ("2002-03-01", "2002-05-31"),
    "2002-22": ("2002-06-01", "2002-08-31"),
    "2002-23": ("2002-09-01", "2002-11-30"),
    "2002-24": ("2001-12-01", "2003-02-28"),
    "2003-24": ("2002-12-01", "2004-02-29"),
    "2002-29": ("2002-09-01", "2002-11-30"),
    "2002-36": ("2002-10-01", "2002-12-31"),
    "2002-38": ("2002-05-01", "2002-08-31"),
    "2002-41": ("2002-07-01", "2002-12-31"),
    "2002-09-09~": ("2002-09-08", "2002-09-10"),
    "2004-02-29~": ("2004-02-28", "2004-03-01"),
    "2002-01~": ("2001-12-01", "2002-02-28"),
    "2002~": ("2001-01-01", "2003-12-31"),
    "199X~": ("1980-01-01", "2009-12-31"),
    "2002-21~": ("2001-12-01", "2002-08-31"),
    "0001~": (FIRST, "0002-12-31"),
    "9998-12-31~": ("9998-12-30", LAST),
    "2002?": (FIRST, LAST),
    "2002-09-09%": (FIRST, LAST),
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31"),
    "[1992, 1994-06]": ("1992-01-01", "1994-06-30"),
    "[..1994]": (FIRST, "1994-12-31"),
    "[1994..]": ("1994-01-01", LAST),
    "[1994,1996..]": ("1994-01-01", LAST),
    "[1994~]": ("1993-01-01", "1995-12-31"),
}
INTERVALS = {
    "1992/2002": ("1992-01-01", "1992-12-31", "2002-01-01", "2002-12-31"),
    "2002-09/2002-09-09": ("2002-09-01", "2002-09-09", "2002-09-09", "2002-09-09"),
    "2002/2002": ("2002-01-01", "2002-12-31", "2002-01-01", "2002-12-31"),
    # it began by the last day of 2002, so it has not ended before its first day
    "2002-09-09/2002": ("2002-09-09", "2002-09-09", "2002-09-09", "2002-12-31"),
    "1994/..": ("1994-01-01", "1994-12-31", LAST, LAST),
    "1994/": ("1994-01-01", "1994-12-31", "1994-01-01", LAST),
    "../1994": (FIRST, FIRST, "1994-01-01", "1994-12-31"),
    "/1994": (FIRST, "1994-12-31", "1994-01-01", "1994-12-31"),
    "/..": (FIRST, LAST, LAST, LAST),
    "../..": (FIRST, FIRST, LAST, LAST),
    "2002-01~/2002-12~": ("2001-12-01", "2002-02-28", "2002-11-01", "2003-01-31"),
    "1992/2002?": ("1992-01-01", "1992-12-31", "1992-01-01", LAST),
    "2002-21/2002-23": ("2002-03-01", "2002-05-31", "2002-09-01", "2002-11-30"),
    # approximate years that may be in order, though as written they are not
    "2003~/2002": ("2002-01-01", "2002-12-31", "2002-01-01", "2002-12-31"),
    "[1991,1992]/1998": ("1991-01-01", "1992-12-31", "1998-01-01", "1998-12-31"),
}


@pytest.mark.parametrize("text", SINGLE)
def test_a_date_is_something_within_its_days(text: str) -> None:
    first, last = SINGLE[text]
    assert parse(text).span == Span(first, last, first, last)


@pytest.mark.parametrize("text", INTERVALS)
def test_an_interval_has_two_ends(text: str) -> None:
    assert parse(text).span == Span(*INTERVALS[text])


def test_an_unknown_end_is_not_an_open_one() -> None:
    assert parse("1994/").end.kind == "unknown"
    assert parse("1994/..").end.kind == "open"
    assert parse("1994/").span.earliest_end == "1994-01-01"
    assert parse("1994/..").span.earliest_end == LAST


def test_what_a_text_means_is_kept() -> None:
    read = parse("2002-09~/200X?")
    assert (read.begin.kind, read.begin.qualifier) == ("month", "~")
    assert (read.end.kind, read.end.qualifier) == ("unspecified", "?")
    assert read.text == "2002-09~/200X?"
    kinds = {t: parse(t).begin.kind for t in ("2002-09-09", "2002", "2002-21", "[1992,1994]")}
    assert list(kinds.values()) == ["day", "year", "season", "set"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "nothing"),
        ("/", "one end at least"),
        ("..", "one end of an interval"),
        ("2002/2003/2004", "one slash"),
        ("2019-02-30", "no calendar"),
        ("1900-02-29", "no calendar"),
        ("200X-02-30", "no calendar"),
        ("2002-00", "no month 00"),
        ("2002-13", "no month 13"),
        ("2002-09-00", "no calendar"),
        ("0000", "0001 to 9998"),
        ("9999", "0001 to 9998"),
        ("9999-12-31", "0001 to 9998"),
        ("20021", "four digits"),
        ("Y17000", "four digits"),
        ("-0044", "four digits"),
        ("+2002", "four digits"),
        ("02", "four digits"),
        ("1950S2", "four digits"),
        ("9.9.2002", "not written as one"),
        ("2002–2004", "not written as one"),
        ("2002-9-9", "not written as one"),
        ("last week", "not written as one"),
        ("2002 ", "not written as one"),
        ("2002\n", "not written as one"),
        ("199x", "capital X"),
        ("199u", "capital X"),
        ("2002-09-09T12:00:00Z", "no time of day"),
        ("2004-06~-11", "end of a date"),
        ("?2004-06", "end of a date"),
        ("2004~?", "end of a date"),
        ("{1667,1668}", "more than one thing"),
        ("20XX-21", "part of a year"),
        ("2005/2002", "ends before it begins"),
        ("2002-09-09/2002-09-08", "ends before it begins"),
        ("2002-12/2002-21", "ends before it begins"),
        ("[2005..2002]", "ends before it begins"),
        ("[]", "has dates in it"),
        ("[..]", "has dates in it"),
        ("[1992,..1994]", "may be open"),
        ("[1992..,1994]", "may be open"),
        ("٢٠٠٢", "0 to 9"),
        ("２００２", "0 to 9"),
        ("2002²", "0 to 9"),
        ("2" * 100_000, "at most 200"),
    ],
)
def test_bad_text_is_refused_in_plain_words(text: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert what in caught.value.message
    assert caught.value.mend
    assert len(str(caught.value)) < 400


def test_a_long_set_is_read() -> None:
    assert parse("[" + "1992," * 30 + "1993]").span.latest == "1993-12-31"


@given(st.text(alphabet="0129X-/.[],~?%{}T ", max_size=14))
@settings(max_examples=500, deadline=None)
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        read = parse(text)
    except UsageError:
        return
    assert read.span.sound()
    assert read.span == narrowed(read.span)
    assert parse(write(read.span)).span == read.span


@pytest.mark.parametrize(
    ("text", "shortest"),
    [
        ("2002-09-XX", "2002-09"),
        ("2002-XX-XX", "2002"),
        ("1990/1999", "1990/1999"),
        ("[1990..1999]", "199X"),
        ("[1900,1999]", "19XX"),
        ("2002-09-09/2002-09-09", "2002-09-09"),
        ("2002/2002", "2002"),
        ("2002-21", "[2002-03..2002-05]"),
        ("2002~", "[2001..2003]"),
        ("2002-09-09~", "[2002-09-08..2002-09-10]"),
        ("2002?", "XXXX"),
        ("2002?/..", "/.."),
        ("1994/", "1994/"),
        ("1994/..", "1994/.."),
        ("../..", "../.."),
        ("/1994", "/1994"),
        ("2002~/2005", "[2001..2003]/2005"),
        ("2002-01-01/2002-12-31", "2002-01-01/2002-12-31"),
    ],
)
def test_the_shortest_form_that_says_the_same(text: str, shortest: str) -> None:
    assert write(parse(text).span) == shortest


DAYS = st.one_of(
    st.dates(max_value=date(9998, 12, 31)).map(lambda day: f"{day:%Y}".zfill(4) + f"{day:-%m-%d}"),
    st.sampled_from(["2002-01-01", "2002-12-31", "2002-09-30", "1999-12-31", "1990-01-01"]),
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A span of any days, its sides open, unknown or bounded."""
    begin = draw(st.sampled_from(["days", "open", "unknown", "by", "from"]))
    end = draw(st.sampled_from(["days", "open", "unknown", "by", "from"]))
    a, b = sorted([draw(DAYS), draw(DAYS)])
    c, d = sorted([draw(DAYS), draw(DAYS)])
    first = {
        "days": (a, b), "open": (FIRST, FIRST), "unknown": (FIRST, LAST),
        "by": (FIRST, b), "from": (a, LAST),
    }[begin]  # fmt: skip
    last = {
        "days": (c, d), "open": (LAST, LAST), "unknown": (FIRST, LAST),
        "by": (FIRST, d), "from": (c, LAST),
    }[end]  # fmt: skip
    return narrowed(Span(*first, *last))


@given(spans().filter(Span.sound))
@settings(max_examples=500, deadline=None)
def test_what_is_written_is_read_again(span: Span) -> None:
    assert parse(write(span)).span == span


def test_what_cannot_be_said_is_not_written() -> None:
    assert write(ANY) == "XXXX"
    with pytest.raises(ValueError, match="no days fit"):
        write(Span("2003-01-01", "2003-01-01", "2002-01-01", "2002-01-01"))
    with pytest.raises(ValueError, match="cannot say"):
        write(Span("9999-05-01", "9999-05-01", "9999-05-02", "9999-05-02"))
