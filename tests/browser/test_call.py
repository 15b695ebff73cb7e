"""In the call: asked with a tap, heard if there is time, added up afterwards, part of the deal."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import Looks
from donebook.check import check
from donebook.model import DealCheck, Key, SpokenQuestion
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.source import Folder
from donebook.text import finished
from projects import CHECKOUT
from stored import kept, put
from trials import one_in
from waiting import is_kept, paint, settled

STAGE = "stages/discover/call/"
SHEET = "worksheets/call-sheet/call/"
DAY_OF_CALL = re.compile(r"\.call\.(day\.\w+|last)$")


@pytest.fixture(scope="module")
def starter_playbook() -> Playbook:
    playbook = check(Folder(CHECKOUT), TODAY).playbook
    assert playbook
    return playbook


@pytest.fixture
def call(page: Page, address: str) -> Page:
    opened(page, f"{address}/{STAGE}")
    return page


def opened(page: Page, where: str) -> None:
    """Open a call and begin it: with the deal that is open, or as a quick call where none is."""
    reached(page, where)
    begun(page)


def reached(page: Page, where: str) -> None:
    page.goto(where)
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()


def begun(page: Page) -> None:
    start = page.locator("[data-start]")
    if start.is_visible():
        open_deal = start.locator("[data-open-deals] .db-button--main")
        (open_deal if open_deal.count() else start.locator("[data-quick]")).click()


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-turn]:visible").evaluate_all(
        "all => all.map(turn => turn.id)"
    )
    return found


def fields(page: Page) -> dict[str, str]:
    """The fields of the only deal, once what was typed is kept; without the days of its calls."""
    is_kept(page)
    kept = page.evaluate("Object.entries(localStorage)")
    return {
        key.split(".", 2)[2]: value
        for key, value in kept
        if key.startswith("donebook / field.") and not DAY_OF_CALL.search(key)
    }


def ask(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Asked, ")).click()


def view(page: Page, name: str) -> None:
    page.locator(f"[data-view={name}]").click()


def test_core_questions_come_one_by_one_in_their_order(
    call: Page, starter_playbook: Playbook
) -> None:
    core = [q.id for q in starter_playbook.spoken if q.core and q.stage == "discover"]
    seen = []
    for _ in core:
        seen += shown(call)
        ask(call)
    assert seen == core
    expect(call.locator("[data-summary]")).to_be_visible()


def test_a_role_adds_its_questions_and_stays_in_the_address(
    call: Page, starter_playbook: Playbook
) -> None:
    view(call, "list")
    core = shown(call)
    call.locator("[data-role]").select_option("finance")
    more = shown(call)
    assert more[: len(core)] == core
    added = set(more) - set(core)
    assert added == {
        q.id
        for q in starter_playbook.spoken
        if "discover" in q.stages and "finance" in q.roles and q.id not in core
    }
    opened(call, call.url)
    assert "role=finance" in call.url
    assert set(shown(call)) == set(more)


def test_follow_ups_are_in_sight_and_nothing_else_is_needed(
    call: Page, starter_playbook: Playbook
) -> None:
    first = shown(call)[0]
    question = starter_playbook.entries[Key("question", first)]
    assert isinstance(question, SpokenQuestion)
    assert call.locator(f"#{first} .db-follow dd:visible").count() == len(question.follow_ups)
    ask(call)
    assert shown(call) != [first]
    assert fields(call) == {f"call.{first}.asked": "yes"}


def test_all_that_is_asked_is_printed_not_only_the_one_in_sight(call: Page) -> None:
    view(call, "list")
    asked = shown(call)
    view(call, "one")
    assert len(shown(call)) == 1
    call.emulate_media(media="print")
    assert shown(call) == asked


@pytest.mark.torture
def test_no_deal_check_is_asked_in_any_call(
    page: Page, address: str, starter_playbook: Playbook
) -> None:
    checks = {c.id for c in starter_playbook.questions if isinstance(c, DealCheck)}
    for stage in starter_playbook.vocabulary.stages:
        page.goto(f"{address}/stages/{stage}/call/")
        turns = page.locator("[data-turn]").evaluate_all("all => all.map(t => t.id)")
        assert turns
        assert not set(turns) & checks


def test_a_worksheets_call_asks_what_it_prints(page: Page, address: str) -> None:
    page.goto(f"{address}/worksheets/call-sheet/")
    printed = page.locator(".db-tosay__ask a").all_inner_texts()
    page.get_by_role("link", name="Call view").click()
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    begun(page)
    view(page, "list")
    assert page.locator(".db-turn__ask:visible").all_inner_texts() == printed


def test_signs_light_up_a_definition(call: Page, starter_playbook: Playbook) -> None:
    expect(call.locator("[data-lights]")).to_be_hidden()
    first = shown(call)[0]
    tap = call.locator(f"#{first} [data-strong] .db-tap--strong").first
    reveals = call.locator(f"#{first} [data-strong]").get_attribute("data-strong")
    assert reveals
    tap.click()
    lit = call.locator("[data-light]:visible")
    assert {light.get_attribute("data-light") for light in lit.all()} == set(reveals.split())
    expect(lit.first).to_contain_text("1 sign may fit")
    expect(lit.first).to_contain_text("Ask:")
    tap.click()
    expect(call.locator("[data-lights]")).to_be_hidden()


def test_keys_are_enough(call: Page) -> None:
    first = shown(call)[0]
    call.keyboard.press("2")
    call.keyboard.press("ArrowRight")
    second = shown(call)[0]
    assert second != first
    call.keyboard.press("Enter")
    call.keyboard.press("ArrowLeft")
    assert shown(call) == [second]
    call.keyboard.press("ArrowLeft")
    assert shown(call) == [first]
    kept = fields(call)
    assert f"call.{second}.asked" in kept
    assert f"call.{first}.asked" not in kept
    second_sign = call.locator(f"#{first} .db-tap input").nth(1).get_attribute("name")
    assert kept[str(second_sign)] == "strong"
    call.locator(f"#{first} textarea").click()
    call.keyboard.type("1 or 2")
    assert shown(call) == [first]
    expect(call.locator(f"#{first} textarea")).to_have_value("1 or 2")


def test_enter_goes_on_after_a_sign_was_tapped(call: Page) -> None:
    first = shown(call)[0]
    call.locator(f"#{first} .db-tap").first.click()
    call.keyboard.press("Enter")
    assert shown(call) != [first]
    assert fields(call)[f"call.{first}.asked"] == "yes"


def test_what_lights_up_is_told_beside_the_buttons(call: Page) -> None:
    first = shown(call)[0]
    tap = call.locator(f"#{first} [data-strong] .db-tap--strong").first
    tap.click()
    title = call.locator("[data-light]:visible a").first.inner_text()
    expect(call.locator("[data-lit]")).to_contain_text(f"{title} (1 sign may fit)")
    tap.click()
    expect(call.locator("[data-lit]")).to_be_empty()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def deal_shown(page: Page) -> str:
    found: str = page.locator("[data-pick]").evaluate("pick => pick.selectedOptions[0].textContent")
    return found


@pytest.mark.torture
def test_a_call_begins_with_its_deal_on_a_phone_too(phone: Page, address: str) -> None:
    reached(phone, f"{address}/{STAGE}")
    assert shown(phone) == []
    phone.get_by_label("Name of a new deal").fill("Nordhaven")
    phone.get_by_role("button", name="Start", exact=True).click()
    first = shown(phone)
    assert len(first) == 1
    assert deal_shown(phone) == "Nordhaven"
    ask(phone)
    second = shown(phone)
    assert second != first
    is_kept(phone)
    reached(phone, f"{address}/stages/prove/call/")
    expect(phone.get_by_role("button", name="Continue with Nordhaven")).to_be_visible()
    phone.get_by_role("button", name="New", exact=True).click()
    expect(phone.get_by_label("Name of a new deal")).to_be_visible()
    phone.get_by_label("Name of a new deal").fill("Sund")
    phone.keyboard.press("Enter")
    assert deal_shown(phone) == "Sund"
    assert len(shown(phone)) == 1
    phone.goto(f"{address}/{STAGE}")
    phone.locator("[data-open-deals]").get_by_role("button", name="Nordhaven").click()
    assert shown(phone) == second, "the first question not yet asked"


@pytest.mark.torture
def test_the_next_call_of_a_deal_is_with_the_same_person(page: Page, address: str) -> None:
    reached(page, f"{address}/{STAGE}")
    role, name = page.locator("[data-role]"), page.get_by_label("Name of a new deal")
    for deal, met in (("Nordhaven", "finance"), ("Sund", "*")):
        if page.get_by_role("button", name="New", exact=True).is_visible():
            page.get_by_role("button", name="New", exact=True).click()
        name.fill(deal)
        page.keyboard.press("Enter")
        role.select_option(met)
        is_kept(page)
        reached(page, f"{address}/{STAGE}")
    page.locator("[data-open-deals]").get_by_role("button", name="Nordhaven").click()
    expect(role).to_have_value("finance")
    reached(page, f"{address}/{STAGE}?role=champion")
    expect(role).to_have_value("champion")
    page.locator("[data-open-deals]").get_by_role("button", name="Sund").click()
    expect(role).to_have_value("champion")


@pytest.mark.torture
def test_a_quick_call_is_named_afterwards(phone: Page, address: str) -> None:
    reached(phone, f"{address}/{STAGE}")
    phone.get_by_role("button", name="Quick call, name it later").click()
    ask(phone)
    is_kept(phone)
    assert deal_shown(phone) == "Unnamed deal"
    view(phone, "summary")
    phone.get_by_label("This deal has no name yet").fill("Nordhaven")
    phone.get_by_role("button", name="Save the name").click()
    assert deal_shown(phone) == "Nordhaven"
    expect(phone.get_by_label("This deal has no name yet")).to_be_hidden()


def test_a_deal_that_is_chosen_again_goes_on_where_its_call_stopped(
    call: Page, address: str
) -> None:
    ask(call)
    ask(call)
    third = shown(call)
    is_kept(call)
    first_deal = call.locator("[data-pick]").input_value()
    call.get_by_role("button", name="New", exact=True).click()
    assert shown(call) == []
    call.get_by_role("button", name="Quick call, name it later").click()
    ask(call)
    second = shown(call)
    is_kept(call)
    other_deal = call.locator("[data-pick]").input_value()
    call.locator("[data-pick]").select_option(first_deal)
    assert shown(call) == third
    call.locator("[data-pick]").select_option(other_deal)
    assert shown(call) == second != third
    call.get_by_role("button", name="New", exact=True).click()
    call.locator("[data-pick]").select_option(first_deal)
    assert shown(call) == third, "straight from the start"


@pytest.mark.parametrize(
    "stage", one_in(6, ["open", "discover", "define-done", "prove", "agree", "live"])
)
def test_all_of_a_question_stands_above_the_bar_on_a_phone(
    phone: Page, address: str, stage: str
) -> None:
    """Ask, follow-ups, every sign, and the field for their words, without scrolling, below the deal's sentence."""
    of_a_deal(phone, address, f"stages/{stage}/call/?role=*&deal=a", stage)
    expect(phone.locator("[data-deal] .db-done__sentence")).to_be_in_viewport()
    count = phone.locator("[data-turn]").count()
    seen, cut = [], {}
    for _ in range(count):
        (turn,) = shown(phone)
        seen.append(turn)
        cut[turn] = phone.evaluate(
            """() => {
                const turn = document.querySelector("[data-turn]:not([hidden])");
                const edge = document.querySelector("[data-thumb]").getBoundingClientRect().top;
                const top = document.querySelector(".md-header").getBoundingClientRect().bottom;
                const parts = turn.querySelectorAll(".db-turn__ask, .db-follow dd, .db-turn__signs legend, .db-tap, textarea");
                return [...parts].filter(part => {
                    const box = part.getBoundingClientRect();
                    return !box.height || box.top < top || box.bottom > edge;
                }).map(part => part.className || part.tagName);
            }"""
        )
        taps = phone.locator(f"#{turn} .db-tap").first.bounding_box()
        assert taps
        assert taps["height"] >= 40
        phone.get_by_role("button", name="Skip").click()
    assert len(set(seen)) == count
    assert {turn: parts for turn, parts in cut.items() if parts} == {}


@pytest.mark.torture
@pytest.mark.parametrize("stage", ["discover", "prove"])
def test_every_sign_stands_above_the_bar_below_the_bars_of_a_browser(
    phone: Page, address: str, stage: str
) -> None:
    phone.set_viewport_size({"width": 390, "height": 664})
    of_a_deal(phone, address, f"stages/{stage}/call/?role=*&deal=a")
    below = {}
    for _ in range(phone.locator("[data-turn]").count()):
        (turn,) = shown(phone)
        last = phone.locator(f"#{turn} .db-tap").last.bounding_box()
        bar = phone.locator("[data-thumb]").bounding_box()
        assert last
        assert bar
        if last["y"] + last["height"] > bar["y"]:
            below[turn] = last
        phone.get_by_role("button", name="Skip").click()
    assert below == {}


def of_a_deal(page: Page, address: str, where: str, stage: str = "discover") -> None:
    """Open the call of a deal of which a part of its sentence is known."""
    known = {"name": "Nordhaven", "stage": stage, "changed": "2026-11-26"}
    put(page, address, kept(a=known | {"end_state": "nobody types an invoice twice " * 4}))
    reached(page, f"{address}/{where}")


@pytest.mark.torture
def test_on_a_phone_the_deals_sentence_is_one_line_until_it_is_unfolded(
    phone: Page, address: str
) -> None:
    of_a_deal(phone, address, f"{STAGE}?deal=a")
    box = phone.locator("[data-deal]")
    sentence, more = box.locator(".db-done__sentence"), box.get_by_role("button", name="About")
    folded = sentence.bounding_box()
    assert folded
    assert folded["height"] < 24
    around = {
        "lights": box.locator(".db-done__lights"),
        "who": phone.locator("[data-role]"),
        "segments": phone.locator("[data-call] [data-segment]").first,
    }
    assert [name for name, part in around.items() if part.is_visible()] == []
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    whole = sentence.bounding_box()
    assert whole
    assert whole["height"] > 3 * folded["height"]
    assert [name for name, part in around.items() if not part.is_visible()] == []
    box.get_by_role("button", name="missing: Number").click()
    expect(box.locator(".db-done__asks li:visible")).to_contain_text("Number: “")
    assert Looks().violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    before = phone.locator("[data-turn]").count()
    phone.locator("[data-role]").select_option("*")
    assert phone.locator("[data-turn][data-wanted]").count() == before
    ask(phone)
    expect(around["lights"]).to_be_hidden()
    expect(more).to_have_attribute("aria-expanded", "false")


@pytest.mark.torture
def test_a_call_ends_in_one_screen_on_a_phone(phone: Page, address: str) -> None:
    reached(phone, f"{address}/stages/discover/call/?role=*")
    phone.get_by_label("Name of a new deal").fill("Nordhaven")
    phone.keyboard.press("Enter")
    while phone.locator("[data-next]").is_visible():
        phone.locator(".db-tap:visible").first.click()
        ask(phone)
    bar = phone.locator("[data-out]").bounding_box()
    assert bar
    assert bar["y"] + bar["height"] <= 844
    places = [
        ".db-turn__grade",
        "[name=next-step]",
        "[name=next-step-date]",
        "[data-gather=weakest]",
    ]
    for place in places:
        box = phone.locator(f"{place}:visible").last.bounding_box()
        assert box
        assert box["y"] + box["height"] <= bar["y"], place
    assert phone.evaluate("document.documentElement.scrollHeight") < 2 * 844
    few = len(shown(phone))
    phone.get_by_role("button", name=re.compile("Show all .. answers")).click()
    assert len(shown(phone)) > few


def test_the_next_step_and_its_date_are_the_deals(call: Page, address: str) -> None:
    view(call, "summary")
    call.get_by_label("Next step").fill("Ines sends the invoice list")
    call.locator("[name=next-step-date]").fill("2026-12-04")
    kept = fields(call)
    assert kept == {"next-step": "Ines sends the invoice list", "next-step-date": "2026-12-04"}
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text("Next step: Ines sends the invoice list")


def test_each_field_of_the_crm_is_copied_alone(
    call: Page, context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    view(call, "summary")
    call.get_by_label("Next step").fill("Ines sends the list")
    call.locator("[name=next-step-date]").fill("2026-12-04")
    is_kept(call)
    call.locator("[data-copy-note]").click()
    call.get_by_role("button", name="Copy: Next step date").click()
    expect(call.locator(".db-copies")).to_contain_text("Copied")
    assert call.evaluate("navigator.clipboard.readText()") == "2026-12-04"


def test_a_field_is_copied_within_the_length_that_the_crm_takes(
    call: Page, context: BrowserContext, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    view(call, "summary")
    step = "Ines sends the list. " * 20
    call.get_by_label("Next step").fill(step.strip())
    is_kept(call)
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text(step.strip())
    expect(call.locator(".db-copies small")).to_have_text(
        "Cut: 164 characters over the field’s 255."
    )
    call.get_by_role("button", name="Copy: Next step").click()
    expect(call.locator(".db-copies")).to_contain_text("Copied")
    copied = call.evaluate("navigator.clipboard.readText()")
    assert copied == f"{step * 2}"[:255].rsplit(" ", 1)[0] + "…"
    assert len(copied) <= 255


def test_labels_stand_in_the_note_and_examples_do_not(call: Page) -> None:
    first = shown(call)[0]
    taps = call.locator(f"#{first} .db-tap")
    label = taps.nth(0).locator(".db-tap__text").inner_text()
    taps.nth(1).locator("input").evaluate("sign => sign.dataset.example = ''")
    taps.nth(0).click()
    taps.nth(1).click()
    texts = taps.locator(".db-tap__text").all_inner_texts()
    ask(call)
    ask(call)
    view(call, "summary")
    call.locator("[data-copy-note]").click()
    note = call.locator("dialog pre").inner_text()
    assert f"strong: {label}, 1 strong (" in note
    assert texts[1].strip("“”") not in note
    assert note.count("“") == 1, "a question that brought nothing is left out"


@pytest.mark.torture
@pytest.mark.parametrize("width", [1280, 390])
def test_one_key_and_a_button_make_the_screen_safe_to_share(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    opened(page, f"{address}/{STAGE}")
    bare = "signs => signs.forEach(sign => { sign.dataset.example = ''; })"
    page.locator(".db-tap input").evaluate_all(bare)
    label = "sign => { delete sign.querySelector('input').dataset.example; }"
    page.locator(".db-tap:visible").nth(1).evaluate(label)
    page.locator(".db-tap:visible").first.click()
    before = page.locator("h1").inner_text()
    page.keyboard.press("s")
    assert page.locator(".db-tap:visible").count() == 1, "what has a label can still be tapped"
    for name in ("one", "list", "summary"):
        view(page, name)
        for hidden in (
            "[data-deal]",
            ".db-turn__grade",
            ".db-sign",
            ".db-lights",
            ".db-call__lit",
            ".db-call__sounds",
            ".md-sidebar",
            ".db-find",
            "[data-rest]",
            ".db-call__paste",
        ):
            assert not page.locator(f"{hidden}:visible").count(), (name, hidden)
        assert not page.locator(".db-tap:has([data-example]):visible").count()
        widths = "texts => texts.map(text => text.getBoundingClientRect().width)"
        labels = page.locator(".db-tap:visible .db-tap__text")
        assert all(width <= 1 for width in labels.evaluate_all(widths)), "only its digit"
        words = page.locator("body").inner_text()
        assert not re.search("strong|weak|red flag|discover|loss|outsold", words, re.IGNORECASE)
        assert page.title() == "Our conversation"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    reached(page, f"{address}/{STAGE}")
    expect(page.locator("[data-deal]")).to_be_hidden()
    page.get_by_role("button", name="Show all again").click()
    expect(page.locator("[data-deal]")).to_be_visible()
    assert page.locator("h1").inner_text() == before
    reached(page, f"{address}/stages/prove/call/")
    page.keyboard.press("s")
    expect(page.locator("[data-start]")).to_be_visible()
    expect(page.locator("[data-open-deals]")).to_be_hidden()
    page.get_by_role("button", name="Show all again").click()
    expect(page.locator("[data-open-deals]")).to_be_visible()
    context.close()


@pytest.mark.torture
def test_a_call_that_is_over_opens_with_its_summary(call: Page) -> None:
    while not call.locator("[data-summary]").is_visible():
        ask(call)
    is_kept(call)
    opened(call, call.url)
    expect(call.locator("[data-summary]")).to_be_visible()
    call.locator("[data-copy-recap]").click()
    expect(call.locator("dialog")).to_contain_text("In their words")


@pytest.mark.torture
def test_what_was_noted_is_there_again_and_goes_with_the_deal(call: Page, address: str) -> None:
    first = shown(call)[0]
    call.locator(f"#{first} .db-tap").first.click()
    call.locator(f"#{first} textarea").fill("Ines, in March")
    ask(call)
    kept = fields(call)
    opened(call, f"{address}/{STAGE}")
    assert shown(call) != [first], "it goes on where it stopped"
    view(call, "summary")
    assert shown(call) == [first]
    expect(call.locator(f"#{first} textarea")).to_have_value("Ines, in March")
    call.get_by_text("Export").click()
    with call.expect_download() as loading:
        call.get_by_role("button", name="Deal file, for a colleague").click()
    told = json.loads(loading.value.path().read_text())["fields"]
    assert told.pop("call.day.discover") == told.pop("call.last")
    assert told == kept


@pytest.mark.torture
def test_the_summary_fills_the_deals_sheets(page: Page, address: str) -> None:
    opened(page, f"{address}/{SHEET}")
    first = shown(page)[0]
    page.locator(f"#{first} textarea").fill("Since the audit in May")
    ask(page)
    view(page, "summary")
    page.locator(f"#{first}").get_by_label("Strong").last.check()
    page.locator("[data-rest] summary").click()
    settled = page.locator(".db-settled:visible")
    if settled.count():
        settled.first.get_by_label("Confirmed").check()
    kept = fields(page)
    assert kept[f"call.{first}.grade"] == "strong"
    page.goto(f"{address}/worksheets/call-sheet/")
    field = page.locator(f"[name='answer.{first}']")
    expect(field).to_have_value("Since the audit in May")


def test_a_check_that_is_settled_stands_on_the_scorecard(call: Page, address: str) -> None:
    for _ in range(len(call.locator("[data-progress] i").all())):
        ask(call)
    call.locator("[data-rest] summary").click()
    settled = call.locator(".db-settled:visible").first
    name = settled.locator("input[type=radio]").first.get_attribute("name")
    settled.get_by_label("Confirmed").check()
    assert fields(call)[str(name)] == "Confirmed"
    call.goto(f"{address}/worksheets/four-test-scorecard/")
    expect(call.locator(f"[name='{name}'][value=Confirmed]")).to_be_checked()


def test_the_note_tells_everything_and_the_recap_only_their_words(call: Page) -> None:
    first = shown(call)[0]
    sign = call.locator(f"#{first} .db-tap").first
    heard = sign.locator(".db-tap__text").inner_text()
    sign.click()
    call.locator(f"#{first} textarea").fill("Ines tried, in March")
    ask(call)
    view(call, "summary")
    call.locator(f"#{first}").get_by_label("Strong").last.check()
    question = call.locator(f"#{first} .db-turn__ask").inner_text().strip("“”")
    is_kept(call)
    call.get_by_role("button", name="Note for the CRM …").last.click()
    note = call.locator("dialog pre").inner_text()
    assert question in note
    assert "Strong: Ines tried, in March" in note
    assert f"Signs noted: strong: {heard} (The last time someone tried to fix this)" in note
    call.keyboard.press("Escape")
    call.get_by_role("button", name="Recap for the buyer …").last.click()
    recap = call.locator("dialog pre").inner_text()
    assert question in recap
    assert "Ines tried, in March" in recap
    assert heard not in recap
    assert "Strong" not in recap


@pytest.mark.torture
def test_no_example_of_a_sign_leaves_the_page_in_any_form(
    call: Page, context: BrowserContext, address: str, starter_playbook: Playbook
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    view(call, "list")
    for tap in call.locator(".db-tap:visible").all():
        tap.click()
    turns = shown(call)
    answers = (
        answer
        for turn in turns
        for _, answer in starter_playbook.entry(SpokenQuestion, turn).listen_for.graded
    )
    told = [finished(s.example, "our product") for a in answers for s in a.signs if s.example]
    assert len(told) > 20
    is_kept(call)
    view(call, "summary")
    out = [json.dumps(call.evaluate("Object.entries(localStorage)"))]
    call.locator("[data-copy-note]").click()
    call.locator("dialog").get_by_role("button", name="Copy").click()
    expect(call.locator("dialog").get_by_role("button", name="Copied")).to_be_visible()
    out += call.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
            return Promise.all(['text/html', 'text/plain'].map(async type => (await item.getType(type)).text())); }"""
    )
    note = call.locator("dialog pre").inner_text()
    call.keyboard.press("Escape")
    call.locator("[data-copy-recap]").click()
    out.append(call.locator("dialog").inner_text())
    call.keyboard.press("Escape")
    for name, form in (("Deal file, for a colleague", "file"), ("Whole deal, as a", "document")):
        call.get_by_text("Export").click()
        if form == "file":
            with call.expect_download() as loading:
                call.get_by_role("button", name=name).click()
            out.append(loading.value.path().read_text())
        else:
            call.get_by_role("button", name=name).click()
            out.append(call.locator("dialog").inner_text())
            call.keyboard.press("Escape")
    for text in told:
        plain = text.strip('“”"')
        assert not [form for form in out if plain in form], text
    for turn in turns:
        question = starter_playbook.entries[Key("question", turn)]
        assert finished(question.title, "our product") in note


@pytest.mark.torture
def test_taps_suggest_a_grade_and_only_the_rep_gives_it(call: Page) -> None:
    first = shown(call)[0]
    turn = call.locator(f"#{first}")
    heard = []
    for kind in ("strong", "weak"):
        tap = turn.locator(f".db-tap--{kind}").first
        heard.append(f"{kind}: {tap.locator('.db-tap__text').inner_text()}")
        tap.click()
    expect(turn.locator("[data-suggested]")).to_be_hidden()  # in the call nobody grades
    view(call, "summary")
    suggested = turn.locator("[data-suggested]")
    expect(suggested).to_contain_text("Your taps suggest: Weak")
    assert f"call.{first}.grade" not in fields(call)
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text(
        f"Signs noted, answer not graded: {', '.join(heard)}"
    )
    call.keyboard.press("Escape")
    suggested.get_by_role("button", name="Confirm").click()
    expect(suggested).to_be_hidden()
    assert fields(call)[f"call.{first}.grade"] == "weak"
    expect(turn.locator(".db-turn__grade input:checked")).to_have_value("weak")
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text(f"Signs noted: {', '.join(heard)}")


def test_a_red_flag_outweighs_what_else_was_tapped(call: Page) -> None:
    first = shown(call)[0]
    for kind in ("strong", "strong", "flag"):
        taps = call.locator(f"#{first} .db-tap--{kind}:not(:has(:checked))")
        taps.first.click()
    view(call, "summary")
    expect(call.locator(f"#{first} [data-suggested]")).to_contain_text(
        "Your taps suggest: Red flag"
    )


def test_a_sign_of_an_older_deal_keeps_its_tick_and_loses_its_text(
    call: Page, address: str
) -> None:
    first = shown(call)[0]
    sign = call.locator(f"#{first} .db-tap").nth(1)
    text, name = (
        sign.locator(".db-tap__text").inner_text(),
        sign.locator("input").get_attribute("name"),
    )
    call.evaluate(
        """([question, text]) => { localStorage.clear(); sessionStorage.clear();
            localStorage.setItem('donebook.deal.old', 'Old');
            localStorage.setItem('donebook.current', 'old');
            localStorage.setItem(`donebook.field.old.call.${question}.strong-2`, text);
            localStorage.setItem(`donebook.field.old.call.${question}.weak-1`, 'Not a sign any more'); }""",
        [first, text],
    )
    opened(call, f"{address}/{STAGE}")
    expect(call.locator(f"[name='{name}']")).to_be_checked()
    kept = fields(call)
    assert kept.pop(str(name)) == "strong"
    assert list(kept.values()) == ["weak"]
    assert text not in json.dumps(call.evaluate("Object.entries(localStorage)"))


@pytest.mark.torture
def test_one_tap_clears_the_call_and_one_brings_it_back(page: Page, address: str) -> None:
    page.goto(f"{address}/worksheets/call-sheet/")
    page.locator("[name=account]").fill("Nordhaven")
    is_kept(page)
    opened(page, f"{address}/{STAGE}")
    first = shown(page)[0]
    page.locator(f"#{first} .db-tap").first.click()
    ask(page)
    before = fields(page)
    view(page, "summary")
    page.locator("[data-rest] summary").click()
    page.get_by_role("button", name="Clear this call").click()
    assert fields(page) == {"account": "Nordhaven"}
    expect(page.locator("[data-none]")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert fields(page) == before


def last_call(page: Page, address: str) -> str:
    """What My deals says of the last call of the only deal."""
    page.goto(f"{address}/deals/")
    fact = page.locator(".db-dealrow__facts div", has_text="Last call")
    return " ".join(fact.inner_text().split())


@pytest.mark.torture
def test_a_later_day_is_another_call(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2026-12-01T15:00:00Z")
    page.goto(f"{address}/worksheets/call-sheet/")
    page.locator("[name=account]").fill("Nordhaven")
    is_kept(page)
    opened(page, f"{address}/{STAGE}")
    asked = [shown(page)[0]]
    page.locator(f"#{asked[0]} .db-tap").first.click()
    ask(page)
    expect(page.locator("[data-earlier]")).to_be_hidden()
    page.clock.set_fixed_time("2026-12-15T15:00:00Z")
    opened(page, f"{address}/{STAGE}")
    expect(page.locator("[data-earlier]")).to_contain_text("Dec 1, 2026")
    view(page, "summary")
    page.locator("[data-copy-note]").click()
    expect(page.locator("dialog")).to_contain_text("Dec 1, 2026")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start a new call").click()
    expect(page.locator("[data-earlier]")).to_be_hidden()
    assert shown(page) == asked
    assert fields(page) == {"account": "Nordhaven"}
    assert "14 days ago changed today" in last_call(page, address), "the call before is known"
    opened(page, f"{address}/{STAGE}")
    page.locator(f"#{asked[0]} .db-tap").first.click()
    is_kept(page)
    view(page, "summary")
    page.locator("[data-copy-note]").click()
    expect(page.locator("dialog")).to_contain_text("Dec 15, 2026")
    page.clock.set_fixed_time("2026-12-18T15:00:00Z")
    page.goto(f"{address}/worksheets/call-sheet/")
    page.locator("[name=account]").fill("Nordhaven A/S")
    is_kept(page)
    assert "3 days ago changed today" in last_call(page, address), "to type is no call"


def test_an_empty_summary_says_what_to_do(call: Page) -> None:
    view(call, "summary")
    expect(call.locator("[data-none]")).to_be_visible()
    call.get_by_role("button", name="Note for the CRM …").last.click()
    expect(call.locator("dialog")).to_contain_text("Nothing is noted yet")


def test_without_script_it_is_a_list_to_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{STAGE}")
    assert page.locator(".db-turn__ask:visible").count() == page.locator("[data-turn]").count()
    expect(page.locator("[data-thumb]")).to_be_hidden()
    context.close()


def test_it_works_where_pages_change_without_being_loaded(page: Page, instant: str) -> None:
    page.goto(f"{instant}/stages/discover/")
    settled(page)
    page.get_by_role("link", name="Call view").click()
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    begun(page)
    first = shown(page)[0]
    ask(page)
    assert shown(page) != [first]
    page.go_back()
    expect(page.locator("form[data-call]")).not_to_be_attached()


@pytest.mark.parametrize("width", one_in(2, [390, 1280]))
def test_every_view_is_accessible_and_fits(browser: Browser, address: str, width: int) -> None:
    """Everything in light, and colors again in dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="light", reduced_motion="reduce"
    )
    page, looks, wrong = context.new_page(), Looks(), {}
    opened(page, f"{address}/{STAGE}")
    page.locator(".db-tap:visible").first.click()
    for name in ("one", "list", "summary"):
        view(page, name)
        wrong[name, "light"] = looks.violations(page)
        paint(page, "dark")
        wrong[name, "dark"] = looks.color_violations(page)
        paint(page, "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert {at: found for at, found in wrong.items() if found} == {}


def test_the_ask_and_the_buttons_are_in_sight_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    opened(page, f"{address}/{STAGE}")
    for selector in (".db-turn__ask:visible", "[data-next]"):
        box = page.locator(selector).bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 44
    context.close()


@pytest.mark.torture
def test_a_transcript_stands_next_to_its_questions_and_only_what_is_taken_is_kept(
    call: Page,
) -> None:
    first = shown(call)[0]
    question = call.locator(f"#{first} .db-turn__ask").inner_text().strip("“”")
    view(call, "summary")
    call.locator(".db-call__paste summary").click()
    told = f"They walked through it: {question.rstrip('.?')}, in March."
    other = "Rain fell all week over Basel while nobody noticed."
    call.get_by_label("Summary or transcript").fill(f"[00:01:02] Ines Vahl: {told}\nKim: {other}")
    matches = call.locator("[data-matches]")
    expect(matches.locator("h3")).to_have_text([f"“{question}”"])
    expect(matches).to_contain_text(told)
    expect(matches).not_to_contain_text(other)
    is_kept(call)
    kept = "() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    assert told not in call.evaluate(kept)
    matches.get_by_role("button", name="They said that").click()
    expect(matches.get_by_role("button", name="In the answer")).to_be_disabled()
    assert fields(call) == {f"answer.{first}": told}
    assert other not in call.evaluate(kept)
    call.reload()
    expect(call.locator("form[data-call][data-ready]")).to_be_attached()
    expect(call.locator("[data-pasted]")).to_have_value("")


def test_a_call_offers_the_deals_that_go_on_those_of_its_stage_first(
    page: Page, address: str
) -> None:
    found = {
        "Lost": {"stage": "discover", "loss_reason": "No budget"},
        "Aside": {"stage": "discover", "archived": "2026-11-26"},
        "Prove": {"stage": "prove"},
        "Here": {"stage": "discover"},
    }
    deals = {
        f"{n}aaaaaaa": {"name": name, **facts} for n, (name, facts) in enumerate(found.items())
    }
    put(page, address, kept(**{f"d{key}": values for key, values in deals.items()}))
    reached(page, f"{address}/{STAGE}")
    expect(page.locator("[data-open-deals] button")).to_have_text(["Here", "Prove"])
    expect(page.locator("[data-others]")).to_be_visible()


@pytest.mark.torture
def test_a_deal_of_another_stage_leads_to_its_own_questions(page: Page, address: str) -> None:
    put(page, address, kept(a={"name": "Nordhaven", "stage": "prove"}))
    reached(page, f"{address}/{STAGE}?deal=a")
    page.get_by_role("link", name="This deal is in Prove").click()
    page.wait_for_url("**/stages/prove/call/**")
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    expect(page.locator("[data-turn]:visible")).to_have_count(1)
    expect(page.locator("[data-other]")).to_be_hidden()
    reached(page, f"{address}/{SHEET}?deal=a")
    expect(page.locator("[data-other]")).to_be_hidden()
