"""Every form of file that can be read, and which of them a file has. A new one is a line here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath

from donebook.bring.delimited import read_delimited
from donebook.bring.markdown import read_markdown
from donebook.bring.rows import MOST_BYTES, Grid, Hints, Reader, Reading
from donebook.bring.workbook import OLD_EXCEL, ZIP, read_workbook
from donebook.message import Message, message

FORMS: Mapping[str, Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}
# What begins so is a workbook, whatever the file is called.
_SIGNS: Mapping[bytes, Reader] = {ZIP: read_workbook, OLD_EXCEL: read_workbook}
# Each heading is compared with all others; no CRM has as many fields.
_MOST_ACROSS = 1_000


def read_file(name: str, content: bytes, hints: Hints) -> Reading | Message:
    """What a file holds, or why it can't be read."""
    if len(content) > MOST_BYTES:
        return message("This file is too large; at most {most:,} bytes are read.", most=MOST_BYTES)
    if not content.strip():
        return message("This file is empty.")
    reader = _reader(name, content)
    if reader is None:
        return message(
            "This form isn't read. Save it as one of these: {forms}.", forms=tuple(FORMS)
        )
    found = reader(content, hints)
    return found if isinstance(found, Message) else _clipped(found)


def _clipped(found: Reading) -> Reading:
    """What was read without columns that nobody has."""
    parts = tuple(
        replace(part, rows=tuple((number, cells[:_MOST_ACROSS]) for number, cells in part.rows))
        if isinstance(part, Grid)
        else part
        for part in found.parts
    )
    if parts == found.parts:
        return found
    note = message("Only the first {most:,} columns are read.", most=_MOST_ACROSS)
    return replace(found, parts=parts, notes=(*found.notes, note))


def _reader(name: str, content: bytes) -> Callable[[bytes, Hints], Reading | Message] | None:
    by_sign = (reader for sign, reader in _SIGNS.items() if content.startswith(sign))
    return next(by_sign, FORMS.get(PurePath(name).suffix.lower()))
