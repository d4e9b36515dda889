"""The cells of a row: what each means, by what is known of the data set."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from elchi.audit.codes import Codes, bare
from elchi.audit.datasets import DataSet, Key, Times, Variant
from elchi.audit.tables import Table
from elchi.errors import InputError
from elchi.time import XSD, bounds

YEAR = re.compile(r"[12][0-9]{3}")
_DAY = re.compile(r"([12][0-9]{3}-[0-9]{2}-[0-9]{2})(?:[T ]00:00:00(?:\.0+)?Z?)?")

Window = tuple[str, str]


class Cells:
    """Reads cells of one table; `named` tells which person bears a name."""

    def __init__(
        self,
        dataset: DataSet,
        variant: Variant,
        table: Table,
        codes: Codes,
        named: Callable[[str], str | None],
    ) -> None:
        self._dataset, self._variant, self._table = dataset, variant, table
        self._codes, self._named = codes, named
        self.at = {c: n for n, c in reversed(list(enumerate(table.columns)))}

    def skipped(self, row: Sequence[str]) -> bool:
        """Whether a row is of a kind that is not compared."""
        return any(row[self.at[c]].strip().lower() in v for c, v in self._variant.skip.items())

    def values(self, row: Sequence[str], line: int) -> dict[str, str]:
        """The values of all aspects that a row codes, by the aspects' IRIs."""
        found = {}
        for name, column in self._variant.coded.items():
            value = self.value(row[self.at[column]], line, column)
            if value is not None:
                found[self._dataset.aspects[name]] = value
        return found

    def value(self, raw: str | None, line: int, column: str) -> str | None:
        """What a coded cell means; None where it is missing. Raises InputError for no value."""
        text = bare(raw or "")
        if text in self._dataset.missing:
            return None
        values = self._dataset.values
        value = values.get(text) or values.get(text.lower())
        if value is None:
            raise InputError(
                f"“{text[:40]}” in the column {column} is no value of {self._dataset.title}",
                where=self._table.name,
                line=line,
                mend=f"its values are {', '.join(sorted(values))}",
            )
        return value

    def identified(self, row: Sequence[str], line: int) -> tuple[str, bool]:
        """What a row is about: a thing of the chronicle, else the name the file has for it."""
        for key in self._variant.identify:
            thing = self.key(row, key)
            if thing:
                return thing, True
        name = self.cell(row, self._variant.named)
        thing = self._named(name) if name else None
        if thing:
            return thing, True
        keys = [self.cell(row, k.column) for k in self._variant.identify]
        called = [name, self.cell(row, self._variant.label), *keys]
        return next((text for text in called if text), f"line {line}"), False

    def key(self, row: Sequence[str], key: Key) -> str | None:
        """The thing that a row's cell identifies; None where the chronicle does not know it."""
        text = self.cell(row, key.column)
        return self._codes.thing(key, text) if text else None

    def item(self, raw: str) -> str | None:
        """The item that a bare cell identifies."""
        return self._codes.thing(self._variant.items[0], raw)

    def cell(self, row: Sequence[str], column: str | None) -> str | None:
        """A cell's text; None where it is missing, or the file has no such column."""
        if column is None or column not in self.at:
            return None
        text = row[self.at[column]].strip()
        return None if text in self._dataset.missing else text

    def when(
        self, row: Sequence[str], line: int, times: Times
    ) -> tuple[str | None, str | None, bool]:
        """The first and the last day that a row speaks of, and whether it went on after it."""
        since = self.cell(row, times.since)
        begin = self.window(since, line, times.since) if since else None
        if times.until is None:
            return (*begin, False) if begin else (None, None, False)
        goes_on = any(
            (self.cell(row, c) or "").lower() in v for c, v in self._variant.censored.items()
        )
        text = self.cell(row, times.until)
        if text is not None and bare(text) in times.open:
            text, goes_on = times.last, True
        end = self.window(text, line, times.until) if text else None
        if begin and end and begin[0] > end[1]:
            raise InputError(
                f"it ends before it begins: {since} to {text}", where=self._table.name, line=line,
                mend=f"look at the columns {times.since} and {times.until}",
            )  # fmt: skip
        return begin[0] if begin else None, (end or begin or (None, None))[1], goes_on or not end

    def window(self, raw: str, line: int, column: str | None) -> Window:
        """The days that a year or a date allows. Raises InputError where it is neither."""
        text = bare(raw)
        if YEAR.fullmatch(text):
            return f"{text}-01-01", f"{text}-12-31"
        day = _DAY.fullmatch(text)
        try:
            if day:
                return bounds(day[1], XSD + "date")
        except ValueError:
            pass
        raise InputError(
            f"“{text[:40]}” in the column {column} is no year and no day",
            where=self._table.name,
            line=line,
            mend="write it like 1992 or 1992-06-24; a spreadsheet may have rewritten the days",
        )
