"""My deals: the list, what can be done with a deal, and the store behind it."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from access import Looks
from donebook.collect.read import read_handed
from donebook.playbook import Playbook
from my_deals import Deals
from projects import CHECKOUT
from stored import kept
from waiting import is_kept, paint, settled, until

# What a browser kept before there was a list: three sheets, a call, a review, a deal without a name.
FIRST = json.loads((CHECKOUT / "tests/cases/deals/store-1.json").read_text(encoding="utf-8"))


# ---- the list


def test_an_empty_list_says_what_a_deal_is_for(deals: Deals) -> None:
    deals.page.goto(f"{deals.address}/")
    deals.page.locator("article a[href$='deals/']").click()
    settled(deals.page)
    expect(deals.page.locator("[data-empty]")).to_be_visible()
    expect(deals.page.locator("[data-filter]")).to_be_hidden()
    nav = deals.page.locator(".md-nav--primary > ul > li > a").all_inner_texts()
    assert [name.strip() for name in nav[:2]] == ["Home", "My deals"]


@pytest.mark.torture
def test_a_deal_typed_on_a_sheet_is_listed(deals: Deals) -> None:
    deals.page.goto(f"{deals.address}/worksheets/call-sheet/")
    settled(deals.page)
    deals.page.get_by_label("Account").first.fill("Zebra Mills")
    is_kept(deals.page)
    deals.open()
    assert deals.names == ["Zebra Mills"]
    expect(deals.page.locator("[data-empty]")).to_be_hidden()
    expect(deals.row("Zebra Mills")).to_contain_text("today")


LATE = {
    "name": "Late",
    "stage": "prove",
    "next_step": "Marit reads it",
    "next_step_date": "2026-11-28",
    "done_confirmed": "2026-11-30",
    "changed": "2026-11-27",
}
STALE = {
    "name": "Stale",
    "stage": "discover",
    "account": "Brandt",
    "drift-log.2.date": "2026-11-01",
    "drift-log.3.date": "2026-12-01",
    "changed": "2026-12-01",
}
QUIET = {"name": "Quiet", "done_confirmed": "2026-11-30", "changed": "2026-12-01"}
OVER = {"name": "Over", "loss_reason": "No budget", "changed": "2026-06-01"}


@pytest.mark.torture
def test_each_deal_says_where_it_is_and_what_is_due(deals: Deals) -> None:
    check = {"check.met-the-spender": "Unknown"}
    deals.open(kept(a=LATE | check, b=STALE, c=QUIET, d=OVER))
    assert deals.names == ["Stale", "Late", "Over", "Quiet"]
    late = deals.row("Late")
    expect(late.locator("select")).to_have_value("prove")
    expect(late).to_contain_text("Marit reads it, by Nov 28, 2026")
    expect(late).to_contain_text(re.compile(r"Is it real\? 0 of \d+ confirmed"))
    expect(late).to_contain_text("changed 4 days ago")
    expect(late.locator(".db-dealrow__due li")).to_have_text(
        [re.compile("The next step was due 3 days ago.")]
    )
    stale = deals.row("Stale")
    expect(stale).to_contain_text("Brandt")
    expect(stale).to_contain_text("No next step")
    expect(stale.locator(".db-dealrow__due li")).to_have_text(
        [re.compile("In 30 days, nobody has confirmed the definition of done.")]
    )
    expect(deals.row("Quiet").locator(".db-dealrow__due li")).to_have_count(0)
    expect(deals.row("Over").locator(".db-dealrow__due li")).to_have_text(
        [re.compile("nothing has changed for 183 days")]
    )
    deals.row("Over").get_by_role("button", name="Delete", exact=True).first.click()
    assert deals.names == ["Stale", "Late", "Quiet"]


def test_each_deal_leads_with_its_sentence_and_its_lights(deals: Deals) -> None:
    said = {"end_state": "the month closes in three days", "end_state_owner": "Ines Vahl"}
    deals.open(kept(a={"name": "Norlund", **said}, b=QUIET))
    row = deals.row("Norlund")
    expect(row.locator(".db-done__sentence")).to_have_text(
        "Ines Vahl calls it done when the month closes in three days in ___ by ___. Today: ___."
    )
    expect(row.locator(".db-done__lights li")).to_have_count(5)
    expect(row.locator(".db-done__lights li.is-lit")).to_have_count(1)
    shown = row.evaluate("row => [...row.children].map(part => part.className)")
    assert shown[:3] == ["db-dealrow__name", "db-done__sentence", "db-done__lights"]
    expect(deals.row("Quiet").locator(".db-done__sentence")).to_have_text(
        "Nobody has said what done is yet."
    )


def test_a_definition_that_is_not_confirmed_is_due_before_any_next_step(deals: Deals) -> None:
    stale = {"name": "Confirmed long ago", "done_confirmed": "2026-11-08", "changed": "2026-12-01"}
    both = stale | {"name": "Both", "done_confirmed": "2026-11-07", "next_step_date": "2026-11-30"}
    deals.open(kept(a=LATE | {"next_step_date": "2026-10-01"}, b=stale, c=both))
    assert deals.names == ["Both", "Confirmed long ago", "Late"]
    expect(deals.row("Both").locator(".db-dealrow__due li")).to_have_text(
        [re.compile("24 days since the buyer last confirmed"), re.compile("due yesterday")]
    )


@pytest.mark.torture
def test_the_weakest_test_is_that_of_the_scorecard(deals: Deals) -> None:
    marks = {"check.met-the-spender": "Confirmed", "stage": "prove"}
    deals.open(kept(a={"name": "One", **marks}))
    told = deals.row("One").locator("dd").nth(2).inner_text()
    deals.row("One").get_by_role("link", name="Sheet").click()
    settled(deals.page)
    deals.page.goto(f"{deals.address}/worksheets/four-test-scorecard/")
    settled(deals.page)
    score = deals.page.locator("[data-gather=score] p").first.inner_text()
    assert score == "The weakest test: " + told.replace(" confirmed", " confirmed.")


@pytest.mark.torture
def test_many_deals_can_be_filtered(deals: Deals) -> None:
    deals.open(kept(**{f"d{n}": {"name": f"Deal {n}"} for n in range(8)}))
    expect(deals.page.locator("[data-filter]")).to_be_hidden()
    deals.open(
        kept(
            **{
                f"d{n}": {"name": f"Deal {n}", "account": "Norlund" if n else "Brandt"}
                for n in range(9)
            }
        )
    )
    field = deals.page.get_by_label("Filter")
    field.fill("brandt")
    expect(deals.rows).to_have_count(1)
    field.fill("nobody")
    expect(deals.page.locator("[data-nothing]")).to_be_visible()
    field.fill("")
    expect(deals.rows).to_have_count(9)


@pytest.mark.torture
def test_the_list_follows_other_tabs(deals: Deals, tab: Callable[[], Deals]) -> None:
    deals.open(kept(a=QUIET))
    other = tab().open()
    other.row("Quiet").locator("select").select_option("agree")
    expect(deals.row("Quiet").locator("select")).to_have_value("agree")
    other.do("Quiet", "Delete")
    expect(deals.rows).to_have_count(0)


def test_with_instant_navigation_it_is_there_again(context: BrowserContext, instant: str) -> None:
    deals = Deals(context.new_page(), instant).open(kept(a=QUIET))
    deals.page.evaluate("() => { window.isSamePage = true; }")
    for _ in range(2):
        deals.page.locator(".md-nav--primary a", has_text="Glossary").first.click()
        deals.page.wait_for_url("**/glossary/")
        deals.page.locator(".md-nav--primary a", has_text="My deals").first.click()
        deals.page.wait_for_url("**/deals/")
        settled(deals.page)
    deals.do("Quiet", "Duplicate")
    assert sorted(deals.names) == ["Quiet", "Quiet (copy)"]
    assert deals.page.evaluate("() => window.isSamePage"), "the pages were loaded anew"
    assert deals.errors == []


# ---- what can be done with a deal


@pytest.mark.torture
def test_a_new_deal_asks_for_its_name_and_opens(deals: Deals) -> None:
    deals.open()
    deals.page.get_by_role("button", name="New deal").click()
    deals.page.keyboard.type("Norlund, spring")
    deals.page.keyboard.press("Enter")
    assert deals.names == ["Norlund, spring"]
    expect(deals.row("Norlund, spring").locator(".db-dealrow__name a")).to_be_focused()
    deals.page.keyboard.press("Enter")
    deals.page.wait_for_url("**/stages/open/call/")
    settled(deals.page)
    expect(deals.page.locator("[data-pick] option:checked")).to_have_text("Norlund, spring")


@pytest.mark.torture
def test_a_link_opens_its_deal_and_no_other(deals: Deals) -> None:
    deals.open(kept(a=LATE, b=STALE))
    for name, path in (("Late", "prove"), ("Stale", "discover"), ("Late", "prove")):
        deals.open().row(name).get_by_role("link", name="Call view").click()
        deals.page.wait_for_url(f"**/stages/{path}/call/")
        settled(deals.page)
        expect(deals.page.locator("[data-pick] option:checked")).to_have_text(name)
    deals.page.locator("[data-pick]").select_option("Stale")
    deals.page.reload()
    settled(deals.page)
    expect(deals.page.locator("[data-pick] option:checked")).to_have_text("Stale")


@pytest.mark.torture
def test_a_deal_is_renamed_moved_copied_and_put_aside(deals: Deals) -> None:
    deals.open(kept(a=LATE))
    deals.do("Late", "Rename …")
    deals.page.keyboard.type("Norlund")
    deals.page.keyboard.press("Enter")
    deals.row("Norlund").locator("select").focus()
    deals.row("Norlund").locator("select").select_option("agree")
    expect(deals.said).to_have_text("“Norlund” is now in Close.")
    expect(deals.row("Norlund").locator("select")).to_be_focused()
    deals.do("Norlund", "Duplicate")
    assert sorted(deals.names) == ["Norlund", "Norlund (copy)"]
    expect(deals.row("Norlund (copy)").locator("select")).to_have_value("agree")
    deals.do("Norlund", "Archive")
    assert deals.names == ["Norlund (copy)"]
    deals.page.locator("[data-archived-count]").click()
    expect(deals.row("Norlund")).to_be_visible()
    deals.page.goto(f"{deals.address}/worksheets/call-sheet/")
    settled(deals.page)
    assert "Norlund" not in deals.page.locator("[data-pick] option").all_inner_texts()
    deals.open().page.locator("[data-archived-count]").click()
    deals.do("Norlund", "Move out of the archive")
    assert sorted(deals.names) == ["Norlund", "Norlund (copy)"]


@pytest.mark.torture
def test_a_deleted_deal_comes_back_after_a_change_of_page_for_a_day(deals: Deals) -> None:
    deals.open(kept(a=LATE | {"archived": "2026-11-29"}, b=STALE))
    before = deals.store
    deals.page.locator("[data-archived-count]").click()
    deals.do("Late", "Delete")
    deals.do("Stale", "Delete")
    assert not [key for key in deals.store if ".a." in key or key.endswith(".a")][1:], (
        "only what undoes it"
    )
    deals.page.goto(f"{deals.address}/")
    deals.page.clock.set_fixed_time("2026-12-02T09:59:00Z")
    deals.open()
    for _ in range(2):
        deals.page.get_by_role("button", name="Undo").first.click()
    after = deals.store
    assert {**after, "donebook / current": ""} == {**before, "donebook / current": ""}
    deals.do("Stale", "Delete")
    deals.page.clock.set_fixed_time("2026-12-03T10:01:00Z")
    deals.open()
    expect(deals.page.get_by_role("button", name="Undo")).to_have_count(0)
    assert not [key for key in deals.store if "undo" in key]


@pytest.mark.torture
def test_a_deal_deleted_on_a_sheet_comes_back_here(deals: Deals) -> None:
    deals.open(kept(a=LATE)).row("Late").get_by_role("link", name="Sheet").click()
    settled(deals.page)
    deals.page.locator("summary", has_text="This deal").click()
    deals.page.get_by_role("button", name="Delete", exact=True).click()
    deals.open().page.get_by_role("button", name="Undo").click()
    assert deals.names == ["Late"]


@pytest.mark.torture
def test_its_next_step_goes_into_a_calendar(deals: Deals) -> None:
    deals.open(kept(a=LATE | {"next_step": "Marit, reads; it"}, b=STALE))
    with deals.page.expect_download() as download:
        deals.do("Late", "Next step for the calendar (.ics)")
    text = Path(download.value.path()).read_bytes().decode()
    assert download.value.suggested_filename == "late-2026-12-01.ics"
    lines = text.replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20261128" in lines
    assert r"SUMMARY:Late: Marit\, reads\; it" in lines
    link = next(line for line in lines if line.startswith("URL:")).removeprefix("URL:")
    assert link == f"{deals.address}/stages/prove/call/?deal=a"
    deals.page.goto(link)
    settled(deals.page)
    expect(deals.page.locator("[data-pick] option:checked")).to_have_text("Late")
    deals.open().row("Stale").locator("summary").click()
    expect(deals.row("Stale").get_by_role("button", name="calendar")).to_have_count(0)


# ---- out and in


@pytest.mark.torture
def test_all_deals_go_out_in_one_file_and_come_back(deals: Deals, playbook: Playbook) -> None:
    review = json.dumps({"on": "2026-11-20", "stage": "open", "fields": {"account": "x"}})
    store = kept(a=LATE, b=STALE | {"archived": "2026-11-29"}, c=QUIET)
    deals.open(store | {"donebook / review.a": review})
    with deals.page.expect_download() as download:
        deals.page.get_by_role("button", name="Export all").first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    collected = read_handed(text.encode(), playbook)
    assert (collected.problems, collected.notes) == ((), ())
    rows = {row.name: row for row in collected.rows}
    assert sorted(rows) == ["Late", "Quiet", "Stale"]
    assert rows["Stale"].archived == date(2026, 11, 29)
    assert rows["Late"].values["next-step-date"] == "2026-11-28"
    assert rows["Late"].saved == date(2026, 12, 1)
    deals.page.evaluate("localStorage.clear()")
    deals.open().bring(text)
    expect(deals.dialog.get_by_role("checkbox")).to_have_count(3)
    deals.dialog.get_by_role("button", name="Import what’s checked").click()
    assert deals.names == ["Late", "Quiet"]
    expect(deals.row("Late")).to_contain_text("4 days ago")
    expect(deals.page.locator("[data-archived-count]")).to_have_text("1 deal in the archive")
    kinds = [re.sub(r" / (\w+)\.[^.]+", r" / \1", key) for key in deals.store]
    assert "donebook / review" in kinds
    # A second time, nothing is chosen.
    deals.bring(text)
    assert not deals.dialog.get_by_role("checkbox", checked=True).count()


@pytest.mark.torture
def test_one_file_is_looked_at_first_and_bad_ones_are_named(
    deals: Deals, playbook: Playbook
) -> None:
    deals.open(kept(a=QUIET))
    with deals.page.expect_download() as download:
        deals.do("Quiet", "Deal file, for a colleague or a backup")
    one = Path(download.value.path()).read_bytes()
    assert [row.name for row in read_handed(one, playbook).rows] == ["Quiet"]
    good = json.dumps(
        {
            "donebook": 1,
            "name": "Brandt",
            "fields": {"account": "Brandt GmbH", "end-state": "Ten minutes"},
        }
    )
    deals.bring(good, "{", "[]")
    expect(deals.dialog).to_contain_text("1.json: This isn’t a deal file: it isn’t JSON.")
    expect(deals.dialog).to_contain_text("2.json: This isn’t a deal file.")
    expect(deals.dialog.locator(".db-preview")).to_contain_text("Ten minutes")
    deals.dialog.get_by_role("button", name="Close").click()
    assert deals.names == ["Quiet"]
    deals.bring(good)
    deals.dialog.get_by_role("button", name="Import what’s checked").click()
    assert sorted(deals.names) == ["Brandt", "Quiet"]


# ---- the store


@pytest.mark.torture
def test_a_store_of_the_first_form_is_read_and_brought_up_to_date(deals: Deals) -> None:
    deals.open(FIRST)
    assert sorted(deals.names) == ["Brandt GmbH", "Norlund, spring"]
    norlund = deals.row("Norlund, spring")
    expect(norlund.locator("select")).to_have_value("discover")
    expect(norlund).to_contain_text("Marit reads it to the board, by Nov 20, 2026")
    expect(norlund).to_contain_text("5 days ago")
    expect(norlund.locator(".db-dealrow__due li")).to_have_text([re.compile("due 11 days ago")])
    now = deals.store
    assert now["donebook / version"] == "2"
    assert {key: now[key] for key in FIRST} == FIRST, "nothing of it is lost"
    assert set(now) - set(FIRST) == {
        "donebook / version",
        *(f"donebook / changed.{key.split('.')[-1]}" for key in FIRST if " deal." in key),
    }
    # A review after the deal began is the better guess; a deal whose id says nothing has none.
    older = {key.replace("mwxx622v", "mw000000"): value for key, value in FIRST.items()}
    deals.open(older | {"donebook / deal.x": "Strange"})
    expect(deals.row("Norlund, spring")).to_contain_text("5 days ago")
    expect(deals.row("Strange")).to_contain_text("today")


def test_a_store_of_a_later_form_is_left_alone(deals: Deals) -> None:
    store = kept(a=QUIET) | {"donebook / version": "3"}
    deals.open(store)
    expect(deals.said).to_contain_text("A newer version of this playbook")
    assert deals.rows.count() == 0
    assert deals.store == store


@pytest.mark.torture
def test_what_changes_on_a_sheet_is_the_last_change(deals: Deals) -> None:
    deals.open(kept(a=LATE))
    deals.row("Late").get_by_role("link", name="Sheet").click()
    settled(deals.page)
    assert deals.store["donebook / changed.a"] == "2026-11-27", "to look at it changes nothing"
    deals.page.locator("form[data-sheet] textarea").first.fill("Something")
    is_kept(deals.page)
    assert deals.store["donebook / changed.a"] == "2026-12-01"


@pytest.mark.torture
def test_erasing_names_what_goes_and_leaves_nothing(deals: Deals) -> None:
    deals.open(kept(a=LATE, b=STALE | {"archived": "2026-11-29"}, c=QUIET, d=OVER))
    deals.page.evaluate(
        """() => {
            localStorage.setItem("donebook / usage", "{}");
            localStorage.setItem("donebook /two/ deal.x", "theirs");
            for (const name of ["call-view", "segments", "single-keys", "later", "news /"]) localStorage.setItem("donebook." + name, "x");
            for (const name of ["shown", "wide"]) sessionStorage.setItem("donebook." + name, "x");
        }"""
    )
    deals.do("Quiet", "Delete")
    deals.page.get_by_role("button", name="Erase everything …").click()
    expect(deals.dialog.locator("li")).to_have_text(
        [
            "2 deals",
            "1 deal in the archive",
            "1 deleted deal that can still be restored",
            "what this playbook has saved in this browser about backups and how you use it",
            "what you’ve chosen or seen on its pages: segments, view of calls, keys, news, updates put off",
        ]
    )
    deals.dialog.get_by_role("button", name="Close").click()
    assert len(deals.names) == 2
    deals.page.get_by_role("button", name="Erase everything …").click()
    deals.dialog.get_by_role("button", name="Erase everything", exact=True).click()
    expect(deals.page.locator("[data-empty]")).to_be_visible()
    assert deals.store == {}
    left = deals.page.evaluate(
        "() => [localStorage, sessionStorage].flatMap(Object.keys).filter(key => key.startsWith('donebook'))"
    )
    assert left == ["donebook /two/ deal.x"]
    deals.open()
    assert deals.names == []


# A browser that grants what it is asked, and counts how often it was.
GRANTS = """
StorageManager.prototype.persisted = async () => Boolean(sessionStorage.asked);
StorageManager.prototype.persist = async () => { sessionStorage.asked = Number(sessionStorage.asked || 0) + 1; return true; };
"""


def test_the_browser_is_asked_to_keep_what_there_is(deals: Deals) -> None:
    deals.page.add_init_script(GRANTS)
    deals.open()
    assert deals.page.evaluate("() => sessionStorage.asked") is None
    deals.open(kept(a=QUIET))
    deals.page.wait_for_function("() => sessionStorage.asked === '1'")


@pytest.mark.torture
def test_the_first_deal_asks_the_browser_to_keep_it_wherever_it_begins(deals: Deals) -> None:
    page = deals.page
    page.add_init_script(GRANTS)
    deals.open()
    page.get_by_role("button", name="New deal").click()
    deals.dialog.locator("input").fill("Norlund")
    page.keyboard.press("Enter")
    page.wait_for_function("() => sessionStorage.asked === '1'")
    for path, begin in (
        ("worksheets/call-sheet/", "[name=account]"),
        ("stages/prove/call/", "[data-new-name]"),
    ):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto(f"{deals.address}/{path}")
        settled(page)
        assert page.evaluate("() => sessionStorage.asked") is None, path
        page.locator(begin).fill("Bexley")
        page.keyboard.press("Enter")
        page.wait_for_function("() => sessionStorage.asked === '1'")
    page.reload()
    settled(page)
    assert page.evaluate("() => sessionStorage.asked") == "1"


@pytest.mark.torture
def test_a_backup_is_due_after_a_week(deals: Deals) -> None:
    due = deals.page.locator("[data-backup] .db-overdue")
    deals.open(FIRST)
    expect(deals.page.locator("[data-backup]")).to_contain_text("Browsers may clear")
    expect(due).to_have_count(0)
    deals.page.clock.set_fixed_time("2026-12-03T10:00:00Z")
    expect(deals.open().page.locator("[data-backup] .db-overdue")).to_have_count(1)
    with deals.page.expect_download():
        deals.page.locator("[data-backup]").get_by_role("button", name="Export all").click()
    expect(due).to_have_count(0)
    expect(deals.page.locator("[data-backup]")).to_contain_text("Last backup: Dec 3, 2026.")


# A folder of the browser's own stands in for one on the disk: its handle is the same kind of thing.
PICK = """
window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("backup", { create: true });
FileSystemHandle.prototype.queryPermission = async () => localStorage.getItem("permission") || "granted";
FileSystemHandle.prototype.requestPermission = async () => { localStorage.removeItem("permission"); return "granted"; };
"""
FILES = """async () => {
    const found = {}, folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("backup", { create: true });
    const gone = error => { if (error.name !== "NotFoundError") throw error; }; // while we looked
    for await (const entry of folder.values()) {
        const text = await entry.getFile().then(file => file.text()).catch(gone);
        if (text !== undefined) found[entry.name] = JSON.parse(text || "null"); // begun, and not written yet
    }
    return found;
}"""


def in_folder(deals: Deals) -> dict[str, Any]:
    found: dict[str, Any] = deals.page.evaluate(FILES)
    return found


@pytest.mark.torture
def test_deals_are_saved_in_a_folder_from_every_page(deals: Deals) -> None:
    deals.page.add_init_script(PICK)
    deals.open(kept(abcdefgh=LATE, bbbbbbbb=STALE))
    told = deals.page.locator("[data-backup]")
    deals.page.get_by_role("button", name="Save to a folder, too …").click()
    expect(told).to_contain_text("also saved as a file in the folder “backup”")
    assert set(in_folder(deals)) == {"late-cdefgh.json", "stale-bbbbbb.json"}
    assert in_folder(deals)["late-cdefgh.json"]["fields"]["next-step"] == "Marit reads it"
    deals.row("Late").get_by_role("link", name="Sheet").click()
    settled(deals.page)
    deals.page.locator('[name="account"]').fill("Norlund")
    is_kept(deals.page)
    until(
        deals.page,
        f"({FILES})().then(all => all['late-cdefgh.json']?.fields.account === 'Norlund')",
    )
    deals.open()
    expect(told).to_contain_text("folder “backup”")
    deals.do("Late", "Rename …")
    deals.page.keyboard.type("Norlund")
    deals.page.keyboard.press("Enter")
    deals.do("Stale", "Delete")
    until(deals.page, f"({FILES})().then(all => Object.keys(all).join() === 'norlund-cdefgh.json')")
    deals.page.get_by_role("button", name="Stop saving there").click()
    expect(deals.page.get_by_role("button", name="Save to a folder, too …")).to_be_visible()
    assert set(in_folder(deals)) == {"norlund-cdefgh.json"}


@pytest.mark.torture
def test_the_browser_asks_again_before_it_saves_in_a_folder(deals: Deals) -> None:
    deals.page.add_init_script(PICK)
    deals.open(kept(abcdefgh=LATE))
    deals.page.get_by_role("button", name="Save to a folder, too …").click()
    told = deals.page.locator("[data-backup]")
    expect(told).to_contain_text("also saved")
    deals.page.evaluate("localStorage.setItem('permission', 'prompt')")
    deals.open()
    expect(told).to_contain_text("the browser needs your permission again")
    deals.do("Late", "Rename …")
    deals.page.keyboard.type("Norlund")
    deals.page.keyboard.press("Enter")
    assert set(in_folder(deals)) == {"late-cdefgh.json"}
    deals.page.get_by_role("button", name="Allow it again").click()
    expect(told).to_contain_text("also saved")
    assert set(in_folder(deals)) == {"norlund-cdefgh.json"}


@pytest.mark.torture
def test_what_the_browser_has_cleared_comes_back_from_the_folder(deals: Deals) -> None:
    deals.page.add_init_script(PICK)
    deals.open(kept(abcdefgh=LATE, bbbbbbbb=STALE))
    deals.page.get_by_role("button", name="Save to a folder, too …").click()
    told = deals.page.locator("[data-backup]")
    expect(told).to_contain_text("also saved")
    deals.page.evaluate("localStorage.clear()")
    deals.open()
    expect(told).to_contain_text("The browser has cleared its deals")
    assert len(in_folder(deals)) == 2, "nothing is deleted there"
    deals.page.get_by_role("button", name="Import from the folder …").click()
    deals.dialog.get_by_role("button", name="Import what’s checked").click()
    assert sorted(deals.names) == ["Late", "Stale"]


@pytest.mark.torture
def test_erasing_lets_go_of_the_folder(deals: Deals) -> None:
    deals.page.add_init_script(PICK)
    deals.open(kept(abcdefgh=LATE))
    deals.page.get_by_role("button", name="Save to a folder, too …").click()
    expect(deals.page.locator("[data-backup]")).to_contain_text("also saved")
    deals.page.get_by_role("button", name="Erase everything …").click()
    expect(deals.dialog).to_contain_text("the link to the folder “backup”; its files stay there")
    deals.dialog.get_by_role("button", name="Erase everything", exact=True).click()
    until(deals.page, "indexedDB.databases().then(all => all.length === 0)")
    assert deals.store == {}
    assert len(in_folder(deals)) == 1
    expect(deals.open().page.locator("[data-backup] p")).to_have_count(0)


def test_without_folders_nothing_is_said_of_them(deals: Deals) -> None:
    deals.page.add_init_script("delete window.showDirectoryPicker;")
    deals.open(kept(a=QUIET))
    expect(deals.page.locator("[data-backup] button")).to_have_text(["Export all"])


def test_full_storage_is_said(deals: Deals) -> None:
    deals.open()
    deals.page.evaluate(
        """() => { let size = 1 << 20, n = 0;
            while (size > 0) { try { localStorage.setItem('other' + n++, 'x'.repeat(size)); } catch { size >>= 1; } } }"""
    )
    deals.page.on("dialog", lambda shown: shown.accept())
    deals.page.get_by_role("button", name="New deal").click()
    deals.page.keyboard.type("Norlund")
    deals.page.keyboard.press("Enter")
    expect(deals.said).to_contain_text("Not saved")
    assert deals.names == ["Norlund"]


TRAP = '<img src=x onerror="window.hacked = 1">'


@pytest.mark.torture
def test_nothing_that_is_kept_or_brought_in_is_run(deals: Deals) -> None:
    traps = {
        "name": TRAP,
        "account": TRAP,
        "next_step": TRAP,
        "next_step_date": TRAP,
        "stage": TRAP,
        "changed": TRAP,
        "drift-log.1.date": TRAP,
    }
    undo = json.dumps(
        {"at": 1764583200000 + 31536000000, "deal": {"id": "u", "name": TRAP, "fields": []}}
    )
    deals.open(
        kept(x=traps)
        | {"donebook / undo.u": undo, "donebook / undo.v": "{", "donebook / undo.w": "null"}
    )
    expect(deals.rows).to_have_count(1)
    deals.bring(
        json.dumps(
            {
                "donebook": 1,
                "deals": [
                    {
                        "donebook": 1,
                        "name": TRAP,
                        "changed": TRAP,
                        "archived": TRAP,
                        "fields": {"account": TRAP},
                    },
                    TRAP,
                ],
            }
        )
    )
    deals.dialog.get_by_role("button", name="Import what’s checked").click()
    expect(deals.rows).to_have_count(2)
    assert deals.page.evaluate("() => window.hacked") is None


# ---- by keyboard, size, access


@pytest.mark.torture
def test_it_all_works_by_keyboard(deals: Deals) -> None:
    deals.open(kept(a=QUIET))
    menu = deals.row("Quiet").locator("summary")
    menu.focus()
    deals.page.keyboard.press("Enter")
    deals.page.keyboard.press("Tab")
    expect(deals.row("Quiet").get_by_role("button", name="Rename …")).to_be_focused()
    deals.page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    deals.page.keyboard.press("Enter")
    deals.page.keyboard.press("Tab")
    deals.page.keyboard.press("Enter")
    expect(deals.dialog.locator("input")).to_be_focused()
    deals.page.keyboard.type("Renamed")
    deals.page.keyboard.press("Enter")
    assert deals.names == ["Renamed"]
    expect(deals.row("Renamed").locator("summary")).to_be_focused()


@pytest.mark.torture
def test_the_list_prints_on_white_without_its_buttons(deals: Deals, tmp_path: Path) -> None:
    deals.page.emulate_media(color_scheme="dark")
    deals.open(kept(a=LATE, b=STALE | {"archived": "2026-11-29"}, c=QUIET))
    place = tmp_path / "deals.pdf"
    deals.page.pdf(path=place, format="A4")
    document = pypdfium2.PdfDocument(place)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    shown = ("Late", "Quiet", "Marit reads it, by Nov 28, 2026", "Prove", "due 3 days ago")
    assert [word for word in shown if word not in text] == []
    assert not [
        word for word in ("New deal", "Call view", "More", "Erase", "Stale") if word in text
    ]
    assert len(document) == 1
    assert min(bytes(document[0].render().buffer)[:3]) > 250


@pytest.mark.torture
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_it_fits_every_width(deals: Deals, width: int) -> None:
    deals.page.set_viewport_size({"width": width, "height": 800})
    long = {"name": "Kestrel-Logistics-without-a-single-space-in-it" * 2, "next_step": "y" * 90}
    deals.open(kept(a=LATE, b=OVER, c=long))
    deals.row("Late").locator("summary").click()
    assert deals.page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.torture
def test_it_is_accessible(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    deals, looks, found = Deals(context.new_page(), address), Looks(), {}

    def look(name: str) -> None:
        found[name, "light"] = looks.violations(deals.page)
        paint(deals.page, "dark")
        found[name, "dark"] = looks.color_violations(deals.page)
        paint(deals.page, "light")

    deals.open()
    look("empty")
    deals.open(kept(a=LATE, b=STALE | {"archived": "2026-11-29"}, c=QUIET, d=OVER))
    deals.do("Quiet", "Delete")
    deals.page.locator("[data-archived-count]").click()
    deals.row("Late").locator("summary").click()
    look("deals")
    deals.page.get_by_role("button", name="Erase everything …").click()
    look("erase")
    context.close()
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_a_deal_of_a_customer_who_signed_is_still_due(deals: Deals) -> None:
    """Only a stage that the vocabulary calls closed ends a deal; in the starter none does."""
    deals.open(kept(a=LATE | {"name": "Signed", "stage": "live"}))
    expect(deals.row("Signed").locator(".db-dealrow__due li").first).to_contain_text("was due")
