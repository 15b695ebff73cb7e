"""A browser's windows and tabs, as tests begin with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from stored import emptied

LAPTOP: ViewportSize = {"width": 1280, "height": 900}


def new_context(browser: Browser) -> BrowserContext:
    """A browser that has never been used, on a laptop."""
    return browser.new_context(viewport=LAPTOP, timezone_id="UTC")


@contextmanager
def own_window(browser: Browser, **options: Any) -> Iterator[Page]:
    """A tab in a window of its own, in which no script may fail. Options are the browser's."""
    context = browser.new_context(**options)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert failed == []


def forget(tab: Page) -> None:
    """Make a tab as good as new: nothing of the site is kept, and no other tab is open."""
    for other in tab.context.pages[1:]:
        other.close()
    if tab.url.startswith("http"):
        # To leave the site would cost a process.
        emptied(tab, urljoin(tab.url, "/").removesuffix("/"))
    tab.set_viewport_size(LAPTOP)
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null")
