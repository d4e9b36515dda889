"""The timeline: order, precision, disagreement, and what is no fact kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.build import Chronicle, make
from elchi.corpus import ID, Corpus
from elchi.errors import UsageError
from elchi.timeline import Dating, Row, timeline
from elchi.timeline.dating import limits, together, wording

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ID + "claim/tursunov-2026-"

# What the article says: event, its words for the date, the days these allow, the place.
TOLD = [
    ("signing-of-friendship-treaty-1992", "1992-06-24", "1992-06-24", "turkistan"),
    ("establishment-of-diplomatic-relations-1992", "1992-11-23", "1992-11-23", None),
    ("signing-of-single-economic-space-treaty-1994", "1994-01-01", "1994-12-31", None),
    ("signing-of-eternal-friendship-treaty-1998", "1998-10-31", "1998-10-31", "tashkent"),
    ("signing-of-border-treaty-2001", "2001-11-16", "2001-11-16", "astana"),
    ("signing-of-border-treaty-2002", "2002-09-01", "2002-09-30", "astana"),
    ("border-posts-2004", "2004-05-01", "2004-05-31", "gishtkuprik-checkpoint"),
    ("demarcation-commission-meeting-2015-12", "2015-12-01", "2015-12-31", "tashkent"),
    ("demarcation-talks-almaty-2018-11", "2018-11-01", "2018-11-30", "almaty"),
    ("demarcation-talks-guliston-2019-09", "2019-09-09", "2019-09-13", "guliston"),
    ("adoption-of-aral-sea-region-resolution-2021", "2021-05-01", "2021-05-31", None),
    ("signing-of-allied-relations-declaration-2021", "2021-12-06", "2021-12-06", None),
    ("signing-of-allied-relations-treaty-2022", "2022-12-22", "2022-12-22", None),
]


@pytest.fixture(scope="module")
def rows(chronicle: Chronicle) -> list[Row]:
    return timeline(chronicle)


def slugs(found: list[Row]) -> list[str]:
    return [row.iri.rsplit("/", 1)[-1] for row in found]


class TestOrder:
    def test_tells_what_the_article_tells(self, rows):
        found = {row.iri: row for row in rows}
        for slug, earliest, latest, place in TOLD:
            row = found[f"{ID}event/{slug}"]
            assert row.status == "fact"
            if not row.disagree:
                assert earliest <= row.earliest <= row.latest <= latest
            given_by_article = [
                limits(dating.when)
                for dating in row.dates
                if any(claim.startswith(ARTICLE) for claim in dating.claims)
            ]
            assert (earliest, latest) in given_by_article
            assert place is None or f"{ID}place/{place}" in [named.iri for named in row.places]
            assert ID + "work/tursunov-2026" in row.works

    def test_goes_from_early_to_late(self, rows):
        dated = [row for row in rows if row.status == "fact" and (row.earliest or row.latest)]
        assert rows[: len(dated)] == dated
        days = [(row.earliest or "", row.latest or "9999-12-31", row.iri) for row in dated]
        assert days == sorted(days)
        assert len({row.iri for row in rows}) == len(rows)

    def test_puts_the_undated_after_the_dated_and_hopes_last(self, rows):
        section = [
            (row.status != "fact", row.earliest is None and row.latest is None) for row in rows
        ]
        assert section == sorted(section)

    def test_marks_what_the_article_only_hopes_for(self, rows):
        # “ushbu hujjat, ehtimol, ... keyingi uchrashuvida imzolanadi”
        (hope,) = [
            row for row in rows if row.iri.endswith("signing-of-demarcation-final-documents")
        ]
        assert hope.status == "expected"
        assert hope.fulfilled_by == (ID + "event/signing-of-demarcation-treaty-2022",)
        assert hope.claims == (ARTICLE + "final-documents-to-be-signed",)

    def test_lists_an_act_only_where_its_making_is_not_told(self, chronicle, rows):
        told = {
            row["act"].value
            for row in chronicle.store.rows(
                "PREFIX e: <https://w3id.org/elchi/ontology#> SELECT ?act { "
                "VALUES ?t { <https://w3id.org/elchi/id/event-type/signing> "
                "<https://w3id.org/elchi/id/event-type/adoption> } "
                "?event e:eventType ?t ; e:concerns ?act }"
            )
        }
        assert ID + "act/friendship-treaty-1992" in told
        assert told.isdisjoint(row.iri for row in rows)
        # The agreements that the protocols of 2017 change: nobody says when they were made.
        assert ID + "act/road-transport-agreement" in {row.iri for row in rows}

    def test_is_the_same_each_time(self, chronicle, rows):
        assert timeline(chronicle) == rows


class TestChoosing:
    def test_about_a_town(self, chronicle):
        found = timeline(chronicle, about=ID + "place/guliston")
        assert "demarcation-talks-guliston-2019-09" in slugs(found)
        assert all("guliston" in str([n.iri for n in row.places]) for row in found)

    def test_about_an_act(self, chronicle):
        found = timeline(chronicle, about=ID + "act/eternal-friendship-treaty-1998")
        assert "signing-of-eternal-friendship-treaty-1998" in slugs(found)

    def test_about_a_hope(self, chronicle):
        found = timeline(chronicle, about=ID + "act/demarcation-final-documents")
        assert "signing-of-demarcation-final-documents" in slugs(found)

    def test_an_opinion_joins_no_fact(self, chronicle):
        # The article judges that the change of 2016 was good for the relations.
        found = timeline(chronicle, about=ID + "relationship/uzbekistan-kazakhstan")
        assert "leadership-change-in-uzbekistan-2016" not in slugs(found)

    def test_about_nothing_known(self, chronicle):
        assert timeline(chronicle, about=ID + "place/nowhere") == []

    def test_a_span(self, chronicle, rows):
        found = timeline(chronicle, start="2002-09", end="2003")
        assert "signing-of-border-treaty-2002" in slugs(found)
        assert set(slugs(found)) < set(slugs(rows))
        for row in found:
            assert (row.latest or "9999") >= "2002-09-01"
            assert (row.earliest or "") <= "2003-12-31"
            inside = (row.earliest or "") >= "2002-09-01" and (row.latest or "9999") <= "2003-12-31"
            assert row.sure == inside
        # The article says when in 2002 the talks were no more than that it was in 2002.
        talks = [row for row in found if row.iri.endswith("border-talks-2002")]
        assert all(row.sure is (row.earliest >= "2002-09-01") for row in talks)

    def test_a_kind_and_the_narrower_kinds(self, chronicle):
        contacts = timeline(chronicle, kind="contact")
        assert {"demarcation-talks-guliston-2019-09", "visit-of-mirziyoyev-to-astana-2017"} <= set(
            slugs(contacts)
        )
        talks = timeline(chronicle, kind=ID + "event-type/talks")
        assert set(slugs(talks)) < set(slugs(contacts))
        assert all(row.kind == "act" for row in timeline(chronicle, kind="act"))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"start": "September 2002"},
            {"end": "2019-02-30"},
            {"start": "2003", "end": "2002"},
            {"kind": "wedding"},
        ],
    )
    def test_refuses_a_question_put_wrongly(self, chronicle, wrong):
        with pytest.raises(UsageError):
            timeline(chronicle, **wrong)

    def test_speaks_the_language_asked_for(self, chronicle):
        (row,) = [
            row
            for row in timeline(chronicle, language="ru")
            if row.iri.endswith("demarcation-talks-guliston-2019-09")
        ]
        assert [named.label for named in row.places] == ["Гулистан"]

    def test_has_a_plain_form(self, rows):
        plain = rows[0].to_dict()
        assert set(plain) == set(Row._fields)
        assert isinstance(plain["dates"][0]["claims"], list)


CLAIM = """
graph:claims {{
  claim:try-{slug} a elchi:Claim ; elchi:stance stance:{stance} ;
    elchi:certainty certainty:certain ; elchi:passage passage:tursunov-2026-065-1 ;
    elchi:paraphrase "A trial."@en .
}}
claim:try-{slug} {{ {triples} }}
"""
PREFIXES = "".join(
    f"@prefix {kind}: <{ID}{kind}/> .\n"
    for kind in ("claim", "certainty", "event", "event-type", "passage", "stance")
)
PREFIXES += """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def trial(folder: Path, *claims: tuple[str, str]) -> dict[str, Row]:
    """The timeline of the chronicle with some made-up claims added, by the slug of the event."""
    path = folder / "trial.trig"
    body = [
        CLAIM.format(slug=at, stance=stance, triples=triples)
        for at, (stance, triples) in enumerate(claims)
    ]
    path.write_text(PREFIXES + "".join(body), encoding="utf-8")
    found = timeline(make(Corpus(ROOT, [path])))
    return {row.iri.rsplit("/", 1)[-1]: row for row in found if "/event/try" in row.iri}


class TestTrial:
    def test_the_exact_date_is_shown_where_some_source_has_it(self, tmp_path):
        row = trial(
            tmp_path,
            ("asserts", 'event:try a elchi:Event ; elchi:date "2002-09"^^xsd:gYearMonth .'),
            ("asserts", 'event:try elchi:date "2002-09-09"^^xsd:date .'),
        )["try"]
        assert (row.when, row.disagree) == ("2002-09-09", False)
        assert [dating.when for dating in row.dates] == ["2002-09", "2002-09-09"]

    def test_sources_that_disagree_stand_side_by_side(self, tmp_path):
        row = trial(
            tmp_path,
            ("asserts", 'event:try a elchi:Event ; elchi:date "2002"^^xsd:gYear .'),
            ("asserts", 'event:try elchi:date "2002-09-09"^^xsd:date .'),
            ("asserts", 'event:try elchi:date "2002-11"^^xsd:gYearMonth .'),
        )["try"]
        assert row.disagree
        assert row.when == "2002-09-09 | 2002-11"
        assert (row.earliest, row.latest) == ("2002-09-09", "2002-11-30")

    def test_a_plan_dates_no_fact(self, tmp_path):
        found = trial(
            tmp_path,
            ("asserts", "event:try a elchi:Event ; elchi:eventType event-type:talks ."),
            ("plans", 'event:try elchi:date "2030"^^xsd:gYear .'),
            ("plans", 'event:try-plan a elchi:Event ; elchi:date "2031-05-01"^^xsd:date .'),
            ("denies", 'event:try-denied a elchi:Event ; elchi:date "2001"^^xsd:gYear .'),
        )
        assert (found["try"].status, found["try"].when) == ("fact", "")
        plan = found["try-plan"]
        assert (plan.status, plan.when, plan.earliest) == ("planned", "2031-05-01", "2031-05-01")
        assert found["try-denied"].status == "denied"
        assert list(found) == ["try", "try-denied", "try-plan"]

    def test_a_part_takes_the_time_of_the_whole(self, tmp_path):
        found = trial(
            tmp_path,
            ("asserts", 'event:try a elchi:Event ; elchi:date "2017-03"^^xsd:gYearMonth .'),
            ("asserts", "event:try-part a elchi:Event ; dcterms:isPartOf event:try ."),
        )
        assert (found["try-part"].when, found["try-part"].inherited) == ("2017-03", True)
        assert not found["try"].inherited

    def test_a_period_keeps_the_precision_of_its_ends(self, tmp_path):
        row = trial(
            tmp_path,
            (
                "asserts",
                'event:try a elchi:Event ; elchi:begin "2016"^^xsd:gYear .',
            ),
        )["try"]
        assert (row.when, row.earliest, row.latest) == ("2016/..", "2016-01-01", None)


# The last year of the calendar stands for no end (see `dating.LAST`).
DATES = (
    st.dates(max_value=date(9998, 12, 31))
    .map(str)
    .flatmap(lambda day: st.sampled_from([day[:4], day[:7], day]))
)
GIVEN = st.lists(
    DATES.map(lambda when: Dating(when, (), ())), min_size=1, max_size=5, unique_by=lambda d: d.when
)


class TestTogether:
    @given(GIVEN)
    @settings(max_examples=200, deadline=None)
    def test_agree_exactly_where_one_day_fits_all(self, dates):
        earliest, latest, disagree = together(dates)
        spans = [limits(dating.when) for dating in dates]
        common = max(s.earliest for s in spans) <= min(s.latest for s in spans)
        assert disagree is not common
        if disagree:
            # A vaguer date that holds a more exact one adds nothing.
            closest = [
                s
                for s in spans
                if not any(
                    s != o and s.earliest <= o.earliest <= o.latest <= s.latest for o in spans
                )
            ]
            assert earliest == min(s.earliest for s in closest)
            assert latest == max(s.latest for s in closest)
            assert " | " in wording(dates, disagree, earliest, latest)
        else:
            # Dates nest or do not touch, so what is left is the narrowest of them.
            assert limits(wording(dates, disagree, earliest, latest)) == (earliest, latest)

    def test_words_what_periods_leave(self):
        dates = [Dating("2016/..", (), ()), Dating("../2018-05-01", (), ())]
        assert together(dates) == ("2016-01-01", "2018-05-01", False)
        assert wording(dates, False, "2016-01-01", "2018-05-01") == "2016/2018-05-01"
        assert wording([], False, "2017-01-01", "2017-12-31") == "2017"
        assert wording([], False, "2017-01-02", None) == "2017-01-02/.."
        assert wording([], False, None, None) == ""
