"""Rows on paper: tables for a terminal, and CSV, TSV, JSON and lines of JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from elchi.cli import visible

Cell = Any
"""A term of RDF, or a plain value."""


def chosen(form: str | None) -> str:
    """The format asked for, else a table on a terminal and TSV elsewhere."""
    return form or ("table" if sys.stdout.isatty() else "tsv")


def plain(value: Cell) -> Any:
    """A cell as a plain value: an IRI or a literal's text, lists joined by spaces."""
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value.value
    return str(value) if isinstance(value, (ox.BlankNode, ox.Triple)) else value


def write(
    names: Sequence[str],
    rows: Iterable[Mapping[str, Cell]],
    form: str,
    word: Callable[[str, Cell], str],
) -> None:
    """Print rows in one of the formats; `word(column, cell)` words a cell for the table.

    CSV and TSV follow the SPARQL 1.1 results formats (an unbound cell is empty); JSON is the
    SPARQL 1.1 results format where cells are terms of RDF, and a list of objects elsewhere.
    """
    if form == "table":
        print(table(names, [[word(n, r.get(n)) for n in names] for r in rows]))
    elif form == "csv":
        print(_csv(names, rows), end="")
    elif form == "tsv":
        print(_tsv(names, rows), end="")
    elif form == "ndjson":
        for row in rows:
            print(json.dumps({n: plain(v) for n, v in row.items()}, ensure_ascii=False))
    else:
        print(_json(names, list(rows)))


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(["" if row.get(n) is None else flat(plain(row[n])) for n in names])
    return buffer.getvalue()


def flat(value: Any) -> Any:
    """A list as its members joined by spaces; anything else as it is."""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _tsv(names: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    lines = ["\t".join(names)]
    for row in rows:
        cells = ("" if row.get(n) is None else str(flat(plain(row[n]))) for n in names)
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "\n".join(lines) + "\n"


def _json(names: Sequence[str], rows: list[Mapping[str, Cell]]) -> str:
    terms = [v for row in rows for v in row.values()]
    if terms and not all(isinstance(v, (ox.NamedNode, ox.Literal, ox.BlankNode)) for v in terms):
        found: Any = [{n: plain(v) for n, v in row.items()} for row in rows]
    else:
        bindings = [{n: _term(v) for n, v in row.items()} for row in rows]
        found = {"head": {"vars": list(names)}, "results": {"bindings": bindings}}
    return json.dumps(found, ensure_ascii=False, indent=1)


def _term(value: ox.NamedNode | ox.Literal | ox.BlankNode) -> dict[str, str]:
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    term = {"type": "literal", "value": value.value}
    if value.language:
        term["xml:lang"] = value.language
    elif not value.datatype.value.endswith("XMLSchema#string"):
        term["datatype"] = value.datatype.value
    return term


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as a table that fits the terminal; long cells are wrapped at words."""
    from prettytable import PrettyTable, TableStyle

    if not names:
        return f"{len(rows)} row{'' if len(rows) == 1 else 's'} without a column"
    made = PrettyTable(list(names))
    made.set_style(TableStyle.SINGLE_BORDER if _fancy() else TableStyle.DEFAULT)
    made.align = "l"
    cells = [[visible(cell) for cell in row] for row in rows]
    made.add_rows(cells)
    made.max_width = dict(zip(names, _widths(names, cells), strict=True))
    text: str = made.get_string()
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    return f"{text}\n{count}"


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column may be: narrow ones as they are, the others share what is left."""
    natural = [max([len(name), *(len(row[n]) for row in rows)]) for n, name in enumerate(names)]
    room = max(60, shutil.get_terminal_size((120, 24)).columns) - 3 * len(names) - 1
    widths = [min(width, 16) for width in natural]
    while (spare := room - sum(widths)) > 0:
        wanting = [n for n, width in enumerate(widths) if width < natural[n]]
        if not wanting:
            break
        for n in wanting:
            widths[n] = min(natural[n], widths[n] + max(1, spare // len(wanting)))
    return widths


def _fancy() -> bool:
    encoding = (sys.stdout.encoding or "").lower()
    return encoding.startswith("utf") and not os.environ.get("NO_COLOR")


def wrapped(line: str, indent: int) -> str:
    """A line for a person, broken at words to 100 columns; what is broken off stands deeper."""
    return textwrap.fill(
        line,
        width=100,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
        break_long_words=False,
    )
