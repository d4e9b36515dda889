"""Linked Places (GeoJSON-T): the places of the chronicle, for gazetteers.

The format of the World Historical Gazetteer and Pelagios, version 1.2. Each place has its names
in all languages, those of a period with when they were in use; its types; the states and places
that it is part of; links by verified identifiers; notes; and a point where coordinates were
verified. Left out are states, which are parties here and no places, what events took place where
(see the formats events and csv), and depictions.

- A span of time says what is known and no more: `in` for a day, else the earliest and latest day.
  The format wants a start: where none is known, it is no later than the end. A name that is not
  known to have gone out of use has an end no earlier than its start, since the format would take
  a span without an end for that of its start alone.
- The format has no place for the sources of a record, and wants one name with a citation. So the
  first name, which is also the title, cites all sources that tell of the place, by whatever name;
  the edition of the chronicle stands there where none does. Names of a period cite the sources
  that tell of them, and relations those whose claims state them.
- A place without coordinates has an empty GeometryCollection, which GeoJSON (RFC 7946) takes for
  no geometry; the "null" in quotes that the format's description shows is not GeoJSON.
- `fclasses`, GeoNames' classes of feature, follow from the types, and so do the types of the
  Art & Architecture Thesaurus; a type that has none is identified by its own IRI.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from elchi.asking import rows_of
from elchi.build import Chronicle
from elchi.entities import LANGUAGES, label
from elchi.export.rdf import tag
from elchi.export.release import release
from elchi.export.tables import tables
from elchi.spans import FIRST, LAST, span

NAME = "places"
ABOUT = "Linked Places (GeoJSON-T): places with their names over time, for gazetteers"
MEDIA_TYPE = "application/geo+json"
SUFFIX = ".geojson"

_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
Row = dict[str, str]


def write(chronicle: Chronicle, language: str) -> bytes:
    """The places as a FeatureCollection; titles and labels are in `language`."""
    gazetteer = _Gazetteer(chronicle, language)
    collection = {
        "type": "FeatureCollection",
        "@context": _CONTEXT,
        "features": [gazetteer.feature(place) for place in gazetteer.places()],
    }
    return (json.dumps(collection, ensure_ascii=False, indent=2) + "\n").encode()


class _Gazetteer:
    """Reads what there is of all places, and describes each."""

    def __init__(self, chronicle: Chronicle, language: str) -> None:
        self._labels = chronicle.describer.labels
        self._language = language
        self._edition = release(chronicle).edition
        self._rows = {
            name: _grouped(rows_of(chronicle, "exports", name), key)
            for name, key in (
                ("places", "place"), ("place-links", "place"), ("place-relations", "place"),
                ("place-sources", "thing"), ("place-notes", "place"),
            )
        }  # fmt: skip
        (names,) = tables(chronicle, language, ["names"])
        self._names = _grouped(list(names.records()), "entity")

    def places(self) -> list[str]:
        """The IRIs of all places."""
        return sorted(self._rows["places"])

    def feature(self, place: str) -> dict[str, Any]:
        """One place."""
        rows = self._rows["places"][place]
        properties: dict[str, Any] = {"title": self._label(place)}
        for member, column in (("ccodes", "country"), ("fclasses", "class")):
            if found := _distinct(rows, column):
                properties[member] = found
        made: dict[str, Any] = {
            "@id": place,
            "type": "Feature",
            "properties": properties,
            "names": self._named(place),
            "types": self._types(rows),
            "geometry": {"type": "GeometryCollection", "geometries": _points(rows)},
            "links": [
                {"type": row["link"], "identifier": row["identifier"]}
                for row in self._rows["place-links"].get(place, ())
            ],
            "relations": self._relations(place),
            "descriptions": [
                {"value": row["text"], "lang": tag(row["language"])}
                for row in self._rows["place-notes"].get(place, ())
            ],
        }
        return {member: value for member, value in made.items() if value}

    def _label(self, iri: str) -> str:
        return label(self._labels.get(iri, {}), self._language) or iri

    def _named(self, place: str) -> list[dict[str, Any]]:
        """The names: the title first, then the others by language, then those of a period."""
        title = self._label(place)
        order = {"preferred": 0, "other": 1, "period": 2}
        known = self._names.get(place, [])
        dated = {(row["text"], row["language"]) for row in known if row["use"] == "period"}
        # A name of a period is given with its period alone.
        kept = [r for r in known if r["use"] != "other" or (r["text"], r["language"]) not in dated]
        rows = sorted(kept, key=lambda row: self._rank(row, title, order))
        cited = self._cited([row["work"] for row in self._rows["place-sources"].get(place, ())])
        edition = {"label": self._label(self._edition), "@id": self._edition}
        made = [{"toponym": row["text"], "lang": row["language"], **self._use(row)} for row in rows]
        if not made or made[0]["toponym"] != title:
            made.insert(0, {"toponym": title})
        made[0]["citations"] = cited or [edition]
        return made

    def _rank(self, row: Row, title: str, order: dict[str, int]) -> tuple[object, ...]:
        known = row["language"] in LANGUAGES
        tongue = LANGUAGES.index(row["language"]) if known else len(LANGUAGES)
        first = row["text"] == title and row["use"] == "preferred"
        own = row["language"] == self._language
        return (
            not (first and own), not first, order[row["use"]], row["begin"], row["name"], tongue,
            row["text"],
        )  # fmt: skip

    def _use(self, row: Row) -> dict[str, Any]:
        """When a name was in use, and who tells of it, for a name of a period."""
        if row["use"] != "period":
            return {}
        works = [found["work"] for found in self._rows["place-sources"].get(row["name"], ())]
        made: dict[str, Any] = {}
        if row["begin"] or row["end"]:
            made["when"] = {"timespans": [_timespan(row["begin"], row["end"])]}
        if works:
            made["citations"] = self._cited(works)
        return made

    def _cited(self, works: list[str]) -> list[dict[str, str]]:
        return [{"label": self._label(work), "@id": work} for work in sorted(set(works))]

    def _types(self, rows: list[Row]) -> list[dict[str, Any]]:
        made = []
        for kind, found in sorted(_grouped(rows, "type").items()):
            labels = self._labels.get(kind, {})
            made.append(
                {
                    "identifier": min(_distinct(found, "aat"), default=kind),
                    "label": self._label(kind),
                    "sourceLabels": [
                        {"label": labels[tongue], "lang": tongue}
                        for tongue in LANGUAGES
                        if tongue in labels
                    ],
                }
            )
        return made

    def _relations(self, place: str) -> list[dict[str, Any]]:
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in self._rows["place-relations"].get(place, ()):
            works = found[row["property"], row["relation"], row["to"]]
            works += [row["work"]] if "work" in row else []
        made = []
        for (means, relation, to), works in sorted(found.items()):
            shown = f"{self._label(means)}: {self._label(to)}"
            related: dict[str, Any] = {"relationType": relation, "relationTo": to, "label": shown}
            if works:
                related["citations"] = self._cited(works)
            made.append(related)
        return made


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get(column):
            found[row[column]].append(row)
    return dict(found)


def _distinct(rows: list[Row], column: str) -> list[str]:
    return sorted({row[column] for row in rows if row.get(column)})


def _points(rows: list[Row]) -> list[dict[str, Any]]:
    spots = sorted({(row["long"], row["lat"]) for row in rows if "lat" in row})
    return [
        {"type": "Point", "coordinates": [float(x), float(y)], "certainty": "certain"}
        for x, y in spots
    ]


def _timespan(begin: str, end: str) -> dict[str, dict[str, str]]:
    """A span as the format has it, from dates at the precision of their sources.

    A begin and an end that cannot both be right give the begin alone, open at its end.
    """
    try:
        known = span(begin or None, end or None)
    except ValueError:
        known = span(begin or None, None)
    made = {
        "start": _bounded(known.earliest, known.latest_begin),
        "end": _bounded(known.earliest_end, known.latest),
    }
    return {side: days for side, days in made.items() if days}


def _bounded(earliest: str, latest: str) -> dict[str, str]:
    if earliest == latest:
        return {"in": earliest}
    sides = {} if earliest == FIRST else {"earliest": earliest}
    return sides if latest == LAST else {**sides, "latest": latest}
