"""How far apart the lines of a sheet are, so that each page is filled and has room to write."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from math import floor

from donebook.sheet import Sheet
from donebook.sheet.values import Asks, Blank, Blanks, Block, Grid, Prose, Ruled, Ticks

# Millimetres between two lines: college ruling is 7, and below that few people can write.
LINE_HEIGHTS = (9.0, 8.0, 7.0)
WIDEST = 11.0
# What stays free below the last line of a page, so that nothing is pushed to the next one.
_SPARE = 2.0

# The page on which a part of a sheet ends, and the millimetres that are left below it there.
End = tuple[int, float]


def even(sheet: Sheet, height: float) -> tuple[float, ...]:
    """The same height for the lines of each part."""
    return (height,) * len(sheet.parts)


def spread(sheet: Sheet, ends: Sequence[End], height: float, share: float) -> tuple[float, ...]:
    """The heights of each part's lines, with this share of what each page has left given to its lines.

    `ends` is where the parts end with lines of one height.
    """
    lines: Counter[int] = Counter()
    for part, (page, _) in zip(sheet.parts, ends, strict=True):
        lines[page] += lines_of(part.block)
    left = {page: gap for page, gap in ends}  # noqa: C416 - the last part of a page counts
    return tuple(
        min(WIDEST, height + _more(share * (left[page] - _SPARE), lines[page])) for page, _ in ends
    )


def _more(left: float, lines: int) -> float:
    """How much higher each line can be, in tenths of a millimetre."""
    return max(0, floor(10 * left / lines)) / 10 if lines else 0.0


def lines_of(block: Block) -> int:
    """About how many lines to write on stand below each other in a block."""
    match block:
        case Blanks(blanks):
            return sum(map(_lines_of_blanks, _rows(blanks)))
        case Asks(asks):
            return sum(answer.lines for _, answer in asks)
        case Ruled(blank):
            return blank.lines
        case Grid(_, rows):
            # Where something is printed, a row is mostly higher than its line.
            return sum(all(isinstance(c, Blank) and not c.given for c in row) for row in rows)
        case Prose() | Ticks():
            return 0


def _rows(blanks: tuple[Blank, ...]) -> list[tuple[Blank, ...]]:
    """The blanks that stand side by side: two short ones, or one wide."""
    rows: list[tuple[Blank, ...]] = []
    for is_wide, found in groupby(blanks, lambda blank: blank.kind in ("lines", "choice")):
        side_by_side, some = 1 if is_wide else 2, tuple(found)
        rows += (some[n : n + side_by_side] for n in range(0, len(some), side_by_side))
    return rows


def _lines_of_blanks(row: tuple[Blank, ...]) -> int:
    return max(0 if blank.choices else blank.lines for blank in row)
