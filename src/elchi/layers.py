"""The layers that the build makes: what the rules derive, and which claims become facts.

The order is: the rules of the stage record say in which edition each claim first stood, and
the claims that do not stand in the edition that is asked for are taken out; the acceptance rules
say which claim is accepted under which policy; the rules of conflict find claims that cannot all
be true, and which side a policy prefers; the facts are then the accepted claims together with
the reference layer, without what the chosen policy sets aside; then the other rules run, each
over what the ones before it gave. A rule is a CONSTRUCT query in `queries/rules/`, run in the
order of the file names; its header says whether its triples also enter the facts (they do where
they only spell out what the ontology means, as that every treaty is an act).
"""

from __future__ import annotations

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus
from elchi.editions import select
from elchi.errors import InputError
from elchi.questions import Header, bind, read_query
from elchi.store import RDF_TYPE, Store

_ACCEPTED_UNDER = ox.NamedNode(corpus.ONTOLOGY + "acceptedUnder")
_PLAN = ox.NamedNode("http://www.w3.org/ns/prov#Plan")
_STAGES = ("record", "acceptance", "conflicts", "facts", "derived")
_BEFORE_FACTS = ("record", "acceptance", "conflicts")
_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")


def derive(
    store: Store, files: Corpus, policy: str | None = None, edition: str | None = None
) -> None:
    """Run the rules of `files` over `store`, and make its default graph the facts.

    `policy` is the IRI of a policy that chooses between statements in conflict: what it sets
    aside does not enter the facts. Without it, all accepted statements stand. `edition` names
    the edition whose claims are kept, the newest where it is None. Raises UsageError where there
    is no such edition, InputError for a faulty rule.
    """
    derived = ox.NamedNode(corpus.DERIVED)
    selected = materialised = False
    for part in files.queries("rules"):
        header, text = read_query(part)
        stage = header.extra.get("stage", "facts")
        if stage not in _STAGES:
            raise InputError(
                f"the stage of a rule is {', '.join(_STAGES)}, not {stage!r}",
                where=part.name,
                line=1,
            )
        if stage != "record" and not selected:
            select(store, files, edition)
            selected = True
        if stage not in _BEFORE_FACTS and not materialised:
            _materialise(store, _set_aside(store, files, policy))
            materialised = True
        triples = store.triples(text, part.name)
        store.add(ox.Quad(t.subject, t.predicate, t.object, derived) for t in triples)
        if stage == "facts":
            store.add(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        store.add(_named(header))
    if not selected:
        select(store, files, edition)
    if not materialised:
        _materialise(store, _set_aside(store, files, policy))


def _set_aside(store: Store, files: Corpus, policy: str | None) -> set[tuple[object, ...]]:
    """The statements that `policy` keeps out of the facts."""
    if policy is None:
        return set()
    [part] = [part for part in files.queries("policies") if part.path.stem == "set-aside"]
    header, text = read_query(part)
    bound = bind(header, text, {"policy": policy}, lambda iri, _: iri)
    return {
        (row["subject"], row["predicate"], row["object"]) for row in store.rows(bound, part.name)
    }


def _materialise(store: Store, without: set[tuple[object, ...]]) -> None:
    """Copy the accepted claims and the reference layer into the default graph.

    What a policy sets aside is taken out of its claim too, so that no question meets it as one
    that is accepted; the conflict that it is a side of keeps it.
    """
    accepted = sorted(
        {
            quad.subject.value
            for quad in store.quads(corpus.DERIVED)
            if quad.predicate == _ACCEPTED_UNDER and isinstance(quad.subject, ox.NamedNode)
        }
    )
    for graph in [corpus.ENTITIES, *accepted]:
        quads = list(store.quads(graph))
        aside = {q for q in quads if (q.subject, q.predicate, q.object) in without}
        store.remove(aside)
        store.add(ox.Quad(q.subject, q.predicate, q.object) for q in quads if q not in aside)


def _named(header: Header) -> list[ox.Quad]:
    """The rule itself as a resource of the derived layer, so that a reader can ask for it."""
    rule = ox.NamedNode(f"{corpus.ID}rule/{header.name}")
    graph = ox.NamedNode(corpus.DERIVED)
    labels = [
        ox.Quad(rule, _LABEL, ox.Literal(text, language=lang), graph)
        for lang, text in header.summary.items()
    ]
    return [ox.Quad(rule, RDF_TYPE, _PLAN, graph), *labels]
