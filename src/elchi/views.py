"""How a chronicle is seen: what is chosen when its layers are made."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """What is chosen when the layers are made; a field left at None is what the chronicle says.

    `edition` is the edition as of which it answers, by version, label or IRI; the newest where
    it is None. `policy` chooses between statements in conflict, by its slug, with a source after
    a colon where it takes one; all accepted statements stand where it is None.
    """

    edition: str | None = None
    policy: str | None = None
