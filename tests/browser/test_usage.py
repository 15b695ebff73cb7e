"""What a browser counts for the rep: calls, questions asked, searches in vain; shown, saved, erased."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import Looks
from donebook.collect import Usage, read_usage
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from my_deals import NOW, Deals
from projects import make_project
from serving import served
from shared import Shared
from stored import kept
from waiting import is_kept, paint, settled, until

STORE = "donebook / usage"
CALL = "stages/discover/call/"
COUNTED = {
    "usage": 1,
    "since": "2026-10-05",
    "weeks": {"2026-11-30": 2, "2026-11-23": 5},
    "asked": {"last-time-someone-tried": 4, "no-such-question": 2},
    "vain": [
        {"words": "<b>fly to the moon</b>", "times": 3, "on": "2026-11-30"},
        {"words": "x" * 80, "times": 1, "on": "2026-11-29"},
    ],
}


def counted(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate(f"localStorage.getItem('{STORE}')") or "{}")
    return found


def numbers(deals: Deals, **counts: Any) -> Deals:
    return deals.open(kept() | {STORE: json.dumps({**COUNTED, **counts})})


def call(deals: Deals) -> Page:
    deals.page.goto(f"{deals.address}/{CALL}")
    settled(deals.page)
    return deals.page


def ask(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Asked, ")).click()


def has_counted(page: Page, asked: int) -> None:
    """Wait until so many marks are counted: what counts them comes with the first."""
    counts = f"JSON.parse(localStorage.getItem('{STORE}') || '{{}}').asked || {{}}"
    until(page, f"Object.values({counts}).reduce((sum, n) => sum + n, 0) === {asked}")


def look_for(deals: Deals, words: str) -> None:
    """Type into the finder and stop typing for three seconds, which pass at once."""
    deals.page.get_by_role("searchbox").fill(words)
    expect(deals.page.get_by_role("searchbox")).to_have_value(words)
    deals.page.clock.run_for(3000)


@pytest.fixture
def finder(context: BrowserContext, address: str) -> Iterator[Deals]:
    """The finder, with a clock that only the test moves on."""
    opened = Deals(context.new_page(), address)
    opened.page.clock.install(time=NOW)
    opened.page.goto(f"{address}/find/")
    expect(opened.page.locator("[data-find][data-ready]")).to_be_attached()
    yield opened
    assert opened.errors == []


# ---- what is counted


@pytest.mark.torture
def test_a_call_counts_once_with_each_question_asked_in_it(deals: Deals) -> None:
    deals.open(kept(a={"name": "Norlund"}))
    page = call(deals)
    page.get_by_role("button", name="Norlund").click()
    assert counted(page) == {}, "a call counts once something was asked"
    ask(page)
    ask(page)
    has_counted(page, 2)
    page.reload()
    settled(page)
    ask(page)
    has_counted(page, 3)
    found = counted(page)
    assert found["weeks"] == {"2026-11-30": 1}
    assert list(found["asked"].values()) == [1, 1, 1]
    page.locator("[data-view=list]").click()
    page.locator("[data-turn] input[name$='.asked']:checked").first.uncheck()
    has_counted(page, 2)
    assert "Norlund" not in json.dumps(counted(page))
    # The next day's call of this deal is another one.
    page.clock.set_fixed_time("2026-12-02T10:00:00Z")
    page.locator("[data-turn] input[name$='.asked']").first.check()
    has_counted(page, 3)
    assert counted(page)["weeks"] == {"2026-11-30": 2}


@pytest.mark.torture
def test_a_quick_call_counts_though_it_begins_without_a_deal(deals: Deals) -> None:
    deals.open()
    page = call(deals)
    page.locator("[data-quick]").click()
    # What counts is there before the deal is, and then the other way round.
    page.evaluate(
        "() => { window.isIdle = window.requestIdleCallback; window.requestIdleCallback = act => { window.later = act; }; }"
    )
    ask(page)
    until(page, "'usage' in donebook")
    assert counted(page) == {}
    page.evaluate("() => { window.requestIdleCallback = window.isIdle; window.later(); }")
    has_counted(page, 1)
    ask(page)
    has_counted(page, 2)
    assert counted(page)["weeks"] == {"2026-11-30": 1}


@pytest.mark.torture
def test_another_deal_shown_on_the_page_asks_nothing(deals: Deals) -> None:
    question = {"call.last-time-someone-tried.asked": "yes"}
    deals.open(kept(a={"name": "Norlund"} | question, b={"name": "Brandt"}))
    page = call(deals)
    page.locator("[data-pick]").select_option("Norlund")
    page.locator("[data-view=one]").click()
    ask(page)
    has_counted(page, 1)
    assert "last-time-someone-tried" not in counted(page)["asked"]


def test_a_search_that_finds_nothing_good_counts_once_nobody_types_on(finder: Deals) -> None:
    look_for(finder, "fly to the moon with cheese")
    until(finder.page, f"localStorage.getItem('{STORE}') !== null")
    look_for(finder, "too expensive")
    look_for(finder, "quantum banana")
    until(finder.page, f"localStorage.getItem('{STORE}').includes('banana')")
    found = counted(finder.page)["vain"]
    assert [(one["words"], one["times"]) for one in found] == [
        ("quantum banana", 1),
        ("fly to the moon with cheese", 1),
    ]


def test_what_is_typed_over_before_it_is_read_does_not_count(finder: Deals) -> None:
    finder.page.get_by_role("searchbox").fill("quantum banana")
    finder.page.clock.run_for(1500)
    finder.page.get_by_role("searchbox").fill("purple giraffe")
    finder.page.clock.run_for(2500)
    until(finder.page, f"localStorage.getItem('{STORE}') !== null")
    assert [one["words"] for one in counted(finder.page)["vain"]] == ["purple giraffe"]


def test_a_search_for_a_deal_or_within_choices_does_not_count(finder: Deals) -> None:
    finder.page.evaluate(
        "localStorage.setItem('donebook / deal.a', 'Zyxwv Mills, spring'); localStorage.setItem('donebook / field.a.account', 'Qrst AG')"
    )
    for words in ("zyxwv banana", "QRST call"):
        look_for(finder, words)
    finder.page.locator("[data-filters] summary").click()
    finder.page.get_by_label("Stage").select_option("prove")
    look_for(finder, "purple giraffe")
    finder.page.get_by_label("Stage").select_option("")
    look_for(finder, "quantum banana split")
    until(finder.page, f"localStorage.getItem('{STORE}') !== null")
    assert [one["words"] for one in counted(finder.page)["vain"]] == ["quantum banana split"]


# ---- what the rep sees of it


@pytest.mark.torture
def test_the_rep_sees_the_numbers_with_ways_to_the_questions(deals: Deals) -> None:
    deals.open()
    section = deals.page.locator("[data-numbers]")
    expect(section).to_contain_text("Nothing is counted yet.")
    expect(section.get_by_role("button")).to_have_count(0)
    numbers(deals)
    expect(section.locator("dd")).to_have_text(["2", "7"])
    expect(section.locator("dt")).to_have_text(["Calls this week", "Calls since Oct 5, 2026"])
    expect(section.locator("ol li")).to_have_text(
        [re.compile("4 times"), "no-such-question 2 times"]
    )
    expect(section.locator("ul.db-numbers__vain li").first).to_have_text(
        "“<b>fly to the moon</b>” 3 times"
    )
    section.locator("ol a").click()
    deals.page.wait_for_url("**/questions/last-time-someone-tried/")


@pytest.mark.torture
def test_ten_questions_are_listed_and_the_list_follows_other_tabs(
    deals: Deals, tab: Callable[[], Deals]
) -> None:
    numbers(deals, asked={f"q-{n}": n for n in range(1, 13)})
    asked = deals.page.locator("[data-numbers] ol li")
    expect(asked).to_have_count(10)
    expect(asked.first).to_have_text("q-12 12 times")
    other = tab()
    other.page.goto(f"{other.address}/deals/")
    other.page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)",
        [STORE, json.dumps({**COUNTED, "asked": {"q-1": 9}})],
    )
    expect(asked).to_have_text(["q-1 9 times"])


def test_many_searches_are_folded(deals: Deals) -> None:
    numbers(deals, vain=[{"words": f"w{n}", "times": 1, "on": "2026-11-30"} for n in range(14)])
    shown = deals.page.locator(".db-numbers__vain li:visible")
    expect(shown).to_have_count(10)
    deals.page.locator("[data-numbers] summary").click()
    expect(shown).to_have_count(14)
    expect(shown.last).to_have_text("“w13” 1 time")


def save(deals: Deals, name: str = "") -> dict[str, Any]:
    deals.page.get_by_role("button", name="Save as a file …").click()
    deals.dialog.get_by_label("Your name").fill(name)
    with deals.page.expect_download() as download:
        deals.dialog.get_by_role("button", name="Save", exact=True).click()
    assert download.value.suggested_filename == "sales-playbook-numbers-2026-12-01.json"
    found: dict[str, Any] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    return found


@pytest.mark.torture
def test_a_file_has_no_name_but_the_one_that_is_typed(deals: Deals) -> None:
    numbers(deals, called={"on": "2026-12-01", "deals": ["secret"]})
    assert save(deals) == {
        "usage": 1,
        "playbook": "Sales playbook",
        "from": "2026-10-05",
        "to": "2026-12-01",
        "weeks": COUNTED["weeks"],
        "asked": COUNTED["asked"],
        "vain": [
            {"words": "<b>fly to the moon</b>", "times": 3},
            {"words": "x" * 80, "times": 1},
        ],
    }
    named = save(deals, " Kim ")
    assert named["name"] == "Kim"
    read = read_usage(json.dumps(named).encode(), "Sales playbook")
    assert isinstance(read, Usage)
    assert (sum(read.weeks.values()), read.asked, read.refused) == (7, COUNTED["asked"], 0)
    assert [times for _, times in read.vain] == [3, 1]
    assert deals.store[STORE], "to save it erases nothing"


@pytest.mark.torture
def test_the_numbers_are_erased_alone_or_with_everything(deals: Deals) -> None:
    deals.open(kept(a={"name": "Norlund"}) | {STORE: json.dumps(COUNTED)})
    deals.page.get_by_role("button", name="Erase …", exact=True).click()
    deals.dialog.get_by_role("button", name="Close").click()
    assert STORE in deals.store
    deals.page.get_by_role("button", name="Erase …", exact=True).click()
    deals.dialog.get_by_role("button", name="Erase", exact=True).click()
    expect(deals.page.locator("[data-numbers]")).to_contain_text("Nothing is counted yet.")
    assert STORE not in deals.store
    assert deals.names == ["Norlund"]
    numbers(deals)
    deals.page.get_by_role("button", name="Erase everything …").click()
    deals.dialog.get_by_role("button", name="Erase everything", exact=True).click()
    expect(deals.page.locator("[data-numbers]")).to_contain_text("Nothing is counted yet.")
    assert deals.store == {}


@pytest.mark.torture
def test_numbers_of_a_later_form_and_of_another_playbook_are_left_alone(deals: Deals) -> None:
    later, theirs = json.dumps({"usage": 2}), json.dumps(COUNTED)
    deals.open(kept(a={"name": "Norlund"}) | {STORE: later, "donebook /two/ usage": theirs})
    expect(deals.page.locator("[data-numbers]")).to_contain_text("Nothing is counted yet.")
    page = call(deals)
    page.get_by_role("button", name="Norlund").click()
    ask(page)
    until(page, "'usage' in donebook")
    assert deals.store[STORE] == later
    assert page.evaluate("localStorage.getItem('donebook /two/ usage')") == theirs


@pytest.mark.torture
def test_the_settings_switch_all_of_it_off(context: BrowserContext, shared: Shared) -> None:
    def make(folder: Path) -> None:
        config = {"../site-config/playbook.yaml": f"{base.CONFIG}usage: false\n"}
        assert build(make_project(folder / "playbook", config), TODAY).site

    site = shared.once("without-usage", make) / "playbook" / "site"
    with served(site, kept=False) as where:
        deals = Deals(context.new_page(), where).open()
        expect(deals.page.locator("[data-numbers]")).to_have_count(0)
        deals.page.goto(f"{where}/stages/open/call/")
        settled(deals.page)
        deals.page.locator("[data-quick]").click()
        ask(deals.page)
        is_kept(deals.page)
        deals.page.clock.install(time=NOW)
        deals.page.goto(f"{where}/find/")
        expect(deals.page.locator("[data-find][data-ready]")).to_be_attached()
        look_for(deals, "quantum banana")
        assert not [key for key in deals.store if "usage" in key]
        scripts = deals.page.locator("script[src*='usage.js']")
        expect(scripts).to_have_count(0)
        assert deals.errors == []


@pytest.mark.torture
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_numbers_fit_and_are_accessible(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        timezone_id="UTC",
        color_scheme="light",
        reduced_motion="reduce",
    )
    deals = numbers(Deals(context.new_page(), address))
    looks = Looks()
    assert looks.violations(deals.page) == []
    paint(deals.page, "dark")
    assert looks.color_violations(deals.page) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert deals.page.evaluate(overflow) <= 0
    context.close()


def test_from_a_folder_the_numbers_are_kept_too(context: BrowserContext, unpacked: Path) -> None:
    page = context.new_page()
    page.clock.install(time=NOW)
    page.goto((unpacked / "find.html").as_uri())
    expect(page.locator("[data-find][data-ready]")).to_be_attached()
    page.get_by_role("searchbox").fill("quantum banana")
    page.clock.run_for(3000)
    until(page, "Object.keys(localStorage).some(key => key.endsWith(' usage'))")
    page.goto((unpacked / "deals/index.html").as_uri())
    expect(page.locator("[data-numbers]")).to_contain_text("“quantum banana” 1 time")


# ---- Not helpful?


@pytest.fixture(scope="module")
def with_form(shared: Shared) -> Path:
    def make(folder: Path) -> None:
        form = "feedback: 'https://forms.example.org/?page={page}&words={query}'\n"
        files = {"../site-config/playbook.yaml": base.CONFIG + form}
        assert build(make_project(folder / "playbook", files), TODAY).site

    return shared.once("with-feedback", make) / "playbook" / "site"


@pytest.mark.torture
def test_an_empty_search_leads_to_the_form_with_its_words(
    context: BrowserContext, with_form: Path
) -> None:
    with served(with_form, kept=False) as where:
        page = context.new_page()
        page.goto(f"{where}/find/")
        expect(page.locator("[data-find][data-ready]")).to_be_attached()
        link = page.get_by_role("link", name="Not helpful?")
        expect(link).to_have_count(0)
        # Half a character, too, as a paste may leave it.
        page.get_by_role("searchbox").evaluate(
            "field => { field.value = ' 40% off & {page}\\ud83d? '; field.dispatchEvent(new Event('input')); }"
        )
        expect(link).to_have_attribute(
            "href", "https://forms.example.org/?page=find&words=40%25%20off%20%26%20%7Bpage%7D%3F"
        )
        expect(link).to_have_attribute("rel", "noopener")
        page.get_by_role("searchbox").fill("why now")
        expect(page.locator(".db-result__link").first).to_be_visible()
        expect(link).to_have_count(0)
        for path in ("questions/why-now", "stages", "start", "deals"):
            page.goto(f"{where}/{path}/")
            settled(page)
            expect(link).to_be_visible()
        assert Looks().violations(page) == []
        page.emulate_media(media="print")
        expect(link).to_be_hidden()


def test_without_the_setting_an_empty_search_has_no_link(finder: Deals) -> None:
    finder.page.get_by_role("searchbox").fill("quantum banana")
    expect(finder.page.locator(".db-result--none")).to_be_visible()
    expect(finder.page.get_by_text("Not helpful?")).to_have_count(0)
