"""The timeline: what happened, in order, with each date at the precision the sources give it.

It lists events, and acts whose signing or adoption no fact tells of. What the sources only
expect, plan or deny comes last, marked by its status, and never among the facts; nor does a
date that is not a fact order one. The retrieval is in `queries/network/`: timeline.rq,
bounds.rq, kinds.rq, about.rq.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from elchi import corpus
from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import kind_of, label, short
from elchi.errors import UsageError
from elchi.spans import FIRST, LAST, days
from elchi.time import Bounds
from elchi.timeline.dating import Dating, given, together, wording

# What a thing is that no accepted claim makes a fact, by the stance of the claims about it.
_STATUS = {
    "plans": "planned",
    "expects": "expected",
    "denies": "denied",
    "evaluates": "judged",
    "asserts": "rejected",
}

_Row = Mapping[str, str]


class Named(NamedTuple):
    """A thing and what it is called."""

    iri: str
    label: str


class Row(NamedTuple):
    """One line of the timeline.

    `status` is 'fact', or what it is instead: 'planned', 'expected', 'denied', 'judged' (only
    an opinion mentions it) or 'rejected' (asserted, but not accepted). `when` is the narrowest
    date that the accepted ones allow; where they cannot all be right it gives each, with ' | '
    between, and `disagree` is true. It is '' where there is none. `inherited` says that the date
    is that of the event it is part of. `earliest` and `latest` are days, None where open. `sure`
    says whether it lies within the span asked for, and not only may.
    """

    iri: str
    kind: str
    label: str
    status: str
    when: str
    earliest: str | None
    latest: str | None
    inherited: bool
    disagree: bool
    sure: bool
    dates: tuple[Dating, ...]
    types: tuple[Named, ...]
    places: tuple[Named, ...]
    participants: tuple[Named, ...]
    claims: tuple[str, ...]
    works: tuple[str, ...]
    fulfilled_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in self._asdict().items()}
        for key in ("dates", "types", "places", "participants"):
            plain[key] = [
                {k: list(v) if isinstance(v, tuple) else v for k, v in item._asdict().items()}
                for item in plain[key]
            ]
        return plain


def timeline(
    chronicle: Chronicle,
    about: str | None = None,
    start: str | None = None,
    end: str | None = None,
    kind: str | None = None,
    language: str = "en",
) -> list[Row]:
    """The events of a chronicle by earliest, then latest day, then IRI.

    Dated facts come first, then facts without a date, then what is no fact. `about` (an IRI)
    keeps what a claim joins to that thing. `start` and `end` (2002, 2002-09 or 2002-09-09, both
    included) keep what may lie in the span, see `Row.sure`; what has no date at all is then left
    out. `kind` is 'event', 'act', or a kind of event by IRI or slug, narrower kinds included.
    Raises UsageError for a date or kind that is none, or a span that ends before it begins.
    """
    span = _span(start, end)
    wider: dict[str, set[str]] = defaultdict(set)
    for pair in rows_of(chronicle, "network", "kinds"):
        wider[pair["kind"]].add(pair["wider"])
    wanted = _kind(kind, wider)
    known = {row["thing"]: row for row in rows_of(chronicle, "network", "bounds")}
    joined = _joined(chronicle, about) if about else None
    things: dict[str, list[_Row]] = defaultdict(list)
    for said_once in rows_of(chronicle, "network", "timeline"):
        things[said_once["thing"]].append(said_once)
    found = []
    for iri, said in things.items():
        row = _row(iri, said, known.get(iri, {}), span, chronicle.describer.labels, language)
        # What only an opinion or a hope joins to a thing does not concern a fact.
        if joined is not None and not (joined.get(iri) if row.status == "fact" else iri in joined):
            continue
        kinds = {row.kind}.union(*(wider[named.iri] | {named.iri} for named in row.types))
        if (wanted is None or wanted in kinds) and _may_lie(row, span):
            found.append(row)
    return sorted(found, key=_order)


def _order(row: Row) -> tuple[int, str, str, str]:
    undated = row.earliest is None and row.latest is None
    section = (1 if undated else 0) if row.status == "fact" else (3 if undated else 2)
    return section, row.earliest or "", row.latest or LAST, row.iri


def _joined(chronicle: Chronicle, about: str) -> dict[str, bool]:
    """What some claim joins to `about`, and whether an accepted one does."""
    found: dict[str, bool] = {}
    for row in rows_of(chronicle, "network", "about", about=about):
        found[row["thing"]] = found.get(row["thing"], False) or "accepted" in row
    return found


def _span(start: str | None, end: str | None) -> Bounds | None:
    if start is None and end is None:
        return None
    try:
        first = days(start).earliest if start else FIRST
        last = days(end).latest if end else LAST
    except ValueError as error:
        raise UsageError(str(error)[:200], mend="write it 2002, 2002-09 or 2002-09-09") from None
    if first > last:
        raise UsageError(f"the span ends before it begins: {start} to {end}")
    return Bounds(first, last)


def _kind(kind: str | None, kinds: Mapping[str, object]) -> str | None:
    if kind in (None, "event", "act") or kind in kinds:
        return kind
    iri = f"{corpus.ID}event-type/{str(kind).removeprefix('event-type:')}"
    if iri in kinds:
        return iri
    slugs = ", ".join(sorted(known.rsplit("/", 1)[-1] for known in kinds))
    raise UsageError(
        f"there is no kind of event called “{str(kind)[:80]}”",
        mend=f"choose event, act, or one of {slugs}",
    )


def _may_lie(row: Row, span: Bounds | None) -> bool:
    if span is None:
        return True
    if row.earliest is None and row.latest is None:
        return False
    return (row.latest or LAST) >= span.earliest and (row.earliest or FIRST) <= span.latest


def _row(
    iri: str,
    said: Sequence[_Row],
    days: _Row,
    span: Bounds | None,
    labels: Mapping[str, Mapping[str, str]],
    language: str,
) -> Row:
    accepted = [row for row in said if "accepted" in row]
    used = accepted or said
    dates = given(used)
    earliest, latest, disagree = together(dates)
    if accepted:
        earliest, latest = days.get("earliest"), days.get("latest")

    def named(role: str) -> tuple[Named, ...]:
        found = sorted({row["value"] for row in used if row["role"] == role})
        return tuple(Named(i, label(labels.get(i, {}), language) or short(i)) for i in found)

    return Row(
        iri=iri,
        kind=kind_of(iri),
        label=label(labels.get(iri, {}), language) or short(iri),
        status="fact" if accepted else _status(said),
        when=wording(dates, disagree, earliest, latest),
        earliest=earliest,
        latest=latest,
        inherited=not dates and (earliest or latest) is not None,
        disagree=disagree,
        sure=span is None
        or ((earliest or FIRST) >= span.earliest and (latest or LAST) <= span.latest),
        dates=tuple(dates),
        types=named("type"),
        places=named("place"),
        participants=named("who"),
        claims=tuple(sorted({row["claim"] for row in used})),
        works=tuple(sorted({row["work"] for row in used})),
        fulfilled_by=tuple(sorted({row["fulfilled"] for row in used if "fulfilled" in row})),
    )


def _status(said: Iterable[_Row]) -> str:
    stances = {row["stance"].rsplit("/", 1)[-1] for row in said}
    return next((word for stance, word in _STATUS.items() if stance in stances), "rejected")
