"""The sites of MkDocs and Zensical, used in the same way: they look and behave the same."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from engines import Built, built_by
from serving import served
from shared import Shared
from waiting import is_kept, paint, settled, until

pytestmark = pytest.mark.torture  # a site of each engine
ENGINES = ("mkdocs", "zensical")
QUESTION = "questions/who-says-it-is-done"
CALL = "stages/discover/call"
SHEET = "worksheets/call-sheet"
WORDS = ("it is just too expensive", "we have to ask our lawyers first")
DATA = re.compile(r"(?<= = )\{.*?\}(?=;)")  # in a script of data
# What surrounds a page, and what differs where a theme has other rules than ours.
LOOK = """() => [".md-header", ".db-find", ".md-header__option", ".db-page", "h1", ".md-sidebar--secondary .md-nav__link .md-ellipsis"].map(name => {
    const all = [...document.querySelectorAll(name)], last = all.at(-1);
    const seen = last.querySelector(".md-typeset") ?? last, { x, width } = seen.getBoundingClientRect();
    const { color, fontFamily, fontSize, backgroundColor } = getComputedStyle(seen);
    return [name, all.length, Math.round(x), Math.round(width), color, fontFamily, fontSize, backgroundColor];
})"""


@pytest.fixture(scope="module")
def built(starter: Path, shared: Shared) -> dict[str, Built]:
    return {engine: built_by(engine, starter, shared) for engine in ENGINES}


@pytest.fixture(scope="module")
def addresses(built: dict[str, Built]) -> Iterator[dict[str, str]]:
    """Where each site is served; browsers don't keep them."""
    with (
        served(built["mkdocs"].site, kept=False) as ours,
        served(built["zensical"].site, kept=False) as theirs,
    ):
        yield {"mkdocs": ours, "zensical": theirs}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens a page in a window of its own. None may complain, or ask for what isn't there."""
    contexts, said = [], []

    def left(request: Request) -> bool:
        return request.failure == "net::ERR_ABORTED"

    def opened() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.on(
            "console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda r: None if left(r) else said.append(f"{r.failure} {r.url}"))
        page.on("response", lambda r: said.append(f"{r.status} {r.url}") if r.status >= 400 else None)  # fmt: skip
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def found(page: Page, words: str) -> list[str]:
    """Type words into the open finder; what is found, best first, by its place on the site."""
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("[data-boxed]")).to_be_attached()  # with the first word; it shows all anew
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    links = page.locator(".db-result .db-result__link").evaluate_all("all => all.map(a => a.href)")
    return ["/".join(urlsplit(link).path.strip("/").split("/")[-2:]) for link in links]


def test_the_finder_opens_by_keyboard_and_finds_the_same(
    open_page: Callable[[], Page], addresses: dict[str, str]
) -> None:
    results = {}
    for engine, where in addresses.items():
        page = open_page()
        page.goto(f"{where}/{QUESTION}/")
        settled(page)
        page.keyboard.press("/")
        expect(page.locator("[data-ready]")).to_be_attached()
        expect(page.get_by_role("searchbox")).to_be_focused()
        results[engine] = [found(page, words) for words in WORDS]
    assert all(len(one) > 2 for one in results["mkdocs"])
    assert results["zensical"] == results["mkdocs"]


def test_a_call_asks_the_same_and_keeps_what_is_marked(
    open_page: Callable[[], Page], addresses: dict[str, str]
) -> None:
    asked = {}
    for engine, where in addresses.items():
        page = open_page()
        page.goto(f"{where}/{CALL}/")
        page.locator("[data-start] [data-quick]").click()
        page.get_by_role("button", name="Asked, next").click()
        is_kept(page)
        page.reload()
        expect(page.locator("[data-progress] .is-done")).to_have_count(1)
        page.locator("[data-view=list]").click()
        turns = page.locator("[data-turn]:visible")
        asked[engine] = turns.evaluate_all("all => all.map(turn => turn.id)")
    assert len(asked["mkdocs"]) > 2
    assert asked["zensical"] == asked["mkdocs"]


def test_a_sheet_has_the_same_files_and_keeps_what_is_typed(
    open_page: Callable[[], Page], addresses: dict[str, str]
) -> None:
    printed = {}
    for engine, where in addresses.items():
        page = open_page()
        page.goto(f"{where}/{SHEET}/")
        settled(page)
        page.locator("[name=account]").fill("Nordhaven")
        is_kept(page)
        page.reload()
        expect(page.locator("[name=account]")).to_have_value("Nordhaven")
        links = page.locator("a[href$='.pdf']").evaluate_all("all => all.map(a => a.href)")
        printed[engine] = {
            urlsplit(link).path: page.request.get(link).body() for link in set(links)
        }
    assert len(printed["mkdocs"]) == 4
    assert all(pdf.startswith(b"%PDF") for pdf in printed["mkdocs"].values())
    assert printed["zensical"] == printed["mkdocs"]


@pytest.mark.parametrize("width", [1280, 390])
def test_what_surrounds_a_page_looks_the_same(
    open_page: Callable[[], Page], addresses: dict[str, str], width: int
) -> None:
    looks = {}
    for engine, where in addresses.items():
        page = open_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{where}/{QUESTION}/")
        settled(page)
        looks[engine] = {"light": looked_at(page, "light"), "dark": looked_at(page, "dark")}
    assert looks["zensical"] == looks["mkdocs"]


def looked_at(page: Page, scheme: Literal["light", "dark"]) -> object:
    page.emulate_media(reduced_motion="reduce")
    paint(page, scheme)
    until(page, "document.getAnimations().length === 0")  # the theme's links fade
    return page.evaluate(LOOK)


def test_an_unpacked_site_finds_and_leads_the_same_without_a_server(
    open_page: Callable[[], Page], built: dict[str, Built]
) -> None:
    results = {}
    for engine, made in built.items():
        page, top = open_page(), made.unpacked.as_uri()
        asked = requests(page)
        page.goto(f"{top}/index.html")
        page.get_by_role("link", name="All phrases, A to Z").click()
        page.locator(".db-rows a").first.click()
        settled(page)
        page.keyboard.press("/")
        expect(page.locator("[data-ready]")).to_be_attached()
        results[engine] = [found(page, words) for words in WORDS]
        page.locator(".db-result__link").first.click()
        expect(page.locator("[data-version]")).to_contain_text("Version ")
        assert page.url.startswith(f"{top}/")
        assert [url for url in asked if not url.startswith((top, "data:", "blob:"))] == []
    assert all(len(one) > 2 for one in results["mkdocs"])
    assert results["zensical"] == results["mkdocs"]


def requests(page: Page) -> list[str]:
    """The addresses that a page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_browsers_keep_a_site_of_zensical_and_show_it_without_a_network(
    open_page: Callable[[], Page], built: dict[str, Built]
) -> None:
    page = open_page()
    with served(built["zensical"].site) as where:
        page.goto(f"{where}/{QUESTION}/")
        expect(page.locator("[data-version]")).to_contain_text("· works offline", timeout=60_000)
        words = page.locator("article").inner_text()
    page.goto(f"{where}/{QUESTION}/")
    settled(page)
    assert page.locator("article").inner_text() == words
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    expect(policy).to_have_count(1)
    assert "default-src 'none'" in (policy.get_attribute("content") or "")


def test_what_a_host_and_a_browser_read_has_the_same_shape(built: dict[str, Built]) -> None:
    ours, theirs = (built[engine].site for engine in ENGINES)
    assert (theirs / "_headers").read_bytes() == (ours / "_headers").read_bytes()
    scripts = ("sw.js", "assets/donebook/version.js")
    for script in scripts:
        mine, other = ((site / script).read_text(encoding="utf-8") for site in (ours, theirs))
        assert DATA.sub("", other) == DATA.sub("", mine)
        assert told(theirs / script).keys() == told(ours / script).keys()
    worker, version = (told(theirs / script) for script in scripts)
    assert worker["version"] == version["id"]


def told(script: Path) -> dict[str, object]:
    """What a script of data says."""
    found = DATA.search(script.read_text(encoding="utf-8"))
    assert found
    value: dict[str, object] = json.loads(found[0])
    return value
