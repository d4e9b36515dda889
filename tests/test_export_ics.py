"""iCalendar: the form of RFC 5545, and the days that are kept."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HOSTILE, ID
from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.errors import InputError
from elchi.export import export
from elchi.export.icaltext import document, fold, line, text
from elchi.store import Store

KEPT = {
    "1992-06-24": ["signing-of-friendship-treaty-1992"],
    "1992-11-23": ["establishment-of-diplomatic-relations-1992"],
    "1994-01-10": ["signing-of-single-economic-space-treaty-1994-bilateral"],
    "1994-04-30": ["signing-of-single-economic-space-treaty-1994"],
    "1997-01-10": ["signing-of-eternal-friendship-agreement-1997"],
    "1997-08-30": ["entry-into-force-of-eternal-friendship-agreement-1997"],
    "1998-10-31": ["signing-of-eternal-friendship-treaty-1998"],
    "2001-11-16": ["signing-of-border-treaty-2001", "signing-of-checkpoints-agreement-2001"],
    "2002-02-28": ["signing-of-central-asian-cooperation-organization-treaty-2002"],
    "2002-09-09": ["signing-of-border-treaty-2002"],
    "2003-09-05": ["entry-into-force-of-border-treaty-2002"],
    "2013-06-14": ["signing-of-strategic-partnership-treaty-2013"],
    "2017-03-23": [
        "signing-of-road-transport-protocol-2017",
        "signing-of-strategic-partnership-declaration-2017",
    ],
    "2021-12-06": [
        "signing-of-allied-relations-declaration-2021",
        "signing-of-trade-turnover-plan-2021",
    ],
    "2022-12-22": ["signing-of-allied-relations-treaty-2022"],
    "2023-07-04": ["entry-into-force-of-demarcation-treaty-2022"],
}
"""Read from the claims: what was signed, set up or came into force on a day that is known."""

LEFT_OUT = {
    # Two sources have 21 December 2022, two the 22nd: no day is known.
    "signing-of-demarcation-treaty-2022",
    "entry-into-force-of-free-trade-agreement-1997",
    "signing-of-defence-ministries-document-2017",
    "signing-of-free-trade-agreement-1997",
}
Property = tuple[str, dict[str, str], str]


def unfolded(data: bytes) -> list[str]:
    """The content lines, after the checks that hold for every line of a file."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for physical in data.split(b"\r\n"):
        assert len(physical) <= 75
        physical.decode()
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def plain(value: str) -> str:
    """A value of the type TEXT without its escapes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def events(data: bytes) -> list[dict[str, Property]]:
    lines = unfolded(data)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    found: list[dict[str, Property]] = []
    for content in lines[1:-1]:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)", content)
        assert match, content
        if match[1] == "BEGIN":
            found.append({})
        elif found and match[1] != "END":
            assert match[1] not in found[-1], "given twice"
            given = dict(part.split("=") for part in match[2].split(";")[1:])
            found[-1][match[1]] = (match[1], given, match[3])
    return found


def test_the_days_that_the_sources_give_are_kept_and_no_others(chronicle: Chronicle) -> None:
    found: dict[str, list[str]] = {}
    for event in events(export(chronicle, "ics")):
        day = event["DTSTART"][2]
        shown = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        found.setdefault(shown, []).append(event["URL"][2].removeprefix(ID + "event/"))
    assert found == KEPT
    assert not LEFT_OUT & {name for names in found.values() for name in names}


def test_the_events_left_out_are_counted(chronicle: Chronicle) -> None:
    head = unfolded(export(chronicle, "ics"))[:6]
    assert head[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    # Free trade: signed 1997, in force 1998; five documents of March 2017; the demarcation treaty.
    assert "X-ELCHI-LEFT-OUT:8" in head
    assert any(content.startswith("PRODID:") for content in head)


def test_an_event_is_as_the_standard_has_it(chronicle: Chronicle) -> None:
    found = events(export(chronicle, "ics"))
    assert len({event["UID"][2] for event in found}) == len(found)
    for event in found:
        assert event["DTSTAMP"][2] == "20261122T000000Z"
        assert event["DTSTART"][1] == {"VALUE": "DATE"}
        assert event["RRULE"][2] == "FREQ=YEARLY"
        assert event["TRANSP"][2] == "TRANSPARENT"
        assert event["SUMMARY"][1] == {"LANGUAGE": "en"}
        assert event["DESCRIPTION"][2]
    (relations,) = [e for e in found if e["DTSTART"][2] == "19921123"]
    assert plain(relations["SUMMARY"][2]) == "Establishment of diplomatic relations, 1992"
    assert plain(relations["CATEGORIES"][2]) == "establishment of relations"
    assert "Tursunov 2026, line 65" in plain(relations["DESCRIPTION"][2])


def test_names_follow_the_language(chronicle: Chronicle) -> None:
    titles = {}
    for language in LANGUAGES:
        (relations,) = [
            e for e in events(export(chronicle, "ics", language)) if e["DTSTART"][2] == "19921123"
        ]
        assert relations["SUMMARY"][1] == {"LANGUAGE": language}
        assert relations["CATEGORIES"][1] == {"LANGUAGE": language}
        # Paraphrases are in English and Uzbek alone.
        spoken = "uz" if language.startswith("uz") else "en"
        assert relations["DESCRIPTION"][1] == {"LANGUAGE": spoken}
        titles[language] = plain(relations["SUMMARY"][2])
    assert len(set(titles.values())) == len(LANGUAGES)


def test_hostile_labels_and_the_29th_of_february(hostile: Chronicle) -> None:
    rrule = pytest.importorskip("dateutil.rrule")
    (odd,) = [e for e in events(export(hostile, "ics")) if e["DTSTART"][2] == "19960229"]
    wanted = re.sub("[\x00-\x09\x0b-\x1f]", " ", HOSTILE.replace("\r\n", "\n"))
    assert plain(odd["SUMMARY"][2]) == wanted
    assert plain(odd["CATEGORIES"][2]) == "signing"
    assert plain(odd["DESCRIPTION"][2]).startswith(wanted)
    rule = rrule.rrulestr(odd["RRULE"][2], dtstart=datetime(1996, 2, 29))
    assert [day.year for day in rule.between(datetime(1990, 1, 1), datetime(2010, 1, 1))] == [
        1996, 2000, 2004, 2008,
    ]  # fmt: skip


def test_without_an_edition_nothing_can_be_dated(chronicle: Chronicle) -> None:
    bare = Chronicle(chronicle.files, None, Store([]))
    for name in ("ics", "nanopub", "places", "rocrate", "sssom"):
        with pytest.raises(InputError, match="no edition"):
            export(bare, name)


@given(st.text())
def test_folding_loses_nothing_and_cuts_no_character(value: str) -> None:
    content = value.replace("\r", "").replace("\n", "")
    folded = fold(content)
    assert folded.replace("\r\n ", "") == content
    for piece in folded.split("\r\n"):
        assert len(piece.encode()) <= 75


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x7f")))
def test_escaping_can_be_undone(value: str) -> None:
    escaped = text(value)
    kept = re.sub("[\x00-\x09\x0b\x0c\x0e-\x1f]", " ", value)
    assert plain(escaped) == kept
    assert "\n" not in escaped
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", escaped)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1))
def test_a_document_comes_apart_into_its_lines(values: list[str]) -> None:
    lines = [line("SUMMARY", text(value), LANGUAGE="ru") for value in values]
    assert unfolded(document(lines)) == lines


def test_a_long_line_of_wide_characters_is_cut_between_them() -> None:
    assert fold("ж" * 40) == "ж" * 37 + "\r\n " + "ж" * 3
    assert fold("x" * 75) == "x" * 75
    assert fold("x" * 76) == "x" * 75 + "\r\n x"
    assert line("X-A", "b", LANGUAGE="", X_OF="c") == "X-A;X-OF=c:b"
