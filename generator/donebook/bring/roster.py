"""Who comes to a session: names and email addresses from a list that somebody has."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from donebook.bring.reading import read_file
from donebook.bring.rows import Grid, Hints
from donebook.language import Language
from donebook.message import Message, message, plural

FEWEST, MOST = 2, 300
_ADDRESS = re.compile(r"[^\s@<>,;\"'=]+@[^\s@<>,;\"']+\.[^\s@<>,;\"'.]{2,}")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_FIELDS = ("email", "name", "first", "last")


@dataclass(frozen=True, slots=True)
class Guest:
    """One of those who come; whoever has no name on the list goes by the address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a list, and where; rows and columns count from 1."""

    row: int
    column: int
    said: Message


@dataclass(frozen=True, slots=True)
class Roster:
    """Those who come, in the order of the list. Where something is `wrong`, nobody should rely on it."""

    guests: tuple[Guest, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[Message, ...] = ()


_Rows = Sequence[tuple[int, tuple[str, ...]]]


def read_roster(name: str, content: bytes, language: Language) -> Roster:
    """A list of guests from a CSV file or a workbook, with or without a heading."""
    called = {field: _words(language.say(f"roster.{field}")) for field in _FIELDS}
    known = {word for words in called.values() for word in words}
    hints = Hints(
        "titled",
        lambda text: _plain(text) in known,
        lambda text: _plain(text) in called["email"],
        lambda text: False,  # noqa: ARG005 - nobody is asked anything on a list
    )
    reading = read_file(name, content, hints)
    if isinstance(reading, Message):
        return Roster(wrong=(Wrong(1, 1, reading),))
    grid = next((part for part in reading.parts if isinstance(part, Grid)), None)
    if grid is None or not grid.rows:
        return Roster(wrong=(Wrong(1, 1, _no_column()),))
    top, columns = _columns(grid.rows, called)
    if "email" not in columns:
        return Roster(wrong=(Wrong(grid.rows[0][0], 1, _no_column()),), notes=reading.notes)
    return _checked(_Read(columns), grid.rows[top:], reading.notes)


@dataclass(slots=True)
class _Read:
    """What was read so far: those who come, and what is wrong; addresses with the rows they stand in."""

    columns: Mapping[str, int]
    guests: list[Guest] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


def _checked(read: _Read, rows: _Rows, notes: tuple[Message, ...]) -> Roster:
    for number, cells in rows:
        _take(read, number, cells)
    if not read.wrong and not FEWEST <= len(read.guests) <= MOST:
        said = plural(
            "{n:,} person is on this list; a room has {fewest} to {most}.",
            "{n:,} people are on this list; a room has {fewest} to {most}.",
            n=len(read.guests),
            fewest=FEWEST,
            most=MOST,
        )
        read.wrong.append(Wrong(1, 1, said))
    return Roster(tuple(read.guests), tuple(read.wrong), notes)


def _take(read: _Read, number: int, cells: Sequence[str]) -> None:
    column = read.columns["email"]
    told = _cell(cells, column)
    named = _NAMED.fullmatch(told)
    address = (named["address"] if named else told).strip().removeprefix("mailto:")
    if not address:
        said = message("This row has no email address.")
    elif not _ADDRESS.fullmatch(address):
        said = message("“{text}” is no email address.", text=told[:60])
    elif address.casefold() in read.seen:
        row = read.seen[address.casefold()]
        said = message("{address} stands in row {row}, too.", address=address, row=row)
    else:
        read.seen[address.casefold()] = number
        name = _name(read.columns, cells) or (named["name"].strip(' "') if named else "")
        read.guests.append(Guest(name or address.partition("@")[0], address))
        return
    read.wrong.append(Wrong(number, column + 1, said))


def _name(columns: Mapping[str, int], cells: Sequence[str]) -> str:
    whole = [_cell(cells, columns[field]) for field in ("name",) if field in columns]
    parts = [_cell(cells, columns[field]) for field in ("first", "last") if field in columns]
    return " ".join(filter(None, whole)) or " ".join(filter(None, parts))


def _cell(cells: Sequence[str], column: int) -> str:
    return " ".join(cells[column].split()) if column < len(cells) else ""


def _columns(rows: _Rows, called: Mapping[str, Collection[str]]) -> tuple[int, Mapping[str, int]]:
    """How many rows come before the first guest, and which column holds what, counted from 0."""
    for top, (_, cells) in enumerate(rows[:15], start=1):
        found = dict(_headings(cells, called))
        if "email" in found:
            return top, found
    width = max(len(cells) for _, cells in rows)
    for column in range(width):
        if all(_ADDRESS.fullmatch(_cell(cells, column)) for _, cells in rows):
            other = next((c for c in range(width) if c != column), None)
            return 0, {"email": column} if other is None else {"email": column, "name": other}
    return 0, {}


def _headings(
    cells: Sequence[str], called: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, int]]:
    taken: set[str] = set()
    for column, cell in enumerate(cells):
        for found, words in called.items():
            if found not in taken and _plain(cell) in words:
                taken.add(found)
                yield found, column


def _no_column() -> Message:
    return message("No column holds email addresses. Give it the heading “Email”.")


def _words(said: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in said.split(","))


def _plain(text: str) -> str:
    """A heading without what spreadsheets differ in: "E-Mail Address:" is "e mail address"."""
    return " ".join(re.findall(r"\w+", text.casefold()))
