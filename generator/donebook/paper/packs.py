"""Packs: what a trainer prints for a room, bound together, and the cards of single role-plays."""

from collections.abc import Sequence
from dataclasses import dataclass

from donebook.config import Pack
from donebook.model import Exercise, Key, LossReason, Pattern, Question
from donebook.paper.rotation import group_sizes, turns
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Seating:
    """How many people a pack is for, and the seed of their orders; without one, all play in one order."""

    people: int
    seed: int | None = None


class PackWriter:
    """Writes packs of one playbook as values that JSON can hold."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        writer = PaperWriter(playbook.config, playbook.language)
        self._plain = writer.plain
        self._rich = writer.rich

    def pack(self, pack: Pack, seating: Seating, paper: str, sheets: Sequence[Json]) -> Json:
        """What `templates/sheets/pack.typ` shows; `sheets` as they are printed alone."""
        exercises = self.exercises(pack)
        groups = group_sizes(seating.people)
        return {
            **self._shared(paper, exercises),
            "title": self._plain(pack.title),
            "summary": self._plain(pack.summary),
            "people": seating.people,
            "groups": len(groups),
            "pairs": groups.count(2),
            "seed": seating.seed,
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
                for group in turns(exercises, seating.people, seating.seed)
            ]
            if exercises
            else [],
        }

    def cards(self, exercise: Exercise, paper: str) -> Json:
        """One role-play alone: its cards, the observer's and the trainer's page, the key."""
        return {
            **self._shared(paper, (exercise,)),
            "title": self._plain(exercise.title),
            "summary": self._plain(exercise.summary),
            "people": None,
            "sheets": [],
            "turns": [],
        }

    def exercises(self, pack: Pack) -> tuple[Exercise, ...]:
        """The role-plays of a pack, in its order."""
        found = (self._playbook.entries[Key("exercise", i)] for i in pack.exercises)
        return tuple(entry for entry in found if isinstance(entry, Exercise))

    def _shared(self, paper: str, exercises: Sequence[Exercise]) -> Json:
        return {
            "paper": PAPERS[paper],
            "playbook": self._plain(self._playbook.config.name),
            "exercises": [self._exercise(exercise) for exercise in exercises],
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
