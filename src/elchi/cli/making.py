"""`build`, `check`, `coverage`, `passages` and `export`: making the graph and what comes of it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from elchi.build import make
from elchi.cli.options import chronicle, parser, rows_format
from elchi.corpus import ID, Corpus
from elchi.entities import resolve, short
from elchi.errors import InputError
from elchi.writing import write


def run(verb: str, arguments: list[str]) -> int:
    """Run one of this module's verbs."""
    return {
        "build": _build,
        "check": _check,
        "coverage": _coverage,
        "passages": _passages,
        "export": _export,
    }[verb](arguments)


def _build(arguments: list[str]) -> int:
    from os import environ

    made = parser("build", "Make the graph from the files of the chronicle.", False, False)
    options = made.parse_args(arguments)
    built = make(Corpus(options.home, options.extra))
    target = options.build or environ.get("ELCHI_BUILD", "build")
    write(built, target)
    counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
    print(f"{Path(target) / 'graph'}: {counts}")
    return 0


def _check(arguments: list[str]) -> int:
    made = parser("check", "Check the graph: shapes, chronology, provenance.", language=False)
    rows_format(made, text=True, default="text")
    made.add_argument(
        "--engine",
        choices=("fast", "pyshacl"),
        default="fast",
        help="what validates the shapes; both say the same, pyshacl slower",
    )
    options = made.parse_args(arguments)
    from elchi.check import check
    from elchi.cli import output
    from elchi.soundness import Finding

    findings = check(chronicle(options), engine=options.engine)
    if options.format == "json":
        print(json.dumps([f._asdict() for f in findings], ensure_ascii=False, indent=1))
        return 1 if findings else 0
    if options.format != "text":
        rows = [found._asdict() for found in findings]
        output.write(Finding._fields, rows, options.format, lambda _, cell: str(cell or ""))
        return 1 if findings else 0
    for found in findings:
        place = f"{found.file}:{found.line}: " if found.line else ""
        print(f"{place}{found.severity}: {found.message} ({found.rule})")
        if found.mend:
            print(f"  mend: {found.mend}")
    print(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    return 1 if findings else 0


def _coverage(arguments: list[str]) -> int:
    made = parser("coverage", "Is each sentence of an article claimed, or marked as bearing none?")
    made.add_argument("article", help="the text of the source, as it was read")
    made.add_argument("--source", help="the work it is, where the chronicle has several like it")
    made.add_argument("--html", metavar="FILE", help="write the article with its claims beside it")
    made.add_argument("--format", choices=("text", "json"), default="text")
    options = made.parse_args(arguments)
    from elchi.coverage import cover
    from elchi.coverage_page import page

    opened = chronicle(options)
    work = resolve(opened.index, options.source, "work") if options.source else None
    report = cover(opened, Path(options.article), work)
    if options.html:
        from elchi.export import save

        save(page(opened, report, options.lang).encode(), options.html)
    if options.format == "json":
        print(json.dumps(_plain(report), ensure_ascii=False, indent=1))
        return 0 if report.complete else 1
    for sentence in report.uncovered:
        place = f"{options.article}:{sentence.segment.line}"
        head = " ".join(sentence.segment.text.split())[:60]
        print(f"{place}: uncovered: “{head}…”")
        print("  mend: claim what it states, or mark its passage with elchi:noFact and a reason")
    for found in report.drifted:
        print(f"{options.article}: {found.status}: {short(found.passage)}", end="")
        print(f" is now at {found.start}-{found.end}" if found.status == "moved" else "")
        print("  mend: read the changed text; correct the passage and the claims drawn from it")
    if report.as_recorded is False:
        print(f"{options.article}: the text is not the one recorded for {short(report.work)}")
        print(
            "  mend: compare elchi:digest and elchi:length in its source.ttl with `elchi passages`"
        )
    claimed = sum(s.status == "claimed" for s in report.sentences)
    bare = sum(s.status == "no fact" for s in report.sentences)
    print(
        f"{short(report.work)}: {len(report.sentences)} sentences: {claimed} claimed, "
        f"{bare} bearing no fact, {len(report.uncovered)} uncovered; "
        f"{len(report.passages)} passages: {len(report.passages) - len(report.drifted)} in place, "
        f"{len(report.drifted)} drifted"
    )
    return 0 if report.complete else 1


def _plain(report: object) -> object:
    from elchi.coverage import Report

    assert isinstance(report, Report)
    return {
        "work": report.work,
        "complete": report.complete,
        "as_recorded": report.as_recorded,
        "sentences": [
            {
                "line": s.segment.line,
                "start": s.segment.start,
                "end": s.segment.end,
                "status": s.status,
                "passages": [p.passage for p in s.passages],
                "claims": list(dict.fromkeys(c for p in s.passages for c in p.claims)),
                "reasons": sorted({p.reason for p in s.passages if p.reason}),
            }
            for s in report.sentences
        ],
        "passages": [p._asdict() for p in report.passages],
    }


def _passages(arguments: list[str]) -> int:
    made = parser(
        "passages", "The passages of a new source in Turtle, to begin from.", False, False
    )
    made.add_argument("article", help="the text of the source, in UTF-8")
    made.add_argument("--source", required=True, metavar="SLUG", help="a short name for the source")
    made.add_argument("--list", action="store_true", help="list the sentences with their keys")
    options = made.parse_args(arguments)
    from elchi import passages

    text = passages.read(Path(options.article))
    if not text.strip():
        raise InputError("holds no sentence", where=options.article)
    if options.list:
        for segment in passages.segments(text):
            print(
                f"{segment.key}\t{segment.start}\t{segment.end}\t{' '.join(segment.text.split())}"
            )
        return 0
    print(passages.turtle(text, options.source), end="")
    length, digest = len(text), passages.digest(text)
    print(
        f"# For source.ttl: <{ID}work/{options.source}> elchi:length {length} ; "
        f'elchi:digest "{digest}" .',
        file=sys.stderr,
    )
    return 0


def _export(arguments: list[str]) -> int:
    from elchi.export import FORMATS, export_to

    listed = "\n".join(f"  {name:<9} {form.about}" for name, form in FORMATS.items())
    made = parser("export", "Write the chronicle in another format.")
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.epilog = f"formats:\n{listed}"
    made.add_argument("format", metavar="FORMAT", choices=sorted(FORMATS), help="see below")
    made.add_argument("-o", "--output", metavar="FILE", default="-", help="- is standard output")
    options = made.parse_args(arguments)
    export_to(chronicle(options), options.format, options.output, options.lang)
    return 0
