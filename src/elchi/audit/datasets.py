"""What is known of data sets: the headers of `queries/audits/*.rq`.

A header says how the columns of each variant of a data set answer to what is compared: which
name states and by which scheme of codes, which give times, which give values. The query below
it gives the chronicle's side (see `facts`). So a further data set is a further file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from elchi import corpus
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.questions import Header, read_query

FOLDER = "audits"
PERHAPS = "perhaps"


class Times(NamedTuple):
    """Columns that say when: one (`since`), or the first and the last day or year.

    `aspect` is what the time is of; None: of all that the row codes. A value of `open` in
    `until` means that it goes on, to the year `last`. `first` and `final` are the aspects under
    which the first and the last day themselves are compared.
    """

    aspect: str | None
    since: str
    until: str | None
    open: frozenset[str]
    last: str | None
    first: str | None
    final: str | None


class Key(NamedTuple):
    """A column that identifies a thing by a scheme; `replace` is a pattern and what to put."""

    column: str
    scheme: str
    replace: tuple[str, str] | None


class Scheme(NamedTuple):
    """A scheme of codes: the pattern of a code, its digits, and codes that only another has."""

    name: str
    pattern: str
    digits: int
    foreign: Mapping[str, str]


class Variant(NamedTuple):
    """One form of a data set's files."""

    name: str
    states: tuple[str, ...]
    scheme: Scheme | None
    times: tuple[Times, ...]
    coded: Mapping[str, str]
    items: tuple[Key, ...]
    value: str | None
    day: str | None
    identify: tuple[Key, ...]
    named: str | None
    label: str | None
    group: str | None
    skip: Mapping[str, frozenset[str]]
    censored: Mapping[str, frozenset[str]]
    known: bool
    needed: tuple[str, ...]

    def columns(self) -> tuple[str, ...]:
        """The columns, or patterns of columns, that a file of this form has."""
        found = [*self.states, *self.coded.values(), *self.needed, *self.skip, *self.censored]
        for times in self.times:
            found += [times.since, *([times.until] if times.until else [])]
        found += [key.column for key in (*self.items[:1], *self.identify[:1])]
        found += [c for c in (self.value, self.named, self.group) if c]
        return tuple(dict.fromkeys(found))

    def missing(self, columns: Sequence[str]) -> list[str]:
        """Those of its columns that a file does not have."""
        return [c for c in self.columns() if not matching(c, columns)]


class DataSet(NamedTuple):
    """A data set: how it is compared, and its variants.

    `states` is how many states a statement is about; `lasting` says that statements hold over
    years rather than at a moment; `silence` that years without anything are told too; `pairing`
    what is thought of two things of one time that are not known to be the same ('differ' or
    'perhaps' the same); `covers` whether a file speaks for 'years' or only for its 'items'.
    """

    name: str
    header: Header
    title: str
    sources: tuple[str, ...]
    states: int
    lasting: bool
    silence: bool
    pairing: str
    covers: str
    missing: frozenset[str]
    negative: frozenset[str]
    aspects: Mapping[str, str]
    values: Mapping[str, str]
    note: Mapping[str, str]
    variants: tuple[Variant, ...]


def matching(column: str, columns: Sequence[str]) -> list[int]:
    """Where a column, or one that fits a pattern, stands among the columns of a file."""
    return [n for n, c in enumerate(columns) if c == column or re.fullmatch(column, c)]


def datasets(files: Corpus) -> list[DataSet]:
    """The data sets that the chronicle can be held against, by name."""
    return [_read(part) for part in files.queries(FOLDER)]


def iri(short: str) -> str:
    """A short IRI of a header in full: `obligation:defence`, `elchi:begin`, `work:desta`."""
    kind, _, name = short.partition(":")
    return corpus.ONTOLOGY + name if kind == "elchi" else f"{corpus.ID}{kind}/{name}"


def _read(part: corpus.Part) -> DataSet:
    header, _ = read_query(part)
    extra = dict(header.extra)
    try:
        schemes = {
            name: Scheme(name, about["pattern"], about.get("digits", 0), about.get("foreign", {}))
            for name, about in extra.get("codes", {}).items()
        }
        variants = tuple(_variant(raw, schemes) for raw in extra["variants"])
        return DataSet(
            part.path.stem,
            header,
            extra["title"],
            tuple(iri(s) for s in extra["sources"]),
            extra["states"],
            extra.get("lasting", False),
            extra.get("silence", False),
            extra.get("pairing", "differ"),
            extra.get("covers", "years"),
            frozenset(extra["missing"]),
            frozenset(extra.get("negative", ())),
            {name: iri(short) for name, short in extra["aspects"].items()},
            extra.get("values", {}),
            extra.get("note", {}),
            variants,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"the header does not describe a data set: {type(error).__name__} {error}",
            where=part.name,
            line=1,
            mend="compare it with the header of another data set",
        ) from None


def _variant(raw: Mapping[str, Any], schemes: Mapping[str, Scheme]) -> Variant:
    return Variant(
        raw["name"],
        tuple(raw["states"]),
        schemes[raw["scheme"]] if raw["states"] else None,
        tuple(_times(t) for t in raw.get("times", ())),
        raw.get("coded", {}),
        tuple(_key(k) for k in raw.get("items", ())),
        raw.get("value"),
        raw.get("day"),
        tuple(_key(k) for k in raw.get("identify", ())),
        raw.get("named"),
        raw.get("label"),
        raw.get("group"),
        {c: frozenset(v.lower() for v in values) for c, values in raw.get("skip", {}).items()},
        {c: frozenset(v.lower() for v in values) for c, values in raw.get("censored", {}).items()},
        raw.get("known", False),
        tuple(raw.get("needed", ())),
    )


def _times(raw: Mapping[str, Any]) -> Times:
    return Times(
        raw.get("aspect"),
        raw["from"],
        raw.get("until"),
        frozenset(raw.get("open", ())),
        raw.get("last"),
        raw.get("begin"),
        raw.get("end"),
    )


def _key(raw: Mapping[str, Any]) -> Key:
    replace = raw.get("replace")
    return Key(raw["column"], raw["scheme"], (replace[0], replace[1]) if replace else None)
