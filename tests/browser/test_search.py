"""The finder is the search: what leads to it from every page, and the keys that lead nowhere."""

import re
import string
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from trials import one_in
from waiting import settled, until

FOUND = ("Questions", "Definitions of done", "Loss reasons", "Sheets", "Role-plays")
PAGES = {
    "home": "",
    "stage": "stages/discover/",
    "call": "stages/discover/call/",
    "question": "questions/last-time-someone-tried/",
    "sheet": "worksheets/call-sheet/",
    "map": "map/",
    "phrases": "phrases/",
    "nothing there": "404.html",
}
FIELD = "#db-said"
# What a key could change: where the page is, what has the focus, what is open, how far it is scrolled.
STATE = """() => [
    location.href, document.activeElement.outerHTML.slice(0, 200), scrollX, scrollY,
    [...document.querySelectorAll("input[type=checkbox], input[type=radio], details, dialog")]
        .map(e => e.checked || e.open || false).join(),
    document.querySelector("article").innerText,
]"""


def opened(page: Page, where: str) -> None:
    """Open a page and wait until its keys work."""
    page.goto(where)
    expect(page.locator(".db-find[aria-keyshortcuts]")).to_have_attribute(
        "aria-keyshortcuts", re.compile("^/ ")
    )


def test_no_page_holds_the_search_of_the_theme(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 200
    assert [p for p in pages if b'component="search"' in p.read_bytes()] == []
    assert not (site / "search").exists()


WIDTHS = (1280, 960, 768, 390, 320)
BOXES = (
    "all => all.map(e => { const { x, width } = e.getBoundingClientRect(); return { x, width }; })"
)


@pytest.mark.parametrize("path", one_in(9, PAGES.values()), ids=PAGES.keys())
def test_one_field_in_the_header_says_what_it_finds(page: Page, address: str, path: str) -> None:
    opened(page, f"{address}/{path}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        field = page.locator(".db-find")
        whole = f"Find: {' · '.join(FOUND)}"
        expect(field).to_have_accessible_name(whole if width >= 960 else "What did the buyer say?")
        box, header = field.bounding_box(), page.locator(".md-header").bounding_box()
        assert box
        assert header
        assert box["width"] >= 200, width
        assert header["y"] <= box["y"]
        assert box["y"] + box["height"] <= header["y"] + header["height"], width
        others = page.locator(".md-header :is(a, label):visible, .md-header__title:visible")
        for other in others.evaluate_all(BOXES):
            is_left = other["x"] + other["width"] <= box["x"]
            assert is_left or other["x"] >= box["x"] + box["width"], width


@pytest.mark.parametrize("width", one_in(5, WIDTHS))
def test_the_field_in_the_header_leads_to_the_finder(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    opened(page, f"{address}/{PAGES['question']}")
    page.locator(".db-find").click()
    page.wait_for_url("**/find/")
    expect(page.locator(FIELD)).to_be_focused()
    context.close()


def test_on_its_own_page_the_link_leads_to_the_field(instant: str, page: Page) -> None:
    page.goto(f"{instant}/find/?said=budget")
    expect(page.locator("[data-ready]")).to_be_attached()
    page.locator(".db-find").click()
    expect(page.locator(FIELD)).to_be_focused()
    assert page.url == f"{instant}/find/?said=budget"
    assert page.evaluate("getSelection().toString()") == "budget"


@pytest.mark.parametrize("path", one_in(9, [*PAGES.values(), "find/"]), ids=[*PAGES, "finder"])
def test_words_in_an_address_lead_to_the_finder(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}?q=too+expensive%20%26%20late")
    expect(page.locator(FIELD)).to_have_value("too expensive & late")
    expect(page.locator(".db-result").first).to_be_visible()
    assert "/find/" in page.url


@pytest.mark.torture
def test_words_in_an_address_leave_no_page_behind(page: Page, address: str) -> None:
    page.goto(f"{address}/phrases/")
    page.goto(f"{address}/stages/?q=budget")
    page.wait_for_url("**/find/?said=budget")
    page.go_back()
    page.wait_for_url("**/phrases/")


KEYS = ("/", "Control+k", "Meta+k", "Control+K")
# Note where a page would go, and stay on it.
STAY = """() => {
    window.ledTo = [];
    window.stay = event => { window.ledTo.push(event.destination.url); event.preventDefault(); };
    navigation.addEventListener("navigate", window.stay);
}"""


@pytest.mark.parametrize("name", one_in(9, PAGES))
def test_keys_lead_to_the_finder(page: Page, address: str, name: str) -> None:
    """Each key on each page; one of them is answered, and then all work in the finder, too."""
    opened(page, f"{address}/{PAGES[name]}")
    page.evaluate(STAY)
    for key in KEYS:
        page.keyboard.press(key)
    until(page, f"window.ledTo.length >= {len(KEYS)}")
    assert page.evaluate("window.ledTo") == [f"{address}/find/"] * len(KEYS)
    page.evaluate("navigation.removeEventListener('navigate', window.stay)")
    page.keyboard.press(KEYS[list(PAGES).index(name) % len(KEYS)])
    page.wait_for_url("**/find/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("budget")
    for key in KEYS:
        page.locator(".db-result .db-copy").first.focus()
        page.keyboard.press(key)
        expect(page.locator(FIELD)).to_be_focused()
        assert page.evaluate("getSelection().toString()") == "budget"


@pytest.mark.torture
def test_whoever_types_into_a_sheet_gets_away_with_control_k_only(page: Page, address: str) -> None:
    opened(page, f"{address}/{PAGES['sheet']}")
    field = page.locator("[name=account]")
    field.click()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    page.keyboard.press("Control+k")
    page.wait_for_url("**/find/")
    page.go_back()
    expect(field).to_have_value("a/b")


def test_a_tapped_sign_takes_no_key_away(page: Page, address: str) -> None:
    opened(page, f"{address}/{PAGES['call']}")
    page.get_by_role("button", name="Quick call").click()
    page.locator(".db-tap input:visible").first.focus()
    page.keyboard.press("/")
    page.wait_for_url("**/find/")


@pytest.mark.torture
def test_single_keys_can_be_switched_off_for_good(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/find/?said=budget")
    expect(page.locator("[data-ready]")).to_be_attached()
    expect(page.locator(".db-find kbd")).to_be_visible()
    page.get_by_label("Single-key shortcuts").uncheck()
    expect(page.locator(".db-find kbd")).to_be_hidden()
    page.locator(".db-result .db-copy").first.focus()
    page.keyboard.press("x")
    expect(page.locator(FIELD)).to_have_value("budget")
    other = context.new_page()
    other.goto(f"{address}/{PAGES['question']}")
    settled(other)
    expect(other.locator(".db-find kbd")).to_be_hidden()
    assert other.locator(".db-find").get_attribute("aria-keyshortcuts") == "Control+K Meta+K"
    other.keyboard.press("/")
    settled(other)
    assert other.url == f"{address}/{PAGES['question']}"
    other.keyboard.press("Control+k")
    expect(other.get_by_label("Single-key shortcuts")).not_to_be_checked()
    other.get_by_label("Single-key shortcuts").check()
    other.goto(f"{address}/{PAGES['question']}")
    settled(other)
    other.keyboard.press("/")
    other.wait_for_url("**/find/")


@pytest.mark.torture
@pytest.mark.parametrize("typed", ["price", "Q3?", "security", "5% off"])
def test_what_is_typed_after_copy_goes_into_the_field(
    context: BrowserContext, address: str, typed: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/find/?said=too+expensive")
    page.locator(".db-result .db-copy").first.click()
    expect(page.get_by_text("Copied")).to_be_visible()
    page.keyboard.type(typed)
    expect(page.locator(FIELD)).to_have_value(typed)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("late")
    expect(page.locator(FIELD)).to_have_value("late")


@pytest.mark.torture
def test_space_and_enter_stay_with_the_button(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/find/?said=too+expensive")
    for key in ("Space", "Enter"):
        page.locator(".db-result .db-copy").first.focus()
        page.keyboard.press(key)
        expect(page.locator(".db-result .db-copy").first).to_have_text("Copied")
        expect(page.locator(".db-result .db-copy").first).to_have_text("Copy")
    expect(page.locator(FIELD)).to_have_value("too expensive")
    page.locator(".db-finder select").first.evaluate("e => e.closest('details').open = true")
    page.locator(".db-finder select[name=stage]").focus()
    page.keyboard.press("p")
    expect(page.locator(FIELD)).to_have_value("too expensive")


SIGNS = [s for s in string.ascii_letters + string.digits + string.punctuation if s != "/"]


# Compare the page with what it was each time a key is let go, and once more at the end.
WATCH = f"""() => {{
    const state = {STATE};
    const changed = {{}};
    let before = state(), keys = 0;
    const look = key => {{
        const now = state();
        const found = now.map((value, n) => [before[n], value]).filter(([was, is]) => was !== is);
        if (found.length) changed[key] = found;
        before = now;
    }};
    window.onkeyup = event => {{
        if (event.key !== "Shift") keys++;
        look(event.key);
    }};
    window.seen = () => {{ look("later"); return {{ keys, changed }}; }};
}}"""


def pressed(page: Page, signs: list[str]) -> dict[str, object]:
    """What each key changed on a page; an empty mapping where none did anything."""
    page.evaluate(WATCH)
    page.keyboard.type("".join(signs))
    settled(page)
    found = page.evaluate("window.seen?.() ?? null")
    assert found, f"The page was left for {page.url}."
    assert found["keys"] == len(signs)
    changed: dict[str, object] = found["changed"]
    return changed


@pytest.mark.parametrize("path", one_in(9, PAGES.values()), ids=PAGES.keys())
def test_no_other_single_key_does_anything(page: Page, address: str, path: str) -> None:
    opened(page, f"{address}/{path}")
    page.evaluate("window.stays = true")
    # What is heard, their words, and the screen made safe to share.
    own = string.digits + "ws" if path == PAGES["call"] else ""
    assert pressed(page, [s for s in SIGNS if s not in own]) == {}
    assert page.evaluate("window.stays") is True
    link = page.locator("article :is(a, button):visible").first
    if link.count():
        link.focus()
        assert pressed(page, [s for s in SIGNS if s not in own]) == {}
        assert page.evaluate("window.stays") is True


def test_no_other_single_key_does_anything_where_pages_change_without_being_loaded(
    page: Page, instant: str
) -> None:
    opened(page, f"{instant}/patterns/")
    page.locator("article .db-cards a").first.click()
    page.wait_for_url(re.compile(r"/patterns/[\w-]+/"))
    page.locator("article .db-eyebrow").wait_for()  # the address changes before the page does
    settled(page)
    assert pressed(page, SIGNS) == {}


def test_enter_still_opens_a_section_of_the_menu(page: Page, address: str) -> None:
    """The theme does this at the window, where no other key gets to."""
    opened(page, f"{address}/")
    toggle = page.evaluate(
        """() => {
            const label = document.querySelector("label[for^=__nav_][tabindex]");
            label.tabIndex = 0;
            label.focus();
            return document.activeElement === label && label.htmlFor;
        }"""
    )
    assert toggle
    before = page.evaluate("id => document.getElementById(id).checked", toggle)
    page.keyboard.press("Enter")
    assert page.evaluate("id => document.getElementById(id).checked", toggle) is not before
