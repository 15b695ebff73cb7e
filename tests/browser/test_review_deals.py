"""The page on which a manager looks through deals of other people."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from access import Looks
from trials import one_in
from waiting import paint, settled

NOW = "2026-12-01T10:00:00Z"


def deal(
    name: str, changed: str = "2026-12-01", stage: str = "prove", **fields: str
) -> dict[str, Any]:
    own = {key.replace("__", ".").replace("_", "-"): value for key, value in fields.items()}
    return {
        "donebook": 1,
        "name": name,
        "saved": "2026-12-01",
        "changed": changed,
        "stage": stage,
        "fields": own,
    }


NEXT = {"next_step": "Marit reads it", "next_step_date": "2026-12-10"}
CONFIRMED = {"done_confirmed": "2026-11-30"}
WEAK = {"check.met-the-spender": "Unknown"}
STRONG = {"check.met-the-spender": "Confirmed"}


class Review:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        page.clock.set_fixed_time(NOW)

    def open(self, *found: Any) -> "Review":
        self.page.goto(f"{self.address}/review-deals/")
        settled(self.page)
        if found:
            self.read(*found)
        return self

    def read(self, *found: Any) -> None:
        texts = [one if isinstance(one, str) else json.dumps(one) for one in found]
        files: list[Any] = [
            {"name": f"{n}.json", "mimeType": "application/json", "buffer": text.encode()}
            for n, text in enumerate(texts)
        ]
        self.page.locator("[data-files]").set_input_files(files)
        expect(self.page.locator("[data-review] > [data-said]")).not_to_be_empty()

    @property
    def names(self) -> list[str]:
        return self.page.locator("[data-list] .db-dealrow__name b").all_inner_texts()

    @property
    def stored(self) -> list[str]:
        found: list[str] = self.page.evaluate(
            "() => Object.keys(localStorage).filter(key => key.startsWith('donebook / '))"
        )
        return found


@pytest.fixture
def review(page: Page, address: str) -> Review:
    return Review(page, address)


def test_my_deals_lead_to_it(review: Review) -> None:
    review.page.goto(f"{review.address}/deals/")
    settled(review.page)
    review.page.get_by_role("link", name="Review your team’s deals").click()
    settled(review.page)
    expect(review.page.locator("[data-some]")).to_be_hidden()


def test_what_needs_a_manager_most_comes_first(review: Review) -> None:
    review.open(
        deal("Ended", loss_reason="No budget"),
        deal("Fine", **NEXT, **CONFIRMED, **STRONG),
        deal("Old", changed="2026-11-01", **NEXT, **CONFIRMED, **STRONG),
        deal("No step", **CONFIRMED, **STRONG),
        deal("Weak", **NEXT, **CONFIRMED, **WEAK | {"check.calendar-hold": "Unknown"}),
        deal("Stale", **NEXT, **STRONG, done_confirmed="2026-11-01"),
        deal("Never", **NEXT, **STRONG),
    )
    assert review.names[:2] == ["Never", "Stale"]
    assert review.names[-1] == "Ended"
    middle = review.names[2:-1]
    assert middle.index("No step") < middle.index("Old") < middle.index("Fine")
    row = review.page.locator("[data-list] > li").first
    expect(row).to_contain_text("has never been confirmed")
    assert review.stored == [], "nothing is kept"


def test_each_deal_has_its_definition_and_one_question(review: Review) -> None:
    review.open(deal("Norlund", **NEXT, **STRONG, end_state="One figure,\nand nobody argues."))
    row = review.page.locator("[data-list] > li")
    expect(row.locator(".db-done__sentence")).to_have_text(
        "___ calls it done when One figure, and nobody argues in ___ by ___. Today: ___."
    )
    expect(row.locator(".db-done__lights li")).to_have_count(5)
    asked = row.locator(".db-dealrow__ask a")
    expect(asked).to_have_count(1)
    link, words = asked.get_attribute("href"), asked.inner_text()
    assert link
    assert review.page.request.get(link).ok
    # It is what the scorecard would ask.
    review.page.get_by_role("button", name="Add to my deals …").click()
    review.page.get_by_role("button", name="Import what’s checked").click()
    review.page.goto(f"{review.address}/worksheets/four-test-scorecard/")
    settled(review.page)
    expect(review.page.locator("[data-gather=score] ol a").first).to_have_text(words)


def test_bad_files_are_named_and_break_nothing(review: Review) -> None:
    trap = '<img src=x onerror="window.hacked = 1">'
    review.open(
        "{",
        "[" * 100_000,
        {"donebook": 2, "fields": {}},
        deal(trap, changed=trap, stage=trap, end_state=trap, next_step_date=trap, account=trap),
        {"donebook": 1, "deals": [deal("In one file"), 3]},
    )
    told = review.page.locator("[data-problems] li").all_inner_texts()
    assert [line.partition(":")[0] for line in told] == ["0.json", "1.json", "2.json", "4.json"]
    assert sorted(review.names) == sorted([trap, "In one file"])
    assert review.page.evaluate("() => window.hacked") is None
    assert review.errors == []


def test_a_folder_is_opened_with_what_lies_in_it(review: Review, tmp_path: Path) -> None:
    (tmp_path / "team/anna").mkdir(parents=True)
    (tmp_path / "team/one.json").write_text(json.dumps(deal("One")))
    (tmp_path / "team/anna/two.json").write_text(json.dumps(deal("Two")))
    (tmp_path / "team/notes.txt").write_text("no deal")
    review.open().page.locator("[data-folder]").set_input_files(tmp_path / "team")
    expect(review.page.locator("[data-list] > li")).to_have_count(2)
    expect(review.page.locator("[data-problems] li")).to_have_count(0)
    review.read(deal("Three"))
    expect(review.page.locator("[data-list] > li")).to_have_count(3)
    review.page.get_by_role("button", name="Close all").click()
    expect(review.page.locator("[data-some]")).to_be_hidden()


def test_files_can_be_dropped(review: Review) -> None:
    review.open()
    review.page.evaluate(
        """text => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "dropped.json", { type: "application/json" }));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }""",
        json.dumps(deal("Dropped")),
    )
    expect(review.page.locator("[data-list] > li")).to_have_count(1)
    assert review.names == ["Dropped"]


def many(number: int = 10) -> list[dict[str, Any]]:
    said = "They close the books on the third working day, and nobody stays late for it."
    late = NEXT | {"next_step_date": "2026-11-20"}
    return [
        deal(f"Deal {n}", **late, **WEAK, end_state=said, account="Norlund A/S")
        for n in range(number)
    ]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("number", "pages"), one_in(2, [(25, 1), (6, 1), (27, 2), (10, 1)]))
def test_deals_print_on_one_page_and_of_more_it_says_how_many(
    review: Review, tmp_path: Path, paper: str, number: int, pages: int
) -> None:
    review.open({"donebook": 1, "deals": many(number)})
    expect(review.page.locator("[data-list] > li")).to_have_count(number)
    place = tmp_path / "review.pdf"
    review.page.pdf(path=place, format=paper)
    document = pypdfium2.PdfDocument(place)
    text = "".join(leaf.get_textpage().get_text_range() for leaf in document)
    assert all(f"Deal {n}" in text for n in range(number))
    assert "Open files" not in text
    assert len(document) == pages
    told = review.page.locator("[data-pages]").inner_text()
    assert told == ("" if pages == 1 else f"Prints on {pages} pages.")


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_every_width(review: Review, width: int) -> None:
    review.page.set_viewport_size({"width": width, "height": 800})
    long = deal("Kestrel-Logistics-without-a-single-space-in-it" * 2, end_state="y" * 90)
    review.open(long, *many(), "{")
    assert review.page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.torture
def test_it_is_accessible(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    review, looks = Review(context.new_page(), address), Looks()
    review.open(*many(), deal("Ended", loss_reason="No budget"), "{")
    assert looks.violations(review.page) == []
    paint(review.page, "dark")
    assert looks.color_violations(review.page) == []
    context.close()
