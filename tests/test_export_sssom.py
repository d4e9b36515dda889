"""SSSOM: the rules of the specification, and the mappings that the reference layer holds."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pyoxigraph as ox
import pytest

from conftest import ID
from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.export import export

BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
SET_SLOTS = ["mapping_set_id", "mapping_set_version", "mapping_set_title", "creator_label",
             "license", "mapping_date"]  # fmt: skip
SLOTS = ["subject_id", "subject_label", "predicate_id", "object_id", "object_label",
         "mapping_justification", "author_label", "subject_type", "object_source", "see_also",
         "comment"]  # fmt: skip
"""The slots used here, in the order in which the schema lists them."""

TYPES = {"owl class", "owl object property", "owl data property", "skos concept", "rdfs resource"}
Rows = list[dict[str, str]]


def read(data: bytes) -> tuple[dict[str, str], dict[str, Any], Rows]:
    """The prefixes, the metadata and the mappings of a file in canonical form."""
    text = data.decode()
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    lines = text.split("\n")[:-1]
    block = [line for line in lines if line.startswith("#")]
    assert lines[: len(block)] == block
    assert block[0] == "#curie_map:"
    prefixes: dict[str, str] = {}
    about: dict[str, Any] = {}
    last = "curie_map"
    for line in block[1:]:
        if item := re.fullmatch(r"#  - (.+)", line):
            about.setdefault(last, []).append(item[1])
        elif item := re.fullmatch(r"#  ([A-Za-z_][\w.-]*): (\S+)", line):
            assert last == "curie_map"
            prefixes[item[1]] = item[2]
        else:
            item = re.fullmatch(r"#([a-z_]+):(?: (.+))?", line)
            assert item, line
            last = item[1]
            if item[2]:
                about[last] = item[2]
    table = csv.reader(io.StringIO("\n".join(lines[len(block) :]) + "\n"), dialect="excel-tab")
    head, *rows = table
    assert all(len(row) == len(head) for row in rows)
    return prefixes, about, [dict(zip(head, row, strict=True)) for row in rows]


def expanded(curie: str, prefixes: dict[str, str]) -> str:
    prefix, rest = curie.split(":", 1)
    return (prefixes | BUILT_IN)[prefix] + rest


@pytest.fixture(scope="module")
def sssom(chronicle: Chronicle) -> tuple[dict[str, str], dict[str, Any], Rows]:
    return read(export(chronicle, "sssom"))


def test_the_metadata_are_as_the_specification_has_them(
    sssom: tuple[dict[str, str], dict[str, Any], Rows],
) -> None:
    prefixes, about, rows = sssom
    assert list(about) == SET_SLOTS
    assert about["mapping_set_id"] == "https://w3id.org/elchi/mappings"
    assert about["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert about["creator_label"] == ["Authors of elchi"]
    assert about["mapping_date"] == "2026-11-22"
    assert list(prefixes) == sorted(prefixes)
    assert not prefixes.keys() & BUILT_IN.keys()
    curies = [row[slot] for row in rows for slot in row if slot.endswith(("_id", "_source"))]
    used = {curie.split(":")[0] for curie in curies if curie}
    assert prefixes.keys() == used - BUILT_IN.keys()


def test_the_rows_are_as_the_specification_has_them(
    sssom: tuple[dict[str, str], dict[str, Any], Rows],
) -> None:
    _, _, rows = sssom
    assert list(rows[0]) == [slot for slot in SLOTS if slot in rows[0]]
    for row in rows:
        for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert re.fullmatch(r"[a-z-]+:\S+", row[slot]), row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert row["subject_label"]
        assert row["subject_type"] in TYPES
        assert not any(re.search(r"[\t\n\r]", cell) for cell in row.values())
    for slot in rows[0]:
        assert any(row[slot] for row in rows), f"the column {slot} is empty"
    found = [tuple(row.values()) for row in rows]
    assert found == sorted(found)
    assert len(found) == len(set(found))


def test_every_identity_of_the_graph_is_there_and_no_other(
    chronicle: Chronicle, sssom: tuple[dict[str, str], dict[str, Any], Rows]
) -> None:
    prefixes, _, rows = sssom
    same = "http://www.w3.org/2002/07/owl#sameAs"
    stated = {
        (q.subject.value, q.object.value)
        for q in chronicle.store.facts()
        if q.predicate.value == same and isinstance(q.subject, ox.NamedNode)
    }
    told = {
        (expanded(row["subject_id"], prefixes), expanded(row["object_id"], prefixes))
        for row in rows
        if row["predicate_id"] == "owl:sameAs"
    }
    assert told == stated
    assert len(told) >= 61


def test_what_the_reference_says_of_tashkent(
    sssom: tuple[dict[str, str], dict[str, Any], Rows],
) -> None:
    prefixes, _, rows = sssom
    found = {
        expanded(row["object_id"], prefixes): row
        for row in rows
        if row["subject_id"] == "place:tashkent"
    }
    assert {"http://www.wikidata.org/entity/Q269", "https://sws.geonames.org/1512569/"} <= set(
        found
    )
    row = found["http://www.wikidata.org/entity/Q269"]
    assert row["subject_label"] == "Tashkent"
    assert row["see_also"] == ID + "identifier/tashkent-wikidata"
    assert expanded(row["object_source"], prefixes) == ID + "scheme/wikidata"
    assert "natural-earth" in row["comment"]


def test_terms_are_mapped_to_those_of_other_vocabularies(
    sssom: tuple[dict[str, str], dict[str, Any], Rows],
) -> None:
    _, _, rows = sssom
    found = {(r["subject_id"], r["predicate_id"], r["object_id"]): r["subject_type"] for r in rows}
    assert found["elchi:Claim", "skos:closeMatch", "np:Assertion"] == "owl class"
    assert found["elchi:place", "rdfs:subPropertyOf", "sem:hasPlace"] == "owl object property"
    assert found["place-type:village", "skos:closeMatch", "aat:300008372"] == "skos concept"
    assert not any(o.startswith("elchi:") for _, _, o in found)


def test_labels_follow_the_language(chronicle: Chronicle) -> None:
    for language, name in zip(
        LANGUAGES, ("Tashkent", "Toshkent", "Тошкент", "Ташкент", "Ташкент"), strict=True
    ):
        _, about, rows = read(export(chronicle, "sssom", language))
        labels = {row["subject_label"] for row in rows if row["subject_id"] == "place:tashkent"}
        assert labels == {name}
        assert about["creator_label"] == [rows[0]["author_label"]]


def test_hostile_labels_stay_in_their_cells(hostile: Chronicle) -> None:
    prefixes, _, rows = read(export(hostile, "sssom"))
    (row,) = [r for r in rows if r["subject_id"] == "place:odd"]
    assert expanded(row["object_id"], prefixes) == "http://www.wikidata.org/entity/Q0"
    wanted = 'a "quote", a; semicolon\\ <b>&amp; a tab line break \u200f\u202eקח end |'
    assert row["subject_label"] == row["comment"] == wanted
