"""Entries that somebody names on the command line."""

from collections.abc import Collection, Iterator

import click

from donebook.cli.chosen import chosen
from donebook.model import KINDS, Entry
from donebook.playbook import Playbook
from donebook.spelling import guess


def named_entries(playbook: Playbook, ids: Collection[str], owner: str | None) -> list[Entry]:
    """The entries of these ids, or all, of an owner by id or name, or of all. Raises click.UsageError."""
    if owner is not None:
        owner = chosen(owner, playbook.words("owner"), f'There is no owner "{owner}".')
    named = _of_ids(playbook, dict.fromkeys(ids))
    return [entry for entry in named if owner is None or playbook.owner_of(entry) == owner]


def _of_ids(playbook: Playbook, ids: Collection[str]) -> Iterator[Entry]:
    if not ids:
        yield from playbook.entries.values()
    for name in ids:
        kind, _, entry_id = (
            name.partition("/") if name.partition("/")[0] in KINDS else ("", "", name)
        )
        found = [
            entry
            for key, entry in playbook.entries.items()
            if key.id == entry_id and kind in ("", key.kind)
        ]
        if len(found) > 1:
            kinds = " or ".join(f"{entry.kind.name}/{entry_id}" for entry in found)
            raise click.UsageError(f'There are two entries "{name}": say {kinds}.')
        if not found:
            hint = guess(entry_id, [key.id for key in playbook.entries]).question
            raise click.UsageError(f'There is no entry "{name}". {hint}'.rstrip())
        yield found[0]
