"""Findings told together: runs of years of which the same is to be said, and what could explain.

Where the file codes something that no fact of the chronicle bears out, the question is *which
act?* The answer is the acts (or whatever the data set is about) that the chronicle knows of the
same states, each with the reason why it is not enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from elchi.audit.datasets import PERHAPS, DataSet
from elchi.audit.facts import Fact, Side, States, Thing
from elchi.audit.findings import AGREES, DIFFERS, FILE, Finding
from elchi.entities import kind_of
from elchi.time import shown

LATER = "it was made only later"
ELSEWHEN = "it is of another time"
OTHER = "nothing shows that it is the same"
PROVISIONS = "none of its provisions known here is of this kind"
NO_PROVISION = "no provision of it is known here"
OWN = "the chronicle has it from this data set alone, which is no second witness"
OTHERWISE = "what the chronicle has from this data set is otherwise"
_MOST = 4


class Candidate(NamedTuple):
    """A thing that might have been meant: when it was, what it has, and why it is not enough."""

    thing: str
    when: str
    has: tuple[str, ...]
    why: tuple[str, ...]
    claims: tuple[str, ...]


class Run(NamedTuple):
    """Years on end in which the same is to be said of one aspect of some states.

    `status` is one of agrees, differs, only in file, only in chronicle, neither speaks; `sure`
    is false where the sides only may agree or differ. `first` is 0 where no side gives a year.
    """

    states: States
    aspect: str
    first: int
    last: int
    status: str
    sure: bool
    file: tuple[str, ...]
    chronicle: tuple[str, ...]
    facts: tuple[Fact, ...]
    note: str
    candidates: tuple[Candidate, ...]
    lines: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def words(self) -> str:
        """The status in words: 'may agree' where it is not sure."""
        if self.sure or self.status not in (AGREES, DIFFERS):
            return self.status
        return "may agree" if self.status == AGREES else "may differ"

    @property
    def years(self) -> str:
        """The years in words."""
        if not self.first:
            return "undated"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims behind the chronicle's word."""
        return tuple(sorted({claim for fact in self.facts for claim in fact.claims}))


def runs(findings: Sequence[Finding], side: Side, dataset: DataSet) -> list[Run]:
    """The findings as runs of years, by states, then aspect, then year."""
    found = []
    alike = sorted(findings, key=lambda f: (_said(f), f.year))
    for _, same in groupby(alike, key=_said):
        chain: list[Finding] = []
        for finding in same:
            if chain and finding.year > chain[-1].year + 1:
                found.append(_run(chain, side, dataset))
                chain = []
            chain.append(finding)
        found.append(_run(chain, side, dataset))
    return sorted(found, key=lambda r: (r.states, r.aspect, r.first, r.last, r.words, r.file))


def _said(finding: Finding) -> tuple[object, ...]:
    """All of a finding but its year and lines."""
    return (*finding[:2], *finding[3:9], finding.labels)


def _run(chain: Sequence[Finding], side: Side, dataset: DataSet) -> Run:
    one = chain[0]
    candidates: tuple[Candidate, ...] = ()
    note = one.note
    if one.status == FILE:
        mine = [f for f in side.own if (f.states, f.aspect) == (one.states, one.aspect)]
        own = {f.value for f in mine}
        if own & set(one.file) or (dataset.pairing == PERHAPS and _of_year(one, mine)):
            note = OWN
        elif own and not dataset.lasting and not any(map(kind_of, own)):
            note = f"{OTHERWISE}: {', '.join(sorted(own))}"
        candidates = _candidates(one, side, dataset)
    lines = tuple(sorted({line for finding in chain for line in finding.lines}))
    return Run(
        one.states, one.aspect, one.year, chain[-1].year, one.status, one.sure, one.file,
        one.chronicle, one.facts, note, candidates, lines, one.labels,
    )  # fmt: skip


def _of_year(finding: Finding, own: Sequence[Fact]) -> bool:
    """Whether a thing that only the data set tells of lies in the year of a nameless coding."""
    nameless = not any(map(kind_of, finding.file))
    years = [(f.window[0][:4], f.window[1][:4]) for f in own]
    return nameless and any(first <= str(finding.year) <= last for first, last in years)


def _candidates(finding: Finding, side: Side, dataset: DataSet) -> tuple[Candidate, ...]:
    """The things of the same states that come nearest in time, those not later first."""
    if not finding.year or len(finding.states) < 2:
        return ()

    def distance(thing: Thing) -> tuple[int, int, str]:
        year = int(thing.earliest[:4])
        return (int(year > finding.year), abs(year - finding.year), thing.iri)

    among = [t for t in side.things if set(finding.states) <= set(t.states)]
    return tuple(
        Candidate(t.iri, shown(t.earliest, t.latest), t.has, _why(t, finding, dataset), t.claims)
        for t in sorted(among, key=distance)[:_MOST]
    )


def _why(thing: Thing, finding: Finding, dataset: DataSet) -> tuple[str, ...]:
    """Why a thing is not enough to bear out what the file codes."""
    if not dataset.lasting:
        same = thing.earliest[:4] <= str(finding.year) <= thing.latest[:4]
        return (OTHER,) if same else (ELSEWHEN,)
    later = (LATER,) if int(thing.earliest[:4]) > finding.year else ()
    return (*later, PROVISIONS if thing.has else NO_PROVISION)
