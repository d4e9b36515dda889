"""The text of iCalendar (RFC 5545): escaping, parameters, and lines of at most 75 octets."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LIMIT = 75
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_NEWLINE = re.compile(r"\r\n|\r|\n")


def text(value: str) -> str:
    """A value of the type TEXT (section 3.3.11). Control characters, which it cannot hold,
    become spaces; a line break is kept as such, by its escape.
    """
    value = _CONTROL.sub(" ", _NEWLINE.sub("\n", value))
    for plain in ("\\", ";", ","):
        value = value.replace(plain, "\\" + plain)
    return value.replace("\n", "\\n")


def line(name: str, value: str, **parameters: str) -> str:
    """One property, not folded. `value` is in its final form: see `text`.

    A parameter that is empty is left out; underscores in its name stand for hyphens.
    """
    given = "".join(f";{key.replace('_', '-')}={said}" for key, said in parameters.items() if said)
    return f"{name}{given}:{value}"


def fold(content: str) -> str:
    """A content line in pieces of at most 75 octets, never cut within a character (3.1)."""
    pieces, piece, size = [], "", 0
    for character in content:
        octets = len(character.encode())
        if size + octets > _LIMIT:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])


def document(lines: Iterable[str]) -> bytes:
    """Content lines as a file: folded, each ended by CR and LF."""
    return "".join(f"{fold(content)}\r\n" for content in lines).encode()
