"""Says of entries that somebody has read them today and found them true."""

from collections.abc import Iterable, Mapping
from datetime import date

from donebook.model import Entry
from donebook.source import Tree
from donebook.write.within import replaced


def reviewed(tree: Tree, entries: Iterable[Entry], today: date) -> Mapping[str, bytes]:
    """The files of entries with today's date; those that have it already are left out.

    Raises Refused where a date can't be replaced.
    """
    return {
        entry.path: replaced(
            tree, entry.path, [(("reviewed",), entry.reviewed.isoformat(), today.isoformat())]
        )
        for entry in entries
        if entry.reviewed != today
    }
