"""The dyad-year tables: cells worked out by reading the chronicle, and tables that agree.

The cells are those a reader of the article and the public record would fill in; each says where
it comes from. Uzbekistan (704) stands before Kazakhstan (705).
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import ROOT
from elchi.build import Chronicle, make
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.export import export, export_to
from elchi.export.dyad_year import files
from elchi.spans import Span

UZ_KZ, KG_KZ, RU_CN = "uzbekistan_kazakhstan", "kyrgyzstan_kazakhstan", "russia_china"
STATE = "https://w3id.org/elchi/id/state/"
DIRECTED = ("visits", "supports", "initiatives", "ratifications")
COUNTS = (
    "acts", "meetings", "talks", "incidents", "entries_into_force", "border_steps", *DIRECTED,
)  # fmt: skip
Rows = list[dict[str, str]]


def tables(made: dict[str, bytes]) -> dict[str, Rows]:
    """The tables of an export, as rows by column."""
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(body.decode(), newline="")))
        for name, body in made.items()
        if name.endswith(".csv")
    }


@pytest.fixture(scope="module")
def written(chronicle: Chronicle) -> dict[str, bytes]:
    return files(chronicle, "en", "made/")


@pytest.fixture(scope="module")
def found(written: dict[str, bytes]) -> dict[str, Rows]:
    return tables(written)


def row(found: dict[str, Rows], dyad: str, year: int) -> dict[str, str]:
    [one] = [r for r in found["dyad-year"] if (r["dyad"], r["year"]) == (dyad, str(year))]
    return one


def way(found: dict[str, Rows], source: str, target: str, year: int) -> dict[str, str]:
    [one] = [
        r
        for r in found["dyad-year-directed"]
        if (r["source"], r["target"], r["year"]) == (STATE + source, STATE + target, str(year))
    ]
    return one


def things(found: dict[str, Rows], dyad: str, year: int, column: str, known: str) -> set[str]:
    return {
        r["thing"].rsplit("/", 1)[-1]
        for r in found["cells"]
        if (r["dyad"], r["year"], r["column"], r["certainty"]) == (dyad, str(year), column, known)
    }


@pytest.mark.parametrize(
    ("dyad", "year", "column", "count", "possible", "status"),
    [
        # line 89: Mirziyoyev in Astana, March 2017
        (UZ_KZ, 2017, "visits", "1", "0", "counted"),
        # covered in part, and no visit is told of: unknown, not zero
        (UZ_KZ, 2016, "visits", "", "0", "unknown"),
        # after the time of the article
        (UZ_KZ, 2023, "visits", "", "0", "not covered"),
        # one president from 1991 to 2016, and the terms are all listed: a true zero
        (UZ_KZ, 2000, "leaders_new_1", "0", "0", "all"),
        # Karimov dies: Yuldashev and Mirziyoyev, who begins two terms
        (UZ_KZ, 2016, "leaders_new_1", "2", "0", "all"),
        (UZ_KZ, 2019, "leaders_new_2", "1", "0", "all"),
        # the list of presidents reaches to 22 December 2022, not to the end of the year
        (UZ_KZ, 2022, "leaders_new_1", "", "0", "unknown"),
        # the trilateral agreement of 10 January, and the free trade agreement of "1997"
        (UZ_KZ, 1997, "acts", "2", "0", "counted"),
        # the free trade agreement came into force in "1998", a year and no day
        (UZ_KZ, 1998, "entries_into_force", "1", "0", "counted"),
        # the demarcation treaty came into force on 4 July 2023, though 2023 is not covered
        (UZ_KZ, 2023, "entries_into_force", "1", "0", "counted"),
        # Tashkent, Guliston, Almaty in May and July, Guliston, Almaty in October and December;
        # a round in Tashkent is told of without a sure date
        (UZ_KZ, 2019, "talks", "7", "1", "counted"),
        # line 83: breaches and shootings on the border, undated
        (UZ_KZ, 2005, "incidents", "", "2", "unknown"),
        # line 97, the vote of 7 December 2015; three supports are undated
        (UZ_KZ, 2015, "supports", "1", "3", "counted"),
        # the treaty of 30 April 1994
        (KG_KZ, 1994, "acts", "1", "0", "counted"),
        (KG_KZ, 1995, "acts", "", "0", "not covered"),
        # both voted for the declaration: they stand on one side, and support is none between them
        (KG_KZ, 2015, "supports", "", "0", "not covered"),
        # both abstained
        (RU_CN, 2015, "meetings", "", "0", "not covered"),
    ],
)
def test_a_cell_is_as_read(
    found: dict[str, Rows],
    dyad: str,
    year: int,
    column: str,
    count: str,
    possible: str,
    status: str,
) -> None:
    one = row(found, dyad, year)
    assert [one[column + end] for end in ("", "_possible", "_status")] == [count, possible, status]


@pytest.mark.parametrize(
    ("source", "target", "year", "column", "count"),
    [
        ("uzbekistan", "kazakhstan", 2017, "visits", "1"),
        ("kazakhstan", "uzbekistan", 2017, "visits", ""),
        # Nazarbayev in Tashkent, 13-14 June 2013
        ("kazakhstan", "uzbekistan", 2013, "visits", "1"),
        ("uzbekistan", "kazakhstan", 2013, "visits", ""),
        ("uzbekistan", "kazakhstan", 2015, "supports", "1"),
        # line 99: the resolution on the Aral Sea region, May 2021
        ("kazakhstan", "uzbekistan", 2021, "supports", "1"),
        ("uzbekistan", "kazakhstan", 2021, "supports", ""),
        # Kazakhstan's law of 2 July 2003
        ("kazakhstan", "uzbekistan", 2003, "ratifications", "1"),
        ("uzbekistan", "kazakhstan", 2003, "ratifications", ""),
        ("kazakhstan", "kyrgyzstan", 1997, "entries_into_force", "1"),
    ],
)
def test_a_direction_is_as_read(
    found: dict[str, Rows], source: str, target: str, year: int, column: str, count: str
) -> None:
    assert way(found, source, target, year)[column] == count


def test_what_lasts_may_lie_in_each_of_its_years(found: dict[str, Rows]) -> None:
    """The demarcation began in 2003, and no source says when it ended."""
    assert "demarcation-of-border" not in things(found, UZ_KZ, 2002, "border_steps", "possible")
    for year in (2004, 2012, 2021):
        assert "demarcation-of-border" in things(found, UZ_KZ, year, "border_steps", "possible")
    either = [things(found, UZ_KZ, 2003, "border_steps", known) for known in ("sure", "possible")]
    assert "demarcation-of-border" in set.union(*either)


def test_parts_are_counted_and_their_whole_is_not(found: dict[str, Rows]) -> None:
    steps = things(found, UZ_KZ, 1995, "border_steps", "possible")
    assert {"first-stage-of-delimitation", "second-stage-of-delimitation"} <= steps
    assert "delimitation-of-border" not in steps


@pytest.mark.parametrize(
    ("year", "relations", "in_force", "leaders"),
    [
        # 23 November 1992; nothing in force yet that a source tells of
        (1991, "no", "", ("islam-karimov", "nursultan-nazarbayev")),
        (1992, "yes", "", ("islam-karimov", "nursultan-nazarbayev")),
        # the trilateral agreement (30 August 1997) and free trade (1998)
        (2002, "yes", "2", ("islam-karimov", "nursultan-nazarbayev")),
        # and the border treaty of 2002 (5 September 2003)
        (2003, "yes", "3", ("islam-karimov", "nursultan-nazarbayev")),
        (2016, "yes", "3", ("shavkat-mirziyoyev", "nursultan-nazarbayev")),
        # the treaty on allied relations was signed, and is not known to be in force
        (2022, "yes", "3", ("shavkat-mirziyoyev", "kassym-jomart-tokayev")),
        (2023, "yes", "4", ("shavkat-mirziyoyev", "kassym-jomart-tokayev")),
    ],
)
def test_the_last_day_of_a_year_is_as_read(
    found: dict[str, Rows], year: int, relations: str, in_force: str, leaders: tuple[str, str]
) -> None:
    one = row(found, UZ_KZ, year)
    assert one["diplomatic_relations"] == relations
    assert one["acts_in_force"] == in_force
    assert tuple(one[f"leaders_{n}"].rsplit("/", 1)[-1] for n in "12") == leaders


def test_what_no_source_tells_of_cannot_be_known(found: dict[str, Rows]) -> None:
    assert {r["diplomatic_relations"] for r in found["dyad-year"] if r["dyad"] == KG_KZ} == {
        "cannot be known"
    }
    assert "allied-relations-treaty-2022" in things(found, UZ_KZ, 2022, "acts_in_force", "possible")


def test_the_keys_are_those_of_the_registers(found: dict[str, Rows]) -> None:
    one = row(found, UZ_KZ, 2017)
    keys = ("cow", "cow_abbrev", "gw", "iso3", "m49", "vdem", "imf")
    assert [one[f"{key}_1"] for key in keys] == ["704", "UZB", "704", "UZB", "860", "140", "927"]
    assert [one[f"{key}_2"] for key in keys] == ["705", "KZK", "705", "KAZ", "398", "121", "916"]
    assert all(int(r["cow_1"]) < int(r["cow_2"]) for r in found["dyad-year"])


def test_every_pair_has_every_year_once(found: dict[str, Rows]) -> None:
    pairs = {r["dyad"] for r in found["dyad-year"]}
    assert {UZ_KZ, KG_KZ, RU_CN, "kyrgyzstan_uzbekistan"} == pairs
    for dyad in pairs:
        years = [int(r["year"]) for r in found["dyad-year"] if r["dyad"] == dyad]
        assert years == list(range(1991, 2025))
    assert len(found["dyad-year-directed"]) == 2 * len(found["dyad-year"])


def agree(found: dict[str, Rows]) -> None:
    """The two tables say the same, and the statements behind them are as many as they count."""
    behind: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    moved: dict[tuple[str, str, str, str, str], set[str]] = defaultdict(set)
    for r in found["cells"]:
        behind[r["dyad"], r["year"], r["column"], r["certainty"]].add(r["thing"])
        moved[r["source"], r["target"], r["year"], r["column"], r["dyad"]].add(r["thing"])
    for one in found["dyad-year"]:
        at = one["dyad"], one["year"]
        both = [
            r for r in found["dyad-year-directed"] if (r["dyad"], r["year"]) == at
        ]  # one row for each way
        assert len(both) == 2
        for column in (*COUNTS, "leaders_new_1", "leaders_new_2"):
            assert int(one[column] or 0) == len(behind[*at, column, "sure"]), (at, column)
            assert int(one[f"{column}_possible"]) == len(behind[*at, column, "possible"])
        for column in set(COUNTS) - set(DIRECTED):
            assert all(r[column] == one[column] for r in both)
            assert all(r[f"{column}_status"] == one[f"{column}_status"] for r in both)
        for column in DIRECTED:
            ways = [moved[r["source"], r["target"], one["year"], column, one["dyad"]] for r in both]
            adrift = moved["", "", one["year"], column, one["dyad"]]
            every = behind[*at, column, "sure"] | behind[*at, column, "possible"]
            assert set.union(*ways, adrift) == every, (at, column)
            for r, mine in zip(both, ways, strict=True):
                assert int(r[column] or 0) + int(r[f"{column}_possible"]) == len(mine)
                assert r[f"{column}_undirected"] == str(len(adrift))
        for n in "12":
            assert len(one[f"leaders_{n}"].split()) == len(behind[*at, f"leaders_{n}", "sure"])
        for column in ("acts_signed", "acts_in_force"):
            assert int(one[column] or 0) == len(behind[*at, column, "sure"])


def test_the_tables_agree(found: dict[str, Rows]) -> None:
    agree(found)


def test_each_count_is_empty_unless_something_is_known(found: dict[str, Rows]) -> None:
    for one in found["dyad-year"]:
        for column in COUNTS:
            status = one[f"{column}_status"]
            assert (one[column] == "") == (status in ("unknown", "not covered"))
            assert one[column] != "0" or status == "all"


def test_only_facts_are_counted(found: dict[str, Rows], chronicle: Chronicle) -> None:
    told = {r["claim"] for r in found["cells"]} - {""}
    rows = chronicle.store.rows(
        """PREFIX elchi: <https://w3id.org/elchi/ontology#>
        SELECT ?claim ?stance WHERE { GRAPH <https://w3id.org/elchi/graph/claims> {
          ?claim elchi:stance ?stance } }"""
    )
    stance = {r["claim"].value: r["stance"].value.rsplit("/", 1)[-1] for r in rows}
    assert {stance[claim] for claim in told} == {"asserts"}


PREFIXES = "".join(
    f"@prefix {kind}: <https://w3id.org/elchi/id/{kind}/> .\n"
    for kind in (
        "certainty", "claim", "completeness", "event", "event-type", "extent", "passage",
        "relationship", "stance", "state",
    )
) + """@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix graph: <https://w3id.org/elchi/graph/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
graph:claims { claim:tried a elchi:Claim ; elchi:stance stance:STANCE ;
  elchi:certainty certainty:certain ; elchi:passage passage:tursunov-2026-005-1 . }
"""  # fmt: skip
COMPLETE = """completeness:tried a elchi:Completeness ;
  elchi:completenessOf relationship:uzbekistan-kazakhstan ; elchi:listedKind event-type:visit ;
  elchi:begin "1998"^^xsd:gYear ; elchi:end "2002-06"^^xsd:gYearMonth ;
  elchi:extent extent:all-listed . """
ADRIFT = """event:tried a elchi:Event ; elchi:eventType event-type:visit ;
  elchi:participant state:uzbekistan , state:kazakhstan ; elchi:date "2000-05"^^xsd:gYearMonth . """


def tried(tmp_path: Path, says: str, stance: str = "asserts") -> dict[str, Rows]:
    """The tables with one claim more."""
    path = tmp_path / "tried.trig"
    path.write_text(PREFIXES.replace("STANCE", stance) + f"claim:tried {{ {says} }}\n")
    return tables(files(make(Corpus(ROOT, [path])), "en", "made/"))


def test_where_all_are_listed_none_is_zero(tmp_path: Path) -> None:
    found = tried(tmp_path, COMPLETE)
    said = {year: row(found, UZ_KZ, year) for year in (1997, 1998, 2001, 2002, 2003)}
    assert {y: (r["visits"], r["visits_status"]) for y, r in said.items()} == {
        1997: ("", "unknown"),
        1998: ("0", "all"),
        2001: ("0", "all"),
        2002: ("", "unknown"),  # listed until June
        2003: ("", "unknown"),
    }
    assert way(found, "uzbekistan", "kazakhstan", 1999)["visits"] == "0"
    assert row(found, UZ_KZ, 1999)["talks_status"] == "unknown"
    assert row(found, KG_KZ, 1999)["visits_status"] == "not covered"


def test_a_visit_of_unknown_direction_is_counted_apart(tmp_path: Path) -> None:
    found = tried(tmp_path, COMPLETE + ADRIFT)
    assert (row(found, UZ_KZ, 2000)["visits"], row(found, UZ_KZ, 2000)["visits_status"]) == (
        "1",
        "all",
    )
    for ends in (("uzbekistan", "kazakhstan"), ("kazakhstan", "uzbekistan")):
        one = way(found, *ends, 2000)
        assert one["visits_undirected"] == "1"
        # That one may have gone this way, so that none is not known to be none.
        assert (one["visits"], one["visits_status"]) == ("", "unknown")
    agree(found)


@pytest.mark.parametrize("stance", ["expects", "plans", "denies", "evaluates"])
def test_what_is_no_fact_is_not_counted(tmp_path: Path, stance: str) -> None:
    found = tried(tmp_path, ADRIFT, stance)
    assert row(found, UZ_KZ, 2000)["visits"] == ""
    assert not things(found, UZ_KZ, 2000, "visits", "sure")


def test_a_doubtful_date_keeps_a_year_from_being_complete(tmp_path: Path) -> None:
    """Said to be of 1999 by one date and of 2000 by another: each year may have it or not."""
    says = ADRIFT.replace(
        '"2000-05"^^xsd:gYearMonth', '"1999-12-31"^^xsd:date , "2000-01-01"^^xsd:date'
    )
    found = tried(tmp_path, COMPLETE + says)
    for year in (1999, 2000):
        one = row(found, UZ_KZ, year)
        assert (one["visits"], one["visits_possible"], one["visits_status"]) == ("", "1", "unknown")
    agree(found)


def test_the_package_describes_its_tables(
    written: dict[str, bytes], found: dict[str, Rows]
) -> None:
    package: dict[str, Any] = json.loads(written["datapackage.json"])
    assert package["profile"] == "tabular-data-package"
    assert {r["path"] for r in package["resources"]} | {"codebook.md", "datapackage.json"} == set(
        written
    )
    keys = {(r["dyad"], r["year"]) for r in found["dyad-year"]}
    for resource in package["resources"]:
        rows = found[resource["name"]]
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == list(rows[0])
        assert schema["missingValues"] == [""]
        assert resource["bytes"] == len(written[resource["path"]])
        for field in schema["fields"]:
            values = {r[field["name"]] for r in rows} - {""}
            if field["type"] in ("integer", "year"):
                assert all(value.isdigit() for value in values), field["name"]
            if "constraints" in field:
                assert values <= set(field["constraints"]["enum"])
        primary = [tuple(r[k] for k in schema.get("primaryKey", ())) for r in rows]
        assert not primary[0] or len(set(primary)) == len(rows)
        for foreign in schema.get("foreignKeys", ()):
            assert foreign["reference"]["resource"] == "dyad-year"
            assert {tuple(r[k] for k in foreign["fields"]) for r in rows} <= keys


def test_the_codebook_tells_of_every_column(
    written: dict[str, bytes], found: dict[str, Rows]
) -> None:
    text = written["codebook.md"].decode()
    for name, rows in found.items():
        assert f"## {name}.csv" in text
        assert all(f"| `{column}` |" in text for column in rows[0])


def test_a_frame_joins_on_cow_codes(written: dict[str, bytes]) -> None:
    ours = pd.read_csv(io.BytesIO(written["dyad-year.csv"]))
    theirs = pd.DataFrame({"ccode1": [704, 704], "ccode2": [705, 705], "year": [2013, 2017]})
    joined = theirs.merge(
        ours, left_on=["ccode1", "ccode2", "year"], right_on=["cow_1", "cow_2", "year"]
    )
    assert list(joined["visits"]) == [1, 1]
    assert ours["visits"].isna().sum() > 0
    assert all(name.isidentifier() for name in ours.columns)


def test_bytes_are_as_promised(chronicle: Chronicle, tmp_path: Path) -> None:
    alone = export(chronicle, "dyad-year")
    assert not alone.startswith(b"\xef\xbb\xbf")
    assert alone.count(b"\n") == alone.count(b"\r\n")
    for name in ("one.zip", "two.zip"):
        export_to(chronicle, "dyad-year", str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.read("dyad-year.csv") == alone
        assert set(archive.namelist()) == {
            "cells.csv", "codebook.md", "datapackage.json", "dyad-year-directed.csv",
            "dyad-year.csv",
        }  # fmt: skip
    export_to(chronicle, "dyad-year", str(tmp_path / "one.csv"))
    assert (tmp_path / "one.csv").read_bytes() == alone


def test_labels_are_in_the_language_asked_for(chronicle: Chronicle) -> None:
    rows = tables({"a.csv": export(chronicle, "dyad-year", "ru")})["a"]
    assert {r["label_1"] for r in rows if r["dyad"] == UZ_KZ} == {"Узбекистан"}


def test_a_header_that_cannot_be_meant_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    for top in ("ontology", "queries", "data"):
        shutil.copytree(ROOT / top, tmp_path / top)
    chronicle = make(Corpus(tmp_path))
    path = tmp_path / "queries" / "dyad-year" / "events.rq"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace('["event-type:meeting"]', '["kind:meeting"]'), encoding="utf-8")
    with pytest.raises(InputError, match="prefix"):
        export(chronicle, "dyad-year")
    path.write_text(sound.replace('["event-type:meeting"]', '"meeting"'), encoding="utf-8")
    with pytest.raises(InputError, match="in lists"):
        export(chronicle, "dyad-year")
    path.unlink()
    with pytest.raises(InputError, match="is not there"):
        export(chronicle, "dyad-year")


def test_a_column_is_added_in_a_header(tmp_path: Path) -> None:
    import shutil

    for top in ("ontology", "queries", "data"):
        shutil.copytree(ROOT / top, tmp_path / top)
    path = tmp_path / "queries" / "dyad-year" / "events.rq"
    text = path.read_text(encoding="utf-8")
    more = '#+ [columns.anniversaries]\n#+ type = ["event-type:anniversary"]\n#+ [columns.visits]'
    path.write_text(text.replace("#+ [columns.visits]", more, 1), encoding="utf-8")
    found = tables(files(make(Corpus(tmp_path)), "en", "made/"))
    assert row(found, UZ_KZ, 2018)["anniversaries"] == "1"


def test_a_year_is_a_span_of_all_its_days() -> None:
    from elchi.export.dyad_year.counting import within

    assert list(
        within(Span("1997-12-10", "1998-05-06", "1997-12-10", "1998-05-06"), range(1996, 2000))
    ) == [
        (1997, False),
        (1998, False),
    ]
    assert list(
        within(Span("1997-01-01", "1997-12-31", "1997-01-01", "1997-12-31"), range(1996, 2000))
    ) == [(1997, True)]
