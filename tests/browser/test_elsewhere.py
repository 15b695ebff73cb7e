"""The site where nobody planned for it: below another folder, at lost addresses, as an artifact."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect

import jobs
from access import violations
from donebook.cli.main import donebook
from donebook.rules.base import TODAY
from donebook.site.build import build
from history import start
from projects import make_project, with_few_entries
from shared import Shared
from trials import one_in

BIN = Path(sys.executable).parent
BELOW = "sub/path"


class _Host(http.server.SimpleHTTPRequestHandler):
    """As GitHub Pages does: whatever isn't there is answered with the site's 404.html."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / BELOW / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def hosted(site: Path, folder: Path) -> Iterator[str]:
    """Where a site is served, below another folder, with a slash at the end."""
    shutil.copytree(site, folder / BELOW)
    handler = functools.partial(_Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{BELOW}/"
        server.shutdown()


@pytest.fixture(scope="module")
def small(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("small") / "playbook")
    shared.lend_cache(root)
    return root


@pytest.fixture(scope="module")
def nowhere(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that doesn't know its address."""
    built = build(small, TODAY)
    assert built.site, built.checked.problems
    with hosted(built.site, tmp_path_factory.mktemp("www")) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield opened
    opened.close()


LOST = ["gone", "gone/", "questions/gone/", "a/b/c/d", "a/b/c/d/", "gone.html?x=1#y"]


@pytest.mark.parametrize("lost", one_in(3, LOST))
def test_at_a_lost_address_the_way_back_is_found_at_any_depth(
    context: BrowserContext, nowhere: str, lost: str
) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(f"{nowhere}{lost}")
    assert answer
    assert answer.status == 404
    home = page.get_by_role("banner").get_by_role("link")
    expect(home).to_have_attribute("href", nowhere)
    links = page.get_by_role("main").get_by_role("link")
    expect(links).to_have_count(4)
    hrefs = links.evaluate_all("all => all.map(a => a.href)")
    assert all(href.startswith(nowhere) for href in hrefs)
    for href in hrefs:
        assert page.request.get(href).ok, href
    assert not [text for text in said if "404 (Not Found)" not in text], "and nothing was stopped"
    home.click()
    expect(page).to_have_url(nowhere)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_looks_like_a_page_of_the_site(
    browser: Browser, nowhere: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,  # type: ignore[arg-type]
        service_workers="block",
    )
    page = context.new_page()
    page.goto(f"{nowhere}a/b/c/d")
    expect(page.locator("header img")).to_be_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(251, 250, 247)", "dark": "rgb(16, 22, 29)"}[scheme]
    tallest = page.evaluate("Math.max(...[...document.querySelectorAll('img, svg')].map(e => e.getBoundingClientRect().height))")  # fmt: skip
    assert 16 <= tallest <= 48
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    context.close()


@pytest.mark.torture
def test_where_the_address_is_set_it_needs_no_script(
    browser: Browser, small: Path, tmp_path: Path
) -> None:
    built = build(small, TODAY, address="https://playbook.example.org/sub/path")
    assert built.site
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with hosted(built.site, tmp_path / "www") as where:
        page.goto(f"{where}a/b/c/d")
        hrefs = page.get_by_role("link").evaluate_all("all => all.map(a => a.href)")
    assert hrefs[:2] == [
        "https://playbook.example.org/sub/path/",
        "https://playbook.example.org/sub/path/find/",
    ]
    context.close()


@pytest.mark.torture
def test_where_the_address_is_set_and_it_is_served_elsewhere_it_stays_there(
    context: BrowserContext, small: Path, tmp_path: Path
) -> None:
    built = build(small, TODAY, address="https://playbook.example.org/")
    assert built.site
    page = context.new_page()
    with hosted(built.site, tmp_path / "www") as where:
        page.goto(f"{where}a/b/c/d")
        expect(page.get_by_role("banner").get_by_role("link")).to_have_attribute("href", where)


# --- the preview of a pull request


@pytest.fixture(scope="module")
def preview(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the workflow of a new repository, with few entries, keeps of a pull request."""
    folder = tmp_path_factory.mktemp("pull-request")
    root = folder / "acme"
    made = CliRunner().invoke(donebook, ["new", "site", str(root)])
    assert made.exit_code == 0, made.output
    with_few_entries(root)
    shared.lend_cache(root)
    start(root)
    (root / ".venv").mkdir()
    (root / ".venv/bin").symlink_to(BIN)
    (root / ".venv/.tools").touch()
    workflow = root / ".github/workflows/pull-request.yml"
    build_it = next(s for s in jobs.steps(workflow) if "--offline" in s)
    env = {**os.environ, "RUNNER_TEMP": str(folder)}
    subprocess.run(["bash", "-e", "-c", build_it], cwd=root, env=env, check=True)
    return jobs.artifact(workflow, folder)


@pytest.mark.torture
def test_the_preview_opens_from_its_folder(preview: Path, context: BrowserContext) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((preview / "index.html").as_uri())
    page.get_by_role("link", name="All phrases, A to Z").click()
    page.locator(".db-rows a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(preview.as_uri())
    page.goto((preview / "find.html").as_uri())
    page.locator("[data-ready]").wait_for(state="attached")
    page.keyboard.press("/")
    page.keyboard.type("hours back")
    page.locator(".db-result__link").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert said == []
    assert not list(preview.rglob("*.zip"))


# --- the foot of a page


def foot(page: Page, where: str, day: str) -> str:
    """What the foot says on a site whose newest review is of a day."""
    script = f'donebook.version = {{"id": "1234567", "day": "{day}"}};'
    page.route("**/version.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))  # fmt: skip
    page.goto(where)
    expect(page.locator("[data-version]")).to_contain_text("1234567")
    return page.locator("[data-version]").inner_text()


def test_the_foot_says_when_the_content_was_last_reviewed(
    context: BrowserContext, nowhere: str
) -> None:
    page = context.new_page()
    page.clock.install(time="2026-11-24T10:00:00")
    assert foot(page, nowhere, "2026-10-01") == "Version 1234567, last reviewed Oct 1, 2026"
    page.unroute_all()
    page.goto(nowhere)
    expect(page.locator("[data-version]")).to_contain_text("last reviewed Oct 1, 2026")


@pytest.mark.parametrize("day", ["2062-10-01", ""])
def test_the_foot_names_no_day_that_cannot_be(
    context: BrowserContext, nowhere: str, day: str
) -> None:
    page = context.new_page()
    page.clock.install(time="2026-11-24T10:00:00")
    assert foot(page, nowhere, day) == "Version 1234567"
