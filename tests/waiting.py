"""Waiting for something that only a script can tell.

Playwright's own `wait_for_function` evaluates text inside the page, which the page's policy stops.
"""

import time

from playwright.sync_api import Page

MOST_SECONDS = 30


def until(page: Page, script: str) -> None:
    """Wait until a script's value, or what it promises, is true; fails after half a minute."""
    end = time.monotonic() + MOST_SECONDS
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)
