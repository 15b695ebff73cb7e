"""A session whose groups don't sit at one table: rooms for Zoom, and a message to paste for each."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from donebook.language import Language
from donebook.paper.packs import Room
from donebook.paper.rotation import Person, Turn
from donebook.paper.running import clock
from donebook.playbook import Playbook
from donebook.text import finished

# What Zoom reads: "Pre-assigning meeting participants to breakout rooms" in its help center.
_COLUMNS = ("Pre-assign Room Name", "Email Address")

Attendee = tuple[str, str]  # name and email address


def remote_files(
    playbook: Playbook, room: Room, attendees: Sequence[Attendee], cards: str
) -> Mapping[str, bytes]:
    """By its name, each file that a room in a video call needs; `cards` is where the page of cards is.

    `attendees` are as many as the room is for, in seating order.
    """
    groups = [
        [(person, *attendees[person.number - 1]) for person in members]
        for _, members in groupby(room.people, key=lambda person: person.group)
    ]
    told = _Messages(playbook, room, cards)
    return {
        f"{room.id}-breakouts.csv": _breakouts(playbook.language, groups).encode(),
        f"{room.id}-messages.txt": told.whole(groups).encode(),
    }


_Group = Sequence[tuple[Person, str, str]]


def _breakouts(language: Language, groups: Sequence[_Group]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for group in groups:
        table.writerows((_room_name(language, group), email) for _, _, email in group)
    return written.getvalue()


def _room_name(language: Language, group: _Group) -> str:
    return f"{language.say('paper.group')} {group[0][0].group}"


class _Messages:
    """What a trainer pastes into each room: when each round begins, and everybody's link."""

    def __init__(self, playbook: Playbook, room: Room, cards: str) -> None:
        self._language = playbook.language
        self._say = playbook.language.say
        self._product = playbook.config.product
        self._room = room
        self._cards = cards
        begins = zip(room.order, clock(room.seating.start, room.order), strict=False)
        time = playbook.language.time
        self._begins = {step.round: time(at) for step, at in begins if step.part == "read"}

    def whole(self, groups: Sequence[_Group]) -> str:
        """One text: what to share on the screen, and then a message for each room."""
        shared = [f"{self._cards}?present#{e.id}" for e in self._room.exercises]
        head = "\n".join([self._say("remote.how"), self._say("remote.to-share"), *shared])
        return "\n\n".join([head, *(self._message(group) for group in groups)]) + "\n"

    def _message(self, group: _Group) -> str:
        return "\n".join(
            [
                f"----- {_room_name(self._language, group)} -----",
                self._say("remote.open-yours"),
                *(line for n, turn in enumerate(group[0][0].turns, 1) for line in self._turn(n, turn, group)),
                self._say("play.courtesy"),
            ]
        )  # fmt: skip

    def _turn(self, number: int, turn: Turn, group: _Group) -> Iterator[str]:
        title = finished(turn.exercise.title, self._product)
        round_ = self._say("paper.round", n=number)
        yield f"{self._begins[number]} {round_}: {title}"
        if turn.observer is None:
            yield f"- {self._say('remote.read-aloud')} {self._cards}#{turn.exercise.id}"
        for person, name, _ in group:
            role = turn.role_of(person.seat)
            yield f"- {name}, {self._link(turn, role)}"
        if turn.observer is None:
            yield f"- {self._say('remote.afterward')} {self._link(turn, 'observer')}"

    def _link(self, turn: Turn, role: str) -> str:
        return f"{self._say(f'play.{role}')}: {self._cards}#{turn.exercise.id}/{role}"
