"""The map in Chromium: what lights, what a filter leaves, keys, fingers, a phone, paper."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from access import violations
from stored import kept, put
from waiting import settled

MAP = "map/"
EVERY = f"{MAP}?stage=every"
LINES = ".db-chart__picture .db-line"
SHOWN = f"{LINES}:not([display])"


@pytest.fixture
def chart(page: Page, address: str) -> Page:
    page.goto(f"{address}/{EVERY}")
    expect(page.locator("[data-tools]")).to_be_visible()
    return page


def node(page: Page, number: int) -> Locator:
    return page.locator(f'.db-node[data-n="{number}"] a')


def joined(page: Page, number: int) -> set[str]:
    """The numbers of the nodes that lines join with one, itself included."""
    ends = page.locator(SHOWN).evaluate_all("lines => lines.map(l => [l.dataset.a, l.dataset.b])")
    return {end for pair in ends if str(number) in pair for end in pair}


def lit(page: Page) -> set[str]:
    found: list[str] = page.locator(".db-node.db-lit").evaluate_all(
        "nodes => nodes.map(n => n.dataset.n)"
    )
    return set(found)


def drawing(page: Page) -> list[str]:
    found: list[str] = page.locator(
        ".db-chart__picture svg, .db-node, .db-group, .db-chart__picture .db-line"
    ).evaluate_all(
        "parts => parts.map(p => ['viewBox', 'transform', 'd'].map(n => p.getAttribute(n)).join())"
    )
    return found


def test_pointing_at_a_node_lights_what_it_is_joined_with(chart: Page) -> None:
    node(chart, 0).hover()
    assert lit(chart) == joined(chart, 0)
    assert len(lit(chart)) > 1
    dimmed = chart.locator(f"{LINES}:not(.db-lit)").first
    assert float(dimmed.evaluate("line => getComputedStyle(line).opacity")) < 0.3
    chart.locator("h1").hover()
    assert lit(chart) == set()


@pytest.mark.torture
def test_keys_move_along_columns_and_lines_and_escape_clears(chart: Page) -> None:
    node(chart, 0).focus()
    assert lit(chart) == joined(chart, 0)
    chart.keyboard.press("ArrowDown")
    expect(node(chart, 1)).to_be_focused()
    chart.keyboard.press("ArrowUp")
    chart.keyboard.press("ArrowRight")
    there = chart.evaluate("document.activeElement.parentElement.dataset.n")
    assert there in joined(chart, 0) - {"0"}
    chart.keyboard.press("ArrowLeft")
    back = chart.evaluate("document.activeElement.parentElement.dataset.n")
    assert back in joined(chart, int(there))
    chart.keyboard.press("Escape")
    assert lit(chart) == set()
    chart.keyboard.press("Tab")
    expect(node(chart, int(back) + 1)).to_be_focused()
    chart.keyboard.press("Enter")
    chart.wait_for_url("**/questions/**")


def test_the_picture_can_be_passed_by(chart: Page) -> None:
    skip = chart.locator(".db-chart__skip a")
    skip.focus()
    expect(skip).to_be_in_viewport()
    chart.keyboard.press("Enter")
    chart.keyboard.press("Tab")
    expect(chart.locator(".db-leads tbody a").first).to_be_focused()
    last = chart.locator(".db-node a").last
    last.focus()
    chart.keyboard.press("Tab")
    expect(chart.locator(".db-leads tbody a").first).to_be_focused()


def test_every_node_is_a_link_named_by_its_title(chart: Page) -> None:
    links = chart.locator(".db-chart__picture").get_by_role("link")
    assert links.count() == chart.locator(".db-node").count() > 0
    for link in links.all()[::9]:
        path = link.evaluate("link => link.href")
        title = (link.text_content() or "").strip()
        answer = chart.request.get(path)
        assert answer.ok
        assert title in html.unescape(answer.text())


@pytest.mark.torture
def test_titles_stay_inside_their_boxes(chart: Page) -> None:
    over = chart.locator(".db-node a").evaluate_all(
        """links => links.filter(link => {
            const box = link.getBoundingClientRect(), range = document.createRange();
            range.selectNodeContents(link);
            const text = range.getBoundingClientRect();
            return text.right > box.right || text.bottom > box.bottom || text.top < box.top;
        }).map(link => link.textContent)"""
    )
    assert over == []


@pytest.mark.torture
def test_a_stage_shows_what_is_asked_in_it_and_where_that_leads(chart: Page) -> None:
    before = drawing(chart)
    rows = chart.locator(".db-leads tbody tr:not([hidden])")
    every = rows.count()
    assert every == chart.locator(SHOWN).count()
    chart.get_by_label("Asked in").select_option("discover")
    assert "stage=discover" in chart.url
    expect(chart.locator("[data-said]")).to_contain_text(str(rows.count()))
    assert 0 < rows.count() == chart.locator(SHOWN).count() < every
    questions = chart.locator(".db-node[data-stages]:not([display])")
    assert questions.count() > 0
    for stages in questions.evaluate_all("nodes => nodes.map(n => n.dataset.stages)"):
        assert "discover" in stages.split()
    ends = chart.locator(SHOWN).evaluate_all(
        "lines => lines.flatMap(l => [l.dataset.a, l.dataset.b])"
    )
    shown = chart.locator(".db-node:not([display])").evaluate_all(
        "nodes => nodes.map(n => n.dataset.n)"
    )
    assert set(shown) == set(ends)
    chart.reload()
    expect(chart.get_by_label("Asked in")).to_have_value("discover")
    assert drawing(chart) != before
    chart.get_by_label("Asked in").select_option("")
    assert "stage=every" in chart.url
    assert drawing(chart) == before


def test_it_begins_with_the_first_stage(page: Page, address: str) -> None:
    page.goto(f"{address}/{MAP}")
    expect(page.get_by_label("Asked in")).to_have_value("open")
    assert 0 < page.locator(SHOWN).count() < page.locator(LINES).count() / 2


@pytest.mark.torture
@pytest.mark.parametrize(
    ("stage", "asked", "shown"),
    [("prove", "", "prove"), ("prove", "?stage=every", ""), ("gone", "", "open")],
)
def test_it_begins_with_the_stage_of_the_deal_at_hand(
    page: Page, address: str, stage: str, asked: str, shown: str
) -> None:
    put(page, address, kept(a={"name": "Acme", "stage": stage}) | {"donebook / current": "a"})
    page.goto(f"{address}/{MAP}{asked}")
    expect(page.locator("[data-tools]")).to_be_visible()
    expect(page.get_by_label("Asked in")).to_have_value(shown)


def test_a_stage_that_is_none_is_passed_over(page: Page, address: str) -> None:
    page.goto(f"{address}/{MAP}?stage=%3Cb%3E")
    expect(page.get_by_label("Asked in")).to_have_value("")
    assert page.locator(SHOWN).count() == page.locator(LINES).count()


@pytest.mark.torture
def test_one_entry_can_be_picked_by_name(chart: Page) -> None:
    pick = chart.get_by_label("Show only")
    number = chart.locator(".db-node:not([data-stages])").first.get_attribute("data-n")
    assert number
    pick.select_option(number)
    assert lit(chart) == joined(chart, int(number))
    rows = chart.locator(".db-leads tbody tr:not([hidden])").evaluate_all(
        "rows => rows.map(r => [r.dataset.a, r.dataset.b])"
    )
    assert rows
    assert all(number in row for row in rows)
    chart.locator("h1").click()
    assert lit(chart) == joined(chart, int(number))
    again = chart.context.new_page()
    again.goto(chart.url)
    expect(again.get_by_label("Show only")).to_have_value(number)
    assert lit(again) == joined(again, int(number))
    again.close()
    pick.focus()
    chart.keyboard.press("Escape")
    assert lit(chart) == set()
    expect(pick).to_have_value("")
    assert "only=" not in chart.url


@pytest.fixture
def tablet(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{EVERY}")
    expect(page.locator("[data-tools]")).to_be_visible()
    yield page
    context.close()


@pytest.mark.torture
def test_the_first_tap_lights_and_the_second_one_goes_there(tablet: Page) -> None:
    node(tablet, 0).tap()
    assert lit(tablet) == joined(tablet, 0)
    tablet.locator("h1").tap()
    assert lit(tablet) == set()
    node(tablet, 1).tap()
    assert lit(tablet) == joined(tablet, 1)
    assert tablet.url.endswith(EVERY)
    node(tablet, 1).tap()
    tablet.wait_for_url("**/questions/**")


@pytest.mark.torture
def test_a_lit_map_can_still_be_read(chart: Page) -> None:
    node(chart, 0).focus()
    assert violations(chart) == []


@pytest.mark.torture  # a site of its own, for one page
def test_a_large_playbook_has_a_picture_for_each_stage(page: Page, large: str) -> None:
    page.goto(f"{large}/{MAP}")
    assert page.locator("[data-chart]").count() == 0
    assert violations(page) == []
    page.locator("article .db-chip", has_text="Prove").click()
    page.wait_for_url("**/map/prove/")
    expect(page.locator("[data-tools]")).to_be_visible()
    expect(page.get_by_label("Asked in")).to_have_count(0)
    expect(page.locator("article .db-note a")).to_have_count(1)
    node(page, 0).hover()
    assert lit(page) == joined(page, 0)
    before = drawing(page)
    page.get_by_label("Show only").select_option("0")
    page.get_by_label("Show only").select_option("")
    assert drawing(page) == before
    assert violations(page) == []


def test_a_phone_reads_who_accepts_what_as_cards(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/patterns/hours-back-for-a-team/")
    rows = page.locator("#done-when ~ .db-table").first.locator("tbody tr")
    left, named = rows.evaluate_all(
        """rows => [
            rows.map(row => new Set(Array.from(row.cells, c => c.getBoundingClientRect().left)).size),
            rows.flatMap(row => Array.from(row.cells, c => getComputedStyle(c, "::before").content)),
        ]"""
    )
    assert left == [1] * len(left)
    assert named == ['"The buyer can see that …"', '"Checked by"', '"Who signs off"'] * len(left)
    context.close()


@pytest.mark.torture
def test_a_phone_reads_the_lines_one_below_the_other(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{MAP}?stage=prove")
    expect(page.locator(".db-chart__picture")).to_be_hidden()
    rows = page.locator(".db-leads tbody tr:not([hidden])")
    expect(rows.first).to_be_visible()
    widths = page.locator(".db-leads a:visible").evaluate_all(
        "links => links.map(l => l.getBoundingClientRect().right)"
    )
    assert max(widths) <= 390
    before = rows.count()
    options = page.get_by_label("Show only").locator("option:not([disabled])")
    page.get_by_label("Show only").select_option(options.nth(1).get_attribute("value"))
    assert 0 < rows.count() < before
    rows.first.locator("a").first.tap()
    page.wait_for_url("**/questions/**")
    context.close()


@pytest.mark.torture
def test_without_script_the_map_is_drawn_as_with_it(
    browser: Browser, address: str, chart: Page
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{address}/{MAP}")
    expect(page.locator("[data-tools]")).to_be_hidden()
    assert drawing(page) == drawing(chart), "the script stacks as the generator does"
    assert page.locator(LINES).count() == page.locator(".db-leads tbody tr").count() > 0
    node(page, 0).click()
    page.wait_for_url("**/questions/**")
    context.close()


@pytest.mark.torture
def test_the_map_works_from_a_folder(page: Page, site: Path) -> None:
    page.goto(f"{(site / 'map/index.html').as_uri()}?stage=open")
    expect(page.get_by_label("Asked in")).to_have_value("open")
    page.get_by_label("Asked in").select_option("agree")
    assert 0 < page.locator(SHOWN).count() < page.locator(LINES).count()


def test_the_map_works_when_pages_change_without_loading(
    context: BrowserContext, instant: str
) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{instant}/coverage/")
    settled(page)
    page.evaluate("() => { window.isSamePage = true; }")
    for _ in range(2):
        page.locator(".md-nav--primary a", has_text="The map").click()
        page.locator("[data-chart]").wait_for()  # the address changes before the page does
        assert page.url == f"{instant}/map/"
        expect(page.locator("[data-tools]")).to_be_visible()
        page.get_by_label("Asked in").select_option("open")
        assert 0 < page.locator(SHOWN).count() < page.locator(LINES).count()
        page.go_back()
        page.locator(".db-map").wait_for()
    page.go_forward()
    node(page, 0).click()
    page.wait_for_url("**/questions/**")
    assert page.evaluate("() => window.isSamePage"), "the pages were loaded anew"
    assert errors == []


def test_only_the_map_loads_its_script(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/coverage/")
    settled(page)
    assert not [url for url in asked if url.endswith("map.js")]


def test_nothing_is_styled_or_scripted_in_the_markup(page: Page, site: Path) -> None:
    for path in (
        "map/index.html",
        "patterns/get-paid-sooner/index.html",
        "patterns/stop-the-leak/index.html",
    ):
        text = (site / path).read_text(encoding="utf-8")
        article = text.partition("<article")[2].partition("</article>")[0]
        assert "<svg" in article
        assert not re.search(r"<[^>]*\sstyle=|<[^>]*\son\w+=|<script", article)


@pytest.mark.torture
def test_paper_gets_the_table(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/{MAP}?stage=discover")
    expect(page.locator("[data-tools]")).to_be_visible()
    sources = page.locator(".db-leads tbody tr:not([hidden]) th").all_inner_texts()
    printed = tmp_path / "map.pdf"
    page.pdf(path=printed, format="A4")
    document = pypdfium2.PdfDocument(printed)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    printed_words = "".join(text.split())
    assert {name for name in sources if "".join(name.split()) not in printed_words} == set()
    assert "Show only" not in text
    assert 1 <= len(document) <= 6
    corner = bytes(document[0].render().buffer)[:3]
    assert min(corner) > 250


def test_a_definition_moves_along_a_path(page: Page, address: str) -> None:
    page.goto(f"{address}/patterns/one-number-everyone-trusts/")
    paths = page.locator(".db-path")
    assert paths.count() > 0
    for path in paths.all():
        boxes = [box.bounding_box() for box in path.locator(".db-path__at, .db-path__step").all()]
        tops = [box["y"] for box in boxes if box]
        assert tops == sorted(tops)
        assert path.locator("ol > li").count() == len(boxes) // 2
    before, way, done = (
        page.locator(f".db-shift > {part}").bounding_box()
        for part in (".db-box >> nth=0", ".db-shift__way", ".db-box--done")
    )
    assert before
    assert way
    assert done
    assert before["x"] < way["x"] < done["x"]
