"""Questions: SPARQL queries with a header, parameters bound by term, errors worded for people.

A query file opens with lines that begin `#+`; together they are TOML:

    #+ tags = ["acts"]
    #+ [summary]
    #+ en = "Acts signed in a year"
    #+ [parameters.year]
    #+ type = "gYear"

The query below runs as it stands in any SPARQL 1.1 endpoint, because each parameter is a
`VALUES ?year { ... }` block with its default in it. Binding puts another RDF term there; no
text a user typed ever becomes part of a query.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus, Part
from elchi.errors import InputError, UsageError
from elchi.guard import guard
from elchi.store import Term
from elchi.time import XSD, fault

_DATATYPES = {"date", "gYear", "gYearMonth", "integer", "decimal", "boolean"}

Resolve = Callable[[str, str], str]
"""From a name and the kind wanted ('entity' for any) to an IRI; raises UnknownName."""


class Parameter(NamedTuple):
    """One parameter: its name, its type, what it means, and whether it may be left open.

    `type` is a kind of entity (`state`, `act`, ...; `entity` for any), a datatype of XML
    Schema (`gYear`, `date`, `integer`, ...), or `string`.
    """

    name: str
    type: str
    about: str
    default: str | None


class Header(NamedTuple):
    """What the header of a query file says."""

    name: str
    file: str
    summary: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    extra: Mapping[str, Any]


def read_query(part: Part) -> tuple[Header, str]:
    """The header of a query file and its whole text. Raises InputError where it is unsound."""
    text = corpus.read_text(part.path, part.name)
    lines = text.splitlines()
    toml = "\n".join(line[2:].strip() if line.startswith("#+") else "" for line in lines)
    try:
        raw = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the header is not TOML: {error}", where=part.name) from None
    stem = part.path.stem
    name = stem.split("-", 1)[1] if stem[:2].isdigit() and "-" in stem else stem
    if not isinstance(raw.get("summary"), dict) or "en" not in raw["summary"]:
        raise InputError(
            "the header has no summary in English",
            where=part.name,
            line=1,
            mend='add the lines `#+ [summary]` and `#+ en = "..."` at the top',
        )
    _typed(part, raw)
    guard(text, frozenset(), part.name)
    parameters = []
    for key, about in raw.pop("parameters", {}).items():
        block = next(_blocks(text, key), None)
        if block is None:
            raise InputError(
                f"the parameter {key} has no `VALUES ?{key} {{ ... }}` block",
                where=part.name,
                line=1,
            )
        default = block[1].strip()
        parameters.append(
            Parameter(key, about.get("type", "string"), about.get("en", key), default or None)
        )
    summary = raw.pop("summary")
    tags = tuple(raw.pop("tags", ()))
    example = {k: str(v) for k, v in raw.pop("example", {}).items()}
    return Header(name, part.name, summary, tags, tuple(parameters), example, raw), text


_SHAPE: dict[str, type] = {
    "summary": dict, "message": dict, "mend": dict, "parameters": dict, "example": dict,
    "tags": list, "stage": str, "severity": str,
}  # fmt: skip


def _typed(part: Part, raw: Mapping[str, Any]) -> None:
    """Refuse a header whose entries are not of the kind that is read."""
    parameters = raw.get("parameters", {})
    members = parameters.values() if isinstance(parameters, dict) else ()
    texts = [v for key in ("summary", "message", "mend") for v in _values(raw.get(key))]
    texts += [v for about in members for v in _values(about)]
    wrong = [key for key, kind in _SHAPE.items() if key in raw and not isinstance(raw[key], kind)]
    if wrong or not all(isinstance(v, str) for v in texts):
        raise InputError(
            f"the header has an entry of the wrong kind: {', '.join(wrong) or 'a text is wanted'}",
            where=part.name,
            line=1,
            mend="compare it with the header of another query",
        )
    if not all(isinstance(about, dict) for about in members):
        raise InputError(
            "a parameter is a table", where=part.name, line=1, mend="write [parameters.name]"
        )


def _values(table: Any) -> list[Any]:
    return list(table.values()) if isinstance(table, dict) else []


def _blocks(text: str, parameter: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?i)\bVALUES\s+\?{re.escape(parameter)}\s*\{{([^{{}}]*)\}}", text)


class Questions:
    """The named questions of a chronicle, read when first asked for."""

    def __init__(self, files: Corpus) -> None:
        self._parts = {part.path.stem: part for part in files.queries("questions")}

    def names(self) -> list[str]:
        """The names of all questions, sorted."""
        return sorted(self._parts)

    def headers(self) -> list[Header]:
        """The headers of all questions, by name."""
        return [read_query(self._parts[name])[0] for name in self.names()]

    def read(self, name: str) -> tuple[Header, str]:
        """One question. Raises UsageError where no question has that name."""
        part = self._parts.get(name)
        if part is None:
            from rapidfuzz import process

            near = process.extract(name, self.names(), limit=3, score_cutoff=50)
            raise UsageError(
                f"there is no question called “{name[:80]}”",
                mend="did you mean: " + ", ".join(n for n, *_ in near)
                if near
                else "`elchi questions` lists them all",
            )
        return read_query(part)


def bind(header: Header, text: str, given: Mapping[str, str], resolve: Resolve) -> str:
    """The query with `given` put into its VALUES blocks, each as an RDF term.

    Raises InputError for a parameter the question does not have or a value not of its type.
    """
    known = {parameter.name: parameter for parameter in header.parameters}
    for name, value in given.items():
        parameter = known.get(name)
        if parameter is None:
            raise InputError(
                f"the question {header.name} has no parameter called “{name[:80]}”",
                where=header.file,
                line=1,
                mend="its parameters are: "
                + (", ".join(f"{p.name} ({p.type})" for p in known.values()) or "none"),
            )
        term = _term(header, parameter, value, resolve)
        # A subquery sees no variable from outside, so it may repeat the block of a parameter.
        for block in reversed(list(_blocks(text, name))):
            text = text[: block.start(1)] + f" {term} " + text[block.end(1) :]
    return text


def _term(header: Header, parameter: Parameter, value: str, resolve: Resolve) -> Term:
    if parameter.type == "string":
        return ox.Literal(value)
    if parameter.type in _DATATYPES:
        wrong = fault(value, XSD + parameter.type)
        if wrong:
            raise InputError(
                f"the parameter {parameter.name} wants {_a(parameter.type)}: {wrong[:200]}",
                where=header.file,
                line=1,
                mend=_EXAMPLES.get(parameter.type),
            )
        return ox.Literal(value, datatype=ox.NamedNode(XSD + parameter.type))
    try:
        return ox.NamedNode(resolve(value, parameter.type))
    except UsageError as error:
        raise InputError(
            f"the parameter {parameter.name} wants {_a(parameter.type)}: {error.message}",
            where=header.file,
            line=1,
            mend=error.mend,
        ) from None


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


_EXAMPLES = {
    "date": "write it like 2002-09-09",
    "gYear": "write it like 2002",
    "gYearMonth": "write it like 2002-09",
    "integer": "write it like 3",
}
