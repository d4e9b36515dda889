"""Audit: data sets of others beside the chronicle, in small files of their formats.

Expected answers are worked out from the claims: what a source of the chronicle says of the pair
or the state in that year. The files are made up here, in the formats of the data sets.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from elchi.audit import Report, audit
from elchi.audit.auditing import COLUMNS
from elchi.audit.datasets import datasets
from elchi.build import Chronicle, make
from elchi.cli import main
from elchi.corpus import Corpus
from elchi.errors import ElchiError, InputError, UsageError

UZ, KZ, KG = "state:uzbekistan", "state:kazakhstan", "state:kyrgyzstan"
NEAR = "obligation:non-aggression"

DDYR = "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,atopid1"
DYADS = "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,consolidated,year,entryforceyear,typememb,regioncon"  # noqa: E501
ARCHIGOS = "obsid\tleadid\tccode\tidacr\tleader\tstartdate\teindate\tenddate\teoutdate\tentry\texit\texitcode"  # noqa: E501
VOTES = "rcid,country,country_code,vote"


def short(iri: str) -> str:
    return iri.removeprefix("https://w3id.org/elchi/id/").replace("/", ":", 1)


def write(path: Path, lines: Iterable[str], encoding: str = "utf-8", end: str = "\n") -> Path:
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def told(report: Report) -> set[tuple[str, ...]]:
    """States, aspect, years and answer of every run."""
    return {
        (" ".join(map(short, r.states)), short(r.aspect).rsplit("#")[-1], r.years, r.words)
        for r in report.runs
    }


def alliance(years: Iterable[int], codes: str = "1,0,0,1,1") -> list[str]:
    return [
        f"{a}{b},{a},{b},{y},1,{codes},4220"
        for y in years
        for a, b in ((704, 705), (705, 704))
    ]  # fmt: skip


# -- ATOP


def test_atop_by_directed_dyads(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [DDYR, *alliance(range(1992, 2019)), "2020,2,20,1990,1,1,0,0,0,1,3150"]
    report = audit(chronicle, write(tmp_path / "atop5_1ddyr.csv", rows))
    pair = f"{KZ} {UZ}"
    # A clause against hostile blocs is told of 1998 (article, line 77) and of 2013 (Vestnik
    # Kavkaza); it comes near to non-aggression. No source tells of any other obligation.
    assert told(report) == {
        (pair, "obligation:defence", "1992-2018", "only in file"),
        (pair, "obligation:consultation", "1992-2018", "only in file"),
        (pair, "obligation:offence", "1992-2018", "neither speaks"),
        (pair, "obligation:neutrality", "1992-2018", "neither speaks"),
        (pair, NEAR, "1992-1997", "only in file"),
        (pair, NEAR, "1998-2012", "may agree"),
        (pair, NEAR, "2013-2018", "may agree"),
    }
    assert report.variant.startswith("directed dyad-year")
    assert (report.rows, report.kept, report.years) == (55, 54, (1990, 2018))


def test_which_act(chronicle: Chronicle, tmp_path: Path) -> None:
    report = audit(chronicle, write(tmp_path / "a.csv", [DDYR, *alliance([1992])]))
    run = next(r for r in report.runs if r.aspect.endswith("/defence"))
    first = run.candidates[0]
    assert (short(first.thing), first.when) == ("act:friendship-treaty-1992", "1992-06-24")
    assert first.why == ("no provision of it is known here",)
    assert "claim:tursunov-2026-friendship-treaty-signed" in map(short, first.claims)
    assert all("it was made only later" in c.why for c in run.candidates[1:])


def test_what_the_data_set_itself_says_is_no_second_witness(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    report = audit(chronicle, write(tmp_path / "a.csv", [DDYR, *alliance([1992])]))
    assert [short(c) for c in report.excluded] == ["claim:atop-peacesciencer-alliance"]
    assert "claim:atop-peacesciencer-alliance" not in {
        short(c) for r in report.runs for c in r.claims
    }


def test_a_coded_no_against_a_clause_may_differ(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [DDYR, *alliance([1997, 1999], "0,0,0,0,0"), *alliance([2001], "0,0,0,NA,0")]
    report = audit(chronicle, write(tmp_path / "a.csv", rows))
    answers = {t for t in told(report) if t[1] == NEAR}
    pair = f"{KZ} {UZ}"
    assert answers == {
        (pair, NEAR, "1997", "neither speaks"),
        (pair, NEAR, "1998", "only in chronicle"),
        (pair, NEAR, "1999", "may differ"),
        (pair, NEAR, "2000-2001", "only in chronicle"),
    }


FORMS = {
    "dyad-year": [
        "dyad,mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul,bilatno",
        *(f"704705,704,705,{y},1,1,0,0,1,1,0" for y in (1998, 1999)),
    ],
    "peacesciencer": [
        '"ccode1","ccode2","year","atop_defense","atop_offense","atop_neutral","atop_nonagg","atop_consul"',
        *(f"{a},{b},{y},1,0,0,1,1" for y in (1998, 1999) for a, b in ((704, 705), (705, 704))),
    ],
    "numbered rows": [
        "ccode1 ccode2 year atop_defense atop_offense atop_neutral atop_nonagg atop_consul".replace(
            " ", "\t"
        ),
        *(f"{n}\t704.0\t705.0\t{y}.0\t1.0\t0\t0\t1\t1" for n, y in enumerate((1998, 1999), 1)),
    ],
    "alliance": [
        "atopid,begyr,endyr,defense,offense,neutral,nonagg,consul,mem1,mem2,mem3,mem4",
        "4220,1998,1999,1,0,0,1,1,365,705,704,",
        "1005,1815,1815,1,0,0,0,1,200,300,220,",
    ],
    "member": [
        "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul",
        "4220,704,1998,5,15,1999,4,2,1,0,0,1,1",
        "4220,705,1992,5,15,0,0,0,1,0,0,1,1",
        "9999,705,1992,5,15,0,0,0,0,0,1,0,0",
    ],
}


@pytest.mark.parametrize("form", FORMS)
def test_the_variants_of_atop(form: str, chronicle: Chronicle, tmp_path: Path) -> None:
    path = write(tmp_path / "atop.csv", FORMS[form])
    report = audit(chronicle, path, between=("Oʻzbekiston", "Қазақстан"))
    pair = f"{KZ} {UZ}"
    assert {t for t in told(report) if t[3] != "neither speaks"} >= {
        (pair, "obligation:defence", "1998-1999", "only in file"),
        (pair, NEAR, "1998-1999", "may agree"),
    }


def test_an_alliance_that_goes_on_is_in_force_to_the_end_of_the_data(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    rows = [FORMS["alliance"][0], "4220,2015,0,1,0,0,0,0,705,704,,"]
    report = audit(chronicle, write(tmp_path / "a.csv", rows), between=(UZ, KZ))
    assert (f"{KZ} {UZ}", "obligation:defence", "2015-2018", "only in file") in told(report)


def test_years_can_be_bounded(chronicle: Chronicle, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [DDYR, *alliance(range(1992, 2019))])
    report = audit(chronicle, path, start=1997, end=1999)
    assert {y for r in report.runs for y in range(r.first, r.last + 1)} == {1997, 1998, 1999}
    with pytest.raises(UsageError, match="backwards"):
        audit(chronicle, path, start=2000, end=1990)


# -- DESTA


def desta(number: str, name: str, year: str, force: str, *states: tuple[str, str]) -> str:
    (one, iso1), (other, iso2) = states
    return f'{one},{other},{iso1},{iso2},{number},{number},"{name}",base_treaty,0,{year},{force},2,Asia'  # noqa: E501


KAZ, UZB, KGZ = ("Kazakhstan", "398"), ("Uzbekistan", "860"), ("Kyrgyzstan", "417")


def test_desta_by_dyads(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        DYADS,
        desta("191", "Central Asian Economic Community", "1994", "NA", KAZ, UZB),
        desta("191", "Central Asian Economic Community", "1994", "NA", UZB, KGZ),
        desta("549", "Kazakhstan Uzbekistan", "1997", "1998", KAZ, UZB),
        desta("3", "Côte d'Ivoire, France", "2003", "2003", ("France", "250"), ("X", "384")),
    ]
    report = audit(chronicle, write(tmp_path / "desta.csv", rows))
    # Number 191 is the treaty of 30 April 1994; that of 10 January 1994 is told by CIS
    # Legislation; the free trade agreement of 1997 is known from DESTA alone.
    assert told(report) == {
        (f"{KZ} {UZ}", "event-type:signing", "1994", "agrees"),
        (f"{KZ} {UZ}", "event-type:signing", "1994", "only in chronicle"),
        (f"{KZ} {UZ}", "event-type:signing", "1997", "only in file"),
        (f"{KZ} {UZ}", "event-type:entry-into-force", "1998", "only in file"),
        (f"{KG} {UZ}", "event-type:signing", "1994", "agrees"),
        (f"{KZ} {KG}", "event-type:signing", "1994", "only in chronicle"),
    }
    notes = {r.first: r.note for r in report.runs if r.words == "only in file"}
    assert all("no second witness" in notes[year] for year in (1997, 1998))
    agreed = next(r for r in report.runs if r.words == "agrees")
    assert "claim:cis-legislation-3915-trilateral-treaty" in map(short, agreed.claims)
    assert "claim:desta-agreement-191" not in map(short, agreed.claims)


def test_desta_of_another_year_differs(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [DYADS, desta("191", "CAEC", "1995", "NA", KAZ, UZB)]
    report = audit(chronicle, write(tmp_path / "desta.csv", rows))
    run = next(r for r in report.runs if r.words == "differs")
    # From 30 April 1994 to 1 January 1995 are 246 days.
    assert (run.first, run.note) == (
        1995,
        "1995 in the file, 1994-04-30 in the chronicle: at least 246 days apart",
    )


def test_desta_without_a_number_may_agree_by_parties_and_year(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    rows = [DYADS, desta("77777", "Economic space", "1994", "1994", KAZ, UZB)]
    report = audit(chronicle, write(tmp_path / "desta.csv", rows))
    assert (f"{KZ} {UZ}", "event-type:signing", "1994", "may agree") in told(report)


def test_desta_as_a_list_of_treaties(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        "number;base_treaty;name;entry_type;consolidated;year;entryforceyear;typememb;regioncon;c1;c2;c3",
        "191;191;Central Asian Economic Community;base_treaty;0;1994;NA;2;Asia;398;417;860",
        "192;191;An accession called off;withdrawal;0;1996;NA;2;Asia;398;417;860",
    ]
    report = audit(chronicle, write(tmp_path / "DESTA.csv", rows))
    agreed = {t[0] for t in told(report) if t[2:] == ("1994", "agrees")}
    assert agreed == {f"{KZ} {UZ}", f"{KZ} {KG}", f"{KG} {UZ}"}
    assert not any(t[2] == "1996" for t in told(report))


# -- Archigos

KARIMOV = "UZB-1990\t824391f4-1e42-11e4-b4cd-db5882bf8def\t704\tUZB\tKarimov"
NAZARBAYEV = "KZK-1990\t8243c2c2-1e42-11e4-b4cd-db5882bf8def\t705\tKZK\tNazarbaev"


def leader(who: str, start: str, end: str, exit: str = "Regular") -> str:
    return f"{who}\t{start}\t{start}\t{end}\t{end}\tRegular\t{exit}\t."


def test_archigos_leaders_by_year_and_day(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        ARCHIGOS,
        leader(KARIMOV, "1990-03-24", "2015-12-31", "Still in Office"),
        leader(NAZARBAYEV, "1990-04-22", "2015-12-31", "Still in Office"),
        leader("USA-1869\tx\t2\tUSA\tGrant", "1869-03-04", "1877-03-04"),
    ]
    report = audit(chronicle, write(tmp_path / "archigos.txt", rows))
    years = {(t[0], t[2], t[3]) for t in told(report) if t[1] == "holder"}
    # REIGN: from 24 March and 24 April 1990; the presidencies begin in 1991.
    assert {(s, w) for s, _, w in years} == {(UZ, "agrees"), (KZ, "agrees")}
    begins = {(short(r.states[0]), r.words, r.note) for r in report.runs if "#begin" in r.aspect}
    assert begins == {
        (UZ, "agrees", ""),
        (
            KZ,
            "differs",
            "1990-04-22 in the file, 1990-04-24 in the chronicle: 2 days apart",
        ),
    }
    # "Still in Office" is the end of the data, and no end.
    assert not any("#end" in r.aspect for r in report.runs)
    assert "REIGN" in report.note


def test_archigos_ends_and_successions(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        ARCHIGOS,
        leader(KARIMOV, "1990-03-24", "2016-09-02"),
        leader("UZB-2016\ty\t704\tUZB\tMirziyoev", "2016-09-08", "2018-12-31", "Still in Office"),
        leader("KZK-2019\tz\t705\tKZK\tSomebody Else", "2018-01-01", "2018-12-31"),
    ]
    report = audit(chronicle, write(tmp_path / "archigos.txt", rows))
    of_2016 = {
        (r.words, tuple(map(short, r.chronicle)))
        for r in report.runs
        if r.first <= 2016 <= r.last and short(r.states[0]) == UZ and "#holder" in r.aspect
    }
    # EveryPolitician has Yuldashev for 2-8 September 2016, and Archigos does not here.
    assert of_2016 == {
        ("agrees", ("person:islam-karimov",)),
        ("agrees", ("person:shavkat-mirziyoyev",)),
        ("only in chronicle", ("person:nigmatilla-yuldashev",)),
    }
    ends = [(short(r.states[0]), r.words) for r in report.runs if "#end" in r.aspect]
    assert ends == [(UZ, "agrees")]
    differs = next(r for r in report.runs if r.words == "differs")
    assert (differs.first, differs.file) == (2018, ("Somebody Else",))
    assert [short(p) for p in differs.chronicle] == ["person:nursultan-nazarbayev"]


def test_archigos_as_peacesciencer_has_it(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        "gwcode,obsid,leadid,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode",
        "704,UZB-1990,824391f4-1e42-11e4-b4cd-db5882bf8def,Karimov,1938,M,1990-03-24,2015-12-31,"
        "Regular,Still in Office,.",
    ]
    report = audit(chronicle, write(tmp_path / "a.csv", rows), between=("Uzbekistan", "China"))
    assert report.variant == "peacesciencer (archigos)"
    assert (UZ, "begin", "1990", "agrees") in told(report)


# -- UN votes

DECLARATION = "act:nuclear-weapon-free-world-declaration-2015"


def test_un_votes(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        VOTES,
        "5425,Uzbekistan,UZ,yes",
        "5425,Kazakhstan,KZ,yes",
        "5425,Russia,RU,abstain",
        "5425,China,CN,no",
        "5426,Kazakhstan,KZ,no",
    ]
    report = audit(chronicle, write(tmp_path / "un_votes.csv", rows))
    # Only the article (line 97) tells, beside the votes data, of Tashkent's support.
    assert told(report) == {
        (UZ, DECLARATION, "2015", "agrees"),
        (KZ, DECLARATION, "2015", "only in file"),
        ("state:russia", DECLARATION, "2015", "only in file"),
        ("state:china", DECLARATION, "2015", "only in file"),
    }
    notes = {short(r.states[0]): r.note for r in report.runs}
    assert "no second witness" in notes[KZ]
    assert "otherwise: abstain" in notes["state:china"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("rcid,ccode,member,vote,session,unres,date", "5425,704,1,{},70,R/70/57,2015-12-07"),
        ("undl_id,ms_code,ms_vote,date,session,resolution", "1,UZB,{},2015-12-07,70,A/RES/70/57"),
    ],
)  # fmt: skip
def test_other_forms_of_un_votes(
    header: str, row: str, chronicle: Chronicle, tmp_path: Path
) -> None:
    values = ("1", "3", "8") if "rcid" in header else ("Y", "N", "X")
    answers = ("agrees", "differs", "differs")
    for value, answer in zip(values, answers, strict=True):
        path = write(tmp_path / "votes.csv", [header, row.format(value)])
        assert told(audit(chronicle, path)) == {(UZ, DECLARATION, "2015", answer)}


def test_days_of_roll_calls(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        '"","rcid","session","importantvote","date","unres","amend","para","short","descr"',
        '"1",5425,70,0,2015-12-09,"R/70/57",NA,NA,"x","y, ""z"""',
        '"2",9,75,0,2021-05-18,"R/75/277",NA,NA,"x","y"',
    ]
    report = audit(chronicle, write(tmp_path / "rolls.csv", rows))
    assert told(report) == {("", "event-type:adoption", "2015", "differs")}
    assert report.runs[0].note.endswith("2 days apart")


# -- how files come


def test_bytes_marks_and_line_ends(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [DDYR, *alliance([1998])]
    plain = told(audit(chronicle, write(tmp_path / "a.csv", rows)))
    assert plain
    for encoding, end in (("utf-8-sig", "\r\n"), ("utf-8", "\r"), ("ascii", "\n\n")):
        assert told(audit(chronicle, write(tmp_path / "b.tab", rows, encoding, end))) == plain
    tabs = [line.replace(",", "\t") for line in rows]
    assert told(audit(chronicle, write(tmp_path / "c.csv", tabs))) == plain


def test_letters_that_are_not_utf_8_are_told(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [DYADS, desta("3", "Côte", "2003", "2003", ("France", "250"), ("X", "384"))]
    report = audit(chronicle, write(tmp_path / "d.csv", rows, "cp1252"))
    assert any("line 2 is not UTF-8" in n and "Windows-1252" in n for n in report.notes)
    assert any("says nothing" in n for n in report.notes)
    assert report.runs == ()


ONE = "1,1,0,0,1,1,1"
BAD: dict[str, tuple[list[str], int | None, str]] = {
    "missing column": ([DDYR.replace("nonagg", "n")], 1, "lacks the columns: nonagg"),
    "no data set": (["a,b", "1,2"], 1, "none of the columns"),
    "letters": ([DDYR, f"1,KAZ,UZB,1992,{ONE}"], 2, "ISO 3166-1 alpha-3 code of Kazakhstan"),
    "a name": ([DDYR, *alliance([1990]), f"1,Qozogʻiston,704,1992,{ONE}"], 4, "the name of Kaz"),
    "no year": ([DDYR, f"1,704,705,92,{ONE}"], 2, "is no year and no day"),
    "no value": ([DDYR, "1,704,705,1992,1,2,0,0,1,1,1"], 2, "is no value of ATOP"),
    "ragged row": ([DDYR, "1,704,705"], 2, "the row has 3 fields, the header 11"),
    "open quote": ([DDYR, f'1,"704,705,1992,{ONE}'], 2, "cannot be read"),
    "day of a spreadsheet": ([ARCHIGOS, leader(KARIMOV, "3/24/1990", "2015-12-31")], 2, "no day"),
    "no day": ([ARCHIGOS, leader(KARIMOV, "1990-02-30", "2015-12-31")], 2, "no day"),
    "backwards": ([ARCHIGOS, leader(KARIMOV, "1999-01-01", "1990-12-31")], 2, "ends before"),
    "empty": ([], None, "the file is empty"),
    "blank": (["", " "], None, "the file is empty"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_files_are_told_with_their_line(
    fault: str, chronicle: Chronicle, tmp_path: Path
) -> None:
    lines, line, message = BAD[fault]
    with pytest.raises(InputError) as raised:
        audit(chronicle, write(tmp_path / "bad.csv", lines))
    assert message in raised.value.message
    assert raised.value.line == line
    assert raised.value.mend


@pytest.mark.parametrize(
    "body",
    [b"PK\x03\x04rest", b"\x1f\x8brest", b"<stata_dta><header>", b"RDX3\n", b"a,b\n1,\0\n",
     b"\xff\xfea\0", b"\xd0\xcf\x11\xe0"],
)  # fmt: skip
def test_binary_files_are_refused(body: bytes, chronicle: Chronicle, tmp_path: Path) -> None:
    path = tmp_path / "data.rda"
    path.write_bytes(body)
    with pytest.raises(InputError, match="no table of text") as raised:
        audit(chronicle, path)
    assert "save it as CSV" in str(raised.value)


def test_what_is_left_out_is_told(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = [
        DDYR,
        *alliance([1998]),
        "1,340,705,1998,1,1,0,0,1,1,1",
        "1,704,705,NA,1,1,0,0,1,1,1",
        "1,704,70x,1998,1,1,0,0,1,1,1",
    ]
    report = audit(chronicle, write(tmp_path / "a.csv", rows))
    assert report.notes == (
        "left out from line 4 on: 340 in the column statea is a code of Gleditsch–Ward",
        "left out from line 6 on: a value of the column stateb is no Correlates of War code",
        "left out from line 5 on: it gives no time",
    )


def test_a_header_alone_says_nothing(chronicle: Chronicle, tmp_path: Path) -> None:
    report = audit(chronicle, write(tmp_path / "a.csv", [DDYR]))
    assert report.runs == ()
    assert any("no row below its header" in n for n in report.notes)


def test_the_data_set_can_be_named(chronicle: Chronicle, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [DDYR, *alliance([1998])])
    assert audit(chronicle, path, "atop").dataset == "ATOP"
    with pytest.raises(InputError, match="none of the columns"):
        audit(chronicle, path, "archigos")
    with pytest.raises(UsageError, match="no data set") as raised:
        audit(chronicle, path, "reign")
    assert "archigos, atop, desta, un-votes" in str(raised.value)
    with pytest.raises(UsageError, match="2 states at a time"):
        audit(chronicle, path, between=("Uzbekistan", "Oʻzbekiston"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8")))
def test_no_bytes_give_a_traceback(body: bytes, chronicle: Chronicle, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(body)
    with contextlib.suppress(ElchiError):
        audit(chronicle, path)


_CELL = st.sampled_from(
    ["704", "705", "UZB", "", "NA", "-9", "1", "0", "1992", "0", "é", '"', "\t"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(_CELL, min_size=10, max_size=12), max_size=6), name=st.integers(0, 3))
def test_no_rows_give_a_traceback(
    rows: list[list[str]], name: int, chronicle: Chronicle, tmp_path: Path
) -> None:
    header = (DDYR, DYADS, ARCHIGOS.replace("\t", ","), VOTES)[name]
    width = header.count(",") + 1
    lines = [header, *(",".join((row + row)[:width]) for row in rows)]
    with contextlib.suppress(InputError):
        report = audit(chronicle, write(tmp_path / "any.csv", lines))
        assert all(set(row) == set(COLUMNS) for row in report.table())


def test_many_rows_are_streamed(chronicle: Chronicle, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        print(DDYR, file=file)
        for number in range(200_000):
            print(f"2020,2,{20 + number % 600},{1900 + number % 119},1,1,0,0,0,1,1", file=file)
        print(*alliance([2000]), sep="\n", file=file)
    report = audit(chronicle, path)
    assert (report.rows, report.kept, report.years) == (200_002, 2, (1900, 2018))


# -- how it is told


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "atop.csv", [DDYR, *alliance(range(1992, 2019))])
    base = ["audit", str(path), "--home", str(ROOT), "--build", str(tmp_path / "none")]
    assert main(base) == 0
    said = capsys.readouterr().out
    assert "1992-2018  only in file" in said
    assert "Tursunov 2026, line 77" in said
    assert "claim:atop-peacesciencer-alliance" in said
    assert main([*base, "--format", "json", "--from", "1998", "--to", "1998"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(r["year"], r["status"], r["sure"]) for r in rows if NEAR[11:] in r["aspect"]} == {
        (1998, "agrees", False)
    }
    assert main([*base, "--lang", "uz", "--format", "table"]) == 0
    assert "mudofaa" in capsys.readouterr().out
    for form in ("csv", "tsv", "ndjson"):
        assert main([*base, "--format", form]) == 0
        assert capsys.readouterr().out.count("\n") >= 27 * 5
    assert main([*base, "--from", "98"]) == 2
    assert main(["audit", str(tmp_path / "nothing.csv"), *base[2:]]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_the_same_file_gives_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = alliance(range(1992, 2019))
    out = []
    for order in (rows, rows[::-1]):
        path = write(tmp_path / "atop.csv", [DDYR, *order])
        assert main(["audit", str(path), "--home", str(ROOT), "--format", "text"]) == 0
        out.append(capsys.readouterr().out)
    assert out[0] == out[1]
    assert str(tmp_path) not in out[0]


def test_a_further_data_set_is_a_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, home / folder)
    text = (ROOT / "queries/audits/atop.rq").read_text(encoding="utf-8")
    text = text.replace('title = "ATOP"', 'title = "Pacts"').replace("statea", "left")
    text = text.replace("stateb", "right").replace(
        'sources = ["work:atop-peacesciencer"]', "sources = []"
    )
    (home / "queries/audits/pacts.rq").write_text(text, encoding="utf-8")
    opened = make(Corpus(home))
    assert [d.name for d in datasets(opened.files)][-2:] == ["pacts", "un-votes"]
    rows = [DDYR.replace("stateA", "left").replace("stateB", "right"), *alliance([1998])]
    assert audit(opened, write(tmp_path / "p.csv", rows)).dataset == "Pacts"


def test_a_header_that_describes_no_data_set_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, home / folder)
    path = home / "queries/audits/desta.rq"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('#+ scheme = "iso3166-1-numeric"', '#+ scheme = "none"'), "utf-8")
    with pytest.raises(InputError, match="does not describe a data set") as raised:
        audit(make(Corpus(home)), write(tmp_path / "a.csv", [DDYR]))
    assert raised.value.where == "queries/audits/desta.rq"
