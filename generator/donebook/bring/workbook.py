"""XLSX: the sheets that can be seen, with what formulas last came to."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from donebook.bring.rows import MOST_COLUMNS, Fault, Grid, Hints, Reading, letter
from donebook.message import Message, message

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also around a workbook with a password
_MOST_UNPACKED = 32 << 20  # of what is read: pictures aren't
_MOST_FILES = 2_000


def read_workbook(content: bytes, hints: Hints) -> Reading | Message:
    """The cells of each sheet that can be seen, or why they can't be read."""
    most = hints.most
    if content.startswith(OLD_EXCEL):
        return message(
            "This is an old or a protected workbook. Save it as .xlsx without a password."
        )
    try:
        refused = _refused(content)
        if refused:
            return refused
        values, formulas = _opened(content, data_only=True), _opened(content, data_only=False)
    except Exception:  # noqa: BLE001 - a broken workbook raises whatever its bytes lead to
        return message("This workbook is broken. Open it in your spreadsheet and save it again.")
    grids: list[Grid] = []
    notes: list[Message] = []
    faults: list[Fault] = []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(message("The hidden sheet “{sheet}” is left out.", sheet=sheet.title))
            continue
        notes += _clipped(sheet, most)
        hidden = {n for n, row in sheet.row_dimensions.items() if row.hidden}
        grid, seen = _grid(sheet, hidden, most)
        if seen:
            notes.append(_hidden_rows(sheet.title, seen))
        grids.append(grid)
        faults += _without_value(sheet, formulas[sheet.title], hidden, most)
    grids = [grid for grid in grids if grid.rows]
    if len({*(grid.part for grid in grids), *(fault.part for fault in faults)}) == 1:
        # Nobody needs the name of the only sheet on every line.
        grids = [replace(grid, part="") for grid in grids]
        faults = [replace(fault, part="") for fault in faults]
    return Reading(tuple(grids), tuple(notes), tuple(faults))


def _refused(content: bytes) -> Message | None:
    """Why a workbook isn't opened: what it would unpack to is looked at before it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = packed.infolist()
        read = [file for file in files if file.filename.endswith((".xml", ".rels"))]
        if len(files) > _MOST_FILES or sum(f.file_size for f in read) > _MOST_UNPACKED:
            return message("This workbook unpacks to more than is read. Save only the sheet.")
        if any(_has_entities(packed, file) for file in read):
            return message("This workbook isn't one that a spreadsheet writes.")
    return None


def _has_entities(packed: zipfile.ZipFile, file: zipfile.ZipInfo) -> bool:
    """Whether an XML file defines entities, which unpack to any size; no workbook needs them."""
    with packed.open(file) as part:
        return b"<!DOCTYPE" in part.read(4096)


def _opened(content: bytes, *, data_only: bool) -> "Workbook":
    from openpyxl import load_workbook  # slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of charts and rules that aren't read anyway
        return load_workbook(io.BytesIO(content), data_only=data_only)


def _clipped(sheet: "Worksheet", most: int) -> Iterator[Message]:
    if sheet.max_row > most or sheet.max_column > MOST_COLUMNS:
        yield message(
            "Of the sheet “{sheet}”, only the first {rows:,} rows and {columns:,} columns are read.",
            sheet=sheet.title,
            rows=most,
            columns=MOST_COLUMNS,
        )


def _hidden_rows(sheet: str, numbers: list[int]) -> Message:
    return message(
        "The hidden rows of “{sheet}” are left out: {rows}.",
        sheet=sheet,
        rows=tuple(f"{n}" for n in numbers),
    )


def _grid(sheet: "Worksheet", hidden: set[int], most: int) -> tuple[Grid, list[int]]:
    """A sheet's cells, and the numbers of hidden rows that hold something."""
    merged = _filled_down(sheet, most)
    rows, left_out = [], []
    for number, row in enumerate(_cells(sheet, most), sheet.min_row):
        texts = tuple(merged.get((number, n)) or _text(cell.value) for n, cell in enumerate(row, 1))
        if not any(texts):
            continue
        if number in hidden:
            left_out.append(number)
        else:
            rows.append((number, texts))
    return Grid(sheet.title, tuple(rows)), left_out


def _cells(sheet: "Worksheet", most: int) -> Iterator[tuple["Cell | MergedCell", ...]]:
    yield from sheet.iter_rows(
        max_row=min(sheet.max_row, most), max_col=min(sheet.max_column, MOST_COLUMNS)
    )


def _filled_down(sheet: "Worksheet", most: int) -> dict[tuple[int, int], str]:
    """What merged cells hold in the rows below their first: a stage that is written once for ten."""
    return {
        (row, merged.min_col): _text(sheet.cell(merged.min_row, merged.min_col).value)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row + 1, min(merged.max_row, most) + 1)
    }


def _text(value: object) -> str:
    if value is None or (isinstance(value, str) and value in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def _without_value(
    sheet: "Worksheet", formulas: "Worksheet", hidden: set[int], most: int
) -> Iterator[Fault]:
    """Formulas whose result was never saved, or is an error."""
    never = message("Its formula was never worked out. Open the file and save it again.")
    for number, row in enumerate(_cells(formulas, most), formulas.min_row):
        for at, cell in enumerate(row):
            if cell.data_type != "f" or number in hidden:
                continue
            value = sheet.cell(number, at + 1).value
            if value is None:
                yield Fault(sheet.title, number, never, letter(at))
            elif value in _ERRORS:
                said = message("Its formula comes to {error}.", error=str(value))
                yield Fault(sheet.title, number, said, letter(at))
