"""Where everything of the map stands, in whole pixels of a drawing that is 960 wide.

`map/layout.js` stacks what a filter leaves in the same way; both run tests/cases/browser/map.json.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from donebook.model import Entry, Key, SpokenQuestion
from donebook.pages.chart.graph import MISREAD, Column, Edge, Graph
from donebook.pages.chart.order import untangled
from donebook.pages.chart.wrap import line_count
from donebook.text import Plain, finished

WIDTH = 960
NODE = 240
COLUMNS = (0, 360, 720)
TOP = 30
GAP, LINE, PADDING, GROUP = 14, 17, 14, 18
SIZE, INSET = 13, 12
CLEAR = 6
# Two answers of a question may lead to one entry: each strength has a place of its own.
PORTS = {"strong": -5, "weak": 0, "red_flag": 5, MISREAD: 0}


@dataclass(frozen=True, slots=True)
class Node:
    """One entry's box, with room for its title. `stages` are those it is asked in."""

    number: int
    entry: Entry
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def stages(self) -> Plain:
        return Plain(" ".join(self.entry.stages if isinstance(self.entry, SpokenQuestion) else ()))


@dataclass(frozen=True, slots=True)
class PlacedCluster:
    """Boxes below a heading at `y`; without a name there is none."""

    name: Plain | None
    x: int
    y: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """From one box to another; `path` is written as SVG wants it."""

    source: Node
    target: Node
    how: str
    is_late: bool
    path: Plain


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing. `lines` come in the order of the boxes they begin at."""

    height: int
    columns: tuple[tuple[PlacedCluster, ...], ...]
    lines: tuple[Line, ...]

    @property
    def nodes(self) -> Iterator[Node]:
        return (node for column in self.columns for group in column for node in group.nodes)


@dataclass(frozen=True, slots=True)
class _Box:
    """A heading or a box before it has a place; what stands below a heading keeps to it."""

    height: int
    keeps_to_heading: bool = False


def drawn(graph: Graph, product: str) -> Chart:
    """The graph with every entry and every line at its place; titles name `product`."""
    graph = untangled(graph)
    parts = [_parts(column, product) for column in graph.columns]
    height = max((natural(part.height for part in column) for column in parts), default=0)
    number = 0
    columns = []
    for x, column, found in zip(COLUMNS, graph.columns, parts, strict=True):
        groups = _placed(column, found, x, height, number)
        number += sum(len(group.nodes) for group in groups)
        columns.append(groups)
    nodes = {n.entry.key: n for groups in columns for group in groups for n in group.nodes}
    middle = [node for group in columns[1] for node in group.nodes]
    return Chart(TOP + height, tuple(columns), _lines(graph.edges, nodes, middle))


def _parts(column: Column, product: str) -> list[_Box]:
    parts = []
    for cluster in column:
        if cluster.name:
            parts.append(_Box(GROUP))
        for number, entry in enumerate(cluster.entries):
            title = finished(entry.title, product)
            lines = line_count(title, (NODE - 2 * INSET) / SIZE)
            height = lines * LINE + PADDING
            parts.append(_Box(height, bool(cluster.name) and number == 0))
    return parts


def natural(heights: Iterable[int]) -> int:
    """The least height of a column, from those of its parts."""
    found = tuple(heights)
    return sum(found) + GAP * max(len(found) - 1, 0)


def stacked(parts: Sequence[tuple[int, bool]], height: int) -> list[int]:
    """The top of each part, given its height and whether it keeps to the one above it.

    What is left of `height` is spread evenly around the parts that keep to none.
    """
    loose = sum(not keeps for _, keeps in parts)
    spare = height - natural(h for h, _ in parts)
    tops, top, passed = [], TOP, 0
    for part_height, keeps in parts:
        passed += not keeps
        tops.append(top + spare * (2 * passed - 1) // (2 * loose))
        top += part_height + GAP
    return tops


def _placed(
    column: Column, parts: Sequence[_Box], x: int, height: int, number: int
) -> tuple[PlacedCluster, ...]:
    tops = stacked([(p.height, p.keeps_to_heading) for p in parts], height)
    rest = iter(zip(parts, tops, strict=True))
    groups = []
    for cluster in column:
        top = next(rest)[1] if cluster.name else 0
        nodes = []
        for entry in cluster.entries:
            part, y = next(rest)
            nodes.append(Node(number, entry, x, y, part.height))
            number += 1
        groups.append(PlacedCluster(cluster.name, x, top, tuple(nodes)))
    return tuple(groups)


def _lines(
    edges: Sequence[Edge], nodes: dict[Key, Node], middle: Sequence[Node]
) -> tuple[Line, ...]:
    lines = [
        Line(source, target, edge.how, edge.is_late, Plain(path))
        for edge in edges
        for source, target in [(nodes[edge.source], nodes[edge.target])]
        for path in [path_of(source, target, PORTS[edge.how], middle)]
    ]
    hows = tuple(PORTS)
    return tuple(sorted(lines, key=lambda n: (n.source.number, hows.index(n.how), n.target.number)))


def path_of(source: Node, target: Node, port: int, middle: Sequence[Node]) -> str:
    """A line from box to box; past the middle column it goes between the boxes, not behind them."""
    start, end = source.middle + port, target.middle + port
    left, right = source.x + NODE, target.x
    first = f"M{left} {start}"
    if source.x != COLUMNS[0] or target.x != COLUMNS[2]:
        return f"{first}{_curve(left, start, right, end)}"
    between = _free((start + end) // 2, middle)
    near, far = COLUMNS[1], COLUMNS[1] + NODE
    return f"{first}{_curve(left, start, near, between)}H{far}{_curve(far, between, right, end)}"


def _curve(left: int, start: int, right: int, end: int) -> str:
    half = (left + right) // 2
    return f"C{half} {start} {half} {end} {right} {end}"


def _free(y: int, nodes: Sequence[Node]) -> int:
    """The height nearest to `y` at which no box is in the way."""
    for node in nodes:
        above, below = node.y - CLEAR, node.y + node.height + CLEAR
        if above < y < below:
            return above if y - above < below - y else below
    return y
