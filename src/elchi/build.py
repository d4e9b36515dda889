"""The build: from the files of a chronicle to a graph that is ready to be asked.

What it writes is the same for the same files, byte for byte: no clock, no path, sorted lines.
It is written beside the last good build and put in its place by one atomic step, so a build
that fails or is killed changes nothing, and a reader never sees half of one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from elchi import corpus
from elchi.cards import Card, Describer
from elchi.corpus import Corpus
from elchi.errors import InputError
from elchi.names import Index
from elchi.store import RDF_TYPE, Store, load

GRAPH, INDEX, CARDS = "chronicle.nq", "index.json", "cards.ndjson"
_COUNTED = {
    "claims": corpus.ONTOLOGY + "Claim",
    "events": corpus.ONTOLOGY + "Event",
    "acts": corpus.ONTOLOGY + "Act",
    "people": "https://schema.org/Person",
    "places": "https://schema.org/Place",
    "organisations": "http://www.w3.org/ns/org#Organization",
    "sources": corpus.ONTOLOGY + "Source",
}


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
            self._store = Store.read(self.folder / GRAPH)
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
        return _counts(self.store)

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
            self._describer = Describer(self.store)
        return self._describer

    def card(self, iri: str) -> Card:
        """All that is known of one entity; see `entities.Describer.card`."""
        if self.folder is not None:
            span = self._read_index()["cards"].get(iri)
            if span is not None:
                with (self.folder / CARDS).open("rb") as cards:
                    cards.seek(span[0])
                    card: Card = json.loads(cards.read(span[1]))
                    return card
        return self.describer.card(iri)

    def _read_index(self) -> dict[str, Any]:
        if self._index_file is None:
            assert self.folder is not None
            path = self.folder / INDEX
            try:
                self._index_file = json.loads(path.read_bytes())
            except (OSError, ValueError) as error:
                raise InputError(
                    f"the build cannot be read: {error}", where=str(path), mend="run elchi build"
                ) from None
        assert self._index_file is not None
        return self._index_file


def current(build: str | Path) -> Path | None:
    """The folder of the last good build under `build`; None where there is none."""
    folder = Path(os.path.realpath(Path(build) / "graph"))
    return folder if (folder / INDEX).is_file() else None


def open_chronicle(
    build: str | Path | None = None,
    root: str | Path | None = None,
    extra: Sequence[str | Path] = (),
) -> Chronicle:
    """The chronicle in the build folder (`build`, else `ELCHI_BUILD`, else `build/`).

    Where there is no build, or `extra` files are to be tried, it is made in memory and nothing
    is written. Raises InputError where the files are unsound.
    """
    files = Corpus(root, extra)
    folder = current(build or os.environ.get("ELCHI_BUILD", "build")) if not extra else None
    return Chronicle(files, folder) if folder else make(files)


def make(files: Corpus) -> Chronicle:
    """Build a chronicle in memory. Raises InputError at the first fault that forbids a graph."""
    from elchi.layers import derive
    from elchi.soundness import refuse_unsound

    store = load(files)
    refuse_unsound(store, files)
    derive(store, files)
    return Chronicle(files, None, store)


def write(chronicle: Chronicle, build: str | Path = "build") -> Path:
    """Write a chronicle made in memory under `build`, whole or not at all; returns the folder.

    `build/graph` leads to the result. Raises InputError where the folder cannot be written.
    """
    top = Path(build)
    outputs = dict(_outputs(chronicle))
    try:
        top.mkdir(parents=True, exist_ok=True)
        with _locked(top):
            return _put(top, outputs)
    except OSError as error:
        raise InputError(
            f"the build cannot be written: {error.strerror or error}", where=str(build)
        ) from None


def _outputs(chronicle: Chronicle) -> Iterator[tuple[str, bytes]]:
    yield GRAPH, "".join(chronicle.store.lines()).encode()
    describer = chronicle.describer
    spans: dict[str, tuple[int, int]] = {}
    cards: list[bytes] = []
    offset = 0
    for iri in describer.entities():
        line = json.dumps(describer.card(iri), ensure_ascii=False, separators=(",", ":")).encode()
        spans[iri] = (offset, len(line))
        cards.append(line)
        offset += len(line) + 1
    yield CARDS, b"\n".join(cards) + b"\n"
    index = {
        "inputs": chronicle.files.fingerprint(),
        "counts": _counts(chronicle.store),
        "names": chronicle.index.to_dict(),
        "cards": spans,
    }
    yield INDEX, (json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _counts(store: Store) -> dict[str, int]:
    wanted = {iri: name for name, iri in _COUNTED.items()}
    found: dict[str, set[str]] = {name: set() for name in _COUNTED}
    for quads in (store.facts(), store.quads(corpus.CLAIMS)):
        for quad in quads:
            if quad.predicate == RDF_TYPE:
                name = wanted.get(getattr(quad.object, "value", ""))
                if name:
                    found[name].add(str(quad.subject))
    return {name: len(members) for name, members in found.items()}


@contextmanager
def _locked(top: Path) -> Iterator[None]:
    """One build writes at a time; a second waits until the first is done."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - not on this platform
        yield
        return
    with (top / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _same(path: Path, body: bytes) -> bool:
    return path.is_file() and path.read_bytes() == body


def _put(top: Path, outputs: dict[str, bytes]) -> Path:
    import shutil

    for leftover in top.glob(".writing-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = top / f".writing-{os.getpid()}"
    fresh.mkdir()
    for name, body in outputs.items():
        (fresh / name).write_bytes(body)
    now = current(top)
    if now and all(_same(now / name, body) for name, body in outputs.items()):
        shutil.rmtree(fresh)
        return now
    number = 1
    while (final := top / f".graph-{number}").exists():
        number += 1
    fresh.rename(final)
    link = top / f".writing-link-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(top / "graph")
    for old in top.glob(".graph-*"):
        if old != final:
            shutil.rmtree(old, ignore_errors=True)
    return Path(os.path.realpath(final))
