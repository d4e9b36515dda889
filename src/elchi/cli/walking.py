"""`timeline`, `path`, `around`, `rank` and `communities`: walking the chronicle."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.cli import output
from elchi.cli.options import bold, chronicle, parser, rows_format
from elchi.entities import label, resolve, short
from elchi.errors import UsageError

if TYPE_CHECKING:
    from elchi.network import Evidence, Path

_JSON = ("text", "json")


def run(verb: str, arguments: list[str]) -> int:
    """Run one of this module's verbs."""
    return {
        "timeline": _timeline,
        "path": _path,
        "around": _around,
        "rank": _rank,
        "communities": _communities,
    }[verb](arguments)


def _timeline(arguments: list[str]) -> int:
    made = parser("timeline", "Events in order; those without a date, and those hoped for, last.")
    made.add_argument("name", nargs="?", help="only what mentions this")
    made.add_argument("--from", dest="start", metavar="DATE", help="a year, a month or a day")
    made.add_argument("--to", dest="end", metavar="DATE", help="a year, a month or a day")
    made.add_argument("--kind", help="event, act, or a type of event such as talks")
    rows_format(made)
    options = made.parse_args(arguments)
    from elchi.timeline import timeline

    opened = chronicle(options)
    about = resolve(opened.index, options.name) if options.name else None
    found = timeline(opened, about, options.start, options.end, options.kind, options.lang)
    if output.chosen(options.format) == "json":
        _dump([row.to_dict() for row in found])
        return 0
    names = ["date", "status", "event", "place", "participants", "sources"]
    rows = [
        {
            "date": row.when or "undated",
            "status": row.status,
            "event": row.label,
            "place": "; ".join(place.label for place in row.places),
            "participants": "; ".join(who.label for who in row.participants),
            "sources": "; ".join(
                dict.fromkeys(cite(opened, claim, options.lang) for claim in row.claims)
            ),
        }
        for row in found
    ]
    output.write(names, rows, output.chosen(options.format), lambda _, cell: str(cell or ""))
    return 0


def _path(arguments: list[str]) -> int:
    made = parser("path", "How two things hang together, and by whose word.")
    made.add_argument("a", metavar="A", help="a name in any language and spelling")
    made.add_argument("b", metavar="B", help="a name in any language and spelling")
    made.add_argument("--count", type=_few, default=3, help="how many paths, the shortest first")
    made.add_argument(
        "--in-time", action="store_true", help="only paths whose events follow each other"
    )
    made.add_argument("--avoid", action="append", default=[], metavar="NAME", help="go around this")
    made.add_argument("--format", choices=_JSON, default="text")
    options = made.parse_args(arguments)
    from elchi.network import paths

    opened = chronicle(options)
    a, b = resolve(opened.index, options.a), resolve(opened.index, options.b)
    avoid = [resolve(opened.index, name) for name in options.avoid]
    found = paths(opened, a, b, options.count, options.in_time, avoid, options.lang)
    if options.format == "json":
        _dump(
            {
                "from": a,
                "to": b,
                "in_time": options.in_time,
                "paths": [path.to_dict() for path in found],
            }
        )
    elif not found:
        how = " whose events follow each other" if options.in_time else ""
        print(f"there is no path{how} from {short(a)} to {short(b)}", file=sys.stderr)
    else:
        for number, path in enumerate(found, 1):
            for line in _told(opened, path, number, options.lang):
                print(line)
    return 0


def _told(opened: Chronicle, path: Path, number: int, language: str) -> Iterator[str]:
    hops = len(path.hops)
    way = " → ".join(step.label for step in path.steps)
    yield bold(f"{number}. {way}") + f"  ({hops} hop{'' if hops == 1 else 's'})"
    for hop in path.hops:
        yield f"   {hop.statement.words}"
        for evidence in hop.evidence[:2]:
            yield output.wrapped(_evidence(opened, evidence, language), 6)
        if len(hop.evidence) > 2:
            yield f"      … and {len(hop.evidence) - 2} more"
    yield output.wrapped(f"weakest: hop {path.weakest + 1}, {path.why}", 3)
    yield ""


def _evidence(opened: Chronicle, evidence: Evidence, language: str) -> str:
    if evidence.claim is None:
        return "— the reference layer"
    places = [
        f"line {place['line']} (characters {place['start']}-{place['end']})"
        for place in evidence.passages
        if place["line"] is not None
    ] or [label(place["locator"], "en") for place in evidence.passages]
    work = label(opened.describer.labels.get(evidence.work or "", {}), language)
    verdict = f" [{evidence.verdict}]" if evidence.verdict else ""
    return f"{evidence.paraphrase} — {work}, {'; '.join(places)}{verdict}"


def _around(arguments: list[str]) -> int:
    made = parser("around", "What lies around a thing, by distance.")
    made.add_argument("name", help="a name in any language and spelling")
    made.add_argument("--hops", type=_count, default=1, metavar="N", help="how far to look")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.network import around

    opened = chronicle(options)
    found = around(opened, resolve(opened.index, options.name), options.hops, options.lang)
    if options.format == "json":
        _dump([near.to_dict() for near in found])
        return 0
    if options.format != "text":
        rows: list[dict[str, Any]] = [
            {
                **{name: getattr(near, name) for name in ("distance", "label", "kind", "iri")},
                "statements": "; ".join(s.words for s in near.statements),
                "claims": " ".join(dict.fromkeys(c for s in near.statements for c in s.claims)),
            }
            for near in found
        ]
        _print_rows(options, ["distance", "label", "kind", "iri", "statements", "claims"], rows)
        return 0
    for near in found:
        print(f"{near.distance}  {bold(near.label)}  {short(near.iri)}")
        for statement in near.statements:
            sources = dict.fromkeys(cite(opened, c, options.lang) for c in statement.claims)
            behind = "; ".join(sources) or "the reference layer"
            print(output.wrapped(f"{statement.words} — {behind}", 3))
    return 0


def _rank(arguments: list[str]) -> int:
    made = parser("rank", "What is most central in the network of entities.")
    made.add_argument("--by", choices=("degree", "betweenness", "pagerank"), default="degree")
    made.add_argument("--kind", help="only things of this kind: person, place, act ...")
    made.add_argument("--top", type=_count, default=20, metavar="N")
    rows_format(made)
    options = made.parse_args(arguments)
    from elchi.network import rank

    opened = chronicle(options)
    found = rank(opened, options.by, options.kind, options.lang)[: options.top]
    rows: list[dict[str, Any]] = [row.to_dict() for row in found]
    _print_rows(options, ["score", "label", "kind", "iri"], rows)
    return 0


def _communities(arguments: list[str]) -> int:
    made = parser("communities", "What belongs together, by Louvain's method with a fixed seed.")
    rows_format(made)
    options = made.parse_args(arguments)
    from elchi.network import communities

    opened = chronicle(options)
    labels = opened.describer.labels

    def names(iris: Iterable[str]) -> str:
        return "; ".join(label(labels.get(i, {}), options.lang) or short(i) for i in iris)

    found = communities(opened)
    if output.chosen(options.format) == "json":
        _dump([community.to_dict() for community in found])
        return 0
    rows = [
        {
            "number": community.number,
            "size": len(community.members),
            "central": names(community.central),
            "members": " ".join(community.members),
        }
        for community in found
    ]
    columns = ["number", "size", "central"]
    if output.chosen(options.format) != "table":
        columns.append("members")
    _print_rows(options, columns, rows)
    return 0


def _print_rows(options: argparse.Namespace, names: list[str], rows: list[dict[str, Any]]) -> None:
    def word(column: str, cell: Any) -> str:
        if column == "iri":
            return short(str(cell))
        return f"{cell:.4g}" if isinstance(cell, float) else str(cell)

    form = output.chosen(options.format)
    kept = [{name: row[name] for name in names} for row in rows]
    output.write(names, kept, form, word)


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise UsageError(f"a whole number above 0 is wanted, not “{text[:40]}”")
    return number


def _few(text: str) -> int:
    number = _count(text)
    if number > 100:
        raise UsageError(f"at most 100 paths are sought, not {number}")
    return number


def _dump(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
