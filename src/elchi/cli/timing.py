"""`when`: how two things, or a thing and a date, lie in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from elchi.cli import output
from elchi.cli.options import bold, chronicle, parser
from elchi.entities import short

if TYPE_CHECKING:
    from elchi.relations import Comparison, Side


def run(verb: str, arguments: list[str]) -> int:
    """Run `elchi when A B`."""
    made = parser(
        verb, "Is A before, after, during or of the same day as B, or does it overlap it?"
    )
    about = "a name in any language and spelling, or a date: 2002-09, 1992/2002, 199X, 2002~"
    made.add_argument("a", metavar="A", help=about)
    made.add_argument("b", metavar="B", help=about)
    made.add_argument("--format", choices=("text", "json"), default="text")
    options = made.parse_args(arguments)
    from elchi.relations import when

    opened = chronicle(options)
    found = when(opened, options.a, options.b, options.lang)
    if options.format == "json":
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
        return 0
    for line in _text(found):
        print(line)
    return 0


def _text(found: Comparison) -> Iterator[str]:
    for side in (found.first, found.second):
        yield from _side(side)
    width = max(map(len, found.relations))
    for name, reply in found.relations.items():
        yield f"{name:<{width}}  {bold(reply.answer.value)}"
        for reason in reply.why:
            yield output.wrapped(reason, width + 2)


def _side(side: Side) -> Iterator[str]:
    if side.iri is None:
        yield bold(side.label)
    else:
        yield f"{bold(side.label)}  {side.when or 'dates that contradict each other'}"
    for source in side.sources:
        of = "" if source.of == side.iri else f", the date of {short(source.of)}"
        cited = "; ".join(source.cited) or "the reference layer"
        yield output.wrapped(f"{source.when}{of} — {cited}", 3)
    if side.iri is not None and not side.sources:
        yield "   no accepted statement dates it"
    yield ""
