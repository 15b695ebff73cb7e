"""The page on which a group plays from phones: the card that a link names, and a clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from donebook.model import Exercise, Key, Question
from donebook.pages import address
from donebook.pages.grouping import hub
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.sheet import BEHAVIORS, ROLES
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class Played:
    """A role-play, and what its rep must ask."""

    exercise: Exercise
    must_ask: tuple[Question, ...]


def play_pages(playbook: Playbook) -> Iterator[Planned]:
    """The page of all cards, where there are role-plays."""
    if playbook.exercises:
        yield address.PLAY, partial(_play, playbook)


def _play(playbook: Playbook) -> Page:
    say = playbook.language.say
    return hub(
        address.PLAY,
        "play",
        say("play.title"),
        say("play.description"),
        all_played=tuple(_played(playbook, exercise) for exercise in playbook.exercises),
        roles=ROLES,
        behaviors=BEHAVIORS,
        number=Plain("{n}"),  # which the script fills in
    )


def _played(playbook: Playbook, exercise: Exercise) -> Played:
    asked = (playbook.entries[Key("question", name)] for name in exercise.must_ask)
    return Played(exercise, tuple(q for q in asked if isinstance(q, Question)))
