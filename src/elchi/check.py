"""The check: every fault of a chronicle that the graph itself can show, in plain words.

Three kinds of rules are run: the shapes (`ontology/shapes/`, what a thing must have), the
check queries (`queries/checks/`, chronology and provenance; those that forbid a graph were run
when it was built), and a watch over the shapes themselves. All of them are files, so a new
rule is a file; this module only runs them, names what they find and says on which line of
which file it stands.

Chronology is judged over the earliest and latest days that dates allow, so that what is
reported is certain; what only might be wrong is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from elchi import corpus, shapes
from elchi.build import Chronicle
from elchi.corpus import Corpus, Place
from elchi.editions import editions
from elchi.entities import kind_of, short
from elchi.questions import read_query
from elchi.soundness import Finding, find_faults
from elchi.store import Store

_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_UNDEFINED = "nowhere-defined"
_DERIVED_FROM = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_NAMED = re.compile(r"(?<![\w:/-])([a-z][a-z-]*:[a-z0-9][\w-]*(?:/[\w-]+)?)")


def check(chronicle: Chronicle, engine: str = "fast") -> list[Finding]:
    """All findings, by file, line and rule; an empty list where nothing is wrong.

    `engine` runs the shapes: 'fast' or 'pyshacl'. Raises UsageError for another, InputError
    where a shape or a check query cannot be read.
    """
    store, files = chronicle.store, chronicle.files
    found = list(find_faults(store, files, stage="check"))
    undefined = {finding.focus for finding in found if finding.rule == _UNDEFINED}
    rules = shapes.read(files)
    told = _told(files, found)
    found += [
        f
        for f, value in _broken_shapes(store, rules, engine)
        if value not in undefined and (f.rule, f.focus) not in told
    ]
    # An earlier edition may lack what a shape of today is for.
    if _is_newest(chronicle):
        found += _idle_shapes(store, rules)
    if not found:
        return []
    writing = _Writing(files, store)
    return sorted(
        {writing.place(writing.name(finding)) for finding in found},
        key=lambda f: (f.file or "", f.line or 0, f.rule, f.focus, f.message),
    )


def _told(files: Corpus, found: list[Finding]) -> set[tuple[str, str]]:
    """The shapes, each with a thing, that need not speak: a query said the same, and more closely.

    Which shapes a check query speaks for stands in its header: `stands_for = ["days-in-order"]`.
    """
    speaks: dict[str, list[str]] = {}
    for part in files.queries("checks"):
        header, _ = read_query(part)
        speaks[header.name] = header.extra.get("stands_for", [])
    return {(shape, finding.focus) for finding in found for shape in speaks[finding.rule]}


def report(chronicle: Chronicle, engine: str = "fast") -> list[shapes.Result]:
    """The bare results of the shapes, to compare one engine with another."""
    return shapes.validate(
        shapes.triples(chronicle.store), shapes.triples(shapes.read(chronicle.files)), engine
    )


def _broken_shapes(store: Store, rules: Store, engine: str) -> Iterator[tuple[Finding, str]]:
    """A finding for each SHACL result, with the value it is about."""
    told = shapes.described(rules)
    results = shapes.validate(shapes.triples(store), shapes.triples(rules), engine)
    for result in results:
        shape = told[result.shape[1:-1]]
        iri = result.focus[1:-1]
        value = result.value if result.value != result.focus else ""
        message = f"{short(iri)}: {shape.message}"
        if value:
            message += f"; it says {_readable(value)}"
        rule = result.shape[1:-1].rsplit("/", 1)[-1]
        yield Finding(rule, shape.severity, iri, message, shape.mend, value, None), value[1:-1]


def _is_newest(chronicle: Chronicle) -> bool:
    known = editions(chronicle.store, chronicle.files)
    seen = {
        str(quad.object)[1:-1] for quad in chronicle.store.quads(corpus.DERIVED) if _names(quad)
    }
    return not known or not seen or known[-1].iri in seen


def _names(quad: ox.Quad) -> bool:
    """Whether a statement says which edition the graph is of."""
    return quad.subject == ox.NamedNode(corpus.DERIVED) and quad.predicate == _DERIVED_FROM


def _readable(term: str) -> str:
    """A term in N-Triples as people write it."""
    if term.startswith("<"):
        return short(term[1:-1])
    return re.sub(r"\^\^<[^>]*[#/]([\w-]+)>$", r" (\1)", term)


def _idle_shapes(store: Store, rules: Store) -> Iterator[Finding]:
    for shape, term, certain in shapes.idle(rules, store):
        if certain:
            yield Finding(
                "shape-with-unknown-term",
                "violation",
                shape,
                f"{short(shape)} speaks of {short(term)}, which is not a term of the ontology, "
                "so it passes whatever is written",
                "correct the spelling, or declare the term in ontology/elchi.ttl",
                None,
                None,
            )
        else:
            yield Finding(
                "shape-without-target",
                "warning",
                shape,
                f"{short(shape)} applies to nothing in this chronicle, so it checks nothing",
                "correct its target, if there should be something that it checks",
                None,
                None,
            )


class _Writing:
    """The files of a chronicle, each read once: where things stand, and what they are called."""

    def __init__(self, files: Corpus, store: Store) -> None:
        self._store = store
        tried = {part.name for part in files.tried()}
        self._texts = [
            (part.name, part.path.read_text(encoding="utf-8", errors="replace"))
            for part in files.newest_first()
        ]
        self._tried = tried
        self._places: dict[tuple[str, str], Place | None] = {}

    @cached_property
    def _labels(self) -> dict[str, str]:
        query = f"""SELECT ?thing ?label WHERE {{
          GRAPH <{corpus.ENTITIES}> {{ ?thing <{_LABEL}> ?label }} FILTER(LANG(?label) = 'en')
        }}"""
        return {short(row["thing"].value): row["label"].value for row in self._store.rows(query)}

    def name(self, finding: Finding) -> Finding:
        """The finding with the English label after the first mention of each thing."""
        seen: set[str] = set()

        def with_label(match: re.Match[str]) -> str:
            label = self._labels.get(match[1])
            if not label or match[1] in seen:
                return match[1]
            seen.add(match[1])
            return f"{match[1]} (“{label}”)"

        return finding._replace(message=_NAMED.sub(with_label, finding.message))

    def place(self, finding: Finding) -> Finding:
        """The finding with its file and line; what came as its file is the value at fault."""
        key = (finding.focus, finding.file or "")
        if key not in self._places:
            self._places[key] = self._find(*key)
        place = self._places[key]
        return finding._replace(
            file=place.file if place else None, line=place.line if place else None
        )

    def _find(self, iri: str, value: str) -> Place | None:
        """Where `value` is said of `iri`, else where `iri` gets its type, is a subject, is met.

        Files added for a trial come first: the fault is theirs.
        """
        slug = iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        literal = value[1 : value.rindex('"')] if value.startswith('"') else ""
        said = value[1:-1].rsplit("/", 1)[-1] if value.startswith("<") else literal
        ranked: list[tuple[bool, int, Place]] = []
        for name, text in self._texts:
            if slug not in text:
                continue
            lines = text.splitlines()
            for number, is_subject in corpus.mentions(text, iri):
                if not is_subject:
                    ranked.append((name not in self._tried, 3, Place(name, number)))
                    continue
                at = _line_in_statement(lines, number, said) if said else None
                if at:
                    return Place(name, at)
                typed = re.search(r"\sa\s", " ".join(lines[number - 1 : number + 1]) + " ")
                ranked.append((name not in self._tried, 1 if typed else 2, Place(name, number)))
        if not ranked and not kind_of(iri):
            return None
        best = min(ranked, key=lambda item: item[:2], default=None)
        return best[2] if best else None


def _line_in_statement(lines: list[str], start: int, words: str) -> int | None:
    """The line, from 1, on which `words` stand in the statement that starts at line `start`."""
    for number in range(start, len(lines) + 1):
        if words in lines[number - 1]:
            return number
        if lines[number - 1].rstrip().endswith((".", "}")):
            return None
    return None
