"""Which data set a file is, told by its columns; and what is lacking where it is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from elchi.audit.datasets import DataSet, Variant
from elchi.audit.tables import Table
from elchi.errors import InputError, UsageError


class Recognised(NamedTuple):
    """Which data set and variant a file is, and the titles of others that it could be."""

    dataset: DataSet
    variant: Variant
    others: tuple[str, ...]


def recognised(known: Sequence[DataSet], table: Table, name: str | None) -> Recognised:
    """Which data set a file is, or that called `name`.

    Raises UsageError where no data set has that name, InputError telling the missing columns
    where the file is none.
    """
    among = [d for d in known if name in (None, d.name)]
    if not among:
        listed = ", ".join(d.name for d in known)
        raise UsageError(f"there is no data set “{str(name)[:80]}”", mend=f"known are: {listed}")
    fits = [
        (len(v.columns()), d, v) for d in among for v in d.variants if not v.missing(table.columns)
    ]
    if fits:
        _, dataset, variant = max(fits, key=lambda fit: fit[0])
        return Recognised(
            dataset, variant, tuple(dict.fromkeys(d.title for _, d, _ in fits if d != dataset))
        )
    raise _unrecognised(among, table)


def _unrecognised(known: Sequence[DataSet], table: Table) -> InputError:
    def likeness(variant: Variant) -> float:
        return 1 - len(variant.missing(table.columns)) / len(variant.columns())

    dataset, variant = max(
        ((d, v) for d in known for v in d.variants), key=lambda p: likeness(p[1])
    )
    titles = ", ".join(f"{d.title} (--as {d.name})" for d in known)
    has = ", ".join(c for c in table.columns if c)
    if not likeness(variant):
        return InputError(
            f"has none of the columns of a data set known here; it has: {has[:300]}",
            where=table.name,
            line=1,
            mend=f"known are {titles}; the names of the columns stand on the first line",
        )
    lacking = ", ".join(variant.missing(table.columns))
    return InputError(
        f"is most like {dataset.title}, {variant.name}, but lacks the columns: {lacking}",
        where=table.name,
        line=1,
        mend=f"give these columns their names in {dataset.title}; the file has: {has[:300]}",
    )
