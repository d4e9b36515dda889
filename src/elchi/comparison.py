"""The comparison of two records of a chronicle, as an algebra of sets.

Facts are compared as statements, whoever makes them: a fact is gained when the first source
for it is entered, and lost when the last one goes; between the two it is backed by more or
fewer sources. Claims are compared by their names: one is added, withdrawn, replaced by another,
or changed in what is recorded of it. What the rules derive is not compared, since it follows.

The order of files and statements does not matter, a record does not differ from itself, and the
way back is the way there reversed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from elchi.snapshots import Recorded
from elchi.store import Term

REVERSE = {
    "gained": "lost",
    "more": "fewer",
    "added": "withdrawn",
    "new": "gone",
    "replaced": "replaced",
    "changed": "changed",
}
REVERSE |= {back: there for there, back in REVERSE.items()}

MAIN = ("fact", "claim", "thing")
"""What is always told; of all else the number is, unless it is asked for."""

OTHERS = ("reference", "label", "identifier", "passage", "ontology")

Value = Term | ox.Triple


class Change(NamedTuple):
    """One difference: of `what` (see MAIN and OTHERS), and `how` (see REVERSE).

    `subject` and `property` are IRIs, '' for what has no property; `before` and `after` are the
    values on either side, `behind_before` and `behind_after` the claims behind a fact. A claim
    that is replaced is the subject, its replacement the value after. What a claim states has
    no property, and its values are triples.
    """

    what: str
    how: str
    subject: str
    property: str = ""
    before: tuple[Value, ...] = ()
    after: tuple[Value, ...] = ()
    behind_before: tuple[str, ...] = ()
    behind_after: tuple[str, ...] = ()

    def reversed(self) -> Change:
        """The same difference on the way back."""
        subject = self.subject
        if self.how == "replaced":
            subject = str(getattr(self.after[0], "value", ""))
        return Change(
            self.what, REVERSE[self.how], subject, self.property,
            self.after, self.before, self.behind_after, self.behind_before,
        )  # fmt: skip


def compare(old: Recorded, new: Recorded) -> list[Change]:
    """All changes from one record to another, in a fixed order."""
    found = [*_facts(old, new), *_claims(old, new), *_things(old, new)]
    for what in sorted({*old.others, *new.others}):
        before, after = old.others.get(what, frozenset()), new.others.get(what, frozenset())
        for subject, prop, value in before - after:
            found.append(Change(what, "lost", subject, prop, before=(value,)))
        for subject, prop, value in after - before:
            found.append(Change(what, "gained", subject, prop, after=(value,)))
    return sorted(found, key=order)


def order(change: Change) -> tuple[Any, ...]:
    """By what a list of changes is sorted."""
    what = (*MAIN, *OTHERS).index(change.what)
    values = [str(v) for v in (*change.before, *change.after)]
    return what, list(REVERSE).index(change.how), change.subject, change.property, values


def _facts(old: Recorded, new: Recorded) -> Iterator[Change]:
    for said in {*old.facts, *new.facts}:
        subject, prop, value = said
        before, after = old.facts.get(said, frozenset()), new.facts.get(said, frozenset())
        backing = len({work for _, work in after}) - len({work for _, work in before})
        if before and after and not backing:
            continue
        grown = "more" if backing > 0 else "fewer"
        yield Change(
            "fact",
            grown if before and after else "gained" if after else "lost",
            subject,
            prop,
            (value,) if before else (),
            (value,) if after else (),
            tuple(sorted({claim for claim, _ in before})),
            tuple(sorted({claim for claim, _ in after})),
        )


def _claims(old: Recorded, new: Recorded) -> Iterator[Change]:
    gone, come = old.claims.keys() - new.claims.keys(), new.claims.keys() - old.claims.keys()
    pairs = {(a, b) for a, b in old.replaced | new.replaced if a in gone and b in come}
    pairs |= {(b, a) for a, b in old.replaced | new.replaced if b in gone and a in come}
    for a, b in pairs:
        yield Change("claim", "replaced", a, "", (ox.NamedNode(a),), (ox.NamedNode(b),))
    for claim in gone - {a for a, _ in pairs}:
        yield Change("claim", "withdrawn", claim)
    for claim in come - {b for _, b in pairs}:
        yield Change("claim", "added", claim)
    for claim in old.claims.keys() & new.claims.keys():
        yield from _changed(claim, old.claims[claim], new.claims[claim])


def _changed(
    claim: str, old: Mapping[str, frozenset[Value]], new: Mapping[str, frozenset[Value]]
) -> Iterator[Change]:
    for prop in {*old, *new}:
        before, after = old.get(prop, frozenset()), new.get(prop, frozenset())
        if before != after:
            yield Change("claim", "changed", claim, prop, _sorted(before - after),
                         _sorted(after - before))  # fmt: skip


def _sorted(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=str))


def _things(old: Recorded, new: Recorded) -> Iterator[Change]:
    for thing in old.things - new.things:
        yield Change("thing", "gone", thing)
    for thing in new.things - old.things:
        yield Change("thing", "new", thing)
