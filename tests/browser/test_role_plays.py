"""A role-play's page on screen and printed: a rep who opens it learns nothing that is hidden."""

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from projects import CHECKOUT
from trials import one_in
from waiting import settled

ROLE_PLAYS = [place.stem for place in sorted((CHECKOUT / "content/exercises").glob("*.yaml"))]
FOLDED = "details.db-secret"
CARDS_ELSEWHERE = "The cards for buyer, observer and trainer are in the PDF"


def squeezed(text: str) -> str:
    """Letters and digits alone: a line's end in a PDF may split a word or join two."""
    return re.sub(r"[^\w]", "", text)


def hidden_lines(page: Page) -> list[str]:
    """What stands in the folded parts, paragraph by paragraph, where it says something."""
    found = page.locator(f"{FOLDED} :is(p, dt, dd, li)").evaluate_all(
        "all => all.map(one => one.textContent)"
    )
    return [line for line in map(squeezed, found) if len(line) > 20]


@pytest.mark.parametrize("name", one_in(6, ROLE_PLAYS))
def test_a_rep_sees_the_situation_and_the_own_card(
    page: Page, address: str, tmp_path: Path, name: str
) -> None:
    page.goto(f"{address}/exercises/{name}/")
    settled(page)
    hidden = hidden_lines(page)
    assert len(hidden) > 10
    seen = page.locator(".md-content").inner_text()
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    printed = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    for text in (seen, printed):
        told = squeezed(text)
        for part in ("#scenario + p", ".db-box p"):
            shown = page.locator(f".md-content {part}").first.text_content()
            assert shown
            assert squeezed(shown) in told
        assert squeezed(CARDS_ELSEWHERE) in told
        assert [line for line in hidden if line in told] == []
    assert "For the buyer only" not in printed
    page.emulate_media(media="print")
    for fold in page.locator(FOLDED).all():
        expect(fold).not_to_be_visible()
    page.evaluate(
        "all => document.querySelectorAll('details').forEach(one => { one.open = true; })"
    )
    for line in page.locator(f"{FOLDED} p").all()[:3]:
        expect(line).not_to_be_visible()


@pytest.mark.parametrize(
    "heading", one_in(3, ["buyer", "observer", "pattern", "answer-key", "trainer"])
)
def test_a_link_to_a_folded_heading_opens_it(page: Page, address: str, heading: str) -> None:
    page.goto(f"{address}/exercises/{ROLE_PLAYS[0]}/#{heading}")
    expect(page.locator(f"#{heading}")).to_be_visible()
    page.goto(f"{address}/exercises/{ROLE_PLAYS[0]}/")
    expect(page.locator(f"#{heading}")).not_to_be_visible()
    page.evaluate("heading => { location.hash = heading; }", heading)
    expect(page.locator(f"#{heading}")).to_be_visible()


def test_printing_leaves_what_is_folded_folded(page: Page, address: str) -> None:
    """The theme opens what is folded while a page is printed."""
    page.goto(f"{address}/exercises/{ROLE_PLAYS[0]}/")
    settled(page)
    page.pdf(format="A4")
    expect(page.locator(f"{FOLDED} p").first).not_to_be_visible()
