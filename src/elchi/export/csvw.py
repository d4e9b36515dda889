"""CSV: the chronicle as tables, with their description by CSV on the Web (W3C, 2015).

To a `.zip` or a folder go all tables and `csv-metadata.json`, which gives each column's
datatype and meaning, the keys, and which column leads to which table. To any other file, or to
standard output, goes the table of statements alone: one row a statement, with the claim, the
source and the passage that back it. The files are as RFC 4180 has them, in UTF-8.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from elchi.build import Chronicle
from elchi.export.saving import is_folder
from elchi.export.tables import Column, Table, tables

NAME = "csv"
ABOUT = "CSV: all tables with their CSVW description (-o NAME.zip or FOLDER/), or the statements"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"

METADATA = "csv-metadata.json"
_ALONE = "statements"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(chronicle: Chronicle, language: str) -> bytes:
    """The table of statements alone."""
    (table,) = tables(chronicle, language, [_ALONE])
    return as_csv(table)


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this module."""
    name = PurePath(target).name
    if is_folder(target):
        return _all(chronicle, language)
    if name.lower().endswith(".zip"):
        return {name: zipped(_all(chronicle, language))}
    (table,) = tables(chronicle, language, [_ALONE])
    about = {"@context": context(), **described(table, name, set())}
    return {name: as_csv(table), f"{name}-metadata.json": as_json(about)}


def _all(chronicle: Chronicle, language: str) -> dict[str, bytes]:
    found = tables(chronicle, language)
    names = {table.name for table in found}
    group = {
        "@context": context(),
        "dc:title": "elchi: a cited chronicle of diplomacy",
        "dc:license": {"@id": _LICENCE},
        "tables": [described(table, f"{table.name}.csv", names) for table in found],
    }
    made = {f"{table.name}.csv": as_csv(table) for table in found}
    return {**made, METADATA: as_json(group)}


def as_csv(table: Table) -> bytes:
    """A table as RFC 4180 has it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)
    return out.getvalue().encode()


def zipped(found: dict[str, bytes]) -> bytes:
    """A zip whose bytes follow from its files alone: stored, for compressors differ."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(found.items()):
            about = zipfile.ZipInfo(name, _LONG_AGO)
            about.create_system = 3
            about.external_attr = 0o644 << 16
            archive.writestr(about, data)
    return out.getvalue()


def context() -> list[Any]:
    """The JSON-LD context of a description."""
    return ["http://www.w3.org/ns/csvw", {"@language": "en"}]


def described(table: Table, file: str, names: set[str]) -> dict[str, Any]:
    """A table in CSVW; `names` are the tables beside it, to which keys may lead."""
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    keys = [column.name for column in table.columns if column.about.get("key")]
    if keys:
        schema["primaryKey"] = keys
    leading = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{to}.csv", "columnReference": there},
        }
        for column in table.columns
        for to, _, there in [str(column.about.get("refers", "")).partition(".")]
        if to in names
    ]
    if leading:
        schema["foreignKeys"] = leading
    about = [{"@value": text, "@language": tag} for tag, text in table.summary.items()]
    return {"url": quote(file), "dc:description": about, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    about = column.about
    made: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": about["en"],
        "datatype": about["type"],
    }
    if column.separator:
        made["separator"] = column.separator
    if about.get("required") or (about.get("key") and not about.get("optional")):
        made["required"] = True
    return made


def as_json(value: Any) -> bytes:
    """A description as a file."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
