"""Three-valued time: a table worked out by hand, the algebra, and every case of small spans."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.edtf import parse
from elchi.spans import (
    ANY,
    FIRST,
    LAST,
    RELATIONS,
    Answer,
    Span,
    after,
    agree,
    before,
    common,
    during,
    narrowed,
    overlaps,
    same_day,
    sides,
    span,
)

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
PAIRS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "time" / "pairs.toml").read_text(encoding="utf-8")
)["pair"]
WORDS = {"y": YES, "n": NO, "?": UNKNOWN}
KINDS = {
    "day", "month", "year", "season", "unspecified", "set", "open", "unknown", "~", "?", "interval",
}  # fmt: skip


def expected(pair: dict[str, Any]) -> list[Answer]:
    """The answers to before, after, during, overlaps and same day."""
    return [WORDS[sign] for sign in pair["answers"].split()]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: f"{p['a']} | {p['b']}")
def test_pair(pair: dict[str, Any]) -> None:
    a, b = parse(pair["a"]).span, parse(pair["b"]).span
    assert [relation(a, b) for relation in RELATIONS.values()] == expected(pair)


def test_the_table_covers_each_kind_of_date_and_each_answer() -> None:
    assert len(PAIRS) >= 60
    assert len({(pair["a"], pair["b"]) for pair in PAIRS}) == len(PAIRS)
    met = set()
    for pair in PAIRS:
        for read in (parse(pair["a"]), parse(pair["b"])):
            met |= {read.begin.kind, read.end.kind, read.begin.qualifier, read.end.qualifier}
            met |= {"interval"} if "/" in read.text else set()
    assert met >= KINDS
    for column, name in enumerate(RELATIONS):
        assert {expected(pair)[column] for pair in PAIRS} == set(Answer), name


# Every span over a few days, with a side open or not known: FIRST and LAST are days as others.
DAYS = [FIRST, "2002-02-27", "2002-02-28", "2002-03-01", "2002-03-02", LAST]


def cases(found: Span) -> list[tuple[str, str]]:
    """All first and last days that a span allows, of the days there are."""
    return [
        (first, last)
        for first, last in product(DAYS, DAYS)
        if found.earliest <= first <= found.latest_begin
        and found.earliest_end <= last <= found.latest
        and first <= last
    ]


HOLDS = {
    "before": lambda a, b: a[1] < b[0],
    "after": lambda a, b: a[0] > b[1],
    "during": lambda a, b: all(b[0] <= day <= b[1] for day in DAYS if a[0] <= day <= a[1]),
    "overlaps": lambda a, b: any(a[0] <= day <= a[1] and b[0] <= day <= b[1] for day in DAYS),
    "same day": lambda a, b: a[0] == a[1] == b[0] == b[1],
}
"""The relations as they are said, day by day."""


def answer(holds: list[bool]) -> Answer:
    return YES if all(holds) else NO if not any(holds) else UNKNOWN


SOUND = [found for found in (Span(*days) for days in product(DAYS, repeat=4)) if cases(found)]


def test_a_span_is_sound_where_some_days_fit_it() -> None:
    for days in product(DAYS, repeat=4):
        assert Span(*days).sound() is bool(cases(Span(*days)))


def test_narrowing_keeps_every_case_and_each_bound_is_a_day_of_one() -> None:
    for found in SOUND:
        kept = narrowed(found)
        assert cases(kept) == cases(found)
        firsts, lasts = zip(*cases(kept), strict=True)
        assert kept == Span(min(firsts), max(firsts), min(lasts), max(lasts))


@pytest.mark.parametrize("name", RELATIONS)
def test_every_pair_of_small_spans_against_all_their_cases(name: str) -> None:
    """Yes exactly where the relation holds for all first and last days, no where for none."""
    holds = HOLDS[name]
    distinct = sorted({narrowed(found) for found in SOUND})
    told = {days: holds(*days) for days in product(cases(ANY), repeat=2)}
    of = {found: cases(found) for found in distinct}
    for a, b in product(distinct, repeat=2):
        said = answer([told[pair] for pair in product(of[a], of[b])])
        assert RELATIONS[name](a, b) is said, (a, b)


@given(st.sampled_from(SOUND), st.sampled_from(SOUND), st.sampled_from(sorted(RELATIONS)))
@settings(max_examples=500, deadline=None)
def test_a_span_that_is_not_narrowed_gives_the_same(a: Span, b: Span, name: str) -> None:
    relation = RELATIONS[name]
    assert relation(a, b) is relation(narrowed(a), narrowed(b))


START = date(2002, 2, 20)
NEAR = st.integers(0, 24).map(lambda days: str(START + timedelta(days=days)))


@st.composite
def near(draw: st.DrawFn) -> Span:
    """A sound span of days that are near each other, or with sides open or unknown."""
    a, b = sorted([draw(NEAR), draw(NEAR)])
    c, d = sorted([draw(NEAR), draw(NEAR)])
    first = draw(st.sampled_from([(a, a), (a, b), (a, LAST), (FIRST, b), (FIRST, LAST)]))
    last = draw(st.sampled_from([(d, d), (c, d), (c, LAST), (LAST, LAST), (FIRST, LAST)]))
    made = Span(*first, *last)
    return narrowed(made) if made.sound() else Span(a, b, max(a, c), max(b, d))


@st.composite
def wider(draw: st.DrawFn, of: Span) -> Span:
    """A span that allows all that another does, and perhaps more."""

    def lower(day: str) -> str:
        return draw(st.sampled_from([day, FIRST, str(START)])) if day > str(START) else day

    def upper(day: str) -> str:
        end = str(START + timedelta(days=30))
        return draw(st.sampled_from([day, LAST, end])) if day < end else day

    return Span(lower(of[0]), upper(of[1]), lower(of[2]), upper(of[3]))


class TestAlgebra:
    @given(near(), near())
    def test_before_and_after_are_converse(self, a: Span, b: Span) -> None:
        assert before(a, b) is after(b, a)

    @given(near(), near())
    def test_what_is_surely_before_stands_in_no_other_relation(self, a: Span, b: Span) -> None:
        if before(a, b) is YES:
            assert before(b, a) is NO
            assert {name: r(a, b) for name, r in RELATIONS.items() if name != "before"} == {
                "after": NO, "during": NO, "overlaps": NO, "same day": NO,
            }  # fmt: skip

    @given(near(), near())
    def test_to_share_a_day_goes_both_ways(self, a: Span, b: Span) -> None:
        assert overlaps(a, b) is overlaps(b, a)
        assert same_day(a, b) is same_day(b, a)

    @given(near())
    def test_a_span_may_always_lie_in_itself(self, a: Span) -> None:
        assert during(a, a) is not NO
        assert overlaps(a, a) is not NO
        assert before(a, a) is not YES

    @given(near(), near())
    def test_the_same_day_is_shared_and_one_in_the_other(self, a: Span, b: Span) -> None:
        if same_day(a, b) is YES:
            assert (overlaps(a, b), during(a, b), during(b, a)) == (YES, YES, YES)
        if during(a, b) is YES:
            assert overlaps(a, b) is YES
        if overlaps(a, b) is NO:
            assert (during(a, b), same_day(a, b)) == (NO, NO)

    @given(near(), near(), near())
    def test_sure_before_carries_over(self, a: Span, b: Span, c: Span) -> None:
        if before(a, b) is YES and before(b, c) is YES:
            assert before(a, c) is YES
        if during(a, b) is YES and during(b, c) is YES:
            assert during(a, c) is YES

    @given(near(), near())
    def test_one_of_before_after_and_overlaps_is_left(self, a: Span, b: Span) -> None:
        said = [before(a, b), after(a, b), overlaps(a, b)]
        assert said.count(NO) < 3
        assert (said.count(YES) == 1) is (said.count(NO) == 2)

    @given(st.data(), near(), near())
    @settings(max_examples=400)
    def test_to_know_less_never_turns_an_answer(
        self, data: st.DataObject, a: Span, b: Span
    ) -> None:
        vague = data.draw(wider(a)), data.draw(wider(b))
        for relation in RELATIONS.values():
            assert relation(*vague) in (relation(a, b), UNKNOWN)


def test_what_is_not_known_is_neither_so_nor_not() -> None:
    for name, relation in RELATIONS.items():
        assert relation(ANY, ANY) is UNKNOWN, name
    assert ~YES is NO
    assert ~NO is YES
    assert ~UNKNOWN is UNKNOWN


def test_of_days_that_contradict_each_other_nothing_is_known() -> None:
    ended_first = sides("2005", "2002")
    assert not ended_first.sound()
    for relation in RELATIONS.values():
        assert relation(ended_first, span("1990", "1990")) is UNKNOWN
        assert relation(span("1990", "1990"), ended_first) is UNKNOWN


def test_a_span_from_dates() -> None:
    assert span("2002-09", "2002-09") == Span(
        "2002-09-01", "2002-09-30", "2002-09-01", "2002-09-30"
    )
    assert span("2003", None) == Span("2003-01-01", "2003-12-31", "2003-01-01", LAST)
    assert span(None, "2003") == Span(FIRST, "2003-12-31", "2003-01-01", "2003-12-31")
    assert span(None, None) == ANY
    assert span("2002-09-09", "2002") == Span(
        "2002-09-09", "2002-09-09", "2002-09-09", "2002-12-31"
    )
    with pytest.raises(ValueError, match="ends before it begins"):
        span("2002-10", "2002-09-30")
    with pytest.raises(ValueError, match="no day"):
        span("2019-02-30", None)


class TestCommon:
    def test_a_vague_and_an_exact_date_are_one(self) -> None:
        said = [
            sides("2002", "2002"),
            sides("2002-09", "2002-09"),
            sides("2002-09-09", "2002-09-09"),
        ]
        assert agree(said)
        assert common(said) == span("2002-09-09", "2002-09-09")

    def test_a_begin_and_an_end_from_two_sources_make_a_period(self) -> None:
        assert common([sides("2003", None), sides(None, "2022")]) == span("2003", "2022")

    def test_sources_that_disagree_give_the_widest(self) -> None:
        said = [sides("2002-09-09", "2002-09-09"), sides("2002-11", "2002-11")]
        assert not agree(said)
        assert common(said) == Span("2002-09-09", "2002-11-30", "2002-09-09", "2002-11-30")

    def test_a_vague_date_does_not_widen_what_exact_ones_disagree_about(self) -> None:
        said = [sides(d, d) for d in ("2022", "2022-12", "2022-12-21", "2022-12-22")]
        assert common(said) == Span("2022-12-21", "2022-12-22", "2022-12-21", "2022-12-22")

    def test_two_begins_disagree_though_the_end_is_later_than_both(self) -> None:
        said = [sides("2002", "2010"), sides("2004", "2010")]
        assert not agree(said)
        assert common(said) == Span("2002-01-01", "2004-12-31", "2010-01-01", "2010-12-31")

    def test_a_day_within_a_period_is_not_its_begin(self) -> None:
        said = [sides("2017-03-22", "2017-03-22"), sides("2017-03-22", "2017-03-23")]
        assert common(said) == Span("2017-03-22", "2017-03-22", "2017-03-22", "2017-03-23")

    def test_nothing_said_is_nothing_known(self) -> None:
        assert common([]) == ANY
        assert agree([])

    @given(st.lists(near(), min_size=1, max_size=3))
    def test_it_allows_what_all_allow(self, said: list[Span]) -> None:
        if agree(said):
            assert common(said).sound()
            for one in said:
                assert narrowed(one).earliest <= common(said).earliest
                assert narrowed(one).latest >= common(said).latest
