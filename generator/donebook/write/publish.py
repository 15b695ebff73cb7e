"""Drafts become entries that reps see."""

import re
from collections.abc import Iterable, Mapping, Sequence

from donebook.model import Entry
from donebook.schema import described
from donebook.source import Tree, whole_lines
from donebook.write.removed import without
from donebook.write.scaffold import FINISH_DRAFT, NEW, PUBLISH_DRAFT, before_it_goes_live

IMPORTED = "Imported from"
_TO_GO_LIVE = "|".join(filter(None, {re.escape(before_it_goes_live(what)) for what in NEW}))
_HEAD = re.compile(
    rf"(?:{IMPORTED} .*?)?(?:{re.escape(PUBLISH_DRAFT)}|{re.escape(FINISH_DRAFT)})(?: (?:{_TO_GO_LIVE}))?"
)


def published(tree: Tree, drafts: Iterable[Entry]) -> Mapping[str, bytes]:
    """The files of drafts without their status, and without what was said of it; other comments stay.

    Raises Refused where the status can't be taken out.
    """
    return {draft.path: _published(tree, draft) for draft in drafts}


def is_imported(tree: Tree, entry: Entry) -> bool:
    """Whether an entry's file still says where it was imported from."""
    return tree.read(entry.path).decode().lstrip("\ufeff").startswith(f"# {IMPORTED} ")


def _published(tree: Tree, draft: Entry) -> bytes:
    before = tree.read(draft.path)
    after = without(draft.path, before, [("status",)])
    lines = whole_lines(after.decode())
    whole = whole_lines(before.decode())
    at = next(n for n, line in enumerate(whole) if line.lstrip("\ufeff").startswith("status:"))
    said = described(type(draft)).get("status", "")
    above = _comment_above(lines, at)
    if " ".join(_bare(line) for line in lines[above:at]) == said:
        has_gap = at < len(lines) and not lines[at].strip()
        del lines[above : at + has_gap]
    return "".join(lines[_head(lines) :]).encode()


def _comment_above(lines: Sequence[str], at: int) -> int:
    """Where the comment begins that stands right above a line."""
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return at


def _head(lines: Sequence[str]) -> int:
    """How many lines at the top only say that this is a draft, with the empty ones behind them."""
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    for count in range(end, 0, -1):
        if _HEAD.fullmatch(" ".join(_bare(line) for line in lines[:count])):
            behind = range(count, len(lines))
            return next((n for n in behind if lines[n].strip()), len(lines))
    return 0


def _bare(line: str) -> str:
    return line.lstrip("#").strip()
