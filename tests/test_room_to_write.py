"""Sheets as they come out of a printer and a copier: room to write, nothing cut off, lines that stay."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter, ImageOps
from pypdf import PdfReader

from donebook.paper import Printed
from donebook.paper.ruling import LINE_HEIGHTS
from donebook.playbook import Playbook
from donebook.text import finished
from test_paper import printed, text_of
from viewers import widgets

pytestmark = pytest.mark.slow

MUPDF: Any = pymupdf  # which says little of its types
MM = 72 / 25.4
NARROWEST = 7.0  # mm from line to line
SMALLEST = 8.0  # pt
EDGE, UNPRINTABLE = 8.0, 6.0  # mm
SITE = "https://playbook.example.org/sales/"


@dataclass(frozen=True)
class Line:
    """A horizontal line, in points from the top left corner."""

    left: float
    right: float
    y: float


@pytest.fixture(scope="module")
def sheets(playbook: Playbook, sheet_cache: Path) -> list[Printed]:
    """The starter's sheets, with the code that a site with an address prints."""
    config = playbook.config.model_copy(update={"address": SITE})
    return printed(replace(playbook, config=config), sheet_cache)


def pages_of(sheet: Printed) -> Iterator[Any]:
    yield from MUPDF.open(stream=sheet.pdf)


def lines_on(page: Any) -> Iterator[Line]:
    for drawing in page.get_drawings():
        box = drawing["rect"]
        if box.height < 2 and box.width > 10 * MM:
            yield Line(box.x0, box.x1, (box.y0 + box.y1) / 2)


def texts_on(page: Any) -> Iterator[tuple[Any, float]]:
    """The box of each text, and its size in points."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["text"].strip():
                    yield MUPDF.Rect(span["bbox"]), span["size"]


def pictures(sheet: Printed, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(sheet.pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def copied(picture: Image.Image) -> Image.Image:
    """As a poor copier gives it back, in black and white."""
    seen = picture.filter(ImageFilter.GaussianBlur(1.0))
    return seen.point([0] * 128 + [255] * 128)


def test_they_keep_to_their_pages_with_an_address_and_without(
    playbook: Playbook, sheets: list[Printed], sheet_cache: Path
) -> None:
    for sheet in (*sheets, *printed(playbook, sheet_cache)):
        assert sheet.pages <= sheet.worksheet.pages, sheet.name


def test_lines_are_far_enough_apart_to_write_on(sheets: list[Printed]) -> None:
    found = 0
    for sheet in sheets:
        for page in pages_of(sheet):
            columns: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
            foot = max(line.y for line in lines_on(page))
            for line in (line for line in lines_on(page) if line.y < foot):
                columns[round(line.left), round(line.right)].append(line.y)
            boxes = [box for box, _ in texts_on(page)]
            for (left, right), heights in columns.items():
                for above, below in pairwise(sorted({round(y, 1) for y in heights})):
                    between = MUPDF.Rect(left, above, right, below)
                    if below - above < 1 or any(_lies_in(box, between) for box in boxes):
                        continue
                    assert (below - above) / MM >= NARROWEST - 0.05, (sheet.name, page.number)
                    found += 1
    assert found > 200


def _lies_in(box: Any, area: Any) -> bool:
    return bool(
        area.x0 - 1 <= (box.x0 + box.x1) / 2 <= area.x1 + 1
        and area.y0 <= (box.y0 + box.y1) / 2 <= area.y1
    )


def test_no_page_but_the_last_is_over_a_third_empty(sheets: list[Printed]) -> None:
    for sheet in sheets:
        for page in list(pages_of(sheet))[:-1]:
            edges = [line.y for line in lines_on(page)] + [box.y1 for box, _ in texts_on(page)]
            foot = max(line.y for line in lines_on(page))
            last = max(y for y in edges if y < foot - 1)
            assert (foot - last) / (foot - min(edges)) <= 1 / 3, (sheet.name, page.number)


def test_lines_take_what_a_page_has_left(sheets: list[Printed]) -> None:
    """A sheet of one page with lines of one height would leave up to a line for each of them."""
    assert {min(sheet.made.line_heights) for sheet in sheets} - set(LINE_HEIGHTS)
    for sheet in sheets:
        if sheet.worksheet.id in ("call-sheet", "wrong-horse-check"):
            (page,) = pages_of(sheet)
            foot, last = sorted((line.y for line in lines_on(page)), reverse=True)[:2]
            assert (foot - last) / MM < 10, sheet.name


def test_no_text_is_small(sheets: list[Printed]) -> None:
    for sheet in sheets:
        for page in pages_of(sheet):
            assert min(size for _, size in texts_on(page)) >= SMALLEST - 0.01, sheet.name


def test_nothing_stands_near_the_edge(sheets: list[Printed]) -> None:
    dpi = 120
    for sheet in sheets:
        for picture in pictures(sheet, dpi):
            left, top, right, bottom = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
            nearest = min(left, top, picture.width - right, picture.height - bottom)
            assert nearest / dpi * 25.4 >= EDGE, sheet.name


@pytest.mark.torture
def test_every_line_survives_a_poor_copy(sheets: list[Printed]) -> None:
    scale = 200 / 72
    for sheet in sheets:
        for page, picture in zip(pages_of(sheet), pictures(sheet, 200), strict=True):
            copy = copied(picture)
            for line in lines_on(page):
                y = round(line.y * scale)
                strip = copy.crop(
                    (round(line.left * scale) + 2, y - 3, round(line.right * scale) - 2, y + 3)
                )
                seen = strip.resize((strip.width, 1), Image.Resampling.BOX).histogram()
                assert seen[255] < 0.01 * strip.width, (sheet.name, page.number, line)


@pytest.mark.torture
def test_the_code_reads_from_a_poor_copy_without_its_margin(sheets: list[Printed]) -> None:
    dpi = 150
    for sheet in sheets:
        first, *others = pictures(sheet, dpi)
        cut = round(UNPRINTABLE / 25.4 * dpi)
        printable = first.crop((cut, cut, first.width - cut, first.height - cut))
        on_paper = ImageOps.expand(printable, cut, fill=255)
        found = zxingcpp.read_barcodes(on_paper.filter(ImageFilter.GaussianBlur(1.0)))
        wanted = [f"{SITE}printed/?sheet={sheet.worksheet.id}&v="]
        is_ours = sheet.worksheet.audience == "internal"
        assert [code.text[:-7] for code in found] == wanted * is_ours, sheet.name
        assert not any(zxingcpp.read_barcodes(page) for page in others)


def test_a_sheet_says_when_who_how_long_and_where_to(
    playbook: Playbook, sheets: list[Printed]
) -> None:
    for sheet in sheets:
        worksheet = sheet.worksheet
        head = " ".join(
            next(pages_of(sheet)).get_text().partition(worksheet.purpose[:20])[0].split()
        )
        assert f"{worksheet.minutes} min · {finished(worksheet.route or '?', '')}" in head, (
            sheet.name
        )
        stage = f"{playbook.vocabulary.stages[worksheet.stage].name} · "
        assert (stage in head) == (worksheet.audience == "internal"), sheet.name


@pytest.mark.parametrize(
    "sheet", ["four-test-scorecard", "adopt-redefine-or-walk-away", "wrong-horse-check"]
)
def test_what_two_people_fill_in_says_by_whom_and_when(sheets: list[Printed], sheet: str) -> None:
    for made in (made for made in sheets if made.worksheet.id == sheet):
        first = next(pages_of(made)).get_text()
        assert re.search(r"(Filled in|Scored) by\n(Filled in|Scored) on\n", first)


def test_what_sheets_ask_for_by_name_is_on_paper_too(
    playbook: Playbook, sheets: list[Printed]
) -> None:
    """Each loss reason with its deciding question, each definition with what tells it from others."""
    shown = {sheet.worksheet.id: text_of(sheet.pdf) for sheet in sheets}
    reasons, definitions = (
        shown["loss-reasons-to-look-up"],
        shown["definitions-to-tell-apart"],
    )
    product = playbook.config.product
    for reason in playbook.loss_reasons:
        assert finished(reason.title, product) in reasons
        assert finished(reason.deciding_question, product) in reasons
    for pattern in playbook.patterns:
        assert finished(pattern.title, product) in definitions
        for other in pattern.confused_with:
            assert finished(other.tell, product) in definitions


@pytest.mark.torture
def test_each_page_says_for_whom_it_is(playbook: Playbook, sheet_cache: Path) -> None:
    """On paper as a label with a line; in a form as one field with a box on each page."""
    several = set()
    for sheet in (*printed(playbook, sheet_cache), *printed(playbook, sheet_cache, fillable=True)):
        boxes = _boxes_by_page(sheet.pdf, "account")
        labels = [page.get_text().count("Account\n") for page in pages_of(sheet)]
        if sheet.pages > 1 and labels[0]:
            assert all(labels), sheet.name
            assert boxes == [1 if sheet.fillable else 0] * sheet.pages, sheet.name
            several.add(sheet.worksheet.id)
    assert len(several) > 3


def _boxes_by_page(pdf: bytes, name: str) -> Sequence[int]:
    pages = PdfReader(BytesIO(pdf)).pages
    return [sum(str(field["/T"]) == name for _, field in widgets(page)) for page in pages]
