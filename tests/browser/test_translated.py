"""A German playbook under a company's own names: nothing of it speaks English or of anybody else."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from access import Looks
from donebook.language import english, read_language
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder
from projects import CHECKOUT
from serving import served
from shared import Shared, copy_project
from trials import in_torture
from waiting import is_kept, settled

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="15" fill="#7b2d8b"/></svg>'
)
SETTINGS = """
language: de
logo: acme.svg
contact: Ines vom Vertrieb, ines@example.org
words:
  stages: {discover: Verstehen}
  kinds: {pattern: {one: Endzustand, many: Endzustände}}
  roots: {outsold: Geschlagen}
"""
# Two forms that only a German stem brings together.
WORDS = {"out-waited": "Amt", "champion-left": "Ämter"}
PAGES = {
    "home": "",
    "finder": "find/?said=price",
    "stage": "stages/discover/",
    "call": "stages/discover/call/",
    "question": "questions/last-time-someone-tried/",
    "check": "questions/met-the-spender/",
    "pattern": "patterns/one-number-everyone-trusts/",
    "loss reason": "loss-reasons/out-waited/",
    "loss reasons": "loss-reasons/",
    "proof points": "proof-points/",
    "proof point": "proof-points/contractor-paid-in-38-days/",
    "own pages": "pages/",
    "own page": "pages/rivals/their-own-team/",
    "worksheet": "worksheets/call-sheet/",
    "exercise": "exercises/two-figures-one-meeting/",
    "my deals": "deals/",
    "review deals": "review-deals/",
    "play": "play/",
    "map": "map/",
    "coverage": "coverage/",
    "printed": "printed/?sheet=call-sheet&v=0",
    "nothing there": "404.html",
}


DRAFTS = ("proof-points", "pages/rivals")


@pytest.fixture(scope="module")
def german_site(starter: Path, shared: Shared) -> Iterator[str]:
    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        settings = root / "site-config/playbook.yaml"
        colours = (
            settings.read_text()
            .replace("#0b6b60", "#7b2d8b")
            .replace("name: Sales playbook", "name: Acme")
        )
        settings.write_text(colours + SETTINGS)
        for draft in (root / f"content/{folder}" for folder in DRAFTS):
            for place in draft.iterdir():
                if not place.name.startswith("_"):
                    place.write_text(place.read_text().replace("status: draft\n", ""))
        (root / "site-config/assets").mkdir(exist_ok=True)
        (root / "site-config/assets/acme.svg").write_text(LOGO)
        for name, word in WORDS.items():
            entry = root / f"content/loss-reasons/{name}.yaml"
            entry.write_text(
                entry.read_text("utf-8").replace("aliases: [", f"aliases: [{word}, "), "utf-8"
            )
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    with served(shared.once("german", make) / "playbook/site", kept=False) as where:
        yield where


@cache
def english_words() -> list[str]:
    """What the interface says in English and not in German, long enough to be told from content."""
    german, _ = read_language(Folder(CHECKOUT), "de")
    pieces = (
        part.strip(" :.,")
        for name, word in english().words.items()
        if german.words[name] != word
        for part in re.split(r"\{\w+\}", word)
    )
    places = [p for p in (CHECKOUT / "content").rglob("*.*") if p.suffix in (".yaml", ".md")]
    content = " ".join(place.read_text("utf-8") for place in places)
    return sorted({p for p in pieces if len(p) > 11 and " " in p and p not in content})


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def looks() -> Looks:
    return Looks()


@pytest.mark.parametrize("path", in_torture(PAGES.values()), ids=PAGES.keys())
def test_no_word_of_the_interface_is_english_and_all_fits(
    visitor: Page, looks: Looks, german_site: str, path: str
) -> None:
    """What a page says, what axe finds and how wide it gets, in one visit."""
    page = visitor
    wrong: dict[str, object] = {}
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto(f"{german_site}/{path}")
    settled(page)
    assert page.locator("html").get_attribute("lang") == "de"
    shown = page.evaluate(
        """() => document.body.innerText + [...document.querySelectorAll('[aria-label], [placeholder], option')]
            .map(e => e.ariaLabel + ' ' + e.placeholder + ' ' + e.textContent).join(' ')"""
    )
    wrong["English"] = [words for words in english_words() if words in shown]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        wrong[f"at {width}"] = looks.violations(page)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[f"wide at {width}"] = wide
    assert {what: found for what, found in wrong.items() if found} == {}


def test_own_names_stand_wherever_a_stage_a_kind_or_a_root_is_named(
    page: Page, german_site: str
) -> None:
    page.goto(f"{german_site}/questions/last-time-someone-tried/")
    navigation = page.locator(".md-nav--primary").first
    expect(navigation).to_contain_text("Verstehen")
    expect(navigation).to_contain_text("Endzustände")
    expect(page.locator(".db-eyebrow").first).to_contain_text("Verstehen")
    page.goto(f"{german_site}/loss-reasons/out-waited/")
    expect(page.locator(".db-badge").first).to_contain_text("Geschlagen")
    page.goto(f"{german_site}/find/?said=too+expensive")
    expect(page.locator(".db-result[data-kind=pattern] .db-result__about").first).to_contain_text(
        "Endzustand"
    )


def test_brand_logo_and_contact_are_the_companys(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}/")
    settled(page)
    logo = page.locator(".md-header .md-logo img")
    assert "acme.svg" in str(logo.get_attribute("src"))
    assert logo.evaluate("e => e.complete && e.naturalWidth > 0")
    expect(page.locator(".md-header__title")).to_contain_text("Acme")
    expect(page.locator(".db-foot")).to_contain_text("Ines vom Vertrieb")
    link = page.locator(".db-foot a")
    expect(link).to_have_attribute("href", "mailto:ines@example.org")
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--db-brand').trim()"
    assert page.evaluate(colour) == "#7b2d8b"


def test_the_finder_knows_german_forms_of_a_word(page: Page, german_site: str) -> None:
    for word in WORDS.values():
        page.goto(f"{german_site}/find/?said={word}+")
        found = page.locator(".db-result__link")
        expect(found).to_have_count(2)
        links = found.evaluate_all("all => all.map(link => link.pathname.split('/').at(-2))")
        assert set(links) == set(WORDS)


def test_a_deal_is_kept_and_told_in_german(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}/worksheets/call-sheet/")
    page.locator("[name=account]").fill("Nordhaven")
    expect(page.locator("[data-said]")).to_contain_text("In diesem Browser gespeichert")
    page.get_by_text("Exportieren", exact=True).click()
    page.get_by_role("button", name="Ganzer Deal, als Dokument …").click()
    expect(page.locator("dialog h2")).to_have_text("Der ganze Deal")


DEAL = {
    "deal.x": "Nordhaven",
    "field.x.next-step": "Ines liest es vor",
    "field.x.next-step-date": "2026-01-02",
    "field.x.done-confirmed": "2026-01-02",
    "field.x.check.met-the-spender": "Unknown",
    "archived.y": "2026-01-02",
    "deal.y": "Altona",
}


def test_my_deals_and_their_review_are_german(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}/deals/")
    page.evaluate(
        "(deal) => Object.entries(deal).forEach(([key, value]) => localStorage.setItem(`donebook / ${key}`, value))",
        DEAL,
    )
    page.reload()
    settled(page)
    page.locator(".db-dealrow summary").first.click()
    page.locator("[data-archived-count]").click()
    expect(page.locator("[data-list]")).to_contain_text("Ines liest es vor, bis 02.01.2026")
    told = page.locator("body").inner_text()
    page.locator("[data-do=erase]").click()
    told += page.locator("dialog").inner_text()
    with page.expect_download() as download:
        page.locator("[data-backup] [data-do=all]").evaluate("button => button.click()")
    page.goto(f"{german_site}/review-deals/")
    settled(page)
    page.locator("[data-files]").set_input_files([str(download.value.path()), __file__])
    expect(page.locator("[data-problems] li")).to_have_count(1)
    told += page.locator("body").inner_text()
    assert [words for words in english_words() if words in told] == []


def test_a_mark_is_shown_in_german_and_kept_as_in_every_language(
    page: Page, german_site: str
) -> None:
    page.goto(f"{german_site}/worksheets/four-test-scorecard/")
    expect(page.locator(".db-score")).to_be_hidden()
    page.locator("form.worksheet input[type=radio]").first.check()
    expect(page.locator("table thead").first).to_contain_text("Bestätigt")
    is_kept(page)
    kept = page.evaluate("Object.values(localStorage)")
    assert "Confirmed" in kept
    assert "Bestätigt" not in kept
    expect(page.locator(".db-score")).to_contain_text("Der schwächste Prüfstein")


def test_sheets_and_cards_are_printed_in_german(page: Page, german_site: str) -> None:
    for path, said, link in (
        ("worksheets/ten-minute-deal-review/", "", "PDF, US Letter"),
        ("exercises/two-figures-one-meeting/", "Nur für den Trainer", "US Letter"),
    ):
        page.goto(f"{german_site}/{path}")
        place = page.locator("li", has_text=said).last if said else page
        href = place.get_by_role("link", name=link).get_attribute("href")
        answer = page.request.get(f"{german_site}/{path}{href}")
        assert answer.ok
        text = "".join(
            p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(answer.body())
        )
        assert re.search(r"Seite \d+ von \d+", text)
        assert [w for w in ("page 1 of", "Write down words") if w in text] == []
        if said:
            assert re.search(r"„Stopp. Beobachter[^“]*“", text), "in German marks"


def test_the_wording_of_a_deals_sentence_is_judged_in_german(page: Page, german_site: str) -> None:
    page.goto(f"{german_site}/worksheets/definition-of-done-canvas/")
    expect(page.locator("form.is-live")).to_be_visible()
    page.locator("form [name=account]").fill("Nordhaven")
    state = page.locator("form [name=end-state]")
    told = page.locator("[data-deal] [data-done] .db-done__wording")
    for said, words in (
        ("die Plattform an allen Standorten ausgerollt ist", "„Plattform an allen Standorten ausgerollt ist“ ist unsere Arbeit."),
        ("beide Werksleiter das Kundendashboard nutzen", "„Kundendashboard“ ist Teil eines Produkts."),
        ("die Übergabe übersichtlicher ist", "„übersichtlicher“ versteht jeder anders."),
        ("die Liste vorgelesen wird", "Hier lässt sich noch nichts messen."),
    ):  # fmt: skip
        state.fill(said)
        expect(told).to_contain_text(words)
    state.fill("niemand eine Rechnung zweimal tippt")
    expect(told).to_be_hidden()
    is_kept(page)
