"""The site in a frame of another site, and behind a login."""

import functools
import http.server
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from access import violations
from donebook.hosting import headers
from donebook.rules.base import TODAY
from donebook.site.build import build
from serving import served
from waiting import until

PAGE = "patterns/one-number-everyone-trusts/"
NARROW: ViewportSize = {"width": 340, "height": 640}
COOKIE, WORD = "login", "of-a-rep"


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host that sends these headers, and wants the cookie of a login where it is told to."""

    def __init__(
        self, *arguments: Any, sends: Sequence[tuple[str, str]], asks: bool, **named: Any
    ) -> None:
        self._sends = sends
        self._asks = asks
        super().__init__(*arguments, **named)

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        for name, value in self._sends:
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        if not self._asks or f"{COOKIE}={WORD}" in self.headers.get("Cookie", ""):
            super().do_GET()
            return
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes to another page hangs up in the middle of the last one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def hosted(
    site: Path, sends: Sequence[tuple[str, str]] = (), *, asks: bool = False
) -> Iterator[str]:
    handler = functools.partial(_Host, directory=str(site), sends=sends, asks=asks)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.torture
def test_the_narrow_view_leaves_search_navigation_and_page(
    page: Page, context: BrowserContext, address: str
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}/{PAGE}?embed")
    for around in (".md-footer", ".db-foot", ".md-header__title", ".md-header__option"):
        expect(page.locator(around).first).to_be_hidden()
    expect(page.locator("label.md-header__button[for=__drawer]")).to_be_visible()
    expect(page.locator(".db-find")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.locator(".db-line__ask").first.evaluate("link => link.click()")
    expect(page).not_to_have_url(re.compile("embed"))
    expect(page.locator("html")).to_have_attribute("data-embed", "yes")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open in a tab").click()
    whole = opened.value
    expect(whole).to_have_url(page.url)
    expect(whole.locator("html")).not_to_have_attribute("data-embed", "yes")
    expect(whole.locator("[data-whole]")).to_be_hidden()


def test_a_page_that_was_not_asked_stays_whole(page: Page, address: str) -> None:
    page.goto(f"{address}/{PAGE}?q=embed")
    expect(page.locator("[data-whole]")).to_be_hidden()
    expect(page.locator(".db-foot")).to_be_visible()


@pytest.mark.torture
@pytest.mark.parametrize("is_allowed", [True, False])
def test_only_a_site_of_the_list_shows_it_in_a_frame(
    page: Page, context: BrowserContext, site: Path, tmp_path: Path, is_allowed: bool
) -> None:
    with served(tmp_path) as crm:
        sends = headers((crm if is_allowed else "https://other.example.com",), is_public=False)
        with hosted(site, sends) as where:
            frame = f'<iframe src="{where}/find/?embed" width="340" height="600"></iframe>'
            (tmp_path / "record.html").write_text(frame, encoding="utf-8")
            page.goto(f"{crm}/record.html")
            said = page.frame_locator("iframe").locator("input[name=said]")
            if not is_allowed:
                expect(said).to_have_count(0)
                return
            said.fill("too expensive")
            expect(page.frame_locator("iframe").locator("html[data-embed]")).to_have_count(1)
            expect(page.frame_locator("iframe").locator(".db-result").first).to_be_visible()


def test_behind_a_login_the_site_can_be_installed(browser: Browser, site: Path) -> None:
    with hosted(site, asks=True) as where:
        context = browser.new_context(service_workers="block")  # it would fetch it for the page
        context.add_cookies([{"name": COOKIE, "value": WORD, "url": where}])
        page = context.new_page()
        page.goto(f"{where}/")
        manifest = context.new_cdp_session(page).send("Page.getAppManifest")
        assert '"icons"' in manifest.get("data", "")
        context.close()


@pytest.mark.torture
def test_what_a_browser_has_kept_goes_with_the_headers_of_its_host(
    context: BrowserContext, project: Callable[..., Path]
) -> None:
    root = project()
    assert build(root, TODAY).site
    settings = root / "site-config/playbook.yaml"
    sent = list(headers((), is_public=False))
    page = context.new_page()
    policy = "fetch(location).then(answer => answer.headers.get('content-security-policy'))"
    with hosted(root / "site", sent) as where:
        page.goto(f"{where}/")
        expect(page.locator("[data-version]")).to_contain_text("works offline", timeout=60_000)
        assert page.evaluate(policy) == "frame-ancestors 'none'"
        settings.write_text(f"{settings.read_text()}embed_in: [https://crm.example.com]\n")
        assert build(root, TODAY).site
        sent[:] = headers(("https://crm.example.com",), is_public=False)
        before = page.evaluate("caches.keys()")
        page.reload()
        page.get_by_role("button", name="Show it").click(timeout=30_000)
        until(page, f"caches.keys().then(all => all.length === 1 && all[0] !== {before[0]!r})")
        page.reload()
        expect(page.locator("[data-version]")).to_contain_text("works offline", timeout=60_000)
        assert page.evaluate(policy) == "frame-ancestors 'self' https://crm.example.com"
