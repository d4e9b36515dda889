"""The codebook and the data package of the dyad-year tables, both made from their fields.

The package follows Frictionless Data Package 1 with Table Schema 1, so that the tools of R and
Python read types, missing values and the keys between the tables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from elchi.corpus import VERSION
from elchi.export.dyad_year.tables import Field, Table, Tables

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TITLE = "elchi: dyad-years of a cited chronicle of diplomacy"

_HEAD = """# Codebook

One row is a pair of states in a calendar year. `dyad-year.csv` has each pair once, the state
with the lower Correlates of War number first; `dyad-year-directed.csv` has it twice, from
source to target and back. `cells.csv` has, for each cell of `dyad-year.csv` that something
stands behind, the events, acts and terms of office counted there and the claims that tell of
them.

## What a number means

Only facts of the chronicle are counted: what a source expects, plans, judges or denies never
is. Beside each count stand two columns more.

- `..._possible`: how many may lie in the year and need not. A date may be no finer than some
  years, sources may disagree, or give none: what is not dated at all may lie in any year.
- `..._status`: what the count means.
  - `all`: a source or reading says that all of the kind are listed for the whole year, and
    nothing of it is of doubtful date. The count is complete; 0 means that there was none.
  - `counted`: so many are known; there may have been more.
  - `unknown`: the chronicle covers the year, and none is surely known to lie in it. The count
    is empty.
  - `not covered`: the chronicle does not speak of such things between these states in that
    year. The count is empty.

An empty cell is a missing value (NA), never a zero. An event that stands for several, as
"meetings of the leaders", counts once. An event whose parts are counted in the same column is
not counted beside them. Something that lasts over several years counts in each.

## Who belongs to an event

A state belongs to it that takes part itself, by an office or body of its, or by a person who
held an office of its on all days on which the event can lie; as party of the act that the event
is a step of; and, for visits, incidents and steps of border settlement, by the place. A pair
has rows where both belong to one event or act, or are parties of a relationship that the
chronicle tells of.

## Directions

Visits, supports, initiatives and ratifications go from source to target. In `dyad-year.csv`
such an event counts once, whichever way it went. In `dyad-year-directed.csv` it counts for the
way it went, for both ways where both gave and got, and in `..._undirected` of both rows where
the direction is not known. So the events of a cell of `dyad-year.csv` are those of the two
directed cells and the undirected ones together. All other counts are alike in both directions.

## The last day of the year

`diplomatic_relations` is yes, no or cannot be known; where no source tells of the establishment
of relations, it cannot be known. An act is in force from the entry into force that a source
tells of until its end; one that was signed and of whose entry into force no source tells is in
`acts_in_force_possible`. An empty cell of `acts_signed` or `acts_in_force` says that none is
known. A term of office that no source ends counts as going on.

## Codes

A code is given in the years in which the state can have been, by its founding and its
dissolution where the chronicle tells of them, and only where it was verified; the evidence is
that of the identifiers of the chronicle. Join on `cow_1` and `cow_2` (`ccode1`, `ccode2` in
other data sets), or `gw_1` and `gw_2`.
"""


def codebook(made: Tables, tables: list[Table]) -> bytes:
    """The codebook, in Markdown."""
    lines = [_HEAD, "## Pairs and years", ""]
    record = made.record
    for pair in made.pairs:
        lines.append("- " + " and ".join(record.states[state].label for state in pair))
    if made.years:
        lines.append(f"\nYears: {made.years[0]} to {made.years[-1]}.")
    named = sorted({state for pair in made.pairs for state in pair})
    for key, about in record.keys.items():
        without = [record.states[s].label for s in named if key not in record.states[s].codes]
        if without:
            lines.append(f"No verified {about['en']} for: {', '.join(without)}.")
    for table in tables:
        lines += ["", f"## {table.name}.csv", "", f"{table.about}.", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [_line(field) for field in table.fields]
    return ("\n".join(lines) + "\n").encode()


def _line(field: Field) -> str:
    values = "; one of: " + ", ".join(field.values) if field.values else ""
    return f"| `{field.name}` | {field.type} | {field.about}{values} |"


def package(tables: list[Table], bodies: Mapping[str, bytes]) -> bytes:
    """The description of the package, in JSON."""
    described = {
        "profile": "tabular-data-package",
        "name": "elchi-dyad-year",
        "title": _TITLE,
        "version": VERSION,
        "licenses": [{"name": "CC-BY-4.0", "path": _LICENCE}],
        "resources": [_resource(table, bodies[f"{table.name}.csv"]) for table in tables],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: Table, body: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.leads_to:
        schema["foreignKeys"] = [
            {
                "fields": ["dyad", "year"],
                "reference": {"resource": table.leads_to, "fields": ["dyad", "year"]},
            }
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": schema,
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": field.about,
    }
    if field.values:
        described["constraints"] = {"enum": list(field.values)}
    return described
