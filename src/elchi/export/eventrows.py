"""The rows of the table of events: one an event, whatever its status, with its codes.

Dates and status are those of the timeline. Codes follow from the type of the event by the
mappings of the ontology (a close or a broader match; a related one is no code), and a code of
what was done stands only where it was: for all else the columns `would_be_...` hold it. The
retrieval is in `queries/events/`, and the header of `said.rq` there says what each column holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import short
from elchi.timeline import Row, timeline

_DIRECTIONS = (("visitor", "host"), ("supporter", "beneficiary"), ("initiator", ""))
_CODES = ("cameo", "plover_event", "plover_mode", "plover_context")
_PRECISIONS = {10: "day", 7: "month", 4: "year"}
_COARSEST = ("interval", "year", "month", "day")

_Rows = list[dict[str, str]]


class _Told(NamedTuple):
    """What the queries tell, by the IRI that it is about."""

    said: Mapping[str, _Rows]
    actors: Mapping[str, _Rows]
    places: Mapping[str, _Rows]
    codes: Mapping[str, _Rows]
    backing: Mapping[str, _Rows]
    fields: Mapping[str, _Rows]


def event_rows(chronicle: Chronicle, language: str) -> list[dict[str, str]]:
    """One row an event, by IRI; the keys are the columns, an empty text is what is not known.

    `language` is that of the labels. Raises InputError where a query of the chronicle is missing.
    """

    def by(query: str, key: str) -> Mapping[str, _Rows]:
        found: dict[str, _Rows] = defaultdict(list)
        for row in rows_of(chronicle, "events", query):
            found[row[key]].append(row)
        return found

    told = _Told(
        by("said", "event"),
        by("actors", "actor"),
        by("places", "place"),
        by("codes", "concept"),
        by("backing", "claim"),
        by("fields", "act"),
    )
    happened = timeline(chronicle, kind="event", language=language)
    return [_row(row, told) for row in sorted(happened, key=lambda row: row.iri)]


def _row(row: Row, told: _Told) -> dict[str, str]:
    fact = row.status == "fact"
    said = [each for each in told.said.get(row.iri, ()) if "accepted" in each or not fact]
    done = _codes(row, said, told)
    none = dict.fromkeys(_CODES, "")
    backing = [each for claim in row.claims for each in told.backing.get(claim, ())]
    return {
        "event": row.iri,
        "label": row.label,
        "event_types": _listed(_slug(kind.iri) for kind in row.types),
        "status": row.status,
        **_dating(row),
        **_place(row, told),
        **_actors(row, said, told),
        **(done if fact else none),
        **{f"would_be_{name}": code for name, code in (none if fact else done).items()},
        "claim_count": str(len(row.claims)),
        "source_count": str(len(row.works)),
        "independent_sources": str(_independent(backing)),
        "claims": _listed(row.claims),
        "sources": _listed(row.works),
        "verdicts": _listed(_slug(each["verdict"]) for each in backing if "verdict" in each),
    }


def _dating(row: Row) -> dict[str, str]:
    given = [] if row.inherited or not row.when else row.when.split(" | ")
    kinds = {"interval" if "/" in date else _PRECISIONS[len(date)] for date in given}
    date = given[0] if given else ""
    if len(given) > 1:
        # EDTF has no periods within a set, but runs of days, months or years.
        date = "[" + ",".join(each.replace("/", "..").replace("....", "..") for each in given) + "]"
    return {
        "date": date,
        "earliest": row.earliest or "",
        "latest": row.latest or "",
        "precision": next((kind for kind in _COARSEST if kind in kinds), "unknown"),
        "date_disagrees": str(row.disagree).lower(),
        "date_inherited": str(row.inherited).lower(),
    }


def _place(row: Row, told: _Told) -> dict[str, str]:
    places = [place.iri for place in row.places]
    alone = told.places.get(places[0], []) if len(places) == 1 else []
    point = alone[0] if len(alone) == 1 else {}
    states = {each["iso3"] for place in places for each in told.actors.get(place, ())}
    return {
        "place": _listed(places),
        "place_label": "; ".join(place.label for place in row.places),
        "place_iso3": _listed(states),
        "latitude": point.get("latitude", ""),
        "longitude": point.get("longitude", ""),
    }


def _actors(row: Row, said: _Rows, told: _Told) -> dict[str, str]:
    roles: dict[str, set[str]] = defaultdict(set)
    for each in said:
        roles[each["role"]].add(each["value"])
    everybody = {named.iri for named in row.participants}
    source: set[str] = set()
    target: set[str] = set()
    for first, second in _DIRECTIONS:
        if roles[first]:
            source = roles[first]
            target = roles[second] if second else everybody - source
            break
    return {
        "directed": str(bool(source)).lower(),
        "source_iso3": _states(source, row, told),
        "target_iso3": _states(target, row, told),
        "participants_iso3": _states(everybody, row, told),
        "participants": _listed(everybody),
    }


def _states(actors: Iterable[str], row: Row, told: _Told) -> str:
    """The states that actors stand for at the time of an event.

    A person stands for the state in whose office they were then; where the time leaves open
    which of several states that was, for none.
    """
    found = set()
    for actor in actors:
        states = {
            each["iso3"]
            for each in told.actors.get(actor, ())
            if each.get("earliest", "") <= (row.latest or "9999")
            and (row.earliest or "") <= each.get("latest", "9999")
        }
        if len(states) == 1:
            found |= states
    return _listed(found)


def _codes(row: Row, said: _Rows, told: _Told) -> dict[str, str]:
    concepts = {kind.iri for kind in row.types}
    concepts |= {each["value"] for each in said if each["role"] == "field"}
    for each in said:
        if each["role"] == "concerns":
            concepts |= {field["field"] for field in told.fields.get(each["value"], ())}
    for claim in row.claims:
        concepts |= {each["stance"] for each in told.backing.get(claim, ())}
    found: dict[str, set[str]] = {name: set() for name in _CODES}
    for concept in concepts:
        for each in told.codes.get(concept, ()):
            found[each["column"]].add(each["code"])
    return {name: _listed(codes) for name, codes in found.items()}


def _independent(backing: _Rows) -> int:
    """How many sources are left without our own reading, and those that only cite another."""
    works = {each["work"] for each in backing if "own" not in each}
    cited: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in backing:
        cited[each["work"]][each["claim"]].add(each.get("cited", ""))
    return sum(
        not all(cites & (works - {work}) for cites in cited[work].values()) for work in works
    )


def _slug(iri: str) -> str:
    return short(iri).partition(":")[2]


def _listed(values: Iterable[str]) -> str:
    return " ".join(sorted(set(values)))
