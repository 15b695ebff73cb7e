"""The page of losses in Chromium: for everybody, on a phone, on paper; and the map with its numbers."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

import crm
from access import Looks
from donebook.cli.main import donebook
from donebook.rules.base import TODAY
from donebook.site.build import build
from projects import make_project
from serving import served

PAGE, MAP = "losses/", "coverage/"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small playbook is served that has figures of its CRM."""
    root = make_project(tmp_path_factory.mktemp("losses") / "project", crm.FILES)
    export = root / "deals.csv"
    export.write_bytes(crm.salesforce(crm.deals(600)))
    given = ["--root", str(root), "losses", str(export), "--today", f"{TODAY}"]
    done = CliRunner().invoke(donebook, given, standalone_mode=False)
    assert done.return_value == 0, done.output
    # The small playbook lacks questions for the reasons of these tests.
    settings = root / "site-config/playbook.yaml"
    settings.write_text(settings.read_text("utf-8") + "severity: {C: warning}\n", "utf-8")
    built = build(root, TODAY)
    assert built.site, built.checked.problems
    with served(built.site, kept=False) as where:
        yield where


@pytest.mark.torture
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_it_at_any_width(page: Page, counted: str, width: int) -> None:
    looks = Looks()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for path in (PAGE, MAP, "loss-reasons/", "loss-reasons/no-event/"):
            page.goto(f"{counted}/{path}")
            expect(page.locator("h1")).to_be_visible()
            assert looks.violations(page) == [], (path, scheme)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path, scheme)


def test_a_table_scrolls_by_keys_on_a_phone(page: Page, counted: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{counted}/{PAGE}")
    table = page.get_by_role("region", name="By quarter")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("table => table.scrollLeft > 0", arg=table.element_handle())


def test_what_is_drawn_is_told_in_the_same_row(page: Page, counted: str) -> None:
    page.goto(f"{counted}/{PAGE}")
    drawn = page.locator("td .db-share")
    assert drawn.count() > 10
    rows = page.locator("td:has(.db-share)").all_inner_texts()
    assert all("%" in text for text in rows)
    for share in drawn.all()[:5]:
        text = share.locator("xpath=..").inner_text()
        dot = float(share.locator("circle").get_attribute("cx") or "nan")
        assert abs(dot / 160 * 100 - int(text.partition("%")[0])) <= 1


def test_it_is_in_the_navigation(page: Page, counted: str) -> None:
    page.goto(f"{counted}/")
    page.get_by_role("navigation").get_by_role("link", name="Losses", exact=True).first.click()
    expect(page).to_have_url(f"{counted}/{PAGE}")
    expect(page.locator("#values")).to_be_visible()
    expect(page.get_by_text("Was it the price?")).to_be_hidden()
    page.locator("#values").click()
    expect(page.get_by_text("Was it the price?")).to_be_visible()


def test_it_fits_on_two_pages(page: Page, counted: str, tmp_path: Path) -> None:
    page.goto(f"{counted}/{PAGE}")
    printed = tmp_path / "losses.pdf"
    for paper in ("A4", "Letter"):
        page.pdf(path=printed, format=paper)
        document = pypdfium2.PdfDocument(printed)
        texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
        assert len(texts) <= 2
        assert "The two roots" in texts[0]
        assert "Northwind" in "".join(texts)


@pytest.mark.parametrize("width", [390, 1280])
def test_on_the_map_each_number_stays_in_its_cell(page: Page, counted: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{counted}/{MAP}")
    numbers = page.locator("td .db-lost")
    assert numbers.count() >= 2
    for number in numbers.all():
        inside, cell = number.bounding_box(), number.locator("xpath=..").bounding_box()
        assert inside
        assert cell
        assert inside["y"] >= cell["y"]
        assert inside["y"] + inside["height"] <= cell["y"] + cell["height"] + 1
        count = number.locator("xpath=..").locator("summary")
        if count.count():
            box = count.evaluate(
                "s => { const r = document.createRange(); r.selectNodeContents(s.firstChild); const b = r.getBoundingClientRect(); return b.bottom; }"
            )
            assert box <= inside["y"] + 1
