"""Files of a CRM as one summary: what was read, what it means here, and the figures."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from donebook.bring.columns import Assigned, Headings, assigned
from donebook.bring.headed import headed
from donebook.bring.importing import FileRead
from donebook.bring.names import Names, shape
from donebook.bring.reading import read_file
from donebook.bring.rows import Grid, Hints, Table
from donebook.figures import Figures
from donebook.language import Language
from donebook.losses.aggregate import figures
from donebook.losses.columns import DEALS, MOST_DEALS
from donebook.losses.deals import Deal, DealReader, Words
from donebook.losses.reasons import Meant
from donebook.losses.written import Asked, Wishes
from donebook.message import Message, message, plural
from donebook.playbook import Playbook

_LONGEST_NAME = 80  # of a value, a rival or a team
_PIPELINE = frozenset({"confirmed_by", "confirmed_on"})


@dataclass(frozen=True, slots=True)
class Summary:
    """What files of deals come to. Nothing of it is written yet.

    `asks` is what an editor has to say before the deals can be counted. `values` are the reasons
    that lost deals have, with how many have each.
    """

    files: tuple[FileRead, ...]
    deals: tuple[Deal, ...] = ()
    figures: Figures | None = None
    asks: Message | None = None
    values: Mapping[str, tuple[Meant, int]] = field(default_factory=dict)
    strange: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)
    again: int = 0
    notes: tuple[Message, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that there is, by its name, then by its letter."""
        tables = [one.table for file in self.files for one in file.tables]
        named = (column for table in tables for column in table.columns)
        return tuple(dict.fromkeys((*named, *(a for table in tables for a in table.letters))))

    def columns_of(self, field: str) -> frozenset[str]:
        """The columns that fill a field, by their shapes."""
        tables = (table for file in self.files for table in file.tables)
        return frozenset(
            shape(column)
            for table in tables
            for column, its in table.fields.items()
            if its.name == field
        )

    @property
    def is_clean(self) -> bool:
        return self.figures is not None and not any(file.refused for file in self.files)

    def written(self) -> bytes:
        """The file that holds the figures: the same bytes for the same deals on one day."""
        if self.figures is None:
            raise ValueError("there are no figures")
        found = self.figures.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        # What a reader has to find is there even where it is what it would be anyway.
        found = {"losses": self.figures.losses, **found}
        return f"{json.dumps(found, ensure_ascii=False, indent=1)}\n".encode()


def summed(
    files: Iterable[tuple[str, bytes | Message]],
    playbook: Playbook,
    languages: Iterable[Language],
    columns: Mapping[str, str],
    wishes: Wishes,
    today: date,
) -> Summary:
    """What files of deals come to. `columns` are the fields of columns that an editor named."""
    spoken = tuple(languages)
    headings = Headings(DEALS, spoken, {}, None)
    names = Names(playbook)
    read = tuple(_read(name, content, headings, names, columns) for name, content in files)
    tables = tuple(table for file in read for table in file.tables)
    if any(file.refused for file in read):
        return Summary(read)
    if not any(_is_deal(table) for table in tables):
        return Summary(
            read,
            asks=message("No column says whether a deal was won or lost: say --map COLUMN=stage."),
        )
    reader = DealReader(playbook, names, Words.of(spoken), wishes, today)
    try:
        deals, how = reader.deals(tables)
    except Asked as asked:
        return Summary(read, asks=asked.said)
    return Summary(
        read,
        tuple(deals),
        figures(
            playbook,
            deals,
            today,
            how.currency,
            lambda name: _is_name(name) and shape(name) not in reader.private,
            has_definitions=any(
                its.name in _PIPELINE for table in tables for its in table.fields.values()
            ),
        ),
        None if any(deal.outcome == "lost" for deal in deals) else _no_loss(tables),
        _values(deals),
        reader.strange,
        reader.unread,
        reader.again,
        how.notes,
    )


def _is_name(text: str) -> bool:
    """Whether a text of a cell is one of those that many cells have; a sentence may say anything."""
    return len(text) <= _LONGEST_NAME and text.isprintable() and "{" not in text


def _is_deal(table: Assigned) -> bool:
    return any(its.name in ("stage", "outcome") for its in table.fields.values())


def _no_loss(tables: Iterable[Assigned]) -> Message:
    """What to ask where no deal is a lost one."""
    column = next(
        (
            c
            for table in tables
            for c, its in table.fields.items()
            if its.name in ("outcome", "stage")
        ),
        "",
    )
    said = Counter(
        row.cells[column] for table in tables for row in table.table.rows if row.cells.get(column)
    )
    return message(
        'No deal is lost. The column “{column}” says: {values}. Say which of them is a loss: --map "{column}:{first}=lost".',
        column=column,
        values=tuple(value for value, _ in said.most_common(8)),
        first=next(iter(said), "…"),
    )


def _values(deals: Iterable[Deal]) -> dict[str, tuple[Meant, int]]:
    """The values of lost deals, those of most deals first."""
    lost = [deal for deal in deals if deal.outcome == "lost"]
    counts = Counter(deal.value for deal in lost)
    meant = {deal.value: deal.meant for deal in lost}
    return {value: (meant[value], n) for value, n in counts.most_common()}


def _read(
    name: str,
    content: bytes | Message,
    headings: Headings,
    names: Names,
    columns: Mapping[str, str],
) -> FileRead:
    asked = {shape(column) for column in columns}
    hints = replace(
        headings.hints(),
        knows=lambda text: shape(text) in asked or headings.field(text) is not None,
        most=MOST_DEALS,
    )
    reading = content if isinstance(content, Message) else read_file(name, content, hints)
    if isinstance(reading, Message):
        return FileRead(name, refused=reading)
    parts = [_table(part, hints) for part in reading.parts]
    found = (assigned(table, headings, names, columns) for table, _ in parts if table.rows)
    faults = [*reading.faults, *chain.from_iterable(faults for _, faults in parts)]
    notes = (*reading.notes, *((_left_out(len(faults)),) if faults else ()))
    return FileRead(name, tuple(_named(its, headings, asked) for its in found), notes)


def _table(part: Grid | Table, hints: Hints) -> tuple[Table, tuple[object, ...]]:
    return headed(part, hints) if isinstance(part, Grid) else (part, ())


def _left_out(rows: int) -> Message:
    return plural(
        "{n:,} row doesn't fit below the heading and is left out.",
        "{n:,} rows don't fit below the heading and are left out.",
        n=rows,
    )


def _named(table: Assigned, headings: Headings, asked: Iterable[str]) -> Assigned:
    """Without a column that counts as the main one only because no other does."""
    fields = {
        column: its
        for column, its in table.fields.items()
        if its.name != DEALS.main or shape(column) in asked or headings.field(column) == DEALS.main
    }
    return Assigned(table.table, fields)
