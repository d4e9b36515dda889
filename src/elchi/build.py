"""A chronicle ready to be asked: made in memory from its files, or read from a build.

The engine is imported only when the graph itself is asked: a card is read without it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elchi import corpus
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.names import Index
from elchi.views import View

if TYPE_CHECKING:
    from elchi.cards import Card, Describer
    from elchi.store import Store

GRAPH, INDEX, CARDS = "chronicle.nq", "index.json", "cards.ndjson"
_AS_IT_IS = View()
_COUNTED = {
    "claims": corpus.ONTOLOGY + "Claim",
    "events": corpus.ONTOLOGY + "Event",
    "acts": corpus.ONTOLOGY + "Act",
    "people": "https://schema.org/Person",
    "places": "https://schema.org/Place",
    "organisations": "http://www.w3.org/ns/org#Organization",
    "sources": corpus.ONTOLOGY + "Source",
}


_INDEX = {"inputs": str, "graph": int, "counts": dict, "names": dict, "cards": dict}
"""What the index holds: by it a damaged one is told."""


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError, IndexError):
        raise _damaged(path) from None


def _damaged(path: Path) -> InputError:
    return InputError(
        "the build is damaged, or was replaced while it was read",
        where=str(path),
        mend="run elchi build",
    )


class Chronicle:
    """A chronicle ready to be asked: its store, its names and its cards, each read when needed.

    `files` are the sources it is made from; `folder` is the build it is read from, or None for
    one made in memory. `stale` says whether the files have changed since that build.
    """

    def __init__(self, files: Corpus, folder: Path | None, store: Store | None = None) -> None:
        self.files = files
        self.folder = folder
        self._store = store
        self._describer: Describer | None = None
        self._index_file: dict[str, Any] | None = None
        self._index: Index | None = None

    @property
    def store(self) -> Store:
        """The dataset with all layers."""
        if self._store is None:
            assert self.folder is not None
            path = self.folder / GRAPH
            with _damage(path):
                sound = zlib.crc32(path.read_bytes()) == self._read_index()["graph"]
            if not sound:
                raise _damaged(path)
            from elchi.store import Store

            self._store = Store.read(path)
        return self._store

    @property
    def stale(self) -> bool:
        """Whether the files of the chronicle differ from those the build was made of."""
        if self.folder is None or self.files.newest() < (self.folder / INDEX).stat().st_mtime:
            return False
        inputs: str = self._read_index()["inputs"]
        return inputs != self.files.fingerprint()

    @property
    def counts(self) -> dict[str, int]:
        """How many claims, events, acts, people, places, organisations, sources there are."""
        if self.folder is not None:
            return dict(self._read_index()["counts"])
        return counted(self.store)

    @property
    def index(self) -> Index:
        """The names by which entities are found."""
        if self._index is None:
            if self.folder is not None:
                self._index = Index.from_dict(self._read_index()["names"])
            else:
                self._index = Index(self.describer.names())
        return self._index

    @property
    def describer(self) -> Describer:
        """What makes cards from the store."""
        if self._describer is None:
            from elchi.cards import Describer

            self._describer = Describer(self.store)
        return self._describer

    def card(self, iri: str) -> Card:
        """All that is known of one entity; see `cards.Describer.card`."""
        if self.folder is not None:
            span = self._read_index()["cards"].get(iri)
            if span is not None:
                path = self.folder / CARDS
                with _damage(path), path.open("rb") as cards:
                    cards.seek(span[0])
                    card: Card = json.loads(cards.read(span[1]))
                if not isinstance(card, dict) or card.get("iri") != iri:
                    raise _damaged(path)
                return card
        return self.describer.card(iri)

    def _read_index(self) -> dict[str, Any]:
        if self._index_file is None:
            assert self.folder is not None
            path = self.folder / INDEX
            with _damage(path):
                found = json.loads(path.read_bytes())
            if not isinstance(found, dict) or {k: type(v) for k, v in found.items()} != _INDEX:
                raise _damaged(path)
            self._index_file = found
        assert self._index_file is not None
        return self._index_file


def current(build: str | Path) -> Path | None:
    """The folder of the last good build under `build`; None where there is none."""
    folder = os.path.realpath(os.path.join(build, "graph"))
    return Path(folder) if os.path.isfile(os.path.join(folder, INDEX)) else None


def open_chronicle(
    build: str | Path | None = None,
    root: str | Path | None = None,
    extra: Sequence[str | Path] = (),
    view: View = _AS_IT_IS,
) -> Chronicle:
    """The chronicle in the build folder (`build`, else `ELCHI_BUILD`, else `build/`).

    Where there is no build, `extra` files are to be tried, or `view` is another than that of the
    build, it is made in memory and nothing is written. Raises InputError where the files are
    unsound, UsageError where `view` names an edition or a policy that is none.
    """
    files = Corpus(root, extra)
    folder = current(build or os.environ.get("ELCHI_BUILD", "build")) if not extra else None
    if folder:
        built = Chronicle(files, folder)
        if view == _AS_IT_IS or (not built.stale and _is_newest(built, view)):
            return built
    return make(files, view)


def _is_newest(built: Chronicle, view: View) -> bool:
    from elchi.editions import edition, editions

    if view.edition is None or view.policy is not None:
        return False
    return edition(built.store, built.files, view.edition) == editions(built.store, built.files)[-1]


def make(files: Corpus, view: View = _AS_IT_IS) -> Chronicle:
    """Build a chronicle in memory, as of the edition and under the policy that `view` names.

    Raises InputError at the first fault that forbids a graph, UsageError for an edition or a
    policy that is none.
    """
    from elchi.layers import derive
    from elchi.policies import choose
    from elchi.soundness import refuse_unsound
    from elchi.store import load

    store = load(files)
    refuse_unsound(store, files)
    derive(store, files, choose(store, view.policy), view.edition)
    return Chronicle(files, None, store)


def counted(store: Store) -> dict[str, int]:
    """How many there are of what a chronicle is said to hold."""
    from elchi.store import RDF_TYPE

    wanted = {iri: name for name, iri in _COUNTED.items()}
    found: dict[str, set[str]] = {name: set() for name in _COUNTED}
    for quads in (store.facts(), store.quads(corpus.CLAIMS)):
        for quad in quads:
            if quad.predicate == RDF_TYPE:
                name = wanted.get(getattr(quad.object, "value", ""))
                if name:
                    found[name].add(str(quad.subject))
    return {name: len(members) for name, members in found.items()}
