"""What the dates of several claims come to: the narrowest that is left, or where they disagree.

A period is written begin/end, each end at the precision of its source, '..' where it is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from elchi.spans import FIRST, LAST, Span, agree, common, days, sides
from elchi.time import Bounds


class Dating(NamedTuple):
    """One date or period as sources give it: '2002-09', '2017/2018', '2016/..'; and who does."""

    when: str
    claims: tuple[str, ...]
    works: tuple[str, ...]


def given(said: Iterable[Mapping[str, str]]) -> list[Dating]:
    """The dates that claims give, each once, in order, with the claims and works behind it.

    `said` are rows of `queries/network/timeline.rq` about one thing.
    """
    by_claim: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    work = {}
    for row in said:
        if row["role"] in ("date", "begin", "end"):
            by_claim[row["claim"]][row["role"]].add(row["value"])
            work[row["claim"]] = row["work"]
    backing: dict[str, set[str]] = defaultdict(set)
    for claim, roles in by_claim.items():
        for text in roles["date"]:
            backing[text].add(claim)
        if roles["begin"] or roles["end"]:
            first, last = min(roles["begin"], default=".."), max(roles["end"], default="..")
            backing[f"{first}/{last}"].add(claim)
    found = [
        Dating(when, tuple(sorted(claims)), tuple(sorted({work[claim] for claim in claims})))
        for when, claims in backing.items()
    ]
    return sorted(found, key=lambda dating: (limits(dating.when), dating.when))


def limits(when: str) -> Bounds:
    """The days that a date or period allows, FIRST or LAST where it is open."""
    first, _, last = when.partition("/")
    lower = FIRST if first == ".." else days(first).earliest
    upper = LAST if last == ".." else days(last or first).latest
    return Bounds(lower, upper)


def together(dates: Iterable[Dating]) -> tuple[str | None, str | None, bool]:
    """The earliest and latest day that all dates allow, and whether they disagree.

    Where they cannot all be right, it is the widest span that they give, as in the rule
    `bounds-of-dates` of the build.
    """
    spans = [_sides(dating.when) for dating in dates]
    found = common(spans)
    return (
        found.earliest if found.earliest != FIRST else None,
        found.latest if found.latest != LAST else None,
        not agree(spans),
    )


def _sides(when: str) -> Span:
    first, _, last = when.partition("/")
    return sides(None if first == ".." else first, None if last == ".." else last or first)


def wording(
    dates: Sequence[Dating], disagree: bool, earliest: str | None, latest: str | None
) -> str:
    """The narrowest of the dates; each where they disagree; what they leave together otherwise.

    Without dates it words the two days: as a year or month where they are its first and last.
    """
    spans = {dating.when: limits(dating.when) for dating in dates}
    narrow = [
        when
        for when, (first, last) in spans.items()
        if not any(
            (first, last) != other and first <= other.earliest and other.latest <= last
            for other in spans.values()
        )
    ]
    if disagree:
        return " | ".join(narrow)
    if not dates:
        return _shortened(earliest, latest)
    # 2002 and 2002/2002 allow the same days; the first, and shorter, of them is enough.
    if len({spans[when] for when in narrow}) == 1:
        return min(narrow, key=lambda when: (len(when), when))
    ends = [when.partition("/") for when in narrow]
    lower = [f for f, *_ in ends if f != ".." and days(f).earliest == earliest]
    upper = [last or f for f, _, last in ends if last != ".." and days(last or f).latest == latest]
    return f"{max(lower, key=len, default='..')}/{max(upper, key=len, default='..')}"


def _shortened(earliest: str | None, latest: str | None) -> str:
    if earliest is None and latest is None:
        return ""
    if earliest and latest:
        for length in (4, 7, 10):
            if days(earliest[:length]) == (earliest, latest):
                return earliest[:length]
    return f"{earliest or '..'}/{latest or '..'}"
