"""What forbids a graph: faults in the data that the build refuses rather than repairs.

The rules are the queries in `queries/checks/` whose header says `stage = "build"`. Each row of
such a query is one fault: `?focus` is the thing at fault, the other columns fill the message.
`elchi check` runs the others, which report and forbid nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from elchi.corpus import Corpus
from elchi.entities import short
from elchi.errors import InputError
from elchi.questions import read_query
from elchi.store import Store


class Finding(NamedTuple):
    """One fault: the rule it breaks, how bad it is, what it is about, and how to mend it.

    `severity` is 'violation' (the data are wrong) or 'warning' (a person should look).
    """

    rule: str
    severity: str
    focus: str
    message: str
    mend: str
    file: str | None
    line: int | None


def find_faults(store: Store, files: Corpus, stage: str | None = None) -> Iterator[Finding]:
    """The rows of all check queries, or of those of one `stage`, as findings without a place."""
    for part in files.queries("checks"):
        header, text = read_query(part)
        if stage is not None and header.extra.get("stage", "check") != stage:
            continue
        template = header.extra.get("message", {}).get("en", header.summary["en"])
        for row in store.rows(text, part.name):
            words = {
                name: short(term.value) if isinstance(term, ox.NamedNode) else term.value
                for name, term in row.items()
            }
            yield Finding(
                header.name,
                header.extra.get("severity", "violation"),
                row["focus"].value if "focus" in row else "",
                _filled(template, words),
                _filled(header.extra.get("mend", {}).get("en", ""), words),
                None,
                None,
            )


def _filled(template: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], "?"), template)


def placed(finding: Finding, files: Corpus) -> Finding:
    """The finding with the file and line on which its focus is introduced, where there is one."""
    place = files.place(finding.focus) if finding.focus else None
    return finding._replace(file=place.file, line=place.line) if place else finding


def refuse_unsound(store: Store, files: Corpus) -> None:
    """Raise InputError at the first fault that forbids a graph."""
    for finding in find_faults(store, files, stage="build"):
        at = placed(finding, files)
        raise InputError(at.message, where=at.file, line=at.line, mend=at.mend)
