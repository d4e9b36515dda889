"""One audit from file to report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from elchi.audit.codes import Codes
from elchi.audit.coding import Coder
from elchi.audit.comparing import compared
from elchi.audit.datasets import datasets
from elchi.audit.facts import Side, States, side
from elchi.audit.recognising import Recognised, recognised
from elchi.audit.runs import Run, runs
from elchi.audit.tables import table
from elchi.build import Chronicle
from elchi.entities import kind_of, label, resolve, short
from elchi.errors import UsageError

COLUMNS = (
    "year", "states", "aspect", "status", "sure", "file", "chronicle", "things", "claims",
    "candidates", "note", "lines",
)  # fmt: skip


class Report(NamedTuple):
    """What an audit found.

    `dataset` and `variant` are what the file was taken for; `groups` the states compared;
    `rows` and `kept` how many rows the file has and how many are about them; `years` those that
    the file covers. `excluded` are the claims that the chronicle draws from this very data set.
    """

    file: str
    dataset: str
    variant: str
    groups: tuple[States, ...]
    rows: int
    kept: int
    years: tuple[int, int] | None
    note: str
    notes: tuple[str, ...]
    excluded: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many years of each status there are: 'agrees', 'may agree', 'differs', ..."""
        found: dict[str, int] = {}
        for run in self.runs:
            found[run.words] = found.get(run.words, 0) + run.last - run.first + 1
        return dict(sorted(found.items()))

    def table(self) -> Iterator[dict[str, Any]]:
        """One row a year, aspect and status, for programs: things and claims are IRIs."""
        for run in self.runs:
            for year in range(run.first, run.last + 1):
                yield {
                    "year": year or None,
                    "states": list(run.states),
                    "aspect": run.aspect,
                    "status": run.status,
                    "sure": run.sure,
                    "file": list(run.labels or run.file),
                    "chronicle": list(run.chronicle),
                    "things": sorted({fact.thing for fact in run.facts}),
                    "claims": list(run.claims),
                    "candidates": [candidate.thing for candidate in run.candidates],
                    "note": run.note,
                    "lines": list(run.lines) if run.first == run.last else [],
                }


def audit(
    chronicle: Chronicle,
    path: str | Path,
    name: str | None = None,
    between: Sequence[str] = (),
    start: int | None = None,
    end: int | None = None,
    language: str = "en",
) -> Report:
    """Hold the reader's copy of a data set against the chronicle.

    `name` forces the data set where its columns do not tell; `between` names one or two states;
    `start` and `end` are years. Raises InputError where the file cannot be understood,
    UsageError for a state or a data set that is not known.
    """
    if start is not None and end is not None and start > end:
        raise UsageError(f"the years run backwards: {start} to {end}")
    opened = table(path)
    taken = recognised(datasets(chronicle.files), opened, name)
    facts = side(chronicle, taken.dataset)
    groups = _groups(chronicle, taken, facts, between)
    codes = Codes(chronicle)
    coded = Coder(
        taken.dataset, taken.variant, opened, codes, groups, _person(chronicle)
    ).read()  # fmt: skip
    notes = [*opened.notes, *coded.notes]
    if taken.others:
        notes.append(f"it could also be {', '.join(taken.others)}; --as tells which is meant")
    if not coded.rows:
        notes.append("the file holds no row below its header")
    elif not coded.kept:
        notes.append("no row is about the states that are compared: it says nothing of them")
    found = [
        f
        for f in compared(taken.dataset, coded, facts, groups)
        if (start is None or f.year >= start) and (end is None or f.year <= end)
    ]
    return Report(
        Path(path).name,
        taken.dataset.title,
        taken.variant.name,
        tuple(sorted(groups)),
        coded.rows,
        coded.kept if taken.variant.states else len({c.line for c in coded.codings}),
        coded.years,
        label(taken.dataset.note, language),
        tuple(notes),
        facts.excluded,
        tuple(runs(found, facts, taken.dataset)),
    )


def _groups(
    chronicle: Chronicle, taken: Recognised, facts: Side, between: Sequence[str]
) -> frozenset[States]:
    """The groups of states to compare: those the chronicle speaks of, or those asked for."""
    if not taken.variant.states:
        return frozenset({()})
    asked = tuple(sorted({resolve(chronicle.index, name, "state") for name in between}))
    size = taken.dataset.states
    if not asked:
        return frozenset(g for g in facts.groups if len(g) == size)
    if size == 1:
        return frozenset((state,) for state in asked)
    if len(asked) != size:
        raise UsageError(
            f"{taken.dataset.title} is about {size} states at a time, not "
            + ", ".join(short(state) for state in asked),
            mend="name two different states: --between Uzbekistan Kazakhstan",
        )
    return frozenset({asked})


def _person(chronicle: Chronicle) -> Callable[[str], str | None]:
    """How a name that a file gives is matched: to the one person who bears it, or to nobody."""

    def named(text: str) -> str | None:
        people = [iri for iri in chronicle.index.find(text) if kind_of(iri) == "person"]
        return people[0] if len(people) == 1 else None

    return named
