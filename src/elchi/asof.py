"""The state of things on a day, and what changed between two days.

Each section (the phase of relations, the stage of the border, acts, offices, capitals, names,
open matters) is a query in `queries/asof/` that takes a day and says what held, since when, by
which events and claims, and whether that is sure. It is not sure where the dates known are too
vague, or sources disagree about them; then all that may have held is listed. A section is added
by adding a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.errors import UsageError
from elchi.questions import read_query
from elchi.spans import span
from elchi.time import Bounds


class Entry(NamedTuple):
    """One thing that held on the day, or may have.

    `thing` is what it is about; `status` what state it was in, `value` who or what it was, and
    `called` the name that this bore then, where a section gives these. `since` and `until` are
    days, None where not known or not ended. `events` are the steps behind it, in order of time.
    """

    section: str
    thing: str
    status: str | None
    value: str | None
    called: str | None
    sure: bool
    since: str | None
    until: str | None
    events: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def what(self) -> tuple[str, str, str]:
        """By what it is the same entry on another day."""
        return self.section, self.thing, self.value or ""


class Section(NamedTuple):
    """One section of the state of things: its name, its title by language, what held."""

    name: str
    title: Mapping[str, str]
    entries: tuple[Entry, ...]


class Change(NamedTuple):
    """What is different on the later day: `before` or `after` is None where it did not hold."""

    before: Entry | None
    after: Entry | None


def day_of(text: str) -> str:
    """The day that `text` gives. Raises UsageError where it is not one whole day."""
    try:
        found = span(text, text)
    except ValueError as error:
        raise UsageError(str(error)[:200], mend="write the day like 2002-09-09") from None
    if found.earliest != found.latest:
        raise UsageError(
            f"“{text[:40]}” is longer than a day",
            mend=f"name a day of it, such as {found.earliest} or {found.latest}",
        )
    return text


def asof(chronicle: Chronicle, day: str) -> list[Section]:
    """What held on `day` (2002-09-09), by section in the order of the files.

    Raises UsageError for a date that is no day.
    """
    day_of(day)
    times = {row["thing"]: row for row in rows_of(chronicle, "network", "bounds")}
    found = []
    for part in chronicle.files.queries("asof"):
        header, _ = read_query(part)
        rows = rows_of(chronicle, "asof", part.path.stem, day=day)
        entries = tuple(_entry(header.name, row, times) for row in rows)
        found.append(Section(header.name, header.extra.get("title", header.summary), entries))
    return found


def _entry(section: str, row: Mapping[str, str], times: Mapping[str, Mapping[str, str]]) -> Entry:
    def when(event: str) -> Bounds:
        days = times.get(event, {})
        return Bounds(days.get("earliest", ""), days.get("latest", ""))

    return Entry(
        section=section,
        thing=row["thing"],
        status=row.get("status"),
        value=row.get("value"),
        called=row.get("called"),
        sure=row["sure"] == "true",
        since=row.get("since"),
        until=row.get("until"),
        events=tuple(sorted(row.get("events", "").split(), key=lambda event: (when(event), event))),
        claims=tuple(sorted(row.get("claims", "").split())),
    )


def changes(chronicle: Chronicle, start: str, end: str) -> list[tuple[Section, list[Change]]]:
    """What is different on the day `end` from the day `start`, by section.

    A thing whose state, name or certainty changed is one change; what began or ceased to hold is
    one with no `before` or no `after`. Raises UsageError for a date that is no day, or an end
    before the start.
    """
    if day_of(start) > day_of(end):
        raise UsageError(f"the span ends before it begins: {start} to {end}")
    earlier = {section.name: section for section in asof(chronicle, start)}
    return [
        (section, _compared(earlier[section.name].entries, section.entries))
        for section in asof(chronicle, end)
    ]


def _compared(earlier: Iterable[Entry], later: Iterable[Entry]) -> list[Change]:
    old = {entry.what: entry for entry in earlier}
    new = {entry.what: entry for entry in later}
    gone = [Change(entry, None) for what, entry in old.items() if what not in new]
    other = [
        Change(old.get(what), entry)
        for what, entry in new.items()
        if what not in old or _state(old[what]) != _state(entry)
    ]
    return gone + other


def _state(entry: Entry) -> tuple[Any, ...]:
    return entry.status, entry.called, entry.sure, entry.events
