"""Dyad-year: what passed between each pair of states in each year, for joining on COW codes.

To a folder or a `.zip` go five files: `dyad-year.csv` (unordered pairs), `dyad-year-directed.csv`
(ordered pairs), `cells.csv` (behind every cell the events, acts or terms counted, and the claims
that tell of them), `codebook.md`, and `datapackage.json` (Frictionless Data Package, version 1).
To any other file, or to standard output, goes the table of unordered pairs alone. The files are
as RFC 4180 has them, in UTF-8 without a byte order mark; an empty cell is a missing value.

A count says how many the chronicle knows of. What its absence means stands beside it: nothing
(the list is complete), unknown, or not covered.
"""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from elchi.build import Chronicle
from elchi.export.archive import zipped
from elchi.export.dyad_year import codebook
from elchi.export.dyad_year.reading import read
from elchi.export.dyad_year.tables import Table, Tables
from elchi.export.saving import is_folder

NAME = "dyad-year"
ABOUT = (
    "pairs of states by year, with COW codes, codebook and data package (-o NAME.zip or FOLDER/)"
)
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The table of unordered pairs alone."""
    return _csv(Tables(read(chronicle, language)).unordered())


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this package."""
    name = PurePath(target).name
    if is_folder(target):
        return _all(chronicle, language)
    if name.lower().endswith(".zip"):
        return {name: zipped(_all(chronicle, language))}
    return {name: write(chronicle, language)}


def _all(chronicle: Chronicle, language: str) -> dict[str, bytes]:
    made = Tables(read(chronicle, language))
    tables = [made.unordered(), made.ordered(), made.statements()]
    bodies = {f"{table.name}.csv": _csv(table) for table in tables}
    return {
        **bodies,
        "codebook.md": codebook.codebook(made, tables),
        "datapackage.json": codebook.package(tables, bodies),
    }


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows(table.rows)
    return out.getvalue().encode()
