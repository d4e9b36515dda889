"""The file's side of an audit: what each row codes of the states that are compared.

Rows are read one by one, and only those about the states in question are kept; of the others
no more is remembered than which years and items the file speaks of at all, because a year that
it does not cover is another thing than one of which it says nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from elchi.audit.cells import YEAR, Cells
from elchi.audit.codes import Codes, bare
from elchi.audit.datasets import DataSet, Variant, matching
from elchi.audit.facts import States, grouped
from elchi.audit.tables import Table
from elchi.entities import kind_of


class Coding(NamedTuple):
    """What the file says of some states: an aspect with a value, at a time.

    `value` is a word, the IRI of a thing that the chronicle knows, or else the file's own name
    for it (`known` is false then). `first` and `final` bound the time by days; `lasting` is
    false for the first or last day of something. They are None where the file gives no time.
    """

    states: States
    aspect: str
    value: str
    known: bool
    label: str
    first: str | None
    final: str | None
    lasting: bool
    line: int

    @property
    def years(self) -> range:
        """The years that it speaks of."""
        if self.first is None or self.final is None:
            return range(0)
        return range(int(self.first[:4]), int(self.final[:4]) + 1)


class Coded(NamedTuple):
    """What a file says: its codings, the years and items that it covers, and what was left out."""

    codings: tuple[Coding, ...]
    years: tuple[int, int] | None
    items: frozenset[str]
    rows: int
    kept: int
    notes: tuple[str, ...]


class _Part(NamedTuple):
    """What one row gives of one state or group, before it is joined to others of its group."""

    states: States
    first: str | None
    final: str | None
    values: Mapping[str, str]
    line: int


class Coder:
    """Reads the rows of one table as codings of the `groups` of states that are compared."""

    def __init__(
        self,
        dataset: DataSet,
        variant: Variant,
        table: Table,
        codes: Codes,
        groups: frozenset[States],
        named: Callable[[str], str | None],
    ) -> None:
        self._dataset, self._variant, self._table = dataset, variant, table
        self._codes, self._groups = codes, groups
        self._wanted = {state for group in groups for state in group}
        self._cells = Cells(dataset, variant, table, codes, named)
        self._stated = [n for c in variant.states for n in matching(c, table.columns)]
        self._state_of: dict[str, str | None] = {}
        self._left: dict[str, list[int]] = defaultdict(list)

    def read(self) -> Coded:
        """All that the file says. Raises InputError at the first row that cannot be understood."""
        raw_years: set[str] = set()
        raw_items: dict[str, str] = {}
        timed = [self._cells.at[c] for t in self._variant.times for c in (t.since, t.until) if c]
        codings: list[Coding] = []
        parts: dict[str, list[_Part]] = defaultdict(list)
        count = kept = 0
        for line, row in self._table.rows():
            count += 1
            for n in timed:
                raw_years.add(row[n][:4])
            if self._variant.items:
                raw_items.setdefault(row[self._cells.at[self._variant.items[0].column]], "")
            groups = self._groups_of(row, line)
            if groups is None or self._cells.skipped(row):
                continue
            made = list(self._codings(row, line, groups, parts))
            codings += made
            kept += 1
        for members in parts.values():
            codings += self._joined(members)
        years = {int(y) for y in raw_years if YEAR.fullmatch(y)}
        items = {self._cells.item(raw) for raw in raw_items}
        items |= {c.value for c in codings if c.known and kind_of(c.value)}
        notes = [
            f"left out from line {lines[0]} on{_more(len(lines))}: {why}"
            for why, lines in sorted(self._left.items())
        ]
        covered = (min(years), max(years)) if years else None
        return Coded(
            tuple(codings), covered, frozenset(i for i in items if i), count, kept, tuple(notes)
        )

    def _groups_of(self, row: Sequence[str], line: int) -> list[States] | None:
        """The groups compared that a row speaks of; None where there is none."""
        if not self._variant.states:
            return [()]
        found = []
        for n in self._stated:
            raw = row[n]
            try:
                state = self._state_of[raw]
            except KeyError:
                state = self._state_of[raw] = self._state(raw, line, n)
            if state is not None:
                found.append(state)
        if self._variant.group:
            return [(found[0],)] if found else None
        if len(found) < self._dataset.states:
            return None
        return [g for g in grouped(found, self._dataset.states) if g in self._groups] or None

    def _state(self, raw: str, line: int, column: int) -> str | None:
        scheme = self._variant.scheme
        assert scheme is not None
        if raw.strip() in self._dataset.missing or bare(raw) in self._dataset.missing:
            return None
        name = self._table.columns[column]
        foreign = scheme.foreign.get(bare(raw))
        if foreign:
            self._left[f"{bare(raw)} in the column {name} is a code of {foreign}"].append(line)
            return None
        if not re.fullmatch(scheme.pattern, bare(raw)):
            why = f"a value of the column {name} is no {self._codes.called(scheme.name)}"
            self._left[why].append(line)
        state = self._codes.state(scheme, raw, self._table.name, line, name)
        return state if state in self._wanted else None

    def _codings(
        self, row: Sequence[str], line: int, groups: list[States], parts: dict[str, list[_Part]]
    ) -> Iterator[Coding]:
        variant, dataset = self._variant, self._dataset
        label = self._cells.cell(row, variant.label) or ""
        value, known = self._cells.identified(row, line)
        if variant.value:
            yield from self._votes(row, line, groups)
            return
        for times in variant.times:
            if variant.known and not known:
                return
            first, final, goes_on = self._cells.when(row, line, times)
            if first is None and final is None:
                if not times.aspect or len(variant.times) == 1:
                    self._left["it gives no time"].append(line)
                continue
            if variant.coded:
                values = self._cells.values(row, line)
                if variant.group:
                    name = self._cells.cell(row, variant.group) or f"line {line}"
                    parts[name] += [_Part(g, first, final, values, line) for g in groups]
                    continue
                for group, (aspect, coded) in product(groups, values.items()):
                    yield Coding(
                        group, aspect, coded, True, label, first, final, dataset.lasting, line
                    )
                continue
            assert times.aspect is not None
            for group in groups:
                about = (group, dataset.aspects[times.aspect], value, known, label)
                yield Coding(*about, first, final, dataset.lasting, line)
                for side, day in ((times.first, first), (times.final, None if goes_on else final)):
                    if side and day:
                        aspect = dataset.aspects[side]
                        yield Coding(group, aspect, value, known, label, day, day, False, line)

    def _votes(self, row: Sequence[str], line: int, groups: list[States]) -> Iterator[Coding]:
        """A value for an item that the chronicle knows; items that it does not know are nothing."""
        item = next((i for i in (self._cells.key(row, k) for k in self._variant.items) if i), None)
        assert self._variant.value is not None
        coded = self._cells.value(
            self._cells.cell(row, self._variant.value), line, self._variant.value
        )
        if item is None or coded is None:
            return
        day = self._cells.cell(row, self._variant.day)
        window = self._cells.window(day, line, self._variant.day) if day else None
        first, final = window or (None, None)
        for group in groups:
            yield Coding(group, item, coded, True, "", first, final, False, line)

    def _joined(self, parts: Sequence[_Part]) -> Iterator[Coding]:
        """Members of one group, two by two, over the time that both belong to it."""
        for one, other in combinations(parts, 2):
            states = tuple(sorted({*one.states, *other.states}))
            if states not in self._groups:
                continue
            first = max(one.first or "", other.first or "")
            final = min(one.final or "9999", other.final or "9999")
            if first > final:
                continue
            for aspect in sorted({*one.values, *other.values}):
                said = {v for v in (one.values.get(aspect), other.values.get(aspect)) if v}
                bound = sorted(said - self._dataset.negative) or sorted(said)
                yield Coding(
                    states, aspect, bound[0], True, "", first, final, self._dataset.lasting,
                    one.line,
                )  # fmt: skip


def _more(count: int) -> str:
    return f", {count} times" if count > 1 else ""
