"""A sheet filled in: the real form in Chromium, its store, what goes out of a deal and comes in."""

import gzip
import json
import random
import re
import shutil
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from access import Looks
from donebook.model.worksheet import Table
from donebook.playbook import Playbook
from donebook.text import finished
from projects import CHECKOUT
from serving import served
from trials import STEP, one_in
from waiting import is_kept, paint, until

SHEETS = sorted(p.stem for p in (CHECKOUT / "content/worksheets").iterdir())
CANVAS, SCORECARD, HANDOVER = (
    "definition-of-done-canvas",
    "four-test-scorecard",
    "handover-of-the-agreed-end-state",
)
FILL_EVERYTHING = """() => {
    for (const control of document.querySelectorAll('form[data-sheet] [name]')) {
        if (control.type === 'radio' || control.type === 'checkbox') control.checked = true;
        else control.value = control.type === 'date' ? '2027-02-03' : 'is ' + control.name + ' is';
        control.dispatchEvent(new Event('input', {bubbles: true}));
    }
}"""


class Deal:
    """One tab on the sheets of a site."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.refuse = lambda dialog: self.errors.append(f"dialog: {dialog.message}")
        page.on("dialog", self.refuse)

    def open(self, sheet: str) -> "Deal":
        self.page.goto(f"{self._address}/worksheets/{sheet}/")
        expect(self.page.locator("form.is-live")).to_be_visible()
        return self

    def field(self, key: str) -> Any:
        return self.page.locator(f'[name="{key}"]')

    def write(self, **values: str) -> "Deal":
        for name, value in values.items():
            self.field(name.replace("__", ".").replace("_", "-")).fill(value)
        return self

    def mark(self, check: str, mark: str) -> None:
        self.page.locator(f'[name="check.{check}"][value="{mark}"]').check()

    def saved(self) -> dict[str, str]:
        """The fields kept of the deal that is open, once nothing waits to be saved."""
        is_kept(self.page)
        found: dict[str, str] = self.page.evaluate(
            "() => Object.fromEntries(donebook.deal.deals.fields(donebook.deal.deals.current()))"
        )
        return found

    def do(self, name: str) -> None:
        menus = {
            "Rename …": "This deal",
            "Duplicate": "This deal",
            "Delete": "This deal",
            "Deal file, for a colleague or a backup": "Export",
            "Whole deal, as a document …": "Export",
            "Note for the CRM …": "Export",
            "Recap for the buyer …": "Export",
        }
        if name in menus:
            self.page.locator("summary", has_text=menus[name]).click()
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def deals(self) -> list[str]:
        found: list[str] = self.page.evaluate("() => donebook.deal.deals.list().map(d => d.title)")
        return found

    @property
    def said(self) -> Any:
        return self.page.locator("[data-said][role=status]")

    @property
    def dialog(self) -> Any:
        return self.page.locator("dialog[open]")

    def bring(self, text: str) -> None:
        """Choose a deal file with this text, and wait for what is said about it."""
        self.page.locator("[data-file]").set_input_files(
            {
                "name": "deal.json",
                "mimeType": "application/json",
                "buffer": text.encode("utf-8", "surrogatepass"),
            }
        )
        expect(self.dialog).to_be_visible()


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Callable[[], Deal]:
    return lambda: Deal(context.new_page(), address)


@pytest.fixture
def deal(tab: Callable[[], Deal]) -> Deal:
    return tab()


# ---- saving


@pytest.mark.torture
def test_what_is_typed_is_there_after_a_reload(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund", end_state="One figure.\nNobody argues.")
    deal.page.locator('[name="stance"][value="Redefine"]').check()
    deal.field("first-use-date").fill("2027-03-01")
    deal.page.reload()  # at once, before the browser has had a moment to save
    expect(deal.field("account")).to_have_value("Norlund")
    expect(deal.field("end-state")).to_have_value("One figure.\nNobody argues.")
    expect(deal.page.locator('[name="stance"][value="Redefine"]')).to_be_checked()
    expect(deal.field("first-use-date")).to_have_value("2027-03-01")


@pytest.mark.torture
def test_what_is_typed_is_there_after_going_on_and_back(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund")
    deal.page.locator(".md-nav--primary a", has_text="Sheets").first.click()
    deal.page.wait_for_url("**/worksheets/")
    deal.page.go_back()
    expect(deal.field("account")).to_have_value("Norlund")


def test_with_instant_navigation_nothing_is_lost_and_nothing_mounts_twice(
    context: BrowserContext, instant: str
) -> None:
    deal = Deal(context.new_page(), instant).open(CANVAS)
    deal.page.evaluate("() => { window.isSamePage = true; }")
    for number in range(3):
        deal.write(account=f"Norlund {number}")
        deal.page.locator(".md-nav--primary a", has_text="Sheets").first.click()  # at once
        deal.page.wait_for_url("**/worksheets/")
        deal.page.locator("article a", has_text="Definition of done canvas").first.click()
        expect(deal.field("account")).to_have_value(f"Norlund {number}")
    assert deal.page.evaluate("() => window.isSamePage"), "the pages were loaded anew"
    before = deal.page.locator("[data-rows=done] tr").count()
    deal.page.locator("[data-add=done]").click()
    expect(deal.page.locator("[data-rows=done] tr")).to_have_count(before + 1)
    deal.do("Duplicate")
    assert deal.deals == ["Norlund 2", "Norlund 2 (copy)"]
    deal.open(SCORECARD)
    deal.mark("met-the-spender", "Unknown")
    link = deal.page.locator("[data-gather=score] ol a").first.get_attribute("href")
    assert link
    assert deal.page.request.get(link).ok
    assert not deal.errors


def test_one_key_for_each_field(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund", done__1__statement="Ten minutes")
    assert deal.saved() == {"account": "Norlund", "done.1.statement": "Ten minutes"}
    deal.write(account="")
    assert deal.saved() == {"done.1.statement": "Ten minutes"}


@pytest.mark.torture
def test_typing_never_waits_for_saving(deal: Deal) -> None:
    deal.open(CANVAS)
    deal.page.evaluate(
        """() => {
            window.during = 0; window.writes = 0; let typing = false;
            const write = Storage.prototype.setItem;
            Storage.prototype.setItem = function (...a) { window.writes++; if (typing) window.during++; return write.apply(this, a); };
            addEventListener('input', () => { typing = true; }, true);
            addEventListener('input', () => { typing = false; });
        }"""
    )
    deal.field("end-state").press_sequentially("Marit decides in ten minutes.", delay=5)
    assert deal.saved()["end-state"] == "Marit decides in ten minutes."
    assert deal.page.evaluate("() => [window.during, window.writes > 0]") == [0, True]


@pytest.mark.torture
def test_a_deal_deleted_in_another_tab_loses_nothing_that_is_typed(tab: Callable[[], Deal]) -> None:
    one, other = tab().open(CANVAS), tab()
    one.write(account="Norlund")
    one.saved()
    other.open(CANVAS).do("Delete")
    one.write(deal_name="Spring")
    assert one.saved()["deal-name"] == "Spring"
    assert len(one.deals) == 1


@pytest.mark.torture
def test_full_storage_is_said_and_made_up_for(deal: Deal) -> None:
    deal.open(CANVAS)
    deal.page.evaluate(
        """() => { let size = 1 << 20, n = 0; localStorage.clear();
            while (size > 0) { try { localStorage.setItem('other' + n++, 'x'.repeat(size)); } catch { size >>= 1; } } }"""
    )
    deal.write(account="Norlund", end_state="One figure")
    expect(deal.said).to_contain_text("Not saved")
    asked: list[str] = []

    def dismiss(shown: Dialog) -> None:
        asked.append(shown.type)
        shown.dismiss()

    deal.page.remove_listener("dialog", deal.refuse)
    deal.page.on("dialog", dismiss)
    deal.page.locator(".md-nav--primary a", has_text="Sheets").first.click()
    until(deal.page, "document.readyState === 'complete'")
    assert asked == ["beforeunload"]
    expect(deal.field("account")).to_have_value("Norlund")
    deal.do("Duplicate")
    expect(deal.said).to_contain_text("Not saved")
    deal.page.evaluate(
        "() => { for (let n = 0; n < 8; n++) localStorage.removeItem('other' + n); }"
    )
    deal.write(deal_name="Spring")
    expect(deal.said).to_contain_text("Saved in this browser")
    deal.page.reload()
    assert asked == ["beforeunload"], "what is saved is left without asking"
    expect(deal.field("account")).to_have_value("Norlund")
    expect(deal.field("deal-name")).to_have_value("Spring")


@pytest.mark.torture
def test_without_storage_it_works_and_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    deal = Deal(context.new_page(), address).open(SCORECARD)
    deal.write(account="Norlund")
    deal.mark("met-the-spender", "Missing")
    expect(deal.said).to_contain_text("Not saved")
    expect(deal.page.locator("[data-gather=score]")).to_contain_text("Stop")
    assert deal.deals == ["Norlund"]
    deal.do("Note for the CRM …")
    assert not [
        error for error in deal.errors if "assets/donebook" in error
    ]  # the theme's may fail
    context.close()


REVIEWS = ["{", "null", "[]", '"x"', '{"on": 3}', '{"on": "x", "fields": null}']
CORRUPT = """(review) => { for (const [k, v] of [['deal.x', 'Old'], ['review.x', review], ['field.x.', '1'], ['field.', '2'], ['field.x.__proto__', 'p'],
    ['field.x.people.-1.name', 'a'], ['field.x.people.99999999.name', 'b'], ['field.x.first-use-date', 'not a day'], ['deal.', ''], ['current', 'nobody'], ['nonsense', 'y']])
    localStorage.setItem('donebook / ' + k, v); sessionStorage.clear(); localStorage.setItem('donebook / current', 'x'); }"""


@pytest.mark.torture
def test_a_corrupt_store_stops_nothing(deal: Deal) -> None:
    """Every sheet reads the store with the same code; one of them shows the review, too."""
    deal.open(CANVAS)
    for review in REVIEWS:
        deal.page.evaluate("localStorage.clear()")
        deal.page.evaluate(CORRUPT, review)
        deal.open("ten-minute-deal-review")
        expect(deal.page.locator("[data-pick]")).to_have_value("x")
        deal.write(account="Norlund")
        assert deal.saved()["account"] == "Norlund"
        assert not deal.errors, review
    deal.page.evaluate("localStorage.clear()")
    deal.page.evaluate(CORRUPT, REVIEWS[0])
    for sheet in ("people-map", CANVAS):
        deal.open(sheet)
    expect(deal.page.locator("[data-pick]")).to_have_value("x")
    deal.write(account="Norlund")
    assert deal.saved()["account"] == "Norlund"
    assert not deal.errors


# ---- deals


@pytest.mark.torture
def test_sheets_of_one_deal_share_what_has_one_key(deal: Deal) -> None:
    deal.open(CANVAS).write(
        account="Norlund", end_state="One figure", done__1__statement="The figure is the same"
    )
    deal.open(HANDOVER)
    expect(deal.field("end-state")).to_have_value("One figure")
    expect(deal.field("done.1.statement")).to_have_value("The figure is the same")
    deal.write(done__2__statement="Marit has signed")
    deal.open("executive-page")
    expect(deal.field("account")).to_have_value("Norlund")
    expect(deal.field("done.2.statement")).to_have_value("Marit has signed")


@pytest.mark.torture
def test_several_deals_stand_side_by_side(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund", end_state="One figure")
    deal.saved()
    deal.do("New")
    expect(deal.field("account")).to_have_value("")
    deal.write(account="Brandt")
    deal.saved()
    assert deal.deals == ["Brandt", "Norlund"]
    deal.do("Rename …")
    deal.dialog.locator("input").fill("Brandt, spring")
    deal.page.keyboard.press("Enter")
    assert deal.deals == ["Brandt, spring", "Norlund"]
    deal.page.locator("[data-pick]").select_option("Norlund")
    expect(deal.field("end-state")).to_have_value("One figure")
    deal.do("Duplicate")
    deal.write(end_state="Another figure")
    deal.saved()
    assert deal.deals == ["Brandt, spring", "Norlund", "Norlund (copy)"]
    deal.do("Delete")
    assert deal.deals == ["Brandt, spring", "Norlund"]
    deal.do("Undo")
    assert deal.deals == ["Brandt, spring", "Norlund", "Norlund (copy)"]
    expect(deal.field("end-state")).to_have_value("Another figure")
    deal.page.locator("[data-pick]").select_option("Norlund")
    expect(deal.field("end-state")).to_have_value("One figure")


@pytest.mark.torture
def test_rows_are_added_kept_and_shared(deal: Deal) -> None:
    deal.open(CANVAS)
    before = deal.page.locator("[data-rows=done] tr").count()
    deal.page.locator("[data-add=done]").click()
    expect(deal.page.locator(f'[name="done.{before + 1}.statement"]')).to_be_focused()
    deal.page.keyboard.type("A fifth line")
    deal.saved()
    names = deal.page.locator("[data-rows=done] [name]").evaluate_all(
        "found => found.map(f => f.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names)
    deal.open(HANDOVER)
    expect(deal.field(f"done.{before + 1}.statement")).to_have_value("A fifth line")


def test_a_table_to_read_takes_nothing_in_and_a_phone_reads_it_as_cards(
    deal: Deal, playbook: Playbook
) -> None:
    worksheet, table = next(
        (worksheet, section)
        for worksheet in playbook.worksheets
        for section in worksheet.sections
        if isinstance(section, Table) and section.is_only_read and len(section.columns) > 2
    )
    deal.page.set_viewport_size({"width": 390, "height": 844})
    deal.open(worksheet.id)
    part = deal.page.locator(".db-part", has=deal.page.get_by_role("heading", name=table.title))
    expect(part.locator("[name], button")).to_have_count(0)
    rows = part.locator("tbody tr")
    expect(rows).to_have_count(len(table.prefilled))
    left, named, told = rows.evaluate_all(
        """rows => [
            rows.map(row => new Set(Array.from(row.cells, c => c.getBoundingClientRect().left)).size),
            rows.map(row => Array.from(row.cells, c => getComputedStyle(c, "::before").content)),
            rows.map(row => Array.from(row.cells, c => c.textContent)),
        ]"""
    )
    assert left == [1] * len(rows.all())
    assert named == [[f'"{column.label}"' for column in table.columns]] * len(left)
    product = playbook.config.product
    assert told == [[finished(cell, product) for cell in row if cell] for row in table.prefilled]
    deal.page.evaluate(FILL_EVERYTHING)
    assert not [key for key in deal.saved() if key.startswith(f"{table.key}.")]


def test_a_choice_is_taken_back_by_choosing_it_again(deal: Deal) -> None:
    deal.open(CANVAS)
    adopt = deal.page.locator('[name="stance"][value="Adopt"]')
    adopt.click()
    expect(adopt).to_be_checked()
    adopt.click()
    expect(adopt).not_to_be_checked()
    assert deal.saved() == {}
    adopt.focus()
    deal.page.keyboard.press("Space")
    expect(adopt).to_be_checked()


@pytest.mark.torture
def test_what_a_sheet_gives_can_be_overwritten_and_cleared(deal: Deal) -> None:
    deal.open("mutual-plan")
    given = deal.field("plan.1.milestone").input_value()
    assert given
    deal.write(plan__1__milestone="", plan__2__milestone="Our own")
    assert deal.saved() == {"plan.1.milestone": "", "plan.2.milestone": "Our own"}
    deal.open("mutual-plan")
    expect(deal.field("plan.1.milestone")).to_have_value("")
    deal.write(plan__1__milestone=given)
    assert "plan.1.milestone" not in deal.saved()


# ---- the deal's stage


def stage_of(deal: Deal) -> Any:
    return deal.page.locator("[data-pick-stage]")


@pytest.mark.torture
def test_a_deal_is_in_the_stage_of_the_page_it_begins_on(deal: Deal, address: str) -> None:
    deal.open("people-map")
    expect(stage_of(deal)).to_have_value("discover")
    deal.write(account="Norlund")
    deal.saved()
    deal.open(SCORECARD)
    expect(stage_of(deal)).to_have_value("discover")
    deal.do("New")
    expect(stage_of(deal)).to_have_value("prove")
    stage_of(deal).select_option("agree")  # before anything is typed
    deal.write(account="Brandt")
    deal.saved()
    deal.page.goto(f"{address}/stages/open/call/")
    expect(stage_of(deal)).to_have_value("agree")
    deal.do("New")
    expect(stage_of(deal)).to_have_value("open")


@pytest.mark.torture
def test_the_stage_is_kept_copied_and_goes_along(deal: Deal, tab: Callable[[], Deal]) -> None:
    deal.open(CANVAS).write(account="Norlund")
    deal.saved()
    stage_of(deal).select_option("agree")
    expect(deal.said).to_contain_text("Saved in this browser")
    other = tab().open(SCORECARD)
    expect(stage_of(other)).to_have_value("agree")
    stage_of(deal).select_option("hand-over")
    expect(stage_of(other)).to_have_value("hand-over")
    other.page.close()
    deal.page.reload()
    expect(stage_of(deal)).to_have_value("hand-over")
    with deal.page.expect_download() as download:
        deal.do("Deal file, for a colleague or a backup")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert json.loads(text)["stage"] == "hand-over"
    deal.do("Duplicate")
    expect(stage_of(deal)).to_have_value("hand-over")
    deal.do("Delete")
    deal.do("Undo")
    expect(stage_of(deal)).to_have_value("hand-over")
    deal.do("New")
    deal.bring(text)
    deal.dialog.get_by_role("button", name="Add as a new deal").click()
    expect(stage_of(deal)).to_have_value("hand-over")


@pytest.mark.torture
def test_checks_of_later_stages_count_in_nothing_and_ask_nothing(deal: Deal) -> None:
    deal.open(SCORECARD)
    known = checks(deal)
    order = list(deal.page.evaluate("() => Object.keys(donebook.sheets.stages)"))
    last = max(order.index(c["stage"]) for c in known.values() if c["blocker"])
    stage_of(deal).select_option(order[last - 1])
    due = {i for i, c in known.items() if order.index(c["stage"]) < last}
    assert 0 < len(due) < len(known)
    for check_id in due:
        deal.mark(check_id, "Confirmed")
    score = deal.page.locator("[data-gather=score]")
    expect(score).to_contain_text("Every check that is due is confirmed.")
    expect(score).to_contain_text(f"{len(known) - len(due)} checks of later stages are not due yet")
    expect(score.locator("ol li")).to_have_count(0)
    later = {
        str(row.get_attribute("data-check")) for row in deal.page.locator("[data-not-due]").all()
    }
    assert later == set(known) - due
    # Also where they are marked already, a blocker among them.
    blocker = next(i for i in later if known[i]["blocker"])
    deal.mark(blocker, "Missing")
    expect(score).not_to_contain_text("Stop")
    deal.open("ten-minute-deal-review")
    expect(deal.page.locator("[data-gather=weakest]")).to_contain_text(
        "Every check that is due is confirmed."
    )
    expect(deal.page.locator("[data-gather=unknowns]")).to_be_hidden()
    expect(deal.page.locator("[data-gather=next]")).to_be_hidden()
    deal.open(SCORECARD)
    stage_of(deal).select_option(known[blocker]["stage"])
    expect(score).to_contain_text("Stop: a blocker is missing")


def test_a_test_without_a_due_check_is_not_the_weakest(deal: Deal) -> None:
    deal.open(SCORECARD)
    known = checks(deal)
    deal.page.evaluate(
        "() => { for (const check of Object.values(donebook.sheets.checks)) if (check.test === 'worth') check.stage = 'live'; }"
    )
    first = next(i for i, c in known.items() if c["test"] == "real" and c["stage"] == "open")
    deal.mark(first, "Confirmed")
    score = deal.page.locator("[data-gather=score]")
    expect(score).to_contain_text("Is it worth it? not due yet")
    expect(score.locator("strong")).not_to_contain_text("worth")


@pytest.mark.torture
def test_without_a_stage_everything_counts_and_that_is_said(deal: Deal) -> None:
    deal.open(SCORECARD)
    stage_of(deal).select_option("")
    known = checks(deal)
    for check_id in known:
        deal.mark(check_id, "Unknown")
    score = deal.page.locator("[data-gather=score]")
    expect(score).to_contain_text("Choose the deal’s stage above.")
    expect(deal.page.locator("[data-not-due]")).to_have_count(0)


@pytest.mark.torture
def test_blockers_are_marked_on_screen(deal: Deal) -> None:
    deal.open(SCORECARD)
    marked = {
        str(row.get_attribute("data-check"))
        for row in deal.page.locator("[data-check]:has(.db-badge--blocker)").all()
    }
    assert marked == {i for i, check in checks(deal).items() if check["blocker"]} != set()


# ---- several playbooks, and deals from before


@pytest.mark.torture
def test_two_playbooks_on_one_origin_have_deals_of_their_own(
    context: BrowserContext, site: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        shutil.copytree(site, tmp_path / name)
    with served(tmp_path, kept=False) as where:
        one = Deal(context.new_page(), f"{where}/one").open(CANVAS)
        one.write(account="Norlund")
        one.saved()
        two = Deal(context.new_page(), f"{where}/two").open(CANVAS)
        assert two.deals == []
        two.write(account="Brandt")
        two.saved()
        assert (one.deals, two.deals) == (["Norlund"], ["Brandt"])
        expect(one.field("account")).to_have_value("Norlund")
        two.do("Delete")
        one.page.reload()
        expect(one.field("account")).to_have_value("Norlund")
        assert not one.errors + two.errors


OLD = {
    "donebook.deal.a": "Norlund",
    "donebook.deal.b": "",
    "donebook.field.a.account": "Norlund A/S",
    "donebook.field.a.done.1.statement": "Ten minutes",
    "donebook.field.b.account": "Brandt",
    "donebook.review.a": '{"on": "2026-11-01", "fields": {"account": "Norlund"}}',
    "donebook.current": "b",
    "donebook.call-view": "list",
    "donebook.news /": "2026-11-20",
}


def test_deals_from_before_move_over_and_nothing_else_does(deal: Deal) -> None:
    deal.open(CANVAS)
    deal.page.evaluate(
        "(old) => { localStorage.clear(); sessionStorage.clear(); Object.entries(old).forEach(([k, v]) => localStorage.setItem(k, v)); }",
        OLD,
    )
    deal.open(CANVAS)
    assert deal.deals == ["Brandt", "Norlund"]
    expect(deal.field("account")).to_have_value("Brandt")
    deal.page.locator("[data-pick]").select_option("Norlund")
    expect(deal.field("done.1.statement")).to_have_value("Ten minutes")
    assert deal.page.evaluate("() => donebook.deal.deals.review('a').on") == "2026-11-01"
    left = deal.page.evaluate("() => Object.keys(localStorage).filter(k => /^donebook[.]/.test(k))")
    assert set(left) == {"donebook.call-view", "donebook.news /"}


@pytest.mark.torture
def test_deals_from_before_are_not_lost_where_the_browser_is_full(deal: Deal) -> None:
    deal.open(CANVAS)
    deal.page.evaluate(
        """(old) => { localStorage.clear(); sessionStorage.clear(); Object.entries(old).forEach(([k, v]) => localStorage.setItem(k, v));
            let size = 1 << 20, n = 0;
            while (size > 0) { try { localStorage.setItem('other' + n++, 'x'.repeat(size)); } catch { size >>= 1; } } }""",
        OLD,
    )
    deal.page.remove_listener("dialog", deal.refuse)
    deal.page.on("dialog", lambda shown: shown.accept())
    deal.open(CANVAS)
    assert deal.deals == ["Brandt", "Norlund"]
    deal.page.evaluate(
        "() => Object.keys(localStorage).filter(k => k.startsWith('other')).forEach(k => localStorage.removeItem(k))"
    )
    deal.page.goto("about:blank")
    deal.open(CANVAS)
    assert deal.deals == ["Brandt", "Norlund"]
    expect(deal.field("account")).to_have_value("Brandt")


# ---- what the deal adds up to


def checks(deal: Deal) -> dict[str, Any]:
    found: dict[str, Any] = deal.page.evaluate("() => donebook.sheets.checks")
    return found


@pytest.mark.torture
def test_the_verdict_is_the_weakest_test_and_never_a_sum(deal: Deal) -> None:
    deal.open(SCORECARD)
    known = checks(deal)
    stage_of(deal).select_option("live")  # everything is due
    for check_id, check in known.items():
        if check["test"] != "win":
            deal.mark(check_id, "Confirmed")
    score = deal.page.locator("[data-gather=score]")
    expect(score).to_contain_text("The weakest test: Can we win? 0 of")
    asked = score.locator("ol li")
    of_win = [c for c in known.values() if c["test"] == "win"]
    expect(asked).to_have_count(min(3, len(of_win)))
    for link in asked.locator("a").evaluate_all("found => found.map(a => a.href)"):
        assert deal.page.request.get(link).ok
    blocker = next(i for i, c in known.items() if c["blocker"])
    deal.mark(blocker, "Missing")
    expect(score).to_contain_text("Stop: a blocker is missing")
    for check_id in known:
        deal.mark(check_id, "Confirmed")
    expect(score).to_contain_text("All tests are confirmed.")


@pytest.mark.torture
def test_unknown_counts_nothing(deal: Deal) -> None:
    deal.open(SCORECARD)
    known = checks(deal)
    for check_id in known:
        deal.mark(check_id, "Unknown")
    score = deal.page.locator("[data-gather=score]")
    expect(score).to_contain_text("The weakest test: Is it real? 0 of")
    expect(score.locator("ol li")).to_have_count(3)


def test_the_drift_log_shows_what_changed(deal: Deal) -> None:
    deal.open(CANVAS)
    deal.write(
        **{
            "drift-log__1__date": "2026-11-01",
            "drift-log__1__said": "One figure in the weekly meeting",
            "drift-log__2__date": "2026-10-01",
            "drift-log__2__said": "One figure in the monthly meeting",
            "drift-log__3__date": "2026-12-01",
            "drift-log__3__said": "One figure in the weekly meeting",
        }
    )
    deal.saved()
    first, second, third = (deal.page.locator("[data-rows=drift-log] tr").nth(n) for n in range(3))
    expect(first.locator("del")).to_have_text("removed: monthly")
    expect(first.locator("ins")).to_have_text("added: weekly")
    expect(first.locator(".db-drift")).to_contain_text("Since Oct 1, 2026")
    expect(second.locator(".db-drift")).to_have_count(0)
    expect(third.locator(".db-drift")).to_contain_text("word for word the same")


@pytest.mark.torture
def test_the_review_gathers_what_changed_and_what_to_ask(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund", end_state="One figure", first_use_date="2027-01-04")
    deal.open(SCORECARD)
    known = checks(deal)
    deal.mark(next(iter(known)), "Confirmed")
    deal.open("ten-minute-deal-review")
    changes = deal.page.locator("[data-gather=changes]")
    expect(changes).to_contain_text("No review yet")
    deal.page.get_by_role("button", name="Reviewed today").click()
    expect(changes).to_contain_text("Nothing has changed since the review of")
    deal.open(CANVAS).write(end_state="Two figures", first_use_date="2027-02-01")
    deal.open("ten-minute-deal-review")
    expect(changes.locator("del")).to_have_text(["One figure", "Jan 4, 2027"])
    expect(changes.locator("ins")).to_have_text(["Two figures", "Feb 1, 2027"])
    expect(deal.page.locator("[data-gather=weakest]")).to_contain_text("The weakest test:")
    unknown = deal.page.locator("[data-gather=unknowns] li").all_inner_texts()
    assert unknown[0] in {check["text"] for check in known.values()}
    expect(deal.page.locator("[data-gather=next] a")).to_have_count(1)
    deal.page.get_by_role("button", name="Reviewed today").click()
    deal.do("Undo")
    expect(changes.locator("ins")).to_have_count(2)
    stage_of(deal).select_option("prove")
    expect(changes.locator("li").first).to_have_text("Stage: Define done Prove")
    expect(changes.locator("li")).to_have_count(3)


# ---- out


def fill_all(deal: Deal, sheets: list[str]) -> dict[str, str]:
    deal.open(sheets[0]).write(account="Norlund")
    deal.saved()
    for sheet in sheets:
        fill(deal, sheet)
    return deal.saved()


def fill(deal: Deal, sheet: str) -> None:
    deal.open(sheet).page.evaluate(FILL_EVERYTHING)
    deal.saved()


@pytest.mark.torture
def test_a_deal_goes_out_as_a_file_and_comes_back_the_same(deal: Deal) -> None:
    before = fill_all(deal, [CANVAS, SCORECARD])
    with deal.page.expect_download() as download:
        deal.do("Deal file, for a colleague or a backup")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert json.loads(text)["fields"] == before
    deal.do("Delete")
    assert deal.deals == []
    deal.bring(text)
    deal.dialog.get_by_role("button", name="Add as a new deal").click()
    assert deal.saved() == before


@pytest.mark.torture
def test_a_file_never_overwrites_silently(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund", end_state="One figure")
    before = deal.saved()
    deal.bring(json.dumps({"donebook": 1, "name": "Norlund", "fields": {"end-state": "Two"}}))
    deal.dialog.get_by_role("button", name="Import into").click()
    expect(deal.dialog).to_contain_text("would change")
    expect(deal.dialog.locator("td")).to_have_text(["What done means to them", "One figure", "Two"])
    deal.dialog.get_by_role("button", name="Close").click()
    assert deal.saved() == before
    deal.bring(json.dumps({"donebook": 1, "name": "Norlund", "fields": {"end-state": "Two"}}))
    deal.dialog.get_by_role("button", name="Import into").click()
    deal.dialog.get_by_role("button", name="Change 1 field").click()
    log = {key: value for key, value in deal.saved().items() if key.startswith("drift-log.2.")}
    assert "Two" in log["drift-log.2.said"]
    assert deal.saved() == {**before, **log, "end-state": "Two"}
    deal.do("Undo")
    assert deal.saved() == before
    deal.bring(json.dumps({"donebook": 1, "name": "Norlund", "fields": {"end-state": "Two"}}))
    deal.dialog.get_by_role("button", name="Add as a new deal").click()
    assert deal.deals == ["Norlund", "Norlund (2)"]


@pytest.mark.torture
def test_a_file_brings_its_stage_and_undo_takes_back_only_what_it_brought(
    deal: Deal, tab: Callable[[], Deal]
) -> None:
    deal.open(CANVAS).write(account="Norlund", end_state="One figure")
    stage_of(deal).select_option("open")
    before = deal.saved()
    deal.bring(json.dumps({"donebook": 1, "stage": "agree", "fields": {"end-state": "Two"}}))
    deal.dialog.get_by_role("button", name="Import into").click()
    told = ["Stage", "Qualify", "Close", "What done means to them", "One figure", "Two"]
    expect(deal.dialog.locator("td")).to_have_text(told)
    deal.dialog.get_by_role("button", name="Change 2 fields").click()
    expect(stage_of(deal)).to_have_value("agree")
    other = tab().open(CANVAS).write(their_number="40,000 a month")
    other.saved()
    deal.do("Undo")
    expect(stage_of(deal)).to_have_value("open")
    log = {key: value for key, value in deal.saved().items() if key.startswith("drift-log.3.")}
    assert "Two" in log["drift-log.3.said"]
    assert deal.saved() == {**before, **log, "their-number": "40,000 a month"}


@pytest.mark.torture
def test_the_recap_holds_only_what_a_buyer_may_see(
    context: BrowserContext, deal: Deal, address: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    shown: dict[str, list[str]] = {"buyer": [], "internal": []}
    deal.open(SHEETS[0]).write(account="Norlund")
    for sheet in SHEETS:
        fill(deal, sheet)
        audience = (
            "buyer"
            if "may go to the buyer" in deal.page.locator(".db-eyebrow").inner_text()
            else "internal"
        )
        shown[audience] += deal.page.locator("form[data-sheet] [name]").evaluate_all(
            "found => found.map(f => f.name)"
        )
    internal = set(shown["internal"]) - set(shown["buyer"])
    assert {"stance-because", "evidence.met-the-spender", "loss-reason"} <= internal
    deal.do("Recap for the buyer …")
    deal.dialog.get_by_role("button", name="Copy").click()
    expect(deal.dialog.get_by_role("button", name="Copied")).to_be_visible()
    html, plain = deal.page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
            return Promise.all(['text/html', 'text/plain'].map(async type => (await item.getType(type)).text())); }"""
    )
    for text in (html, plain, deal.dialog.inner_text()):
        found = set(re.findall(r"is ([a-z0-9.-]+) is", text))
        assert {"end-state", "done.1.statement"} <= found
        assert found <= set(shown["buyer"])
        assert not found & internal


def test_the_note_has_the_order_of_the_crm(deal: Deal) -> None:
    deal.open("call-sheet").write(
        next_step="Marit reads it",
        end_state="One figure,\nno argument",
        next_step_date="2026-12-01",
    )
    deal.saved()
    deal.do("Note for the CRM …")
    assert deal.dialog.locator("pre").inner_text().splitlines() == [
        "Next step: Marit reads it",
        "Next step date: 2026-12-01",
        "Success criteria: One figure, no argument",
    ]


@pytest.mark.torture
def test_a_row_that_nobody_touched_stays_behind(deal: Deal) -> None:
    deal.open("mutual-plan")
    given = [deal.field(f"plan.{n}.milestone").input_value() for n in (1, 2)]
    assert all(given)
    deal.write(account="Norlund")
    deal.field("plan.1.due").fill("2027-01-04")
    deal.saved()
    for name in ("Recap for the buyer …", "Whole deal, as a document …"):
        deal.do(name)
        told = deal.dialog.inner_text()
        assert given[0] in told
        assert given[1] not in told
        deal.page.keyboard.press("Escape")


@pytest.mark.torture
def test_the_document_is_there_as_markdown(deal: Deal) -> None:
    deal.open(CANVAS).write(
        account="Norlund *A/S* | <b>", done__1__statement="Ten minutes", done__1__by="2027-01-02"
    )
    deal.saved()
    deal.do("Whole deal, as a document …")
    with deal.page.expect_download() as download:
        deal.dialog.get_by_role("button", name="Markdown file").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# Norlund \\*A/S\\* \\| \\<b\\>\n")
    assert "- **Account:** Norlund \\*A/S\\* \\| \\<b\\>" in text
    assert "| Ten minutes |  |  | Jan 2, 2027 |" in text
    assert download.value.suggested_filename.endswith(".md")


# ---- in


def hostile() -> list[str]:
    """Two hundred files that are no deals, or deals with a trap in each value that is shown."""
    script = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>'
    traps = [
        script,
        "javascript:window.hacked=1",
        "</textarea><svg onload=window.hacked=1>",
        "\"><iframe srcdoc='<script>parent.hacked=1</script>'>",
        "{{constructor.constructor('window.hacked=1')()}}",
        "${window.hacked = 1}",
        "\u202e\u2066 reversed \u0000",
        "\ud800",
        "=cmd|' /C calc'!A0",
        "x" * 300_000,
        "<details open ontoggle=window.hacked=1>",
        "<style>@import 'javascript:window.hacked=1'</style>",
        "<math><mtext></form><form><mglyph><svg><mtext><style><path id=</style><img onerror=window.hacked=1 src>",
        "--><!-- ]]> <script>window.hacked=1</script>",
        "&lt;img src=x onerror=window.hacked=1&gt;",
        "' onfocus='window.hacked=1' autofocus='",
        "[a](javascript:window.hacked=1) ![b](x)",
        "%3Cscript%3Ewindow.hacked=1%3C/script%3E",
        "\n# Title\n---\n| a | b |\n",
        "data:text/html,<script>opener.hacked=1</script>",
        "{end state} {account} {first name}",
        "9" * 400,
    ]
    keys = [
        "account",
        "end-state",
        "done.1.statement",
        "drift-log.1.said",
        script,
        "__proto__",
        "constructor",
        "a..b",
        "check.met-the-spender",
    ]
    whole = [
        json.dumps(
            {
                "donebook": 1,
                "name": trap,
                "saved": trap,
                "fields": {key: trap},
                "review": {"on": trap, "fields": {key: trap}},
            }
        )
        for trap in traps
        for key in keys
    ]
    broken = [
        "",
        "null",
        "[]",
        "{",
        "\ufeff{}",
        '{"donebook": 2, "fields": {}}',
        '{"donebook": "1", "fields": {}}',
        '{"donebook": 1, "fields": []}',
        '{"donebook": 1, "fields": {"account": {"toString": 1}, "end-state": 3}}',
        "[" * 100_000,
        '{"donebook": 1, "fields": {"__proto__": {"polluted": 1}, "account": "a"}}',
    ]
    return whole + broken


# What choosing a file and closing the dialog do, without the time that a pointer takes.
BRING_AND_CLOSE = """async content => {
    const chosen = new DataTransfer(), field = document.querySelector("[data-file]");
    const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
    chosen.items.add(new File([bytes], "deal.json", { type: "application/json" }));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const dialog = () => document.querySelector("dialog[open]");
    for (let n = 0; n < 1000 && !dialog(); n++) await new Promise(requestAnimationFrame);
    [...dialog().querySelectorAll("button")].find(b => b.textContent === "Close").click();
    return !dialog();
}"""


@pytest.mark.parametrize("share", [0.1, pytest.param(1, marks=pytest.mark.torture)])
def test_hostile_files_run_nothing_and_change_nothing(deal: Deal, share: float) -> None:
    files = hostile()
    assert len(files) >= 200
    files = random.Random(7).sample(files, round(len(files) * share))
    deal.open(CANVAS).write(account="Mine")
    mine = deal.saved()
    for number, text in enumerate(files):
        if number % 9:
            content = b64encode(text.encode("utf-8", "surrogatepass")).decode()
            assert deal.page.evaluate(BRING_AND_CLOSE, content)
            continue
        deal.bring(text)
        add = deal.dialog.get_by_role("button", name="Add as a new deal")
        if add.count():
            add.click()
            deal.do("Whole deal, as a document …")
            deal.dialog.get_by_role("button", name="Close").click()
            deal.do("Delete")
            deal.page.locator("[data-pick]").select_option("Mine")
        else:
            deal.dialog.get_by_role("button", name="Close").click()
    is_kept(deal.page)
    assert deal.page.evaluate("() => [window.hacked, {}.polluted]") == [None, None]
    assert deal.deals == ["Mine"]
    assert deal.saved() == mine
    assert not deal.errors


# ---- paper, size, access


@pytest.mark.torture
@pytest.mark.parametrize("sheet", [CANVAS, SCORECARD, "ten-minute-deal-review", "mutual-plan"])
def test_a_filled_sheet_prints_all_of_it_on_white(
    browser: Browser, address: str, tmp_path: Path, sheet: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    deal = Deal(context.new_page(), address).open(sheet)
    deal.write(account="Norlund")
    deal.page.evaluate(FILL_EVERYTHING)
    long = "They close the books on the third working day and nobody stays late for it. " * 6
    deal.write(end_state=long) if deal.field("end-state").count() else None
    kept = deal.saved()
    promised = re.search(r"(\d+) pages?", deal.page.locator(".db-eyebrow").inner_text())
    assert promised
    for paper in ("A4", "Letter"):
        place = tmp_path / f"{paper}.pdf"
        deal.page.pdf(path=place, format=paper)
        document = pypdfium2.PdfDocument(place)
        text = re.sub(r"\s+", " ", "".join(p.get_textpage().get_text_range() for p in document))
        text = text.replace("\ufffe", "-")
        if "end-state" in kept:
            assert long.strip() in text
        has_sentence = sheet != "ten-minute-deal-review"  # it has to stay on one page
        assert ("calls it done when" in text) is has_sentence, paper
        is_ours = sheet != "mutual-plan"
        assert ("Confirmed by the buyer" in text) is (has_sentence and is_ours), paper
        assert "send back our one-page" not in text, "what would light it is no text for paper"
        for value in kept.values():
            if value.startswith("is ") and "." not in value:
                assert value in text, (paper, value)
        assert len(document) <= int(promised[1]) + (sheet != "ten-minute-deal-review"), paper
        for page in document:
            assert min(bytes(page.render().buffer)[:3]) > 250
            on_it = page.get_textpage().get_text_range()
            assert re.search(r" · is account is · .* · version [0-9a-f]{7} of ", on_it), (
                paper,
                on_it,
            )
    context.close()


@pytest.mark.torture
def test_a_review_of_a_full_deal_prints_on_one_page(deal: Deal, tmp_path: Path) -> None:
    deal.open(SCORECARD)
    for check_id in checks(deal):
        deal.mark(check_id, "Unknown")
    deal.saved()
    deal.open("ten-minute-deal-review")
    deal.page.get_by_role("button", name="Reviewed today").click()
    fill_all(deal, [CANVAS, HANDOVER, "ten-minute-deal-review"])
    for paper in ("A4", "Letter"):
        place = tmp_path / f"{paper}.pdf"
        deal.page.pdf(path=place, format=paper)
        assert len(pypdfium2.PdfDocument(place)) == 1


def test_the_scripts_of_a_sheet_are_small(site: Path) -> None:
    script = (site / "assets/donebook/deal.js").read_bytes()
    assert b"donebook ??= {}).deal = " in script
    assert len(gzip.compress(script, 9)) <= 12.75 * 1024


# What other sheets had in them, for the deal that is open.
PUT_IN = """fields => {
    const { deals } = donebook.deal;
    for (const [key, value] of Object.entries(fields)) deals.set(deals.current(), key, value);
}"""


@pytest.mark.parametrize("every", one_in(2, [24, STEP]))
def test_every_sheet_is_accessible(browser: Browser, address: str, every: int) -> None:
    """Empty and filled: everything in light, and colors again in dark."""
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    deal, looks, found = Deal(context.new_page(), address), Looks(), {}

    def look(name: str, scheme: Literal["light", "dark"]) -> None:
        paint(deal.page, scheme)
        see = looks.violations if scheme == "light" else looks.color_violations
        found[name, scheme] = see(deal.page)

    fields: dict[str, str] = {}
    for sheet in SHEETS[::every]:
        deal.open(sheet)
        look(sheet, "light")
        look(sheet, "dark")
        deal.page.evaluate(FILL_EVERYTHING)
        fields |= deal.saved()
        look(f"{sheet}, filled", "dark")
        look(f"{sheet}, filled", "light")
        deal.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    deal.open(CANVAS).write(account="Norlund")
    deal.saved()
    deal.page.evaluate(PUT_IN, fields)
    for name in ("Whole deal, as a document …", "Recap for the buyer …", "Rename …"):
        deal.do(name)
        look(name, "light")
        look(name, "dark")
        deal.page.keyboard.press("Escape")
    context.close()
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_it_all_works_by_keyboard(deal: Deal) -> None:
    deal.open(CANVAS).write(account="Norlund")
    deal.saved()
    menu = deal.page.locator("summary", has_text="This deal")
    menu.focus()
    deal.page.keyboard.press("Enter")
    deal.page.keyboard.press("Tab")
    expect(deal.page.get_by_role("button", name="Rename …")).to_be_focused()
    deal.page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    deal.page.keyboard.press("Enter")
    deal.page.keyboard.press("Tab")
    deal.page.keyboard.press("Enter")
    expect(deal.dialog.locator("input")).to_be_focused()
    deal.page.keyboard.type("Renamed")
    deal.page.keyboard.press("Enter")
    assert deal.deals == ["Renamed"]


def test_without_script_the_sheet_prints_blank(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/worksheets/{CANVAS}/")
    expect(page.locator("[data-deal]")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".db-lines").first).to_be_visible()
    expect(page.locator('[name="account"]')).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sheet=call-sheet&v={version}", "This printout is current."),
        ("sheet=call-sheet&v=0000000", "This printout is out of date."),
        ("sheet=call-sheet", "This printout is out of date."),
        ("sheet=no-such-sheet&v=1", "This playbook has no such sheet."),
        ("sheet=%3Cscript%3E&v=%22%5D", "This playbook has no such sheet."),
    ],
)
def test_a_printout_learns_whether_it_is_current(
    page: Page, address: str, query: str, said: str
) -> None:
    page.goto(f"{address}/printed/")
    expect(page.locator("[data-printed]")).to_be_hidden()
    version = page.locator("[data-sheet=call-sheet]").get_attribute("data-version")
    assert version
    page.goto(f"{address}/printed/?{query.format(version=version)}")
    verdict = page.locator("[data-printed]")
    expect(verdict.locator("strong:visible")).to_have_text(said)
    if "out of date" in said:
        link = verdict.locator("a").first.get_attribute("href")
        assert (
            page.request.get(f"{address}/printed/{link}").headers["content-type"]
            == "application/pdf"
        )
