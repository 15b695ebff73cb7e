"""Rows of an export as deals, with what can't be read of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from donebook.bring.cells import Order, day, is_two_days, line, order
from donebook.bring.columns import Assigned
from donebook.bring.names import Names, shape
from donebook.bring.rows import Row
from donebook.figures import Confirmation
from donebook.language import Language
from donebook.losses.amounts import Decimal, Reading, amount, currency, reading
from donebook.losses.reasons import NOBODY_KNOWS, Meant, Values
from donebook.message import Message, message
from donebook.playbook import Playbook

Outcome = Literal["won", "lost", "open", "no-loss"]
_MONTHS = 3  # of a quarter
_DATES = ("closed", "confirmed_on")


@dataclass(frozen=True, slots=True)
class Deal:
    """What is kept of a row, none of it telling which deal it is.

    `stage` is the last one that a lost deal was in, or the one that an open deal is in.
    """

    outcome: Outcome
    stage: str | None
    value: str
    meant: Meant
    quarter: str | None
    amount: float | None
    rival: str
    team: str
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an editor says of a file: what cells mean, and how dates and amounts are written."""

    meant: Mapping[tuple[str, str], str] = field(default_factory=dict)
    dates: Order | None = None
    decimal: Decimal | None = None
    currency: str | None = None


class Asked(Exception):  # noqa: N818 - a question
    """Cells can be read in two ways, and that makes a difference; `said` asks which."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


@dataclass(slots=True)
class Words:
    """What ends a deal is called in a CRM, in each language that is here."""

    won: frozenset[str]
    lost: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[Language]) -> "Words":
        said = [language.below("import") for language in languages]
        return cls(
            *(_shapes(words.get(f"ended.{end}", "") for words in said) for end in ("won", "lost"))
        )


def _shapes(lists: Iterable[str]) -> frozenset[str]:
    return frozenset(shape(word) for words in lists for word in words.split(",") if shape(word))


_ORDERS: Mapping[Order, Message] = {
    "mdy": message("Days with slashes are read as month/day."),
    "dmy": message("Days with slashes are read as day/month."),
}
_DECIMALS: Mapping[Decimal, Message] = {
    "point": message("Amounts are read with a decimal point."),
    "comma": message("Amounts are read with a decimal comma."),
}


def _on_amounts(found: Reading) -> list[Message]:
    if found.decimal:
        return [_DECIMALS[found.decimal]]
    if found.unclear:
        return [
            message(
                "“{cell}” is read as {amount:,}. If that is wrong, say --decimal.",
                cell=line(found.unclear),
                amount=round(amount(found.unclear, None) or 0),
            )
        ]
    return []


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of all tables of a file are written."""

    orders: Mapping[str, Order | None]
    decimal: Decimal | None
    currency: str | None


@dataclass(slots=True)
class DealReader:
    """Reads the rows of an export. `private` are texts that name a deal, an account or a person."""

    playbook: Playbook
    names: Names
    words: Words
    wishes: Wishes
    today: date
    private: set[str] = field(default_factory=set)
    unread: Counter[str] = field(default_factory=Counter)
    """How many cells of a field couldn't be read."""
    strange: Counter[str] = field(default_factory=Counter)
    """Stages that aren't among ours, with how many deals were last in one."""
    again: int = 0
    """Rows of a deal that stood there before."""
    currency: str | None = None
    """That of all amounts, once the deals are read."""
    notes: list[Message] = field(default_factory=list)
    """How cells were read that could be read otherwise."""
    _seen: set[str] = field(default_factory=set)
    _stage_of: dict[str, str | None] = field(default_factory=dict)
    _meant_by: dict[str, Meant] = field(default_factory=dict)

    def deals(self, tables: Sequence[Assigned]) -> list[Deal]:
        """All deals of these tables. Raises Asked where they can be read in two ways."""
        values = Values(self.playbook)
        written = self._written(tables)
        self.currency = written.currency
        for table in tables:
            for row in table.table.rows:
                self.private |= {
                    shape(text)
                    for name in ("called", "account", "person")
                    if (text := self._text(table, row, name))
                }
        return [
            deal
            for table in tables
            for row in table.table.rows
            if (deal := self._deal(table, row, written, values))
        ]

    def _written(self, tables: Sequence[Assigned]) -> Columns:
        amounts = [*self._column(tables, "amount")]
        decimal = self.wishes.decimal
        if decimal is None:
            found = reading(amounts)
            if found.asks:
                raise Asked(
                    message(
                        "Is “{cell}” written with a decimal point or a decimal comma? Say --decimal point or --decimal comma.",
                        cell=line(found.asks),
                    )
                )
            decimal = found.decimal
            self.notes += _on_amounts(found)
        return Columns(
            {name: self._order(tables, name) for name in _DATES},
            decimal,
            self._currency(tables, amounts),
        )

    def _order(self, tables: Sequence[Assigned], name: str) -> Order | None:
        """What the dates of a column begin with; it is asked only where another quarter would follow."""
        cells = [*self._column(tables, name)]
        known = self.wishes.dates or order(cells)
        if known is None:
            for cell in cells:
                ways = {way for way in (day(cell, "mdy"), day(cell, "dmy")) if way}
                differ = {_quarter(way) if name == "closed" else way for way in ways}
                if is_two_days(cell) and len(differ) > 1:
                    raise Asked(
                        message(
                            "“{text}” can be two days: say --dates mdy for month/day, or --dates dmy.",
                            text=line(cell),
                        )
                    )
        if known and any(is_two_days(cell) for cell in cells):
            self.notes.append(_ORDERS[known])
        return known or "mdy"

    def _currency(self, tables: Sequence[Assigned], amounts: Iterable[str]) -> str | None:
        if self.wishes.currency:
            return self.wishes.currency
        named = [*self._column(tables, "currency"), *amounts]
        found = Counter(code for cell in named if (code := currency(cell)))
        if len(found) > 1:
            raise Asked(
                message(
                    "The amounts are in {currencies}, which don't add up. Say --currency {usual}: others then count as unknown.",
                    currencies=tuple(found),
                    usual=found.most_common(1)[0][0],
                )
            )
        return next(iter(found), None)

    def _column(self, tables: Sequence[Assigned], name: str) -> Iterator[str]:
        for table in tables:
            for row in table.table.rows:
                if text := self._text(table, row, name):
                    yield text

    def _text(self, table: Assigned, row: Row, name: str) -> str:
        """What a row says of a field, or what an editor says is meant by that."""
        column = _column_of(table, name)
        text = row.cells.get(column, "").strip() if column else ""
        return self.wishes.meant.get((shape(column or ""), shape(text)), text) if text else ""

    def _deal(self, table: Assigned, row: Row, written: Columns, values: Values) -> Deal | None:
        def text(name: str) -> str:
            return self._text(table, row, name)

        outcome = self._outcome(text("outcome"), text("stage"), text("reason"))
        if outcome is None or self._is_again(text("record")):
            return None
        last = (
            text("last_stage") if outcome == "lost" else text("stage") if outcome == "open" else ""
        )
        value = line(text("reason")) if outcome == "lost" else ""
        if value and value not in self._meant_by:
            self._meant_by[value] = values.meant(value)
        return Deal(
            outcome,
            self._stage(last),
            value,
            self._meant_by.get(value, NOBODY_KNOWS),
            self._quarter(text("closed"), written) if outcome in ("won", "lost") else None,
            self._amount(text("amount"), text("currency"), written),
            self._public(text("rival")),
            self._public(text("team")),
            self._confirmation(text("confirmed_on"), text("confirmed_by"), written),
        )

    def _is_again(self, record: str) -> bool:
        if not record:
            return False
        known = record in self._seen
        self._seen.add(record)
        self.again += known
        return known

    def _outcome(self, outcome: str, stage: str, reason: str) -> Outcome | None:
        """How a deal ended, by whichever column says so; none of a row that says nothing."""
        said = {shape(outcome), shape(stage)} - {""}
        if not said:
            return None
        no_loss = {shape(name) for name in self.playbook.config.not_a_loss}
        if no_loss & {*said, shape(reason)}:
            return "no-loss"
        if said & self.words.lost or self._ends(stage) == "lost":
            return "lost"
        if said & self.words.won or self._ends(stage) == "won":
            return "won"
        return "open"

    def _ends(self, text: str) -> str | None:
        found = self._known(text)
        return self.playbook.vocabulary.stages[found].closed if found else None

    def _known(self, text: str) -> str | None:
        if text and text not in self._stage_of:
            found = self.names.match("stage", text)
            self._stage_of[text] = found.id if found else None
        return self._stage_of.get(text)

    def _stage(self, text: str) -> str | None:
        found = self._known(text)
        if text and found is None and shape(text) not in self.words.lost:
            self.strange[line(text)] += 1
        return found

    def _quarter(self, text: str, written: Columns) -> str | None:
        found = day(text, written.orders["closed"]) if text else None
        if text and found is None:
            self.unread["closed"] += 1
        return _quarter(found) if found else None

    def _amount(self, text: str, code: str, written: Columns) -> float | None:
        if not text:
            return None
        named = currency(code) or currency(text)
        if named and written.currency and named != written.currency:
            return None
        found = amount(text, written.decimal)
        if found is None and not any(sign.isdecimal() for sign in text):
            self.unread["amount"] += 1
        return found

    def _public(self, text: str) -> str:
        """A name that may be told: several in one cell, or that of a customer or a person, is none."""
        said = line(text)
        return "" if ";" in said or shape(said) in self.private else said

    def _confirmation(self, on: str, by: str, written: Columns) -> Confirmation:
        found = day(on, written.orders["confirmed_on"]) if on else None
        if on and found is None:
            self.unread["confirmed_on"] += 1
        if found is None:
            return "stale" if by else "none"
        late = self.today - timedelta(days=self.playbook.config.confirm_every)
        return "fresh" if date.fromisoformat(found) >= late else "stale"


def _column_of(table: Assigned, name: str) -> str | None:
    return next((column for column, its in table.fields.items() if its.name == name), None)


def _quarter(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{found.year}-Q{(found.month - 1) // _MONTHS + 1}"
