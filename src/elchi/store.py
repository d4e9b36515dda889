"""The engine: an RDF dataset in memory that is loaded, asked and written.

This is the one module that knows Oxigraph. It was chosen by measurement: on chronicles of
this size it loads and answers ten to fifty times as fast as the pure-Python store, and imports
in four milliseconds. Its union default graph does not deduplicate, so the facts are
materialised as the default graph instead (see `layers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus, Part
from elchi.errors import InputError
from elchi.guard import syntax_error
from elchi.time import fault

Term = ox.NamedNode | ox.Literal
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_GRAPH_LABEL = r"((?:[\w.-]*:[\w.-]+)|<[^<>\s]*>)(?:\s|#[^\n]*\n)*\{"
_MADE = (ox.NamedNode(corpus.DERIVED),)
"""Graphs that only the rules write."""


class Store:
    """A dataset: the default graph holds the facts, the named graphs the other layers."""

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self._store = ox.Store()
        self._store.extend(quads)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads; those that are there already change nothing."""
        self._store.extend(quads)

    def forget(self, iri: str) -> None:
        """Take out the graph called `iri`, all that is said of it, and the links to it.

        What a claim states is left as it is, even where it speaks of `iri`.
        """
        term = ox.NamedNode(iri)
        self._store.remove_graph(term)
        for graph in map(ox.NamedNode, (corpus.CLAIMS, corpus.ENTITIES, corpus.DERIVED)):
            said = [*self._store.quads_for_pattern(term, None, None, graph)]
            for quad in [*said, *self._store.quads_for_pattern(None, None, term, graph)]:
                self._store.remove(quad)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Take out `quads`."""
        for quad in quads:
            self._store.remove(quad)

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """The quads of one named graph, or of all graphs."""
        name = ox.NamedNode(graph) if graph else None
        return iter(self._store.quads_for_pattern(None, None, None, name))

    def facts(self) -> Iterator[ox.Quad]:
        """The quads of the default graph."""
        return iter(self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def graphs(self) -> set[str]:
        """The IRIs of the named graphs."""
        return {g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)}

    def ask(
        self, text: str, where: str = "query"
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """The answer to a SPARQL query. Raises InputError where it is wrong."""
        try:
            return self._store.query(text)
        except SyntaxError as error:
            raise syntax_error(error, where) from None

    def solutions(self, text: str, where: str = "query") -> ox.QuerySolutions:
        """What a SELECT query gives. Raises InputError where it is none, or is wrong."""
        answer = self.ask(text, where)
        if not isinstance(answer, ox.QuerySolutions):
            raise InputError("a SELECT query is wanted here", where=where, line=1)
        return answer

    def triples(self, text: str, where: str = "query") -> list[ox.Triple]:
        """What a CONSTRUCT query gives. Raises InputError where it is none, or is wrong."""
        answer = self.ask(text, where)
        if not isinstance(answer, ox.QueryTriples):
            raise InputError("a CONSTRUCT query is wanted here", where=where, line=1)
        return list(answer)

    def rows(self, text: str, where: str = "query") -> Iterator[dict[str, Term]]:
        """The solutions of a SELECT query as dictionaries, unbound variables left out.

        Raises InputError where it is no SELECT query, or is wrong.
        """
        answer = self.solutions(text, where)
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            row = {}
            for name in names:
                value = solution[name]
                if isinstance(value, (ox.NamedNode, ox.Literal)):
                    row[name] = value
            yield row

    def lines(self) -> list[str]:
        """All quads as sorted lines of N-Quads: the same dataset gives the same lines."""
        dump = self._store.dump(format=ox.RdfFormat.N_QUADS)
        assert dump is not None
        # Not splitlines: a literal may hold one of the other characters that it breaks at.
        return sorted(line + "\n" for line in dump.decode("utf-8").split("\n") if line)

    @classmethod
    def read(cls, path: Path) -> Store:
        """The dataset of an N-Quads file. Raises InputError where it is missing or broken."""
        store = cls()
        try:
            store._store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise InputError(
                f"the built graph cannot be read: {error}", where=str(path), mend="run elchi build"
            ) from None
        return store


def load(files: Corpus) -> Store:
    """Read every part of a chronicle. Raises InputError at the first file that is unsound.

    Unsound is what no later check could report without harm: a file that is not UTF-8 or does
    not parse, a blank node (it would get a new name at every build), a triple outside all
    graphs, a claim's graph written twice, a literal that its datatype does not allow.
    """
    store = Store()
    owners: dict[str, str] = {}
    for part in files.parts():
        store.add(_parse(part, owners))
    return store


def _parse(part: Part, owners: dict[str, str]) -> list[ox.Quad]:
    text = corpus.read_text(part.path, part.name)
    form = ox.RdfFormat.TURTLE if part.graph else ox.RdfFormat.TRIG
    try:
        found = list(ox.parse(input=text, format=form))
    except SyntaxError as error:
        raise _broken(part, error) from None
    if part.graph:
        graph = ox.NamedNode(part.graph)
        found = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in found]
    else:
        _refuse_second_graph(part, text, found, owners)
    for quad in found:
        _refuse_unsound(part, text, quad)
    return found


def _broken(part: Part, error: SyntaxError) -> InputError:
    message = error.msg or str(error)
    said = message.split(": ", 1)[-1] if error.lineno else message
    column = f", column {error.offset}" if error.offset else ""
    return InputError(
        f"is not {'Turtle' if part.graph else 'TriG'}{column}: {said}",
        where=part.name,
        line=error.lineno,
        mend="declare the prefix at the top of the file"
        if "prefix" in said
        else "look at this line and the one before it: a missing full stop, semicolon or quote",
    )


def _refuse_second_graph(
    part: Part, text: str, found: list[ox.Quad], owners: dict[str, str]
) -> None:
    """A claim is one graph, written once: two blocks of one name would silently become one.

    Quads come in the order of the text, so a graph that comes again after another was written
    twice; two blocks on end are found by their labels.
    """
    shared = (corpus.CLAIMS, corpus.ENTITIES)
    closed: set[str] = set()
    last = ""
    for quad in found:
        graph = getattr(quad.graph_name, "value", "")
        if graph != last:
            if graph in closed and graph not in shared:
                raise _twice(part, text, graph, part.name)
            closed.add(last)
            last = graph
    prefixes = corpus.prefixes(text)
    labels: dict[str, int] = {}
    for label in re.findall(_GRAPH_LABEL, text):
        prefix, _, local = label.partition(":")
        iri = label[1:-1] if label[0] == "<" else prefixes.get(prefix, "") + local
        labels[iri] = labels.get(iri, 0) + 1
    graphs = {getattr(quad.graph_name, "value", "") for quad in found} - {"", *shared}
    for graph in sorted(graphs):
        if graph in owners or labels.get(graph, 0) > 1:
            raise _twice(part, text, graph, owners.get(graph, part.name))
        owners[graph] = part.name


def _twice(part: Part, text: str, graph: str, first: str) -> InputError:
    lines = [line for line, subject in corpus.mentions(text, graph) if subject]
    return InputError(
        f"the claim graph <{graph}> is used twice; the first is in {first}",
        where=part.name,
        line=lines[-1] if lines else None,
        mend="give the second claim a name of its own",
    )


def _refuse_unsound(part: Part, text: str, quad: ox.Quad) -> None:
    if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
        raise InputError(
            "holds a triple term, which the chronicle has no use for",
            where=part.name,
            line=_first_line(text, quad, "<<"),
            mend="write the statement in the graph of a claim",
        )
    if isinstance(quad.graph_name, ox.BlankNode) or (
        part.graph is None and quad.graph_name in _MADE
    ):
        raise InputError(
            f"writes into {quad.graph_name}, which is not for data",
            where=part.name,
            line=_first_line(text, quad),
            mend="name the graph of a claim, graph:claims or graph:entities",
        )
    if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
        raise InputError(
            "holds a blank node",
            where=part.name,
            line=_first_line(text, quad, "[", "_:"),
            mend="give it an IRI: a blank node has another name at every build",
        )
    if isinstance(quad.graph_name, ox.DefaultGraph):
        raise InputError(
            f"a statement about {quad.subject} stands outside all graphs",
            where=part.name,
            line=_first_line(text, quad),
            mend="put it into the graph of a claim, or into graph:claims",
        )
    if isinstance(quad.object, ox.Literal):
        wrong = fault(quad.object.value, quad.object.datatype.value)
        if wrong:
            raise InputError(
                wrong,
                where=part.name,
                line=corpus.line_of(text, f'"{quad.object.value}"'),
                mend="write the date as the source gives it: 2019-02-28, 2019-02 or 2019"
                if "calendar" in wrong or "date" in wrong
                else "correct the value or its datatype",
            )


def _first_line(text: str, quad: ox.Quad, *words: str) -> int | None:
    if isinstance(quad.subject, ox.NamedNode):
        for line, _ in corpus.mentions(text, quad.subject.value):
            return line
    found = [line for line in (corpus.line_of(text, word) for word in words) if line]
    return min(found) if found else None
