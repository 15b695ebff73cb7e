"""My deals in a tab of a browser, for tests."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from stored import put
from waiting import settled

NOW = "2026-12-01T10:00:00Z"


class Deals:
    """One tab on My deals."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        page.set_default_timeout(5000)
        page.clock.set_fixed_time(NOW)

    def open(self, store: dict[str, str] | None = None) -> "Deals":
        if store:
            put(self.page, self.address, store)
        self.page.goto(f"{self.address}/deals/")
        settled(self.page)
        return self

    @property
    def rows(self) -> Locator:
        return self.page.locator("[data-list] > li")

    @property
    def names(self) -> list[str]:
        return self.page.locator("[data-list] .db-dealrow__name a").all_inner_texts()

    def row(self, name: str) -> Locator:
        return self.page.locator(
            ".db-dealrow", has=self.page.get_by_role("link", name=name, exact=True)
        )

    def do(self, name: str, act: str) -> None:
        self.row(name).locator("summary").click()
        self.row(name).get_by_role("button", name=act, exact=True).click()

    @property
    def dialog(self) -> Locator:
        return self.page.locator("dialog[open]")

    @property
    def said(self) -> Locator:
        return self.page.locator("[data-deals] > [data-said]")

    @property
    def store(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate("() => ({...localStorage})")
        return {key: value for key, value in found.items() if key.startswith("donebook / ")}

    def bring(self, *texts: str) -> None:
        files: list[Any] = [
            {"name": f"{n}.json", "mimeType": "application/json", "buffer": text.encode()}
            for n, text in enumerate(texts)
        ]
        self.page.locator("[data-files]").set_input_files(files)
        expect(self.dialog).to_be_visible()
