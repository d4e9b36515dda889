"""The tables, and whether their CSVW description is true of them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from elchi.build import Chronicle
from elchi.errors import InputError
from elchi.export import export, export_to

ID = "https://w3id.org/elchi/id/"
FORMS = {
    "string": r"(?s).*",
    "anyURI": r"https?://\S+",
    "date": r"\d{4}-\d\d-\d\d",
    "decimal": r"[+-]?\d+(\.\d+)?",
    "integer": r"-?\d+",
    "boolean": r"true|false",
    "language": r"[a-z]{2,3}(-[A-Z][a-z]{3})?",
}
Rows = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def archive(chronicle: Chronicle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tables") / "tables.zip"
    export_to(chronicle, "csv", str(target))
    return target


@pytest.fixture(scope="module")
def tables(archive: Path) -> Rows:
    with zipfile.ZipFile(archive) as found:
        return {
            name: list(csv.DictReader(io.StringIO(found.read(name).decode(), newline="")))
            for name in found.namelist()
            if name.endswith(".csv")
        }


@pytest.fixture(scope="module")
def metadata(archive: Path) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as found:
        described: dict[str, Any] = json.loads(found.read("csv-metadata.json"))
    return described


def test_the_zip_has_fixed_dates_and_safe_names(archive: Path) -> None:
    with zipfile.ZipFile(archive) as found:
        assert found.testzip() is None
        for about in found.infolist():
            assert about.date_time == (1980, 1, 1, 0, 0, 0)
            assert re.fullmatch(r"[a-z-]+\.(csv|json)", about.filename)
        names = {Path(name).stem for name in found.namelist()}
    assert names >= {
        "entities",
        "acts",
        "events",
        "participants",
        "terms",
        "names",
        "quantities",
        "provisions",
        "claims",
        "statements",
        "passages",
        "sources",
        "references",
        "citations",
        "identifiers",
    }


def test_every_column_is_described_and_keeps_its_datatype(
    tables: Rows, metadata: dict[str, Any]
) -> None:
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert {table["url"] for table in metadata["tables"]} == tables.keys()
    for table in metadata["tables"]:
        rows = tables[table["url"]]
        columns = table["tableSchema"]["columns"]
        assert rows, table["url"]
        assert [column["name"] for column in columns] == list(rows[0])
        assert {text["@language"] for text in table["dc:description"]} >= {"en", "uz", "ru", "kk"}
        for column in columns:
            assert column["dc:description"]
            for row in rows:
                cell = row[column["name"]]
                assert cell or not column.get("required"), (table["url"], column["name"])
                values = cell.split(column["separator"]) if "separator" in column else [cell]
                for value in filter(None, values):
                    assert re.fullmatch(FORMS[column["datatype"]], value), (column, value)


def test_keys_are_unique_and_lead_somewhere(tables: Rows, metadata: dict[str, Any]) -> None:
    for table in metadata["tables"]:
        rows, schema = tables[table["url"]], table["tableSchema"]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys)), table["url"]
        for key in schema.get("foreignKeys", []):
            to = key["reference"]
            there = {row[to["columnReference"]] for row in tables[to["resource"]]}
            here = {row[key["columnReference"]] for row in rows} - {""}
            assert here <= there, (table["url"], key)


def test_the_csv_is_as_the_standard_has_it(chronicle: Chronicle) -> None:
    data = export(chronicle, "csv")
    assert data.endswith(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    head = data.split(b"\r\n", 1)[0].decode().split(",")
    assert head[:4] == ["claim", "subject", "property", "object"]


def test_what_the_article_says_stands_in_the_tables(tables: Rows) -> None:
    events = {row["event"]: row for row in tables["events.csv"]}
    signing = events[ID + "event/signing-of-eternal-friendship-treaty-1998"]
    assert signing["date"] == signing["earliest"] == signing["latest"] == "1998-10-31"
    assert signing["places"] == ID + "place/tashkent"
    shares = {
        r["value"]
        for r in tables["quantities.csv"]
        if r["measure"].endswith("/share-of-border-delimited")
    }
    assert {"96"} <= {value.split(".")[0] for value in shares}


def test_a_date_keeps_the_precision_of_its_source(tables: Rows) -> None:
    dates = {d for row in tables["events.csv"] for d in row["date"].split()}
    assert any(re.fullmatch(r"\d{4}", date) for date in dates)
    assert any(re.fullmatch(r"\d{4}-\d\d", date) for date in dates)


def test_a_statement_shows_its_passage_and_whether_it_is_a_fact(tables: Rows) -> None:
    stances = {(row["stance"].rsplit("/")[-1], row["accepted"]) for row in tables["statements.csv"]}
    assert ("asserts", "true") in stances
    assert all(accepted == "false" for stance, accepted in stances if stance != "asserts")
    for row in tables["statements.csv"]:
        assert row["passage"]
        assert row["work"]
        if row["claim"].startswith(ID + "claim/tursunov-2026-"):
            assert int(row["start"]) < int(row["end"])
            assert int(row["line"]) > 0


def test_every_source_that_was_read_is_marked(tables: Rows) -> None:
    read = {row["work"].rsplit("/")[-1]: row["read"] for row in tables["sources.csv"]}
    assert read["tursunov-2026"] == "true"
    assert read["usmanov-2006"] == "false"


def test_a_folder_gets_all_tables_and_keeps_what_else_is_in_it(
    chronicle: Chronicle, tables: Rows, tmp_path: Path
) -> None:
    fresh = tmp_path / "new"
    export_to(chronicle, "csv", f"{fresh}/")
    assert set(os.listdir(fresh)) == {*tables, "csv-metadata.json"}
    assert os.listdir(tmp_path) == ["new"]
    (fresh / "notes.txt").write_text("mine")
    (fresh / "acts.csv").write_text("old")
    export_to(chronicle, "csv", str(fresh))
    assert (fresh / "notes.txt").read_text() == "mine"
    assert (fresh / "acts.csv").read_text().startswith("act,")
    assert len(os.listdir(fresh)) == len(tables) + 2


def test_a_folder_is_changed_as_a_whole_or_not(chronicle: Chronicle, tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("old")
    (tmp_path / "terms.csv").mkdir()
    with pytest.raises(InputError, match="is no file"):
        export_to(chronicle, "csv", str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == ["acts.csv", "terms.csv"]
    assert (tmp_path / "acts.csv").read_text() == "old"
    with pytest.raises(InputError, match="not there"):
        export_to(chronicle, "csv", str(tmp_path / "a" / "b") + "/")


def test_a_csv_file_has_its_description_beside_it(chronicle: Chronicle, tmp_path: Path) -> None:
    export_to(chronicle, "csv", str(tmp_path / "all of it.csv"))
    assert sorted(os.listdir(tmp_path)) == ["all of it.csv", "all of it.csv-metadata.json"]
    assert (tmp_path / "all of it.csv").read_bytes() == export(chronicle, "csv")
    about = json.loads((tmp_path / "all of it.csv-metadata.json").read_bytes())
    assert about["url"] == "all%20of%20it.csv"
    assert "foreignKeys" not in about["tableSchema"]
