"""RO-Crate: a release that describes itself, and whose digests are those of its files."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib

from conftest import HOSTILE, ID
from elchi.build import Chronicle
from elchi.entities import LANGUAGES
from elchi.export import export, export_to

METADATA = "ro-crate-metadata.json"
Entities = dict[str, dict[str, Any]]


def read(data: bytes) -> Entities:
    """The entities by their ids, after what the specification asks of all."""
    document = json.loads(data)
    assert document["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert document["@context"][1] == {"sha256": "http://schema.org/sha256"}
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(entities) == len(document["@graph"]), "two entities of one id"
    assert all(entity["@type"] for entity in entities.values())
    for entity in entities.values():
        for value in entity.values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    known = item["@id"] in entities
                    assert known or item["@id"] == "https://w3id.org/ro/crate/1.1", item
    return entities


@pytest.fixture(scope="module")
def crate(chronicle: Chronicle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("crate")
    export_to(chronicle, "rocrate", str(target))
    return target


@pytest.fixture(scope="module")
def entities(crate: Path) -> Entities:
    return read((crate / METADATA).read_bytes())


def test_the_root_is_found_and_has_what_it_must(entities: Entities) -> None:
    descriptor = entities[METADATA]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert root["name"]
    assert root["description"]
    assert root["datePublished"] == "2026-11-22"
    assert root["version"] == "0.2.0"
    licence = entities[root["license"]["@id"]]
    assert licence["name"] == "CC BY 4.0"
    assert entities[root["author"]["@id"]]["name"] == "Authors of elchi"


def test_each_file_is_as_it_is_described(crate: Path, entities: Entities) -> None:
    held = {part["@id"] for part in entities["./"]["hasPart"]}
    assert held == set(os.listdir(crate)) - {METADATA}
    assert {"facts.ttl", "layers.trig", "ontology.ttl", "statements.csv"} <= held
    for name in held:
        data, about = (crate / name).read_bytes(), entities[name]
        assert about["@type"] == "File"
        assert about["contentSize"] == str(len(data))
        assert about["sha256"] == sha256(data).hexdigest()
        assert about["encodingFormat"][1] == about["conformsTo"]
        assert about["license"]["@id"].startswith("https://creativecommons.org/")
        assert about["name"]
        assert about["description"]


def test_the_payload_is_what_the_formats_give(chronicle: Chronicle, crate: Path) -> None:
    assert (crate / "facts.ttl").read_bytes() == export(chronicle, "ttl")
    assert (crate / "layers.trig").read_bytes() == export(chronicle, "trig")
    ontology = rdflib.Graph().parse(crate / "ontology.ttl", format="turtle")
    terms = set(ontology.subjects(rdflib.RDF.type, rdflib.OWL.Class))
    assert rdflib.URIRef("https://w3id.org/elchi/ontology#Claim") in terms


def test_the_sources_that_were_read_are_cited(crate: Path, entities: Entities) -> None:
    text = (crate / "sources.csv").read_text(encoding="utf-8")
    read_as_sources = {
        row["work"] for row in csv.DictReader(io.StringIO(text)) if row["read"] == "true"
    }
    assert {source["@id"] for source in entities["./"]["citation"]} == read_as_sources
    article = entities[ID + "work/tursunov-2026"]
    assert article["@type"] == "ScholarlyArticle"
    assert article["author"] == ["Asror Tursunov"]
    assert article["datePublished"] == "2026-05-15"
    assert ID + "work/usmanov-2006" not in entities


def test_a_zip_is_the_folder_and_the_same_each_time(
    chronicle: Chronicle, crate: Path, tmp_path: Path
) -> None:
    for name in ("one.zip", "two.ZIP"):
        export_to(chronicle, "rocrate", str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.ZIP").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as found:
        assert set(found.namelist()) == set(os.listdir(crate))
        for name in found.namelist():
            assert found.read(name) == (crate / name).read_bytes()


def test_a_file_gets_the_metadata_alone(chronicle: Chronicle, crate: Path, tmp_path: Path) -> None:
    export_to(chronicle, "rocrate", str(tmp_path / "crate.json"))
    assert os.listdir(tmp_path) == ["crate.json"]
    assert (tmp_path / "crate.json").read_bytes() == (crate / METADATA).read_bytes()
    assert export(chronicle, "rocrate") == (crate / METADATA).read_bytes()


def test_names_follow_the_language(chronicle: Chronicle) -> None:
    found = {language: read(export(chronicle, "rocrate", language)) for language in LANGUAGES}
    authors = {
        language: e[ID + "organisation/elchi-authors"]["name"] for language, e in found.items()
    }
    assert authors["ru"] == "авторы elchi"
    assert len(set(authors.values())) == len(LANGUAGES)
    tables = {language: e["acts.csv"]["description"] for language, e in found.items()}
    assert tables["kk"] != tables["en"] != tables["uz"]


def test_hostile_labels_do_no_harm(hostile: Chronicle, tmp_path: Path) -> None:
    export_to(hostile, "rocrate", str(tmp_path))
    entities = read((tmp_path / METADATA).read_bytes())
    assert (
        entities["facts.ttl"]["sha256"] == sha256((tmp_path / "facts.ttl").read_bytes()).hexdigest()
    )
    graph = rdflib.Graph().parse(tmp_path / "facts.ttl", format="turtle")
    labels = {str(o) for o in graph.objects(rdflib.URIRef(ID + "place/odd"))}
    assert HOSTILE in labels
