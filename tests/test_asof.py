"""How things stood on a day, as read in the article and the fact check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from elchi.asof import Entry, asof, changes
from elchi.build import Chronicle, make
from elchi.cli import main
from elchi.corpus import Corpus
from elchi.entities import short
from elchi.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent


def on(chronicle: Chronicle, day: str, section: str) -> list[Entry]:
    return [e for s in asof(chronicle, day) if s.name == section for e in s.entries]


def status(chronicle: Chronicle, day: str, act: str) -> tuple[str, bool] | None:
    for entry in on(chronicle, day, "acts"):
        if short(entry.thing) == f"act:{act}":
            return short(entry.status or ""), entry.sure
    return None


@pytest.mark.parametrize(
    ("act", "day", "expected"),
    [
        # Signed on 9 September 2002, ratified by Kazakhstan on 2 July 2003, in force 5 September.
        ("border-treaty-2002", "2002-09-08", None),
        ("border-treaty-2002", "2002-09-09", ("act-status:signed-not-in-force", True)),
        ("border-treaty-2002", "2003-07-02", ("act-status:signed-not-in-force", True)),
        ("border-treaty-2002", "2003-09-04", ("act-status:signed-not-in-force", True)),
        ("border-treaty-2002", "2003-09-05", ("act-status:in-force", True)),
        ("border-treaty-2002", "2022-12-31", ("act-status:in-force", True)),
        # Signed on 22 December 2022; Kazakhstan's law of 20 May 2024; no source dates its force.
        ("allied-relations-treaty-2022", "2022-12-21", None),
        ("allied-relations-treaty-2022", "2022-12-22", ("act-status:signed", True)),
        ("allied-relations-treaty-2022", "2025-01-01", ("act-status:signed", True)),
        # One source says 21 December 2022, others the 22nd: on the 21st it cannot be known.
        ("demarcation-treaty-2022", "2022-12-20", None),
        ("demarcation-treaty-2022", "2022-12-21", ("act-status:unknown", False)),
        ("demarcation-treaty-2022", "2022-12-22", ("act-status:signed-not-in-force", True)),
        ("demarcation-treaty-2022", "2023-07-04", ("act-status:in-force", True)),
        # Known only to be of 1997, and in force in 1998.
        ("free-trade-agreement-1997", "1996-12-31", None),
        ("free-trade-agreement-1997", "1997-06-30", ("act-status:unknown", False)),
        ("free-trade-agreement-1997", "1998-06-30", ("act-status:signed", False)),
        ("free-trade-agreement-1997", "1999-01-01", ("act-status:in-force", True)),
        # A declaration is not ratified.
        ("allied-relations-declaration-2021", "2021-12-06", ("act-status:made", True)),
        ("kazakhstan-law-452-2003", "2003-07-01", None),
        ("kazakhstan-law-452-2003", "2003-07-02", ("act-status:made", True)),
        # Changed in 2017, and nobody says when it was made.
        ("double-taxation-agreement", "2002-01-01", ("act-status:unknown", False)),
        # Only hoped for: never an act of any day.
        ("demarcation-final-documents", "2022-12-31", None),
    ],
)
def test_status_of_an_act(
    chronicle: Chronicle, act: str, day: str, expected: tuple[str, bool] | None
) -> None:
    assert status(chronicle, day, act) == expected


def test_the_status_has_its_reasons(chronicle: Chronicle) -> None:
    [treaty] = [
        e for e in on(chronicle, "2024-06-01", "acts") if "allied-relations-treaty" in e.thing
    ]
    assert [short(event) for event in treaty.events] == [
        "event:signing-of-allied-relations-treaty-2022",
        "event:ratification-of-allied-relations-treaty-2022-by-kazakhstan",
    ]
    assert "https://w3id.org/elchi/id/claim/zakonpravo-kz-83-viii-ratified" in treaty.claims


def test_each_party_ratifies(chronicle: Chronicle) -> None:
    [treaty] = [e for e in on(chronicle, "2023-07-01", "acts") if "demarcation-treaty" in e.thing]
    assert [short(event).removeprefix("event:") for event in treaty.events] == [
        "signing-of-demarcation-treaty-2022",
        "ratification-of-demarcation-treaty-2022-by-kazakhstan",
        "senate-approval-of-demarcation-treaty-2022-by-uzbekistan",
        "ratification-of-demarcation-treaty-2022-by-uzbekistan",
    ]


def values(entries: list[Entry], thing: str) -> list[tuple[str, str, bool]]:
    return [
        (short(e.value or ""), short(e.called or ""), e.sure)
        for e in entries
        if short(e.thing) == thing
    ]


@pytest.mark.parametrize(
    ("day", "phase", "sure"),
    [
        ("1992-11-22", None, None),
        ("1992-11-23", "diplomatic-relations", True),
        ("2013-06-13", "diplomatic-relations", True),
        ("2013-06-14", "strategic-partnership", True),
        ("2021-12-06", "allied-by-declaration", True),
        ("2022-12-22", "allied-by-treaty", True),
    ],
)
def test_phase_of_the_relationship(
    chronicle: Chronicle, day: str, phase: str | None, sure: bool | None
) -> None:
    found = values(on(chronicle, day, "phase"), "relationship:uzbekistan-kazakhstan")
    assert found == ([(f"phase:{phase}", "", sure)] if phase else [])


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2001-11-15", []),
        ("2001-11-16", [("phase:delimited-in-part", "", True)]),
        ("2002-12-31", [("phase:delimited", "", True)]),
        # Demarcation began in 2003, and nobody says on which day.
        ("2003-06-30", [("phase:delimited", "", False), ("phase:under-demarcation", "", False)]),
        ("2004-01-01", [("phase:under-demarcation", "", True)]),
        ("2022-12-22", [("phase:demarcation-signed", "", True)]),
        ("2023-07-04", [("phase:demarcated", "", True)]),
    ],
)
def test_stage_of_the_border(
    chronicle: Chronicle, day: str, stages: list[tuple[str, str, bool]]
) -> None:
    found = values(on(chronicle, day, "border"), "place:uzbekistan-kazakhstan-border")
    assert found == stages


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1995-01-01", [("place:almaty", "", False)]),
        ("1997-12-09", [("place:almaty", "", False)]),
        # Most say that the capital moved on 10 December 1997; one data set waits until May 1998.
        (
            "1998-01-01",
            [("place:almaty", "", False), ("place:astana", "name:akmola-1992", False)],
        ),
        ("2002-01-01", [("place:astana", "name:astana-1998", True)]),
        ("2021-12-06", [("place:astana", "name:nur-sultan-2019", True)]),
        (
            "2019-03-23",
            [
                ("place:astana", "name:astana-1998", True),
                ("place:astana", "name:nur-sultan-2019", True),
            ],
        ),
        ("2022-12-22", [("place:astana", "name:astana-2022", True)]),
    ],
)
def test_capital_of_kazakhstan(
    chronicle: Chronicle, day: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert values(on(chronicle, day, "capitals"), "state:kazakhstan") == expected


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("2016-09-01", ["islam-karimov"]),
        ("2016-09-02", ["islam-karimov", "nigmatilla-yuldashev"]),
        ("2016-09-05", ["nigmatilla-yuldashev"]),
        ("2016-12-13", ["shavkat-mirziyoyev"]),
        ("2022-12-22", ["shavkat-mirziyoyev"]),
    ],
)
def test_who_was_president_of_uzbekistan(
    chronicle: Chronicle, day: str, holders: list[str]
) -> None:
    found = values(on(chronicle, day, "offices"), "office:president-of-uzbekistan")
    assert [value.removeprefix("person:") for value, _, _ in found] == holders


def test_an_acting_president_is_marked(chronicle: Chronicle) -> None:
    [acting] = [e for e in on(chronicle, "2016-10-01", "offices") if "president-of-uzb" in e.thing]
    assert short(acting.status or "") == "elchi:acting"


def test_a_hope_is_open_until_it_is_fulfilled(chronicle: Chronicle) -> None:
    def hopes(day: str) -> list[str]:
        return [short(e.thing) for e in on(chronicle, day, "open")]

    hope = "event:signing-of-demarcation-final-documents"
    assert hope not in hopes("2015-11-30")
    assert hope in hopes("2016-01-01")
    assert hope in hopes("2022-12-20")
    assert hope not in hopes("2022-12-22")
    # Kazakhstan planned to ratify the treaty of 1998; no source read here says that it did.
    assert "event:ratification-of-eternal-friendship-treaty-1998-by-kazakhstan" in hopes(
        "2022-12-22"
    )
    assert "quantity:trade-turnover-target-2021" in hopes("2022-12-22")


def test_what_changed_in_a_year(chronicle: Chronicle) -> None:
    found = {
        section.name: [
            (short(c.before.status or "") if c.before else None,
             short(c.after.thing) if c.after else None)
            for c in some
        ]
        for section, some in changes(chronicle, "2003-07-01", "2003-12-31")
    }  # fmt: skip
    assert ("act-status:signed-not-in-force", "act:border-treaty-2002") in found["acts"]
    assert (None, "act:kazakhstan-law-452-2003") in found["acts"]
    assert len(found["acts"]) == 2
    assert found["capitals"] == []
    assert found["offices"] == [(None, "office:prime-minister-of-uzbekistan")]


def test_nothing_changes_between_a_day_and_itself(chronicle: Chronicle) -> None:
    assert all(some == [] for _, some in changes(chronicle, "2002-01-01", "2002-01-01"))


@pytest.mark.parametrize("day", ["2002", "2002-09", "2002-02-30", "yesterday", "", "٢٠٠٢-٠١-٠١"])
def test_what_is_no_day_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["asof", day, "--home", str(ROOT)]) == 2
    assert "mend:" in capsys.readouterr().err


def test_a_span_that_ends_before_it_begins_is_refused(chronicle: Chronicle) -> None:
    with pytest.raises(UsageError):
        changes(chronicle, "2003-01-01", "2002-01-01")


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Acts", "signed, not known to be in force"),
        ("uz", "Hujjatlar", "imzolangan, kuchga kirgani maʼlum emas"),
        ("uz-Cyrl", "Ҳужжатлар", "имзоланган, кучга киргани маълум эмас"),
        ("ru", "Акты", "подписан, о вступлении в силу неизвестно"),
        ("kk", "Құжаттар", "қол қойылған, күшіне енгені белгісіз"),
    ],
)
def test_in_each_language(
    language: str, title: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["asof", "2002-01-01", "--home", str(ROOT), "--lang", language]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert title in out
    assert said in out


def test_as_rows_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["asof", "2002-01-01", "--home", str(ROOT), "--format", "json"]) == 0
    sections = json.loads(capsys.readouterr().out)
    assert [s["name"] for s in sections] == [
        "phase", "border", "acts", "offices", "capitals", "names", "open",
    ]  # fmt: skip
    assert (
        main(["changes", "2002-01-01", "2004-01-01", "--home", str(ROOT), "--format", "tsv"]) == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("section\tchange\tthing")
    assert any(line.startswith("acts\t+\t") and "border-treaty-2002" in line for line in lines)


ENDED = """
@prefix act: <https://w3id.org/elchi/id/act/> .
@prefix certainty: <https://w3id.org/elchi/id/certainty/> .
@prefix claim: <https://w3id.org/elchi/id/claim/> .
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix event: <https://w3id.org/elchi/id/event/> .
@prefix event-type: <https://w3id.org/elchi/id/event-type/> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix passage: <https://w3id.org/elchi/id/passage/> .
@prefix stance: <https://w3id.org/elchi/id/stance/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
graph:claims {
  claim:test-end a elchi:Claim ; elchi:stance stance:asserts ;
    elchi:certainty certainty:certain ; elchi:passage passage:huggo-1 .
}
claim:test-end {
  event:test-end a elchi:Event ; elchi:eventType event-type:TYPE ;
    elchi:date "2010-05"^^xsd:gYearMonth ; elchi:concerns act:border-treaty-2002 .
}
"""


@pytest.mark.parametrize(
    ("kind", "ended"), [("termination", "ended"), ("supersession", "superseded")]
)
def test_an_act_that_ends(kind: str, ended: str, tmp_path: Path) -> None:
    path = tmp_path / "end.trig"
    path.write_text(ENDED.replace("TYPE", kind), encoding="utf-8")
    trial = make(Corpus(ROOT, [path]))
    act = "border-treaty-2002"
    assert status(trial, "2010-04-30", act) == ("act-status:in-force", True)
    assert status(trial, "2010-05-15", act) == ("act-status:in-force", False)
    assert status(trial, "2010-05-31", act) == (f"act-status:{ended}", True)
