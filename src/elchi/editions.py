"""Record time: which claims stood in which edition of the chronicle.

When a thing happened and when the chronicle learnt of it are two times. The second is kept by
editions: a claim says in which one it first stood (`elchi:firstIn`; where it does not, the rule
`first-editions` works it out from the day of recording) and from which one on it no longer
stands (`elchi:withdrawnIn`). A withdrawn claim stays in the files, so that an earlier edition
can still be made from them. What stood when is asked in `queries/editions/`.

The reference layer has no editions: it is the same in each.
"""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from elchi import corpus
from elchi.corpus import Corpus
from elchi.entities import short
from elchi.errors import UsageError
from elchi.names import fold
from elchi.questions import Header, bind, own
from elchi.store import Store

_KIND = "editions"


class Edition(NamedTuple):
    """A published state of the chronicle: its IRI, its place in their order, and its names."""

    iri: str
    rank: int
    names: tuple[str, ...]

    @property
    def version(self) -> str:
        """The shortest of its names, by which it is asked for: 0.1.0."""
        return min(self.names, key=lambda name: (len(name), name))


def editions(store: Store, files: Corpus) -> list[Edition]:
    """The editions that a chronicle speaks of, the oldest first; none where it has none."""
    if not files.queries(_KIND):
        return []  # a chronicle from before there were editions
    header, text = own(files, _KIND, "editions")
    ranks: dict[str, int] = {}
    names: dict[str, list[str]] = {}
    for row in store.rows(text, header.file):
        iri = row["edition"].value
        ranks[iri] = int(row["rank"].value)
        names.setdefault(iri, []).append(row["name"].value)
    return [Edition(iri, ranks[iri], tuple(dict.fromkeys(names[iri]))) for iri in ranks]


def edition(store: Store, files: Corpus, text: str) -> Edition:
    """The edition called `text`: its version, a label in any language, or its IRI.

    Raises UsageError listing the editions where none is called so.
    """
    known = editions(store, files)
    for one in known:
        if text in (one.iri, short(one.iri), *one.names):
            return one
    for one in known:
        if fold(text) in {fold(name) for name in one.names}:
            return one
    listed = ", ".join(one.version for one in known)
    raise UsageError(
        f"there is no edition “{text[:80]}”",
        mend=f"the editions are: {listed}" if listed else "this chronicle has no editions",
    )


def select(store: Store, files: Corpus, text: str | None = None) -> None:
    """Take from `store` all claims that do not stand in an edition; the newest if `text` is None.

    With a claim go its graph, what the ledger says of it, the links to it, and the passages that
    are drawn on by no other. It is to run when the rules of the stage `record` have run and
    before all others. Raises UsageError where there is no such edition.
    """
    known = editions(store, files)
    if text is None and not known:
        return
    chosen = known[-1] if text is None else edition(store, files, text)
    header, query = own(files, _KIND, "traces")
    traces = store.triples(_bound(header, query, chosen), header.file)
    header, query = own(files, _KIND, "leaving")
    gone = {row["gone"] for row in store.rows(_bound(header, query, chosen), header.file)}
    for term in gone:
        store.forget(term.value)
    graph = ox.NamedNode(corpus.DERIVED)
    kept = (t for t in traces if t.subject not in gone)
    store.add(ox.Quad(t.subject, t.predicate, t.object, graph) for t in kept)


def _bound(header: Header, query: str, chosen: Edition) -> str:
    return bind(header, query, {"edition": chosen.iri}, lambda iri, _: iri)
