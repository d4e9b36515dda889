"""`query`, `questions` and `find`: asking the chronicle, by name, in SPARQL, or by words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from elchi import corpus
from elchi.asking import ask, ask_file, cite
from elchi.build import Chronicle
from elchi.cli import output
from elchi.cli.options import bold, chronicle, parser, rows_format
from elchi.corpus import Corpus, Part, read_text
from elchi.entities import label, short
from elchi.errors import InputError, UsageError
from elchi.query import Answer
from elchi.query import run as run_query
from elchi.questions import Header, Questions


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi query`, `elchi questions` or `elchi find`."""
    return {"query": _query, "questions": _questions, "find": _find}[verb](arguments)


def _query(arguments: list[str]) -> int:
    made = parser("query", "Ask a named question, a query file, or SPARQL on standard input (-).")
    made.add_argument("what", metavar="NAME|FILE|-", help="see `elchi questions`")
    made.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the question; names may be written in any spelling",
    )
    made.add_argument("--timeout", type=_seconds, default=60.0, metavar="SECONDS")
    rows_format(made, text=True)
    options = made.parse_args(arguments)
    opened = chronicle(options)
    answer = _answer(opened, options.what, _given(options), options.timeout)
    _print(opened, answer, options)
    return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise UsageError(f"--timeout wants seconds above 0, up to a day, not “{text[:40]}”")
    return seconds


def _given(options: argparse.Namespace) -> dict[str, str]:
    given = {}
    for item in options.param:
        name, sign, value = item.partition("=")
        if not sign:
            raise UsageError(f"--param wants NAME=VALUE, not “{item[:80]}”")
        if name in given:
            raise UsageError(f"--param {name[:80]} is given twice")
        given[name] = value
    return given


def _answer(opened: Chronicle, what: str, given: dict[str, str], timeout: float) -> Answer:
    if what == "-":
        if given:
            raise InputError("a query on standard input has no parameters", where="standard input")
        text = sys.stdin.buffer.read()
        try:
            decoded = text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, error.start) + 1
            raise InputError("is not UTF-8", where="standard input", line=line) from None
        return run_query(opened.store, decoded, "standard input", timeout)
    path = Path(what)
    if what not in Questions(opened.files).names() and (
        path.suffix == ".rq" or corpus.is_file(path)
    ):
        return ask_file(opened, Part(path, what, None), read_text(path, what), given, timeout)
    return ask(opened, what, given)


def wording(opened: Chronicle, language: str) -> Callable[[str, Any], str]:
    """How a cell of a table is worded: things by their names, claims by where they stand."""
    describer = opened.describer

    def one(value: str) -> str:
        if "/id/claim/" in value:
            return cite(opened, value, language)
        return label(describer.labels.get(value, {}), language) or short(value)

    def word(column: str, cell: Any) -> str:
        if cell is None:
            return ""
        if isinstance(cell, ox.NamedNode):
            return one(cell.value)
        text = cell.value if isinstance(cell, ox.Literal) else str(cell)
        parts = text.split(" ")
        if parts[0].startswith("http"):
            return "; ".join(dict.fromkeys(one(part) for part in parts))
        return text

    return word


def _print(opened: Chronicle, answer: Answer, options: argparse.Namespace) -> None:
    if answer.truth is not None:
        said = {"head": {}, "boolean": answer.truth} if options.format == "json" else answer.truth
        print(json.dumps(said))
        return
    names, rows = answer.names, answer.rows
    if options.format == "text":
        _tell(opened, answer, options.lang)
        return
    if answer.triples is not None:
        if options.format is None:
            lines = sorted(f"{triple} .\n" for triple in answer.triples)
            print("".join(lines), end="")
            return
        names = ["subject", "predicate", "object"]
        rows = [{n: getattr(t, n) for n in names} for t in sorted(answer.triples, key=str)]
    output.write(names, rows, output.chosen(options.format), wording(opened, options.lang))


def _tell(opened: Chronicle, answer: Answer, language: str) -> None:
    """Each row with, below it, the statements that it rests on and where they stand."""
    word = wording(opened, language)
    for row in answer.rows:
        behind = [n for n in answer.names if n in row and "/id/claim/" in row[n].value]
        cells = [f"{n}: {word(n, row[n])}" for n in answer.names if n in row and n not in behind]
        print(output.wrapped("; ".join(cells) or "-", 0))
        for name in behind:
            for claim in row[name].value.split():
                if claim.startswith("http"):
                    said = label(opened.describer.statement(claim)["paraphrase"], language)
                    print(output.wrapped(f"{said} — {cite(opened, claim, language)}", 4))
    print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}")


def _find(arguments: list[str]) -> int:
    made = parser("find", "What is called so, who says so, and which question asks it.")
    made.add_argument("words", nargs="+", help="names, words, numbers; in any script")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.finding import Hit, find

    hits = find(chronicle(options), " ".join(options.words), options.lang)
    if options.format != "text":
        rows = [hit._asdict() for hit in hits]
        output.write(Hit._fields, rows, options.format, lambda _, cell: str(cell))
        return 0
    shown = {"thing": "Things", "statement": "Statements", "question": "Questions"}
    for what, title in shown.items():
        some = [hit for hit in hits if hit.what == what]
        if some:
            print(bold(f"{title} ({len(some)})"))
        for hit in some:
            tail = hit.where or short(hit.id)
            print(output.wrapped(f"{hit.text} — {tail}", 2))
    if not hits:
        print("nothing is found; try fewer words", file=sys.stderr)
    return 0


def _questions(arguments: list[str]) -> int:
    made = parser(
        "questions", "The named questions, with their parameters and an example.", view=False
    )
    made.add_argument("--tag", help="only the questions with this tag")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    headers = [
        header
        for header in Questions(Corpus(options.home)).headers()
        if options.tag is None or options.tag in header.tags
    ]
    if options.format == "json":
        print(json.dumps([_plain(h) for h in headers], ensure_ascii=False, indent=1))
        return 0
    if options.format != "text":
        rows = [
            {
                "name": header.name,
                "summary": _summary(header, options.lang),
                "tags": list(header.tags),
                "parameters": [f"{p.name}:{p.type}" for p in header.parameters],
            }
            for header in headers
        ]
        names = ["name", "summary", "tags", "parameters"]
        output.write(names, rows, options.format, lambda _, cell: str(output.flat(cell)))
        return 0
    for header in headers:
        print(f"{header.name}\n    {_summary(header, options.lang)}")
        for parameter in header.parameters:
            default = f" (unless told: {_default(parameter.default)})" if parameter.default else ""
            print(
                f"    --param {parameter.name}={parameter.type.upper()}  {parameter.about}{default}"
            )
        if header.example:
            said = " ".join(f"--param {k}={_quoted(v)}" for k, v in header.example.items())
            print(f"    elchi query {header.name} {said}")
    print(f"{len(headers)} questions")
    return 0


def _summary(header: Header, language: str) -> str:
    if language == "uz-Cyrl" and language not in header.summary:
        from elchi.names import to_cyrillic

        return to_cyrillic(header.summary.get("uz", header.summary["en"]))
    return label(header.summary, language)


def _default(text: str) -> str:
    return short(text[1:-1]) if text.startswith("<") else text.split("^^")[0].strip('"')


def _quoted(value: str) -> str:
    from shlex import quote

    return quote(value)


def _plain(header: Header) -> dict[str, Any]:
    return {
        "name": header.name,
        "summary": dict(header.summary),
        "tags": list(header.tags),
        "parameters": [p._asdict() for p in header.parameters],
        "example": dict(header.example),
        "file": header.file,
    }
