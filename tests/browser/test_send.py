"""Messages to send, with what the deal at hand knows in their blanks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from access import violations
from stored import PUT, kept, put
from tabs import own_window
from trials import one_in
from waiting import settled

NOW = "2026-12-01T10:00:00Z"
SILENT = "loss-reasons/went-silent/"
ACME = {
    "name": "Renewal",
    "stage": "prove",
    "account": "Acme Inc",
    "end_state": "every invoice is right.",
    "next_step_date": "2026-12-09",
    "decision_date": "2026-11-20",
    "our_lead": "Maya Torres, AE",
    "changed": "2026-12-01",
}
ASKED = 'Is this still what Acme Inc wants this year: "every invoice is right"?'


@pytest.fixture
def rep(browser: Browser, address: str) -> Iterator[Page]:
    """A browser that keeps no deal yet."""
    with own_window(browser, timezone_id="UTC", base_url=address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page.clock.set_fixed_time(NOW)
        put(page, address, {})
        yield page


def opened(page: Page, *, path: str = SILENT, **changes: str) -> None:
    """A page as somebody sees it who has this deal at hand."""
    page.evaluate(PUT, {**kept(aaaaaaaa={**ACME, **changes}), "donebook / current": "aaaaaaaa"})
    page.goto(f"/{path}")
    settled(page)


def plain(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


@pytest.mark.torture
def test_blanks_are_filled_in_from_the_deal_at_hand_and_copied_so(rep: Page) -> None:
    opened(rep)
    expect(rep.locator("[data-send][data-filled]")).to_be_attached()
    shown = rep.locator(".db-send blockquote").first
    told = plain(shown.inner_text())
    assert ASKED in told
    assert "before Dec 9, 2026" in told
    assert told.startswith("Hi {first name}, ")
    assert told.endswith("Maya Torres")
    note = rep.locator(".db-send .db-note").first
    expect(note).to_have_text("Filled in from Renewal. Still to fill in: {first name}.")
    rep.locator(".db-send [data-copy]").first.click()
    assert plain(rep.evaluate("navigator.clipboard.readText()")) == told
    assert violations(rep) == []


@pytest.mark.parametrize(
    ("person", "greeting"),
    one_in(
        3,
        [
            ("Ines Vahl, head of finance", "Hi Ines,"),
            ("Jean-Luc van der Berg (COO)", "Hi {first name},"),
            ("Anna-Lena Krüger (COO)", "Hi Anna-Lena,"),
            ("Finance Lead", "Hi {first name},"),
            ("the CFO, Ines Vahl", "Hi {first name},"),
            ("Dr. Ines Vahl, CFO", "Hi {first name},"),
            ("VP Sales, EMEA", "Hi {first name},"),
        ],
    ),
)
def test_who_calls_it_done_is_greeted_by_their_first_name(
    rep: Page, person: str, greeting: str
) -> None:
    opened(rep, end_state_owner=person)
    expect(rep.locator("[data-send][data-filled]")).to_be_attached()
    assert rep.locator(".db-send blockquote").first.inner_text().startswith(greeting)


@pytest.mark.torture
def test_a_day_to_come_is_that_of_the_decision_and_what_is_not_known_stays_a_blank(
    rep: Page,
) -> None:
    opened(rep, decision_date="2026-12-18", account="", our_lead="")
    told = plain(rep.locator(".db-send blockquote").first.inner_text())
    assert "before Dec 18, 2026" in told
    assert "what {account} wants" in told
    assert told.endswith("{my name}")
    opened(rep, decision_date="2026-11-30", next_step_date="2026-11-30")
    told = plain(rep.locator(".db-send blockquote").first.inner_text())
    assert "before {date}" in told, "a day that has gone by is no day to name"


@pytest.mark.parametrize("change", [{"loss_reason": "No word"}, {"archived": "2026-12-01"}])
def test_a_deal_that_has_ended_or_lies_aside_fills_in_nothing(
    rep: Page, change: dict[str, str]
) -> None:
    opened(rep, **change)
    expect(rep.locator("[data-send][data-filled]")).to_be_attached()
    assert "{account}" in rep.locator(".db-send blockquote").first.inner_text()
    expect(rep.locator(".db-send .db-note").first).to_be_hidden()


def test_nobody_without_a_deal_loads_anything_for_it(rep: Page) -> None:
    asked: list[str] = []
    rep.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    rep.goto(f"/{SILENT}")
    settled(rep)
    assert "donebook.js" in asked
    assert not {"send.js", "deal.js", "done.js"} & set(asked)


@pytest.mark.torture
def test_the_finder_fills_them_in_too(rep: Page) -> None:
    opened(rep, path="find/")
    expect(rep.locator("[data-boxed]")).to_be_attached()
    rep.get_by_role("searchbox").fill("we missed each other today")
    result = rep.locator(".db-result", has=rep.locator(f".db-result__link[href*='{SILENT}']"))
    message = result.locator(".db-result__then", has=rep.locator(".db-result__message"))
    expect(message).to_contain_text("Still to fill in: {first name}.")
    assert ASKED in plain(message.inner_text())
    message.locator(".db-copy").click()
    copied = plain(rep.evaluate("navigator.clipboard.readText()"))
    assert ASKED in copied
    assert copied.endswith("Maya Torres")
