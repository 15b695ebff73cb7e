"""Each worksheet as PDF, with lines as far apart as its pages allow; made again when it changes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import local

from donebook.files import write_whole
from donebook.model import Worksheet
from donebook.paper.press import Press
from donebook.paper.writer import PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import Sheet, resolve

TEMPLATE = "sheet.typ"
# Millimetres between two lines to write on: college ruling is 7, and below 6 nobody can write.
LINE_HEIGHTS = (9.0, 8.0, 7.0, 6.5, 6.0)
THREADS = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """One worksheet on one size of paper, and how many pages it takes there."""

    worksheet: Worksheet
    paper: str
    pdf: bytes
    pages: int

    @property
    def name(self) -> str:
        return f"{self.worksheet.id}-{self.paper}.pdf"

    @property
    def complaint(self) -> str | None:
        """What to say of a sheet that takes more pages than it promises."""
        if self.pages <= self.worksheet.pages:
            return None
        return (
            f"{self.worksheet.path}: this takes {self.pages} pages of {self.paper}, and promises"
            f" {self.worksheet.pages}. Take lines or rows out of it, or let it promise more `pages`."
        )


class Printer:
    """Prints the worksheets of one playbook; what did not change comes from the cache.

    `folders` are searched for the template in order.
    """

    def __init__(self, playbook: Playbook, folders: Sequence[Path], cache: Path) -> None:
        self._playbook = playbook
        self._writer = PaperWriter(playbook.config)
        self._cache = cache
        self._own = local()
        self._template = next(f / TEMPLATE for f in folders if (f / TEMPLATE).is_file())
        self._recipe = (
            self._template.read_bytes(),
            *(version(name) for name in ("typst", "fontpkg-inter", "fontpkg-source-serif-4")),
        )

    def all(
        self, worksheets: Sequence[Worksheet], papers: Sequence[str] = tuple(PAPERS)
    ) -> Iterator[Printed]:
        """Each of these worksheets on each paper, in this order. Raises PressFailed.

        Printing begins at once and goes on while the caller does something else.
        """
        sheets = [resolve(self._playbook, worksheet) for worksheet in worksheets]
        jobs = [(sheet, paper) for sheet in sheets for paper in papers]
        pool = ThreadPoolExecutor(THREADS)
        found = pool.map(lambda job: self._print(*job), jobs)
        pool.shutdown(wait=False)
        return found

    def _print(self, sheet: Sheet, paper: str) -> Printed:
        worksheet = sheet.worksheet
        data = self._writer.sheet(sheet, paper)
        told = repr((*self._recipe, LINE_HEIGHTS, worksheet.pages, json.dumps(data)))
        name = hashlib.sha256(told.encode()).hexdigest()[:24]
        for place in self._cache.glob(f"{name}-*.pdf"):
            return Printed(worksheet, paper, place.read_bytes(), int(place.stem.split("-")[1]))
        pdf, pages = self._set(data, sheet)
        write_whole(self._cache / f"{name}-{pages}.pdf", pdf)
        return Printed(worksheet, paper, pdf, pages)

    def _set(self, data: Json, sheet: Sheet) -> tuple[bytes, int]:
        """The PDF with the widest lines that keep it on its pages, or else with the narrowest."""
        pdf, pages = b"", 0
        for line_height in LINE_HEIGHTS:
            pdf, pages = self._press.pdf({**data, "line_height": line_height}, sheet.dated)
            if pages <= sheet.worksheet.pages:
                break
        return pdf, pages

    @property
    def _press(self) -> Press:
        if not hasattr(self._own, "press"):
            self._own.press = Press(self._template)
        press: Press = self._own.press
        return press
