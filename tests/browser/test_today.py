"""The deal of today on the home page: the first thing that somebody with a deal sees on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, ViewportSize, expect

from access import violations
from stored import PUT, kept, put
from tabs import own_window
from waiting import settled

NOW = "2026-12-01T10:00:00Z"
PHONE: ViewportSize = {"width": 390, "height": 844}
HALF = {
    "name": "Norlund",
    "stage": "discover",
    "changed": "2026-11-30",
    "end_state": "the month closes in three days",
    "end_state_owner": "Ines Vahl, CFO",
    "next_step": "Marit reads the plan",
    "next_step_date": "2026-12-03",
}
LATE = {"name": "Bexley", "stage": "prove", "changed": "2026-11-20", "next_step": "Call", "next_step_date": "2026-11-25"}  # fmt: skip
LOST = {"name": "Over", "stage": "prove", "changed": "2026-12-01", "loss_reason": "We were outsold"}
ASIDE = {"name": "Aside", "stage": "prove", "changed": "2026-12-01", "archived": "2026-12-01"}


@pytest.fixture
def home(browser: Browser, address: str) -> Iterator[Page]:
    with own_window(browser, viewport=PHONE, timezone_id="UTC", base_url=address) as page:
        page.clock.set_fixed_time(NOW)
        put(page, address, {})
        yield page


def today(page: Page, **deals: dict[str, str]) -> Locator:
    """The card, on a home page that is opened with these deals in the browser."""
    page.evaluate("localStorage.clear()")
    page.evaluate(PUT, kept(**deals))
    page.goto("/")
    settled(page)
    return page.locator("[data-today]")


def test_nobody_without_a_deal_loads_anything_for_it(home: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.rpartition("/")[2])

    home.on("request", note)
    home.goto("/")
    settled(home)
    expect(home.locator("[data-today]")).to_be_hidden()
    assert "donebook.js" in asked
    assert not {"deal.js", "sheets.js", "today.js"} & set(asked)


@pytest.mark.torture
def test_a_deal_is_in_sight_with_its_sentence_its_first_gap_and_both_ways(home: Page) -> None:
    card = today(home, abcdefgh=HALF)
    expect(card.get_by_role("heading")).to_contain_text("Norlund")
    expect(card.locator(".db-done__sentence")).to_have_text(
        "Ines Vahl, CFO calls it done when the month closes in three days in ___ by ___. Today: ___."
    )
    asks = card.locator(".db-done__asks li:visible")
    expect(asks).to_have_count(1)
    expect(asks).to_contain_text("Evidence: “")
    expect(card).to_contain_text("Next: Marit reads the plan, Dec 3, 2026")
    box = card.bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"]
    assert violations(home) == []
    assert home.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_another_gap_shows_its_question_on_a_tap(home: Page) -> None:
    card = today(home, abcdefgh=HALF)
    card.get_by_role("button", name="missing: Number").click()
    asks = card.locator(".db-done__asks li:visible")
    expect(asks).to_have_count(1)
    expect(asks).to_contain_text("Number: “")


LONG = {
    "name": "Acme Manufacturing International Holdings",
    "stage": "discover",
    "changed": "2026-11-30",
    "end_state": "every invoice that arrives before noon is matched, approved and posted on the same day, and nobody in accounts payable has to stay late at the end of the quarter to chase a missing order number",
    "end_state_owner": "Ines Vahl, CFO",
    "their_number": "9 days",
    "next_step": "Ines sends the list of open invoices and asks Marit to bring the auditor along",
    "next_step_date": "2026-12-03",
}


def test_a_long_sentence_leaves_both_ways_on_the_first_screen(home: Page) -> None:
    card = today(home, abcdefgh=LONG)
    for name in ("Prep", "Debrief"):
        box = card.get_by_role("link", name=name).bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"]
    lines = "part => Math.round(part.clientHeight / parseFloat(getComputedStyle(part).lineHeight))"
    assert card.locator(".db-done__sentence").evaluate(lines) == 3
    # The whole is one tap away.
    card.get_by_role("link", name=LONG["name"]).click()
    settled(home)
    expect(home.locator(".db-done__sentence").first).to_contain_text("chase a missing order number")


@pytest.mark.torture
@pytest.mark.parametrize(("way", "mode"), [("Prep", "list"), ("Debrief", "summary")])
def test_prep_and_debrief_lead_into_the_call_of_that_deal(home: Page, way: str, mode: str) -> None:
    today(home, abcdefgh=HALF, bbbbbbbb=LATE).get_by_role("link", name=way).click()
    settled(home)
    expect(home.locator("form[data-call]")).to_have_attribute("data-mode", mode)
    expect(home.locator("[data-pick]")).to_have_value("bbbbbbbb")
    assert "/prove/call/" in home.url


def test_what_is_overdue_comes_first_unless_another_deal_is_at_hand(home: Page) -> None:
    card = today(home, abcdefgh=HALF, bbbbbbbb=LATE, cccccccc=LOST, dddddddd=ASIDE)
    expect(card.get_by_role("heading")).to_contain_text("Bexley")
    expect(card).to_contain_text("Overdue: Call, Nov 25, 2026")
    expect(card.locator(".db-done__sentence")).to_have_text("Nobody has said what done is yet.")
    home.evaluate("localStorage.setItem('donebook / changed.abcdefgh', '2026-12-01')")
    home.evaluate("localStorage.setItem('donebook / current', 'abcdefgh')")
    home.reload()
    expect(card.get_by_role("heading")).to_contain_text("Norlund")


def test_a_definition_that_is_not_confirmed_comes_before_what_is_overdue(home: Page) -> None:
    stale = HALF | {"done_confirmed": "2026-11-08", "drift-log.1.date": "2026-11-30"}
    card = today(home, abcdefgh=stale, bbbbbbbb=LATE | {"next_step_date": "2026-10-01"})
    expect(card.get_by_role("heading")).to_contain_text("Norlund")


def test_deals_that_have_ended_or_lie_aside_are_none_of_today(home: Page) -> None:
    expect(today(home, cccccccc=LOST, dddddddd=ASIDE)).to_be_hidden()


def test_another_tab_is_followed(home: Page, address: str) -> None:
    card = today(home, abcdefgh=HALF)
    other = home.context.new_page()
    other.goto(f"{address}/404.html")
    other.evaluate("localStorage.setItem('donebook / field.abcdefgh.their-number', '9 days')")
    expect(card.locator(".db-done__sentence")).to_contain_text("Today: 9 days.")
