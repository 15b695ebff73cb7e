"""An export as tables: one for each kind, and one of the links between entries."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from donebook.export.form import Entry, Export, Mention
from donebook.markup import for_cell
from donebook.model import MODELS
from donebook.model import Entry as AnyEntry

Cell = str | int | float | date

LINKS = "links"
_FIRST = ("id", "title", "summary", "status", "owner", "reviewed", "review_by", "address", "file")
_LINK_COLUMNS = ("kind", "id", "title", "address", "relation", "to_kind", "to_id", "to_title", "to_address")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below the names of their columns: of texts, and of numbers and days where a cell is one."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(export: Export) -> Iterator[Table]:
    """A table for each kind that has entries, and behind them one with a row for each link."""
    for kind in dict.fromkeys(entry.kind for entry in export.entries):
        yield _of_entries(kind, [entry for entry in export.entries if entry.kind == kind])
    yield Table(
        LINKS,
        _LINK_COLUMNS,
        tuple(
            (e.kind, e.id, e.title, e.address, m.relation, m.kind, m.id, m.title, m.address)
            for e in export.entries
            for m in e.names
        ),
    )


def is_of_entries(columns: Sequence[str]) -> bool:
    """Whether these are the columns of a table of entries that was made here."""
    return tuple(columns[: len(_FIRST)]) == _FIRST


def as_csv(table: Table) -> bytes:
    """A table as CSV that spreadsheets open as it is: in UTF-8 that says so, and without formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([for_cell(as_line(cell)) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _of_entries(kind: str, entries: Sequence[Entry]) -> Table:
    found = [dict(_cells(entry)) for entry in entries]
    more = dict.fromkeys(name for cells in found for name in cells if name not in _FIRST)
    # In the order of the model, so that a column stays where it is when entries come and go.
    places = _fields_of(kind)
    # What follows and what leads here stands behind what is written in the file.
    last = [name for name in more if name.startswith("facts.") or name in ("names", "named_by")]
    own = sorted(
        (name for name in more if name not in last),
        key=lambda name: places.index(name.split(".")[0]),
    )
    columns = (*_FIRST, *own, *last)
    return Table(kind, columns, tuple(tuple(c.get(name, "") for name in columns) for c in found))


def _fields_of(kind: str) -> tuple[str, ...]:
    """The fields that an entry of a kind may have, in the order of its models; what all kinds have comes last."""
    model = next(model for model in MODELS if model.kind.name == kind)
    forms = (form.model_fields.items() for form in model.forms().values())
    found = dict.fromkeys(its.alias or name for form in forms for name, its in form)
    return tuple(sorted(found, key=lambda name: name in AnyEntry.model_fields))


def _cells(entry: Entry) -> Iterator[tuple[str, Cell]]:
    yield from (
        ("id", entry.id),
        ("title", entry.title),
        ("summary", entry.summary),
        ("status", entry.status),
        ("owner", entry.owner_name),
        ("reviewed", entry.reviewed or ""),
        ("review_by", entry.review_by or ""),
        ("address", entry.address),
        ("file", entry.file),
    )
    own = {name: value for name, value in entry.fields.items() if name not in _FIRST}
    yield from _flat("", own)
    yield from _flat("facts.", entry.facts)
    yield "names", _mentioned(entry.names)
    yield "named_by", _mentioned(entry.named_by)


def _mentioned(mentions: Iterable[Mention]) -> str:
    return "\n".join(f"{m.relation}: {m.title} ({m.kind}/{m.id})" for m in mentions)


def _flat(before: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """The cells of what a field holds: one for each field in it, with dots between their names."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{before}{name}.", value)
        else:
            yield f"{before}{name}", _cell(value)


def _cell(value: object) -> Cell:
    if isinstance(value, list | tuple):
        return "\n".join(map(as_line, value))
    return value if isinstance(value, int | float) else as_line(value)


def as_line(value: object) -> str:
    """A value in one line, such as a sign with its label and its example."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {as_line(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(as_line, value))
    return str(value)
