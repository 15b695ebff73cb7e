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
from donebook.paper.writer import PAPERS, PaperWriter
from donebook.playbook import Playbook
from donebook.sheet import Sheet, resolve

TEMPLATE = "sheet.typ"
# Millimetres between two lines to write on: college ruling is 7, and below 6 nobody can write.
LINE_HEIGHTS = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
THREADS = 2


class DoesNotFit(Exception):  # noqa: N818 - a verdict about sheets
    """Worksheets need more pages than they promise; the message names each of them."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One worksheet on one size of paper."""

    worksheet: Worksheet
    paper: str
    pdf: bytes

    @property
    def name(self) -> str:
        return f"{self.worksheet.id}-{self.paper}.pdf"


class Printer:
    """Prints the worksheets of one playbook; what did not change comes from the cache.

    `folders` are searched for the template in order.
    """

    def __init__(self, playbook: Playbook, folders: Sequence[Path], cache: Path) -> None:
        self._playbook = playbook
        self._writer = PaperWriter(playbook.config)
        self._folders = folders
        self._cache = cache
        self._own = local()
        place = next(folder / TEMPLATE for folder in folders if (folder / TEMPLATE).is_file())
        self._recipe = (
            place.read_bytes(),
            *(version(name) for name in ("typst", "fontpkg-inter", "fontpkg-source-serif-4")),
        )

    def all(
        self, worksheets: Sequence[Worksheet], papers: Sequence[str] = tuple(PAPERS)
    ) -> Iterator[Printed]:
        """Each of these worksheets on each paper. Raises DoesNotFit, and PressFailed."""
        sheets = [resolve(self._playbook, worksheet) for worksheet in worksheets]
        jobs = [(sheet, paper) for sheet in sheets for paper in papers]
        with ThreadPoolExecutor(THREADS) as pool:
            printed = list(pool.map(lambda job: self._print(*job), jobs))
        too_long = [found for found in printed if isinstance(found, str)]
        if too_long:
            raise DoesNotFit("\n".join(too_long))
        yield from (found for found in printed if isinstance(found, Printed))

    def _print(self, sheet: Sheet, paper: str) -> Printed | str:
        worksheet = sheet.worksheet
        data = self._writer.sheet(sheet, paper)
        told = repr((*self._recipe, LINE_HEIGHTS, worksheet.pages, json.dumps(data)))
        place = self._cache / f"{hashlib.sha256(told.encode()).hexdigest()[:24]}.pdf"
        if place.is_file():
            return Printed(worksheet, paper, place.read_bytes())
        pages = 0
        for line_height in LINE_HEIGHTS:
            pdf, pages = self._press.pdf({**data, "line_height": line_height}, sheet.dated)
            if pages <= worksheet.pages:
                write_whole(place, pdf)
                return Printed(worksheet, paper, pdf)
        return (
            f"{worksheet.path}: this takes {pages} pages of {paper}, and promises"
            f" {worksheet.pages}. Take lines or rows out of it, or let it promise more `pages`."
        )

    @property
    def _press(self) -> Press:
        if not hasattr(self._own, "press"):
            self._own.press = Press(self._folders, TEMPLATE)
        press: Press = self._own.press
        return press
