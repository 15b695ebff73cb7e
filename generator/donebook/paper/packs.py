"""Packs: what a trainer prints for a room, bound together, and the cards of single role-plays."""

from collections.abc import Sequence
from dataclasses import dataclass

from donebook.model import Exercise, Key, LossReason, Pattern, Question, Worksheet
from donebook.paper.rotation import group_sizes, turns
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class Seating:
    """How many people a pack is for, and the seed of their orders; without one, all play in one order."""

    people: int
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What is printed for a room: a pack, or one role-play alone; and for whom."""

    id: str
    title: Plain
    summary: Plain | None
    worksheets: tuple[Worksheet, ...]
    exercises: tuple[Exercise, ...]
    seating: Seating
    is_pack: bool


def pack_room(playbook: Playbook, name: str, seating: Seating) -> Room:
    """A pack of the settings, by its name."""
    pack = playbook.config.packs[name]
    return Room(
        name,
        pack.title,
        pack.summary,
        tuple(playbook.entry(Worksheet, i) for i in pack.sheets),
        tuple(playbook.entry(Exercise, i) for i in pack.exercises),
        seating,
        is_pack=True,
    )


def role_play_room(exercise: Exercise, seating: Seating = Seating(3)) -> Room:
    """One role-play alone, for one group if nothing else is said."""
    return Room(
        exercise.id, exercise.title, exercise.summary, (), (exercise,), seating, is_pack=False
    )


class PackWriter:
    """Writes what is printed for rooms as values that JSON can hold."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        writer = PaperWriter(playbook.config, playbook.language)
        self._plain = writer.plain
        self._rich = writer.rich

    def pack(self, room: Room, paper: str, sheets: Sequence[Json]) -> Json:
        """What `templates/sheets/pack.typ` shows; `sheets` as they are printed alone."""
        people, seed = room.seating.people, room.seating.seed
        groups = group_sizes(people)
        return {
            **self._shared(room, paper),
            "people": people if room.is_pack else None,
            "groups": len(groups),
            "pairs": groups.count(2),
            "seed": seed,
            "sheets": list(sheets),
            "turns": [
                [
                    {
                        "exercise": self._plain(turn.exercise.title),
                        "rep": turn.rep,
                        "buyer": turn.buyer,
                        "observer": turn.observer,
                    }
                    for turn in group
                ]
                for group in turns(room.exercises, people, seed)
            ]
            if room.exercises and room.is_pack
            else [],
        }

    def _shared(self, room: Room, paper: str) -> Json:
        return {
            "paper": PAPERS[paper],
            "playbook": self._plain(self._playbook.config.name),
            "title": self._plain(room.title),
            "summary": self._plain(room.summary),
            "exercises": [self._exercise(exercise) for exercise in room.exercises],
        }

    def _exercise(self, exercise: Exercise) -> Json:
        card = exercise.buyer_card
        entries = self._playbook.entries
        pattern = entries[Key("pattern", exercise.pattern)]
        asked = (entries[Key("question", i)] for i in exercise.must_ask)
        traps = (entries[Key("loss-reason", i)] for i in exercise.traps)
        return {
            "id": exercise.id,
            "title": self._plain(exercise.title),
            "summary": self._plain(exercise.summary),
            "scenario": self._rich(exercise.scenario),
            "rep_card": self._plain(exercise.rep_card),
            **{
                part: self._plain(getattr(card, part))
                for part in ("who", "wants", "mood", "unasked")
            },
            "opening": self._plain(card.opening),
            "if_asked": [[self._plain(f.asked), self._plain(f.says)] for f in card.if_asked],
            "shift": {"minute": card.shift.minute, "says": self._plain(card.shift.says)},
            "must_ask": [self._plain(q.ask) for q in asked if isinstance(q, Question)],
            "traps": [
                [self._plain(reason.title), self._plain(reason.signs[0])]
                for reason in traps
                if isinstance(reason, LossReason)
            ],
            "minutes": {
                "read": exercise.minutes.read,
                "play": exercise.minutes.play,
                "debrief": exercise.minutes.debrief,
            },
            "debrief": self._rich(exercise.debrief),
            "answer_key": self._rich(exercise.answer_key),
            "trainer_notes": self._rich(exercise.trainer_notes) if exercise.trainer_notes else None,
            "pattern": {
                "title": self._plain(pattern.title),
                "after": self._plain(pattern.after) if isinstance(pattern, Pattern) else None,
            },
        }
