"""A sign of life on standard error for what takes more than a second, on a terminal alone."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def signs_of_life(verb: str) -> Iterator[None]:
    """Say every second that `verb` is at work, and wipe the line at the end.

    A timer of the operating system is used and no thread, because `query` forks.
    """
    if not sys.stderr.isatty() or not hasattr(signal, "setitimer"):
        yield
        return
    seconds = 0

    def tick(number: int, frame: FrameType | None) -> None:
        nonlocal seconds
        seconds += 1
        sys.stderr.write(f"\relchi: {verb}, {seconds} s ")
        sys.stderr.flush()

    before = signal.signal(signal.SIGALRM, tick)
    signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if seconds:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
