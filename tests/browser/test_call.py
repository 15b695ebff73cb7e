"""In the call: asked with a tap, heard if there is time, added up afterwards, part of the deal."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import violations
from donebook.check import check
from donebook.model import DealCheck, Key, SpokenQuestion
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT
from waiting import is_kept, settled

STAGE = "stages/discover/call/"
SHEET = "worksheets/call-sheet/call/"


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
    page.goto(where)
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-turn]:visible").evaluate_all(
        "all => all.map(turn => turn.dataset.turn)"
    )
    return found


def fields(page: Page) -> dict[str, str]:
    """The fields of the only deal, once what was typed is kept."""
    is_kept(page)
    kept = page.evaluate("Object.entries(localStorage)")
    return {
        key.split(".", 2)[2]: value for key, value in kept if key.startswith("donebook / field.")
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


def test_no_deal_check_is_asked_in_any_call(
    page: Page, address: str, starter_playbook: Playbook
) -> None:
    checks = {c.id for c in starter_playbook.questions if isinstance(c, DealCheck)}
    for stage in starter_playbook.vocabulary.stages:
        page.goto(f"{address}/stages/{stage}/call/")
        turns = page.locator("[data-turn]").evaluate_all("all => all.map(t => t.dataset.turn)")
        assert turns
        assert not set(turns) & checks


def test_a_worksheets_call_asks_what_it_prints(page: Page, address: str) -> None:
    page.goto(f"{address}/worksheets/call-sheet/")
    printed = page.locator(".db-tosay__ask a").all_inner_texts()
    page.get_by_role("link", name="In the call").click()
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    view(page, "list")
    assert page.locator(".db-turn__ask:visible").all_inner_texts() == printed


def test_signs_light_up_a_definition(call: Page, starter_playbook: Playbook) -> None:
    expect(call.locator("[data-lights]")).to_be_hidden()
    first = shown(call)[0]
    tap = call.locator(f"#{first} .db-tap:has(input:not([data-reveals='']))").first
    reveals = tap.locator("input").get_attribute("data-reveals")
    assert reveals
    tap.click()
    lit = call.locator("[data-light]:visible")
    assert {light.get_attribute("data-light") for light in lit.all()} == set(reveals.split())
    expect(lit.first).to_contain_text("1 sign heard")
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
    tap = call.locator(f"#{first} .db-tap:has(input:not([data-reveals='']))").first
    tap.click()
    title = call.locator("[data-light]:visible a").first.inner_text()
    expect(call.locator("[data-lit]")).to_contain_text(f"{title} (1 sign heard)")
    tap.click()
    expect(call.locator("[data-lit]")).to_be_empty()


def test_another_deal_begins_with_the_first_question_on_a_phone_too(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    opened(page, f"{address}/{STAGE}")
    first = shown(page)
    ask(page)
    assert shown(page) != first
    is_kept(page)
    page.get_by_role("button", name="New", exact=True).click()
    assert shown(page) == first
    ask(page)
    is_kept(page)
    names = page.locator("[data-pick] option").all_inner_texts()
    assert len(names) == len(set(names)) >= 2
    context.close()


def test_a_call_that_is_over_opens_with_its_summary(call: Page) -> None:
    while not call.locator("[data-summary]").is_visible():
        ask(call)
    is_kept(call)
    opened(call, call.url)
    expect(call.locator("[data-summary]")).to_be_visible()
    call.locator("[data-copy-recap]").click()
    expect(call.locator("dialog")).to_contain_text("In their words")


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
    call.get_by_text("Take out").click()
    with call.expect_download() as loading:
        call.get_by_role("button", name="Deal file, for a colleague").click()
    assert json.loads(loading.value.path().read_text())["fields"] == kept


def test_the_summary_fills_the_deals_sheets(page: Page, address: str) -> None:
    opened(page, f"{address}/{SHEET}")
    first = shown(page)[0]
    page.locator(f"#{first} textarea").fill("Since the audit in May")
    ask(page)
    view(page, "summary")
    page.locator(f"#{first}").get_by_label("Strong").last.check()
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
    assert "Signs noted: 1 strong (The last time someone tried to fix this)" in note
    assert heard not in note
    call.keyboard.press("Escape")
    call.get_by_role("button", name="Recap for the buyer …").last.click()
    recap = call.locator("dialog pre").inner_text()
    assert question in recap
    assert "Ines tried, in March" in recap
    assert heard not in recap
    assert "Strong" not in recap


def test_no_text_of_a_sign_leaves_the_page_in_any_form(
    call: Page, context: BrowserContext, address: str, starter_playbook: Playbook
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    view(call, "list")
    for tap in call.locator(".db-tap:visible").all():
        tap.click()
    turns = shown(call)
    told = call.locator(".db-tap__text").all_inner_texts()
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
        call.get_by_text("Take out").click()
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
        assert question.title in note


def test_taps_suggest_a_grade_and_only_the_rep_gives_it(call: Page) -> None:
    first = shown(call)[0]
    turn = call.locator(f"#{first}")
    for kind in ("strong", "weak"):
        turn.locator(f".db-tap--{kind}").first.click()
    expect(turn.locator("[data-suggested]")).to_be_hidden()  # in the call nobody grades
    view(call, "summary")
    suggested = turn.locator("[data-suggested]")
    expect(suggested).to_contain_text("Your taps suggest: Weak")
    assert f"call.{first}.grade" not in fields(call)
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text(
        "Signs noted, answer not graded: 1 strong, 1 weak"
    )
    call.keyboard.press("Escape")
    suggested.get_by_role("button", name="Confirm").click()
    expect(suggested).to_be_hidden()
    assert fields(call)[f"call.{first}.grade"] == "weak"
    expect(turn.locator(".db-turn__grade input:checked")).to_have_value("weak")
    call.locator("[data-copy-note]").click()
    expect(call.locator("dialog pre")).to_contain_text("Signs noted: 1 strong, 1 weak")


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
    page.get_by_role("button", name="Clear this call").click()
    assert fields(page) == {"account": "Nordhaven"}
    expect(page.locator("[data-none]")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert fields(page) == before


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
    page.get_by_role("link", name="In the call").click()
    expect(page.locator("form[data-call][data-ready]")).to_be_attached()
    first = shown(page)[0]
    ask(page)
    assert shown(page) != [first]
    page.go_back()
    expect(page.locator("form[data-call]")).not_to_be_attached()


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=str)
def seen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    yield context
    context.close()


def test_every_view_is_accessible_and_fits(seen: BrowserContext, address: str) -> None:
    page = seen.new_page()
    opened(page, f"{address}/{STAGE}")
    width = page.viewport_size
    assert width
    for name in ("one", "list", "summary"):
        page.locator(".db-tap:visible").first.click() if name == "one" else None
        view(page, name)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


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
