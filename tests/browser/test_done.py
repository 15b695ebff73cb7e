"""A deal's definition of done in one sentence: what it is made of, what lights it, what becomes of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import Looks
from stored import kept, put
from waiting import is_kept, paint, settled

CANVAS = "worksheets/definition-of-done-canvas/"
CALL = "stages/discover/call/"
BOX = "[data-deal] [data-done]"
END = "[data-summary] [data-done]"
FACTS = {
    "account": "Nordhaven",
    "end-state-owner": "Ines Vahl, head of finance",
    "end-state": "nobody types an invoice twice",
}


WHOLE = ["Person", "Evidence", "Number", "Date"]


@pytest.fixture
def sheet(page: Page, address: str) -> Page:
    filled(page, address)
    return page


def filled(page: Page, address: str) -> None:
    """Open the canvas and write what begins a sentence."""
    page.goto(f"{address}/{CANVAS}")
    expect(page.locator("form.is-live")).to_be_visible()
    for key, value in FACTS.items():
        page.locator(f"form [name={key}]").fill(value)
    is_kept(page)


def fields(page: Page) -> dict[str, str]:
    is_kept(page)
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries(donebook.deal.deals.fields(donebook.deal.deals.current()))"
    )
    return found


def part(page: Page, name: str, place: str = BOX) -> Any:
    return page.locator(f"{place} [data-part={name}]:is(input, textarea)")


def lit(page: Page, place: str = BOX) -> list[str]:
    found: list[str] = page.locator(f"{place} .db-done__lights .is-lit").all_inner_texts()
    return [text.replace("known:", "").strip() for text in found]


def at_the_end(page: Page, address: str) -> None:
    page.goto(f"{address}/{CALL}")
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    page.locator("[data-open-deals] button").first.click()
    page.locator("[data-view=summary]").click()


def test_it_is_made_of_what_stands_on_the_sheets_and_writes_there(sheet: Page) -> None:
    sentence = sheet.locator(f"{BOX} .db-done__sentence")
    expect(sentence).to_have_text(
        "Ines Vahl, head of finance calls it done when nobody types an invoice twice in their system by date. Today: number."
    )
    sheet.get_by_role("button", name="their system").click()
    expect(part(sheet, "system")).to_be_focused()
    part(sheet, "system").fill("SAP, open items")
    part(sheet, "date").fill("2027-03-04")
    part(sheet, "number").fill("400 a week")
    expect(sheet.locator("form [name=end-state-seen-in]")).to_have_value("SAP, open items")
    expect(sheet.locator("form [name=first-use-date]")).to_have_value("2027-03-04")
    assert fields(sheet)["their-number"] == "400 a week"
    expect(sentence).to_contain_text("in SAP, open items by Mar 4, 2027. Today: 400 a week.")
    assert lit(sheet) == WHOLE


def test_without_a_deal_there_is_no_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}/{CANVAS}")
    expect(page.locator("form.is-live")).to_be_visible()
    expect(page.locator(BOX)).to_be_hidden()


def test_what_is_missing_comes_with_the_question_that_asks_for_it(sheet: Page) -> None:
    assert lit(sheet) == ["Person"]
    asks = sheet.locator(f"{BOX} .db-done__asks li")
    assert [re.match(r"[\w ]+", text)[0] for text in asks.all_inner_texts()] == [  # type: ignore[index]
        "Evidence",
        "Number",
        "Date",
        "Confirmed by the buyer",
    ]
    link = asks.nth(1).get_by_role("link")
    text = link.inner_text().strip("“”")
    link.click()
    expect(sheet.locator("article")).to_contain_text(text)
    assert "/questions/" in sheet.url


def test_wording_is_checked_while_it_is_typed(sheet: Page) -> None:
    told = sheet.locator(f"{BOX} .db-done__wording")
    expect(told).to_be_hidden()
    sheet.locator(f"{BOX} [data-edit]").click()
    part(sheet, "state").fill("both managers use the dashboard")
    expect(told).to_contain_text("“dashboard” is part of a product.")
    part(sheet, "state").fill("we roll out the platform")
    expect(told).to_contain_text("“we roll out” is our work.")
    part(sheet, "state").fill("the list is read aloud")
    expect(told).to_contain_text("Nothing here can be measured yet.")
    part(sheet, "system").fill("SAP")
    expect(told).to_be_hidden()


def said(page: Page) -> list[str]:
    kept = fields(page)
    return [kept[key] for key in sorted(kept) if re.fullmatch(r"drift-log\.\d+\.said", key)]


def test_each_version_stands_in_the_drift_log_with_its_date(sheet: Page) -> None:
    sheet.locator(f"{BOX} [data-edit]").click()
    part(sheet, "number").fill("400 a week")
    part(sheet, "system").fill("SAP")
    sheet.get_by_role("button", name="Done editing").click()
    first, second = said(sheet)
    assert "in … by …. Today: …." in first
    assert "in SAP by …. Today: 400 a week." in second
    expect(sheet.locator("form [name='drift-log.2.said']")).to_have_value(second)
    today = sheet.evaluate("new Date().toLocaleDateString('sv')")
    assert fields(sheet)["drift-log.2.date"] == today
    sheet.locator(f"{BOX} summary", has_text="2 versions").click()
    expect(sheet.locator(f"{BOX} .db-done__versions li").first).to_contain_text(second)


def written(page: Page) -> list[list[str]]:
    """The day of each version, and its end state."""
    kept = fields(page)
    numbers = range(
        1, 1 + sum(key.startswith("drift-log.") and key.endswith(".said") for key in kept)
    )
    return [
        [
            kept.get(f"drift-log.{n}.date", ""),
            re.split(r" when | in ", kept[f"drift-log.{n}.said"])[1],
        ]
        for n in numbers
    ]


@pytest.mark.torture
def test_what_the_buyer_confirmed_stays_and_whatever_is_written_later_is_a_version(
    page: Page, address: str
) -> None:
    page.clock.set_fixed_time("2026-11-01T10:00:00Z")
    filled(page, address)
    state = page.locator("form [name=end-state]")
    page.get_by_role("button", name="The buyer confirmed it today").click()
    assert lit(page) == ["Person", "Confirmed by the buyer"]
    first = ["2026-11-01", FACTS["end-state"]]
    page.locator(f"{BOX} [data-edit]").click()
    part(page, "state").fill("version A")
    page.keyboard.press("Escape")
    assert written(page) == [first, ["2026-11-01", "version A"]]
    assert lit(page) == ["Person"]
    expect(page.locator("form [name='drift-log.2.said']")).to_have_value(re.compile("version A"))
    state.fill("version B")  # in a field of the sheet, which is another place
    known = [first, ["2026-11-01", "version A"], ["2026-11-01", "version B"]]
    assert written(page) == known
    page.clock.set_fixed_time("2026-11-10T10:00:00Z")
    page.goto(f"{address}/worksheets/handover-of-the-agreed-end-state/")
    settled(page)
    state.fill("version C")
    known.append(["2026-11-10", "version C"])
    assert written(page) == known
    for version in ("version D", "version E"):  # two calls of one day
        at_the_end(page, address)
        page.locator(END).get_by_role("button", name="Changed").click()
        part(page, "state", END).fill(version)
        known.append(["2026-11-10", version])
        assert written(page) == known
    page.goto(f"{address}/{CANVAS}")
    expect(page.locator(f"{BOX} summary", has_text="6 versions")).to_be_visible()
    assert lit(page) == ["Person"]
    assert fields(page)["done-confirmed"] == "2026-11-01"


def test_a_sentence_that_was_never_a_version_is_none_the_less_not_lost(
    page: Page, address: str
) -> None:
    old = {
        "name": "Nordhaven",
        "stage": "prove",
        "end_state": "as it was kept before",
        "drift-log.1.date": "2026-10-01",
        "drift-log.1.said": "… calls it done when as it was at first in … by …. Today: ….",
        "done_confirmed": "2026-10-05",
    }
    page.clock.set_fixed_time("2026-11-01T10:00:00Z")
    put(page, address, kept(old=old) | {"donebook / current": "old"})
    page.goto(f"{address}/{CANVAS}")
    settled(page)
    page.locator("form [name=end-state]").fill("as it is now")
    assert written(page) == [
        ["2026-10-01", "as it was at first"],
        ["2026-11-01", "as it was kept before"],
        ["2026-11-01", "as it is now"],
    ]
    assert lit(page) == []


@pytest.mark.torture
def test_a_call_ends_with_whether_their_done_has_changed(sheet: Page, address: str) -> None:
    at_the_end(sheet, address)
    end = sheet.locator(END)
    end.get_by_role("button", name="No", exact=True).click()
    assert lit(sheet, END) == ["Person"], "nobody has confirmed what isn't there"
    assert "done-confirmed" not in fields(sheet)
    end.locator("[data-edit]").click()
    for name, words in {"system": "SAP", "date": "2027-03-04", "number": "400 a week"}.items():
        part(sheet, name, END).fill(words)
    end.get_by_role("button", name="Done editing").click()
    end.get_by_role("button", name="No", exact=True).click()
    assert lit(sheet, END) == [*WHOLE, "Confirmed by the buyer"]
    versions = len(said(sheet))
    today = sheet.evaluate("new Date().toLocaleDateString('sv')")
    assert fields(sheet)["done-confirmed"] == today
    end.get_by_role("button", name="Changed").click()
    expect(part(sheet, "state", END)).to_be_focused()
    assert lit(sheet, END) == WHOLE
    part(sheet, "state", END).fill("nobody types an invoice at all")
    end.get_by_role("button", name="Done editing").click()
    *_, before, now = said(sheet)
    assert "an invoice twice" in before
    assert "an invoice at all" in now
    assert "done-confirmed" not in fields(sheet)
    end.get_by_role("button", name="Not discussed").click()
    expect(end.get_by_role("button", name="Not discussed")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert len(said(sheet)) == versions + 1
    assert fields(sheet)["call.done-change"] == f"{today} not-discussed"
    sheet.goto(f"{address}/{CANVAS}")
    expect(sheet.locator("form [name=end-state]")).to_have_value("nobody types an invoice at all")


@pytest.mark.torture
def test_the_message_repeats_the_sentence_and_asks_what_is_wrong(
    sheet: Page, context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    sheet.get_by_role("button", name="Copy for the buyer").click()
    sheet.locator("dialog").get_by_role("button", name="Copy", exact=True).click()
    expect(sheet.locator("dialog").get_by_role("button", name="Copied")).to_be_visible()
    text = sheet.evaluate("navigator.clipboard.readText()")
    assert "Ines Vahl, head of finance calls it done when nobody types an invoice twice" in text
    assert "What’s wrong with it" in text
    assert len(text.split()) <= 120
    at_the_end(sheet, address)
    sheet.get_by_role("button", name="Message to the buyer").click()
    expect(sheet.locator("dialog pre")).to_contain_text("nobody types an invoice twice")


@pytest.mark.torture
@pytest.mark.parametrize("place", ["sheet", "end"])
def test_each_unlit_light_shows_its_question_on_a_phone(
    sheet: Page, address: str, place: str
) -> None:
    sheet.set_viewport_size({"width": 390, "height": 844})
    if place == "end":
        at_the_end(sheet, address)
    box = sheet.locator(BOX if place == "sheet" else END)
    asks = box.locator(".db-done__asks li:visible")
    expect(asks).to_have_count(1)
    expect(asks).to_contain_text("Evidence: ")
    for name in ("Evidence", "Number", "Date", "Confirmed by the buyer"):
        light = box.get_by_role("button", name=f"missing: {name}")
        light.click()
        expect(light).to_have_attribute("aria-pressed", "true")
        expect(asks).to_have_count(1)
        expect(asks).to_contain_text(f"{name}: ")
    expect(box.get_by_role("button", name="missing: Person")).to_have_count(0)


def test_what_was_tapped_stays_in_sight_and_goes_once_it_is_lit(sheet: Page) -> None:
    sheet.set_viewport_size({"width": 390, "height": 844})
    sheet.locator(BOX).get_by_role("button", name="missing: Date").click()
    asks = sheet.locator(f"{BOX} .db-done__asks li:visible")
    sheet.locator("form [name=their-number]").fill("400 a week")
    expect(sheet.locator(f"{BOX} .is-lit")).to_have_count(2)
    expect(asks).to_contain_text("Date: ")
    sheet.locator("form [name=first-use-date]").first.fill("2027-03-04")
    expect(asks).to_contain_text("Evidence: ")


@pytest.mark.torture
@pytest.mark.parametrize("width", [1280, 390])
def test_the_end_of_a_call_has_it_in_sight(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="light", reduced_motion="reduce"
    )
    page, looks = context.new_page(), Looks()
    filled(page, address)
    page.locator("form [name=their-number]").fill("400 a week")
    page.goto(f"{address}/{CALL}")
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    page.locator("[data-open-deals] button").first.click()
    while page.locator("[data-next]").is_visible():
        page.locator(".db-tap:visible").first.click()
        page.get_by_role("button", name=re.compile("Asked, ")).click()
    bar = page.locator("[data-out]").bounding_box()
    last = page.locator(f"{END} .db-done__change").bounding_box()
    assert bar
    assert last
    assert last["y"] + last["height"] <= bar["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert looks.violations(page) == []
    paint(page, "dark")
    assert looks.color_violations(page) == []
    context.close()
