"""An export as a workbook: a sheet for each kind, the links between entries, and what it all is."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from donebook.export.form import FORM, Export
from donebook.export.tables import LINKS, Cell, Table, as_line, tables
from donebook.language import Language

NAME = "playbook.xlsx"
_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - the oldest day of a zip file, which has no zone
_LONGEST = 32_767  # characters that Excel takes in one cell
_WIDEST, _NARROWEST = 60, 8
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")


def workbook(export: Export, language: Language) -> bytes:
    """The workbook; the same export gives the same bytes."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    found = list(tables(export))
    titles = [_title(_called(table, language)) for table in found]
    first.title = _title(language.say("export.about"))
    _about(first, export, language, zip(titles, found, strict=True))
    for title, table in zip(titles, found, strict=True):
        _fill(book.create_sheet(title), table)
    book.properties.created = book.properties.modified = _LONG_AGO
    book.properties.creator = "donebook"
    book.properties.title = export.playbook.name
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue())


def _called(table: Table, language: Language) -> str:
    return language.say("export.links" if table.name == LINKS else f"kind.{table.name}.many")


def _title(name: str) -> str:
    return _NO_TITLE.sub(" ", name)[:31]


def _about(
    sheet: Worksheet, export: Export, language: Language, found: Iterable[tuple[str, Table]]
) -> None:
    about, say = export.playbook, language.say
    rows: list[Sequence[Cell]] = [
        (about.name,),
        (say("export.what", form=FORM),),
        (say("export.edit"),),
        *([(about.address,)] if about.address else []),
        (),
        (say("export.sheet"), say("export.rows")),
        *((title, len(table.rows)) for title, table in found),
    ]
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row, 1):
            _write(sheet, number, at, value)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = _WIDEST


def _fill(sheet: Worksheet, table: Table) -> None:
    for number, row in enumerate((table.columns, *table.rows), 1):
        for at, value in enumerate(row, 1):
            if value != "":
                _write(sheet, number, at, value)
    for at, name in enumerate(table.columns, 1):
        sheet.cell(1, at).font = Font(bold=True)
        cells = (as_line(row[at - 1]) for row in table.rows)
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        width = min(max(longest, len(name), _NARROWEST) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "C2" if table.name != LINKS else "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if not isinstance(value, str):
        cell.value = value  # a day or a number, to be sorted and filtered as one
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    cell.data_type = "s"  # never a formula, whatever it begins with


def _without_times(content: bytes) -> bytes:
    """The same workbook without the time at which it was written, which openpyxl notes twice."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                long_ago = f">{_LONG_AGO.isoformat()}Z<".encode()
                part = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", long_ago, part)
            entry = zipfile.ZipInfo(name, _LONG_AGO.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, part)
    return written.getvalue()
