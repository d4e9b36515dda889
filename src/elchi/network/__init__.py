"""The walk: how the things of a chronicle are tied together, and by whose word.

`graph` makes the network, `paths` leads from one thing to another, `around` looks about,
`rank` and `communities` measure. Which statements are ties is said in `queries/network/`.
"""

from elchi.network.graph import LEVELS, Statement, graph, level, strength
from elchi.network.measures import (
    MEASURES,
    Community,
    Near,
    Ranked,
    around,
    communities,
    rank,
)
from elchi.network.paths import Evidence, Hop, Path, Step, paths

__all__ = [
    "LEVELS",
    "MEASURES",
    "Community",
    "Evidence",
    "Hop",
    "Near",
    "Path",
    "Ranked",
    "Statement",
    "Step",
    "around",
    "communities",
    "graph",
    "level",
    "paths",
    "rank",
    "strength",
]
