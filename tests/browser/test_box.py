"""The finder as one box for everything: a rep's own deals, what to do with them, and the deal at hand."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from access import violations
from stored import PUT, kept, put
from tabs import own_window
from trials import one_in
from waiting import settled

PHONE: ViewportSize = {"width": 390, "height": 844}
ACME = {"name": "Acme Logistics", "stage": "prove", "changed": "2026-11-26"}
BEXLEY = {"name": "Bexley", "account": "Bexley Group", "stage": "discover", "changed": "2026-11-20"}
OVER = {"name": "Overly", "stage": "prove", "loss_reason": "We were outsold"}


@pytest.fixture
def box(browser: Browser, address: str) -> Iterator[Page]:
    """The finder of somebody with two deals, on a phone; Acme is at hand."""
    with own_window(browser, viewport=PHONE) as page:
        two = {**kept(aaaaaaaa=ACME, bbbbbbbb=BEXLEY), "donebook / current": "aaaaaaaa"}
        put(page, address, two)
        page.goto(f"{address}/find/")
        reached(page)
        yield page


def reached(page: Page) -> None:
    settled(page)
    expect(page.locator("[data-boxed]")).to_be_attached()


def opened_again(page: Page) -> None:
    page.reload()
    reached(page)


def own(page: Page) -> Locator:
    return page.locator("[data-own] a")


@pytest.mark.parametrize(
    ("said", "names"),
    one_in(3, [
        ("bexl", ["Deal · Discovery Bexley", "Prep for Bexley", "Debrief for Bexley"]),
        ("call with bexley group", ["Call for Bexley", "Prep for Bexley", "Debrief for Bexley", "Call sheet for Bexley"]),
        ("deal review for acme", ["Ten-minute deal review for Acme Logistics"]),
        ("copy recap", ["Recap for Acme Logistics"]),
        ("print call sheet", ["Print Call sheet for Acme Logistics"]),
        ("open call sheet", ["Call sheet for Acme Logistics"]),
        ("new deal", ["New deal"]),
        ("bexley is too expensive", []),
    ]),
)  # fmt: skip
def test_own_deals_and_what_to_do_with_them_stand_above_what_is_found(
    box: Page, said: str, names: list[str]
) -> None:
    box.get_by_role("searchbox").fill(said)
    expect(own(box)).to_have_text(names)


def test_enter_goes_to_the_first_of_them(box: Page) -> None:
    box.get_by_role("searchbox").fill("debrief bexley")
    box.keyboard.press("Enter")
    settled(box)
    expect(box.locator("form[data-call]")).to_have_attribute("data-mode", "summary")
    expect(box.locator("[data-pick]")).to_have_value("bbbbbbbb")


@pytest.mark.torture
def test_a_text_is_offered_where_it_is_made_and_once(box: Page) -> None:
    box.get_by_role("searchbox").fill("crm note acme")
    own(box).click()
    settled(box)
    expect(box.locator("dialog[open]")).to_contain_text("Note for the CRM")
    box.reload()
    settled(box)
    expect(box.locator("dialog[open]")).to_have_count(0)


def test_a_sheet_to_be_printed_is_opened_filled_in_and_brings_up_printing_once(box: Page) -> None:
    box.evaluate("localStorage.setItem('donebook / field.aaaaaaaa.account', 'Acme Inc')")
    box.add_init_script(
        """sessionStorage.printed ??= "";
        window.print = () => { sessionStorage.printed += document.querySelector("[name=account]").value + "."; };"""
    )
    box.get_by_role("searchbox").fill("print call sheet")
    own(box).click()
    box.wait_for_url("**/worksheets/call-sheet/")
    box.wait_for_function("() => sessionStorage.printed")
    box.reload()
    settled(box)
    assert box.evaluate("sessionStorage.printed") == "Acme Inc."


def test_a_new_deal_asks_for_its_name(box: Page) -> None:
    box.get_by_role("searchbox").fill("new deal")
    own(box).click()
    settled(box)
    expect(box.locator("dialog[open] input")).to_be_focused()


@pytest.mark.torture
def test_somebody_without_a_deal_is_offered_the_first_one(page: Page, address: str) -> None:
    page.goto(f"{address}/find/")
    settled(page)
    page.get_by_role("searchbox").fill("new deal")
    expect(own(page)).to_have_text(["New deal"])
    page.get_by_role("searchbox").press("Enter")
    settled(page)
    expect(page.locator("dialog[open] input")).to_be_focused()


@pytest.mark.parametrize(
    ("said", "path"),
    one_in(4, [
        ("my deals", "deals/"),
        ("review deals", "review-deals/"),
        ("start here", "start/"),
        ("phrases", "phrases/"),
        ("MEDDIC", "frameworks/meddpicc/"),
        ("handover sheet", "worksheets/handover-of-the-agreed-end-state/"),
        ("Handoff Sheet", "worksheets/handover-of-the-agreed-end-state/"),
    ]),
)  # fmt: skip
def test_a_page_is_gone_to_by_each_of_its_names(
    page: Page, address: str, said: str, path: str
) -> None:
    page.goto(f"{address}/find/")
    settled(page)
    page.get_by_role("searchbox").fill(said)
    first = page.locator("[data-places]:not([hidden]) a").first
    expect(first).to_have_attribute("href", re.compile(f"/{path}$"))


def test_arrow_keys_go_through_own_deals_and_acts_too(box: Page) -> None:
    box.get_by_role("searchbox").fill("bexl")
    for name in ("Deal · Discovery Bexley", "Prep for Bexley", "Debrief for Bexley"):
        box.keyboard.press("ArrowDown")
        expect(own(box).filter(has_text=name).first).to_be_focused()
    box.keyboard.press("Escape")
    expect(box.get_by_role("searchbox")).to_be_focused()


def test_the_deal_at_hand_comes_first_until_somebody_asks_for_any(box: Page) -> None:
    line = box.locator("[data-at-hand]")
    expect(line).to_have_text("First for Acme Logistics (Prove). Any deal")
    box.get_by_role("searchbox").fill("too expensive")
    results = box.locator(".db-result")
    asked = results.filter(has_text="Ask now (Prove)")
    expect(asked.first).to_be_attached()
    line.get_by_role("button", name="Any deal").click()
    expect(line.get_by_role("button", name="Put Acme Logistics first")).to_be_focused()
    expect(asked).to_have_count(0)
    opened_again(box)
    expect(line).to_contain_text("For any deal.")
    line.get_by_role("button").click()
    expect(line).to_contain_text("First for Acme Logistics (Prove).")


def test_what_does_not_hold_for_the_deal_at_hand_is_left_out_until_somebody_asks(box: Page) -> None:
    words, own_place = "what did we get for our money", "questions/what-this-year-has-to-show"
    link = box.locator(f".db-result__link[href*='{own_place}']")
    box.get_by_role("searchbox").fill(words)
    expect(link).to_have_count(1)
    box.evaluate("localStorage.setItem('donebook / field.aaaaaaaa.segment.motion', 'inbound')")
    opened_again(box)
    line = box.locator("[data-at-hand]")
    expect(line).to_contain_text("First for Acme Logistics (Prove, Inbound demo).")
    box.get_by_role("searchbox").fill(words)
    expect(box.locator(".db-result").first).to_be_visible()
    expect(link).to_have_count(0)
    line.get_by_role("button").click()
    expect(link).to_have_count(1)


@pytest.mark.torture
def test_the_person_in_a_deals_calls_is_thought_of(box: Page) -> None:
    line, results = box.locator("[data-at-hand]"), box.locator(".db-result")
    box.get_by_role("searchbox").fill("budget")
    expect(results.nth(2)).to_be_visible()
    before = results.all_inner_texts()
    box.evaluate("localStorage.setItem('donebook / field.aaaaaaaa.role-met', 'it-and-security')")
    opened_again(box)
    expect(line).to_contain_text("First for Acme Logistics (Prove, IT and security).")
    box.get_by_role("searchbox").fill("budget")
    expect(results.nth(2)).to_be_visible()
    assert results.all_inner_texts() != before
    line.get_by_role("button").click()
    expect(line).not_to_contain_text("IT and security")
    box.evaluate("localStorage.setItem('donebook / field.aaaaaaaa.role-met', 'nobody-here')")
    opened_again(box)
    line.get_by_role("button").click()
    expect(line).to_contain_text("(Prove).")


def test_a_chosen_stage_wins_over_that_of_the_deal(box: Page) -> None:
    box.get_by_text("Filters").click()
    box.get_by_label("Stage").select_option("discover")
    box.get_by_role("searchbox").fill("too expensive")
    expect(box.locator(".db-result", has_text="(Prove)")).to_have_count(0)


def test_a_deal_that_has_ended_is_not_at_hand(box: Page) -> None:
    box.evaluate(PUT, {**kept(cccccccc=OVER), "donebook / current": "cccccccc"})
    box.evaluate("sessionStorage.clear()")
    opened_again(box)
    expect(box.locator("[data-at-hand]")).to_be_hidden()


def test_somebody_without_deals_has_none_of_it_until_they_type(box: Page) -> None:
    box.evaluate("localStorage.clear()")
    asked: list[str] = []
    box.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    box.reload()
    settled(box)
    expect(box.locator("[data-find][data-ready]")).to_be_attached()
    assert "find.js" in asked
    assert not {"box.js", "deal.js"} & set(asked)
    box.get_by_role("searchbox").fill("copy recap")
    expect(box.locator("[data-boxed]")).to_be_attached()
    expect(box.locator("[data-own]")).to_be_hidden()
    expect(box.locator("[data-at-hand]")).to_be_hidden()


def test_anybody_can_use_it(box: Page) -> None:
    box.get_by_role("searchbox").fill("call acme")
    expect(own(box).first).to_be_visible()
    assert violations(box) == []
    assert box.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
