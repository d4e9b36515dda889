"""What can go wrong, said so that a reader can mend it.

Every error elchi raises on purpose is an `ElchiError`: it says what is wrong, in which file
and on which line when that is known, and what would mend it. The command line prints
`str(error)` and leaves with `error.exit_code`; nothing else needs to know about exit codes.
An exception that is not an `ElchiError` is a fault in elchi itself and is left to show its
traceback.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ElchiError", "InputError", "UnknownName", "UsageError"]


class ElchiError(Exception):
    """An error meant for a person.

    `message` is one sentence without a closing full stop, `where` the file, `line` its line
    counted from 1, `mend` what to do about it (may hold several lines).
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        where: str | None = None,
        line: int | None = None,
        mend: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.line = line
        self.mend = mend

    def __str__(self) -> str:
        """Give `file:line: message` and, below it, how to mend it."""
        where = (
            self.where if self.where is None or len(self.where) < 300 else self.where[:299] + "…"
        )
        place = [part for part in (where, str(self.line) if self.line else None) if part]
        head = f"{':'.join(place)}: {self.message}" if self.where else self.message
        if not self.mend:
            return head
        return head + "\n  mend: " + self.mend.replace("\n", "\n        ")


class UsageError(ElchiError):
    """The question was put wrongly: an unknown option, name or parameter."""

    exit_code = 2


class InputError(ElchiError):
    """A file cannot be read, or does not hold what it should."""

    exit_code = 3


class UnknownName(UsageError):  # noqa: N818 -- it is what happened, like KeyboardInterrupt
    """Nothing bears the name that was asked for.

    `candidates` are (name, IRI) pairs that come near it, nearest first, as
    `names.Index.nearest` gives them; they are listed under `mend`.
    """

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]] = ()) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        shown = name if len(name) <= 80 else name[:79] + "…"
        lines = ["did you mean:", *(f"  {near}  <{iri}>" for near, iri in self.candidates)]
        lines.append("or search by words: elchi find ...")
        mend = "\n".join(lines) if self.candidates else "search by words: elchi find ..."
        super().__init__(f"nothing is called “{shown}”", mend=mend)
