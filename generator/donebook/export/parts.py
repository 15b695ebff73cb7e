"""An export as files: one, or for a large playbook one for each kind behind a list of them."""

from collections import defaultdict
from collections.abc import Mapping

from donebook.export.form import Entry, Export, PartOf
from donebook.export.made import text_of
from donebook.model import KINDS

FILE, SCHEMA = "playbook.json", "playbook.schema.json"
_PART = "playbook-{kind}.json"
# What a program that reads the whole for one entry still takes in at once.
MOST_AT_ONCE = 1_000_000  # bytes


def is_part(path: str) -> bool:
    """Whether a file of a site is an export, or a part of one."""
    return path == FILE or path in {_PART.format(kind=kind) for kind in KINDS}


def files_of(export: Export, most: int = MOST_AT_ONCE) -> Mapping[str, str]:
    """The files of an export by their names.

    One that is larger than `most` bytes is parted: `playbook.json` keeps everything but the
    entries, and names a file for each kind of them, each an export of its own.
    """
    text = text_of(export)
    if len(text.encode()) <= most:
        return {FILE: text}
    kinds: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in export.entries:
        kinds[entry.kind].append(entry)
    parts = tuple(
        PartOf(kind=kind, file=_PART.format(kind=kind), entries=len(entries))
        for kind, entries in kinds.items()
    )
    whole = export.model_copy(update={"entries": (), "parts": parts})
    return {
        FILE: text_of(whole),
        **{
            part.file: text_of(
                export.model_copy(update={"entries": tuple(kinds[part.kind]), "gone": ()})
            )
            for part in parts
        },
    }
