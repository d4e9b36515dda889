"""`diff`: what changed between two editions, or any two snapshots, in statements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from elchi.cli import output
from elchi.cli.options import bold, chronicle, parser, rows_format
from elchi.entities import short

if TYPE_CHECKING:
    from elchi.comparison import Change
    from elchi.differences import Differences

_TITLES = {
    "fact gained": "Facts gained",
    "fact lost": "Facts lost",
    "fact more": "Facts backed by more sources",
    "fact fewer": "Facts backed by fewer sources",
    "claim added": "Claims added",
    "claim withdrawn": "Claims withdrawn",
    "claim replaced": "Claims replaced",
    "claim changed": "Claims changed",
    "thing new": "Things new",
    "thing gone": "Things gone",
}
_OTHERS = {
    "reference": "statements of the reference layer",
    "label": "names",
    "identifier": "statements on identifiers",
    "passage": "statements on passages",
    "ontology": "statements of the ontology",
}
_COLUMNS = ["change", "subject", "property", "before", "after", "claims", "words"]


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi diff OLD NEW`. Differences are no fault: the exit code is 0."""
    made = parser(verb, "What changed between two editions, in statements.", view=False)
    for name in ("old", "new"):
        made.add_argument(
            name,
            metavar=name.upper(),
            help="an edition, the folder of a chronicle or a build, or a file of all layers",
        )
    made.add_argument("--about", metavar="NAME", help="only what concerns this thing")
    made.add_argument(
        "--all",
        action="store_true",
        help="list names, identifiers and other statements of the reference layer too",
    )
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.comparison import MAIN
    from elchi.differences import diff

    found = diff(chronicle(options), options.old, options.new)
    changes = found.concerning(options.about) if options.about else found.changes
    counts = found.counts(changes)
    told = [c for c in changes if options.all or c.what in MAIN]
    if options.format == "text":
        for line in _text(found, told, counts, options.lang):
            print(line)
        return 0
    rows = [_row(found, change, options.lang) for change in told]
    if options.format == "json":
        whole = {"old": options.old, "new": options.new, "counts": counts, "changes": rows}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        output.write(_COLUMNS, rows, options.format, lambda _, cell: str(output.flat(cell)))
    return 0


def _row(found: Differences, change: Change, language: str) -> dict[str, Any]:
    claims = sorted({*change.behind_before, *change.behind_after})
    if change.what == "claim":
        claims = [change.subject]
    return {
        "change": f"{change.what} {change.how}",
        "subject": change.subject,
        "property": change.property,
        "before": [_plain(value) for value in change.before],
        "after": [_plain(value) for value in change.after],
        "claims": claims,
        "words": found.words(change, language),
    }


def _plain(value: Any) -> str:
    return str(output.plain(value))


def _text(
    found: Differences, told: Sequence[Change], counts: dict[str, int], language: str
) -> Iterator[str]:
    if not counts:
        yield "no difference"
        return
    listed = dict.fromkeys(f"{change.what} {change.how}" for change in told)
    for sort in [*_TITLES, *(each for each in listed if each not in _TITLES)]:
        some = [change for change in told if f"{change.what} {change.how}" == sort]
        if not some:
            continue
        yield bold(f"{_title(sort)} ({len(some)})")
        for change in some:
            yield from _worded(found, change, language)
        yield ""
    left = [
        f"{number} {_title(sort).lower()}" for sort, number in counts.items() if sort not in listed
    ]
    if left:
        yield output.wrapped(f"and {', '.join(left)}: --all lists them", 0)


def _title(sort: str) -> str:
    what, how = sort.split(" ")
    return _TITLES.get(sort) or f"{_OTHERS.get(what, what).capitalize()} {how}"


def _worded(found: Differences, change: Change, language: str) -> Iterator[str]:
    words = found.words(change, language)
    if change.what == "thing":
        words += f"  {short(change.subject)}"
    if change.how in ("more", "fewer"):
        sign = "+" if change.how == "more" else "-"
        words += f" ({sign}{len(found.sources(change, language))})"
    yield output.wrapped(words, 2)
    for source in found.sources(change, language):
        yield output.wrapped(f"— {source}", 6)
