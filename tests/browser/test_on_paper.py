"""Pages as browsers print them, read back: nothing small, no heading alone, nothing that only colors tell."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page

from firefox import Firefox, firefox, running
from paged import MARKED, headings_of, left_alone, lines_of
from serving import served
from tabs import new_context
from trials import STEP, in_torture, one_in
from waiting import settled

MUPDF: Any = pymupdf  # which says little of its types
SMALLEST = 8.0  # points
EDGE = 8 * 72 / 25.4  # points: nothing stands nearer to the edge
KINDS = ("stages", "questions", "patterns", "loss-reasons")
# Of each kind one that is long, and what is made of tables and pictures. Firefox takes seconds for a page.
IN_FIREFOX = (
    *("stages/prove", "questions/who-stopped-the-last-one-late", "questions/met-the-spender"),
    *("patterns/prove-it-before-we-expand", "patterns/launch-by-an-immovable-date"),
    *("loss-reasons/we-met-the-wrong-definition", "coverage", "map"),
)


@pytest.fixture(scope="module")
def marked(site: Path) -> Iterator[str]:
    """Where the site is served with headings that are found on paper."""

    def change(path: str, content: bytes) -> bytes | None:
        if path.endswith("/sw.js"):
            return b""
        return content + MARKED.encode() if path.endswith("/donebook.css") else None

    with served(site, change=change) as where:
        yield where


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    path = firefox()
    if not path:
        pytest.skip("There is no Firefox; name one: DONEBOOK_FIREFOX=/path/to/firefox")
    with running(path) as started:
        yield started


def wrong_with(pdf: bytes) -> list[str]:
    """What is small on these sheets of paper, or stands alone."""
    sizes = [line.size for line in lines_of(pdf) if line.size]
    small = [f"{size:.1f} pt" for size in sorted(set(sizes)) if size < SMALLEST - 0.02]
    alone = [f"alone on sheet {h.sheet + 1}, {h.top:.0f} pt down" for h in left_alone(pdf)]
    assert sizes
    assert headings_of(pdf)
    return small + alone


@pytest.mark.parametrize("every", one_in(2, [60, STEP]))
@pytest.mark.parametrize("kind", KINDS)
def test_chromium_prints_no_small_type_and_no_heading_alone(
    site: Path, marked: str, tab: Page, kind: str, every: int
) -> None:
    """Every other page on A4, and the others on Letter."""
    paths = sorted(place.parent.name for place in (site / kind).glob("*/index.html"))[::every]
    found = {}
    for number, name in enumerate(paths):
        paper = ("A4", "Letter")[number % 2]
        tab.goto(f"{marked}/{kind}/{name}/")
        settled(tab)
        found[name, paper] = wrong_with(tab.pdf(format=paper, print_background=True))
    assert found
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", in_torture(IN_FIREFOX))
def test_firefox_prints_no_small_type_and_no_heading_alone(
    marked: str, fox: Firefox, path: str
) -> None:
    fox.open(f"{marked}/{path}/")
    fox.wait_for("document.fonts.ready.then(() => true)")
    paper = ("a4", "letter")[IN_FIREFOX.index(path) % 2]
    assert wrong_with(fox.pdf(paper)) == []


@pytest.mark.torture
@pytest.mark.parametrize("path", ["coverage", "map"])
def test_both_browsers_print_all_of_the_coverage_map_and_the_map(
    address: str, tab: Page, fox: Firefox, path: str
) -> None:
    tab.goto(f"{address}/{path}/")
    settled(tab)
    named = tab.locator("article table a:visible").all_inner_texts()
    counted = tab.locator(".db-cell summary:visible").all_inner_texts()
    assert len(named) > 40
    assert bool(counted) is (path == "coverage")
    fox.open(tab.url)
    fox.wait_for("document.fonts.ready.then(() => true)")
    ours, theirs = tab.pdf(format="A4"), fox.pdf("a4")
    text = "".join(page.get_text() for page in MUPDF.open(stream=ours))
    assert [name for name in named if bare(name) not in bare(text)] == []
    assert len(re.findall(r"^\d+$", text, re.MULTILINE)) >= len(counted)
    assert len(lines_of(theirs)) == pytest.approx(len(lines_of(ours)), rel=0.05)
    for pdf in (ours, theirs):
        for page in MUPDF.open(stream=pdf):
            shown = page.get_pixmap(dpi=72, colorspace=MUPDF.csGRAY)
            picture = Image.frombytes("L", (shown.width, shown.height), shown.samples)
            left, top, right, bottom = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
            edges = (left, top, picture.width - right, picture.height - bottom)
            assert min(edges) > EDGE, (path, page.number)


def test_what_colors_say_of_coverage_lines_say_on_paper(address: str, tab: Page) -> None:
    """Without grounds and shadows, as most print."""
    tab.goto(f"{address}/coverage/")
    tab.emulate_media(media="print")
    looks = "cells => cells.map(c => [getComputedStyle(c).borderBottomWidth, getComputedStyle(c.querySelector('summary')).fontStyle])"
    known = tab.locator(".db-cell--open:has(summary)").evaluate_all(looks)
    others = tab.locator(".db-cell:not(.db-cell--open):has(summary)").evaluate_all(looks)
    late = tab.locator(".db-cell--late:has(summary)").evaluate_all(looks)
    tab.emulate_media(media="null")
    assert {width for width, _ in known} == {"3px"}
    assert "3px" not in {width for width, _ in others}
    assert {style for _, style in late} == {"italic"}
    assert "italic" not in {style for _, style in known}


def bare(text: str) -> str:
    """Without spaces, which some typefaces have no characters for in a file."""
    return re.sub(r"\s", "", text)


@pytest.mark.torture
@pytest.mark.parametrize("sheet", ["four-test-scorecard", "definitions-to-tell-apart"])
def test_firefox_says_on_each_sheet_of_paper_which_version_it_is(
    address: str, fox: Firefox, sheet: str
) -> None:
    fox.open(f"{address}/worksheets/{sheet}/")
    fox.wait_for("document.fonts.ready.then(() => true)")
    pages = MUPDF.open(stream=fox.pdf("a4"))
    assert len(pages) > 1
    for page in pages:
        assert re.search(r"version [0-9a-f]{7} of ", page.get_text()), page.number
