"""A real Chromium, and the built site served to it from this machine."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from chromium import NoBrowser, chromium
from donebook.rules.base import TODAY
from donebook.site.build import build
from serving import served


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
def instant(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site is served whose pages change without being loaded anew."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = tmp_path_factory.mktemp("instant") / "playbook"
    shutil.copytree(starter, root, ignore=shutil.ignore_patterns("site", "pages", ".site-*"))
    settings = root / "site-config/playbook.yaml"
    settings.write_text(f"{settings.read_text()}\naddress: http://127.0.0.1:{port}/\n")
    engine = root / "mkdocs.yml"
    engine.write_text(engine.read_text().replace("features: [", "features: [navigation.instant, "))
    (root / "build/pages").mkdir()
    built = build(root, TODAY)
    assert built.site, built.checked.problems
    with served(built.site, port, kept=False) as where:
        yield where


@pytest.fixture(scope="session")
def large(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a playbook is served whose questions are too many for one drawing."""
    root = tmp_path_factory.mktemp("large") / "playbook"
    shutil.copytree(starter, root, ignore=shutil.ignore_patterns("site", "pages", ".site-*"))
    (root / "build/pages").mkdir()
    for place in list((root / "content/questions").glob("*.yaml")):
        text = place.read_text(encoding="utf-8").replace("\ncore: true\n", "\n")
        for number in range(6):
            place.with_stem(f"{place.stem}-{number}").write_text(text, encoding="utf-8")
    built = build(root, TODAY)
    assert built.site, built.checked.problems
    with served(built.site, kept=False) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
