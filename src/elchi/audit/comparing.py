"""Holding two sides together: for each year, what the file and the chronicle say of one aspect.

What lasts is compared year by year, what happened at a moment by the days that each side
allows. An answer is sure only where the dates and the words of the chronicle leave no other
reading; where they leave one, the sides *may* agree or differ (see `elchi.spans`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from elchi.audit.coding import Coded, Coding
from elchi.audit.datasets import DataSet
from elchi.audit.facts import Fact, Side, States
from elchi.spans import FIRST, LAST, Answer, Span, overlaps
from elchi.time import shown

AGREES, DIFFERS = "agrees", "differs"
FILE, CHRONICLE, NEITHER = "only in file", "only in chronicle", "neither speaks"
STATUSES = (AGREES, DIFFERS, FILE, CHRONICLE, NEITHER)


class Finding(NamedTuple):
    """What comes of comparing one aspect of some states in one year.

    `sure` is false where the sides only may agree or differ. `file` and `chronicle` are what
    each says, `facts` what stands behind the chronicle's word, `note` what a reader should know.
    """

    states: States
    aspect: str
    year: int
    status: str
    sure: bool
    file: tuple[str, ...]
    chronicle: tuple[str, ...]
    facts: tuple[Fact, ...]
    note: str
    lines: tuple[int, ...]
    labels: tuple[str, ...]


def compared(dataset: DataSet, coded: Coded, side: Side, groups: frozenset[States]) -> list[Finding]:
    """All findings, by states, aspect, year and status."""
    codings: dict[tuple[States, str], list[Coding]] = defaultdict(list)
    for coding in coded.codings:
        codings[coding.states, coding.aspect].append(coding)
    facts: dict[tuple[States, str], list[Fact]] = defaultdict(list)
    for fact in [*side.facts, *_days(dataset, side.facts)]:
        if fact.states in groups:
            facts[fact.states, fact.aspect].append(fact)
    about = {states for states, _ in codings}
    keys = set(codings) | {k for k in facts if _speaks(dataset, coded, k, facts[k], about)}
    found: list[Finding] = []
    for states, aspect in sorted(keys):
        one, other = codings[states, aspect], facts[states, aspect]
        if dataset.lasting and aspect not in _day_aspects(dataset):
            mentioned = [c for k, cs in codings.items() if k[0] == states for c in cs]
            found += _yearly(dataset, coded, one, other, mentioned, (states, aspect))
        elif dataset.lasting:
            found += _first_and_last(one, other)
        else:
            found += _momentary(dataset, coded, one, other)
    order = {status: n for n, status in enumerate(STATUSES)}
    return sorted(found, key=lambda f: (f.states, f.aspect, f.year, order[f.status], f.file))


def _day_aspects(dataset: DataSet) -> set[str]:
    sides = {s for v in dataset.variants for t in v.times for s in (t.first, t.final) if s}
    return {dataset.aspects[s] for s in sides}


def _days(dataset: DataSet, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The first and last days of what lasts, where a data set gives them to compare."""
    firsts = {t.first for v in dataset.variants for t in v.times if t.first}
    finals = {t.final for v in dataset.variants for t in v.times if t.final}
    for fact in facts:
        span = fact.span
        if span.latest_begin != LAST and span.earliest != FIRST:
            window = Span(span.earliest, span.latest_begin, span.earliest, span.latest_begin)
            for name in sorted(firsts):
                yield fact._replace(aspect=dataset.aspects[name], span=window)
        if span.latest != LAST and span.earliest_end != FIRST:
            window = Span(span.earliest_end, span.latest, span.earliest_end, span.latest)
            for name in sorted(finals):
                yield fact._replace(aspect=dataset.aspects[name], span=window)


def _speaks(
    dataset: DataSet, coded: Coded, key: tuple[States, str], facts: list[Fact], about: set[States]
) -> bool:
    """Whether the file could have spoken of what only the chronicle tells."""
    if not coded.rows or key[1] in _day_aspects(dataset):
        return False
    return key[0] in about or any(_covered(dataset, coded, f) for f in facts)


def _covered(dataset: DataSet, coded: Coded, fact: Fact) -> bool:
    if dataset.covers == "items":
        return bool({fact.aspect, fact.value} & coded.items)
    if coded.years is None:
        return False
    first, last = coded.years
    return int(fact.span.earliest[:4]) <= last and int(fact.span.latest[:4]) >= first


def _values(said: Iterable[Coding] | Iterable[Fact]) -> tuple[str, ...]:
    return tuple(sorted({one.value for one in said}))


def _finding(
    status: str, year: int, cs: Sequence[Coding], fs: Sequence[Fact], sure: bool, note: str = ""
) -> Finding:
    said: Coding | Fact = cs[0] if cs else fs[0]
    return Finding(
        said.states, said.aspect, year, status, sure, _values(cs), _values(fs),
        tuple(sorted(set(fs))), note, tuple(sorted({c.line for c in cs})),
        tuple(sorted({c.label for c in cs if c.label})),
    )  # fmt: skip


def _yearly(
    dataset: DataSet,
    coded: Coded,
    codings: Sequence[Coding],
    facts: Sequence[Fact],
    mentioned: Sequence[Coding],
    key: tuple[States, str],
) -> Iterator[Finding]:
    by_year: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings:
        for year in coding.years:
            by_year[year].append(coding)
    first, last = coded.years or (1, 0)
    spoken = [y for c in mentioned for y in (c.years[:1], c.years[-1:]) for y in y]
    spoken += [int(f.span.earliest[:4]) for f in facts if f.span.earliest != FIRST]
    lower, upper = max(first, min(spoken, default=1)), last
    for year in sorted({*by_year, *range(lower, upper + 1)}):
        whole = Span(f"{year:04}-01-01", f"{year:04}-01-01", f"{year:04}-12-31", f"{year:04}-12-31")
        here = [(f, overlaps(f.span, whole)) for f in facts]
        present = [(f, answer) for f, answer in here if answer is not Answer.NO]
        yield from _in_year(dataset, year, by_year[year], present, key)


def _in_year(
    dataset: DataSet,
    year: int,
    codings: Sequence[Coding],
    present: Sequence[tuple[Fact, Answer]],
    key: tuple[States, str],
) -> Iterator[Finding]:
    says = [c for c in codings if c.value not in dataset.negative]
    denies = [] if says else [c for c in codings if c.value in dataset.negative]
    sure = {f for f, answer in present if answer is Answer.YES and not f.near}
    facts = [f for f, _ in present]
    common = {c.value for c in says} & {f.value for f in facts}
    for value in sorted(common):
        both = [f for f in facts if f.value == value]
        note = "" if sure & set(both) else _why_unsure(both)
        coded = [c for c in says if c.value == value]
        yield _finding(AGREES, year, coded, both, bool(sure & set(both)), note)
    alone = [c for c in says if c.value not in common] or denies
    others = [f for f in facts if f.value not in common]
    if alone and others:
        yield _finding(
            DIFFERS, year, alone, others, set(others) <= sure,
            "" if set(others) <= sure else _why_unsure(others),
        )  # fmt: skip
    elif others:
        yield _finding(CHRONICLE, year, [], others, set(others) <= sure, "")
    elif alone and not denies:
        yield _finding(FILE, year, alone, [], True)
    elif not common and dataset.silence:
        lines = tuple(sorted({c.line for c in denies}))
        yield Finding(*key, year, NEITHER, True, _values(denies), (), (), "", lines, ())


def _why_unsure(facts: Sequence[Fact]) -> str:
    if any(f.near for f in facts):
        return "what the chronicle knows only comes near to it"
    return "the dates of the chronicle leave it open"


def _first_and_last(codings: Sequence[Coding], facts: Sequence[Fact]) -> Iterator[Finding]:
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
        return _finding(AGREES, year, [coding], sure or fits, bool(sure), note)
    nearest = min(_apart(window, f.window) for f in facts)
    near = [f for f in facts if _apart(window, f.window) == nearest]
    when = " or ".join(sorted({shown(*f.window) for f in near}))
    days = f"{nearest} day{'' if nearest == 1 else 's'}"
    least = "" if len({*window, *near[0].window}) == 2 else "at least "
    note = f"{shown(*window)} in the file, {when} in the chronicle: {least}{days} apart"
    return _finding(DIFFERS, year, [coding], near, True, note)


def _apart(one: tuple[str, str], other: tuple[str, str]) -> int:
    """How many days lie between two windows that have none in common."""
    first, second = sorted((one, other))
    return (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days


def _momentary(
    dataset: DataSet, coded: Coded, codings: Sequence[Coding], facts: Sequence[Fact]
) -> Iterator[Finding]:
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
        rivals = [f for f in others if _together(coding, f) and not (dataset.pairing == "perhaps"
                  and coding.known)]  # fmt: skip
        if rivals and dataset.pairing == "perhaps":
            others = [f for f in others if f not in rivals]
            note = "of the same states and time; nothing shows that it is the same"
            yield _finding(AGREES, _year(coding, rivals), [coding], rivals, False, note)
        elif rivals:
            others = [f for f in others if f not in rivals]
            yield _finding(DIFFERS, _year(coding, rivals), [coding], rivals, True)
        elif coding.value in dataset.negative:
            yield _finding(NEITHER, _year(coding, []), [coding], [], True)
        else:
            yield _finding(FILE, _year(coding, []), [coding], [], True)
    for fact in others:
        if _covered(dataset, coded, fact):
            yield _finding(CHRONICLE, int(fact.window[0][:4]), [], [fact], True)


def _together(coding: Coding, fact: Fact) -> bool:
    first, final = coding.first or FIRST, coding.final or LAST
    return fact.window[0] <= final and first <= fact.window[1]


def _year(coding: Coding, facts: Sequence[Fact]) -> int:
    """The year of a finding: the file's, else the chronicle's; 0 where neither gives one."""
    if coding.first is not None:
        return int(coding.first[:4])
    return int(facts[0].window[0][:4]) if facts and facts[0].window[0] != FIRST else 0
