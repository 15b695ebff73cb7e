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

from donebook.model import Key
from donebook.pages.chart.web import Cluster, Column, Lead, Web

SWEEPS = 12
THERE, BACK = (1, 2, 0), (1, 0, 2)

Columns = tuple[Column, Column, Column]


def untangled(web: Web) -> Web:
    """The same web with its entries in a better order."""
    now = best = web.columns
    fewest = crossings(web)
    for sweep in range(SWEEPS):
        for number in BACK if sweep % 2 else THERE:
            now = _settled(now, number, web.leads)
        found = crossings(replace(web, columns=now))
        if found < fewest:
            best, fewest = now, found
    return replace(web, columns=best)


def crossings(web: Web) -> int:
    """How many pairs of lines cross, between each two columns on their own."""
    places = [_places(column) for column in web.columns]
    return sum(
        _inversions(
            sorted(
                (left[lead.source], right[lead.target])
                for lead in web.leads
                if lead.source in left and lead.target in right
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


def _settled(columns: Columns, number: int, leads: Sequence[Lead]) -> Columns:
    """The columns with the entries of one of them moved to where their lines pull them."""
    places = {key: place for column in columns for key, place in _places(column).items()}
    pulls: defaultdict[Key, list[float]] = defaultdict(list)
    for lead in leads:
        pulls[lead.source].append(places[lead.target])
        pulls[lead.target].append(places[lead.source])

    def middle(key: Key) -> float:
        return sum(pulls[key]) / len(pulls[key]) if key in pulls else places[key]

    def ordered(cluster: Cluster) -> Cluster:
        entries = sorted(cluster.entries, key=lambda e: (middle(e.key), e.id))
        return replace(cluster, entries=tuple(entries))

    settled = tuple(ordered(cluster) for cluster in columns[number])
    first, second, third = (settled if n == number else c for n, c in enumerate(columns))
    return first, second, third
