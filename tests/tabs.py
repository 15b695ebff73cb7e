"""A browser's windows and tabs, as tests begin with them."""

from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

LAPTOP: ViewportSize = {"width": 1280, "height": 900}


def new_context(browser: Browser) -> BrowserContext:
    """A browser that has never been used, on a laptop."""
    return browser.new_context(viewport=LAPTOP, timezone_id="UTC")


def forget(tab: Page) -> None:
    """Make a tab as good as new: nothing of the site is kept, and no other tab is open."""
    for other in tab.context.pages[1:]:
        other.close()
    if tab.url.startswith("http"):
        # A page may keep something as it is left; a script is nothing that keeps. To leave the site
        # would cost a process.
        tab.goto(urljoin(tab.url, "/sw.js"))
        tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.set_viewport_size(LAPTOP)
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null")
