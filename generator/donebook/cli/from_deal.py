"""A deal of somebody's, set into the fields of sheets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from donebook.cli.handed_over import content_of
from donebook.collect.handed import MOST_BYTES
from donebook.collect.read import read_handed
from donebook.message import Message, message
from donebook.paper import Bound, Printed
from donebook.playbook import Playbook
from donebook.sheet import resolve
from donebook.text import finished


def values_of(playbook: Playbook, file: Path) -> Mapping[str, str]:
    """The values of the one deal in a file. Raises click.UsageError where there is another number of them."""
    found = content_of(file, MOST_BYTES)
    if isinstance(found, Message):
        raise click.UsageError(f"{file}: {playbook.language.tell(found)}")
    reading = read_handed(found, playbook)
    for problem in reading.problems:
        raise click.UsageError(f"{file}: {playbook.language.tell(problem)}")
    if len(reading.rows) != 1:
        raise click.UsageError(f"{file} holds {len(reading.rows)} deals; save the one as a file.")
    return reading.rows[0].values


def with_values(
    playbook: Playbook, sheets: Sequence[Printed | Bound], values: Mapping[str, str]
) -> tuple[list[Printed | Bound], list[Message]]:
    """The sheets with the values in them, and what couldn't be set into which field of which file."""
    from donebook.paper.fill import filled, states_in  # slow to import

    done: list[Printed | Bound] = []
    refused: list[Message] = []
    for sheet in (s for s in sheets if isinstance(s, Printed)):
        blanks = resolve(playbook, sheet.worksheet)
        told = filled(sheet.pdf, states_in(blanks, values, playbook.config.product))
        if isinstance(told, bytes):
            done.append(sheet.holding(told))
            continue
        names = {b.key: finished(b.name, playbook.config.product) for b in blanks.blanks}
        refused += [
            message("{file}: {field}: {why}", file=sheet.name, field=names[key], why=why)
            for key, why in told
        ]
    return done, refused
