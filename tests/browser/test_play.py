"""A role-play from phones: a link shows one card and a clock, and a page to share shows none."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from access import Looks
from donebook.model import Exercise
from donebook.playbook import Playbook
from donebook.text import Plain, finished
from waiting import settled

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


def curly(text: str) -> str:
    return finished(Plain(text), "our product")


def secrets(exercise: Exercise) -> list[str]:
    """What stands on the buyer's card and nowhere else."""
    card = exercise.buyer_card
    said = [card.opening, card.shift.says, *(fact.says for fact in card.if_asked)]
    return [curly(text) for text in said if len(text) > 12]


@pytest.fixture(scope="module")
def exercise(playbook: Playbook) -> Exercise:
    return next(e for e in playbook.exercises if e.id == "everything-is-fine")


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(5000)
    page.clock.set_fixed_time(NOW)
    yield page
    assert errors == []
    context.close()


def opened(page: Page, address: str, link: str) -> Page:
    page.goto("about:blank")  # another hash alone would be the same visit
    page.goto(f"{address}/play/{link}")
    settled(page)
    return page


def at(page: Page, minutes: int, seconds: int = 0) -> None:
    """So much later than all that was begun."""
    page.clock.set_fixed_time(NOW + timedelta(minutes=minutes, seconds=seconds))


def shown(page: Page) -> str:
    return page.locator("[data-role-play]").inner_text()


@pytest.mark.torture
def test_a_link_shows_one_card_and_no_other(phone: Page, address: str, playbook: Playbook) -> None:
    for exercise in playbook.exercises[:4]:
        for role in ("rep", "buyer", "observer"):
            seen = shown(opened(phone, address, f"#{exercise.id}/{role}"))
            expect(phone.locator("[data-card]:visible")).to_have_count(1)
            assert f"{curly(exercise.title)}: the {role}" in seen
            assert (curly(exercise.rep_card) in seen) == (role == "rep")
            told = [said in seen for said in secrets(exercise)]
            shift = curly(exercise.buyer_card.shift.says)
            assert any(told) == (role == "buyer")
            assert shift not in seen, "it is said later"
            others = [curly(e.title) for e in playbook.exercises if e.id != exercise.id]
            assert not any(f"{title}: the" in seen for title in others)


def test_what_the_buyer_says_later_is_shown_in_its_minute(
    phone: Page, address: str, exercise: Exercise
) -> None:
    shift = curly(exercise.buyer_card.shift.says)
    opened(phone, address, f"#{exercise.id}/buyer")
    said, time = phone.locator("[data-clock] [data-said]"), phone.locator("[data-time]")
    phone.get_by_role("button", name="Play, 7 min").click()
    expect(said).to_have_text("Playing: 7 minutes.")
    at(phone, 4, 50)
    expect(time).to_have_text("4:50")
    expect(said).to_have_text("Playing: 7 minutes.")
    assert shift not in shown(phone)
    at(phone, 5)
    expect(said).to_have_text(f"In minute 5 you say: “{shift}”")
    expect(phone.locator("[data-shift-said]:visible")).to_contain_text(shift)
    at(phone, 6, 1)
    expect(said).to_have_text("One minute left.")
    at(phone, 8)
    expect(said).to_have_text("Stop.")
    expect(time).to_have_text("7:00")
    expect(phone.locator("[aria-pressed=true]")).to_have_count(0)


def test_what_is_said_later_can_be_shown_without_a_clock_and_by_keyboard(
    phone: Page, address: str, exercise: Exercise
) -> None:
    opened(phone, address, f"#{exercise.id}/buyer")
    phone.keyboard.press("Tab")
    expect(phone.locator("button:focus")).to_have_text("Show now what you say in minute 5")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-shift-said]:visible")).to_have_count(1)
    while not phone.locator("[data-phase=read]:focus").count():
        phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    expect(phone.locator("[data-phase=read]")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[data-said]")).to_have_text("Reading: 3 minutes.")


@pytest.mark.torture
def test_a_clock_says_little_to_a_screen_reader(
    phone: Page, address: str, exercise: Exercise
) -> None:
    """Only what is due is announced, however often the time changes."""
    opened(phone, address, f"#{exercise.id}/observer")
    expect(phone.get_by_role("timer")).to_have_attribute("aria-live", "off")
    expect(phone.locator("[data-clock] [role=status]")).to_have_count(1)
    phone.evaluate(
        """() => {
            window.heard = [];
            const said = document.querySelector("[data-clock] [data-said]");
            new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true, subtree: true, characterData: true });
        }"""
    )
    phone.get_by_role("button", name="Play, 7 min").click()
    for minute in range(1, 8):
        for second in (0, 20, 40):
            at(phone, minute, second)
            expect(phone.locator("[data-time]")).to_have_text(
                f"{minute}:{second:02}" if minute < 7 else "7:00"
            )
    expect(phone.locator("[data-clock] [data-said]")).to_have_text("Stop.")
    assert phone.evaluate("window.heard") == ["Playing: 7 minutes.", "One minute left.", "Stop."]


@pytest.mark.torture
def test_a_page_to_share_holds_no_card(phone: Page, address: str, playbook: Playbook) -> None:
    for exercise in playbook.exercises[:4]:
        for link in (f"?present#{exercise.id}/buyer", f"?present#{exercise.id}", "?present"):
            opened(phone, address, link)
            whole = phone.locator("[data-role-play]").text_content() or ""
            whole = re.sub(r"\s+", " ", whole)
            assert [said for said in secrets(exercise) if said in whole] == [], link
            assert curly(exercise.rep_card) not in whole
            assert phone.locator("[data-shift-said], a[href*='/buyer']").count() == 0
    opened(phone, address, f"?present#{playbook.exercises[0].id}/rep")
    phone.get_by_role("button", name="Play, 7 min").click()
    at(phone, 5, 1)
    expect(phone.locator("[data-said]")).to_have_text("Minute 5: buyers, now.")


def test_a_link_to_no_card_says_so_and_offers_all(
    phone: Page, address: str, exercise: Exercise
) -> None:
    opened(phone, address, "#no-such/buyer")
    expect(phone.locator("[data-unknown]")).to_contain_text("names no card")
    expect(phone.locator("[data-clock]")).to_be_hidden()
    phone.locator(f"a[href='#{exercise.id}/rep']").click()
    expect(phone.locator("[data-unknown]")).to_be_hidden()
    expect(phone.locator("h2:focus")).to_have_text("Everything’s fine: the rep")
    assert curly(exercise.rep_card) in shown(phone)
    phone.get_by_role("link", name="Another card").click()
    expect(phone.locator("[data-choose]")).to_be_visible()
    phone.get_by_role("button", name="Show a page that is safe to share").click()
    settled(phone)
    assert "/play/?present=" in phone.url


@pytest.mark.torture
@pytest.mark.parametrize("link", ["", "#everything-is-fine/buyer", "#everything-is-fine"])
def test_everybody_can_use_it(phone: Page, address: str, link: str) -> None:
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        opened(phone, address, link)
        assert Looks().violations(phone) == []
    for width in (320, 390, 1280):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


def test_it_plays_from_a_folder(phone: Page, unpacked: Path, exercise: Exercise) -> None:
    phone.goto(f"{(unpacked / 'play/index.html').as_uri()}#{exercise.id}/buyer")
    settled(phone)
    assert secrets(exercise)[0] in shown(phone)
    phone.goto(f"{(unpacked / 'exercises' / f'{exercise.id}.html').as_uri()}")
    settled(phone)
    phone.get_by_role("link", name="the observer", exact=True).click()
    expect(phone.locator("[data-card]:visible h2")).to_have_text("Everything’s fine: the observer")
