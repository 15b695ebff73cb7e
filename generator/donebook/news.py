"""What has changed day by day, from the history of the content, for reps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from donebook.change import Change, Effect
from donebook.diff import changes
from donebook.model import KINDS
from donebook.playbook import Playbook

_NOT_FOR_REPS = frozenset({Effect.CARE})


class Missing(StrEnum):
    """Why the history can't be told in full."""

    SHALLOW = "shallow"
    """Only its newest part was cloned."""
    UNREADABLE = "unreadable"
    """Git refuses to read it, or is not installed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Why days may be missing, and what to do about it, for whoever builds the site."""

    missing: Missing
    remedy: str


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one day, as one: what was changed and changed back is none."""

    day: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What changed on the last days, newest first; with a gap, not all of it."""

    days: tuple[Day, ...] = ()
    gap: Gap | None = None


def news(states: Sequence[tuple[date, Playbook]]) -> Iterator[Day]:
    """What changed on each day, newest first.

    `states` are the playbooks at the end of each day on which something was committed, oldest
    first; the first is what later ones are compared with.
    """
    for (_, before), (day, after) in reversed(list(pairwise(states))):
        found = tuple(_for_reps(changes(before, after)))
        if found:
            yield Day(day, found)


def _for_reps(found: Iterable[Change]) -> Iterator[Change]:
    return (c for c in found if c.effect not in _NOT_FOR_REPS and not _gives_away(c))


def _gives_away(change: Change) -> bool:
    """Whether a change names what a role-play hides: its pattern, its questions, its traps."""
    kind = KINDS.get(change.kind)
    return kind is not None and kind.hides_leads and change.effect is Effect.LEADS
