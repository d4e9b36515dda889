"""elchi: a cited chronicle of diplomacy as a knowledge graph.

import elchi
g = elchi.open()                    # an rdflib Dataset: facts by default, layers by name
g.rows("acts-by-year", year="2017") # rows of a named question
g.network()                         # the same as a networkx graph
"""

from __future__ import annotations

from typing import Any

__all__ = ["open"]


def __getattr__(name: str) -> Any:
    # rdflib takes 0.1 s to import: only those who open the chronicle in Python wait for it.
    if name in ("open", "Dataset"):
        from elchi import dataset

        return getattr(dataset, name)
    raise AttributeError(f"module 'elchi' has no attribute {name!r}")
