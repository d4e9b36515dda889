"""RO-Crate 1.1: a release of the chronicle as a research object, described and with digests.

To a folder or a .zip goes the release: the facts and the ontology in Turtle, all layers in TriG,
all tables in CSV with their description, and `ro-crate-metadata.json`, which says of each file
what it holds, in which format, how large it is and its SHA-256. Anywhere else goes that metadata
alone. The release is dated by its newest edition. It cites the sources that were read; the
sources themselves are not in it, for they are not ours to ship.

The specification followed is that of w3id.org/ro/crate/1.1. Its context lacks `sha256`, so the
term of schema.org is added to it.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import PurePath
from typing import Any, NamedTuple

from elchi import corpus
from elchi.build import Chronicle
from elchi.entities import label
from elchi.export import csvw, trig, ttl
from elchi.export.archive import zipped
from elchi.export.rdf import Turtle, triples
from elchi.export.release import Release, release
from elchi.export.saving import is_folder
from elchi.export.tables import tables
from elchi.export.works import Work, works

NAME = "rocrate"
ABOUT = "RO-Crate: a release with metadata (-o NAME.zip or FOLDER/), or the metadata alone"
MEDIA_TYPE = "application/ld+json"
SUFFIX = ".json"

METADATA = "ro-crate-metadata.json"
_CRATE = "https://w3id.org/ro/crate/1.1"
_CONTEXT = [f"{_CRATE}/context", {"sha256": "http://schema.org/sha256"}]
_TYPES = {
    "article": "ScholarlyArticle",
    "newspaper-article": "NewsArticle",
    "book": "Book",
    "thesis": "Thesis",
    "page": "WebPage",
    "treaty": "Legislation",
    "law": "Legislation",
}
_LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}

Entity = dict[str, Any]


class _Standard(NamedTuple):
    """A format by its media type, its specification and that one's name."""

    media_type: str
    iri: str
    name: str


_STANDARDS = {
    ".ttl": _Standard("text/turtle", "https://www.w3.org/TR/turtle/", "RDF 1.1 Turtle"),
    ".trig": _Standard("application/trig", "https://www.w3.org/TR/trig/", "RDF 1.1 TriG"),
    ".csv": _Standard("text/csv", "https://www.rfc-editor.org/rfc/rfc4180", "RFC 4180 (CSV)"),
    ".json": _Standard(
        "application/csvm+json",
        "https://www.w3.org/TR/tabular-metadata/",
        "Metadata Vocabulary for Tabular Data (CSV on the Web)",
    ),
}
_ABOUT = {
    "facts.ttl": ("Facts", "The facts: accepted claims and what follows, with all labels"),
    "layers.trig": ("All layers", "Facts, ontology, reference, ledger, and each claim as a graph"),
    "ontology.ttl": ("Ontology", "The terms, with labels in five languages and definitions"),
    csvw.METADATA: ("Description of the tables", "Columns, datatypes and keys of all tables"),
}


def write(chronicle: Chronicle, language: str) -> bytes:
    """The metadata alone; names of sources are in `language`."""
    return _metadata(chronicle, language, _payload(chronicle, language))


def files(chronicle: Chronicle, language: str, target: str) -> dict[str, bytes]:
    """The files for `target` by name: see the head of this module."""
    name = PurePath(target).name
    packed = name.lower().endswith(".zip") and not is_folder(target)
    payload = _payload(chronicle, language)
    metadata = _metadata(chronicle, language, payload)
    if not packed and not is_folder(target):
        return {name: metadata}
    found = {**payload, METADATA: metadata}
    return {name: zipped(found)} if packed else found


def _payload(chronicle: Chronicle, language: str) -> dict[str, bytes]:
    turtle = Turtle()
    ontology = turtle.statements(triples(chronicle.store.quads(corpus.TERMS)))
    return {
        "facts.ttl": ttl.write(chronicle, language),
        "layers.trig": trig.write(chronicle, language),
        "ontology.ttl": (turtle.header() + ontology).encode(),
        **csvw.files(chronicle, language, "./"),
    }


def _metadata(chronicle: Chronicle, language: str, payload: dict[str, bytes]) -> bytes:
    newest = release(chronicle)
    held = _ABOUT | {
        f"{table.name}.csv": (
            f"Table {table.name}",
            table.summary.get(language) or table.summary["en"],
        )
        for table in tables(chronicle, language)
    }
    read = _read(chronicle, language)
    used = {PurePath(name).suffix for name in payload}
    standards = [{"@id": s.iri, "@type": "WebSite", "name": s.name} for s in _sorted(used)]
    names = chronicle.describer.labels
    graph = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _CRATE},
        },
        _root(newest, sorted(payload), [source["@id"] for source in read]),
        *(_file(name, payload[name], *held[name], newest) for name in sorted(payload)),
        *standards,
        {
            "@id": newest.author,
            "@type": "Organization",
            "name": label(names.get(newest.author, {}), language),
        },
        {
            "@id": newest.licence,
            "@type": "CreativeWork",
            "name": _LICENCES.get(newest.licence, newest.licence),
        },
        *read,
    ]
    document = {"@context": _CONTEXT, "@graph": [entity for entity in graph if entity["@id"]]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _sorted(suffixes: set[str]) -> list[_Standard]:
    return sorted((_STANDARDS[suffix] for suffix in suffixes), key=lambda found: found.iri)


def _root(newest: Release, payload: list[str], sources: list[str]) -> Entity:
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"elchi: a cited chronicle of diplomacy, edition {newest.version}",
        "description": "A knowledge graph of the relations of states in which every statement "
        "leads to a passage of a source. A claim is not a fact: what a source hopes, plans, "
        "judges or denies is kept apart, and sources that disagree stand side by side.",
        "version": newest.version,
        "datePublished": newest.day,
        "identifier": newest.edition,
        "hasPart": _references(payload),
        "citation": _references(sources),
    }
    if newest.licence:
        root["license"] = {"@id": newest.licence}
    if newest.author:
        root["author"] = root["publisher"] = {"@id": newest.author}
    return root


def _references(iris: list[str]) -> list[dict[str, str]]:
    return [{"@id": iri} for iri in iris]


def _file(name: str, data: bytes, title: str, about: str, newest: Release) -> Entity:
    standard = _STANDARDS[PurePath(name).suffix]
    entity: Entity = {
        "@id": name,
        "@type": "File",
        "name": title,
        "description": about,
        "encodingFormat": [standard.media_type, {"@id": standard.iri}],
        "conformsTo": {"@id": standard.iri},
        "contentSize": str(len(data)),
        "sha256": sha256(data).hexdigest(),
    }
    if newest.licence:
        entity["license"] = {"@id": newest.licence}
    return entity


def _read(chronicle: Chronicle, language: str) -> list[Entity]:
    """The sources that were read, as entities, by IRI."""
    (table,) = tables(chronicle, language, ["sources"])
    sources = {row["work"] for row in table.records() if row["read"] == "true"}
    known = {f"{corpus.ID}work/{work.key}": work for work in works(chronicle, language)}
    return [_source(iri, known[iri]) for iri in sorted(sources & known.keys())]


def _source(iri: str, work: Work) -> Entity:
    entity: Entity = {"@id": iri, "@type": _TYPES.get(work.form, "CreativeWork")}
    said = {
        "name": work.title,
        "author": [" ".join(filter(None, (a.given, a.family))) for a in work.authors],
        "datePublished": work.date,
        "inLanguage": work.language,
        "url": work.url,
    }
    return entity | {member: value for member, value in said.items() if value}
