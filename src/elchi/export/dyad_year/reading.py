"""What the chronicle says that bears on pairs of states, as the queries give it.

The queries of `queries/dyad-year/` bring the states with their codes, the things that are
counted (events, acts, terms of office) with the days between which each begins and ends, the
states that belong to a thing and in which role, the claims behind it, and the statements of
completeness. Their headers say which types of thing make which column (`[columns.*]`), which
columns speak of 31 December (`[standing.*]`) and which codes stand in the tables (`[keys.*]`),
so that a new column is written there and not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from elchi import corpus
from elchi.build import Chronicle
from elchi.errors import InputError
from elchi.export.dyad_year.record import Act, Column, Coverage, Record, State, Term, Thing
from elchi.questions import Header, bind, read_query
from elchi.spans import FIRST, LAST, Span

ROLE = corpus.ONTOLOGY + "participant"
_BOUNDS = ("earliest", "latestBegin", "earliestEnd", "latest")
_LISTS = ("type", "sides", "source", "target")


def read(chronicle: Chronicle, language: str) -> Record:
    """Ask the queries. Raises InputError where one is missing or its header cannot be meant."""
    asked = _Queries(chronicle, language)
    events, sides, acts = asked.rows("events"), asked.rows("sides"), asked.rows("acts")
    terms, claims = asked.rows("leaders"), asked.rows("statements")
    states = _states(asked)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in sides:
        found[row["thing"]][row["role"]].add(row["state"])
    behind = defaultdict(list)
    for row in claims:
        behind[row["thing"]].append(row["claim"])
    made = {name: asked.columns(name) for name in ("events", "acts", "leaders")}
    return Record(
        keys=asked.header("states")["keys"],
        columns=made,
        relations=asked.columns("events", "standing"),
        standing={k: v for n in made for k, v in asked.header(n).get("standing", {}).items()},
        states=states,
        relationships=_relationships(asked.rows("relationships")),
        events=_events(events),
        sides={t: {r: frozenset(s) for r, s in roles.items()} for t, roles in found.items()},
        acts=_acts(acts),
        terms={
            row["thing"]: Term(row["state"], row["person"], row.get("label", ""), span)
            for row, span in _spanned(terms)
        },
        claims={thing: sorted(set(named)) for thing, named in behind.items()},
        coverage=_coverage(asked.rows("coverage")),
    )


class _Queries:
    """The queries of the folder, each read once."""

    def __init__(self, chronicle: Chronicle, language: str) -> None:
        self._chronicle = chronicle
        self._language = language
        self._read = {p.path.stem: read_query(p) for p in chronicle.files.queries("dyad-year")}

    def header(self, name: str) -> Mapping[str, Any]:
        """What the header of one query says beside its summary."""
        about: Mapping[str, Any] = self._of(name)[0].extra
        return about

    def _of(self, name: str) -> tuple[Header, str]:
        if name not in self._read:
            raise InputError(
                "is not there, and the tables of pairs need it",
                where=f"queries/dyad-year/{name}.rq",
                mend="put it back: it comes with the chronicle",
            )
        return self._read[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """What one query answers, as text; what is not bound is left out."""
        header, text = self._of(name)
        if any(parameter.name == "labels" for parameter in header.parameters):
            text = bind(header, text, {"labels": self._language}, lambda value, kind: value)
        rows = self._chronicle.store.rows(text, header.file)
        return [{key: term.value for key, term in row.items()} for row in rows]

    def columns(self, name: str, table: str = "columns") -> list[Column]:
        """The columns that one header describes under `table`."""
        header, text = self._of(name)
        prefixes = corpus.prefixes(text)
        made = []
        for column, about in header.extra.get(table, {}).items():
            if any(not isinstance(about.get(key, []), list) for key in _LISTS):
                raise InputError(
                    f"the column {column} names its types and roles in lists",
                    where=header.file,
                    line=1,
                    mend='write them like type = ["event-type:visit"]',
                )
            lists = {
                key: tuple(_full(t, prefixes, header.file) for t in about.get(key, []))
                for key in _LISTS
            }
            made.append(
                Column(
                    column,
                    about.get("en", column),
                    lists["type"],
                    lists["sides"] or (ROLE,),
                    lists["source"],
                    lists["target"],
                )
            )
        return made

    def scheme(self, key: str) -> str:
        """The IRI of the scheme that a key of the states is taken from."""
        header, text = self._of("states")
        return _full(header.extra["keys"][key]["scheme"], corpus.prefixes(text), header.file)


def _full(name: str, prefixes: Mapping[str, str], file: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise InputError(
            f"the header names {name}, whose prefix the query does not declare",
            where=file,
            line=1,
            mend=f"add a line PREFIX {prefix}: <...>",
        )
    return prefixes[prefix] + local


def _states(asked: _Queries) -> dict[str, State]:
    keys = {asked.scheme(key): key for key in asked.header("states")["keys"]}
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in asked.rows("states"):
        rows[row["state"]].append(row)
    return {
        state: State(
            min((r["label"] for r in given if "label" in r), default=""),
            {keys[r["scheme"]]: r["code"] for r in given if r.get("scheme") in keys},
            min((r["founded"] for r in given if "founded" in r), default=FIRST),
            max((r["dissolved"] for r in given if "dissolved" in r), default=LAST),
        )
        for state, given in rows.items()
    }


def _relationships(rows: list[dict[str, str]]) -> list[frozenset[str]]:
    parties = defaultdict(set)
    for row in rows:
        parties[row["thing"]].add(row["state"])
    return sorted((frozenset(of) for of in parties.values()), key=sorted)


def _spanned(rows: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], Span]]:
    """Each thing once, with the days that all its rows allow."""
    bounds: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        bounds[row["thing"]].append(row)
    for given in bounds.values():
        of = {b: sorted(r[b] for r in given if b in r) for b in _BOUNDS}
        first = (of["earliest"] or [FIRST])[0]
        last = (of["latest"] or [LAST])[-1]
        # Where no bound of the inner side is derived, it may begin and end on any of its days.
        begun, ended = (of["latestBegin"] or [last])[-1], (of["earliestEnd"] or [first])[0]
        yield given[0], Span(first, begun, ended, last)


def _events(rows: list[dict[str, str]]) -> dict[str, Thing]:
    types, wholes = defaultdict(set), defaultdict(set)
    for row in rows:
        types[row["thing"]].add(row["type"])
        if "whole" in row:
            wholes[row["thing"]].add(row["whole"])
    return {
        row["thing"]: Thing(span, frozenset(types[row["thing"]]), frozenset(wholes[row["thing"]]))
        for row, span in _spanned(rows)
    }


def _acts(rows: list[dict[str, str]]) -> dict[str, Act]:
    parties: dict[str, set[str]] = defaultdict(set)
    steps: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        parties[row["thing"]].add(row["state"])
        if "step" in row:
            days = row.get("stepEarliest", FIRST), row.get("stepLatest", LAST)
            steps[row["thing"], row["step"]].add(days)
    return {
        act: Act(
            frozenset(parties[act]),
            span,
            tuple(sorted(steps[act, "force"])),
            tuple(sorted(steps[act, "end"])),
        )
        for act, span in ((row["thing"], span) for row, span in _spanned(rows))
    }


def _coverage(rows: list[dict[str, str]]) -> list[Coverage]:
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        grouped[row["thing"]].append(row)
    return [
        Coverage(
            frozenset(row["state"] for row in given),
            frozenset(row["kind"] for row in given) if "kind" in given[0] else None,
            min(row["earliest"] for row in given),
            max(row["latest"] for row in given),
            given[0]["all"] == "true",
        )
        for _, given in sorted(grouped.items())
    ]
