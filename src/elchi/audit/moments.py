"""What happened at a moment: whether two sides tell of one thing, and date it alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from elchi.audit.coding import Coded, Coding
from elchi.audit.datasets import PERHAPS, DataSet
from elchi.audit.facts import Fact
from elchi.audit.findings import (
    AGREES,
    CHRONICLE,
    DIFFERS,
    FILE,
    NEITHER,
    Finding,
    covered,
    finding,
)
from elchi.spans import FIRST, LAST
from elchi.time import shown


def first_and_last(codings: Sequence[Coding], facts: Sequence[Fact]) -> Iterator[Finding]:
    """First and last days: equal, apart by so many days, or not known."""
    for coding in codings:
        same = [f for f in facts if f.value == coding.value]
        if not same or coding.first is None or coding.final is None:
            continue
        yield _dated(coding, same, int(coding.first[:4]))


def _dated(coding: Coding, facts: Sequence[Fact], year: int) -> Finding:
    """Two sides speak of one thing: whether they date it alike."""
    window = (coding.first or FIRST, coding.final or LAST)
    fits = [f for f in facts if f.window[0] <= window[1] and window[0] <= f.window[1]]
    if fits:
        sure = [f for f in fits if window[0] <= f.window[0] and f.window[1] <= window[1]]
        note = "" if sure else "the chronicle's date is vaguer"
        return finding(AGREES, year, [coding], sure or fits, bool(sure), note)
    nearest = min(_apart(window, f.window) for f in facts)
    near = [f for f in facts if _apart(window, f.window) == nearest]
    when = " or ".join(sorted({shown(*f.window) for f in near}))
    days = f"{nearest} day{'' if nearest == 1 else 's'}"
    least = "" if len({*window, *near[0].window}) == 2 else "at least "
    note = f"{shown(*window)} in the file, {when} in the chronicle: {least}{days} apart"
    return finding(DIFFERS, year, [coding], near, True, note)


def _apart(one: tuple[str, str], other: tuple[str, str]) -> int:
    """How many days lie between two windows that have none in common."""
    first, second = sorted((one, other))
    return (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days


def momentary(
    dataset: DataSet, coded: Coded, codings: Sequence[Coding], facts: Sequence[Fact]
) -> Iterator[Finding]:
    """Things that happened: known again by what they are, else by states and time."""
    matched: set[Fact] = set()
    alone: list[Coding] = []
    for coding in codings:
        same = [f for f in facts if f.value == coding.value]
        if same:
            matched |= set(same)
            yield _dated(coding, same, _year(coding, same))
        else:
            alone.append(coding)
    others = [f for f in facts if f not in matched]
    for coding in alone:
        rivals = [f for f in others if _together(coding, f) and not (dataset.pairing == PERHAPS
                  and coding.known)]  # fmt: skip
        if rivals and dataset.pairing == PERHAPS:
            others = [f for f in others if f not in rivals]
            note = "of the same states and time; nothing shows that it is the same"
            yield finding(AGREES, _year(coding, rivals), [coding], rivals, False, note)
        elif rivals:
            others = [f for f in others if f not in rivals]
            yield finding(DIFFERS, _year(coding, rivals), [coding], rivals, True)
        elif coding.value in dataset.negative:
            yield finding(NEITHER, _year(coding, []), [coding], [], True)
        else:
            yield finding(FILE, _year(coding, []), [coding], [], True)
    for fact in others:
        if covered(dataset, coded, fact):
            yield finding(CHRONICLE, int(fact.window[0][:4]), [], [fact], True)


def timed(coding: Coding, dated: Mapping[str, Fact]) -> Coding:
    """A coding that gives no time, with that of the item it is about."""
    fact = dated.get(coding.aspect)
    if coding.first is not None or fact is None:
        return coding
    return coding._replace(first=fact.window[0], final=fact.window[1])


def _together(coding: Coding, fact: Fact) -> bool:
    first, final = coding.first or FIRST, coding.final or LAST
    return fact.window[0] <= final and first <= fact.window[1]


def _year(coding: Coding, facts: Sequence[Fact]) -> int:
    """The year of a finding: the file's, else the chronicle's; 0 where neither gives one."""
    if coding.first is not None:
        return int(coding.first[:4])
    return int(facts[0].window[0][:4]) if facts and facts[0].window[0] != FIRST else 0
