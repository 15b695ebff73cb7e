"""The built site as people meet it: in Chromium, light and dark, on a laptop and on a phone."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from access import Looks
from donebook.model import Worksheet
from donebook.news import News
from donebook.pages import Context, pages
from donebook.playbook import Playbook
from donebook.text import finished
from projects import CHECKOUT
from tabs import forget
from trials import STEP, one_in
from waiting import paint, settled

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
    "my deals": "deals/",
    "review deals": "review-deals/",
    "links from the CRM": "go/",
    "play": "play/",
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
    "start": "start/",
    "an entry that moved": "questions/what-would-be-enough/",
    "editing": "editing/",
    "fields": "editing/question/",
    "fields of sheets": "editing/worksheet/",
    "health": "editing/health/",
    "for IT": "editing/for-it/",
    "codes": "rules/",
    "code": "rules/C401/",
    "nothing there": "404.html",
}


def test_every_template_is_among_these_pages(playbook: Playbook) -> None:
    # The starter's proof points are drafts, so the site has their list only.
    published = playbook.without_drafts()
    templates = {
        path: make().template for path, make in pages(published, Context(news=News())).items()
    }
    looked_at = {path.partition("?")[0].rstrip("/") for path in PAGES.values()}
    seen = {templates.get(f"{path}.md") or templates.get(f"{path}/index.md") for path in looked_at}
    assert set(templates.values()) - seen == {templates["index.md"]}  # whose path is ""


WIDTH = "document.documentElement.scrollWidth"
AROUND = ".md-header, .md-sidebar, .md-footer, .db-find, .db-foot, .db-newer, .md-top, .db-deal"
CUT = """() => [...document.querySelectorAll("article *")].filter(e => {
    const s = getComputedStyle(e);
    return e.scrollWidth > e.clientWidth + 1 && s.overflowX !== "visible" && s.clipPath === "none"
        && e.clientWidth > 1 && s.display !== "none" && !e.closest("textarea");
}).map(e => e.className || e.tagName)"""
# A laptop's window at 200 %: half as many points in both directions (WCAG 2.2, 1.4.4).
TWICE = {"width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": False}


class Visit:
    """A tab that opens page after page, and notes what scripts complain about."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.said: list[str] = []
        self.looks = Looks()
        self._screen = context.new_cdp_session(self.page)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)

    def open(self, where: str) -> None:
        self.said.clear()
        self.page.emulate_media(color_scheme="light", media="screen")
        self.page.set_viewport_size({"width": 1280, "height": 844})
        self.page.goto(where)
        settled(self.page)
        paint(self.page, "light")

    def width_at_twice_the_size(self) -> int:
        self._screen.send("Emulation.setDeviceMetricsOverride", TWICE)
        found: int = self.page.evaluate(WIDTH)
        self._screen.send("Emulation.clearDeviceMetricsOverride")
        return found


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[Visit]:
    # Without motion the other colors are there at once.
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    yield Visit(context)
    context.close()


@pytest.mark.parametrize("name", one_in(60, PAGES))
def test_every_kind_of_page(visit: Visit, published: str, name: str) -> None:
    """What axe finds, how wide it gets, what it prints, and whether a script fails, in one visit.

    A phone's layout hides and moves much, so all rules hold there, too. Dark differs in colors.
    """
    visit.open(f"{published}/{PAGES[name]}")
    page = visit.page
    wrong: dict[str, object] = {}
    # The map is the same drawing as that of a stage, with five times as many boxes to go through.
    if name != "map":
        wrong["light"] = visit.looks.violations(page)
    page.emulate_media(media="print")
    around = page.locator(f":is({AROUND}):visible")
    wrong["printed around it"] = around.evaluate_all("all => all.map(e => e.className)")
    wrong["cut on paper"] = page.evaluate(CUT)
    page.emulate_media(media="screen")
    if (width := visit.width_at_twice_the_size()) > 640:
        wrong["wide at twice the size"] = width
    if name != "map":
        paint(page, "dark")
        wrong["dark"] = visit.looks.color_violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    if (width := page.evaluate(WIDTH)) > 390:
        wrong["wide on a phone"] = width
    if name != "map":
        wrong["dark on a phone"] = visit.looks.color_violations(page)
        paint(page, "light")
        wrong["light on a phone"] = visit.looks.violations(page)
    wrong["said by scripts"] = visit.said
    assert {what: found for what, found in wrong.items() if found} == {}


@pytest.mark.torture
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)])
def test_a_stage_takes_a_screen_and_a_half(
    visit: Visit, published: str, playbook: Playbook, size: tuple[int, int]
) -> None:
    width, height = size
    taken = {}
    for stage in playbook.vocabulary.stages:
        visit.open(f"{published}/stages/{stage}/")
        visit.page.set_viewport_size({"width": width, "height": height})
        # Of a font that a narrow page needs besides, nothing is known yet.
        whole = "Promise.all(Array.from(document.fonts, font => font.load())).then(() => document.documentElement.scrollHeight)"
        taken[stage] = visit.page.evaluate(whole) / height
    assert {stage: screens for stage, screens in taken.items() if screens > 1.5} == {}


def test_what_a_stage_folds_is_printed_and_opened_by_a_link_to_it(
    visit: Visit, published: str
) -> None:
    visit.open(f"{published}/stages/discover/")
    kept = visit.page.locator("#sheets, #exit, .db-exit li, #crm, .db-cards a")
    assert kept.count() > 10
    folded = visit.page.locator(".db-fold .db-cards li").first
    expect(folded).to_be_hidden()
    visit.page.emulate_media(media="print")
    assert kept.evaluate_all("all => all.filter(part => !part.checkVisibility())") == []
    visit.page.emulate_media(media="screen")
    visit.open(f"{published}/stages/discover/#crm")
    expect(visit.page.locator("#crm")).to_be_visible()


@pytest.mark.parametrize(
    "name", one_in(3, ["call", "question", "worksheet", "home", "finder", "pattern"])
)
def test_a_first_visit_is_light(browser: Browser, published: str, name: str) -> None:
    """With all that a page loads: at most 161 KB compressed, and 110 KB of fonts.

    What the finder has behind its index comes once its field has the focus: 130 KB.
    """
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    fonts, behind, rest = [], [], []

    def weigh(answer: Response) -> None:
        body = answer.body()
        if answer.url.endswith("/finder-texts.js"):
            behind.append(len(gzip.compress(body, 6)))
        elif answer.url.endswith(".woff2"):
            fonts.append(len(body))
        else:
            rest.append(len(gzip.compress(body, 6)))

    page.on("response", weigh)
    page.goto(f"{published}/{PAGES[name]}")
    settled(page)
    assert len(rest) > 5
    assert fonts
    assert sum(rest) <= 160_000
    assert sum(fonts) <= 110_000
    if name == "finder":
        page.get_by_role("searchbox").focus()
        page.wait_for_function("donebook.texts !== undefined")
        assert 0 < sum(behind) <= 130_000
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


@pytest.mark.torture
def test_the_tab_that_tests_share_is_as_good_as_new_for_each(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/{PAGES['worksheet']}")
    settled(page)
    page.locator("[name=account]").fill("Nordhaven")  # kept as the page is left
    page.evaluate("sessionStorage.setItem('left', 'behind')")
    page.set_viewport_size({"width": 390, "height": 844})
    paint(page, "dark")
    context.new_page().goto(f"{address}/{PAGES['worksheet']}")
    forget(page)
    assert context.pages == [page]
    kept = "[localStorage.length, sessionStorage.length, innerWidth]"
    assert page.evaluate(kept) == [0, 0, 1280]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is False
    page.goto(f"{address}/{PAGES['worksheet']}")
    settled(page)
    expect(page.locator("[name=account]")).to_have_value("")


@pytest.mark.torture
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


def kinds_of_markup(site: Path) -> dict[frozenset[tuple[str, ...]], Path]:
    """A page for each set of tags with their attributes: all that scripts and styles can tell apart.

    Texts, and the values of attributes, differ on the other pages, and nothing else.
    """
    found: dict[frozenset[tuple[str, ...]], Path] = {}
    for path in sorted(site.rglob("*.html")):
        tags = re.findall(r"<([a-z][\w-]*)((?:\s[^>]*)?)>", path.read_text(encoding="utf-8"))
        names = ((tag, *sorted(set(re.findall(r"\s([\w-]+)=", rest)))) for tag, rest in tags)
        found.setdefault(frozenset(names), path)
    return found


FORWARDS = '<meta http-equiv="refresh"'


@pytest.mark.parametrize("every", one_in(2, [10, STEP]))
def test_no_kind_of_page_asks_or_tells_anybody_anything(
    site: Path, context: BrowserContext, address: str, every: int
) -> None:
    """Nothing leaves the site, no cookie is set, and the policy of a page stops nothing."""
    asked: list[str] = []
    wrong: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda a: wrong.append(f"{a.status} {a.url}") if a.status >= 400 else None)
    page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    opened = tuple(kinds_of_markup(site).values())
    assert len(opened) > 40
    for path in opened[::every]:
        where = f"{address}/{path.relative_to(site).as_posix()}"
        if FORWARDS in path.read_text(encoding="utf-8"):
            page.goto(where, wait_until="commit")
            expect(page).not_to_have_url(where)  # to leave before it leads on would be two at once
            page.wait_for_load_state()
        else:
            page.goto(where)
    settled(page)
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []
    assert context.cookies() == []


# All that a page loads by itself, and what could run or style it without a file.
LOADED = re.compile(
    r"""<(?:img|script|source|iframe|embed|video|audio|track|input)\b[^>]*?\ssrc="([^"]*)\""""
    r"""|<link\b[^>]*?\shref="([^"]*)"|\s(?:srcset|poster|data|background)="([^"]*)\""""
)
INLINE = re.compile(r"<[^>]*\s(?:style|on\w+)=|http-equiv=\"refresh")


@pytest.mark.torture
def test_every_page_loads_files_of_the_site_and_nothing_else(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 200
    lost: dict[str, list[str]] = {}
    for path in pages:
        text = path.read_text(encoding="utf-8")
        loaded = {next(filter(None, found), "") for found in LOADED.findall(text)}
        assert loaded, path
        loaded = {name.partition("?")[0] for name in loaded if not name.startswith("data:")}
        files = ((path.parent / name).resolve() for name in loaded)
        wrong = [str(file) for file in files if not (file.exists() and file.is_relative_to(site))]
        if "db-forward" not in text:  # it leads on by itself
            wrong += INLINE.findall(text)
        if wrong:
            lost[path.relative_to(site).as_posix()] = wrong
    assert lost == {}


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
        # What a page shows as code is meant to be read as it is.
        told = re.sub(r"<(pre|code)\b.*?</\1>", "", article, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", "", told)
        assert not re.search(r"\]\(|\{ ?[.#]|\{%|<div", shown), path


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
    assert copied == "Walk me through the last time someone on your side tried to fix this."
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
    expect(marked).to_contain_text("Discovery")


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


@pytest.mark.torture
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


@pytest.mark.torture
@pytest.mark.parametrize("sheet", [p.stem for p in (CHECKOUT / "content/worksheets").iterdir()])
def test_a_worksheet_prints_on_its_pages(
    browser: Browser, address: str, playbook: Playbook, tmp_path: Path, sheet: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    worksheet = playbook.entry(Worksheet, sheet)
    page.goto(f"{address}/worksheets/{sheet}/")
    settled(page)
    title = page.locator("h1").inner_text()
    promised = re.search(r"(\d+) pages?", page.locator(".db-eyebrow").inner_text())
    assert promised
    route = page.locator(".db-route")
    expect(route).to_have_text(finished(worksheet.route or "", ""), use_inner_text=True)
    stage = f"{playbook.vocabulary.stages[worksheet.stage].name} · "
    is_ours = worksheet.audience == "internal"
    told = f"{stage if is_ours else ''}{worksheet.minutes} minutes · {route.inner_text()}"
    expect(page.locator(".db-example :is(textarea, input)")).to_have_count(0)
    examples = page.locator(".db-example tr").all_inner_texts()
    assert all(text.startswith("Example: ") for text in examples)
    cells = [cell for text in examples for cell in text.split("\t")]
    for paper in ("A4", "Letter"):
        printed = tmp_path / f"{paper}.pdf"
        page.pdf(path=printed, format=paper)
        document = pypdfium2.PdfDocument(printed)
        text = "".join(p.get_textpage().get_text_range() for p in document)
        assert title in text
        assert told in text.replace("\r\n", " ")
        bare = re.sub(r"\s", "", text)
        assert [cell for cell in cells if re.sub(r"\s", "", cell) not in bare] == []
        assert "Edit this entry" not in text
        assert "About this entry" not in text
        # A long sheet takes a page less on the longer paper.
        at_least = int(promised[1]) - (int(promised[1]) > 2)
        assert at_least <= len(document) <= int(promised[1]), paper
        corner = bytes(document[0].render().buffer)[:3]
        assert min(corner) > 250, "paper stays white, even from dark mode"
    context.close()
