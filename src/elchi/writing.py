"""Writing a build: whole or not at all, and the same bytes for the same files.

It holds no clock and no path, and its lines are sorted. It is written beside the last good
build and put in its place by one atomic step, so a build that fails or is killed changes
nothing, and a reader never sees half of one.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elchi.build import CARDS, GRAPH, INDEX, Chronicle, counted, current
from elchi.errors import InputError


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
    graph = "".join(chronicle.store.lines()).encode()
    yield GRAPH, graph
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
        "graph": zlib.crc32(graph),
        "counts": counted(chronicle.store),
        "names": chronicle.index.to_dict(),
        "cards": spans,
    }
    yield INDEX, (json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


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
        if leftover.is_symlink():
            leftover.unlink()
        else:
            shutil.rmtree(leftover, ignore_errors=True)
    fresh = top / f".writing-{os.getpid()}"
    fresh.mkdir()
    for name, body in outputs.items():
        (fresh / name).write_bytes(body)
    now = current(top)
    if now and all(_same(now / name, body) for name, body in outputs.items()):
        shutil.rmtree(fresh)
        return now
    link = top / "graph"
    if os.path.lexists(link) and not link.is_symlink():
        shutil.rmtree(fresh)
        raise InputError(
            "is in the way: the build keeps its graph there",
            where=str(link),
            mend="move it away, or name another folder with --build",
        )
    # Numbers only go up, and the build before this one is kept: a reader that has just opened
    # it still finds it whole.
    numbers = sorted(int(path.name[7:]) for path in top.glob(".graph-[0-9]*"))
    final = top / f".graph-{numbers[-1] + 1 if numbers else 1}"
    fresh.rename(final)
    passing = top / f".writing-link-{os.getpid()}"
    passing.unlink(missing_ok=True)
    passing.symlink_to(final.name)
    passing.replace(link)
    for number in numbers[:-1]:
        shutil.rmtree(top / f".graph-{number}", ignore_errors=True)
    return Path(os.path.realpath(final))
