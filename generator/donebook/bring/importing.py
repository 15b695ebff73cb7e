"""Files that a company has become entries: read, columns assigned, rows made, all in one run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from donebook.bring.columns import NOTHING, Assigned, Headings, assigned
from donebook.bring.entries import Maker
from donebook.bring.fields import Target
from donebook.bring.headed import headed
from donebook.bring.names import Names, shape
from donebook.bring.outcome import Brought, Wishes
from donebook.bring.reading import read_file
from donebook.bring.rows import Fault, Grid, Hints, Reading, Table
from donebook.bring.terms import TermMaker
from donebook.export.tables import is_of_entries
from donebook.language import Language
from donebook.message import Message, message
from donebook.playbook import Playbook
from donebook.rules.phrasing import phrasing_of
from donebook.write import Additions


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file: its tables with what their columns are for, what to know of it, what is wrong."""

    name: str
    tables: tuple[Assigned, ...] = ()
    notes: tuple[Message, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: Message | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """All that an import comes to. Nothing of it is written yet."""

    target: Target
    files: tuple[FileRead, ...]
    brought: Brought
    additions: Additions = field(default_factory=Additions)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(len(one.table.rows) for file in self.files for one in file.tables)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that there is, by its name, then by its letter."""
        tables = [one.table for file in self.files for one in file.tables]
        named = dict.fromkeys(column for table in tables for column in table.columns)
        return tuple(dict.fromkeys((*named, *(a for table in tables for a in table.letters))))

    @property
    def is_clean(self) -> bool:
        """Whether every row was taken, or was there already."""
        is_read = not any(file.refused or file.faults for file in self.files)
        return is_read and not self.brought.left_out


_OURS = message(
    "donebook export wrote this table. Changes to it don't come back: an entry that was reworded would come as a new one, and much is left out. Edit the files in content/; to copy entries, take `donebook export json`."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor gives: the target, columns with their fields, and other wishes."""

    target: Target
    columns: Mapping[str, str]
    wishes: Wishes


def bring(
    files: Iterable[tuple[str, bytes | Message]],
    playbook: Playbook,
    languages: Iterable[Language],
    given: Given,
    today: date,
) -> Import:
    """What files come to: new entries, and what to tell of each row. No file stops another."""
    frameworks = {str(f.name): i for i, f in playbook.vocabulary.frameworks.items()}
    phrasing = phrasing_of(playbook.language.code)
    headings = Headings(given.target, tuple(languages), frameworks, phrasing)
    names = Names(playbook)
    read = tuple(_read(name, content, headings, names, given) for name, content in files)
    if not given.target.is_entry:
        terms = TermMaker(playbook)
        for file in read:
            for table in file.tables:
                terms.take(file.name, table)
        return Import(given.target, read, terms.brought, Additions(terms=terms.brought.terms))
    maker = Maker(playbook, headings, names, given.wishes, today)
    for file in read:
        for table in file.tables:
            maker.take(file.name, table)
    return Import(given.target, read, maker.brought, maker.words.additions)


def _read(
    name: str, content: bytes | Message, headings: Headings, names: Names, given: Given
) -> FileRead:
    hints = _with_given(headings.hints(), given)
    reading = content if isinstance(content, Message) else read_file(name, content, hints)
    if isinstance(reading, Message):
        return FileRead(name, refused=reading)
    tables, faults = _tables(reading, hints)
    its = tuple(assigned(table, headings, names, given.columns) for table in tables if table.rows)
    notes = (*reading.notes, *([_OURS] if any(is_of_entries(t.columns) for t in tables) else []))
    return FileRead(name, its, notes, (*reading.faults, *faults))


def _with_given(hints: Hints, given: Given) -> Hints:
    """The same, knowing the columns that an editor names as headings, too."""
    named = {shape(column): name for column, name in given.columns.items()}
    main = given.target.main
    return replace(
        hints,
        knows=lambda text: shape(text) in named or hints.knows(text),
        is_main=lambda text: named.get(shape(text), NOTHING) == main or hints.is_main(text),
    )


def _tables(reading: Reading, hints: Hints) -> tuple[list[Table], tuple[Fault, ...]]:
    found = [
        headed(part, hints) if isinstance(part, Grid) else (part, ()) for part in reading.parts
    ]
    return [table for table, _ in found], tuple(chain.from_iterable(f for _, f in found))
