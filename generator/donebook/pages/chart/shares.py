"""Shares with their intervals, and counts over time, as places in whole pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from donebook.facts import Share

WIDTH, HALF = 160, 80  # of a share from 0 to 100 %
TALL, ROOM = 96, 24  # of a column, and of the names below and the numbers above
PITCH, THICK = 36, 22


@dataclass(frozen=True, slots=True)
class Plotted:
    """A share as a point on a line, with the ends of its interval."""

    low: int
    at: int
    high: int


def plotted(share: Share) -> Plotted:
    return Plotted(*(round(WIDTH * part) for part in (share.low, share.share, share.high)))


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a column: where it begins, seen from above, and how high it is."""

    kind: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its left edge, its middle, where it ends above, and its parts from the ground up."""

    left: int
    middle: int
    top: int
    blocks: tuple[Block, ...]


def columns(rows: Sequence[Sequence[tuple[str, int]]]) -> tuple[Column, ...]:
    """Columns of the parts of each row, side by side, the highest as high as there is room."""
    most = max((sum(n for _, n in row) for row in rows), default=0)
    return tuple(_column(number, row, most) for number, row in enumerate(rows))


def _column(number: int, row: Sequence[tuple[str, int]], most: int) -> Column:
    left = number * PITCH + (PITCH - THICK) // 2
    blocks: list[Block] = []
    below = 0
    for kind, n in row:
        start, end = (round(TALL * part / most) for part in (below, below + n))
        blocks.append(Block(kind, ROOM + TALL - end, end - start))
        below += n
    return Column(left, left + THICK // 2, blocks[-1].top, tuple(blocks))
