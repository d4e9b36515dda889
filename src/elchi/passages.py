"""A text and its sentences.

A claim points at a *passage*: a stretch of the source, found by its position and checked by its
digest. The text is seldom ours to ship, so both come from the file alone. A position counts
Unicode code points from 0, end excluded, newlines as in the file (`oa:TextPositionSelector`).
The digest is SHA-256 over NFC: a file saved in another normal form is still known, if moved.

How a text falls into sentences:

* a paragraph is a run of lines without an empty line between them;
* it goes on after empty lines (a page break) when it lacks closing punctuation and is prose, or
  the next begins in lower case; a short one without closing punctuation is a heading, alone;
* a sentence ends at `.` `!` `?` `…`, with the closing quotes, brackets and citation marks
  `[4]` that follow, before a space and a capital, a digit or a letter without case; but not
  after an initial, an abbreviation, the number that opens a heading, or `№ 4.`;
* an entry of a numbered list (`1. …`, two or more in order) is one segment, whatever it holds.

Rules err: an abbreviation not listed parts a sentence, and one that ends a sentence joins two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from elchi.errors import InputError, UsageError

__all__ = ["Located", "Segment", "by_digest", "digest", "locate", "read", "segments", "turtle"]

PROSE = 150
"""A paragraph of more characters is prose, even if no sentence ends within it."""

_SHORT = """dr eds etc jr ltd messrs mr mrs ms prof sr st vs akad dots
    акад вып гг доц др изд кн напр обл просп проф ред см ср тт ул"""
_NUMBERED = "art ch fig no nos para pp sec vol гл пп рис ст стр табл"
ABBREVIATIONS = frozenset(_SHORT.split())
BEFORE_NUMBERS = frozenset(_NUMBERED.split())
"""Abbreviations only when a number follows: “no.” may well end a sentence."""

_NEWLINE = re.compile(r"\r\n|\r|\n")
_ENTRY = re.compile(r"(\d{1,3})[.)]\s+\S")
_OPENERS = "\"'“‘«‹„(["
_CLOSERS = r"(?:[\"'”’»›)\]]|\s?\[\d[\d\s,;–-]{0,40}\])*+"
_STOP = re.compile(rf"(?<![.!?…])([.!?…]++){_CLOSERS}(?=(\s++)[{re.escape(_OPENERS)}]*+(\w))")
_CLOSED = re.compile(rf"[.!?:…]{_CLOSERS}\Z")
_WORD = re.compile(r"(№\s?)?([\w'‘’ʻʼ`]+)\Z")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_Run = tuple[int, int, bool]  # start, end, and: kept whole (a block), or after a gap (a line)
_HEAD = """\
@prefix elchi: <https://w3id.org/elchi/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage: <https://w3id.org/elchi/id/passage/> .
@prefix work: <https://w3id.org/elchi/id/work/> .
"""


class Segment(NamedTuple):
    """A sentence, heading or list entry: `text` is the source from `start` up to `end`.

    `line` is the line it starts on, `ordinal` its place among those on that line, from 1.
    """

    start: int
    end: int
    line: int
    ordinal: int
    text: str

    @property
    def key(self) -> str:
        """The local name of the passage within its source, e.g. `065-1`."""
        return f"{self.line:03d}-{self.ordinal}"


class Located(NamedTuple):
    """Where a passage is now (if gone, was): `status` is `in place`, `moved` or `gone`."""

    status: str
    start: int
    end: int


def read(path: str | Path) -> str:
    """Give the text of a UTF-8 file as it is: no newline, mark or normal form is changed.

    Raises `InputError` when it cannot be read, or, with the line, when it is not UTF-8.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", str(path)) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_NEWLINE.findall(data[: error.start].decode("utf-8"))) + 1
        fault = f"not UTF-8 at byte {error.start}"
        raise InputError(fault, str(path), line, "save it as UTF-8") from error


def segments(text: str) -> list[Segment]:
    """Part a text into sentences, headings and list entries, by the rules of this module.

    They are in order and apart, without white space around them, and miss no other character.
    """
    breaks = [match.end() for match in _NEWLINE.finditer(text)]
    found: list[Segment] = []
    for start, end, whole in _paragraphs(text):
        for first, last in [(start, end)] if whole else _sentences(text, start, end):
            line = bisect_right(breaks, first) + 1
            ordinal = found[-1].ordinal + 1 if found and found[-1].line == line else 1
            found.append(Segment(first, last, line, ordinal, text[first:last]))
    return found


def digest(text: str) -> str:
    """Give the SHA-256, in hexadecimal, of a text in Unicode NFC and UTF-8."""
    from hashlib import sha256  # takes 10 ms to load, and most commands need no digest

    return sha256(normalize("NFC", text).encode("utf-8")).hexdigest()


def by_digest(candidates: Iterable[Segment]) -> dict[str, list[Segment]]:
    """Give the segments of a text under their digests: what `locate` looks a passage up in."""
    found: dict[str, list[Segment]] = {}
    for segment in candidates:
        found.setdefault(digest(segment.text), []).append(segment)
    return found


def locate(
    text: str, start: int, end: int, digest_: str, candidates: Mapping[str, Sequence[Segment]]
) -> Located:
    """Find a passage by its old place and digest, else the nearest alike of `candidates`.

    `candidates` is `by_digest(segments(text))`, made once for many passages.
    """
    if 0 <= start < end <= len(text) and digest(text[start:end]) == digest_:
        return Located("in place", start, end)
    if alike := candidates.get(digest_):
        now = min(alike, key=lambda segment: abs(segment.start - start))
        return Located("moved", now.start, now.end)
    return Located("gone", start, end)


def turtle(text: str, source_slug: str) -> str:
    """Give the passages of a text in Turtle, to begin a chronicle of a new source from.

    `source_slug` is the work, in kebab case (else `UsageError`). No word of the text is given.
    """
    if not _SLUG.fullmatch(source_slug):
        raise UsageError(f"“{source_slug}” is no slug", mend="use a-z, 0-9 and single hyphens")
    parts = [_HEAD]
    for segment in segments(text):
        name = f"{source_slug}-{segment.key}"
        position = f"<https://w3id.org/elchi/id/passage/{name}/position>"
        parts.append(
            f"passage:{name} a elchi:Passage ;\n    oa:hasSource work:{source_slug} ;\n"
            f"    oa:hasSelector {position} ;\n"
            f'    elchi:digest "{digest(segment.text)}" ;\n    elchi:line {segment.line} .\n\n'
            f"{position} a oa:TextPositionSelector ;\n"
            f"    oa:start {segment.start} ;\n    oa:end {segment.end} .\n"
        )
    return "\n".join(parts)


def _paragraphs(text: str) -> list[_Run]:
    """Give the blocks of a text, those parted by a page break made one again."""
    found: list[_Run] = []
    for block in _blocks(text):
        if found and _goes_on(text, found[-1], block):
            found[-1] = (found[-1][0], block[1], found[-1][2])
        else:
            found.append(block)
    return found


def _goes_on(text: str, block: _Run, after: _Run) -> bool:
    (start, end, whole), (first, last, entry) = block, after
    if entry or _CLOSED.search(text, max(start, end - 80), end):
        return False
    if _starts_low(text, first):
        return True
    heading = last - first <= PROSE and not _CLOSED.search(text, max(first, last - 80), last)
    prose = end - start > PROSE or _STOP.search(text, start, end)
    return bool(prose) and not heading and not whole


def _starts_low(text: str, start: int) -> bool:
    return text[start : start + 3].lstrip(_OPENERS)[:1].islower()


def _blocks(text: str) -> list[_Run]:
    """Give runs of lines, and list entries, with the white space around them left off."""
    lines: list[_Run] = []
    fresh, at = True, 0
    for stop, then in [*(match.span() for match in _NEWLINE.finditer(text)), (len(text),) * 2]:
        line = text[at:stop]
        if bare := line.strip():
            start = at + len(line) - len(line.lstrip())
            lines.append((start, start + len(bare), fresh))
        fresh, at = not bare, then
    entries = _entries(text, lines)
    found: list[_Run] = []
    for start, end, fresh in lines:
        if fresh or start in entries:
            found.append((start, end, start in entries))
        else:
            found[-1] = (found[-1][0], end, found[-1][2])
    return found


def _entries(text: str, lines: Sequence[_Run]) -> set[int]:
    """Give where entries of numbered lists start: 2 after 1, with no paragraph in between."""
    found: set[int] = set()
    before: tuple[int, int] | None = None
    for start, end, fresh in lines:
        if match := _ENTRY.match(text, start, end):
            number = int(match[1])
            if before and number == before[1] + 1:
                found |= {before[0], start}
            before = start, number
        elif fresh and not _starts_low(text, start):
            before = None
    return found


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, start, stop):
            yield start, stop.end()
            start = stop.end(2)
    yield start, end


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop ends the sentence that begins at `start`."""
    if stop[3].islower():
        return False
    word = _WORD.search(text, max(start, stop.start() - 30), stop.start())
    if stop[1] != "." or stop.end(1) != stop.end() or not word:
        return True
    low = word[2].strip("'‘’ʻʼ`").casefold()
    if low.isdecimal():
        return not word[1] and word.start() != start
    short = low in ABBREVIATIONS or (stop[3].isdecimal() and low in BEFORE_NUMBERS)
    return not short and not (len(low) == 1 and low.isalpha())
