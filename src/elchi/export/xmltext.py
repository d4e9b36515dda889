"""Which text XML can hold."""

from __future__ import annotations

import re

from elchi.errors import InputError

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def checked(document: bytes, form: str) -> bytes:
    """`document`, a finished XML document. Raises InputError where a character is not for XML.

    XML 1.0 has no way at all to write most control characters, and a file that holds one
    cannot be opened; `form` is the name of the format, for the message.
    """
    text = document.decode()
    found = _FORBIDDEN.search(text)
    if found:
        near = text[max(0, found.start() - 40) : found.start()].rsplit("\n", 1)[-1].strip()
        raise InputError(
            f"{form} cannot hold the control character U+{ord(found[0]):04X} after “{near}”",
            mend="take the character out of the data, or export ttl, which can hold it",
        )
    return document
