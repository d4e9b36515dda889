"""A delimited file as it lies on a disk: its letters, its delimiter, its lines.

Data sets come out of R, Stata, spreadsheets and archives, so nothing is taken for granted: a
binary file is refused with the way to save it as text, bytes that are not UTF-8 are read as
Windows-1252 and this is said, and rows are streamed, since a data set may be larger than the
memory of the machine.
"""

from __future__ import annotations

import codecs
import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from elchi.errors import InputError

DELIMITERS = (",", "\t", ";", "|")
_BLOCK = 1 << 20

# How files begin that are no text, and what each is.
_BINARY = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet (.zip, .xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (.xls)"),
    (b"\x1f\x8b", "compressed (.gz, .rda, .rds)"),
    (b"BZh", "compressed (.bz2, .rda)"),
    (b"\xfd7zXZ", "compressed (.xz, .rda)"),
    (b"RDX", "R data (.rda)"),
    (b"RDA", "R data (.rda)"),
    (b"<stata_dta>", "Stata data (.dta)"),
    (b"$FL", "SPSS data (.sav)"),
    (b"PAR1", "Parquet"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)


class Table(NamedTuple):
    """The header of a delimited file, and how to read its rows.

    `columns` are in lower case, as data sets differ in that; `notes` say what a reader should
    know of how it was read.
    """

    path: Path
    name: str
    columns: tuple[str, ...]
    delimiter: str
    encoding: str
    notes: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its line, from 1. Raises InputError at one that does not fit the header."""
        width = len(self.columns)
        for line, row in _parsed(self.path, self.name, self.encoding, self.delimiter):
            if len(row) != width:
                raise InputError(
                    f"the row has {_fields(len(row))}, the header {_fields(width)}",
                    where=self.name,
                    line=line,
                    mend="look for a missing delimiter or quote in this line and those before it",
                )
            yield line, row


def table(path: str | Path) -> Table:
    """Open a delimited file. Raises InputError where it is missing, binary, empty or garbled."""
    name = str(path)
    if not name or not _is_file(path):
        raise InputError("there is no such file", where=name[:200] or None, mend="name a file")
    path = Path(path)
    encoding, notes = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as file:
        head = next((line for line in file if line.strip()), "")
    delimiter = _delimiter(head)
    first = list(itertools.islice(_parsed(path, name, encoding, delimiter, header=True), 2))
    if not first or not any(cell.strip() for cell in first[0][1]):
        raise InputError(
            "the file is empty", where=name, mend="give a file with the names of columns on top"
        )
    columns = [cell.strip().lower() for cell in first[0][1]]
    if len(first) == 2 and len(first[1][1]) == len(columns) + 1:
        # R's write.table numbers the rows, and gives that column no name.
        columns.insert(0, "")
    return Table(path, name, tuple(columns), delimiter, encoding, tuple(notes))


def _is_file(path: str | Path) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _fields(count: int) -> str:
    return f"{count} field{'' if count == 1 else 's'}"


def _delimiter(head: str) -> str:
    """The delimiter that makes most columns of the header."""
    counts = []
    for delimiter in DELIMITERS:
        try:
            row = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            row = []
        counts.append(len(row))
    return DELIMITERS[counts.index(max(counts))]


def _encoding(path: Path, name: str) -> tuple[str, list[str]]:
    """The encoding to read by, with a note where it had to be guessed."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, fallback, other = 1, "", False
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if lines == 1 and not fallback:
                    _refuse_binary(block, name)
                if b"\0" in block:
                    raise _binary(name, "binary: it holds zero bytes")
                other = other or any(byte in block for byte in b"\x81\x8d\x8f\x90\x9d")
                if not fallback:
                    try:
                        decoder.decode(block)
                    except UnicodeDecodeError as error:
                        at = lines + block.count(b"\n", 0, max(0, error.start))
                        fallback = f"line {at}"
                lines += block.count(b"\n")
            if not fallback:
                try:
                    decoder.decode(b"", final=True)
                except UnicodeDecodeError:
                    fallback = f"line {lines}"
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason.lower()}", where=name[:200]) from None
    if not fallback:
        return "utf-8-sig", []
    # Windows-1252 has no letter for five bytes; Latin-1 has one for each.
    encoding, called = ("latin-1", "Latin-1") if other else ("cp1252", "Windows-1252")
    said = f"{fallback} is not UTF-8; the file was read as {called}, so look at names with accents"
    return encoding, [said]


def _refuse_binary(block: bytes, name: str) -> None:
    for mark, what in _BINARY:
        if block.startswith(mark):
            raise _binary(name, what)


def _binary(name: str, what: str) -> InputError:
    return InputError(
        f"is no table of text, but {what}",
        where=name,
        mend="open it where it belongs (R, Stata, a spreadsheet) and save it as CSV in UTF-8",
    )


def _parsed(
    path: Path, name: str, encoding: str, delimiter: str, header: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line it begins on; the header only where `header` is set."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line, waiting = 1, not header
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise InputError(
                    f"the row cannot be read: {error}",
                    where=name,
                    line=line,
                    mend="look for a quote that is not closed",
                ) from None
            if row is None:
                return
            if row and not waiting:
                yield line, row
            waiting = waiting and not row
            line = reader.line_num + 1
