"""The library's face: an rdflib Dataset with rows, frames, cards and the network."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest
from rdflib import RDF, Dataset, Namespace, URIRef

import elchi
from conftest import ROOT

ELCHI = Namespace("https://w3id.org/elchi/ontology#")
ID = "https://w3id.org/elchi/id/"


@pytest.fixture(scope="module")
def g(tmp_path_factory: pytest.TempPathFactory) -> elchi.dataset.Dataset:
    return elchi.open(build=tmp_path_factory.mktemp("none"), home=ROOT)


def test_it_is_a_dataset_whose_default_graph_is_the_facts(g: Dataset) -> None:
    assert isinstance(g, Dataset)
    treaties = {
        str(row[0]) for row in g.query("SELECT ?t { ?t a elchi:Treaty }", initNs={"elchi": ELCHI})
    }
    assert ID + "act/eternal-friendship-treaty-1998" in treaties
    claim = URIRef(ID + "claim/tursunov-2026-border-treaty-2001-signed")
    graph = g.graph(claim)
    assert (URIRef(ID + "act/border-treaty-2001"), RDF.type, ELCHI.Treaty) in graph


def test_rows_keep_partial_dates_and_make_numbers(g: elchi.dataset.Dataset) -> None:
    rows = g.rows(
        "PREFIX elchi: <https://w3id.org/elchi/ontology#> SELECT ?d ?v { "
        "<https://w3id.org/elchi/id/event/demarcation-commission-meeting-2015-12> elchi:date ?d . "
        "<https://w3id.org/elchi/id/quantity/articles-of-eternal-friendship-treaty-1998> "
        "elchi:value ?v }"
    )
    assert rows == [{"d": "2015-12", "v": 26}]


def test_named_questions_take_parameters(g: elchi.dataset.Dataset) -> None:
    rows = g.rows("acts-by-year", year="1998")
    assert ID + "act/eternal-friendship-treaty-1998" in {row["act"] for row in rows}


def test_a_frame_has_the_columns_of_the_question(g: elchi.dataset.Dataset) -> None:
    pytest.importorskip("pandas")
    frame = g.frame("acts-by-year", year="1998")
    assert "act" in frame.columns
    assert list(g.frame("acts-by-year", year="1900").columns) == list(frame.columns)


def test_show_and_network(g: elchi.dataset.Dataset) -> None:
    assert g.show("Toshkent")["iri"] == ID + "place/tashkent"
    network = g.network()
    assert network.nodes[ID + "place/tashkent"]["kind"] == "place"


def test_importing_elchi_is_cheap() -> None:
    code = "import sys, elchi; assert 'rdflib' not in sys.modules; elchi.open"
    run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
    with pytest.raises(AttributeError):
        elchi.nothing  # noqa: B018
