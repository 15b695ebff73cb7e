"""Entries for some segments of deals only: what doesn't fit is left out, told, and one tap away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from access import violations
from stored import kept, put
from waiting import is_kept, settled

STAGE = "open"
LISTED = "li[data-applies]"
ACME = {"name": "Acme", "stage": STAGE, "segment.motion": "renewal", "changed": "2026-12-01"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, timezone_id="UTC")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    yield opened
    context.close()
    assert errors == []


def go(page: Page, where: str) -> Locator:
    """The bar of a page."""
    page.goto(where)
    settled(page)
    return page.locator("[data-segments]")


def hidden(page: Page) -> int:
    count: int = page.evaluate(f"document.querySelectorAll('{LISTED}[hidden]').length")
    return count


def fits(page: Page, listed: str, value: str) -> list[bool]:
    """For each entry that names a motion, whether it names this one."""
    script = """([listed, value]) => {
        const motions = [...document.querySelector("[data-segment=motion]").options].map((o) => o.value);
        return [...document.querySelectorAll(listed)].map((part) => {
            const own = part.dataset.applies.trim().split(" ").filter((name) => motions.includes(name));
            return !own.length || own.includes(value);
        });
    }"""
    found: list[bool] = page.evaluate(script, [listed, value])
    return found


@pytest.mark.torture
def test_a_stage_leaves_out_what_does_not_apply_and_says_so(page: Page, address: str) -> None:
    bar = go(page, f"{address}/stages/{STAGE}/")
    assert hidden(page) == 0
    expect(bar.locator("[data-everything]")).to_be_hidden()
    bar.locator("[data-segment=motion]").select_option("renewal")
    wanted = fits(page, LISTED, "renewal")
    out = wanted.count(False)
    assert out > 0
    shown = [not part.evaluate("part => part.hidden") for part in page.locator(LISTED).all()]
    assert shown == wanted
    assert not any(part.is_visible() for part in page.locator(f"{LISTED}[hidden]").all())
    expect(bar.locator("[data-left-out]")).to_contain_text(str(out))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    # It is remembered, on other pages too.
    for where in (f"stages/{STAGE}", "questions"):
        bar = go(page, f"{address}/{where}/")
        expect(bar.locator("[data-segment=motion]")).to_have_value("renewal")
        assert hidden(page) > 0
    bar.locator("[data-everything]").click()
    assert hidden(page) == 0
    bar.locator("[data-everything]").click()
    assert hidden(page) > 0


@pytest.mark.torture
def test_a_deal_sets_its_segment_for_its_call(page: Page, address: str) -> None:
    put(page, address, kept(a=ACME))
    bar = go(page, f"{address}/stages/{STAGE}/call/?deal=a")
    page.locator("[data-view=list]").click()
    expect(bar.locator("[data-segment=motion]")).to_have_value("renewal")
    asked = fits(page, "[data-turn][data-applies]", "renewal")
    assert False in asked
    page.locator("[data-role]").select_option("*")
    for turn, is_asked in zip(page.locator("[data-turn][data-applies]").all(), asked, strict=True):
        expect(turn).to_be_visible(visible=is_asked)
    expect(bar.locator("[data-left-out]")).to_contain_text(str(asked.count(False)))
    assert violations(page) == []
    bar.locator("[data-everything]").click()
    expect(page.locator("[data-turn][hidden]")).to_have_count(0)
    # What is chosen in the call is the deal's, and nothing that lists elsewhere follow.
    bar.locator("[data-segment=motion]").select_option("partner")
    assert page.evaluate("localStorage['donebook / field.a.segment.motion']") == "partner"
    bar = go(page, f"{address}/stages/{STAGE}/")
    expect(bar.locator("[data-segment=motion]")).to_have_value("")


def test_a_deal_is_given_its_segment_on_a_sheet(page: Page, address: str) -> None:
    page.goto(f"{address}/worksheets/call-sheet/")
    settled(page)
    menu = page.locator("[data-deal-segments]")
    menu.locator("summary").click()
    expect(menu.locator("[data-segment=motion]")).to_be_disabled()
    page.get_by_label("Account").first.fill("Zebra Mills")
    is_kept(page)
    menu.locator("[data-segment=motion]").select_option("partner")
    page.reload()
    settled(page)
    expect(menu.locator("[data-segment=motion]")).to_have_value("partner")


@pytest.mark.torture
def test_home_has_the_choice_for_all_lists(page: Page, address: str) -> None:
    """Whether or not something on it names a segment."""
    bar = go(page, f"{address}/")
    bar.locator("[data-segment=motion]").select_option("renewal")
    expect(bar.locator("[data-left-out]")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    bar = go(page, f"{address}/stages/{STAGE}/")
    expect(bar.locator("[data-segment=motion]")).to_have_value("renewal")
    assert hidden(page) > 0
    expect(go(page, f"{address}/").locator("[data-segment=motion]")).to_have_value("renewal")
