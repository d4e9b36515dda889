"""What the RDF formats share: the layers in a fixed order, short names, and readable Turtle.

Turtle and TriG are written here rather than by a library, because the libraries at hand order
prefixes differently from run to run or rewrite the numbers and dates as the sources gave them.
There are no blank nodes in a chronicle, so the whole of Turtle that is needed is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

import pyoxigraph as ox

from elchi import corpus
from elchi.build import Chronicle
from elchi.entities import LANGUAGES

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "biro": "http://purl.org/spar/biro/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "elchi": corpus.ONTOLOGY,
    "eli": "http://data.europa.eu/eli/ontology#",
    "fabio": "http://purl.org/spar/fabio/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": corpus.GRAPH,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": SKOS,
    "sosa": "http://www.w3.org/ns/sosa/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_KIND = re.compile(re.escape(corpus.ID) + r"([a-z]+(?:-[a-z]+)*)/")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PLAIN = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_FIRST = {RDF + "type": 0, SKOS + "prefLabel": 1, SKOS + "altLabel": 2}
_LANGUAGE_ORDER = {language.lower(): place for place, language in enumerate(LANGUAGES)}

Triple = tuple[str, str, "ox.NamedNode | ox.Literal"]


def tag(language: str) -> str:
    """A language tag as people write it: uz-Cyrl for uz-cyrl."""
    first, *rest = language.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part for part in rest)])


def triples(quads: Iterable[ox.Quad]) -> list[Triple]:
    """The triples of some quads, in a fixed order: by subject, type and labels first."""
    found = {(q.subject, q.predicate, q.object) for q in quads}
    plain = [
        (s.value, p.value, o)
        for s, p, o in found
        if isinstance(s, ox.NamedNode) and isinstance(o, (ox.NamedNode, ox.Literal))
    ]
    assert len(plain) == len(found), "a chronicle holds no blank nodes"
    return sorted(plain, key=_order)


def _order(triple: Triple) -> tuple[object, ...]:
    subject, predicate, value = triple
    language = (value.language or "") if isinstance(value, ox.Literal) else ""
    return (
        subject,
        _FIRST.get(predicate, 3),
        predicate,
        _LANGUAGE_ORDER.get(language, -1 if not language else 99),
        str(value),
    )


def facts(chronicle: Chronicle) -> list[Triple]:
    """The facts of a chronicle."""
    return triples(chronicle.store.facts())


def short(iri: str) -> tuple[str, str, str] | None:
    """An IRI as prefix, namespace and local name; None where no prefix fits."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    namespace, local = iri[:cut], iri[cut:]
    prefix = _BY_NAMESPACE.get(namespace)
    if prefix is None and (kind := _KIND.fullmatch(namespace)):
        prefix = kind[1]
    if prefix is None or not _LOCAL.fullmatch(local):
        return None
    return prefix, namespace, local


def compact(iri: str) -> str:
    """An IRI as people read it, prefix:local, or as it is where no prefix fits."""
    parts = short(iri)
    return f"{parts[0]}:{parts[2]}" if parts else iri


class Turtle:
    """Writes terms and statements in Turtle and remembers which prefixes that took."""

    def __init__(self) -> None:
        self._used: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """An IRI, by a prefix where one fits."""
        parts = short(iri)
        if parts is None:
            return str(ox.NamedNode(iri))
        prefix, namespace, local = parts
        self._used[prefix] = namespace
        return f"{prefix}:{local}"

    def term(self, term: ox.NamedNode | ox.Literal) -> str:
        """An IRI or a literal; numbers and truth values stand bare where Turtle allows it."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        quoted = str(ox.Literal(term.value))
        if term.language:
            return f"{quoted}@{tag(term.language)}"
        datatype = term.datatype.value
        if datatype == XSD + "string":
            return quoted
        bare = _PLAIN.get(datatype)
        if bare and bare.fullmatch(term.value):
            return term.value
        return f"{quoted}^^{self.iri(datatype)}"

    def statements(self, found: list[Triple], indent: str = "") -> str:
        """Ordered triples as blocks, one a subject."""
        blocks = []
        for subject, about in groupby(found, key=lambda t: t[0]):
            lines = []
            for predicate, same in groupby(about, key=lambda t: t[1]):
                name = "a" if predicate == RDF + "type" else self.iri(predicate)
                values = [self.term(value) for _, _, value in same]
                gap = " " if len(values) == 1 or name == "a" else f"\n{indent}        "
                lines.append(name + gap + f" ,{gap}".join(values))
            body = f" ;\n{indent}    ".join(lines)
            blocks.append(f"{indent}{self.iri(subject)}\n{indent}    {body} .\n")
        return "\n".join(blocks)

    def header(self) -> str:
        """The declarations of the prefixes used so far."""
        lines = [f"@prefix {p}: <{n}> .\n" for p, n in sorted(self._used.items())]
        return "".join(lines) + ("\n" if lines else "")
