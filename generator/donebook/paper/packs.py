"""Packs: what a trainer prints for a room, in three files, and the same for single role-plays."""

from collections.abc import Sequence
from dataclasses import dataclass

from donebook.model import Exercise, Key, LossReason, Pattern, Question, Worksheet
from donebook.paper.rotation import Person, Turn, group_sizes, seated, turns
from donebook.paper.running import Step, clock, steps
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import parts
from donebook.text import Plain

NINE = 9 * 60


@dataclass(frozen=True, slots=True)
class Seating:
    """How many people a room is for, the seed of their orders, and when they begin.

    Without a seed, all play in one order. `start` counts minutes after midnight.
    """

    people: int
    seed: int | None = None
    start: int = NINE


@dataclass(frozen=True, slots=True)
class Room:
    """What is printed for a room: a pack, or one role-play alone, and for how many."""

    id: str
    title: Plain
    summary: Plain | None
    worksheets: tuple[Worksheet, ...]
    exercises: tuple[Exercise, ...]
    seating: Seating
    is_pack: bool

    @property
    def groups(self) -> tuple[tuple[Turn, ...], ...]:
        """Each group's rounds."""
        return turns(self.exercises, self.seating.people, self.seating.seed)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in seating order."""
        return seated(self.groups, self.seating.people)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its files."""
        return parts(is_played=bool(self.exercises))


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

    def participants(self, room: Room, paper: str) -> Json:
        """What `templates/sheets/participants.typ` shows: first pages, and observers' pages.

        A role-play alone has no first pages: its cards say who has which seat.
        """
        return {
            **self._shared(room, paper),
            "sheets": [{"title": self._plain(sheet.title)} for sheet in room.worksheets],
            "people": [self._person(person) for person in room.people if room.is_pack],
        }

    def cards(self, room: Room, paper: str) -> Json:
        """What `templates/sheets/cards.typ` shows: for each group and round, whose cards they are."""
        place = {exercise.id: number for number, exercise in enumerate(room.exercises)}
        return {
            **self._shared(room, paper),
            "groups": [
                [
                    {
                        "exercise": place[turn.exercise.id],
                        "round": number,
                        "rep": turn.rep,
                        "buyer": turn.buyer,
                    }
                    for number, turn in enumerate(group, start=1)
                ]
                for group in room.groups
            ],
        }

    def trainer(self, room: Room, paper: str, files: Sequence[Json]) -> Json:
        """What `templates/sheets/trainer.typ` shows; `files` are the others that are printed."""
        sizes = group_sizes(room.seating.people)
        order = steps(room.worksheets, room.groups)
        *begins, ends = clock(room.seating.start, order)
        return {
            **self._shared(room, paper),
            "people": room.seating.people,
            "threes": sizes.count(3),
            "pairs": sizes.count(2),
            "seed": room.seating.seed,
            "files": list(files),
            "steps": [self._step(at, step) for at, step in zip(begins, order, strict=True)],
            "ends": ends,
            "roster": [
                {"number": person.number, "group": person.group, "seat": person.seat}
                for person in room.people
            ],
            "turns": [[self._turn(turn) for turn in group] for group in room.groups],
            "sheets": [self._notes(sheet) for sheet in room.worksheets],
        }

    def _person(self, person: Person) -> Json:
        return {
            "number": person.number,
            "group": person.group,
            "seat": person.seat,
            "first": person.members[0],
            "last": person.members[-1],
            "turns": [
                {"exercise": self._plain(turn.exercise.title), "role": _told(turn, person.seat)}
                for turn in person.turns
            ],
        }

    def _step(self, at: str, step: Step) -> Json:
        return {
            "clock": at,
            "minutes": step.minutes,
            "title": self._plain(step.worksheet.title) if step.worksheet else None,
            "round": step.round,
            "part": step.part,
            "shifts": step.shifts,
        }

    def _turn(self, turn: Turn) -> Json:
        return {
            "exercise": self._plain(turn.exercise.title),
            "rep": turn.rep,
            "buyer": turn.buyer,
            "observer": turn.observer,
        }

    def _notes(self, sheet: Worksheet) -> Json:
        return {
            "title": self._plain(sheet.title),
            "purpose": self._plain(sheet.purpose),
            "minutes": sheet.minutes,
            "notes": self._rich(sheet.trainer_notes) if sheet.trainer_notes else None,
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


def _told(turn: Turn, seat: str) -> str:
    """The word for what somebody is in a round; a buyer nobody watches is told more."""
    is_watched = turn.observer is not None
    return "as-both" if seat == turn.buyer and not is_watched else f"as-{turn.role_of(seat)}"
