"""The finder, as somebody uses it beside a call: typed, narrowed, read, copied, shared."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import Looks
from donebook.facts import AT_ONCE, ask_next
from donebook.language import english
from donebook.model import Pattern
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from projects import make_project
from serving import served
from shared import Shared
from stored import kept, put
from tabs import own_window
from trials import one_in
from waiting import paint, settled

CASES = Path(__file__).parent.parent / "cases/finder"
PUSHBACKS: dict[str, list[str]] = yaml.safe_load(
    (CASES / "pushbacks.yaml").read_text(encoding="utf-8")
)
NAMES: dict[str, str] = yaml.safe_load((CASES / "names.yaml").read_text(encoding="utf-8"))
ACRONYMS: list[str] = yaml.safe_load((CASES / "acronyms.yaml").read_text(encoding="utf-8"))
SENTENCES: dict[str, list[str]] = yaml.safe_load(
    (CASES / "sentences.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def finder(page: Page, address: str) -> Page:
    opened(page, f"{address}/find/")
    return page


def opened(page: Page, where: str) -> None:
    page.goto(where)
    expect(page.locator("[data-ready]")).to_be_attached()


def said(page: Page, words: str) -> list[str]:
    """Type words; the places of what was found, as `questions/…`, best first."""
    page.get_by_role("searchbox").fill(words)
    return found(page)


def found(page: Page) -> list[str]:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    links = page.locator(".db-result .db-result__link").evaluate_all("all => all.map(a => a.href)")
    return ["/".join(link.removesuffix("index.html").strip("/").split("/")[-2:]) for link in links]


def kinds(page: Page) -> set[str]:
    return set(page.locator(".db-result").evaluate_all("all => all.map(e => e.dataset.kind)"))


def test_there_are_forty_pushbacks() -> None:
    assert len(PUSHBACKS) == 40


@pytest.mark.torture
def test_everyday_pushbacks_lead_to_what_helps(finder: Page) -> None:
    astray = {
        words: first
        for words, useful in {**PUSHBACKS, **SENTENCES}.items()
        if not set(first := said(finder, words)[:3]) & set(useful)
    }
    assert astray == {}


FORGIVEN = {
    "expensiv": "expensive",
    "expnesive": "expensive",
    "compettitor": "competitor",
    "references": "reference",
    "people's time": "people’s time",
    "peoples time": "people’s time",
    "quarters": "quarter",
    "expenses": "expensive",
    "secure": "security",
    "BUDGET": "budget",
}


@pytest.mark.torture
def test_typing_errors_forms_and_quotes_are_forgiven(finder: Page) -> None:
    astray = {}
    for typed, meant in FORGIVEN.items():
        wanted = said(finder, meant)[:2]
        first = said(finder, typed)[:3]
        if not set(first) & set(wanted):
            astray[typed] = (first, wanted)
    assert astray == {}


ALIKE = {
    "pricey": "cheaper",
    "our rfp": "requirements",
    "havent heard back": "quiet",
    "nobody in our industry": "references",
    "our treasurer": "finance",
}


def test_what_means_much_the_same_is_found_and_marked(finder: Page) -> None:
    astray = {}
    for typed, meant in ALIKE.items():
        wanted = said(finder, meant)[:10]
        first = said(finder, typed)[:4]
        if not set(first) & set(wanted) or not finder.locator("mark.db-alike").count():
            astray[typed] = (first, wanted)
    assert astray == {}


def test_a_result_says_why_it_is_there(finder: Page) -> None:
    assert said(finder, "mailbox")
    first = finder.locator(".db-result").first
    expect(first.locator("mark")).to_have_text(re.compile("mailbox", re.IGNORECASE))
    expect(first).to_contain_text("Among its signs")


def gone_to(page: Page, words: str) -> list[str]:
    """Type words; where the pages lie that are gone to by their name, as `roles/champion/`."""
    home = page.url.split("/find/")[0] + "/"
    page.get_by_role("searchbox").fill(words)
    links = page.locator("[data-places]:not([hidden]) a").evaluate_all(
        "all => all.map(a => a.href)"
    )
    return [link.removeprefix(home) for link in links]


@pytest.mark.torture
def test_names_lead_to_their_pages(finder: Page) -> None:
    astray = {
        name: there
        for name, page in NAMES.items()
        if page not in (there := gone_to(finder, name)) or len(there) > 4
    }
    assert astray == {}


def test_what_a_buyer_says_leads_to_no_page(finder: Page) -> None:
    assert [said for said in ("too expensive", "not this quarter") if gone_to(finder, said)] == []


def test_a_page_is_gone_to_by_key_and_never_once_something_is_chosen(finder: Page) -> None:
    assert gone_to(finder, "meddpicc")
    expect(finder.locator("[data-boxed]")).to_be_attached()  # it comes with the first word typed
    finder.keyboard.press("ArrowDown")
    expect(finder.locator("[data-places] a").first).to_be_focused()
    finder.keyboard.press("Escape")
    finder.keyboard.press("Enter")
    finder.wait_for_url("**/frameworks/meddpicc/")
    opened(finder, finder.url.split("/frameworks/")[0] + "/find/?said=proof&kind=worksheet")
    assert gone_to(finder, "proof plan") == []
    assert "worksheets/proof-plan" in found(finder)


@pytest.mark.parametrize("words", ["meddpicc", "too expensive"])
def test_what_is_shown_anew_keeps_its_place_for_the_keys(finder: Page, words: str) -> None:
    said(finder, words)
    expect(finder.locator("[data-boxed]")).to_be_attached()
    finder.keyboard.press("ArrowDown")
    link = finder.locator(":focus").get_attribute("href")
    assert link
    finder.locator("[data-find] form").first.dispatch_event("change")
    expect(finder.locator(":focus")).to_have_attribute("href", link)


@pytest.mark.torture
def test_acronyms_and_slang_lead_to_something(finder: Page) -> None:
    none = finder.locator(".db-result--none")
    assert [w for w in ACRONYMS if not said(finder, f"{w} ") or none.count()] == []


@pytest.mark.parametrize("words", ["acme ", "hubspot ", "xqzzyv acme "])
def test_no_word_is_taken_for_an_ordinary_one(finder: Page, words: str) -> None:
    said(finder, words)
    expect(finder.locator(".db-result--none")).to_contain_text("how their words begin")


def test_slang_is_not_taken_word_by_word(finder: Page) -> None:
    said(finder, "tire kicker ")
    marks = {mark.lower() for mark in finder.locator("mark").all_inner_texts()}
    assert marks
    assert not [mark for mark in marks if mark.startswith(("time", "kick"))]


# A deal with a long name, in a stage.
AT_HAND = {"name": "Acme Manufacturing International", "stage": "prove", "changed": "2026-11-26"}
LONG = [
    "we're happy, it's just too expensive",
    "let me run this by my team",
    "procurement wants 20% off",
    "hard to justify to the CFO",
    "TCO",
]


@pytest.mark.torture
@pytest.mark.parametrize("has_deal", [False, True])
def test_three_results_are_in_sight_on_a_phone(
    browser: Browser, address: str, has_deal: bool
) -> None:
    with own_window(browser, viewport={"width": 390, "height": 844}) as page:
        if has_deal:
            put(page, address, {**kept(aaaaaaaa=AT_HAND), "donebook / current": "aaaaaaaa"})
        opened(page, f"{address}/find/")
        expect(page.locator("[data-at-hand]:visible")).to_have_count(int(has_deal))
        below = {}
        for words in (*PUSHBACKS, *LONG):
            if len(said(page, words)) < 3:
                continue
            title = page.locator(".db-result").nth(2).locator(".db-result__link").bounding_box()
            assert title
            if title["y"] + title["height"] > 844:
                below[words] = title
        assert below == {}


@pytest.mark.torture
def test_what_was_looked_for_is_in_sight_though_the_rest_is_folded_on_a_phone(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{address}/find/")
    said(page, "let me run this by my team")
    hint = page.locator(".db-result__hint:visible").first
    expect(hint.locator("mark")).to_be_in_viewport()
    hint.click()
    expect(page.locator("details[open] > .db-result__then mark").first).to_be_visible()
    said(page, "too expensive")
    rest = page.locator(".db-result[data-kind=pattern] .db-result__rest").first
    expect(rest.locator(".db-result__near").first).to_be_hidden()
    rest.locator("summary").click()
    expect(rest.locator(".db-result__near").first).to_be_visible()


def test_an_offer_is_not_of(finder: Page) -> None:
    said(finder, "offers")
    marks = {mark.lower() for mark in finder.locator("mark").all_inner_texts()}
    assert marks & {"offer", "offers"}
    assert "of" not in marks


def test_what_was_typed_before_changes_nothing(finder: Page) -> None:
    alone = said(finder, "crash")
    finder.reload()
    expect(finder.locator("[data-ready]")).to_be_attached()
    said(finder, "car crash")
    assert said(finder, "crash") == alone


def test_a_word_finds_while_it_is_typed(finder: Page) -> None:
    whole = said(finder, "budget")[0]
    assert whole in said(finder, "budg")[:4]


def test_what_was_typed_is_marked_and_nothing_else(finder: Page) -> None:
    said(finder, "too expensive")
    marks = finder.locator(".db-result").first.locator("mark:not(.db-alike)").all_inner_texts()
    assert "expensive" in [mark.lower() for mark in marks]
    assert {mark.lower() for mark in marks} <= {"too", "expensive"}
    alike = next(w for w in english().say("find.alike").split("\n") if "expensive" in w).split(", ")
    lighter = finder.locator("mark.db-alike").all_inner_texts()
    assert [mark for mark in lighter if not mark.lower().startswith(tuple(alike))] == []


def test_the_ask_can_be_copied_from_the_list(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    opened(page, f"{address}/find/?kind=question")
    item = page.locator(".db-result").first
    item.get_by_role("button", name="Copy").first.click()
    expect(item.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"“{copied}”" == item.locator(".db-result__link").inner_text()


@pytest.mark.torture
@pytest.mark.parametrize(
    ("choice", "value", "holds"),
    [
        ("stage", "agree", None),
        ("role", "finance", None),
        ("test", "win", None),
        ("framework", "bant", None),
        ("framework", "meddpicc.champion", None),
        ("root", "outsold", "Outsold"),
    ],
)
def test_a_choice_narrows_and_stays_in_the_address(
    finder: Page, address: str, choice: str, value: str, holds: str | None
) -> None:
    finder.get_by_text("Filters").click()
    finder.locator(f"select[name={choice}]").select_option(value)
    finder.wait_for_url(re.compile(rf"[?&]{choice}={re.escape(value)}"))
    narrowed = found(finder)
    assert narrowed
    if holds:
        expect(finder.locator(".db-result").first).to_contain_text(holds)
    other = finder.context.new_page()
    opened(other, finder.url)
    assert found(other) == narrowed
    finder.locator(f"select[name={choice}]").select_option("")
    assert found(finder) == []


@pytest.mark.torture
def test_a_choice_shows_just_what_has_it(finder: Page) -> None:
    finder.get_by_text("Filters").click()
    finder.locator("select[name=kind]").select_option("question")
    finder.locator("select[name=role]").select_option("finance")
    for place in found(finder):
        other = finder.context.new_page()
        other.goto(finder.url.split("/find/")[0] + f"/{place}/")
        expect(other.locator(".db-chips").first).to_contain_text("Finance")
        other.close()


def test_words_and_choices_are_shared_by_an_address(page: Page, address: str) -> None:
    opened(page, f"{address}/find/?said=budget&kind=loss-reason")
    assert kinds(page) == {"loss-reason"}
    expect(page.get_by_role("searchbox")).to_have_value("budget")


def test_checks_come_only_when_asked_for(finder: Page) -> None:
    said(finder, "met the person who can spend")
    assert "check" not in kinds(finder)
    finder.get_by_text("Filters").click()
    finder.locator("select[name=kind]").select_option("check")
    assert kinds(finder) == {"check"}


def test_a_feared_loss_says_what_to_ask_now(page: Page, address: str) -> None:
    opened(page, f"{address}/find/?said=out-priced&stage=agree&kind=loss-reason")
    first = page.locator(".db-result").first
    expect(first).to_contain_text("Ask now (")
    opened(page, f"{address}/find/?said=out-priced&stage=live&kind=loss-reason")
    expect(first).to_contain_text("too late to prevent after")
    expect(first).not_to_contain_text("Ask now")


def test_what_to_keep_to_when_asking_stands_before_what_to_ask(
    finder: Page, playbook: Playbook
) -> None:
    caution = next(p.caution for p in playbook.patterns if p.id == "buy-by-the-public-rules")
    said(finder, "it has to go out to bid")
    shown = finder.locator(".db-result[data-kind=pattern]").first
    told = str(caution).replace("'", "’")
    expect(shown).to_contain_text(f"Before you ask: {told}")
    lines = shown.locator("p").all_inner_texts()
    at = next(n for n, line in enumerate(lines) if told in line)
    assert lines[at + 1].startswith("Ask next")


def test_a_phrase_says_stance_tell_and_next_question(finder: Page) -> None:
    said(finder, "we're happy, it's just too expensive")
    shown = finder.locator(".db-result[data-kind=pattern]").first
    expect(shown).to_contain_text("Usually ")
    expect(shown).to_contain_text("Ask next")
    expect(shown).to_contain_text("Often confused with")


def test_an_example_that_is_in_quotes_gets_no_others(finder: Page) -> None:
    said(finder, "make it 12 fifteen is if nobody gets sick ")
    sign = finder.locator(".db-result__near", has_text="for example “Make it 12.").first
    assert sign.inner_text().count("“") == 1


MORE = """\
applies_to: [outbound]
send:
  - {when: They went quiet, text: "Hi {first name}, shall I close the file on the crane?"}
"""
SEGMENTS = """\
segments:
  motion: {name: Motion, values: {inbound: Inbound demo, outbound: Outbound}}
"""


@pytest.fixture(scope="module", params=["en", "de"])
def small(request: pytest.FixtureRequest, shared: Shared) -> Iterator[tuple[str, str]]:
    """A small playbook with segments, a message and somebody to tell, served: its language and address."""
    language: str = request.param

    def make(folder: Path) -> None:
        settings = f"{base.CONFIG}language: {language}\ncontact: the channel playbook\n"
        files = {
            "../site-config/playbook.yaml": settings,
            "vocabulary.yaml": base.FILES["vocabulary.yaml"] + SEGMENTS,
            "questions/why-us.yaml": base.question("Why us", "compete") + MORE,
        }
        built = build(make_project(folder / "playbook", files), TODAY)
        assert built.site, built.checked.problems

    with served(shared.once(f"find-{language}", make) / "playbook/site", kept=False) as where:
        yield language, where


NO_MATCH = {
    "en": ("No good match.", "Tell the channel playbook"),
    "de": ("Kein guter Treffer.", "Bitte the channel playbook"),
}


def test_where_nothing_is_a_good_match_the_nearest_are_shown_and_who_to_tell(
    page: Page, small: tuple[str, str]
) -> None:
    language, where = small
    opened(page, f"{where}/find/")
    near = said(page, "zeppelins over gardens and balloons with a date ")
    expect(page.locator(".db-result--none")).to_contain_text(NO_MATCH[language][0])
    expect(page.locator(".db-result--none")).to_contain_text(NO_MATCH[language][1])
    assert len(near) == 2
    said(page, "date ")
    expect(page.locator(".db-result--none")).to_have_count(0)


def test_a_message_is_found_and_copied(context: BrowserContext, small: tuple[str, str]) -> None:
    _, where = small
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=where)
    page = context.new_page()
    opened(page, f"{where}/find/")
    for words in ("crane ", "went quiet "):
        assert said(page, words) == ["questions/why-us"]
        expect(page.locator(".db-result")).to_contain_text("They went quiet")
    page.locator(".db-result__then .db-copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Hi {first name}, shall I close the file on the crane?"


@pytest.mark.torture
def test_a_segment_leaves_out_what_is_for_another_one(page: Page, small: tuple[str, str]) -> None:
    _, where = small
    opened(page, f"{where}/find/?kind=question")
    every = found(page)
    assert "questions/why-us" in every
    opened(page, f"{where}/find/?kind=question&segment-motion=outbound")
    assert found(page) == every
    opened(page, f"{where}/find/?kind=question&segment-motion=inbound")
    assert found(page) == [place for place in every if place != "questions/why-us"]


UNKNOWN = ["purple elephant sandwich", "zzz kubernetes", "asdfgh", "please", "weather in paris"]


@pytest.mark.parametrize("words", [*UNKNOWN, "blue car"])
def test_words_that_nothing_has_lead_to_the_nearest_and_to_who_is_told(
    finder: Page, words: str
) -> None:
    """The starter names no contact of its own: then the first owner is told."""
    assert len(said(finder, words)) == 2
    none = finder.locator(".db-result--none")
    expect(none).to_contain_text("No good match")
    expect(none).to_contain_text("Tell Sales enablement (#sales-enablement on Slack)")
    expect(finder.locator("[data-places]")).to_be_hidden()


@pytest.mark.torture
def test_nothing_found_says_what_to_try(finder: Page) -> None:
    assert said(finder, "商談") == []
    expect(finder.locator(".db-result--none")).to_contain_text("Try")
    expect(finder.locator(".db-result--none a").first).to_have_attribute(
        "href", re.compile("phrases")
    )
    said(finder, "premortem")
    finder.get_by_text("Filters").click()
    finder.locator("select[name=kind]").select_option("exercise")
    assert found(finder) == []
    finder.get_by_role("button", name=re.compile("Search without the filters")).click()
    assert found(finder)


def test_words_that_stand_nowhere_are_named(finder: Page) -> None:
    assert said(finder, "budget xqzzyv ")
    expect(finder.locator("[data-count]")).to_contain_text("No match for “xqzzyv”")
    said(finder, "budget ")
    expect(finder.locator("[data-count]")).not_to_contain_text("No match for")


def test_one_letter_is_not_looked_for_yet(finder: Page) -> None:
    assert said(finder, "w") == []
    expect(finder.locator(".db-result--none")).to_have_count(0)
    expect(finder.get_by_role("heading", name="The buyer just said")).to_be_visible()


def test_a_stage_shows_its_own_questions_first(finder: Page) -> None:
    finder.get_by_text("Filters").click()
    finder.locator("select[name=stage]").select_option("prove")
    found(finder)
    about = finder.locator(".db-result__about").all_inner_texts()
    questions = [text for text in about if text.startswith("Question")]
    assert "Prove" in questions[0]
    assert [text for text in questions if "Prove" in text] == questions[
        : sum("Prove" in text for text in questions)
    ]


@pytest.mark.torture
def test_an_address_holds_all_that_can_be_typed(page: Page, address: str) -> None:
    opened(page, f"{address}/find/")
    page.get_by_role("searchbox").click()
    page.keyboard.insert_text("we have no budget for this now " * 20)
    typed = page.get_by_role("searchbox").input_value()
    page.wait_for_url("**said=*")
    opened(page, page.url)
    assert page.get_by_role("searchbox").input_value() == typed.strip()


@pytest.mark.torture
def test_a_key_leads_to_the_finder_and_keys_lead_through_it(page: Page, address: str) -> None:
    page.goto(f"{address}/patterns/stop-the-leak/")
    settled(page)
    page.keyboard.press("/")
    page.wait_for_url("**/find/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("budget")
    first, second = page.locator(".db-result__link").nth(0), page.locator(".db-result__link").nth(1)
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    there = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{there}" if there and not there.startswith("http") else str(there))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("budget")


def test_a_slash_in_a_field_stays_a_slash(page: Page, address: str) -> None:
    page.goto(f"{address}/worksheets/call-sheet/")
    field = page.locator("form[data-sheet] textarea:visible").first
    field.click()
    page.keyboard.type("1/2")
    expect(field).to_have_value("1/2")


@pytest.mark.torture
def test_more_is_shown_on_demand(finder: Page) -> None:
    finder.get_by_text("Filters").click()
    finder.locator("select[name=kind]").select_option("question")
    before = found(finder)
    finder.get_by_role("button", name="Show more").click()
    after = found(finder)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    finder.locator(".db-result__link").nth(len(after) - 1).click()
    finder.go_back()
    expect(finder.locator(".db-result")).to_have_count(len(after))


def test_the_index_is_loaded_only_where_it_is_used(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")
    settled(page)
    assert not [url for url in asked if re.search(r"find[\w-]*\.js", url)]


def test_it_works_from_a_folder(page: Page, site: Path) -> None:
    opened(page, (site / "find/index.html").as_uri())
    assert said(page, "too expensive")


def test_it_works_where_pages_change_without_being_loaded(page: Page, instant: str) -> None:
    page.goto(f"{instant}/patterns/")
    settled(page)
    page.keyboard.press("/")
    expect(page.locator("[data-ready]")).to_be_attached()
    assert said(page, "too expensive")
    page.locator(".db-result__link").first.click()
    expect(page.locator("[data-ready]")).not_to_be_attached()
    page.go_back()
    expect(page.locator("[data-ready]")).to_be_attached()
    expect(page.get_by_role("searchbox")).to_have_value("too expensive")


def test_an_index_that_fails_says_so(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route("**/finder-index.js", lambda route: route.abort())
    page.goto(f"{address}/find/?said=budget")
    expect(page.get_by_role("status").first).to_contain_text("could not be loaded")


@pytest.mark.torture
@pytest.mark.parametrize("width", [1280, 390])
def test_results_of_every_kind_are_accessible(browser: Browser, address: str, width: int) -> None:
    """Everything in light, and colors again in dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="light", reduced_motion="reduce"
    )
    page, looks, wrong = context.new_page(), Looks(), {}
    for query in ("said=price", "kind=check", "kind=worksheet", "said=xqzzyv&stage=open"):
        page.emulate_media(color_scheme="light")
        opened(page, f"{address}/find/?{query}")
        paint(page, "light")
        wrong[query, "light"] = looks.violations(page)
        paint(page, "dark")
        wrong[query, "dark"] = looks.color_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert {at: found for at, found in wrong.items() if found} == {}


ASKED = """() => Object.fromEntries(Array.from(document.querySelectorAll('.db-result[data-kind=pattern]'), found => [
    found.querySelector('.db-result__link').pathname.split('/').at(-2),
    Array.from(found.querySelectorAll('.db-result__then a'), link => link.pathname.split('/').at(-2))]))"""
LIT = """() => Object.fromEntries(Array.from(document.querySelectorAll('[data-light]'), light => [
    light.dataset.light, Array.from(light.querySelectorAll('.db-light__ask a'), link => link.pathname.split('/').at(-2))]))"""
# As the page is sent: no script has a part in it.
ON_ITS_PAGE = """async where => {
    const sent = new DOMParser().parseFromString(await (await fetch(where)).text(), "text/html");
    return Array.from(sent.querySelectorAll(":is(#ask-next, #ask-next + .db-caution) + dl > div"), row => [
        row.querySelector("dt").textContent.split(" · ").map(name => name.trim()),
        Array.from(row.querySelectorAll("dd a"), link => link.getAttribute("href").split("/").at(-2))]);
}"""


@pytest.mark.parametrize("every", one_in(2, [3, 1]))
def test_finder_call_and_page_ask_the_same_next(
    page: Page, address: str, playbook: Playbook, every: int
) -> None:
    """For every definition of done at every stage: the same questions, in the same order.

    Its page has those of them that are asked in the stage: it is read before a call, and the others
    say in the finder and in the call where they belong.
    """
    stages = playbook.vocabulary.stages
    names = {str(stage.name): name for name, stage in stages.items()}
    on_pages: dict[str, dict[str, list[str]]] = {stage: {} for stage in stages}
    stages_of = {question.id: question.stages for question in playbook.spoken}
    patterns = {pattern.id for pattern in playbook.patterns[::every]}
    page.goto(f"{address}/")
    for pattern in sorted(patterns):
        for shown, asked in page.evaluate(ON_ITS_PAGE, f"{address}/patterns/{pattern}/"):
            for name in shown:
                on_pages[names[name]][pattern] = asked
    for stage in [*stages][::every]:
        opened(page, f"{address}/find/?stage={stage}&kind=pattern")
        while page.locator("[data-more]").is_visible():
            page.locator("[data-more]").click()
        in_finder = page.evaluate(ASKED)
        page.goto(f"{address}/stages/{stage}/call/")
        in_call = page.evaluate(LIT)
        expected = {
            pattern.id: [question.id for question in ask_next(playbook, pattern, stage)[:AT_ONCE]]
            for pattern in playbook.patterns
        }
        asked_here = {
            name: found
            for name, keys in expected.items()
            if name in patterns and (found := [key for key in keys if stage in stages_of[key]])
        }
        assert on_pages[stage] == asked_here
        assert in_finder, stage
        assert in_finder == {name: expected[name] for name in in_finder}
        assert in_call, stage
        assert in_call == {name: expected[name] for name in in_call}


def test_what_the_chosen_role_can_answer_is_asked_first(finder: Page, playbook: Playbook) -> None:
    role = next(iter(playbook.vocabulary.roles))
    opened(finder, f"{finder.url}?stage=discover&role={role}&kind=pattern")
    for name, asked in finder.evaluate(ASKED).items():
        pattern = playbook.entry(Pattern, name)
        expected = ask_next(playbook, pattern, "discover", role)[:AT_ONCE]
        assert asked == [question.id for question in expected]
