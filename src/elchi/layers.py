"""The layers that the build makes: what the rules derive, and which claims become facts.

The order is: the rules of the stage record say in which edition each claim first stood, and
the claims that do not stand in the edition that is asked for are taken out; the acceptance rules
say which claim is accepted under which policy; the facts are then the accepted claims together
with the reference layer; then the other rules run, each over what the ones before it gave. A
rule is a CONSTRUCT query in `queries/rules/`, run in the order of the file names; its header
says whether its triples also enter the facts (they do where they only spell out what the
ontology means, as that every treaty is an act).
"""

from __future__ import annotations

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus
from elchi.editions import select
from elchi.errors import InputError
from elchi.questions import Header, read_query
from elchi.store import RDF_TYPE, Store
from elchi.views import View

_ACCEPTED_UNDER = ox.NamedNode(corpus.ONTOLOGY + "acceptedUnder")
_PLAN = ox.NamedNode("http://www.w3.org/ns/prov#Plan")
_AS_IT_IS = View()
_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_STAGES = ("record", "acceptance", "facts", "derived")


def derive(store: Store, files: Corpus, view: View = _AS_IT_IS) -> None:
    """Run the rules of `files` over `store`, and make its default graph the facts.

    Raises UsageError where `view` names an edition that is none, InputError for a faulty rule.
    """
    derived = ox.NamedNode(corpus.DERIVED)
    selected = materialised = False
    for part in files.queries("rules"):
        header, text = read_query(part)
        stage = header.extra.get("stage", "facts")
        if stage not in _STAGES:
            raise InputError(
                f"the stage of a rule is record, acceptance, facts or derived, not {stage!r}",
                where=part.name,
                line=1,
            )
        if stage != "record" and not selected:
            select(store, files, view.edition)
            selected = True
        if stage in ("facts", "derived") and not materialised:
            _materialise(store)
            materialised = True
        triples = store.triples(text, part.name)
        store.add(ox.Quad(t.subject, t.predicate, t.object, derived) for t in triples)
        if stage == "facts":
            store.add(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        store.add(_named(header))
    if not selected:
        select(store, files, view.edition)
    if not materialised:
        _materialise(store)


def _materialise(store: Store) -> None:
    """Copy the accepted claims and the reference layer into the default graph."""
    accepted = sorted(
        {
            quad.subject.value
            for quad in store.quads(corpus.DERIVED)
            if quad.predicate == _ACCEPTED_UNDER and isinstance(quad.subject, ox.NamedNode)
        }
    )
    for graph in [corpus.ENTITIES, *accepted]:
        store.add([ox.Quad(q.subject, q.predicate, q.object) for q in store.quads(graph)])


def _named(header: Header) -> list[ox.Quad]:
    """The rule itself as a resource of the derived layer, so that a reader can ask for it."""
    rule = ox.NamedNode(f"{corpus.ID}rule/{header.name}")
    graph = ox.NamedNode(corpus.DERIVED)
    labels = [
        ox.Quad(rule, _LABEL, ox.Literal(text, language=lang), graph)
        for lang, text in header.summary.items()
    ]
    return [ox.Quad(rule, RDF_TYPE, _PLAN, graph), *labels]
