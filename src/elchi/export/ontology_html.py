"""The ontology as one page of HTML: to be read on a phone, on paper and without a network.

It has no script and asks for nothing: the style is in it, and links lead away only when they
are followed. All that it says comes from the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape

import pyoxigraph as ox

from elchi import corpus
from elchi.build import Chronicle
from elchi.entities import LANGUAGES, label
from elchi.export.rdf import PREFIXES, Triple, compact, tag, triples

NAME = "ontology"
ABOUT = "HTML: the ontology and its vocabularies as one page"
MEDIA_TYPE = "text/html"
SUFFIX = ".html"

_OWL, _RDFS, _SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
_DC, _TYPE = PREFIXES["dcterms"], PREFIXES["rdf"] + "type"
_LABELS = (_RDFS + "label", _SKOS + "prefLabel", _DC + "title")
_FACETS = {
    _RDFS + "subClassOf": "subclass of",
    _RDFS + "subPropertyOf": "subproperty of",
    _SKOS + "closeMatch": "close to",
    _SKOS + "exactMatch": "same as",
    _SKOS + "broadMatch": "within",
    _SKOS + "narrowMatch": "wider than",
    _SKOS + "relatedMatch": "related to",
    _RDFS + "domain": "domain",
    _RDFS + "range": "range",
    _SKOS + "broader": "within",
    _SKOS + "notation": "notation",
    corpus.ONTOLOGY + "uriTemplate": "address",
}
_SECTIONS = {
    "Classes": _OWL + "Class",
    "Links between things": _OWL + "ObjectProperty",
    "Dates, numbers and texts": _OWL + "DatatypeProperty",
}
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: GrayText }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem }
h1 { line-height: 1.2 } h2 { margin-top: 3rem; border-bottom: 2px solid var(--line) }
h3 { margin: 0; overflow-wrap: anywhere } a { color: LinkText }
article { padding: .8rem 0; border-bottom: 1px solid var(--line); break-inside: avoid }
article p, article dl { margin: .2rem 0 } dl { display: grid; grid-template-columns: 8rem 1fr }
dt, .names { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
.names span + span::before { content: " · " } nav li { display: inline-block; margin-right: 1rem }
nav ul { padding: 0 } a:focus-visible { outline: 3px solid }
@media print { body { max-width: none; font-size: 10pt } nav { display: none } }
"""


def write(chronicle: Chronicle, language: str) -> bytes:
    """The page; headings of terms are in `language`, their other labels beneath."""
    quads = [*chronicle.store.quads(corpus.TERMS), *chronicle.store.quads(corpus.ENTITIES)]
    return _Page(triples(quads), language).document().encode()


class _Page:
    """Writes the page from ordered triples."""

    def __init__(self, found: Iterable[Triple], language: str) -> None:
        self._language = language
        self._about: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value in found:
            self._about[subject][predicate].append(value)

    def _of_type(self, iri: str) -> list[str]:
        return [s for s, about in self._about.items() if ox.NamedNode(iri) in about[_TYPE]]

    def _names(self, iri: str) -> dict[str, str]:
        found = {
            tag(value.language): value.value
            for predicate in _LABELS
            for value in self._about[iri][predicate]
            if isinstance(value, ox.Literal) and value.language
        }
        return {language: found[language] for language in LANGUAGES if language in found}

    def _text(self, iri: str, predicate: str) -> str:
        return " ".join(value.value for value in self._about[iri][predicate])

    def document(self) -> str:
        (ontology,) = self._of_type(_OWL + "Ontology")
        sections = {
            title: [i for i in self._of_type(kind) if i.startswith(corpus.ONTOLOGY)]
            for title, kind in _SECTIONS.items()
        }
        members: dict[str, list[str]] = {
            scheme: [] for scheme in self._of_type(_SKOS + "ConceptScheme")
        }
        for concept in self._of_type(_SKOS + "Concept"):
            for scheme in self._about[concept][_SKOS + "inScheme"]:
                members.setdefault(scheme.value, []).append(concept)
        for held, concepts in members.items():
            if concepts:
                name = label(self._names(held), self._language) or compact(held)
                sections[f"Vocabulary: {name}"] = concepts
        sections["Registers of identifiers"] = [s for s, inside in members.items() if not inside]
        title = label(self._names(ontology), self._language)
        contents = "".join(
            f'<li><a href="#part-{number}">{escape(name)}</a>'
            for number, name in enumerate(sections)
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(self._language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            f"<header>\n<h1>{escape(title)}</h1>\n{self._tongues(ontology)}\n"
            f"<p>{escape(self._text(ontology, _DC + 'description'))}</p>\n"
            f"<p>{self._link(ontology)}, version "
            f"{escape(self._text(ontology, _OWL + 'versionInfo'))}, licence "
            f"{self._links(ontology, _DC + 'license')}</p>\n</header>\n"
            f'<nav aria-label="Contents"><ul>{contents}</ul></nav>\n<main>\n'
            + "".join(
                f'<section>\n<h2 id="part-{number}">{escape(name)}</h2>\n'
                + "".join(self._article(iri) for iri in sorted(terms))
                + "</section>\n"
                for number, (name, terms) in enumerate(sections.items())
            )
            + "</main>\n</body>\n</html>\n"
        )

    def _article(self, iri: str) -> str:
        name = label(self._names(iri), self._language) or compact(iri)
        facets = "".join(
            f"<dt>{word}</dt><dd>{self._links(iri, predicate)}</dd>"
            for predicate, word in _FACETS.items()
            if self._about[iri][predicate]
        )
        return (
            f'<article id="{escape(_anchor(iri))}">\n'
            f"<h3>{escape(name)} <small><code>{escape(compact(iri))}</code></small></h3>\n"
            f"{self._tongues(iri)}\n<p>{escape(self._text(iri, _SKOS + 'definition'))}</p>\n"
            + (f"<dl>{facets}</dl>\n" if facets else "")
            + "</article>\n"
        )

    def _tongues(self, iri: str) -> str:
        spans = "".join(
            f'<span lang="{language}">{escape(text)}</span>'
            for language, text in self._names(iri).items()
        )
        return f'<p class="names">{spans}</p>'

    def _links(self, iri: str, predicate: str) -> str:
        return ", ".join(self._link(value.value) for value in self._about[iri][predicate])

    def _link(self, iri: str) -> str:
        """A link within the page where the thing is on it, away where it is an address."""
        shown = escape(compact(iri))
        if self._about.get(iri) and iri.startswith((corpus.ONTOLOGY, corpus.ID)):
            return f'<a href="#{escape(_anchor(iri))}">{shown}</a>'
        if iri.startswith(("http://", "https://")) and "{" not in iri:
            return f'<a href="{escape(iri)}" rel="noreferrer">{shown}</a>'
        return shown


def _anchor(iri: str) -> str:
    """The name of a term on the page: what follows # in its IRI, so that the IRI leads to it."""
    return iri.removeprefix(corpus.ONTOLOGY) if iri.startswith(corpus.ONTOLOGY) else compact(iri)
