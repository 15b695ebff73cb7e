"""A real Chromium, and the built site served to it from this machine."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from chromium import NoBrowser, chromium
from donebook.rules.base import TODAY
from donebook.site.build import build
from my_deals import Deals
from serving import free_port, served
from shared import Shared, copy_project
from tabs import forget, new_context

NOWHERE = "http://playbook.invalid"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        path = chromium()
    except NoBrowser as none:
        pytest.fail(str(none))
    options = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    options.append("--in-process-gpu")  # a process less to tell about each new page
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium refuses to sandbox for root
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=options)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served; its worker does nothing, and fetches nothing for later."""
    with served(site, kept=False) as where:
        yield where


@pytest.fixture(scope="session")
def published(site: Path) -> Iterator[str]:
    """Where the built site is served as it is."""
    with served(site) as where:
        yield where


@pytest.fixture(scope="session")
def instant(starter: Path, shared: Shared) -> Iterator[str]:
    """Where a site is served whose pages change without being loaded anew.

    Such a site knows its address. It is built once, and each worker serves it at another one, so
    its pages are sent with the right one in them.
    """

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        settings = root / "site-config/playbook.yaml"
        settings.write_text(f"{settings.read_text()}\naddress: {NOWHERE}/\n")
        engine = root / "mkdocs.yml"
        features = engine.read_text().replace("features: [", "features: [navigation.instant, ")
        engine.write_text(features)
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    port = free_port()
    here = f"http://127.0.0.1:{port}".encode()

    def change(path: str, content: bytes) -> bytes:
        return b"" if path.endswith("/sw.js") else content.replace(NOWHERE.encode(), here)

    folder = shared.once("instant", make)
    with served(folder / "playbook/site", port, change=change) as where:
        yield where


@pytest.fixture(scope="session")
def large(starter: Path, shared: Shared) -> Iterator[str]:
    """Where a playbook is served whose questions, most of them of one stage, are too many to draw."""

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        questions = root / "content/questions"
        texts = {place: place.read_text(encoding="utf-8") for place in questions.glob("*.yaml")}
        asked = {place: text for place, text in texts.items() if "\nstage: prove\n" in text}
        for place, text in asked.items():
            for number in range(8):
                copy = place.with_stem(f"{place.stem}-{number}")
                copy.write_text(text.replace("\ncore: true\n", "\n"), encoding="utf-8")
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    with served(shared.once("large", make) / "playbook/site", kept=False) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been used, for this test alone."""
    opened = new_context(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tab_of_all(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, tab_of_all: Page) -> Iterator[Page]:
    """A tab in which nothing is kept; tests use it one after another, as a new one costs a visit.

    A test that listens to its tab, or changes more of it than is undone here, opens one in a
    `context`. In a test that takes both, the tab is one of the context.
    """
    if "context" in request.fixturenames:
        yield request.getfixturevalue("context").new_page()
        return
    yield tab_of_all
    forget(tab_of_all)


@pytest.fixture
def tab(context: BrowserContext, address: str) -> Callable[[], Deals]:
    """Opens another tab for My deals."""
    return lambda: Deals(context.new_page(), address)


@pytest.fixture
def deals(tab: Callable[[], Deals]) -> Iterator[Deals]:
    """A tab for My deals in which no script may fail."""
    opened = tab()
    yield opened
    assert opened.errors == []
