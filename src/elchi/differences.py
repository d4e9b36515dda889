"""What changed between two snapshots of a chronicle, in statements and not in lines of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from elchi.asking import cite
from elchi.build import Chronicle
from elchi.comparison import Change, compare, order
from elchi.corpus import Corpus
from elchi.entities import kind_of, label, named, resolve, sentence, short
from elchi.names import Index
from elchi.snapshots import Recorded, recorded, snapshot


class Differences:
    """The changes from one snapshot to another, and how they are worded.

    `old` and `new` are the two snapshots, `changes` what `compare` found; `files` are those whose
    queries tell what a snapshot records.
    """

    def __init__(self, old: Chronicle, new: Chronicle, files: Corpus) -> None:
        self.old, self.new = old, new
        self._records = recorded(old, files), recorded(new, files)
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
        return dict(Counter(f"{c.what} {c.how}" for c in sorted(changes, key=order)))

    def _property(self, prop: str, language: str) -> str:
        if not prop:
            return "states"
        said = self._name(prop, language)
        return said[:1].lower() + said[1:]

    def _value(self, value: Any, language: str) -> str:
        if isinstance(value, ox.Triple):
            parts = (value.subject, value.predicate, value.object)
            return sentence(*(self._value(part, language) for part in parts))
        if isinstance(value, ox.Literal):
            return value.value
        iri = _text(value)
        return (self._where if kind_of(iri) == "claim" else self._name)(iri, language)

    def _name(self, iri: str, language: str) -> str:
        labels = self.new.describer.labels.get(iri) or self.old.describer.labels.get(iri, {})
        return named(labels, iri, language)


def _text(value: Any) -> str:
    return str(getattr(value, "value", value))


def _naming(record: Recorded, iri: str) -> Iterator[str]:
    """The claims that name a thing in what they state or in what is recorded of them, or that
    stand in it.
    """
    passages = record.others.get("passage", ())
    wanted = {iri, *(passage for passage, _, work in passages if _text(work) == iri)}
    for claim, said in record.claims.items():
        if any(wanted.intersection(_mentioned(v)) for values in said.values() for v in values):
            yield claim


def _mentioned(value: Any) -> tuple[str, ...]:
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
    return Differences(snapshot(chronicle, old), snapshot(chronicle, new), chronicle.files)
