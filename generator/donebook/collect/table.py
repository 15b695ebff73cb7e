"""A team's deals and sheets as one table, for spreadsheets and for programs.

Keys and columns stay English, for programs. The columns about a row begin with a capital, which no key
of a blank has.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from donebook.collect.handed import Handed
from donebook.facts import remembered
from donebook.markup import for_cell
from donebook.playbook import Playbook
from donebook.sheet import resolve, sheets_of_deals
from donebook.sheet.values import Grid
from donebook.text import finished

_ABOUT = (
    "File",
    "What",
    "Deal",
    "Stage",
    "Sheet",
    "Version",
    "Printed now",
    "Saved",
    "Changed",
    "Archived",
)
_NOT_STORED = frozenset(map(chr, {*range(32), 0xFFFE, 0xFFFF} - {0x09, 0x0A}))  # by XML 1.0
LONGEST_CELL = 32_767  # characters that a cell of a workbook holds

Place = tuple[int, int, int, str]


@dataclass(frozen=True)
class Table:
    """Rows, each with the name of its file, and the keys that any of them has, in the order of sheets."""

    playbook: Playbook
    rows: tuple[tuple[str, Handed], ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all rows: as they stand on the sheets, and others behind them by the alphabet."""
        found = {key for _, row in self.rows for key in row.values}
        places = _places(self.playbook)
        return tuple(sorted(found, key=lambda key: _place(key, places)))

    @property
    def head(self) -> tuple[str, ...]:
        return (*_ABOUT, *self.keys)

    @property
    def lines(self) -> Iterator[tuple[str, ...]]:
        """The rows as they stand below the head."""
        for file, row in self.rows:
            days = (row.saved, row.changed, row.archived)
            yield (
                file,
                row.kind,
                row.name,
                row.stage,
                row.sheet,
                row.version,
                printed_now(self.playbook, row),
                *(day.isoformat() if day else "" for day in days),
                *(row.values.get(key, "") for key in self.keys),
            )


def printed_now(playbook: Playbook, row: Handed) -> str:
    """The version of a row's sheet that the playbook prints; nothing of a deal, or where it has none."""
    found = [w for w in playbook.worksheets if w.id == row.sheet]
    return resolve(playbook, found[0]).version if found else ""


@remembered
def _places(playbook: Playbook) -> Mapping[str, Place]:
    """Where each key stands on the sheets: of a table that can grow, its columns by `key..column`."""
    found: dict[str, Place] = {}
    for n, part in enumerate(part for sheet in sheets_of_deals(playbook) for part in sheet.parts):
        for m, blank in enumerate(part.blanks):
            if isinstance(part.block, Grid) and part.block.key:
                column = blank.key.rpartition(".")[2]
                found.setdefault(f"{part.block.key}..{column}", (n, 0, m, ""))
            else:
                found.setdefault(blank.key, (n, 0, m, ""))
    return found


def _place(key: str, places: Mapping[str, Place]) -> Place:
    if key in places:
        return places[key]
    start, _, rest = key.partition(".")
    row, _, column = rest.partition(".")
    part, _, place, _ = places.get(f"{start}..{column}", (len(places), 0, 0, ""))
    return (
        (part, int(row), place, "") if part < len(places) and _is_row(row) else _behind(key, places)
    )


def _is_row(row: str) -> bool:
    return row.isascii() and row.isdigit() and len(row) < 7


def _behind(key: str, places: Mapping[str, Place]) -> Place:
    return (len(places), 0, 0, key)


def as_csv(table: Table) -> bytes:
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerows([for_cell(cell) for cell in line] for line in (table.head, *table.lines))
    return written.getvalue().encode()


def as_json(table: Table) -> bytes:
    labels = _labels(table.playbook)
    values = {
        "columns": [{"key": key, "label": labels.get(key, key)} for key in table.keys],
        "rows": [_object(table.playbook, file, row) for file, row in table.rows],
    }
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _object(playbook: Playbook, file: str, row: Handed) -> dict[str, Any]:
    def told(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "file": file,
        "what": row.kind,
        "deal": row.name,
        "stage": row.stage or None,
        "sheet": row.sheet or None,
        "version": row.version or None,
        "printed_now": printed_now(playbook, row) or None,
        "saved": told(row.saved),
        "changed": told(row.changed),
        "archived": told(row.archived),
        "values": dict(row.values),
    }


@remembered
def _labels(playbook: Playbook) -> Mapping[str, str]:
    """What the blanks of all sheets are called, by their keys."""
    product = playbook.config.product
    blanks = (blank for sheet in sheets_of_deals(playbook) for blank in sheet.blanks)
    return {blank.key: finished(blank.name, product) for blank in blanks}


def as_xlsx(table: Table) -> bytes:
    """A workbook with the table, and what each key is called. Texts are texts there, never formulas."""
    from openpyxl import Workbook  # slow to import, and seldom needed
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    labels = _labels(table.playbook)
    called = [(key, labels.get(key, "")) for key in table.keys]
    for title, lines in (
        ("Deals", (table.head, *table.lines)),
        ("Columns", (("Column", "On the sheet"), *called)),
    ):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for line in lines:
            cells = []
            for text in line:
                cell = WriteOnlyCell(sheet, _storable(text))
                cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _storable(text: str) -> str:
    """A text without the signs that a workbook can't hold, and not longer than a cell."""
    kept = "".join(" " if sign in _NOT_STORED else sign for sign in text)
    return kept if len(kept) <= LONGEST_CELL else f"{kept[: LONGEST_CELL - 1]}…"


def too_long(table: Table) -> Iterable[tuple[str, str]]:
    """The files and keys of texts that no cell of a workbook takes whole."""
    return (
        (file, key)
        for file, row in table.rows
        for key, text in row.values.items()
        if len(text) > LONGEST_CELL
    )


TABLE_FORMATS: Mapping[str, Callable[[Table], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
}
