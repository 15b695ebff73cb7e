"""What `--map` says: what columns of a table are for, and what cells mean."""

from collections.abc import Iterable, Mapping, Sequence

import click

from donebook.bring import NOTHING, shape
from donebook.spelling import guess

dates_option = click.option(
    "--dates",
    type=click.Choice(("mdy", "dmy")),
    help="Whether 03/04/2026 is a day in March (mdy) or in April; a column that tells is read so anyway.",
)


def meant_cells(mapped: str) -> list[tuple[tuple[str, str], str]]:
    """What a cell means, by its column and its text, where `--map` says that: Stage:Proof=prove."""
    cell, _, word = mapped.rpartition("=")
    column, colon, text = cell.partition(":")
    if not (colon and text.strip()):
        return []
    return [((shape(column), shape(text)), "" if word.strip() == NOTHING else word.strip())]


def meant_columns(mapped: Sequence[str], fields: tuple[str, ...]) -> Mapping[str, str]:
    """The fields of columns. Raises click.UsageError."""
    found: dict[str, str] = {}
    for one in mapped:
        column, sign, field = (part.strip() for part in one.rpartition("="))
        if not sign or not column:
            raise click.UsageError(f'--map takes COLUMN=FIELD, and this is "{one}".')
        if field not in (*fields, NOTHING):
            hint = guess(field, fields).question or f"There are: {', '.join(fields)}."
            raise click.UsageError(f'There is no field "{field}". {hint}')
        found[column] = field
    return found


def refuse_unknown(there: Sequence[str], columns: Iterable[str]) -> None:
    """Raise click.UsageError where a column is named that none of the tables has."""
    for column in columns:
        if there and column not in there and shape(column) not in map(shape, there):
            hint = guess(column, there).question or f"There are: {', '.join(there)}."
            raise click.UsageError(f'There is no column "{column}". {hint}')
