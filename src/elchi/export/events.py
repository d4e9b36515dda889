"""Events: one row an event, for analysts of event data, with a codebook.

To a folder or a `.zip` go `events.csv`, its description by CSV on the Web, and `codebook.md`,
which says what each column holds, how types of event are coded, and the quirks of the codes; to
any other file, or to standard output, goes the table alone. Columns are described in the header
of `queries/events/said.rq`, codes and their quirks in `ontology/event-codes.ttl`.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.errors import InputError
from elchi.export.csvw import METADATA, as_csv, as_json, context, described, zipped
from elchi.export.eventrows import event_rows
from elchi.export.saving import is_folder
from elchi.export.tables import Column, Table
from elchi.questions import read_query

NAME = "events"
ABOUT = "CSV: one row an event, coded by CAMEO and PLOVER (-o NAME.zip or FOLDER/ adds a codebook)"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"

CODEBOOK = "codebook.md"
_HEADER = "said"


def write(chronicle: Chronicle, language: str) -> bytes:
    """The table alone."""
    return as_csv(events(chronicle, language))


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this module."""
    name = PurePath(target).name
    if not is_folder(target) and not name.lower().endswith(".zip"):
        return {name: write(chronicle, language)}
    table = events(chronicle, language)
    about = {"@context": context(), **described(table, "events.csv", set())}
    made = {
        "events.csv": as_csv(table),
        METADATA: as_json(about),
        CODEBOOK: codebook(chronicle, table).encode(),
    }
    return made if is_folder(target) else {name: zipped(made)}


def events(chronicle: Chronicle, language: str) -> Table:
    """The table of events. Raises InputError where its header does not describe its columns."""
    for part in chronicle.files.queries("events"):
        if part.path.stem == _HEADER:
            header, _ = read_query(part)
            columns = tuple(Column(name, about) for name, about in header.extra["columns"].items())
            rows = event_rows(chronicle, language)
            given = list(rows[0]) if rows else [column.name for column in columns]
            if given != [column.name for column in columns]:
                raise InputError(
                    "the header does not describe the columns of the table in their order",
                    where=part.name,
                    line=1,
                    mend="write under #+ [columns]: " + ", ".join(given),
                )
            return Table("events", header.summary, columns, [tuple(r.values()) for r in rows])
    raise InputError(
        "the chronicle has no such query",
        where=f"queries/events/{_HEADER}.rq",
        mend="copy it from the chronicle that elchi comes with",
    )


def codebook(chronicle: Chronicle, table: Table) -> str:
    """What the columns hold, how types are coded, and the quirks of the codes, in Markdown."""
    said = ["# Events: codebook", "", table.summary["en"] + ".", "", "## Columns", ""]
    said += ["| column | type | list | may be empty | what it holds |", "|---|---|---|---|---|"]
    for column in table.columns:
        about = column.about
        needed = about.get("key") or about.get("required")
        said.append(
            f"| `{column.name}` | {about['type']} | {'yes' if column.separator else ''} "
            f"| {'' if needed else 'yes'} | {_cell(about['en'])} |"
        )
    said += [
        "",
        "The values of a list are sorted, with blanks between.",
        "",
        "## Types of event",
        "",
    ]
    said += _types(chronicle)
    return "\n".join([*said, *_schemes(chronicle)]) + "\n"


def _types(chronicle: Chronicle) -> list[str]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows_of(chronicle, "questions", "event-codes"):
        for column, value in row.items():
            found[row["type"]][column].add(value)
    said = ["| type | CAMEO | PLOVER | mode | context | note |", "|---|---|---|---|---|---|"]
    for iri, columns in sorted(found.items()):
        cells = [" ".join(sorted(columns[c])) for c in ("cameo", "event", "mode", "context")]
        note = _cell(" ".join(sorted(columns["note"])))
        said.append(f"| {iri.rsplit('/', 1)[-1]} | " + " | ".join([*cells, note]) + " |")
    return said


def _schemes(chronicle: Chronicle) -> list[str]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(chronicle, "events", "schemes"):
        found[row["scheme"]][row["role"]].append(row["value"])
    said = []
    for _, roles in sorted(found.items()):
        said += ["", *(f"## {label}" for label in roles["label"]), "", *roles["definition"], ""]
        said += [f"- {note}" for note in roles["note"]]
        said += [f"- Source: {source}." for source in roles["source"]]
    return said


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
