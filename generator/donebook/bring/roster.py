"""Who comes to a session: names and email addresses from a list that somebody has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from donebook.bring.listed import Rows, Wrong, cell, listed
from donebook.language import Language
from donebook.message import Message, message, plural

FEWEST, MOST = 2, 300
_ADDRESS = re.compile(r"[^\s@<>,;\"'=]+@[^\s@<>,;\"']+\.[^\s@<>,;\"'.]{2,}")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_COLUMNS = ("email", "name", "first", "last")


@dataclass(frozen=True, slots=True)
class Guest:
    """One of those who come; whoever has no name on the list goes by the address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Those who come, in the order of the list. Where something is `wrong`, nobody should rely on it."""

    guests: tuple[Guest, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[Message, ...] = ()


def read_roster(name: str, content: bytes, language: Language) -> Roster:
    """A list of guests from a CSV file or a workbook, with or without a heading."""
    called = {column: language.say(f"roster.{column}") for column in _COLUMNS}
    found = listed(name, content, called, "email")
    if isinstance(found, Message):
        return Roster(wrong=(Wrong(1, 1, found),))
    columns = found.columns or _without_heading(found.rows)
    if not columns:
        said = message("No column holds email addresses. Give it the heading “Email”.")
        return Roster(wrong=(Wrong(found.rows[0][0], 1, said),), notes=found.notes)
    return _checked(_Read(columns), found.rows, found.notes)


@dataclass(slots=True)
class _Read:
    """What was read so far: those who come, and what is wrong; addresses with the rows they stand in."""

    columns: Mapping[str, int]
    guests: list[Guest] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


def _checked(read: _Read, rows: Rows, notes: tuple[Message, ...]) -> Roster:
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
    told = cell(cells, column)
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
    whole = [cell(cells, columns[field]) for field in ("name",) if field in columns]
    parts = [cell(cells, columns[field]) for field in ("first", "last") if field in columns]
    return " ".join(filter(None, whole)) or " ".join(filter(None, parts))


def _without_heading(rows: Rows) -> Mapping[str, int]:
    """The column in which each row has an address, and another one for names, if there is one."""
    width = max(len(cells) for _, cells in rows)
    for column in range(width):
        if all(_ADDRESS.fullmatch(cell(cells, column)) for _, cells in rows):
            other = next((c for c in range(width) if c != column), None)
            return {"email": column} if other is None else {"email": column, "name": other}
    return {}
