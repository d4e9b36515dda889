"""`tour`: what the chronicle is, three questions with cited answers, and the files of the build."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

from elchi.asking import ask, cite
from elchi.build import Chronicle
from elchi.cli.options import bold, chronicle, parser
from elchi.entities import label
from elchi.questions import Questions
from elchi.time import shown

TOUR = ("signatories", "border-talks", "unfulfilled")
"""Who signed what; a sequence that several sources tell together; what is still open."""


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi tour`."""
    made = parser(verb, "What the chronicle is, three questions answered, the files of the build.")
    made.add_argument(
        "--rows",
        type=int,
        choices=range(1, 101),
        default=4,
        metavar="N",
        help="answers to show of each",
    )
    options = made.parse_args(arguments)
    opened = chronicle(options)
    print(bold("The chronicle"))
    for name, number in opened.counts.items():
        print(f"  {number:>5} {name}")
    for question in TOUR:
        for line in _answered(opened, question, options.lang, options.rows):
            print(line)
    top = Path(options.build or os.environ.get("ELCHI_BUILD", "build"))
    files = sorted(path for path in top.rglob("*") if path.is_file() and path.name != ".lock")
    if files:
        print()
        print(bold("Files"))
    for path in files:
        shown = path.relative_to(top).as_posix()
        if not shown.startswith("."):
            print(f"  {top / shown}  {path.stat().st_size:,} bytes")
    for path in sorted((top / "graph").iterdir()) if (top / "graph").is_dir() else []:
        print(f"  {top / 'graph' / path.name}  {path.stat().st_size:,} bytes")
    return 0


def _answered(opened: Chronicle, question: str, language: str, most: int) -> Iterator[str]:
    header, _ = Questions(opened.files).read(question)
    answer = ask(opened, question, {})
    yield ""
    yield bold(label(header.summary, language)) + f"  (elchi query {question})"
    claims = []
    for row in answer.rows:
        found = row.get("claim") or row.get("claims")
        if found is not None:
            claims.append(found.value.split(" "))
    said = list(dict.fromkeys(tuple(c) for c in claims))
    for group in said[:most]:
        statement = opened.describer.statement(group[0])
        words = label(statement["paraphrase"], language)
        where = "; ".join(dict.fromkeys(cite(opened, claim, language) for claim in group[:3]))
        when = statement["date"] or shown(statement["earliest"], statement["latest"])
        more = f" and {len(group) - 3} more" if len(group) > 3 else ""
        yield from textwrap.wrap(
            f"{when or 'undated':<10}  {words} — {where}{more}",
            width=100,
            initial_indent="  ",
            subsequent_indent=" " * 14,
        )
    if len(said) > most:
        yield f"  … and {len(said) - most} more"
