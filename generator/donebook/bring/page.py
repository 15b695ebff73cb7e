"""What a running text comes to: records with named parts, the tables in it, and what is neither."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from donebook.bring.blocks import Block
from donebook.bring.rows import MOST_ROWS, Grid, Hints, Row, Table

# What parts are called that have no name in the file.
TEXT, BELOW, TOPIC = "Text", "Below", "Topic"
OVER_ALL = -1  # how deep a heading stands in lists that holds the text of a field
LOWEST = 7  # a line in bold is a heading below all others
_PROPERTY = re.compile(r"([^\s:][^:\n]{0,30}):(?:\s+(\S.*))?")


@dataclass(frozen=True, slots=True)
class Page:
    """`prose` counts paragraphs that belong to no record."""

    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    prose: int

    @property
    def table(self) -> Table:
        """All records, with every column that one of them has."""
        columns = dict.fromkeys(name for row in self.rows for name in row.cells)
        return Table("", tuple(columns), self.rows[:MOST_ROWS], "line")


@dataclass(slots=True)
class Record:
    """What belongs together, as it is gathered. `depth` is how deep in lists it began.

    `heading` is the level of the heading that it is, if it is one.
    """

    number: int
    depth: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    has_main: bool = False
    heading: int = 0

    def add(self, column: str, text: str) -> None:
        self.cells[column] = "\n".join(filter(None, [self.cells.get(column, ""), text]))


def above(headings: Sequence[str]) -> Mapping[str, str]:
    """The headings over a place by the names of their columns, the page's own first."""
    return {f"Heading {n}": text for n, text in enumerate(headings, 1)}


def labelled(block: Block, hints: Hints) -> tuple[str, str]:
    """The label of a line: bold words, or plain ones that a column is called by; and the rest."""
    found = None if block.label else _PROPERTY.fullmatch(block.text)
    if found and hints.knows(found[1]):
        return found[1], found[2] or ""
    return block.label, block.text
