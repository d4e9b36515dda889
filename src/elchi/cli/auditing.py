"""`audit`: another's data set beside the chronicle, year by year.

A difference is a finding of scholarship and no error, so the exit code is 0 then too; it is 3
where the file cannot be understood, and 2 for a state or a data set that is not known.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.cli import output, visible
from elchi.cli.options import bold, chronicle, parser, rows_format
from elchi.entities import label, short
from elchi.errors import UsageError

if TYPE_CHECKING:
    from elchi.audit import Report, Run

_CLAIMS = 3


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi audit`."""
    made = parser(verb, "Where a data set of yours and the chronicle agree, differ, say nothing.")
    made.add_argument("file", help="your copy, as CSV or TSV: ATOP, DESTA, Archigos, UN votes")
    made.add_argument("--as", dest="name", metavar="NAME", help="which data set the file is")
    made.add_argument("--between", nargs=2, metavar="STATE", default=(), help="only these states")
    made.add_argument("--from", dest="start", metavar="YEAR", type=_year, help="from this year")
    made.add_argument("--to", dest="end", metavar="YEAR", type=_year, help="to this year")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.audit import audit

    opened = chronicle(options)
    found = audit(
        opened, options.file, options.name, options.between, options.start, options.end,
        options.lang,
    )  # fmt: skip
    if options.format == "text":
        for line in _told(opened, found, options.lang):
            print(line)
        return 0
    for note in found.notes:
        print(f"elchi: {found.file}: {visible(note)}", file=sys.stderr)
    _print_rows(opened, found, options)
    return 0


def _year(text: str) -> int:
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise UsageError(f"a year of four digits is wanted, not “{text[:40]}”")
    return int(text)


def _print_rows(opened: Chronicle, found: Report, options: argparse.Namespace) -> None:
    from elchi.audit.auditing import COLUMNS

    names = list(COLUMNS)
    if options.format == "table":
        names = ["year", "states", "aspect", "status", "sure", "file", "chronicle", "note"]

    def word(column: str, cell: Any) -> str:
        if isinstance(cell, bool):
            return "yes" if cell else "cannot be known"
        many = cell if isinstance(cell, list) else [cell]
        return "; ".join(_named(opened, c, options.lang) for c in many if c is not None)

    rows = [{name: row[name] for name in names} for row in found.table()]
    if options.format in ("csv", "tsv"):
        rows = [{n: str(v).lower() if isinstance(v, bool) else v for n, v in row.items()}
                for row in rows]  # fmt: skip
    output.write(names, rows, options.format, word)


def _named(opened: Chronicle, cell: object, language: str) -> str:
    text = str(cell)
    return label(opened.describer.labels.get(text, {}), language) or short(text)


def _told(opened: Chronicle, found: Report, language: str) -> Iterator[str]:
    yield bold(f"{found.file}: {found.dataset}, {found.variant}")
    years = f", {found.years[0]}-{found.years[1]}" if found.years else ""
    yield f"  {found.rows:,} rows{years}; {found.kept:,} about what is compared"
    counts = ", ".join(f"{words} {number}" for words, number in found.counts.items())
    yield f"  answers, one a year and aspect: {counts or 'none'}"
    for note in (*found.notes, found.note):
        if note:
            yield output.wrapped(visible(note), 2)
    if found.excluded:
        named = "; ".join(dict.fromkeys(cite(opened, c, language) for c in found.excluded))
        yield output.wrapped(
            f"left out of the chronicle's side, as drawn from this very data: "
            f"{', '.join(short(c) for c in found.excluded)} ({named})", 2,
        )  # fmt: skip
    for states, of_states in groupby(found.runs, key=lambda r: r.states):
        yield ""
        yield bold(" and ".join(_named(opened, s, language) for s in states) or "All states")
        for aspect, of_aspect in groupby(of_states, key=lambda r: r.aspect):
            yield f"  {_named(opened, aspect, language)}"
            for one in of_aspect:
                yield from _run(opened, one, language)


def _run(opened: Chronicle, one: Run, language: str) -> Iterator[str]:
    def names(cells: Sequence[str]) -> str:
        return "; ".join(_named(opened, c, language) for c in cells)

    told = []
    if one.file or one.labels:
        told.append(f"file: {names(one.labels or one.file)}")
    if one.chronicle:
        told.append(f"chronicle: {names(one.chronicle)}")
    if one.note:
        told.append(one.note)
    tail = f": {'; '.join(told)}" if told else ""
    yield output.wrapped(visible(f"{one.years}  {one.words}{tail}"), 4)
    for thing in sorted({fact.thing for fact in one.facts} - set(one.chronicle)):
        yield output.wrapped(f"by {_named(opened, thing, language)}", 8)
    for claim in one.claims[:_CLAIMS]:
        statement = opened.describer.statement(claim)
        words = label(statement["paraphrase"], language)
        yield output.wrapped(f"{words} — {cite(opened, claim, language)}", 8)
    if len(one.claims) > _CLAIMS:
        yield f"        … and {len(one.claims) - _CLAIMS} more"
    if one.candidates:
        yield "        which? the chronicle knows of these states:"
    for candidate in one.candidates:
        has = f" ({names(candidate.has)})" if candidate.has else ""
        yield output.wrapped(
            f"{candidate.when}  {_named(opened, candidate.thing, language)}: "
            f"{'; '.join(candidate.why)}{has}", 8,
        )  # fmt: skip
        if candidate.claims:
            more = f" and {len(candidate.claims) - 1} more" if len(candidate.claims) > 1 else ""
            yield output.wrapped(f"— {cite(opened, candidate.claims[0], language)}{more}", 12)
