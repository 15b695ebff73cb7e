"""Prints a playbook's worksheets, packs and cards; each is made again only when it changes."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from threading import Lock

from donebook.files import keep, kept
from donebook.model import Worksheet
from donebook.paper.packs import PackWriter, Room
from donebook.paper.printed import Bound, Made, Printed
from donebook.paper.threads import Threads
from donebook.paper.typesetter import Typesetter
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import Sheet, resolve

SHEET, PACK = "sheet.typ", "pack.typ"
# Millimetres between two lines to write on: college ruling is 7, and below 6 nobody can write.
LINE_HEIGHTS = (9.0, 8.0, 7.0, 6.5, 6.0)


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
        sheets = [resolve(self._playbook, worksheet) for worksheet in worksheets]
        return self._threads.each(self._sheet, product(sheets, papers, fillable))

    def rooms(
        self, rooms: Sequence[Room], papers: Sequence[str] = tuple(PAPERS)
    ) -> Iterator[Bound]:
        """What each of these rooms needs, on each paper."""
        return self._threads.each(self._room, product(rooms, papers))

    def _sheet(self, job: tuple[Sheet, str, bool]) -> Printed:
        sheet, paper, fillable = job
        data = self._writer.sheet(sheet, paper, fillable=fillable)

        def make() -> Made:
            made = self._set(data, sheet)
            if not fillable:
                return made
            fields = self._writer.fields(sheet)
            from donebook.paper.fields import with_fields  # slow to import, and seldom needed

            return Made(with_fields(made.pdf, fields), made.pages, made.line_height)

        made = self._kept([LINE_HEIGHTS, sheet.worksheet.pages, data], make)
        return Printed(sheet.worksheet, paper, made, fillable)

    def _set(self, data: Json, sheet: Sheet) -> Made:
        """With the widest lines that keep it on its pages, or else with the narrowest."""
        widest, *narrower, narrowest = LINE_HEIGHTS
        made = self._set_at(data, sheet, widest)
        if (made.pages - 1) * narrowest > sheet.worksheet.pages * widest:
            narrower = []  # too long for any of them, and each costs as much memory again
        for height in (*narrower, narrowest):
            if made.pages <= sheet.worksheet.pages:
                break
            made = self._set_at(data, sheet, height)
        return made

    def _set_at(self, data: Json, sheet: Sheet, height: float) -> Made:
        return Made(*self._typesetter.pdf(SHEET, _ruled(data, height), sheet.dated), height)

    def _room(self, job: tuple[Room, str]) -> Bound:
        room, paper = job
        sheets = [resolve(self._playbook, worksheet) for worksheet in room.worksheets]
        # Each sheet looks as it does alone, so it is printed alone to see how far apart its lines are.
        ruled = [
            _ruled(
                self._writer.sheet(sheet, paper),
                self._sheet((sheet, paper, False)).made.line_height,
            )
            for sheet in sheets
        ]
        day = max([s.dated for s in sheets] + [e.reviewed for e in room.exercises])
        data = self._packs.pack(room, paper, ruled)

        def make() -> Made:
            from donebook.paper.one_side import one_sided  # slow to import, and seldom needed

            pdf, pages = self._typesetter.pdf(PACK, data, day)
            return Made(one_sided(pdf), pages)

        return Bound(room.id, paper, self._kept([data, day.isoformat()], make))

    def _kept(self, told: object, make: Callable[[], Made]) -> Made:
        """What was made before of the same data by the same recipe; else made now, and kept.

        Who asks for what is being made waits for it: a pack asks for sheets that are printed alone, too.
        """
        words = f"{self._typesetter.recipe} {json.dumps(told)}"
        name = hashlib.sha256(words.encode()).hexdigest()[:24]
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            if name not in self._done:
                self._done[name] = self._read(name) or self._made(name, make)
            return self._done[name]

    def _made(self, name: str, make: Callable[[], Made]) -> Made:
        made = make()
        head = json.dumps([made.pages, made.line_height]).encode()
        keep(self._cache / name, head + b"\n" + made.pdf)
        return made

    def _read(self, name: str) -> Made | None:
        found = kept(self._cache / name)
        if found is None:
            return None
        head, _, pdf = found.partition(b"\n")
        return Made(pdf, *json.loads(head))


def _ruled(data: Json, line_height: float) -> Json:
    return {**data, "line_height": line_height}
