"""A list with named columns, such as who comes to a session: its rows, and which column holds what."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from donebook.bring.reading import read_file
from donebook.bring.rows import Grid, Hints
from donebook.message import Message, message

_LOOKED_AT = 15  # rows above a heading: a title, who made it, when

Rows = Sequence[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a list, and where; rows and columns count from 1."""

    row: int
    column: int
    said: Message


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows below the heading with their numbers, and columns by what they hold, counted from 0.

    Without a heading that is known there are no columns, and all rows. `notes` say how it was read.
    """

    rows: Rows
    columns: Mapping[str, int]
    notes: tuple[Message, ...]


def listed(name: str, content: bytes, called: Mapping[str, str], needed: str) -> Listed | Message:
    """What a file lists, or why it can't be read.

    `called` are the headings of each column, with commas; a row is the heading if it has `needed`.
    """
    words = {column: frozenset(map(plain, said.split(","))) for column, said in called.items()}
    known = frozenset().union(*words.values())
    hints = Hints(
        "titled",
        lambda text: plain(text) in known,
        lambda text: plain(text) in words[needed],
        lambda text: False,  # noqa: ARG005 - nobody is asked anything on a list
    )
    reading = read_file(name, content, hints)
    if isinstance(reading, Message):
        return reading
    grid = next((part for part in reading.parts if isinstance(part, Grid)), None)
    if grid is None or not grid.rows:
        return message("This file is empty.")
    for top, (_, cells) in enumerate(grid.rows[:_LOOKED_AT], start=1):
        found = dict(_headings(cells, words))
        if needed in found:
            return Listed(grid.rows[top:], found, reading.notes)
    return Listed(grid.rows, {}, reading.notes)


def cell(cells: Sequence[str], column: int) -> str:
    """What stands in a column, as one line."""
    return " ".join(cells[column].split()) if column < len(cells) else ""


def plain(text: str) -> str:
    """A heading without what spreadsheets differ in: "E-Mail Address:" is "e mail address"."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headings(
    cells: Sequence[str], called: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, int]]:
    taken: set[str] = set()
    for column, text in enumerate(cells):
        for found, words in called.items():
            if found not in taken and plain(text) in words:
                taken.add(found)
                yield found, column
