"""Every RDF format, read back by two libraries that share no code, says exactly the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from elchi.build import Chronicle
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.export import export
from elchi.export.rdf import Turtle, compact, tag, triples
from elchi.store import Store

FACTS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "xml": (ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
LAYERS = {"trig": (ox.RdfFormat.TRIG, "trig"), "nq": (ox.RdfFormat.N_QUADS, "nquads")}
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
# rdflib's own parsers still use what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
HOSTILE = [
    'quote " and \\ and \t tab',
    "line\nbreak\r\nand \u2028 \u0085 too",
    "]]> <b>&amp;</b> '",
    "",
    " led and trailed ",
    "𐎠 \u200f קח",
    "@prefix x: <y> .",
    "{{}} %s",
]


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    """rdflib rewrites numbers and dates unless it is told not to."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


def plain(term: Any) -> Any:
    """A term of either library as a tuple: there are no blank nodes, so equal is isomorphic."""
    if isinstance(term, (ox.NamedNode, rdflib.URIRef)):
        return getattr(term, "value", str(term))
    if isinstance(term, ox.Literal):
        return (
            term.value,
            (term.language or "").lower(),
            "" if term.language else term.datatype.value,
        )
    assert isinstance(term, rdflib.Literal), term
    language = (term.language or "").lower()
    return (str(term), language, "" if language else str(term.datatype or XSD_STRING))


def facts_of(quads: Iterable[ox.Quad]) -> set[Any]:
    return {(plain(q.subject), plain(q.predicate), plain(q.object)) for q in quads}


def layers_of(quads: Iterable[ox.Quad]) -> set[Any]:
    return {
        (
            plain(q.subject),
            plain(q.predicate),
            plain(q.object),
            q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else "",
        )
        for q in quads
    }


@pytest.mark.parametrize("name", FACTS)
def test_the_facts_come_back_from_both_libraries(chronicle: Chronicle, name: str) -> None:
    data = export(chronicle, name)
    wanted = facts_of(chronicle.store.facts())
    assert len(wanted) > 4000
    assert facts_of(ox.parse(input=data, format=FACTS[name][0])) == wanted
    graph = rdflib.Graph().parse(data=data, format=FACTS[name][1])
    assert {tuple(map(plain, triple)) for triple in graph} == wanted


@pytest.mark.parametrize("name", LAYERS)
def test_all_layers_come_back_from_both_libraries(chronicle: Chronicle, name: str) -> None:
    data = export(chronicle, name)
    wanted = layers_of(chronicle.store.quads())
    assert any(q[3].endswith("/claim/tursunov-2026-author") for q in wanted)
    assert layers_of(ox.parse(input=data, format=LAYERS[name][0])) == wanted
    dataset = rdflib.Dataset().parse(data=data, format=LAYERS[name][1])
    got = {
        (
            *map(plain, triple),
            "" if "rdflib:default" in str(graph.identifier) else str(graph.identifier),
        )
        for graph in dataset.graphs()
        for triple in graph
    }
    assert got == wanted


def test_hostile_text_survives_every_rdf_format(chronicle: Chronicle) -> None:
    subject = ox.NamedNode("https://w3id.org/elchi/id/act/x")
    properties = [
        "https://w3id.org/elchi/ontology#assessedAs",
        "urn:other:property",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
    ]
    quads = [
        ox.Quad(subject, ox.NamedNode(name), literal)
        for name in properties
        for text in HOSTILE
        for literal in (
            ox.Literal(text),
            ox.Literal(text, language="uz-Cyrl"),
            ox.Literal(text, datatype=ox.NamedNode("https://x.example/type#1")),
        )
    ]
    numbers = [
        ("integer", "007"),
        ("integer", "+1"),
        ("integer", "9" * 30),
        ("integer", "-0"),
        ("decimal", "1."),
        ("decimal", "96.0"),
        ("decimal", "5"),
        ("boolean", "1"),
        ("boolean", "true"),
        ("gYear", "1992"),
        ("gYearMonth", "2002-09"),
    ]
    for kind, text in numbers:
        datatype = ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}")
        for name in ("number", "value", "acting", "date"):
            predicate = ox.NamedNode(f"https://w3id.org/elchi/ontology#{name}")
            quads.append(ox.Quad(subject, predicate, ox.Literal(text, datatype=datatype)))
    for iri in (
        "https://x.example/a(b)?c=d&e#f",
        "https://w3id.org/elchi/id/act/a/b",
        "https://w3id.org/elchi/id/act/",
        "urn:x",
        "https://w3id.org/elchi/id/act/-a.b",
    ):
        quads.append(ox.Quad(subject, ox.NamedNode(properties[1]), ox.NamedNode(iri)))
        quads.append(
            ox.Quad(
                ox.NamedNode(iri),
                ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                ox.NamedNode(iri),
            )
        )
    odd = Chronicle(chronicle.files, None, Store(quads))
    wanted = facts_of(odd.store.facts())  # the store has its own way to write numbers
    assert len(wanted) > 100
    for name, (form, _) in (FACTS | LAYERS).items():
        data = export(odd, name)
        assert facts_of(ox.parse(input=data, format=form)) == wanted, name


def test_rdf_xml_refuses_what_it_cannot_hold(chronicle: Chronicle) -> None:
    node = ox.NamedNode("https://x.example/a")
    for predicate, value in (("https://x.example/1", "a"), ("https://x.example/p", "bell \x07")):
        odd = Chronicle(
            chronicle.files,
            None,
            Store([ox.Quad(node, ox.NamedNode(predicate), ox.Literal(value))]),
        )
        with pytest.raises(InputError, match="RDF/XML"):
            export(odd, "xml")
        assert facts_of(ox.parse(input=export(odd, "ttl"), format=ox.RdfFormat.TURTLE))


def test_turtle_is_to_be_read(chronicle: Chronicle) -> None:
    text = export(chronicle, "ttl").decode()
    block = text.split("event:signing-of-eternal-friendship-treaty-1998\n")[1].split(" .\n\n")[0]
    assert block.startswith('    a elchi:Event ;\n    skos:prefLabel\n        "')
    assert 'elchi:date "1998-10-31"^^xsd:date' in block
    assert "elchi:place place:tashkent" in block
    assert '"Ўзбекистон"@uz-Cyrl' in text
    assert "<https://w3id.org/elchi/" not in text.split("\n\n", 1)[1]


def test_plain_json_tells_the_treaty_without_any_rdf(chronicle: Chronicle) -> None:
    document = json.loads(export(chronicle, "jsonld"))
    acts = {act["id"]: act for act in document["acts"]}
    treaty = acts["act/eternal-friendship-treaty-1998"]
    assert "Treaty" in treaty["type"]
    assert {"state/uzbekistan", "state/kazakhstan"} <= set(treaty["party"])
    states = {state["id"]: state for state in document["states"]}
    assert states["state/uzbekistan"]["label"]["uz"] == "Oʻzbekiston"
    assert states["state/uzbekistan"]["identifiers"]["iso3166-1-alpha3"] == "UZB"
    (signing,) = (
        e
        for e in document["events"]
        if e["id"] == "event/signing-of-eternal-friendship-treaty-1998"
    )
    assert signing["date"] == "1998-10-31"
    assert signing["place"] == "place/tashkent"


def test_parts_stand_inside_their_whole(chronicle: Chronicle) -> None:
    document = json.loads(export(chronicle, "jsonld"))
    astana = next(p for p in document["places"] if p["id"] == "place/astana")
    assert any(name["label"]["en"] == "Akmola" for name in astana["namesInUse"])
    assert all("nameOf" not in name for name in astana["namesInUse"])
    people = {person["id"]: person for person in document["persons"]}
    terms = people["person/sodiq-safoyev"]["termsOfOffice"]
    assert terms[0]["office"] == "office/foreign-minister-of-uzbekistan"
    assert "2003-03-14" in terms[0]["begin"]


def test_the_context_is_in_the_file_and_knows_the_ontology(chronicle: Chronicle) -> None:
    context = json.loads(export(chronicle, "jsonld"))["@context"]
    assert isinstance(context, dict), "a context elsewhere would have to be fetched"
    own = "https://w3id.org/elchi/ontology#"
    named = {
        str(about.get("@id") if isinstance(about, dict) else about) for about in context.values()
    }
    terms = {
        q.subject.value
        for q in ox.parse(path=str(Corpus().root / "ontology" / "elchi.ttl"))
        if q.subject.value.startswith(own)
    }
    assert {compact(term) for term in terms} <= named


def test_short_names_and_tags() -> None:
    assert compact("https://w3id.org/elchi/id/event-type/signing") == "event-type:signing"
    assert compact("https://w3id.org/elchi/id/passage/a/position").startswith("https:")
    assert tag("uz-cyrl") == "uz-Cyrl"
    assert tag("en") == "en"
    assert Turtle().statements(triples([])) == ""
