"""Queries that a user wrote: what is refused, and how the rest is run without risk.

A query only reads this chronicle. It may not update, call out (SERVICE), or name a dataset
that is not here (FROM a file or an address). The engine has no time limit of its own and some
queries bring it down, so a user's query runs in a child process that is ended at a deadline.
"""

from __future__ import annotations

import os
import select
import signal
import time
from typing import Any, NamedTuple

import pyoxigraph as ox

from elchi.errors import ElchiError, InputError
from elchi.guard import guard
from elchi.store import Store


class Answer(NamedTuple):
    """What a query gives: rows with their variables, or triples, or a yes or no."""

    names: list[str]
    rows: list[dict[str, Any]]
    triples: list[ox.Triple] | None = None
    truth: bool | None = None


def run(store: Store, text: str, where: str = "query", timeout: float = 60.0) -> Answer:
    """The answer to a user's query, worked out in a child process of at most `timeout` seconds.

    Raises InputError where the query is refused, wrong, too slow or too much for the engine.
    """
    guard(text, store.graphs(), where)
    if not hasattr(os, "fork"):  # pragma: no cover - not on this platform
        return direct(store, text, where)
    return _unpack(_in_child(store, text, where, timeout))


def direct(store: Store, text: str, where: str) -> Answer:
    """The answer to a query of the chronicle's own, in this process."""
    return _taken(store.ask(text, where))


def _work(store: Store, text: str, where: str) -> tuple[str, bytes]:
    found = store.ask(text, where)
    try:
        if isinstance(found, ox.QueryTriples):
            body = found.serialize(format=ox.RdfFormat.N_TRIPLES)
        else:
            body = found.serialize(format=ox.QueryResultsFormat.JSON)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"the query cannot be answered: {error}", where=where) from None
    assert body is not None
    return ("t" if isinstance(found, ox.QueryTriples) else "r"), body


def _unpack(packed: tuple[str, bytes]) -> Answer:
    kind, body = packed
    if kind == "t":
        found = ox.parse(input=body, format=ox.RdfFormat.N_TRIPLES)
        return Answer([], [], triples=[q.triple for q in found])
    return _taken(ox.parse_query_results(input=body, format=ox.QueryResultsFormat.JSON))


def _taken(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Answer:
    if isinstance(found, ox.QueryTriples):
        return Answer([], [], triples=list(found))
    if isinstance(found, ox.QueryBoolean):
        return Answer([], [], truth=bool(found))
    names = [variable.value for variable in found.variables]
    rows = []
    for solution in found:
        values = ((name, solution[name]) for name in names)
        rows.append({n: v for n, v in values if v is not None})
    return Answer(names, rows)


def _in_child(store: Store, text: str, where: str, timeout: float) -> tuple[str, bytes]:
    import warnings

    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # The child only runs one query and leaves by os._exit: no lock of another thread is used.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:  # pragma: no cover - the child's lines are not seen by coverage
        _child(store, text, where, writer)
    os.close(writer)
    body = bytearray()
    deadline = time.monotonic() + timeout
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([reader], [], [], left)[0]:
                os.kill(child, signal.SIGKILL)
                raise InputError(
                    f"the query took longer than {timeout:g} seconds and was ended",
                    where=where,
                    mend="make it more specific, or allow more with --timeout",
                )
            piece = os.read(reader, 1 << 16)
            if not piece:
                break
            body += piece
    finally:
        os.close(reader)
        _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) or not body:
        raise InputError(
            "the query is too much for the engine, which gave up on it",
            where=where,
            mend="make it shorter or less deeply nested",
        )
    kind, rest = chr(body[0]), bytes(body[1:])
    if kind == "e":
        line, _, message = rest.decode().partition("\0")
        said, _, mend = message.partition("\0")
        raise InputError(said, where=where, line=int(line) or None, mend=mend or None)
    return kind, rest


def _child(store: Store, text: str, where: str, writer: int) -> None:  # pragma: no cover
    import faulthandler
    import resource

    try:
        # What the engine says of a crash, and a core file, are not for the user; the parent speaks.
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            kind, body = _work(store, text, where)
        except ElchiError as error:
            kind = "e"
            body = f"{error.line or 0}\0{error.message}\0{error.mend or ''}".encode()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(kind.encode() + body)
        os._exit(0)
    finally:
        os._exit(1)
