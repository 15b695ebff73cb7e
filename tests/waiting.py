"""Waiting for something that only a script can tell.

Playwright's own `wait_for_function` evaluates text inside the page, which the page's policy stops.
"""

import time
from typing import Literal

from playwright.sync_api import Error, Page

MOST_SECONDS = 30
GROUNDS = {"light": "rgb(251, 250, 247)", "dark": "rgb(16, 22, 29)"}
# Everything is loaded, each part that needs scripts has had them, and an idle moment has passed:
# what a page does by itself later than that, it does in such moments.
SETTLED = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const isReady = document.readyState === "complete"
        && document.fonts.status === "loaded"
        && all(".db-find").every(link => link.hasAttribute("aria-keyshortcuts"))
        && all("[data-find], [data-deals], [data-role-play], [data-review], form[data-call]").every(part => "ready" in part.dataset)
        && all("form[data-sheet]").every(form => form.classList.contains("is-live"));
    return isReady && new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => done(true)), { timeout: 1000 }));
}"""
# A form saves in the first idle moment, and shows what follows 60 ms later. Both queues are in
# order, so what is asked for now comes after both.
KEPT = (
    "() => new Promise(done => requestIdleCallback(() => setTimeout(done, 61), { timeout: 1000 }))"
)


def until(page: Page, script: str, most: float = MOST_SECONDS) -> None:
    """Wait until a script's value, or what it promises, is true; fails after so many seconds."""
    end = time.monotonic() + most
    while not _is_so(page, script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def _is_so(page: Page, script: str) -> bool:
    """What a script says; not yet, where the page leads on to another while it runs."""
    try:
        return bool(page.evaluate(script))
    except Error as failed:
        if "because of a navigation" not in failed.message:
            raise
        return False


def settled(page: Page) -> None:
    """Wait until a page has all it needs and does nothing more by itself."""
    until(page, SETTLED)


def is_kept(page: Page) -> None:
    """Wait until what was typed on a sheet is kept and shown."""
    page.evaluate(KEPT)


def paint(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Ask for other colors, and wait until the page has them; where motion is reduced, all at once."""
    page.emulate_media(color_scheme=scheme)
    until(page, f"getComputedStyle(document.body).backgroundColor === '{GROUNDS[scheme]}'")
