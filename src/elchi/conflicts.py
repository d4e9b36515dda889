"""Conflicts: what sources say that cannot all be true, side by side, and what a policy makes of it.

The rules in `queries/rules/` find them when the chronicle is built: two dates of one event of
which neither lies within the other, two places, two figures that no rounding reconciles, an
assertion and its denial, two signers for one state. A side is one such statement with all the
claims that make it; a vaguer date, or a rounded figure, that agrees with a side belongs to it.
A policy prefers a side, or none: then all that are accepted stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from elchi import corpus
from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.errors import UsageError

_KIND = corpus.ID + "conflict-kind/"


class Side(NamedTuple):
    """One side of a conflict.

    `property` and `value` are what is stated of the thing, None where the authors only note that
    claims disagree. `accepted` are those of the `claims` that are facts unless a policy chooses;
    `denied` says that the claims deny it. `preferred_under` are policies, as IRIs.
    """

    iri: str
    property: str | None
    value: str | None
    claims: tuple[str, ...]
    accepted: tuple[str, ...]
    works: tuple[str, ...]
    denied: bool
    preferred_under: tuple[str, ...]


class Conflict(NamedTuple):
    """Claims about one thing (`thing`, None where they share none) that cannot all be true."""

    iri: str
    kind: str
    thing: str | None
    sides: tuple[Side, ...]

    def preferred(self, policy: str) -> tuple[int, ...]:
        """Which sides, from 0, the policy prefers; empty where it prefers none to another."""
        found = tuple(n for n, side in enumerate(self.sides) if policy in side.preferred_under)
        return found if len(found) < len(self.sides) else ()

    def to_dict(self) -> dict[str, Any]:
        """The plain form for JSON."""
        return {**self._asdict(), "sides": [side._asdict() for side in self.sides]}


def conflicts(
    chronicle: Chronicle, about: str | None = None, kind: str | None = None
) -> list[Conflict]:
    """The conflicts of a chronicle, by kind and IRI; the sides by how many claims make them.

    `about` (an IRI) keeps those over that thing, or of which a side names it; `kind` those of a
    kind, such as 'date'. Raises UsageError for a kind that is none.
    """
    kinds = sorted(i.removeprefix(_KIND) for i in chronicle.describer.labels if i.startswith(_KIND))
    if kind is not None and kind not in kinds:
        raise UsageError(
            f"there is no kind of conflict called “{kind[:80]}”",
            mend="choose one of " + ", ".join(kinds),
        )
    rows: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows_of(chronicle, "network", "conflicts"):
        rows[row["conflict"]].append(row)
    found = [_conflict(iri, some) for iri, some in rows.items()]
    return sorted(
        (
            conflict
            for conflict in found
            if (kind is None or conflict.kind == _KIND + kind)
            and (about is None or about == conflict.thing or about in _named(conflict))
        ),
        key=lambda conflict: (conflict.kind, conflict.iri),
    )


def _named(conflict: Conflict) -> set[str | None]:
    return {side.value for side in conflict.sides} | {w for s in conflict.sides for w in s.works}


def _conflict(iri: str, rows: Sequence[Mapping[str, str]]) -> Conflict:
    sides: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        sides[row["side"]].append(row)
    made = sorted((_side(side, some) for side, some in sides.items()), key=_order)
    return Conflict(iri, rows[0]["kind"], rows[0].get("thing"), tuple(made))


def _order(side: Side) -> tuple[int, int, str]:
    return -len(side.accepted), -len(side.claims), side.value or side.iri


def _side(iri: str, rows: Sequence[Mapping[str, str]]) -> Side:
    def each(column: str, only: str | None = None) -> tuple[str, ...]:
        return tuple(
            sorted({row[column] for row in rows if column in row and (only is None or only in row)})
        )

    return Side(
        iri=iri,
        property=rows[0].get("property"),
        value=rows[0].get("value"),
        claims=each("claim"),
        accepted=each("claim", only="accepted"),
        works=each("work"),
        denied=all(row["stance"].endswith("/denies") for row in rows),
        preferred_under=each("preferred"),
    )
