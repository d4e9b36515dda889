"""SHACL: what the shapes in `ontology/shapes/` say of a graph, by either of two engines.

shacl-rust (the default) validates a chronicle in a tenth of a second; pySHACL, which the field
takes as its reference, needs some seconds. Both give the same results, which a test holds; that
is why no shape uses `sh:qualifiedValueShape`, under which shacl-rust counts no literal. The
shapes are plain SHACL Core, so any other engine can be used on them as well: each has a message
(`sh:message`) and says how to mend what breaks it (`rdfs:comment`).

SHACL passes on nothing: a shape whose target is misspelt, or whose path is, finds no fault in
anything. So `idle` looks for such shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus
from elchi.errors import InputError, UsageError
from elchi.store import Store
from elchi.time import XSD

_SH = "http://www.w3.org/ns/shacl#"


class Result(NamedTuple):
    """One result of a validation, as in a SHACL report; terms are in N-Triples, '' is none.

    `path` is `_:path` where it has several steps.
    """

    focus: str
    path: str
    component: str
    value: str
    shape: str


class Shape(NamedTuple):
    """What a person is told where a shape is broken."""

    message: str
    mend: str
    severity: str


class Idle(NamedTuple):
    """A shape that checks nothing, or not what it seems to; `certain` where it must be wrong."""

    shape: str
    term: str
    certain: bool


def read(files: Corpus) -> Store:
    """The shapes of a chronicle. Raises InputError where a file of them is broken."""
    store = Store()
    for part in files.shapes():
        text = corpus.read_text(part.path, part.name)
        try:
            parsed = list(ox.parse(input=text, format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise InputError(
                f"is not Turtle: {error.msg}", where=part.name, line=error.lineno
            ) from None
        store.add(parsed)
    _refuse_circles(store)
    return store


def _refuse_circles(shapes: Store) -> None:
    """SHACL leaves recursive shapes undefined, and the fast engine is brought down by them."""
    parts = "sh:node|sh:property|sh:not|sh:qualifiedValueShape"
    lists = "(sh:and|sh:or|sh:xone)/rdf:rest*/rdf:first"
    circles = shapes.rows(
        f"""PREFIX sh: <{_SH}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?shape WHERE {{ ?shape (({parts})|({lists}))+ ?shape
          FILTER isIRI(?shape) }} ORDER BY ?shape"""
    )
    for row in circles:
        raise InputError(
            f"the shape {row['shape'].value} leads back to itself",
            where="ontology/shapes",
            mend="take the circle of sh:node, sh:property or a list of shapes apart",
        )


def described(shapes: Store) -> dict[str, Shape]:
    """Message, way to mend and severity of each shape that has a message, by its IRI."""
    rows = shapes.rows(
        f"""PREFIX sh: <{_SH}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?shape ?message ?mend ?severity WHERE {{
          ?shape sh:message ?message .
          OPTIONAL {{ ?shape rdfs:comment ?mend }} OPTIONAL {{ ?shape sh:severity ?severity }}
        }}"""
    )
    found = {}
    for row in rows:
        mend = row["mend"].value if "mend" in row else ""
        warns = "severity" in row and row["severity"].value != _SH + "Violation"
        severity = "warning" if warns else "violation"
        found[row["shape"].value] = Shape(row["message"].value, mend, severity)
    return found


def triples(store: Store) -> str:
    """All layers of a dataset as one graph in N-Triples; of the derived one only the days.

    One graph, because a claim of any stance must be well formed, and the ledger points to the
    vocabularies of the reference layer. The derived days are what chronology is judged by; what
    else is derived restates claims, and would be found at fault twice.
    """
    derived = ox.NamedNode(corpus.DERIVED)
    written = (
        quad.triple for quad in store.quads() if quad.graph_name != derived or _is_day(quad.object)
    )
    data = ox.serialize(written, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return data.decode("utf-8")


def _is_day(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value == XSD + "date"


def validate(data: str, shapes: str, engine: str = "fast") -> list[Result]:
    """The results of validating one graph by another, both in N-Triples, sorted.

    `engine` is 'fast' or 'pyshacl'; raises UsageError for another.
    """
    run = _ENGINES.get(engine)
    if run is None:
        raise UsageError(
            f"there is no SHACL engine called “{engine[:80]}”", mend="use fast or pyshacl"
        )
    return sorted({_one_path(result) for result in run(data, shapes)})


def _one_path(result: Result) -> Result:
    """A path of several steps is a blank node, and each engine writes it in a way of its own."""
    simple = not result.path or re.fullmatch(r"<[^<>]*>", result.path)
    return result if simple else result._replace(path="_:path")


def _fast(data: str, shapes: str) -> Iterator[Result]:
    import shacl_rust

    report = shacl_rust.validate(data, shapes, data_format="nt", shapes_format="nt")
    for result in report["results"]:
        yield Result(
            result["focusNode"],
            result.get("resultPath") or "",
            result["sourceConstraintComponent"],
            result.get("value") or "",
            result["sourceShape"],
        )


def _reference(data: str, shapes: str) -> Iterator[Result]:
    import pyshacl
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False  # else 01 becomes 1, and passes where it should not
    try:
        graph = rdflib.Graph().parse(data=data, format="nt")
        _, report, _ = pyshacl.validate(
            graph,
            shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
            inference="none",
            meta_shacl=False,
        )
    finally:
        rdflib.NORMALIZE_LITERALS = before
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(_SH)

    def written(node: rdflib.term.Node, prop: str) -> str:
        value = report.value(node, sh[prop])
        return value.n3() if isinstance(value, rdflib.term.Identifier) else ""

    for node in report.objects(None, sh.result):
        yield Result(
            written(node, "focusNode"),
            written(node, "resultPath"),
            written(node, "sourceConstraintComponent"),
            written(node, "value"),
            written(node, "sourceShape"),
        )


_ENGINES: dict[str, Callable[[str, str], Iterator[Result]]] = {
    "fast": _fast,
    "pyshacl": _reference,
}


def idle(shapes: Store, store: Store) -> Iterator[Idle]:
    """The shapes that use a term unknown to the ontology, or whose target has no members.

    The first is certainly wrong; the second may only mean that a chronicle is small.
    """
    declared = {
        row["term"].value
        for row in store.rows(
            f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            SELECT ?term WHERE {{ GRAPH <{corpus.TERMS}> {{ ?term rdfs:isDefinedBy ?o }} }}"""
        )
    }
    patterns: dict[str, list[str]] = {}
    for row in shapes.rows(
        f"""PREFIX sh: <{_SH}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?shape ?use ?term WHERE {{
          VALUES ?use {{ sh:targetClass sh:targetSubjectsOf sh:targetObjectsOf sh:path sh:class }}
          ?any ?use ?term . FILTER ISIRI(?term)
          ?shape (sh:property|sh:node|sh:or|sh:not|rdf:rest|rdf:first)* ?any .
          ?shape sh:property|sh:message ?said . FILTER ISIRI(?shape)
        }} ORDER BY ?shape ?use ?term"""
    ):
        shape, use, term = row["shape"].value, row["use"].value, row["term"].value
        if term not in declared:
            yield Idle(shape, term, True)
        elif use.removeprefix(_SH).startswith("target"):
            patterns.setdefault(shape, []).append(_pattern(use.removeprefix(_SH), term))
    for shape, wanted in patterns.items():
        union = " UNION ".join(f"{{ GRAPH ?g {{ {p} }} }} UNION {{ {p} }}" for p in wanted)
        if not store.ask(f"ASK {{ {union} }}"):
            yield Idle(shape, "", False)


def _pattern(use: str, term: str) -> str:
    return f"?s a <{term}>" if use == "targetClass" else f"?s <{term}> ?o"
