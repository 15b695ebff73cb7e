"""Says of entries that somebody has read them today and found them true."""

from collections.abc import Iterable, Mapping
from datetime import date

from donebook.model import Entry
from donebook.source import Tree
from donebook.write.within import replaced, with_field


def reviewed(tree: Tree, entries: Iterable[Entry], today: date) -> Mapping[str, bytes]:
    """The files of entries with today's date; those that have it already are left out.

    Raises Refused where a date can't be replaced.
    """
    return {
        entry.path: _with_day(tree, entry.path, entry.reviewed, today)
        for entry in entries
        if entry.reviewed != today
    }


def _with_day(tree: Tree, path: str, old: date | None, new: date) -> bytes:
    if old is None:
        return with_field(tree, path, "reviewed", new.isoformat())
    return replaced(tree, path, [(("reviewed",), old.isoformat(), new.isoformat())])
