"""The order of entries in their columns, so chosen that few lines cross.

Each entry moves to the mean place of those it is joined with, column by column, there and back a
few times (Sugiyama's barycenters); clusters stay together. The order with the fewest crossings
wins, and the first of equals, so that the same playbook always gives the same drawing.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import fsum

from donebook.model import Key
from donebook.pages.chart.graph import Cluster, Column, Edge, Graph

SWEEPS = 12
THERE, BACK = (1, 2, 0), (1, 0, 2)

Columns = tuple[Column, Column, Column]


def untangled(graph: Graph) -> Graph:
    """The same graph with its entries in a better order."""
    now = best = graph.columns
    fewest = crossings(graph)
    for sweep in range(SWEEPS):
        for number in BACK if sweep % 2 else THERE:
            now = _settled(now, number, graph.edges)
        found = crossings(replace(graph, columns=now))
        if found < fewest:
            best, fewest = now, found
    return replace(graph, columns=best)


def crossings(graph: Graph) -> int:
    """How many pairs of lines cross, between each two columns on their own."""
    places = [_places(column) for column in graph.columns]
    return sum(
        _inversions(
            sorted(
                (left[edge.source], right[edge.target])
                for edge in graph.edges
                if edge.source in left and edge.target in right
            )
        )
        for left, right in combinations(places, 2)
    )


def _inversions(lines: Sequence[tuple[float, float]]) -> int:
    count = 0
    seen: list[float] = []
    for _, end in lines:
        count += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return count


def _places(column: Column) -> Mapping[Key, float]:
    """How far down each entry stands, from 0 to 1: columns differ in length."""
    keys = [entry.key for cluster in column for entry in cluster.entries]
    return {key: (number + 0.5) / len(keys) for number, key in enumerate(keys)}


def _settled(columns: Columns, number: int, edges: Sequence[Edge]) -> Columns:
    """The columns with the entries of one of them moved to where their lines pull them."""
    places = {key: place for column in columns for key, place in _places(column).items()}
    pulls: defaultdict[Key, list[float]] = defaultdict(list)
    for edge in edges:
        pulls[edge.source].append(places[edge.target])
        pulls[edge.target].append(places[edge.source])

    def middle(key: Key) -> float:
        return fsum(pulls[key]) / len(pulls[key]) if key in pulls else places[key]

    def ordered(cluster: Cluster) -> Cluster:
        entries = sorted(cluster.entries, key=lambda e: (middle(e.key), e.id))
        return replace(cluster, entries=tuple(entries))

    settled = tuple(ordered(cluster) for cluster in columns[number])
    first, second, third = (settled if n == number else c for n, c in enumerate(columns))
    return first, second, third
