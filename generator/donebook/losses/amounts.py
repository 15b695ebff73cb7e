"""Amounts of money as CRMs write them, with whatever signs and separators their country has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Decimal = Literal["point", "comma"]
SIGNS: dict[Decimal, str] = {"point": ".", "comma": ","}

# Signs that belong to one currency alone; that of many countries says only "dollars".
_CURRENCIES = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "zł": "PLN"}
_OF_MANY = {"$": "USD", "¥": "JPY", "kr": "SEK"}
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_NUMBER = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_NEGATIVE = re.compile(r"^\s*(?:[^\d(]*[-−–]|\()")
# 1.2M, 500k, 1.5E+05: what a spreadsheet shows, and not what it holds.
_SHORTENED = re.compile(
    r"\d\s?(?:[kmbt]|mn|mio|mrd|bn|mill?ion(?:en)?)\b\.?|\d[eE][-+]?\d", re.IGNORECASE
)
_GROUP = 3  # digits between separators of thousands
_LONGEST = 18  # digits


@dataclass(frozen=True, slots=True)
class Reading:
    """How the amounts of a column are written.

    `decimal` is none where nothing in the column tells, or where its cells differ (`is_mixed`). A
    point or comma before three digits then parts thousands; `unclear` is such a cell. `asks` is one
    that could be meant in two ways which make a difference here.
    """

    decimal: Decimal | None
    asks: str = ""
    unclear: str = ""
    is_mixed: bool = False


def reading(cells: Iterable[str]) -> Reading:
    """How a column writes amounts, by the cells that can be read in one way only."""
    found: dict[Decimal, str] = {}
    unclear, is_long = "", False
    for cell in cells:
        number = _NUMBER.search(cell)
        if not number or is_unreadable(cell):
            continue
        sign = _decimal(number[0])
        if sign:
            found.setdefault(sign, cell)
        elif any(mark in number[0] for mark in SIGNS.values()):
            unclear = unclear or cell
        else:
            is_long |= len(number[0]) > _GROUP and number[0].isdecimal()
    if len(found) > 1:
        return Reading(None, unclear, is_mixed=True)
    # Somebody who writes 1500 parts no thousands, and 1.500 is then one and a half.
    if not found and unclear and is_long:
        return Reading(None, unclear)
    return Reading(next(iter(found), None), unclear=unclear)


def _decimal(number: str) -> Decimal | None:
    """The sign of decimals in a number, where it can be read in one way only."""
    marks = [mark for mark in number if mark in ".,"]
    if not marks:
        return None
    last = marks[-1]
    own: Decimal = "point" if last == "." else "comma"
    other: Decimal = "comma" if last == "." else "point"
    if len({*marks}) > 1:
        return own
    before, _, behind = number.rpartition(last)
    if len(marks) > 1:
        return other  # what stands there twice parts thousands
    is_group = len(behind) == _GROUP and 0 < len(before) <= _GROUP and before[0] != "0"
    if is_group:
        return None
    return own


def is_unreadable(cell: str) -> bool:
    """Whether a cell says an amount in no digits, or in short."""
    return not any(sign.isdecimal() for sign in cell) or bool(_SHORTENED.search(cell))


def amount(cell: str, decimal: Decimal | None) -> float | None:
    """What a cell says; none where it says nothing, or nothing above zero.

    `decimal` decides where the cell itself can be read in two ways. A CRM that sets lost deals to
    zero doesn't know what they were worth.
    """
    number = _NUMBER.search(cell)
    if not number or _NEGATIVE.match(cell) or is_unreadable(cell):
        return None
    text = re.sub(r"['’\s]", "", number[0])
    means = _decimal(number[0]) or decimal
    for name, sign in SIGNS.items():
        text = text.replace(sign, "." if name == means else "")
    if text.count(".") > 1 or len(text) > _LONGEST:
        return None
    return float(text) or None


def currency(cell: str) -> str | None:
    """The currency that a cell names by its code or its sign."""
    code = _CODE.search(cell)
    if code:
        return code[0]
    signs = {**_CURRENCIES, **_OF_MANY}
    return next((name for sign, name in signs.items() if sign in cell), None)


def rounded(total: float) -> int:
    """A sum with three digits that tell, so that no single amount can be read off it."""
    whole = round(total)
    return round(whole, min(0, 3 - len(str(whole))))
