"""A German playbook under a company's own names: nothing of it speaks English or of anybody else."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from access import violations
from donebook.language import english, read_language
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder
from projects import CHECKOUT
from serving import served
from shared import Shared, copy_project
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
    "worksheet": "worksheets/call-sheet/",
    "exercise": "exercises/two-figures-one-meeting/",
    "map": "map/",
    "coverage": "coverage/",
    "printed": "printed/?sheet=call-sheet&v=0",
    "nothing there": "404.html",
}


@pytest.fixture(scope="module")
def german(starter: Path, shared: Shared) -> Iterator[str]:
    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        settings = root / "site-config/playbook.yaml"
        colours = (
            settings.read_text()
            .replace("#0b6b60", "#7b2d8b")
            .replace("name: Sales playbook", "name: Acme")
        )
        settings.write_text(colours + SETTINGS)
        for point in (root / "content/proof-points").iterdir():
            point.write_text(point.read_text().replace("status: draft\n", ""))
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
    content = " ".join(p.read_text("utf-8") for p in (CHECKOUT / "content").rglob("*.yaml"))
    return sorted({p for p in pieces if len(p) > 11 and " " in p and p not in content})


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_word_of_the_interface_is_english(page: Page, german: str, path: str) -> None:
    page.goto(f"{german}/{path}")
    settled(page)
    assert page.locator("html").get_attribute("lang") == "de"
    shown = page.evaluate(
        """() => document.body.innerText + [...document.querySelectorAll('[aria-label], [placeholder], option')]
            .map(e => e.ariaLabel + ' ' + e.placeholder + ' ' + e.textContent).join(' ')"""
    )
    assert [words for words in english_words() if words in shown] == []


def test_own_names_stand_wherever_a_stage_a_kind_or_a_root_is_named(
    page: Page, german: str
) -> None:
    page.goto(f"{german}/questions/last-time-someone-tried/")
    navigation = page.locator(".md-nav--primary").first
    expect(navigation).to_contain_text("Verstehen")
    expect(navigation).to_contain_text("Endzustände")
    expect(page.locator(".db-eyebrow").first).to_contain_text("Verstehen")
    page.goto(f"{german}/loss-reasons/out-waited/")
    expect(page.locator(".db-badge").first).to_contain_text("Geschlagen")
    page.goto(f"{german}/find/?said=too+expensive")
    expect(page.locator(".db-result[data-kind=pattern] .db-result__about").first).to_contain_text(
        "Endzustand"
    )


def test_brand_logo_and_contact_are_the_companys(page: Page, german: str) -> None:
    page.goto(f"{german}/")
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


def test_the_finder_knows_german_forms_of_a_word(page: Page, german: str) -> None:
    for word in WORDS.values():
        page.goto(f"{german}/find/?said={word}+")
        found = page.locator(".db-result__link")
        expect(found).to_have_count(2)
        links = found.evaluate_all("all => all.map(link => link.pathname.split('/').at(-2))")
        assert set(links) == set(WORDS)


def test_a_deal_is_kept_and_told_in_german(page: Page, german: str) -> None:
    page.goto(f"{german}/worksheets/call-sheet/")
    page.locator("[name=account]").fill("Nordhaven")
    expect(page.locator("[data-said]")).to_contain_text("In diesem Browser gespeichert")
    page.get_by_text("Mitnehmen", exact=True).click()
    page.get_by_role("button", name="Ganzer Deal, als Dokument …").click()
    expect(page.locator("dialog h2")).to_have_text("Der ganze Deal")


def test_a_mark_is_shown_in_german_and_kept_as_in_every_language(page: Page, german: str) -> None:
    page.goto(f"{german}/worksheets/four-test-scorecard/")
    expect(page.locator(".db-score")).to_be_hidden()
    page.locator("form.worksheet input[type=radio]").first.check()
    expect(page.locator("table thead").first).to_contain_text("Bestätigt")
    is_kept(page)
    kept = page.evaluate("Object.values(localStorage)")
    assert "Confirmed" in kept
    assert "Bestätigt" not in kept
    expect(page.locator(".db-score")).to_contain_text("Der schwächste Prüfstein")


def test_sheets_and_cards_are_printed_in_german(page: Page, german: str) -> None:
    for path, link in (
        ("worksheets/ten-minute-deal-review/", "PDF, A4"),
        ("exercises/two-figures-one-meeting/", "Karten und Seiten, A4"),
    ):
        page.goto(f"{german}/{path}")
        href = page.get_by_role("link", name=link).get_attribute("href")
        answer = page.request.get(f"{german}/{path}{href}")
        assert answer.ok
        text = "".join(
            p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(answer.body())
        )
        assert re.search(r"Seite \d+ von \d+", text)
        assert [w for w in ("page 1 of", "Write down words") if w in text] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_german_pages_are_accessible_and_fit(browser: Browser, german: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    for path in PAGES.values():
        page.goto(f"{german}/{path}")
        settled(page)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
