"""Prints a playbook's worksheets, packs and cards; each is made again only when it changes."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from threading import Lock

from donebook.files import keep, kept
from donebook.model import Worksheet
from donebook.paper.packs import PackWriter, Room
from donebook.paper.printed import Bound, Length, Made, Printed, sides_of
from donebook.paper.ruling import LINE_HEIGHTS, End, even, spread
from donebook.paper.threads import Threads
from donebook.paper.typesetter import Typesetter, TypesettingFailed
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import Sheet, pdf_name, resolve

SHEET = "sheet.typ"
_Job = tuple[Sheet, str, bool]
# What changes PDFs is slow to import and seldom needed, so it is imported where it is. Its modules
# import each other: two threads that begin with different ones would find half of one.
IMPORTING = Lock()


class Printer:
    """Prints one playbook with the templates of a folder; what did not change comes from the cache.

    Its methods raise TypesettingFailed where a template fails. Printing begins at once, in the
    order in which it was asked for, and goes on while the caller does something else.
    """

    def __init__(self, playbook: Playbook, templates: Path, cache: Path) -> None:
        self._playbook = playbook
        self._writer = PaperWriter(playbook.config, playbook.language)
        self._packs = PackWriter(playbook)
        self._typesetter = Typesetter(templates, playbook.language)
        self._cache = cache
        self._threads = Threads()
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._done: dict[str, Made] = {}

    def sheets(
        self,
        worksheets: Sequence[Worksheet],
        papers: Sequence[str] = tuple(PAPERS),
        fillable: Sequence[bool] = (False,),
    ) -> Iterator[Printed]:
        """Each of these worksheets on each paper, blank or fillable."""
        return self._threads.each(self._sheet, self._jobs(worksheets, papers, fillable))

    def changed(
        self,
        worksheets: Sequence[Worksheet],
        most: int,
        papers: Sequence[str] = tuple(PAPERS),
        fillable: Sequence[bool] = (False,),
    ) -> Iterator[Printed]:
        """Those of them that the cache doesn't have; none where these are more than `most`."""
        jobs = [job for job in self._jobs(worksheets, papers, fillable) if not self._is_kept(job)]
        return self._threads.each(self._sheet, jobs if len(jobs) <= most else [])

    def lengths(
        self, worksheets: Sequence[Worksheet], papers: Sequence[str] = tuple(PAPERS)
    ) -> Iterator[Length]:
        """How many pages each of these worksheets takes on each paper, at least.

        Most are set once, with the narrowest lines: those that fit so fit when they are printed, too.
        """
        return self._threads.each(self._length, self._jobs(worksheets, papers, [False]))

    def _jobs(
        self, worksheets: Sequence[Worksheet], papers: Sequence[str], fillable: Sequence[bool]
    ) -> Iterator[_Job]:
        sheets = [resolve(self._playbook, worksheet) for worksheet in worksheets]
        return product(sheets, papers, fillable)

    def rooms(
        self, rooms: Sequence[Room], papers: Sequence[str] = tuple(PAPERS)
    ) -> Iterator[Bound]:
        """The files of each of these rooms, on each paper; the trainer's last, which say what the others take."""
        jobs = sorted(
            ((room, paper, part) for room, paper in product(rooms, papers) for part in room.parts),
            key=lambda job: job[2] == "trainer",
        )
        return self._threads.each(self._part, jobs)

    def _is_kept(self, job: _Job) -> bool:
        sheet, paper, fillable = job
        data = self._writer.sheet(sheet, paper, fillable=fillable)
        return (self._cache / self._name(_told(sheet, data))).exists()

    def _sheet(self, job: _Job) -> Printed:
        sheet, paper, fillable = job
        data = self._writer.sheet(sheet, paper, fillable=fillable)

        def make() -> Made:
            if not fillable:
                return self._set(data, sheet)
            made = self._set_like(data, sheet, self._sheet((sheet, paper, False)).made)
            fields, edition = self._writer.fields(sheet), self._writer.edition(sheet)
            with IMPORTING:
                from donebook.paper.fields import with_fields

            return replace(made, pdf=with_fields(made.pdf, fields, edition))

        with _for(pdf_name(sheet.worksheet.id, paper, fillable=fillable)):
            made = self._kept(_told(sheet, data), make)
        return Printed(sheet.worksheet, paper, made, fillable)

    def _length(self, job: _Job) -> Length:
        """From the cache where the sheet was printed; what is set here is kept as a number alone."""
        sheet, paper, fillable = job
        data = self._writer.sheet(sheet, paper, fillable=fillable)
        told = _told(sheet, data)

        def make() -> Made:
            made, _ = self._set_at(data, sheet, even(sheet, LINE_HEIGHTS[-1]))
            if made.pages > sheet.worksheet.pages:
                made, _ = self._fitting(data, sheet)
            return replace(made, pdf=b"")

        with _for(pdf_name(sheet.worksheet.id, paper)):
            made = self._read(self._name(told)) or self._kept(["length", *told], make)
        return Length(sheet.worksheet, paper, made.pages)

    def _set(self, data: Json, sheet: Sheet) -> Made:
        """As it fits on its pages; what they have left then goes to its lines."""
        return self._spread(data, sheet, *self._fitting(data, sheet))

    def _set_like(self, data: Json, sheet: Sheet, blank: Made) -> Made:
        """With the lines of the blank sheet, if it takes as many pages with them."""
        made, _ = self._set_at(data, sheet, blank.line_heights)
        return made if made.pages <= blank.pages else self._set(data, sheet)

    def _fitting(self, data: Json, sheet: Sheet) -> tuple[Made, list[End]]:
        """With the widest lines that keep it on its pages, or else with the narrowest."""
        widest, *narrower, narrowest = LINE_HEIGHTS
        made, ends = self._set_at(data, sheet, even(sheet, widest))
        if (made.pages - 1) * narrowest > sheet.worksheet.pages * widest:
            narrower = []  # too long for any of them, and each costs as much memory again
        for height in (*narrower, narrowest):
            if made.pages <= sheet.worksheet.pages:
                break
            made, ends = self._set_at(data, sheet, even(sheet, height))
        return made, ends

    def _spread(self, data: Json, sheet: Sheet, made: Made, ends: list[End]) -> Made:
        """The same with higher lines, if all parts stay on their pages."""
        for share in (1.0, 0.5):
            height = min(made.line_heights, default=0.0)
            heights = spread(sheet, ends, height, share)
            if max(heights, default=0) <= height:
                break
            wider, places = self._set_at(data, sheet, heights)
            if [page for page, _ in places] == [page for page, _ in ends]:
                return wider
        return made

    def _set_at(
        self, data: Json, sheet: Sheet, heights: tuple[float, ...]
    ) -> tuple[Made, list[End]]:
        pdf, pages = self._typesetter.pdf(SHEET, ruled(data, heights), sheet.dated)
        ends = [(int(page), float(left)) for page, left in self._typesetter.told(SHEET, "ends")]
        return Made(pdf, pages, heights), ends

    def _part(self, job: tuple[Room, str, str]) -> Bound:
        room, paper, part = job
        make = {
            "participants": self._participants,
            "cards": self._cards,
            "trainer": self._trainer,
        }[part]
        with _for(pdf_name(room.id, paper, part=part)):
            return Bound(room.id, part, paper, make(room, paper))

    def _participants(self, room: Room, paper: str) -> Made:
        # Each sheet looks as it does alone, so it is printed alone and put between the others.
        sheets = [self._sheet((sheet, paper, False)).pdf for sheet in self._sheets(room)]
        data = self._packs.participants(room, paper)

        def make() -> Made:
            with IMPORTING:
                from donebook.paper.stacks import bound, stacks

            own, _ = self._typesetter.pdf("participants.typ", data, self._day(room))
            language = self._playbook.language
            spare, blank = language.say("paper.spare"), language.say("paper.blank")
            whole = stacks(room, own, sheets, spare)
            return Made(*bound(whole, str(data["title"]), language.locale, blank))

        groups = [[turn.scribe for turn in group] for group in room.groups]
        printed = [hashlib.sha256(sheet).hexdigest() for sheet in sheets]
        return self._kept([room.id, room.seating.people, data, printed, groups], make)

    def _cards(self, room: Room, paper: str) -> Made:
        return self._set_part("cards", self._packs.cards(room, paper), room)

    def _trainer(self, room: Room, paper: str) -> Made:
        others = {"participants": self._participants, "cards": self._cards}
        files = [
            _told_of(part, make(room, paper)) for part, make in others.items() if part in room.parts
        ]
        return self._set_part("trainer", self._packs.trainer(room, paper, files), room)

    def _set_part(self, part: str, data: Json, room: Room) -> Made:
        def make() -> Made:
            with IMPORTING:
                from donebook.paper.sides import printed_on

            pdf, pages = self._typesetter.pdf(f"{part}.typ", data, self._day(room))
            return Made(printed_on(pdf, sides_of(part)), pages)

        return self._kept([part, data, self._day(room).isoformat()], make)

    def _sheets(self, room: Room) -> list[Sheet]:
        return [resolve(self._playbook, worksheet) for worksheet in room.worksheets]

    def _day(self, room: Room) -> date:
        """The day that the files of a room carry: that of the newest piece."""
        return max(
            [s.dated for s in self._sheets(room)]
            + [exercise.reviewed for exercise in room.exercises]
        )

    def _kept(self, told: object, make: Callable[[], Made]) -> Made:
        """What was made before of the same data by the same recipe; else made now, and kept.

        Who asks for what is being made waits for it: a pack asks for sheets that are printed alone, too.
        """
        name = self._name(told)
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            if name not in self._done:
                self._done[name] = self._read(name) or self._made(name, make)
            return self._done[name]

    def _name(self, told: object) -> str:
        """What the cache calls that which is made of this."""
        words = f"{self._typesetter.recipe} {json.dumps(told)}"
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def _made(self, name: str, make: Callable[[], Made]) -> Made:
        made = make()
        head = json.dumps([made.pages, made.line_heights]).encode()
        keep(self._cache / name, head + b"\n" + made.pdf)
        return made

    def _read(self, name: str) -> Made | None:
        found = kept(self._cache / name)
        if found is None:
            return None
        head, _, pdf = found.partition(b"\n")
        pages, heights = json.loads(head)
        return Made(pdf, pages, tuple(heights))


def _told(sheet: Sheet, data: Json) -> list[Json | int]:
    """All that a file of a sheet is made of."""
    return [sheet.worksheet.pages, data]


@contextmanager
def _for(file: str) -> Iterator[None]:
    """Whatever can't be set within is told with the file that asked for it."""
    try:
        yield
    except TypesettingFailed as failed:
        failed.file = file
        raise


def _told_of(part: str, made: Made) -> Json:
    """What the trainer is told of another file: how much paper it takes."""
    sides = sides_of(part)
    leaves = -(-made.pages // 2) if sides == "both" else made.pages
    return {"part": part, "pages": made.pages, "leaves": leaves, "sides": sides}


def ruled(data: Json, heights: tuple[float, ...]) -> Json:
    """What a sheet shows, with lines that are so many millimetres apart in each of its parts."""
    return {**data, "line_heights": heights}
