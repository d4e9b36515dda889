"""The tables: one row a pair and year, unordered and ordered, and the statements behind cells.

Both tables are read off the same cells, so that they agree: of a count with a direction, the
unordered table counts each event of the pair once, and the ordered one counts it for each way it
went, or beside the count where its direction is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from elchi.export.dyad_year import counting
from elchi.export.dyad_year.counting import Entry, Pair
from elchi.export.dyad_year.record import Column, Record
from elchi.export.dyad_year.standing import ON_ACTS, Standing, Stated

STATUSES = ("all", "counted", "unknown", "not covered")
ANSWERS = ("yes", "no", "cannot be known")
SURE = ("sure", "possible")
_LEADERS, _PAIRS = "leaders", "dyad-year"


class Field(NamedTuple):
    """One column of a table: its name, type (string, integer, year), meaning, values allowed."""

    name: str
    type: str
    about: str
    values: tuple[str, ...] = ()


class Table(NamedTuple):
    """One table: its name, what a row is, its fields, rows as text, and the key of a row.

    `leads_to` is the table of pairs and years that its rows belong to.
    """

    name: str
    about: str
    fields: list[Field]
    rows: list[list[str]]
    key: tuple[str, ...] = ()
    leads_to: str = ""


class Tables:
    """The three tables of a record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._order = counting.Order(record)
        used = counting.uses(record, self._order)
        self.years = counting.years(used, record.coverage)
        self.pairs = counting.pairs(record, self._order)
        self._cells = counting.cells(used, self.years)
        self._covered = counting.Covered(record.coverage)
        self._standing = Standing(record, self._order, self.pairs, self.years)
        self._counts = [*record.columns["acts"], *record.columns["events"]]
        self._cover = {
            (pair, column.name): self._covered.years(
                [frozenset(pair), *(frozenset({s}) for s in pair)], column.types, self.years
            )
            for pair in self.pairs
            for column in self._counts
        }

    def unordered(self) -> Table:
        """One row for each unordered pair and year."""
        rows = []
        for pair in self.pairs:
            for year in self.years:
                row = self._head(pair, pair, year)
                for column in self._counts:
                    row += self._count(pair, year, column, self._entries(pair, year, column))
                rows.append(row + self._about_states(pair, pair, year))
        about = "One row for each unordered pair of states and year"
        return Table(_PAIRS, about, self._fields(("1", "2")), rows, ("dyad", "year"))

    def ordered(self) -> Table:
        """One row for each ordered pair and year."""
        rows = []
        for pair in self.pairs:
            for way in (pair, pair[::-1]):
                for year in self.years:
                    row = self._head(pair, way, year)
                    for column in self._counts:
                        row += self._one_way(pair, way, year, column)
                    rows.append(row + self._about_states(pair, way, year))
        about = "One row for each ordered pair of states and year"
        key = ("dyad", "source", "target", "year")
        fields = self._fields(("source", "target"))
        return Table("dyad-year-directed", about, fields, rows, key, _PAIRS)

    def statements(self) -> Table:
        """One row for each cell, thing counted and claim behind it."""
        found = self._standing.stated()
        for (pair, year, column), entries in self._cells.items():
            for use, sure in entries:
                ends = use.source, use.target
                found.append(Stated(pair, year, column, *ends, use.thing, use.thing, sure))
        rows = set()
        for of in found:
            known = SURE[0] if of.sure else SURE[1]
            cell = dyad(of.pair), str(of.year), of.column, of.source, of.target, of.thing, known
            rows |= {(*cell, claim) for claim in self.record.claims.get(of.told, [""])}
        about = "One row for each cell, thing counted there, and claim that tells of it"
        return Table("cells", about, _CELLS, [list(row) for row in sorted(rows)], (), _PAIRS)

    def _entries(self, pair: Pair, year: int, column: Column) -> list[Entry]:
        return self._cells.get((pair, year, column.name), [])

    def _head(self, pair: Pair, way: Pair, year: int) -> list[str]:
        states = [self.record.states[state] for state in way]
        row = [dyad(pair), *way, *(state.label for state in states), str(year)]
        for key in self.record.keys:
            for state in states:
                # A state bears its codes only in years in which it can have been.
                there = int(state.founded[:4]) <= year <= int(state.dissolved[:4])
                row.append(state.codes.get(key, "") if there else "")
        return row

    def _count(self, pair: Pair, year: int, column: Column, entries: list[Entry]) -> list[str]:
        sure = len({entry.use.thing for entry in entries if entry.sure})
        possible = len({entry.use.thing for entry in entries if not entry.sure})
        some, whole = self._cover[pair, column.name]
        return counted(sure, possible, year in some, year in whole)

    def _one_way(self, pair: Pair, way: Pair, year: int, column: Column) -> list[str]:
        entries = self._entries(pair, year, column)
        if not column.source:
            return self._count(pair, year, column, entries)
        mine = [entry for entry in entries if (entry.use.source, entry.use.target) == way]
        adrift = [entry for entry in entries if not entry.use.source]
        sure, possible, known = self._count(pair, year, column, mine)
        if adrift and known == "all":
            some, _ = self._cover[pair, column.name]
            sure, possible, known = counted(int(sure), int(possible), year in some, False)
        return [sure, possible, known, str(len(adrift))]

    def _about_states(self, pair: Pair, way: Pair, year: int) -> list[str]:
        row = []
        for state in way:
            row += counted(*self._standing.new_leaders(state, year, self._covered))
        for column in self.record.relations:
            row.append(self._standing.relations(column.name, pair, year).value)
        for name in ON_ACTS:
            row += self._standing.acts(name, pair, year)
        for state in way:
            row += self._standing.leaders(state, year)
        return row

    def _fields(self, ends: tuple[str, str]) -> list[Field]:
        directed = ends[0] == "source"
        fields = [Field("dyad", "string", "the unordered pair: the names of both in their IRIs")]
        for end in ends:
            name = end if directed else f"state_{end}"
            fields.append(Field(name, "string", f"state {end} (IRI)"))
        fields += [Field(f"label_{end}", "string", f"name of state {end}") for end in ends]
        fields.append(Field("year", "year", "the calendar year"))
        for key, told in self.record.keys.items():
            for end in ends:
                about = f"{told['en']}, of state {end}"
                fields.append(Field(f"{key}_{end}", told.get("type", "string"), about))
        for column in self._counts:
            fields += list(_triple(column.name, column.about))
            if directed and column.source:
                about = f"{column.about}: number whose direction is not known, sure or possible"
                fields.append(Field(f"{column.name}_undirected", "integer", about))
        for column in self.record.columns["leaders"]:
            for end in ends:
                fields += list(_triple(f"{column.name}_{end}", f"{column.about}, of state {end}"))
        return fields + list(self._on_last_day(ends))

    def _on_last_day(self, ends: tuple[str, str]) -> Iterator[Field]:
        told = {name: about.get("en", name) for name, about in self.record.standing.items()}
        for column in self.record.relations:
            yield Field(column.name, "string", column.about, ANSWERS)
        for name in ON_ACTS:
            yield Field(name, "integer", f"{told[name]}: surely")
            yield Field(f"{name}_possible", "integer", f"{told[name]}: possibly")
        for end in ends:
            about = f"{told[_LEADERS]}, of state {end}"
            yield Field(f"{_LEADERS}_{end}", "string", f"{about} (IRIs, blanks between)")
            yield Field(f"{_LEADERS}_{end}_label", "string", f"{about} (names)")


_CELLS = [
    Field("dyad", "string", "the pair, as in the table dyad-year"),
    Field("year", "year", "the year"),
    Field("column", "string", "the column of dyad-year whose cell it is about"),
    Field("source", "string", "the state that acts, where the thing has a direction (IRI)"),
    Field("target", "string", "the state it is directed at (IRI)"),
    Field("thing", "string", "what is counted: an event, an act, a head of state (IRI)"),
    Field("certainty", "string", "whether it surely belongs to the cell, or possibly", SURE),
    Field("claim", "string", "an accepted claim that tells of it (IRI); empty where none does"),
]


def _triple(name: str, about: str) -> Iterator[Field]:
    yield Field(name, "integer", f"{about}: number that surely fall in the year")
    yield Field(f"{name}_possible", "integer", f"{about}: number that may, and need not")
    yield Field(f"{name}_status", "string", f"what the number of {name} means", STATUSES)


def counted(sure: int, possible: int, covered: bool, complete: bool) -> list[str]:
    """A count, its possible ones and its status as text; the count is empty where none is known."""
    known = counting.status(sure, possible, covered, complete)
    shown = str(sure) if known in STATUSES[:2] else ""
    return [shown, str(possible), known]


def dyad(pair: Pair) -> str:
    """A pair by the last parts of both IRIs."""
    return "_".join(state.rsplit("/", 1)[-1] for state in pair)
