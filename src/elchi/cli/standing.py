"""`asof`, `changes` and `conflicts`: how things stood, what changed, where sources disagree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.cli import output
from elchi.cli.options import bold, chronicle, parser, rows_format
from elchi.entities import label, resolve, short
from elchi.time import shown

_COLUMNS = ["section", "thing", "status", "value", "called", "sure", "since", "until", "events"]


def run(verb: str, arguments: list[str]) -> int:
    """Run one of this module's verbs."""
    return {"asof": _asof, "changes": _changes, "conflicts": _conflicts}[verb](arguments)


class _Words:
    """Things by their names in one language."""

    def __init__(self, opened: Chronicle, language: str) -> None:
        from elchi.asking import rows_of

        self.opened, self.language = opened, language
        self._labels = opened.describer.labels
        self._days = {row["thing"]: row for row in rows_of(opened, "network", "bounds")}

    def name(self, iri: str | None) -> str:
        return (label(self._labels.get(iri, {}), self.language) or short(iri)) if iri else ""

    def title(self, by_language: Any) -> str:
        if self.language == "uz-Cyrl" and self.language not in by_language:
            from elchi.names import to_cyrillic

            return to_cyrillic(by_language.get("uz", by_language["en"]))
        return label(by_language, self.language)

    def dated(self, event: str) -> str:
        days = self._days.get(event, {})
        when = shown(days.get("earliest"), days.get("latest"))
        return f"{when or '?'} {self.name(event)}"

    def sources(self, claims: Any) -> str:
        return "; ".join(dict.fromkeys(cite(self.opened, claim, self.language) for claim in claims))


def _asof(arguments: list[str]) -> int:
    made = parser("asof", "How things stood on a day: phase, border, acts, offices, capitals.")
    made.add_argument("day", metavar="DATE", help="a day, such as 2002-01-01")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.asof import asof

    opened = chronicle(options)
    sections = asof(opened, options.day)
    if options.format == "json":
        _dump([{**s._asdict(), "entries": [e._asdict() for e in s.entries]} for s in sections])
        return 0
    if options.format != "text":
        rows = [entry._asdict() for section in sections for entry in section.entries]
        output.write([*_COLUMNS, "claims"], rows, options.format, _plain)
        return 0
    words = _Words(opened, options.lang)
    for section in sections:
        print(bold(words.title(section.title)))
        for entry in section.entries:
            for line in _told(entry, words, options.day):
                print(line)
        if not section.entries:
            print("  —")
    return 0


def _told(entry: Any, words: _Words, day: str) -> Iterator[str]:
    sure = "" if entry.sure else " ?"
    status = f" [{words.name(entry.status)}]" if entry.status else ""
    parts = [words.name(entry.thing)]
    if entry.value or entry.called:
        called = words.name(entry.called or entry.value)
        own = words.name(entry.value)
        parts.append(called if called == own or not entry.value else f"{called} ({own})")
    # On a day of change both the old and the new hold: the sign says which ends and which begins.
    edge = " →|" if entry.until == day else " |→" if entry.since == day else ""
    span = shown(entry.since, None) if entry.since and not entry.until else ""
    span = f"{entry.since or '..'}/{entry.until}" if entry.until else span
    when = f"  {span}" if span and not entry.events else ""
    yield output.wrapped(f"{': '.join(parts)}{status}{sure}{when}{edge}", 2)
    if entry.events:
        yield output.wrapped("; ".join(words.dated(event) for event in entry.events), 6)
    if entry.claims:
        yield output.wrapped(f"— {words.sources(entry.claims)}", 6)


def _changes(arguments: list[str]) -> int:
    made = parser("changes", "What changed between two days.")
    made.add_argument("start", metavar="FROM", help="a day, such as 2001-01-01")
    made.add_argument("end", metavar="TO", help="a later day")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.asof import changes

    opened = chronicle(options)
    found = changes(opened, options.start, options.end)
    if options.format == "json":
        _dump(
            [
                {
                    "section": section.name,
                    "title": section.title,
                    "changes": [
                        {k: e._asdict() if e else None for k, e in change._asdict().items()}
                        for change in some
                    ],
                }
                for section, some in found
            ]
        )
        return 0
    words = _Words(opened, options.lang)
    rows = []
    for section, some in found:
        if options.format == "text" and some:
            print(bold(words.title(section.title)))
        for change in some:
            if options.format == "text":
                for line in _changed(change, words, options):
                    print(line)
                continue
            entry = change.after or change.before
            assert entry is not None
            rows.append(
                {
                    "section": section.name,
                    "change": _SIGN[(change.before is None, change.after is None)],
                    "thing": entry.thing,
                    "value": entry.value,
                    "before": change.before and change.before.status,
                    "after": change.after and change.after.status,
                    "events": entry.events,
                    "claims": entry.claims,
                }
            )
    if options.format != "text":
        names = ["section", "change", "thing", "value", "before", "after", "events", "claims"]
        output.write(names, rows, options.format, _plain)
    return 0


_SIGN = {(True, False): "+", (False, True): "-", (False, False): "~"}


def _changed(change: Any, words: _Words, options: Any) -> Iterator[str]:
    sign = _SIGN[(change.before is None, change.after is None)]
    if sign == "~" and change.before.status != change.after.status:
        was = words.name(change.before.status)
        now = words.name(change.after.status)
        yield output.wrapped(f"~ {words.name(change.after.thing)}: {was} → {now}", 2)
    else:
        entry = change.after or change.before
        day = options.end if change.after else options.start
        head, *rest = _told(entry, words, day)
        yield f"  {sign} {head.strip()}"
        if sign == "-":
            return
        yield from rest
        return
    new = [event for event in change.after.events if event not in change.before.events]
    if new:
        yield output.wrapped("; ".join(words.dated(event) for event in new), 6)
    claims = [claim for claim in change.after.claims if claim not in change.before.claims]
    if claims:
        yield output.wrapped(f"— {words.sources(claims)}", 6)


def _conflicts(arguments: list[str]) -> int:
    made = parser("conflicts", "Where sources disagree: all sides, and what each policy prefers.")
    made.add_argument("name", nargs="?", help="only what is over this thing, or by this source")
    made.add_argument("--kind", help="date, place, figure, denial, signatory or noted")
    rows_format(made, text=True, default="text")
    options = made.parse_args(arguments)
    from elchi.conflicts import conflicts

    opened = chronicle(options)
    about = resolve(opened.index, options.name) if options.name else None
    found = conflicts(opened, about, options.kind)
    if options.format == "json":
        _dump([conflict.to_dict() for conflict in found])
        return 0
    if options.format != "text":
        rows = [
            {"conflict": c.iri, "kind": c.kind, "thing": c.thing, "side": n, **side._asdict()}
            for c in found
            for n, side in enumerate(c.sides, 1)
        ]
        names = ["conflict", "kind", "thing", "side", "property", "value", "claims", "accepted"]
        names += ["works", "denied", "preferred_under"]
        output.write(names, rows, options.format, _plain)
        return 0
    words = _Words(opened, options.lang)
    policies = sorted(
        iri for iri in opened.describer.labels if "/id/policy/" in iri and "asserted" not in iri
    )
    for conflict in found:
        for line in _sides(conflict, words, policies):
            print(line)
    return 0


def _sides(conflict: Any, words: _Words, policies: list[str]) -> Iterator[str]:
    yield bold(
        f"{words.name(conflict.kind)}: {words.name(conflict.thing)}"
        if conflict.thing
        else words.name(conflict.kind)
    )
    standing = [n for n, side in enumerate(conflict.sides, 1) if side.accepted]
    for number, side in enumerate(conflict.sides, 1):
        value = words.name(side.value) if side.value else ""
        mark = "" if side.accepted else " ✗"
        yield output.wrapped(f"{number}. {'¬ ' if side.denied else ''}{value}{mark}", 2).rstrip()
        for claim in side.claims:
            statement = words.opened.describer.statement(claim)
            said = label(statement["paraphrase"], words.language)
            stance = statement["stance"] if statement["stance"] != "asserts" else None
            marks = [mark for mark in (stance, statement["verdict"]) if mark]
            tail = f" [{', '.join(marks)}]" if marks else ""
            source = cite(words.opened, claim, words.language)
            yield output.wrapped(f"{said} — {source}{tail}", 5)
    for policy in policies if standing else ():
        chosen = [n + 1 for n in conflict.preferred(policy)] or standing
        yield output.wrapped(f"{words.name(policy)} → {', '.join(map(str, chosen))}", 5)


def _plain(_: str, cell: Any) -> str:
    return "" if cell is None else str(output.flat(cell))


def _dump(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
