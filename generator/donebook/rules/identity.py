"""Family `identity` (I): an id is never lost and never comes back as something else.

These compare a playbook with the one it was before. Nothing is lost by an id that no rep has seen, so
they wait until the settings say since when reps have the playbook.
"""

from collections.abc import Iterator

from donebook.message import message
from donebook.model import KINDS, Key
from donebook.playbook import Playbook
from donebook.problem import Code, Finding
from donebook.rules import base

_EVENT = "loss-reasons/no-event.yaml"
_OLD = "patterns/fewer-clicks.yaml"

VANISHED = Code(
    "I701",
    "An id that went away without a word",
    "Its address stands in bookmarks, in printouts and in CRM notes. All of them would lead nowhere.",
    "Put a file of that name back with one line: `moved_to: NEW-ID`, or `retired: why it went`. `donebook rename` does it for you.",
    bad={"patterns/hours-back.yaml": base.pattern("Hours back")},
    good={
        "patterns/hours-back.yaml": base.pattern("Hours back"),
        _OLD: "retired: Nobody has said it since the new release.\n",
    },
)
CAME_BACK = Code(
    "I702",
    "A retired id is used again",
    "Whoever follows an old link or printout would find something else under the same name.",
    "Give the new entry an id of its own, and put the line with `retired` or `moved_to` back.",
    bad={_EVENT: base.FILES[_EVENT]},
    good={_EVENT: "retired: It was two reasons.\n"},
)
CODES = (VANISHED, CAME_BACK)


def find(before: Playbook, after: Playbook) -> Iterator[Finding]:
    """What happened to ids between two revisions of a playbook; nothing before reps have it."""
    if after.config.live_since is None:
        return
    there = {*after.entries, *after.tombstones, *after.broken}
    for key in sorted({*before.entries, *before.tombstones} - there):
        if key in before.entries and before.entries[key].is_draft:
            continue  # nobody but its author has seen it
        said = message(
            'The {kind} "{id}" is gone, and nothing says where to.',
            kind=KINDS[key.kind].words,
            id=key.id,
        )
        yield Finding(VANISHED, _path(key), (), said)
    for key in sorted({*before.tombstones} & {*after.entries}):
        said = message('"{id}" was given up, and stands here as something new.', id=key.id)
        yield Finding(CAME_BACK, _path(key), (), said)


def _path(key: Key) -> str:
    return KINDS[key.kind].path(key.id)
