"""What an import comes to, row by row."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from donebook.bring.cells import Order
from donebook.bring.columns import Assigned
from donebook.bring.rows import Row, Spot, seen_from
from donebook.message import message

Status = Literal["draft", "active"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for besides files and columns; a stage or owner that `create` allows may be new."""

    status: Status = "draft"
    stage: str | None = None
    owner: str | None = None
    create: Collection[str] = ()
    dates: Order | None = None
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What cells mean, by their column and text."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to tell of a row."""

    spot: Spot
    said: str


@dataclass(slots=True)
class Brought:
    """What rows have come to: files to write, rows left out, what needs a hand.

    `terms` are the glossary's new ones. `same` are rows that say what is there, `twice` what another
    row says. `read_as` are words that were taken for something called a little differently, `guessed`
    counts the fields that no column filled, `dotted` active entries of which a part is still to be
    written, `unreviewed` those of which nobody says when they were true, `unlabeled` how many of
    their signs are no label. `unread` is what else of rows that were left out couldn't be taken.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    placed: dict[str, Spot] = field(default_factory=dict)
    same: list[Said] = field(default_factory=list)
    twice: list[Said] = field(default_factory=list)
    near: list[Said] = field(default_factory=list)
    left_out: list[Said] = field(default_factory=list)
    by_hand: list[Said] = field(default_factory=list)
    read_as: dict[tuple[str, str], str] = field(default_factory=dict)
    guessed: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    dotted: int = 0
    unreviewed: int = 0
    unlabeled: Counter[Spot] = field(default_factory=Counter)
    unread: list[Said] = field(default_factory=list)

    def is_known(self, spot: Spot, there: str | Spot | None) -> bool:
        """Whether what a row says stands somewhere already, which is then told."""
        if isinstance(there, Spot):
            row = seen_from(spot, there)
            self.twice.append(Said(spot, message("It is the same as {row}.", row=row)))
        elif there:
            self.same.append(Said(spot, message("It is in {place} already.", place=there)))
        return there is not None


class LeftOut(Exception):  # noqa: N818 - a verdict on a row
    """The row comes to nothing; `column` is the one that is to blame, if one is."""

    def __init__(self, said: str, column: str = "") -> None:
        super().__init__(said)
        self.said, self.column = said, column


def take_rows(
    brought: Brought, file: str, table: Assigned, take: Callable[[Spot, Row, Assigned], None]
) -> None:
    """Take each row of a table; one that comes to nothing is listed with the reason."""
    for row in table.table.rows:
        spot = Spot(file, table.table.part, row.number, table.table.unit)
        try:
            take(spot, row, table)
        except LeftOut as left:
            at = replace(spot, column=left.column)
            brought.left_out.append(Said(at, left.said))
