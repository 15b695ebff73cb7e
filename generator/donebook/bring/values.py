"""The texts of a row as the values of fields, and what of them couldn't be taken."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from donebook.bring import cells
from donebook.bring.columns import Assigned
from donebook.bring.fields import Field, Takes
from donebook.bring.names import Names, shape
from donebook.bring.rows import Row
from donebook.bring.words import CAN_BE_NEW, NewWords
from donebook.message import Message, message

At = tuple[str, ...]


@dataclass(slots=True)
class RowValues:
    """Values by the path of their field, with the column of each; `unread` are columns without one.

    `missed` says what of a column couldn't be taken; `read_as` are words by their part of the
    vocabulary that were taken for something called a little differently.
    """

    at: dict[At, Any] = field(default_factory=dict)
    columns: dict[At, str] = field(default_factory=dict)
    unread: dict[At, str] = field(default_factory=dict)
    missed: list[tuple[str, Message]] = field(default_factory=list)
    read_as: dict[tuple[str, str], str] = field(default_factory=dict)

    def drop(self, at: At, why: str) -> None:
        """Leave a field out, because its value can't be one."""
        del self.at[at]
        self.missed.append((self.columns[at], message("Not used. {why}", why=why)))


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows by the names that a playbook has; `words` also says which new ones are wanted."""

    words: NewWords
    roots: Mapping[str, str]
    """What choices are called on the site, by the choice."""
    dates: cells.Order | None = None
    """What dates with slashes begin with, where that was said."""
    meant: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What cells mean, by the shapes of their column and their text."""

    def orders(self, table: Assigned) -> Mapping[str, cells.Order | None]:
        """What the dates of each column begin with."""
        days = (column for column, its in table.fields.items() if its.takes == "day")
        rows = table.table.rows
        return {
            column: self.dates or cells.order(row.cells.get(column, "") for row in rows)
            for column in days
        }

    def read(
        self, row: Row, table: Assigned, orders: Mapping[str, cells.Order | None]
    ) -> RowValues:
        """What a row says; `orders` are those of its table."""
        found = RowValues()
        for column, its in table.fields.items():
            text = row.cells.get(column, "")
            text = self.meant.get((shape(column), shape(text)), text)
            value = (
                _Cell(self, found, column, its, orders.get(column)).value(text)
                if text.strip()
                else None
            )
            if value in (None, "", (), {}):
                found.unread.setdefault(its.at, column)
                continue
            before = found.at.get(its.at)
            found.at[its.at] = value if before is None else _joined(before, value)
            found.columns.setdefault(its.at, column)
        return found


def _joined(before: Any, more: Any) -> Any:
    if isinstance(before, dict):
        return {**more, **before}
    return f"{before}\n\n{more}" if isinstance(before, str) else (*before, *more)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell on its way to a value; what can't be taken is noted in `found`."""

    reader: RowReader
    found: RowValues
    column: str
    field: Field
    order: cells.Order | None

    def value(self, text: str) -> Any:
        readers: Mapping[Takes, Callable[[str], Any]] = {
            "line": cells.line,
            "text": cells.paragraphs,
            "lines": self._lines,
            "parts": self._parts,
            "word": self._word,
            "words": lambda said: tuple(dict.fromkeys(self._words(said))),
            "choice": self._choice,
            "choices": lambda said: tuple(filter(None, map(self._choice, cells.words(said)))),
            "flag": self._flag,
            "day": self._day,
            "elements": self._elements,
        }
        return readers[self.field.takes](text)

    def _lines(self, text: str) -> tuple[str, ...]:
        """Texts in a list; search words are also parted by commas."""
        return cells.words(text) if self.field.name == "aliases" else cells.lines(text)

    def _parts(self, text: str) -> tuple[str, ...]:
        """The texts of groups; of a sign, quotes say that it is how it sounded."""
        return cells.lines(text) if self.field.inner else cells.quoted_lines(text)

    def _miss(self, said: Message) -> None:
        self.found.missed.append((self.column, said))

    def _named(self, part: str, text: str) -> str | None:
        match = self.reader.words.match(part, text)
        if match and not match.is_called:
            self.found.read_as[part, text] = match.id
        return match.id if match else None

    def _unknown(self, part: str, text: str) -> None:
        kind, near = Names.word(part), self.reader.words.names.near(part, text)
        if near:
            self._miss(
                message(
                    'There is no {kind} “{text}” here; did you mean “{near}”? Then say --map "{column}:{text}={id}".',
                    kind=kind,
                    text=text,
                    near=self.reader.words.names.of(part, near),
                    column=self.column,
                    id=near,
                )
            )
            return
        if part in CAN_BE_NEW:
            said = message(
                "There is no {kind} “{text}” here; --create {part} makes it one.",
                kind=kind,
                text=text,
                part=part,
            )
        else:
            said = message("There is no {kind} “{text}” here.", kind=kind, text=text)
        self._miss(said)

    def _word(self, text: str) -> str | None:
        said = cells.line(text)
        found = self._named(self.field.names, said)
        if not found:
            self._unknown(self.field.names, said)
        return found

    def _words(self, text: str) -> Iterator[str]:
        """What a cell names: a line of it as a whole, or its words one by one."""
        part = self.field.names
        for said in cells.lines(text):
            whole = self.reader.words.names.match(part, said)
            if whole and whole.is_exact:
                yield whole.id
                continue
            known = [
                word for word in cells.words(said) if self.reader.words.names.match(part, word)
            ]
            for word in cells.words(said):
                if "/" in said and known and word not in known and part in self.reader.words.wanted:
                    # "Security / InfoSec" may be one role under two names.
                    self._miss(_unclear(part, word))
                elif found := self._named(part, word):
                    yield found
                else:
                    self._unknown(part, word)

    def _choice(self, text: str) -> str | None:
        said = cells.line(text)
        for choice in self.field.choices:
            ways = (choice, choice.replace("-", " "), self.reader.roots.get(choice, choice))
            if shape(said) in map(shape, ways):
                return choice
        choices = ", ".join(self.field.choices)
        self._miss(message("“{text}” is none of these: {choices}.", text=said, choices=choices))
        return None

    def _flag(self, text: str) -> bool | None:
        found = cells.flag(text)
        if found is None:
            self._miss(message("“{text}” is neither yes nor no.", text=cells.line(text)))
        return found or None

    def _day(self, text: str) -> str | None:
        found = cells.day(text, self.order)
        if found is None and cells.is_two_days(text):
            said = message(
                "“{text}” can be two days: say --dates mdy for month/day, or --dates dmy.",
                text=cells.line(text),
            )
            self._miss(said)
        elif found is None:
            said = message("“{text}” is no date as in 2026-11-23.", text=cells.line(text))
            self._miss(said)
        return found

    def _elements(self, text: str) -> dict[str, str]:
        """The element of a framework: named with it, or in a column that is called by it."""
        heading = self.reader.words.names.match("framework", self.column)
        found: dict[str, str] = {}
        for said in cells.lines(text):
            framework, element = self._element(said, heading.id if heading else None)
            if framework and element:
                found.setdefault(framework, element)
            else:
                self._unknown("framework", said)
        return found

    def _element(self, said: str, heading: str | None) -> tuple[str | None, str | None]:
        names, words = self.reader.words.names, self.reader.words
        if heading:
            return heading, names.element(heading, said) or words.element(heading, said)
        start, _, rest = said.partition(":")
        framework = words.match("framework", start.strip()) if rest else None
        if framework:
            its = rest.strip()
            found = names.element(framework.id, its) or words.element(framework.id, its)
            return framework.id, found
        return names.framework_of(said)


def _unclear(part: str, text: str) -> Message:
    return message(
        "There is no {kind} “{text}” here, and another one stands in front of or behind the “/”. On a line of its own it becomes one.",
        kind=Names.word(part),
        text=text,
    )
