"""Asking a chronicle: named questions with parameters, or SPARQL, and how an answer is cited."""

from __future__ import annotations

from collections.abc import Mapping

from elchi.build import Chronicle
from elchi.corpus import Part
from elchi.entities import label, resolve, short
from elchi.query import Answer, direct, run
from elchi.questions import Header, Questions, bind, own, read_query


def ask(opened: Chronicle, name: str, given: Mapping[str, str]) -> Answer:
    """The answer to a named question. Values for entities may be names in any spelling.

    Raises UsageError where there is no such question, InputError for an unsound parameter.
    """
    header, text = Questions(opened.files).read(name)
    return direct(opened.store, _bound(opened, header, text, given), header.file)


def ask_file(
    opened: Chronicle, part: Part, text: str, given: Mapping[str, str], timeout: float = 60.0
) -> Answer:
    """The answer to a query file of the user's, which may have a header with parameters."""
    if given or text.startswith("#+"):
        header, text = read_query(part)
        text = _bound(opened, header, text, given)
    return run(opened.store, text, part.name, timeout)


def rows_of(opened: Chronicle, kind: str, name: str, **terms: str) -> list[dict[str, str]]:
    """The rows of one of the chronicle's own queries, their terms as plain text.

    `kind` is the folder under `queries/`; `terms` are full IRIs for its parameters. Raises
    InputError where the chronicle has no such query.
    """
    header, text = own(opened.files, kind, name)
    text = bind(header, text, terms, lambda iri, _: iri)
    return [
        {column: term.value for column, term in row.items()}
        for row in opened.store.rows(text, header.file)
    ]


def _bound(opened: Chronicle, header: Header, text: str, given: Mapping[str, str]) -> str:
    def named(name: str, kind: str) -> str:
        return resolve(opened.index, name, kind)

    return bind(header, text, given, named)


def cite(opened: Chronicle, claim: str, language: str = "en") -> str:
    """Where a claim stands, briefly: `Tursunov 2026, line 73`."""
    describer = opened.describer
    source = describer.statement(claim)["source"]
    name = label(describer.labels.get(source["work"] or "", {}), language)
    lines = dict.fromkeys(str(p["line"]) for p in source["passages"] if p["line"] is not None)
    where = f", line {', '.join(lines)}" if lines else ""
    return f"{name or short(claim)}{where}"
