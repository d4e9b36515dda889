"""How two things lie in time: the SPARQL says what the module says, and `when` says why."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conftest import ROOT
from elchi.asking import ask
from elchi.build import Chronicle
from elchi.cli import main
from elchi.corpus import ID, Corpus
from elchi.errors import UsageError
from elchi.questions import Questions
from elchi.relations import bounds_of, when
from elchi.spans import ANY, LAST, RELATIONS, Answer, Span

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
_, QUESTION = Questions(Corpus(ROOT)).read("when-compared")
COLUMNS = [name.replace(" ", "_") for name in RELATIONS]


def asked(first: list[str], second: list[str]) -> str:
    """The question for every one of `first` against every one of `second`, without the citing.

    The claims behind the answers are sought pair by pair, which 12,000 pairs need not wait for.
    """
    start = QUESTION.index("      # Whose dates they are")
    text = QUESTION[:start] + QUESTION[QUESTION.index("    }\n    ORDER BY ?claim") :]
    for name, things in (("first", first), ("second", second)):
        listed = " ".join(f"<{thing}>" for thing in things)
        text = re.sub(rf"VALUES \?{name} {{[^}}]*}}", f"VALUES ?{name} {{ {listed} }}", text)
    return text


@pytest.fixture(scope="module")
def spans(chronicle: Chronicle) -> dict[str, Span]:
    return bounds_of(chronicle)


def answers(row: Any) -> list[str]:
    return [str(row[column].value) for column in COLUMNS]


def expected(a: Span, b: Span) -> list[str]:
    return [relation(a, b).value for relation in RELATIONS.values()]


def test_sparql_says_the_same_of_all_pairs_of_dated_events(
    chronicle: Chronicle, spans: dict[str, Span]
) -> None:
    events = sorted(thing for thing in spans if thing.startswith(f"{ID}event/"))
    assert len(events) > 80
    rows = list(chronicle.store.rows(asked(events, events)))
    assert len(rows) == len(events) * (len(events) - 1)
    met = set()
    for row in rows:
        a, b = row["first"].value, row["second"].value
        assert answers(row) == expected(spans[a], spans[b]), (a, b)
        met.update(zip(COLUMNS, answers(row), strict=True))
    # within one chronicle every answer to every question comes up
    assert len(met) == 15


def test_sparql_says_the_same_of_terms_names_acts_and_what_has_no_date(
    chronicle: Chronicle, spans: dict[str, Span]
) -> None:
    kinds = ("term", "name", "act")
    things = [t for kind in kinds for t in sorted(spans) if t.startswith(f"{ID}{kind}/")][:60]
    things += [f"{ID}place/tashkent", f"{ID}event/expo-2017"]
    for row in chronicle.store.rows(asked(things, things)):
        a, b = row["first"].value, row["second"].value
        assert answers(row) == expected(spans.get(a, ANY), spans.get(b, ANY)), (a, b)


def test_another_engine_says_the_same(chronicle: Chronicle, spans: dict[str, Span]) -> None:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(data="".join(chronicle.store.lines()), format="nquads")
    things = [f"{ID}event/demarcation-of-border", f"{ID}event/expo-2017"]
    things += [f"{ID}term/president-of-uzbekistan-mirziyoyev-2016", f"{ID}place/tashkent"]
    events = sorted(thing for thing in spans if thing.startswith(f"{ID}event/"))
    things += [event for event in events[::12] if event not in things]
    rows = list(dataset.query(asked(things[:4], things)))
    assert len(rows) == 4 * len(things) - 4
    for row in rows:
        a, b = spans.get(str(row["first"]), ANY), spans.get(str(row["second"]), ANY)
        assert [str(row[column]) for column in COLUMNS] == expected(a, b)


def test_the_question_cites_what_dates_both(chronicle: Chronicle) -> None:
    answer = ask(
        chronicle,
        "when-compared",
        {"first": "act:border-treaty-2002", "second": "event:expo-2017"},
    )
    [row] = answer.rows
    claims = row["claims"].value.split()
    assert f"{ID}claim/tursunov-2026-border-treaty-2002-signed" in claims
    assert any("expo" in claim for claim in claims)


class TestWhen:
    def test_a_thing_and_a_date(self, chronicle: Chronicle) -> None:
        found = when(chronicle, "event:expo-2017", "2017-07-01")
        assert {n: r.answer for n, r in found.relations.items()} == {
            "before": NO, "after": NO, "during": NO, "overlaps": YES, "same day": NO,
        }  # fmt: skip
        assert not any(reply.why for reply in found.relations.values())
        assert found.first.when == "2017-06-10/2017-09-10"
        assert found.second.iri is None

    def test_names_in_any_language(self, chronicle: Chronicle) -> None:
        term = "term:president-of-kazakhstan-nazarbayev-1991"
        found = when(chronicle, "ЭКСПО-2017", term, "ru")
        assert found.first.iri == f"{ID}event/expo-2017"
        assert found.relations["during"].answer is YES

    def test_what_is_open_is_said(self, chronicle: Chronicle) -> None:
        found = when(chronicle, "event:demarcation-of-border", "event:expo-2017")
        assert found.first.when == "2003/"
        reply = found.relations["overlaps"]
        assert reply.answer is UNKNOWN
        [why] = reply.why
        assert "ends no earlier than 2003-01-01, and nothing says on which day" in why
        assert all(reply.why for reply in found.relations.values() if reply.answer is UNKNOWN)
        assert not any(r.why for r in found.relations.values() if r.answer is not UNKNOWN)

    def test_the_dates_behind_it_are_cited(self, chronicle: Chronicle) -> None:
        sources = when(chronicle, "act:border-treaty-2002", "2002").first.sources
        assert {source.when for source in sources} == {"2002", "2002-09", "2002-09-09"}
        [month] = [source for source in sources if source.when == "2002-09"]
        assert month.of == f"{ID}event/signing-of-border-treaty-2002"
        assert month.claims == (f"{ID}claim/tursunov-2026-border-treaty-2002-signed",)
        assert month.cited == ("Tursunov 2026, line 81",)

    def test_a_thing_without_a_date(self, chronicle: Chronicle) -> None:
        found = when(chronicle, "place:tashkent", "2002")
        assert (found.first.when, found.first.sources) == ("XXXX", ())
        assert {reply.answer for reply in found.relations.values()} == {UNKNOWN}

    @pytest.mark.parametrize(
        ("a", "b", "relation", "why"),
        [
            ("2002", "2002-09", "before", "2002 ends between 2002-01-01 and 2002-12-31"),
            ("2002-09~", "2002-09", "same day", "2002-09~ lies between 2002-08-01 and 2002-10-31"),
            ("2002-09~", "2002-09", "after", "being approximate"),
            ("1998?", "2002", "overlaps", "1998? is in doubt"),
            ("1998/", "2002", "before", "1998/ ends no earlier than 1998-01-01"),
            ("/1998", "1990", "overlaps", "/1998 begins by 1998-12-31"),
            ("XXXX", "1990", "during", "nothing says when XXXX begins"),
        ],
    )
    def test_why(self, chronicle: Chronicle, a: str, b: str, relation: str, why: str) -> None:
        reply = when(chronicle, a, b).relations[relation]
        assert reply.answer is UNKNOWN
        assert any(why in reason for reason in reply.why), reply.why

    def test_only_what_leaves_it_open_is_named(self, chronicle: Chronicle) -> None:
        # that the one began first is sure, so only its end is open
        reply = when(chronicle, "2002/2010", "2009/..").relations["overlaps"]
        assert reply.answer is YES
        reply = when(chronicle, "2002-01-01/2010", "2010-03-01/..").relations["overlaps"]
        assert reply.why == ("2002-01-01/2010 ends between 2010-01-01 and 2010-12-31",)

    @pytest.mark.parametrize(
        ("a", "b", "what"),
        [
            ("2019-02-30", "2002", "no calendar"),
            ("2005/2002", "2002", "ends before it begins"),
            ("٢٠٠٢", "2002", "0 to 9"),
            ("", "2002", "nothing"),
            ("2002", "9" * 5000, "at most 200"),
            ("no such thing at all", "2002", "nothing is called"),
            ("event:expo-2017", "EXPO-2017 in Astana", "one thing"),
        ],
    )
    def test_refuses_what_is_neither(self, chronicle: Chronicle, a: str, b: str, what: str) -> None:
        with pytest.raises(UsageError) as caught:
            when(chronicle, a, b)
        assert what in caught.value.message
        assert caught.value.mend


class TestCommand:
    def test_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["when", "act:border-treaty-2001", "act:border-treaty-2002"]) == 0
        said = capsys.readouterr().out
        assert re.search(r"^before +yes$", said, re.MULTILINE)
        assert "Tursunov 2026, line 81" in said
        assert main(["when", "Tashkent", "2002-09"]) == 0
        said = capsys.readouterr().out
        assert "no accepted statement dates it" in said
        assert "cannot be known" in said

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["when", "1992/..", "2003/", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["first"]["earliest_end"] == ".."
        assert (found["second"]["earliest_end"], found["second"]["latest"]) == ("2003-01-01", None)
        assert found["relations"]["overlaps"] == {"answer": "yes", "why": []}
        assert set(found["relations"]) == set(COLUMNS)

    def test_a_date_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["when", "2019-02-30", "2002"]) == 2
        said = capsys.readouterr().err
        assert "no calendar has that day" in said
        assert "mend:" in said


def test_a_bound_that_is_open_is_not_one_that_is_unknown(chronicle: Chronicle) -> None:
    open_ended = when(chronicle, "1992/..", "2003/")
    assert open_ended.first.span.earliest_end == LAST
    assert open_ended.second.span.earliest_end == "2003-01-01"
