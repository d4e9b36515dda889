"""Holding two sides together: for each year, what the file and the chronicle say of one aspect.

What lasts is compared year by year, what happened at a moment by the days that each side
allows. An answer is sure only where the dates and the words of the chronicle leave no other
reading; where they leave one, the sides *may* agree or differ (see `elchi.spans`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from elchi.audit.coding import Coded, Coding
from elchi.audit.datasets import DataSet
from elchi.audit.facts import Fact, Side, States
from elchi.audit.findings import (
    AGREES,
    CHRONICLE,
    DIFFERS,
    FILE,
    NEITHER,
    STATUSES,
    Finding,
    covered,
    finding,
    values,
)
from elchi.audit.moments import first_and_last, momentary, timed
from elchi.spans import ANY, FIRST, LAST, Answer, Span, overlaps


def compared(
    dataset: DataSet, coded: Coded, side: Side, groups: frozenset[States]
) -> list[Finding]:
    """All findings, by states, aspect, year and status."""
    codings: dict[tuple[States, str], list[Coding]] = defaultdict(list)
    for coding in coded.codings:
        codings[coding.states, coding.aspect].append(coding)
    facts: dict[tuple[States, str], list[Fact]] = defaultdict(list)
    dated = {f.aspect: f for f in (*side.facts, *side.own) if f.span != ANY}
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
            found += first_and_last(one, other)
        else:
            found += momentary(dataset, coded, [timed(c, dated) for c in one], other)
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
    return key[0] in about or any(covered(dataset, coded, f) for f in facts)


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
    spoken = [year for c in mentioned for year in c.years[:1]]
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
        yield finding(AGREES, year, coded, both, bool(sure & set(both)), note)
    alone = [c for c in says if c.value not in common] or denies
    others = [f for f in facts if f.value not in common]
    if alone and others:
        yield finding(
            DIFFERS, year, alone, others, set(others) <= sure,
            "" if set(others) <= sure else _why_unsure(others),
        )  # fmt: skip
    elif others:
        yield finding(CHRONICLE, year, [], others, set(others) <= sure, "")
    elif alone and not denies:
        yield finding(FILE, year, alone, [], True)
    elif not common and dataset.silence:
        lines = tuple(sorted({c.line for c in denies}))
        yield Finding(*key, year, NEITHER, True, values(denies), (), (), "", lines, ())


def _why_unsure(facts: Sequence[Fact]) -> str:
    if any(f.near for f in facts):
        return "what the chronicle knows only comes near to it"
    return "the dates of the chronicle leave it open"
