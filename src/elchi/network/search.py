"""The search for paths: the shortest first, then the better backed, the same at each call.

Of paths of one length that one comes first whose evidence is stronger: told by its weakest hop,
then by how many hops are so weak, then by the next weakest; at last the IRIs decide. The paths
are found by Yen's algorithm (J. Y. Yen, Management Science 17, 1971), each search in it being
Dijkstra's.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

_Key = tuple[int, int, tuple[str, ...]]


class Search:
    """Ties without direction, each with the cost of its best statement, and the days of nodes."""

    def __init__(self, network: nx.MultiDiGraph, in_time: bool) -> None:
        best: dict[str, dict[str, int]] = defaultdict(dict)
        for start, end, data in network.edges(data=True):
            strong = data["strength"]
            for one, other in ((start, end), (end, start)):
                best[one][other] = min(strong, best[one].get(other, strong))
        # A sum of such powers tells first how many hops are of the weakest strength, for no path
        # has as many hops as there are nodes.
        base = len(network)
        self._ties = {
            one: [(other, base**strong) for other, strong in sorted(others.items())]
            for one, others in best.items()
        }
        self._costs = {one: dict(others) for one, others in self._ties.items()}
        nodes = network.nodes
        self._earliest = {n: (nodes[n]["earliest"] or "" if in_time else "") for n in nodes}
        self._latest = {n: (nodes[n]["latest"] or "9999" if in_time else "9999") for n in nodes}

    def shortest(self, a: str, b: str, count: int) -> list[tuple[str, ...]]:
        """Yen's algorithm: the `count` first simple paths, in order."""
        found: list[tuple[str, ...]] = []
        waiting: list[_Key] = []
        first = self._first((a,), b, ())
        if first:
            waiting.append(first)
        seen = {key[2] for key in waiting}
        while waiting and len(found) < count:
            nodes = heapq.heappop(waiting)[2]
            found.append(nodes)
            for at in range(1, len(nodes)):
                root = nodes[:at]
                closed = {other[at] for other in found if other[:at] == root}
                key = self._first(root, b, closed)
                if key and key[2] not in seen:
                    seen.add(key[2])
                    heapq.heappush(waiting, key)
        return found

    def _first(self, root: tuple[str, ...], goal: str, closed: Collection[str]) -> _Key | None:
        """The first path that begins with `root` and does not go on to one of `closed`.

        Of two ways to a node the one that came later in order is of use only where it leaves
        time that the other does not: where the days so far allow an earlier one to follow.
        """
        cost = sum(self._costs[one][other] for one, other in pairwise(root))
        floor = max(self._earliest[node] for node in root)
        waiting = [((len(root) - 1, cost, root), floor)]
        reached: dict[str, str] = {}
        while waiting:
            (hops, cost, nodes), floor = heapq.heappop(waiting)
            last = nodes[-1]
            if last in reached and reached[last] <= floor:
                continue
            reached[last] = floor
            if last == goal:
                return hops, cost, nodes
            for other, price in self._ties.get(last, ()):
                if other in nodes or (len(nodes) == len(root) and other in closed):
                    continue
                if self._latest[other] < floor:
                    continue
                key = (hops + 1, cost + price, (*nodes, other))
                heapq.heappush(waiting, (key, max(floor, self._earliest[other])))
        return None
