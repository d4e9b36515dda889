"""Policies: by what rule one of several statements in conflict becomes the fact.

They are data (`data/entities/policies.ttl`). One is named by its slug; one that prefers a source
takes the source after a colon: `by-source:Jamestown EDM 1:20`.
"""

from __future__ import annotations

import pyoxigraph as ox

from elchi import corpus
from elchi.entities import resolve, short
from elchi.errors import UsageError
from elchi.names import Index
from elchi.store import RDF_TYPE, Store

_POLICY = ox.NamedNode(corpus.ONTOLOGY + "Policy")
_PREFERS_SOURCE = ox.NamedNode(corpus.ONTOLOGY + "prefersSource")
_REFINES = ox.NamedNode(corpus.ONTOLOGY + "refines")
_GRAPH = ox.NamedNode(corpus.ENTITIES)


def choose(store: Store, text: str | None) -> str | None:
    """The IRI of the policy that `text` names; None where all accepted statements stand.

    A source named with it takes the place of the one in the data: `store` is changed before its
    rules run. Raises UsageError for a policy or a source that is none, or a policy that takes no
    source.
    """
    if text is None or text == "all":
        return None
    slug, sign, source = text.partition(":")
    if slug == "policy":
        slug, sign, source = source.partition(":")
    quads = list(store.quads(corpus.ENTITIES))
    known = {
        q.subject
        for q in quads
        if q.predicate == RDF_TYPE and q.object == _POLICY and isinstance(q.subject, ox.NamedNode)
    }
    wanted = ox.NamedNode(f"{corpus.ID}policy/{slug}") if slug.replace("-", "").isalnum() else None
    if wanted is None or wanted not in known:
        listed = ", ".join(sorted(short(p.value).removeprefix("policy:") for p in known))
        raise UsageError(f"there is no policy called “{slug[:80]}”", mend=f"choose all, {listed}")
    preferring = [q for q in quads if q.subject == wanted and q.predicate == _PREFERS_SOURCE]
    if sign:
        if not preferring:
            raise UsageError(f"the policy {slug} takes no source", mend=f"write --policy {slug}")
        store.remove(preferring)
        work = _source(store, source)
        store.add([ox.Quad(wanted, _PREFERS_SOURCE, ox.NamedNode(work), _GRAPH)])
    if not any(q.subject == wanted and q.predicate == _REFINES for q in quads):
        return None
    return wanted.value


def _source(store: Store, name: str) -> str:
    from elchi.cards import Describer

    return resolve(Index(Describer(store).names()), name, "work")
