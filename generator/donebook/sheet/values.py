"""What a resolved worksheet is made of: parts, their blocks, and the key of each blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from donebook.model import Key, Worksheet
from donebook.text import Plain, Rich


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to fill in. On all sheets of a deal, one key is one fact.

    `kind` is line, lines, date, person, amount, choice, tick or signature; `lines` counts the
    ruled lines to write on. `given` stands there already and may be overwritten. In a table,
    `row` counts from 1 and `in_row` names both, or `about` is the question of the row. `words` are
    what is shown for each choice, where that is not what is kept; `ids` are words of the vocabulary
    that the choices name. On screen, `gathers` names what
    the deal itself has to say here: changes, weakest, unknowns or next.
    """

    key: str
    label: Plain
    kind: str = "line"
    lines: int = 1
    choices: tuple[Plain, ...] = ()
    hint: Plain | None = None
    given: Plain | None = None
    row: int = 0
    about: Plain | None = None
    gathers: str | None = None
    words: tuple[Plain, ...] = ()
    ids: tuple[str, ...] = ()
    in_row: Plain | None = None

    @property
    def name(self) -> Plain:
        """The label as it is said where the rows and columns around it can't be seen."""
        return Plain(f"{self.label}: {self.about}") if self.about else self.in_row or self.label

    @property
    def is_in_table(self) -> bool:
        """Whether it is a cell, which may be as high as what else stands in its row."""
        return bool(self.row or self.about)

    @property
    def options(self) -> tuple[tuple[Plain, Plain], ...]:
        """Each choice as it is kept, and as it is shown."""
        return tuple(zip(self.choices, self.words or self.choices, strict=True))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a blank that is spread over several cells."""

    of: Blank
    choice: Plain
    word: Plain


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words, and the entry they lead to.

    Of a deal check, `due_from` is the name of the stage from which it counts, and `is_blocker`
    says that there is no deal where it is missing. `segments` are the names of those that it holds
    for, on a sheet that stays inside; none where it holds for all deals.
    """

    key: Key
    text: Plain
    due_from: Plain | None = None
    is_blocker: bool = False
    segments: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True)
class ToRead:
    """What stands in a table to be read. An empty cell has no text."""

    text: Plain | None


Cell = Asked | Blank | Option | ToRead


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`share` is the width in relation to the other columns; a narrow one holds a tick."""

    label: Plain
    share: int = 3


@dataclass(frozen=True, slots=True)
class Prose:
    text: Rich
    kind: str = "prose"


@dataclass(frozen=True, slots=True)
class Blanks:
    blanks: tuple[Blank, ...]
    kind: str = "blanks"


@dataclass(frozen=True, slots=True)
class Asks:
    """Numbered questions, each with lines for what was answered."""

    asks: tuple[tuple[Asked, Blank], ...]
    kind: str = "asks"


@dataclass(frozen=True, slots=True)
class Ticks:
    ticks: tuple[Blank, ...]
    kind: str = "ticks"


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines to write on, named by the heading above them."""

    blank: Blank
    kind: str = "ruled"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `key` is there where rows can be added: a cell is key.row.column.

    `example` stands above its rows and shows how they are filled in; most have none.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str | None = None
    example: tuple[Plain, ...] = ()
    kind: str = "grid"


Block = Prose | Blanks | Asks | Ticks | Ruled | Grid


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One section of a sheet: a heading, what to know, and a block.

    What is `on_back` begins a new page.
    """

    title: Plain | None
    intro: Plain | None
    block: Block
    on_back: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether checks are confirmed, unknown or missing here."""
        block = self.block
        return isinstance(block, Grid) and any(isinstance(c, Option) for c in block.rows[0])

    @property
    def blanks(self) -> Iterator[Blank]:
        """Each blank of the part once, in reading order."""
        match self.block:
            case Blanks(blanks) | Ticks(blanks):
                yield from blanks
            case Asks(asks):
                yield from (answer for _, answer in asks)
            case Ruled(blank):
                yield blank
            case Grid(_, rows):
                for row in rows:
                    found = (c.of if isinstance(c, Option) else c for c in row)
                    yield from dict.fromkeys(c for c in found if isinstance(c, Blank))
            case Prose():
                pass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet with everything it shows.

    `version` changes with anything that is printed and with nothing else. `dated` is the newest
    review of what the sheet shows, `review_by` the first day on which a part of it is due. `stage` is
    the name of the one in which it is used first, on a sheet that stays inside.
    """

    worksheet: Worksheet
    parts: tuple[SheetSection, ...]
    version: str
    dated: date
    review_by: date
    stage: Plain | None = None

    @property
    def score_after(self) -> int | None:
        """The last part with checks, counted from 1; their verdict stands behind it."""
        marked = (n for n, part in enumerate(self.parts, 1) if part.is_marked)
        return max(marked, default=None)

    @property
    def blanks(self) -> Iterator[Blank]:
        """Each blank of the sheet once, in reading order."""
        for part in self.parts:
            yield from part.blanks


def parts(*, is_played: bool) -> tuple[str, ...]:
    """The files that a room needs: without role-plays there are no cards."""
    return ("participants", "cards", "trainer") if is_played else ("participants", "trainer")


def pdf_name(name: str, paper: str, *, part: str = "", fillable: bool = False) -> str:
    """What the file of something printed is called, by its id; of a room, also by which part it is."""
    return f"{name}{part and f'-{part}'}-{paper}{'-fillable' if fillable else ''}.pdf"
