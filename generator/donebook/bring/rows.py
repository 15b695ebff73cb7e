"""What a file of any form becomes before it is known what it holds: tables of texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from donebook.message import Message, message, plural

# More than anybody writes by hand.
MOST_BYTES = 16 << 20
MOST_ROWS = 5_000
MOST_COLUMNS = 100

Unit = Literal["row", "line"]
Shape = Literal["question", "titled", "term"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: the file, its sheet if it has sheets, a row or a line, a column."""

    file: str
    part: str
    number: int
    unit: Unit = "row"
    column: str = ""


def places(spots: Sequence[Spot]) -> Message:
    """Where spots are that differ in their numbers alone: rows 3 to 5 and 9."""
    first = spots[0]
    numbers = _ranges(sorted({spot.number for spot in spots}))
    if first.unit == "line":
        at = plural("line {numbers}", "lines {numbers}", n=len(spots), numbers=numbers)
    else:
        at = plural("row {numbers}", "rows {numbers}", n=len(spots), numbers=numbers)
    if first.column:
        at = message("{rows}, column “{column}”", rows=at, column=first.column)
    return message("“{sheet}”, {rows}", sheet=first.part, rows=at) if first.part else at


def seen_from(spot: Spot, place: Spot) -> Message:
    """Where a spot is, as it is told of another one: its file only where that is another."""
    at = places([place])
    return at if place.file == spot.file else message("{file}, {place}", file=place.file, place=at)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, with a dash between the ends of those that follow each other."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else f"{part[0]}" for part in parts)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as they stand there, with their numbers; which row is the heading isn't known.

    `above` are headings that stand over all of it. Rows without a text are left out.
    """

    part: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unit: Unit = "row"
    above: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number and its texts by the names of their columns."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns, in order. `letters` are the columns that a spreadsheet calls so."""

    part: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: Unit = "row"
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that can't be read, and where."""

    part: str
    number: int
    said: Message
    column: str = ""
    unit: Unit = "row"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. `notes` say what was left out of it, or how it was read."""

    parts: tuple[Grid | Table, ...]
    notes: tuple[Message, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader may know of what is looked for.

    `knows` says whether a text is the heading of a column, `is_main` whether of the one that each
    row needs, `asks` whether a text is a question; `shape` is how entries stand in a running text.
    `most` is how many rows of a table are read.
    """

    shape: Shape
    knows: Callable[[str], bool]
    is_main: Callable[[str], bool]
    asks: Callable[[str], bool]
    most: int = MOST_ROWS


Reader = Callable[[bytes, Hints], Reading | Message]


def letter(number: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    more, last = divmod(number, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + last)
