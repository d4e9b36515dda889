"""The tables of a chronicle: each is a query in `queries/tables/` that describes its columns.

A header names every column of the answer, in order, with its datatype (`type`), what it means
(`en`), whether it is part of the key (`key`; `optional` where it may be empty), the column of
another table that it refers to (`refers`), and the `separator` of a column that holds lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from elchi.build import Chronicle
from elchi.corpus import Part
from elchi.errors import InputError
from elchi.export.rdf import tag
from elchi.questions import bind, read_query

_LABELS = "labels"


class Column(NamedTuple):
    """One column as its table's header describes it."""

    name: str
    about: Mapping[str, Any]

    @property
    def separator(self) -> str | None:
        """What stands between the values of a list; None for a single value."""
        value = self.about.get("separator")
        return str(value) if value else None


class Table(NamedTuple):
    """One table: its name, what it holds by language, its columns, its rows as text."""

    name: str
    summary: Mapping[str, str]
    columns: tuple[Column, ...]
    rows: list[tuple[str, ...]]

    def records(self) -> Iterable[dict[str, str]]:
        """The rows by column name."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


def tables(chronicle: Chronicle, language: str, only: Iterable[str] = ()) -> list[Table]:
    """The tables of a chronicle (those named in `only`, else all), labels in `language`.

    Rows and the lists within a cell are sorted, whatever order the store gave them in. Raises
    InputError where a query does not describe the columns that it gives.
    """
    wanted = set(only)
    parts = [p for p in chronicle.files.queries("tables") if not wanted or p.path.stem in wanted]
    return [_table(chronicle, part, language) for part in parts]


def _table(chronicle: Chronicle, part: Part, language: str) -> Table:
    header, text = read_query(part)
    if any(parameter.name == _LABELS for parameter in header.parameters):
        text = bind(header, text, {_LABELS: language}, lambda value, kind: value)
    columns = tuple(Column(name, about) for name, about in header.extra["columns"].items())
    answer = chronicle.store.solutions(text, part.name)
    given = [variable.value for variable in answer.variables]
    if given != [column.name for column in columns]:
        raise InputError(
            "the header does not describe the columns of the query in their order",
            where=part.name,
            line=1,
            mend="write under #+ [columns]: " + ", ".join(given),
        )
    rows = {
        tuple(_cell(column, solution[column.name]) for column in columns) for solution in answer
    }
    return Table(part.path.stem, header.summary, columns, sorted(rows))


def _cell(column: Column, value: object) -> str:
    text = value.value if isinstance(value, (ox.NamedNode, ox.Literal)) else ""
    if column.about.get("type") == "language":
        text = tag(text)
    if column.separator:
        return column.separator.join(sorted(filter(None, text.split(column.separator))))
    return text
