"""The built site as people meet it: in Chromium, light and dark, on a laptop and on a phone."""

import gzip
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from access import COLORS, violations
from donebook.news import News
from donebook.pages import Context, pages
from donebook.playbook import Playbook
from projects import CHECKOUT
from waiting import settled, until

PAGES = {
    "home": "",
    "finder": "find/",
    "finder with results": "find/?said=too+expensive&stage=agree",
    "stage": "stages/discover/",
    "call": "stages/discover/call/",
    "question": "questions/last-time-someone-tried/",
    "check": "questions/met-the-spender/",
    "pattern": "patterns/one-number-everyone-trusts/",
    "loss reason": "loss-reasons/a-quote-to-fill-a-table/",
    "worksheet": "worksheets/call-sheet/",
    "exercise": "exercises/two-figures-one-meeting/",
    "coverage map": "coverage/",
    "map": "map/",
    "map of a stage": "map/?stage=prove",
    "stages": "stages/",
    "questions": "questions/",
    "patterns": "patterns/",
    "loss reasons": "loss-reasons/",
    "sheets": "worksheets/",
    "frameworks": "frameworks/",
    "framework": "frameworks/meddpicc/",
    "tests": "tests/",
    "test": "tests/win/",
    "roles": "roles/",
    "role": "roles/champion/",
    "exercises": "exercises/",
    "gone": "questions/an-earlier-question/",
    "phrases": "phrases/",
    "glossary": "glossary/",
    "checks": "checks/",
    "proof points, still empty": "proof-points/",
    "printed": "printed/?sheet=call-sheet&v=0",
    "what's new": "whats-new/",
    "editing": "editing/",
    "fields": "editing/question/",
    "fields of sheets": "editing/worksheet/",
    "health": "editing/health/",
    "codes": "rules/",
    "code": "rules/C401/",
    "nothing there": "404.html",
}


def test_every_template_is_among_these_pages(playbook: Playbook) -> None:
    # The starter's proof points are drafts, so the site has their list only.
    published = playbook.without_drafts()
    templates = {page.path: page.template for page in pages(published, Context(news=News()))}
    looked_at = {path.partition("?")[0].rstrip("/") for path in PAGES.values()}
    seen = {templates.get(f"{path}.md") or templates.get(f"{path}/index.md") for path in looked_at}
    assert set(templates.values()) - seen == {templates["index.md"]}  # whose path is ""


GROUNDS = {"light": "rgb(251, 250, 247)", "dark": "rgb(16, 22, 29)"}


@pytest.mark.parametrize("width", [1280, 390])  # a phone's layout hides and moves much
def test_no_accessibility_violation_on_any_kind_of_page(
    browser: Browser, address: str, width: int
) -> None:
    """All rules in light, and those about colors again in dark, without loading the page again."""
    # Without motion the other colors are there at once.
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    found = {}
    # The same drawing as that of a stage, with five times as many boxes to go through.
    looked_at = {name: path for name, path in PAGES.items() if name != "map"}
    ground = "getComputedStyle(document.body).backgroundColor"
    for name, path in looked_at.items():
        page.emulate_media(color_scheme="light")
        page.goto(f"{address}/{path}")
        settled(page)
        until(page, f"{ground} === '{GROUNDS['light']}'")
        found[name, "light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        until(page, f"{ground} === '{GROUNDS['dark']}'")
        found[name, "dark"] = violations(page, COLORS)
    context.close()
    assert {at: wrong for at, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_phone_never_scrolls_sideways(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_at_twice_the_size_nothing_scrolls_sideways(
    browser: Browser, address: str, path: str
) -> None:
    """A laptop's window at 200 %: half as many points in both directions (WCAG 2.2, 1.4.4)."""
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


@pytest.mark.parametrize("name", ["home", "question", "worksheet", "pattern", "finder", "call"])
def test_a_first_visit_is_light(browser: Browser, published: str, name: str) -> None:
    """With all that a page loads: at most 150 KB compressed, and 110 KB of fonts."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    fonts, rest = [], []

    def weigh(answer: Response) -> None:
        body = answer.body()
        if answer.url.endswith(".woff2"):
            fonts.append(len(body))
        else:
            rest.append(len(gzip.compress(body, 6)))

    page.on("response", weigh)
    page.goto(f"{published}/{PAGES[name]}")
    settled(page)
    assert len(rest) > 5
    assert fonts
    assert sum(rest) <= 150_000
    assert sum(fonts) <= 110_000
    context.close()


@pytest.mark.parametrize("name", ["home", "question", "worksheet", "finder"])
def test_nothing_jumps_while_a_page_loads(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(
        """window.jumped = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { window.jumped += entry.value; }))
            .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(f"{address}/{PAGES[name]}")
    settled(page)
    assert page.evaluate("window.jumped") < 0.1  # "good" in web.dev's Core Web Vitals
    context.close()


def test_motion_is_reduced_where_somebody_asks_for_it(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name in ("home", "call", "map"):
        page.goto(f"{address}/{PAGES[name]}")
        settled(page)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter(e => {
                const s = getComputedStyle(e);
                return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0;
            }).map(e => e.className)"""
        )
        assert moving == [], name
    context.close()


def test_the_navigation_is_reached_and_left_by_keys(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGES['question']}")
    settled(page)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-copy]')"):
            break
    expect(page.locator("[data-copy]")).to_be_focused()
    shown = page.locator("[data-copy]").evaluate("e => getComputedStyle(e).outlineStyle")
    assert shown != "none"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_prints_what_it_says_and_nothing_around_it(
    page: Page, address: str, path: str, tmp_path: Path
) -> None:
    page.goto(f"{address}/{path}")
    settled(page)
    page.emulate_media(media="print")
    around = ".md-header, .md-sidebar, .md-footer, .db-find, .db-foot, .db-newer, .md-top, .db-deal"
    shown = page.locator(f":is({around}):visible").evaluate_all("all => all.map(e => e.className)")
    assert shown == []
    cut = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter(e => {
            const s = getComputedStyle(e);
            return e.scrollWidth > e.clientWidth + 1 && s.overflowX !== "visible" && s.clipPath === "none"
                && e.clientWidth > 1 && s.display !== "none" && !e.closest("textarea");
        }).map(e => e.className || e.tagName)"""
    )
    assert cut == []


def test_no_page_asks_or_tells_anybody_anything(
    site: Path, context: BrowserContext, address: str
) -> None:
    """Every page of the site: nothing leaves it, no cookie is set, and its policy stops nothing."""
    asked: list[str] = []
    wrong: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda a: wrong.append(f"{a.status} {a.url}") if a.status >= 400 else None)
    page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    pages = sorted(site.rglob("*.html"))
    for path in pages:
        page.goto(f"{address}/{path.relative_to(site).as_posix()}")
    settled(page)
    assert len(pages) > 200
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []
    assert context.cookies() == []


def test_the_policy_of_a_page_stops_what_is_not_its_own(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGES['question']}")
    ran = page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.wasRun = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.wasRun = true'>");
            document.body.insertAdjacentHTML("beforeend", "<p id=styled style='color: red'>x</p>");
            await new Promise(done => setTimeout(done, 300));
            const sent = await fetch("https://example.org/").then(() => true, () => false);
            const style = document.getElementById("styled").style.length;
            return [window.wasRun === true, sent, style > 0];
        }"""
    )
    assert ran == [False, False, False]


def test_no_page_shows_markup_as_text(site: Path) -> None:
    for path in site.rglob("index.html"):
        article = (
            path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        )
        shown = re.sub(r"<[^>]*>", "", article)
        assert not re.search(r"\]\(|\{ ?[.#]|\{%|<div", shown), path


def test_no_script_fails_on_any_kind_of_page(page: Page, published: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    for path in PAGES.values():
        page.goto(f"{published}/{path}")
        settled(page)
    assert errors == []


def test_the_ask_is_the_largest_thing_and_can_be_copied(
    context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/{PAGES['question']}")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('article *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => [parseFloat(getComputedStyle(e).fontSize), e.closest('.db-ask') !== null])"""
    )
    ask = max(size for size, is_ask in sizes if is_ask)
    assert ask > max(size for size, is_ask in sizes if not is_ask)
    button = page.get_by_role("button", name="Copy", exact=True)
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Walk me through the last time someone here tried to fix this."
    expect(button).to_be_visible(timeout=4000)


def test_a_cell_of_the_coverage_map_opens_and_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}/coverage/")
    cells = page.locator(".db-cell summary")
    cells.nth(0).click()
    link = page.locator(".db-cell details[open] .db-pop a").first
    expect(link).to_be_visible()
    cells.nth(3).click()
    expect(page.locator(".db-cell details[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    assert page.locator(".db-cell details[open]").count() == 0
    cells.nth(0).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/**")


def test_an_entry_marks_its_stage_in_the_navigation(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGES['question']}")
    marked = page.locator(".md-nav--primary a[data-here]")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Discover")


def test_a_sheet_is_a_click_away_as_pdf(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGES['worksheet']}")
    for name, size in (("PDF, A4", (595, 842)), ("PDF, US Letter", (612, 792))):
        button = page.get_by_role("link", name=name)
        link = button.get_attribute("href")
        assert link
        ink, ground = button.evaluate(
            "(e) => { const s = getComputedStyle(e); return [s.color, s.backgroundColor]; }"
        )
        assert ink != ground  # axe takes words in the colour of their ground for hidden ones
        answer = page.request.get(f"{address}/{PAGES['worksheet']}{link}")
        assert answer.ok
        (sheet,) = pypdfium2.PdfDocument(answer.body())
        assert tuple(map(round, sheet.get_size())) == size


def test_an_address_that_leads_nowhere_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}/404.html")
    places = page.locator("article li a").evaluate_all("found => found.map(a => a.href)")
    assert len(places) == 5
    for place in places:
        answer = page.goto(place)
        assert answer
        assert answer.ok


def test_without_script_everything_is_still_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGES['question']}")
    expect(page.locator(".db-ask")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.goto(f"{address}/coverage/")
    page.locator(".db-cell summary").first.click()
    expect(page.locator(".db-pop a").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("sheet", [p.stem for p in (CHECKOUT / "content/worksheets").iterdir()])
def test_a_worksheet_prints_on_its_pages(
    browser: Browser, address: str, tmp_path: Path, sheet: str, paper: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/worksheets/{sheet}/")
    settled(page)
    title = page.locator("h1").inner_text()
    promised = re.search(r"(\d+) pages?", page.locator(".db-eyebrow").inner_text())
    assert promised
    printed = tmp_path / "sheet.pdf"
    page.pdf(path=printed, format=paper)
    context.close()
    document = pypdfium2.PdfDocument(printed)
    text = "".join(p.get_textpage().get_text_range() for p in document)
    assert title in text
    assert "Edit this entry" not in text
    assert "About this entry" not in text
    assert len(document) == int(promised[1])
    corner = bytes(document[0].render().buffer)[:3]
    assert min(corner) > 250, "paper stays white, even from dark mode"
