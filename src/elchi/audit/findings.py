"""What comes of comparing: the answers there are, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from elchi.audit.coding import Coded, Coding
from elchi.audit.datasets import DataSet
from elchi.audit.facts import Fact, States

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


def covered(dataset: DataSet, coded: Coded, fact: Fact) -> bool:
    """Whether the file could have spoken of a fact: its years, or its items, take it in."""
    if dataset.covers == "items":
        return bool({fact.aspect, fact.value} & coded.items)
    if coded.years is None:
        return False
    first, last = coded.years
    return int(fact.span.earliest[:4]) <= last and int(fact.span.latest[:4]) >= first


def values(said: Iterable[Coding | Fact]) -> tuple[str, ...]:
    """What is said, each value once; 'near' where the chronicle only comes near."""
    near = {True: "near"}
    return tuple(sorted({near.get(getattr(one, "near", False), one.value) for one in said}))


def finding(
    status: str, year: int, cs: Sequence[Coding], fs: Sequence[Fact], sure: bool, note: str = ""
) -> Finding:
    """One finding of what codings and facts say."""
    said: Coding | Fact = cs[0] if cs else fs[0]
    return Finding(
        said.states, said.aspect, year, status, sure, values(cs), values(fs),
        tuple(sorted(set(fs))), note, tuple(sorted({c.line for c in cs})),
        tuple(sorted({c.label for c in cs if c.label})),
    )  # fmt: skip
