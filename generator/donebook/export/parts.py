"""An export as files: one, or for a large playbook one for each kind behind a list of them."""

from collections import defaultdict
from collections.abc import Iterator

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


def files_of(export: Export, most: int = MOST_AT_ONCE) -> Iterator[tuple[str, str]]:
    """The files of an export, each with its name, and made when it is asked for: they can be large.

    One that is larger than `most` bytes is parted: `playbook.json` keeps everything but the
    entries, and names a file for each kind of them, each an export of its own.
    """
    if not _is_larger(export, most) and len((text := text_of(export)).encode()) <= most:
        yield FILE, text
        return
    kinds: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in export.entries:
        kinds[entry.kind].append(entry)
    parts = tuple(
        PartOf(kind=kind, file=_PART.format(kind=kind), entries=len(entries))
        for kind, entries in kinds.items()
    )
    yield FILE, text_of(export.model_copy(update={"entries": (), "parts": parts}))
    for part in parts:
        entries = tuple(kinds[part.kind])
        yield part.file, text_of(export.model_copy(update={"entries": entries, "gone": ()}))


def _is_larger(export: Export, most: int) -> bool:
    """Whether the entries alone, written closely, are more than so many bytes."""
    size = 0
    for entry in export.entries:
        size += len(entry.model_dump_json(by_alias=True))
        if size > most:
            return True
    return False
