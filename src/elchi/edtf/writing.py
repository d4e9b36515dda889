"""Writing EDTF: the shortest text that says what a span says, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from elchi.edtf.reading import parse
from elchi.errors import UsageError
from elchi.spans import FIRST, LAST, Span, days, narrowed


def write(span: Span) -> str:
    """The shortest text of EDTF that `parse` reads as the same span.

    Only what every reader takes alike is written: no season and no approximation, which say more
    than the days do. Where the begin or the end lies between two days that no date has as its
    first and last, it is written as one of a set, [2002-09-03..2002-09-10]. EDTF has sets, but
    not as ends of an interval: a text with both is read by elchi alone.
    Raises ValueError for a span that no days fit, or of years before 0001 or after 9998.
    """
    given = narrowed(span)
    if not given.sound():
        raise ValueError(f"no days fit {span}")
    earliest, begun, ended, latest = given
    texts = []
    if (begun, ended) == (latest, earliest):
        for text, first, last in _dates(earliest, latest, "XXXX"):
            if (first, last) == (earliest, latest):
                texts.append(text)
    # A side may say less than it might where the other makes up for it: 2002/2002-06.
    begins = [
        text
        for text, first, last in [*_dates(earliest, begun), *_dates(earliest, LAST)]
        if first == earliest and (last == begun or (begun == latest and last > begun))
    ]
    ends = [
        text
        for text, first, last in [*_dates(ended, latest), *_dates(FIRST, latest)]
        if last == latest and (first == ended or (ended == earliest and first < ended))
    ]
    begins += [".."] if begun == FIRST else []
    ends += [".."] if ended == LAST else []
    texts += [f"{begin}/{end}" for begin, end in product(begins, ends) if begin or end]
    if not texts:
        raise ValueError(f"EDTF as it is read here cannot say {span}")
    return min(texts, key=lambda text: (len(text), "/" in text, text))


def _dates(lower: str, upper: str, nothing: str = "") -> Iterator[tuple[str, str, str]]:
    """Texts that begin with one day or end with the other, each with its first and last day."""
    if (lower, upper) == (FIRST, LAST):
        yield nothing, FIRST, LAST
        return
    if upper == FIRST or lower == LAST:
        return  # open: `..` says it
    texts = [_set(lower, upper)]
    for day in {lower, upper} - {FIRST, LAST}:
        texts += [day, day[:7], *(day[: 4 - n] + "X" * n for n in range(4))]
    for text in texts:
        try:
            part = parse(text).begin
        except UsageError:
            continue
        yield text, part.first, part.last


def _set(lower: str, upper: str) -> str:
    """From one day to another, as years or months where they are the first and last of these."""
    for cut in (4, 7, 10):
        first = "" if lower == FIRST else lower[:cut]
        last = "" if upper == LAST else upper[:cut]
        if (not first or days(first).earliest == lower) and (
            not last or days(last).latest == upper
        ):
            break
    return f"[{first}..{last}]"
