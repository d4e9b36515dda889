"""What changed between two snapshots of a chronicle, in statements and not in lines of files.

Facts are compared as statements, whoever makes them: a fact is gained when the first source
for it is entered, and lost when the last one goes; between the two it is backed by more or
fewer sources. Claims are compared by their names: one is added, withdrawn, replaced by another,
or changed in what is recorded of it. What the rules derive is not compared, since it follows.

The comparison is of sets: the order of files and statements does not matter, a snapshot does
not differ from itself, and the way back is the way there reversed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.entities import kind_of, label, named, resolve, sentence, short
from elchi.names import Index
from elchi.snapshots import Recorded, recorded, snapshot
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
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[Any, ...]:
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


class Differences:
    """The changes from one snapshot to another, and how they are worded.

    `old` and `new` are the two snapshots, `changes` what `compare` found.
    """

    def __init__(self, old: Chronicle, new: Chronicle, files: Chronicle) -> None:
        self.old, self.new = old, new
        self._records = recorded(old, files.files), recorded(new, files.files)
        self.changes = compare(*self._records)

    def concerning(self, name: str) -> list[Change]:
        """The changes that name the thing called `name`, or rest on a claim that names it.

        A name is sought in both snapshots. Raises the errors of `entities.resolve`.
        """
        known = [*self.old.describer.names(), *self.new.describer.names()]
        iri = resolve(Index(known), name)
        naming = {claim for record in self._records for claim in _naming(record, iri)}
        return [change for change in self.changes if _concerns(change, iri, naming)]

    def words(self, change: Change, language: str = "en") -> str:
        """A change as a statement in one line: `Signing of the treaty — date → 2002-09-09`.

        A claim is given by its paraphrase and where it stands; what changed of it follows.
        """
        if change.what == "claim":
            said = self.claim(change.subject, language)
            if change.how == "replaced":
                return f"{said} → {self.claim(_text(change.after[0]), language)}"
            if change.how != "changed":
                return said
            was, now = (
                "; ".join(self._value(v, language) for v in values) or "none"
                for values in (change.before, change.after)
            )
            return f"{said}: {self._property(change.property, language)}: {was} → {now}"
        name = self._name(change.subject, language)
        if change.what == "thing":
            return name
        value = self._value((change.after or change.before)[0], language)
        return sentence(name, self._property(change.property, language), value)

    def claim(self, claim: str, language: str = "en") -> str:
        """A claim's paraphrase and where it stands, from the newest snapshot that has it."""
        said = label(self._side(claim).describer.statement(claim)["paraphrase"], language)
        return f"{said or short(claim)} — {self._where(claim, language)}"

    def _where(self, claim: str, language: str) -> str:
        return cite(self._side(claim), claim, language)

    def _side(self, claim: str) -> Chronicle:
        return self.new if claim in self._records[1].claims else self.old

    def sources(self, change: Change, language: str = "en") -> list[str]:
        """Where the claims behind a fact stand: those of the side that has more of them."""
        more = change.how in ("gained", "more")
        side = self.new if more else self.old
        behind = set(change.behind_after if more else change.behind_before)
        behind -= set(change.behind_before if more else change.behind_after)
        return list(dict.fromkeys(cite(side, claim, language) for claim in sorted(behind)))

    def counts(self, changes: Iterable[Change]) -> dict[str, int]:
        """How many changes of each sort there are: {'fact gained': 3, ...}, in a fixed order."""
        return dict(Counter(f"{c.what} {c.how}" for c in sorted(changes, key=_order)))

    def _property(self, prop: str, language: str) -> str:
        if not prop:
            return "states"
        said = self._name(prop, language)
        return said[:1].lower() + said[1:]

    def _value(self, value: Value, language: str) -> str:
        if isinstance(value, ox.Triple):
            parts = (value.subject, value.predicate, value.object)
            return sentence(*(self._value(part, language) for part in parts))
        if isinstance(value, ox.Literal):
            return value.value
        if kind_of(value.value) == "claim":
            return self._where(value.value, language)
        return self._name(value.value, language)

    def _name(self, iri: str, language: str) -> str:
        labels = self.new.describer.labels.get(iri) or self.old.describer.labels.get(iri, {})
        return named(labels, iri, language)


def _text(value: Value) -> str:
    return str(getattr(value, "value", value))


def _naming(record: Recorded, iri: str) -> Iterator[str]:
    """The claims that name a thing in what they state, or in what is recorded of them."""
    for said, behind in record.facts.items():
        if iri in {work for _, work in behind}:
            yield from (claim for claim, work in behind if work == iri)
    for claim, properties in record.claims.items():
        if any(iri in _mentioned(value) for values in properties.values() for value in values):
            yield claim


def _mentioned(value: Value) -> tuple[str, ...]:
    if isinstance(value, ox.Triple):
        return tuple(map(_text, (value.subject, value.object)))
    return (_text(value),)


def _concerns(change: Change, iri: str, naming: set[str]) -> bool:
    told = {change.subject, *(t for v in (*change.before, *change.after) for t in _mentioned(v))}
    behind = {*change.behind_before, *change.behind_after}
    return iri in told or not naming.isdisjoint(told | behind)


def diff(chronicle: Chronicle, old: str, new: str) -> Differences:
    """What changed from `old` to `new`, each an edition of `chronicle`, a folder or a file.

    Raises the errors of `snapshots.snapshot`.
    """
    return Differences(snapshot(chronicle, old), snapshot(chronicle, new), chronicle)
