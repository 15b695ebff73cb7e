"""Packs: what a trainer prints for a room, in three files, and the same for single role-plays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from donebook.facts import PARTS as OF_SENTENCE
from donebook.model import Exercise, Key, LossReason, Pattern, Question, Worksheet
from donebook.paper.glyphs import printable
from donebook.paper.rotation import Person, Turn, group_sizes, seated, turns
from donebook.paper.running import Step, clock, session, steps
from donebook.paper.texts import terms_on
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import BEHAVIORS, MOST_POINTS, parts
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
    case: Plain | None
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
    def order(self) -> tuple[Step, ...]:
        """What happens, one after the other."""
        order = steps(self.worksheets, self.groups)
        return session(order) if self.is_pack else order

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
        pack.case,
        tuple(playbook.entry(Worksheet, i) for i in pack.sheets),
        tuple(playbook.entry(Exercise, i) for i in pack.exercises),
        seating,
        is_pack=True,
    )


def role_play_room(exercise: Exercise, seating: Seating = Seating(3)) -> Room:
    """One role-play alone, for one group if nothing else is said."""
    return Room(
        exercise.id, exercise.title, exercise.summary, None, (), (exercise,), seating, is_pack=False
    )


class PackWriter:
    """Writes what is printed for rooms as values that JSON can hold."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        writer = PaperWriter(playbook.config, playbook.language)
        self._plain = writer.plain
        self._rich = writer.rich

    def participants(self, room: Room, paper: str) -> Json:
        """What `templates/sheets/participants.typ` shows: first pages, observers' pages, own deals.

        A role-play alone has observers' pages only: its cards say who has which seat.
        """
        return {
            **self._shared(room, paper),
            "sheets": [{"title": self._plain(sheet.title)} for sheet in room.worksheets],
            "people": [self._person(person) for person in room.people if room.is_pack],
            "is_pack": room.is_pack,
            "sentence": list(self._sentence()) if room.is_pack else None,
        }

    def _sentence(self) -> Iterator[Json]:
        """The one sentence of a deal as its page has it, word for word; its parts are blanks."""
        language = self._playbook.language
        asked = {part: language.say(f"script.done.label-{part}") for part in OF_SENTENCE}
        for place, text in enumerate(language.parts("script.done.sentence", **asked)):
            shown = printable(str(text).strip(" .,"))  # each part has a line of its own
            if shown:
                yield {"blank" if place % 2 else "text": shown}

    def cards(self, room: Room, paper: str) -> Json:
        """What `templates/sheets/cards.typ` shows: each group's cards, and whose they are when.

        A card that a group needs again is passed on, so it is there once.
        """
        return {
            **self._shared(room, paper),
            "groups": [[_dealt(room, group, e) for e in _played(group)] for group in room.groups],
        }

    def trainer(self, room: Room, paper: str, files: Sequence[Json]) -> Json:
        """What `templates/sheets/trainer.typ` shows; `files` are the others that are printed."""
        sizes = group_sizes(room.seating.people)
        order = room.order
        *begins, ends = clock(room.seating.start, order)
        time = self._playbook.language.time
        return {
            **self._shared(room, paper),
            "people": room.seating.people,
            "threes": sizes.count(3),
            "pairs": sizes.count(2),
            "seed": room.seating.seed,
            "files": list(files),
            "steps": [self._step(at, step) for at, step in zip(begins, order, strict=True)],
            "ends": time(ends),
            "bring": [self._plain(thing) for thing in _brought(room)],
            "terms": list(self._terms(room)),
            "roster": [
                {
                    "number": person.number,
                    "group": person.group,
                    "seat": person.seat,
                    "sells": [
                        n for n, turn in enumerate(person.turns, 1) if turn.rep == person.seat
                    ],
                }
                for person in room.people
            ],
            "rounds": len(room.groups[0]),
            "comes_again": len(room.groups[0]) > len(room.exercises),
            "turns": list(self._turns(room)),
            "certified": {
                "rounds": self._playbook.config.certified.rounds,
                "points": self._playbook.config.certified.points,
            },
            "is_pack": room.is_pack,
            "cards_at": self._cards_at(),
            "sheets": [self._notes(sheet) for sheet in room.worksheets],
        }

    def _cards_at(self) -> str:
        """What to open on a phone: the page's address, or its name until the site has one."""
        config, say = self._playbook.config, self._playbook.language.say
        site = (config.address or "").partition("://")[2].rstrip("/")
        named = say("paper.quoted", said=say("play.title"))
        return printable(f"{site}/play/" if site else named)

    def _person(self, person: Person) -> Json:
        return {
            "number": person.number,
            "group": person.group,
            "seat": person.seat,
            "first": person.members[0],
            "last": person.members[-1],
            "watched": [self._plain(exercise.title) for exercise in person.watched],
            "turns": [
                {"exercise": self._plain(turn.exercise.title), "role": _told(turn, person.seat)}
                for turn in person.turns
            ],
        }

    def _step(self, at: int, step: Step) -> Json:
        time = self._playbook.language.time
        return {
            "clock": time(at),
            "part": step.part,
            "minutes": step.minutes,
            "title": self._plain(step.worksheet.title) if step.worksheet else "",
            "plan": [
                {"minutes": part.minutes, "who": part.who, "do": self._plain(part.do)}
                for part in (step.worksheet.in_a_room if step.worksheet else ())
            ],
            "round": step.round,
            "shifts": [{"minute": minute, "clock": time(at + minute)} for minute in step.shifts],
        }

    def _terms(self, room: Room) -> Iterator[Json]:
        """What trainers are asked: the words of the sheets that the glossary explains."""
        glossary = self._playbook.vocabulary.glossary
        for number in terms_on(self._playbook, room.worksheets):
            term = glossary[number]
            yield {"term": self._plain(term.term), "meaning": self._plain(term.meaning)}

    def _turns(self, room: Room) -> Iterator[Json]:
        """Who plays what: neighboring groups that do the same are told together."""
        numbered = enumerate(room.groups, 1)
        for group, same in groupby(numbered, key=lambda one: one[1]):
            numbers = [number for number, _ in same]
            yield {
                "first": numbers[0],
                "last": numbers[-1],
                "rounds": [self._turn(turn) for turn in group],
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
            "case": self._plain(room.case),
            "exercises": [self._exercise(exercise) for exercise in room.exercises],
            "behaviors": list(BEHAVIORS),
            "most_points": MOST_POINTS * len(BEHAVIORS),
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
            "watch_for": [self._plain(line) for line in exercise.watch_for],
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


def _brought(room: Room) -> Iterator[Plain]:
    for sheet in room.worksheets:
        yield from sheet.bring
    for exercise in room.exercises:
        yield from exercise.bring


def _played(group: Sequence[Turn]) -> tuple[Exercise, ...]:
    """What a group plays, in its order, each once."""
    return tuple({turn.exercise.id: turn.exercise for turn in group}.values())


def _dealt(room: Room, group: Sequence[Turn], exercise: Exercise) -> Json:
    """The place of a role-play among those of the room, and in which round it is whose."""
    return {
        "exercise": room.exercises.index(exercise),
        "turns": [
            {"round": number, "rep": turn.rep, "buyer": turn.buyer}
            for number, turn in enumerate(group, start=1)
            if turn.exercise == exercise
        ],
    }


def _told(turn: Turn, seat: str) -> str:
    """The word for what somebody is in a round; a buyer nobody watches is told more."""
    is_watched = turn.observer is not None
    return "as-both" if seat == turn.buyer and not is_watched else f"as-{turn.role_of(seat)}"
