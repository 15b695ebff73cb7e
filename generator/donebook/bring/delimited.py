"""CSV with any delimiter, in any encoding a spreadsheet saves; also a text with a line for each."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from donebook.bring.encoded import decoded
from donebook.bring.rows import Grid, Hints, Reading
from donebook.message import Message, message

_DELIMITERS = (",", ";", "\t", "|")
_NONE = "\x1f"  # a sign that stands in no text: the whole line is one cell
_LOOKED_AT = 300  # rows


def read_delimited(content: bytes, hints: Hints) -> Reading | Message:
    """The cells of a CSV file, or why they can't be read."""
    text = decoded(content)
    if isinstance(text, Message):
        return text
    body, notes = text
    delimiter, body = _named_delimiter(body)
    delimiter = delimiter or _delimiter(body, hints)
    try:
        rows = tuple(_rows(body, delimiter))
    except csv.Error as error:
        return _told(body, delimiter, error)
    too_many = message("Only the first {most:,} rows are read.", most=hints.most)
    more = (too_many,) if len(rows) > hints.most else ()
    return Reading((Grid("", rows[: hints.most]),), (*notes, *more))


def _named_delimiter(text: str) -> tuple[str, str]:
    """The delimiter that Excel's first line names, if there is one, and the rest of the text."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    named = first[4:] if first.lower().startswith("sep=") else ""
    return (named, rest) if len(named) == 1 else ("\t", rest) if first == "sep=" else ("", text)


def _delimiter(text: str, hints: Hints) -> str:
    """The one with which most rows have as many cells; none where no two cells stand in a line.

    Rows above the first that is as wide are titles. `csv.Sniffer` takes a letter for a delimiter
    where there is a single column.
    """
    best, share = _NONE, 0.5
    for delimiter in _DELIMITERS:
        rows = [row for row in _some_rows(text, delimiter) if any(cell.strip() for cell in row)]
        if not rows:
            continue
        usual, _ = Counter(len(row) for row in rows).most_common(1)[0]
        wide = [len(row) == usual for row in rows]
        below = rows[wide.index(True) :]
        times = sum(wide) / len(below)
        is_table = usual > 1 and not (delimiter == "," and _are_sentences(below, hints))
        if is_table and times > share:
            best, share = delimiter, times
    return best


def _are_sentences(rows: Sequence[Sequence[str]], hints: Hints) -> bool:
    """Whether commas part clauses and not cells: a space follows, and what they part is asked."""
    behind = [row[1][:1].isspace() for row in rows if len(row) > 1]
    asks = hints.shape == "question" and hints.asks(",".join(rows[0]))
    return asks and sum(behind) * 2 > len(behind)


def _some_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row, _ in zip(reader, range(_LOOKED_AT), strict=False):
            yield row
    except csv.Error:
        return


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    # Strict only as to quotes that are never closed: they swallow all the rest of a file.
    for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        pass
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, row in enumerate(reader, 1):
        cells = tuple(cell.strip() for cell in row)
        if any(cells):
            yield number, cells


def _told(text: str, delimiter: str, error: csv.Error) -> Message:
    """What stops a reader, with the row at which it began."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for _ in reader:
            number += 1
    except csv.Error:
        pass
    if "limit" in str(error):
        return message(
            "Row {number} has a cell of more than {most:,} characters.",
            number=number,
            most=csv.field_size_limit(),
        )
    return message(
        "In row {number}, a quotation mark isn't closed, or stands inside a cell without being doubled.",
        number=number,
    )
