"""What a query may not do, found before it is run: it only reads, and only this chronicle.

The words of a query are told from its strings, names and comments by a small scanner; the
grammar is left to the engine. The scanner is linear in the length of the query.
"""

from __future__ import annotations

import re
from collections.abc import Set

from elchi.errors import InputError

DEPTH = 200
"""How deep brackets may nest. The engine's parser overflows its stack at about 3,000."""

SIZE = 100_000
"""How many characters a query may have."""

# A string that is not closed is one token too, up to its line's end: the engine complains of it.
_TOKEN = r"""(?xs)
    (?P<skip>\s++|\#[^\n]*+)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?
        |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<iri><[^<>"{}|^`\\\s]*+>)
    |(?P<open>[({\[])|(?P<close>[)}\]])
    |(?P<name>[?$]\w++|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|[\w.-]*:[\w.%:-]*)
    |(?P<word>[A-Za-z_]\w*+)
    |(?P<other>.)"""
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"])
_FORMS = frozenset(["SELECT", "CONSTRUCT", "DESCRIBE", "ASK"])
_SAID_AT = r"^error at (\d+):(\d+): "


def guard(text: str, graphs: Set[str], where: str = "query") -> None:
    """Refuse a query that does more than read this chronicle.

    `graphs` are the graphs that FROM may name. Raises InputError with line and column.
    """
    if len(text) > SIZE:
        raise InputError(
            f"the query has {len(text):,} characters", where=where, mend=f"at most {SIZE:,} are run"
        )
    scan = _Scan(text, graphs, where)
    for match in re.finditer(_TOKEN, text):
        scan.take(match)


class _Scan:
    """What the guard remembers from one token of a query to the next."""

    def __init__(self, text: str, graphs: Set[str], where: str) -> None:
        self._text, self._graphs, self._where = text, graphs, where
        self._depth = 0
        self._form = False
        self._last = ""
        self._prefix: str | None = None
        self._prefixes: dict[str, str] = {}

    def take(self, match: re.Match[str]) -> None:
        kind, said = match.lastgroup or "", match[0]
        if kind == "skip":
            return
        if self._last == "FROM" and said.upper() != "NAMED":
            self._dataset(match, kind, said)
        if kind == "open":
            self._depth += 1
            if self._depth > DEPTH:
                raise self._refuse(match, f"brackets nest deeper than {DEPTH}", "simplify it")
        elif kind == "close":
            self._depth -= 1
        elif kind == "name" and self._last == "PREFIX":
            self._prefix = said
            self._last = ""
            return
        elif kind == "iri" and self._prefix is not None:
            self._prefixes[self._prefix] = said[1:-1]
        elif kind == "word":
            self._word(match, said.upper())
        self._prefix = None
        if not (self._last == "FROM" and said.upper() == "NAMED"):
            self._last = said.upper() if kind == "word" else ""

    def _word(self, match: re.Match[str], word: str) -> None:
        self._form = self._form or word in _FORMS
        if word == "SERVICE":
            raise self._refuse(
                match,
                "SERVICE is not run: a query reads this chronicle alone",
                "take the SERVICE part out",
            )
        if word in _UPDATES and not self._form:
            raise self._refuse(
                match,
                f"{word} would change the graph; only queries are run",
                "write SELECT, CONSTRUCT, DESCRIBE or ASK; change the files under data/",
            )

    def _dataset(self, match: re.Match[str], kind: str, said: str) -> None:
        iri = said[1:-1] if kind == "iri" else ""
        if kind == "name":
            prefix, _, local = said.partition(":")
            iri = self._prefixes.get(prefix + ":", "") + local
        if iri not in self._graphs:
            raise self._refuse(
                match,
                f"FROM {said} names no graph of this chronicle, and nothing is fetched",
                "leave FROM out, or name one of its graphs",
            )

    def _refuse(self, match: re.Match[str], message: str, mend: str) -> InputError:
        line = self._text.count("\n", 0, match.start()) + 1
        column = match.start() - self._text.rfind("\n", 0, match.start())
        return InputError(f"column {column}: {message}", where=self._where, line=line, mend=mend)


def syntax_error(error: SyntaxError, where: str) -> InputError:
    """The engine's complaint about a query as an error with line and column."""
    said = error.msg or str(error)
    match = re.match(_SAID_AT, said)
    rest = said[match.end() :] if match else said
    if len(rest) > 160:
        rest = "something else is expected here (a bracket, a full stop, a name or a keyword)"
    column = f"column {match[2]}: " if match else ""
    return InputError(
        f"{column}the query is not SPARQL: {rest}",
        where=where,
        line=int(match[1]) if match else None,
        mend="look at this place and what comes just before it",
    )
