"""The page of the ontology: complete, alone, and safe."""

from __future__ import annotations

from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from elchi import corpus
from elchi.build import Chronicle
from elchi.export import export
from elchi.store import Store

VOID = {"meta", "link", "br", "img"}


class Page(HTMLParser):
    """Reads a page and holds what was in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID | {"li"}:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def text(chronicle: Chronicle) -> str:
    return export(chronicle, "ontology", "uz").decode()


def test_every_term_of_ours_is_on_the_page_where_its_iri_leads(
    chronicle: Chronicle, text: str
) -> None:
    page = Page(text)
    terms = {
        q.subject.value.removeprefix(corpus.ONTOLOGY)
        for q in chronicle.store.quads(corpus.TERMS)
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(corpus.ONTOLOGY)
    }
    assert len(terms) > 60
    assert terms <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert not page.open
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)


def test_terms_are_labelled_in_all_languages(text: str) -> None:
    for label in ("Claim", "daʼvo", "даъво", "утверждение", "тұжырым"):
        assert f">{label}</span>" in text
    assert "event-type:signing" in text
    assert '<html lang="uz">' in text


def test_the_page_asks_for_nothing(text: str) -> None:
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    assert not [a for a in page.attributes if a[1].startswith("on") or a[1] in ("src", "style")]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert "width=device-width" in text
    assert "@media print" in text


def test_what_the_data_say_is_text_and_never_markup(chronicle: Chronicle) -> None:
    evil = '"><script>alert(1)</script>'
    concept = ox.NamedNode("https://w3id.org/elchi/id/field/x")
    graph = ox.NamedNode(corpus.ENTITIES)
    skos = "http://www.w3.org/2004/02/skos/core#"
    added = [
        ox.Quad(
            concept,
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode(skos + "Concept"),
            graph,
        ),
        ox.Quad(
            concept,
            ox.NamedNode(skos + "inScheme"),
            ox.NamedNode("https://w3id.org/elchi/id/scheme/fields"),
            graph,
        ),
        ox.Quad(concept, ox.NamedNode(skos + "prefLabel"), ox.Literal(evil, language="en"), graph),
        ox.Quad(concept, ox.NamedNode(skos + "definition"), ox.Literal(evil), graph),
        ox.Quad(
            concept, ox.NamedNode(skos + "closeMatch"), ox.NamedNode("javascript:alert(1)"), graph
        ),
    ]
    odd = Chronicle(chronicle.files, None, Store([*chronicle.store.quads(), *added]))
    page = Page(export(odd, "ontology").decode())
    assert "script" not in page.tags
    assert not [link for link in page.links if link.startswith("javascript")]
