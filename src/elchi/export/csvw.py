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
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from elchi.build import Chronicle
from elchi.export.saving import is_folder, zipped
from elchi.export.tables import Column, Table, tables

NAME = "csv"
ABOUT = "CSV: all tables with their CSVW description (-o NAME.zip or FOLDER/), or the statements"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"

METADATA = "csv-metadata.json"
_ALONE = "statements"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The table of statements alone."""
    (table,) = tables(chronicle, language, [_ALONE])
    return _csv(table)


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this module."""
    name = PurePath(target).name
    if is_folder(target):
        return _all(chronicle, language)
    if name.lower().endswith(".zip"):
        return {name: zipped(_all(chronicle, language))}
    (table,) = tables(chronicle, language, [_ALONE])
    about = {"@context": _context(), **_described(table, name, set())}
    return {name: _csv(table), f"{name}-metadata.json": _json(about)}


def _all(chronicle: Chronicle, language: str) -> dict[str, bytes]:
    found = tables(chronicle, language)
    names = {table.name for table in found}
    group = {
        "@context": _context(),
        "dc:title": "elchi: a cited chronicle of diplomacy",
        "dc:license": {"@id": _LICENCE},
        "tables": [_described(table, f"{table.name}.csv", names) for table in found],
    }
    made = {f"{table.name}.csv": _csv(table) for table in found}
    return {**made, METADATA: _json(group)}


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)
    return out.getvalue().encode()


def _context() -> list[Any]:
    return ["http://www.w3.org/ns/csvw", {"@language": "en"}]


def _described(table: Table, file: str, names: set[str]) -> dict[str, Any]:
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
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": about["en"],
        "datatype": about["type"],
    }
    if column.separator:
        described["separator"] = column.separator
    if about.get("required") or (about.get("key") and not about.get("optional")):
        described["required"] = True
    return described


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
