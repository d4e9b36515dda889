"""GraphML and GEXF as Gephi needs them."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest

from elchi.build import Chronicle
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.export import export
from elchi.export.drawing import KINDS, drawing
from elchi.store import Store

DAY = re.compile(r"\d{4}-\d\d-\d\d")
GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
SIGNING = "event:signing-of-eternal-friendship-treaty-1998"


@pytest.fixture(scope="module")
def graph(chronicle: Chronicle) -> Any:
    return drawing(chronicle, "en")


def edges(graph: Any) -> list[tuple[str, str, str, str]]:
    return sorted((u, v, d["relation"], d["claims"]) for u, v, d in graph.edges(data=True))


def test_both_files_come_back_with_the_same_nodes_and_edges(
    chronicle: Chronicle, graph: Any
) -> None:
    assert len(graph) > 200
    for back in (
        nx.read_graphml(io.BytesIO(export(chronicle, "graphml")), force_multigraph=True),
        nx.read_gexf(io.BytesIO(export(chronicle, "gexf"))),
    ):
        assert set(back) == set(graph)
        assert edges(back) == edges(graph)
        for name, about in graph.nodes(data=True):
            for key in ("label", "kind", "type", "iri"):
                assert back.nodes[name][key] == about[key]


def test_nodes_are_the_things_and_edges_are_facts(chronicle: Chronicle, graph: Any) -> None:
    facts = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in chronicle.store.facts()
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
    }
    iri = nx.get_node_attributes(graph, "iri")
    for u, v, about in graph.edges(data=True):
        assert (iri[u], about["property"], iri[v]) in facts
    assert set(nx.get_node_attributes(graph, "kind").values()) <= KINDS
    drawn = {(iri[u], iri[v]) for u, v in graph.edges()}
    own = set(iri.values())
    assert {(s, o) for s, p, o in facts if s in own and o in own} == drawn


def test_a_role_is_drawn_once_by_its_narrowest_name(graph: Any) -> None:
    for u, v, about in graph.edges(data=True):
        if about["relation"] == "elchi:participant":
            others = {d["relation"] for d in graph.get_edge_data(u, v).values()}
            assert not others & {"elchi:signatory", "elchi:visitor", "elchi:supporter"}


def test_an_edge_names_its_claims_and_sources(graph: Any) -> None:
    (place,) = (
        d for _, v, d in graph.out_edges(SIGNING, data=True) if d["relation"] == "elchi:place"
    )
    claims = place["claims"].split()
    assert any("/claim/tursunov-2026-" in claim for claim in claims)
    assert "Tursunov 2026" in place["sources"].split("; ")
    assert place["label"] == "Place"


def test_gexf_has_what_the_timeline_needs(chronicle: Chronicle) -> None:
    root = ElementTree.fromstring(export(chronicle, "gexf"))
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert graph.get("mode") == "dynamic"
    assert graph.get("timeformat") == "date"
    nodes = {node.get("id"): node for node in root.iter(f"{GEXF}node")}
    assert nodes[SIGNING].get("start") == nodes[SIGNING].get("end") == "1998-10-31"
    for node in nodes.values():
        assert node.get("label")
        first, last = node.get("start"), node.get("end")
        assert all(DAY.fullmatch(day) for day in (first, last) if day)
        assert not (first and last) or str(first) <= str(last)
    titles = {a.get("title"): a.get("type") for a in root.iter(f"{GEXF}attribute")}
    assert titles["kind"] == "string"
    assert titles["lat"] == "double"
    assert "networkx_key" not in titles
    declared = {a.get("id") for a in root.iter(f"{GEXF}attribute")}
    assert {v.get("for") for v in root.iter(f"{GEXF}attvalue")} <= declared
    meta = root.find(f"{GEXF}meta")
    assert meta is not None
    assert "lastmodifieddate" not in meta.attrib


@pytest.mark.parametrize(("form", "space"), [("gexf", GEXF), ("graphml", GRAPHML)])
def test_ids_are_unique_and_edges_join_nodes(chronicle: Chronicle, form: str, space: str) -> None:
    root = ElementTree.fromstring(export(chronicle, form))
    nodes = [node.get("id") for node in root.iter(f"{space}node")]
    found = list(root.iter(f"{space}edge"))
    ids = [edge.get("id") for edge in found]
    assert len(nodes) == len(set(nodes))
    assert len(ids) == len(set(ids))
    assert {edge.get(end) for edge in found for end in ("source", "target")} <= set(nodes)


def test_graphml_declares_labels_kinds_and_times(chronicle: Chronicle) -> None:
    root = ElementTree.fromstring(export(chronicle, "graphml"))
    keys = {
        (k.get("for"), k.get("attr.name")): k.get("attr.type") for k in root.iter(f"{GRAPHML}key")
    }
    assert keys[("node", "label")] == keys[("edge", "label")] == "string"
    assert {("node", "kind"), ("node", "start"), ("node", "end")} <= keys.keys()
    assert keys[("node", "lat")] == "double"


def test_a_character_that_xml_cannot_hold_is_refused_in_words() -> None:
    name = ox.NamedNode("https://w3id.org/elchi/id/act/x")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    odd = Chronicle(
        Corpus(), None, Store([ox.Quad(name, label, ox.Literal("a\x08b", language="en"))])
    )
    for form in ("graphml", "gexf"):
        with pytest.raises(InputError, match=r"U\+0008"):
            export(odd, form)
