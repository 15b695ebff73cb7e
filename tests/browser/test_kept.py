"""What a browser keeps of deals, where much happens at once, room runs out, or it all ends in the middle."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from my_deals import Deals
from stored import PUT, kept
from trials import trials
from waiting import is_kept, settled, until

SHEET = "people-map"
# As playbooks kept deals before each had its own.
BEFORE = {
    "donebook.deal.a": "Norlund",
    "donebook.field.a.account": "Norlund A/S",
    "donebook.field.a.done.1.statement": "Ten minutes",
    "donebook.review.a": json.dumps({"on": "2026-11-01", "fields": {"account": "Norlund"}}),
    "donebook.deal.b": "Brandt",
    "donebook.field.b.account": "Brandt GmbH",
    "donebook.current": "b",
}


def sheet(page: Page, address: str) -> Page:
    page.goto(f"{address}/worksheets/{SHEET}/")
    expect(page.locator("form.is-live")).to_be_visible()
    return page


# --- three tabs

WRITE = """async ([columns, rows]) => {
    for (let n = 1; n <= rows; n++) {
        for (const column of columns) {
            const field = document.querySelector(`[name="people.${n}.${column}"]`);
            field.value = field.type === "date" ? "2027-02-03" : column + n;
            field.dispatchEvent(new Event('input', {bubbles: true}));
        }
        if (n % 10 === 0) await new Promise(go => setTimeout(go, 4));
    }
    window.isDone = true;
}"""

# What the store of a tab doesn't have, or has otherwise.
MISSING = """wanted => {
    const { deals } = donebook.deal;
    const found = new Map(deals.fields(deals.current()));
    return Object.keys(wanted).filter(key => found.get(key) !== wanted[key]);
}"""


# 500 rows are a thousand writes of each tab.
@pytest.mark.parametrize("rows", [20, pytest.param(500, marks=pytest.mark.torture)])
def test_three_tabs_write_at_once_and_lose_nothing(
    tab: Callable[[], Deals], address: str, rows: int
) -> None:
    parts = (("name", "role"), ("done", "gains"), ("loses", "met"))
    pages = [tab().page for _ in parts]
    for page in pages:
        page.set_default_timeout(60_000)  # so many rows take a while to show
    first = sheet(pages[0], address)
    first.locator('[name="people.1.name"]').fill("first")
    is_kept(first)
    first.evaluate(
        "rows => donebook.deal.deals.set(donebook.deal.deals.current(), `people.${rows}.met`, '2027-01-01')",
        rows,
    )
    for page in pages:
        sheet(page, address)
        expect(page.locator(f'[name="people.{rows}.name"]')).to_have_count(1, timeout=60_000)
    for page, part in zip(pages, parts, strict=True):
        page.evaluate(f"given => {{ window.isDone = false; ({WRITE})(given); }}", [part, rows])
    for page in pages:
        until(page, "window.isDone", most=120)
        is_kept(page)
    columns = [column for part in parts for column in part]

    def written(column: str, row: int) -> str:
        return "2027-02-03" if column == "met" else f"{column}{row}"

    wanted = {f"people.{n}.{c}": written(c, n) for n in range(1, rows + 1) for c in columns}
    for page in pages:
        # What one tab writes reaches the store of the next a moment later.
        until(page, f"({MISSING})({json.dumps(wanted)}).length === 0", most=60)
        # Each tab also shows what the others wrote.
        for column in columns:
            field = page.locator(f'[name="people.{rows}.{column}"]')
            expect(field).to_have_value(written(column, rows))


# --- an end in the middle

# What each operation writes, one after the other, as the store would be had it ended there.
RECORD = """([store, name]) => {
    const { deals } = donebook.deal;
    localStorage.clear();
    sessionStorage.clear();
    Object.entries(store).forEach(([key, value]) => localStorage.setItem(key, value));
    const acts = {
        "a deal is begun": () => deals.create({ name: "New", stage: "prove", fields: [["account", "New Ltd"], ["end-state", "One"]] }),
        "a deal is deleted": () => deals.remove("a"),
        "a deal comes back": () => { const deal = deals.snapshot("a"); deals.remove("a"); steps.length = 0; deals.restore({...deal, fields: [...deal.fields]}); },
        "a deal is reviewed": () => deals.setReview("a", { on: "2026-11-30", fields: Object.fromEntries(deals.fields("a")) }),
    };
    const steps = window.steps;
    steps.length = 0;
    acts[name]();
    return steps;
}"""
# How the store is after each change of it.
REMEMBER = """() => {
    window.steps = [];
    for (const name of ["setItem", "removeItem"]) {
        const change = Storage.prototype[name];
        Storage.prototype[name] = function (...given) {
            change.apply(this, given);
            if (this === localStorage) window.steps.push({...localStorage});
        };
    }
}"""
READ = """() => {
    const { deals } = donebook.deal;
    return Object.fromEntries(deals.list().map(({ id }) => [id, Object.fromEntries(deals.fields(id))]));
}"""
STORE = kept(
    a={"name": "Norlund", "account": "Norlund A/S", "end_state": "Ten minutes", "stage": "prove"},
    b={"name": "Brandt", "account": "Brandt GmbH"},
)
FIELDS = {
    "a": {"account": "Norlund A/S", "end-state": "Ten minutes"},
    "b": {"account": "Brandt GmbH"},
}


def opened_with(deals: Deals, store: dict[str, str]) -> dict[str, Any]:
    """The deals that My deals has of a store, after what can be undone there was undone."""
    deals.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    deals.page.evaluate(PUT, store)
    deals.page.reload()
    settled(deals.page)
    undo = deals.page.locator("[data-undoable] [data-do=undo]")
    if undo.count():
        undo.first.click()
    found: dict[str, Any] = deals.page.evaluate(READ)
    return found


@pytest.mark.torture
@pytest.mark.parametrize(
    "act", ["a deal is begun", "a deal is deleted", "a deal comes back", "a deal is reviewed"]
)
def test_wherever_it_ends_no_deal_is_lost(deals: Deals, act: str) -> None:
    deals.page.add_init_script(f"({REMEMBER})()")
    deals.open()
    for step in deals.page.evaluate(RECORD, [STORE, act]):
        found = opened_with(deals, step)
        assert {deal: found.get(deal) for deal in FIELDS} == FIELDS, step


@pytest.mark.torture
def test_deals_from_before_are_in_one_place_at_least_at_every_step(deals: Deals) -> None:
    deals.page.add_init_script(f"({REMEMBER})()")
    deals.open()
    deals.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    deals.page.evaluate(PUT, BEFORE)
    deals.page.reload()
    settled(deals.page)
    steps = deals.page.evaluate("() => window.steps")
    assert not any(key.startswith("donebook.") for key in steps[-1])
    for step in steps:
        assert opened_with(deals, step) == {
            "a": {"account": "Norlund A/S", "done.1.statement": "Ten minutes"},
            "b": {"account": "Brandt GmbH"},
        }, step


# --- no room

# Leaves so much room, works on deals, makes room again, and tells what is kept then.
WITH_ROOM_FOR = """([store, room, makesRoom]) => {
    const { deals } = donebook.deal;
    localStorage.clear();
    sessionStorage.clear();
    Object.entries(store).forEach(([key, value]) => localStorage.setItem(key, value));
    let size = 1 << 22, n = 0;
    while (size > 0) { try { localStorage.setItem("other" + n, "x".repeat(size)); n++; } catch { size >>= 1; } }
    localStorage.removeItem("other" + (n - 1));
    for (let m = 0; ; m++) {
        // The last pieces are a few letters each: enough of them go for the room that is wanted.
        const free = localStorage.getItem("other" + (n - 2 - m));
        localStorage.removeItem("other" + (n - 2 - m));
        if (free.length >= room || n - 2 - m <= 0) break;
    }
    const id = deals.create({ name: "New", stage: "prove", fields: [["account", "New Ltd"]] });
    deals.set(id, "end-state", "x".repeat(300));
    deals.set("a", "end-state", "Nine minutes");
    deals.rename("b", "Brandt of Bremen");
    deals.setReview("a", { on: "2026-11-30", fields: Object.fromEntries(deals.fields("a")) });
    const gone = deals.snapshot("b");
    deals.remove("b");
    deals.restore(gone);
    const isKept = deals.keep();
    if (makesRoom) Object.keys(localStorage).filter(key => key.startsWith("other")).forEach(key => localStorage.removeItem(key));
    return { isKept, isKeptNow: deals.keep(), id };
}"""


ROOMS = (0, 40, 400, 4000)  # letters; the whole series needs about a thousand


@pytest.mark.parametrize(
    "rooms",
    [
        ROOMS,
        pytest.param(
            (*ROOMS, *random.Random(22).choices(range(1500), k=trials(200))),
            marks=pytest.mark.torture,
            id="all",
        ),
    ],
)
def test_whatever_room_there_is_nothing_is_lost_once_there_is_more(
    tab: Callable[[], Deals], rooms: tuple[int, ...]
) -> None:
    deals = tab().open()
    seen = set()
    for room in rooms:
        done = deals.page.evaluate(WITH_ROOM_FOR, [STORE, room, True])
        seen.add(done["isKept"])
        assert done["isKeptNow"]
        deals.page.reload()
        settled(deals.page)
        assert deals.page.evaluate(READ) == {
            "a": {"account": "Norlund A/S", "end-state": "Nine minutes"},
            "b": {"account": "Brandt GmbH"},
            done["id"]: {"account": "New Ltd", "end-state": "x" * 300},
        }
        assert deals.store["donebook / deal.b"] == "Brandt of Bremen"
    assert seen == {True, False}, "some had room enough, and some had not"
    assert deals.errors == []
