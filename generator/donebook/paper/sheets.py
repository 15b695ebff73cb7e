"""Each worksheet as PDF, with lines as far apart as its pages allow; made again when it changes."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path
from threading import local

from donebook.files import write_whole
from donebook.model import Key, Worksheet
from donebook.paper.fields import with_fields
from donebook.paper.press import Press
from donebook.paper.writer import NAMES, PAPERS, Json, PaperWriter
from donebook.playbook import Playbook
from donebook.problem import Finding
from donebook.rules import weighed
from donebook.rules.sheets import TOO_LONG
from donebook.sheet import Sheet, pdf_name, resolve

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
    fillable: bool = False

    @property
    def name(self) -> str:
        return pdf_name(self.worksheet, self.paper, fillable=self.fillable)


def too_long(playbook: Playbook, printed: Iterable[Printed]) -> Iterator[Finding]:
    """What to say of sheets that take more pages than they promise."""
    took: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    for sheet in printed:
        if sheet.pages > sheet.worksheet.pages:
            took[sheet.worksheet.key][sheet.paper] = sheet.pages
    found = (
        Finding(TOO_LONG, playbook.entries[key].path, ("pages",), f"This takes {_pages(papers)}.")
        for key, papers in took.items()
    )
    return weighed(playbook, found)


def _pages(papers: Mapping[str, int]) -> str:
    return " and ".join(f"{number} pages of {NAMES[paper]}" for paper, number in papers.items())


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
            *(
                version(name)
                for name in ("typst", "pypdf", "segno", "fontpkg-inter", "fontpkg-source-serif-4")
            ),
        )

    def all(
        self,
        worksheets: Sequence[Worksheet],
        papers: Sequence[str] = tuple(PAPERS),
        fillable: Sequence[bool] = (False,),
    ) -> Iterator[Printed]:
        """Each of these worksheets on each paper, blank or fillable. Raises PressFailed.

        Printing begins at once and goes on while the caller does something else.
        """
        sheets = [resolve(self._playbook, worksheet) for worksheet in worksheets]
        jobs = product(sheets, papers, fillable)
        pool = ThreadPoolExecutor(THREADS)
        found = pool.map(lambda job: self._print(*job), jobs)
        pool.shutdown(wait=False)
        return found

    def _print(self, sheet: Sheet, paper: str, fillable: bool) -> Printed:  # noqa: FBT001 - of a map
        worksheet = sheet.worksheet
        data = self._writer.sheet(sheet, paper, fillable=fillable)
        told = repr((*self._recipe, LINE_HEIGHTS, worksheet.pages, json.dumps(data)))
        name = hashlib.sha256(told.encode()).hexdigest()[:24]
        for place in self._cache.glob(f"{name}-*.pdf"):
            pages = int(place.stem.split("-")[1])
            return Printed(worksheet, paper, place.read_bytes(), pages, fillable)
        pdf, pages = self._set(data, sheet)
        if fillable:
            pdf = with_fields(pdf, self._writer.fields(sheet))
        write_whole(self._cache / f"{name}-{pages}.pdf", pdf)
        return Printed(worksheet, paper, pdf, pages, fillable)

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
