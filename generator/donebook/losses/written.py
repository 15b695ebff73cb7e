"""How the columns of an export write days and amounts, found per column and asked where that matters."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from donebook.bring.cells import Order, day, is_two_days, line, order
from donebook.losses.amounts import Decimal, Reading, amount, currency, reading
from donebook.message import Message, message

_MONTHS = 3  # of a quarter
_DATES = ("closed", "confirmed_on")
_ORDERS: Mapping[Order, Message] = {
    "mdy": message("Days with slashes are read as month/day."),
    "dmy": message("Days with slashes are read as day/month."),
}
_DECIMALS: Mapping[Decimal, Message] = {
    "point": message("Amounts are read with a decimal point."),
    "comma": message("Amounts are read with a decimal comma."),
}
Column = Callable[[str], Sequence[str]]
"""The cells that fill a field and aren't empty."""


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


@dataclass(frozen=True, slots=True)
class Written:
    """How the columns of all tables are written. `notes` say what could be read otherwise."""

    orders: Mapping[str, Order]
    decimal: Decimal | None
    currency: str | None
    notes: tuple[Message, ...]

    def day(self, field: str, text: str) -> str | None:
        """The day that a cell of a field says; none where it says none."""
        return day(text) or day(text, self.orders[field])

    def amount(self, text: str, code: str) -> float | None:
        """The amount that a cell says, in the currency of all; `code` is what its own column says."""
        named = currency(code) or currency(text)
        is_other = named and self.currency and named != self.currency
        return None if is_other else amount(text, self.decimal)


def written(column: Column, wishes: Wishes) -> Written:
    """How the columns of tables are written. Raises Asked."""
    notes: list[Message] = []
    decimal = wishes.decimal
    if decimal is None:
        found = _reading(column)
        decimal = found.decimal
        notes += _on_amounts(found)
    orders = {}
    for name in _DATES:
        cells = column(name)
        known = wishes.dates or order(cells)
        if known is None:
            _ask_for_order(cells, quarter_of if name == "closed" else str)
        elif any(is_two_days(cell) for cell in cells):
            notes.append(_ORDERS[known])
        orders[name] = known or "mdy"
    return Written(
        orders, decimal, wishes.currency or _currency(column), tuple(dict.fromkeys(notes))
    )


def _reading(column: Column) -> Reading:
    found = reading(column("amount"))
    if found.asks:
        raise Asked(
            message(
                "Is “{cell}” written with a decimal point or a decimal comma? Say --decimal point or --decimal comma.",
                cell=line(found.asks),
            )
        )
    return found


def _on_amounts(found: Reading) -> list[Message]:
    if found.is_mixed:
        return [message("Some amounts have a decimal point, others a decimal comma. Each is read as it is written.")]  # fmt: skip
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


def _ask_for_order(cells: Sequence[str], told: Callable[[str], str]) -> None:
    """Raise Asked where a day could be another one, and something else would be told of it then."""
    for cell in cells:
        ways = {told(way) for way in (day(cell, "mdy"), day(cell, "dmy")) if way}
        if is_two_days(cell) and len(ways) > 1:
            raise Asked(
                message(
                    "“{text}” can be two days: say --dates mdy for month/day, or --dates dmy.",
                    text=line(cell),
                )
            )


def _currency(column: Column) -> str | None:
    """The currency of all amounts; none where nobody says one. Raises Asked where there are several."""
    named = (*column("currency"), *column("amount"))
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


def quarter_of(text: str) -> str:
    """The quarter of a day: 2026-Q3."""
    found = date.fromisoformat(text)
    return f"{found.year:04}-Q{(found.month - 1) // _MONTHS + 1}"
