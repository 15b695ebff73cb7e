"""Whole sites whose texts are payloads: pages, copies and sheets, opened in a browser without a policy."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Dialog, Error, Page, Request
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder
from donebook.text import SAFE_SCHEMES
from infected import Files, Given, infected
from serving import served
from shared import copy_project
from tabs import LAPTOP
from test_injection import assert_alike
from trials import trials

ROUNDS = 3
LEADS_ON = 'http-equiv="refresh"'  # an earlier address: a browser leaves it at once
# All payloads that run set this.
TELLS = "Object.defineProperty(window, '__ran', { set() { throw new Error('a payload ran'); } })"
RUNS = frozenset(("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"))
ADDRESS = "https://playbook.example.com/"


def built(root: Path, starter: Path, files: Files) -> Path:
    copy_project(starter, root)
    for path, content in files.items():
        (root / path).write_bytes(content)
    made = build(root, TODAY, address=ADDRESS)
    assert made.site, [p for p in made.checked.problems if p.is_error]
    return made.site


def pages_of(site: Path) -> dict[str, str]:
    found = (*site.rglob("*.html"), *site.rglob("*.svg"))
    return {place.relative_to(site).as_posix(): place.read_text("utf-8") for place in found}


@pytest.mark.torture
@pytest.mark.parametrize("number", range(trials(ROUNDS)))
def test_a_whole_site_of_payloads_is_made_of_what_its_twin_is_and_runs_nothing(
    starter: Path, tmp_path: Path, browser: Browser, number: int
) -> None:
    given = Given(number * 104)
    bad, good = infected(Folder(starter), given)
    site = built(tmp_path / "bad", starter, bad)
    twin = built(tmp_path / "good", starter, good)
    assert_alike(pages_of(site), pages_of(twin))
    copies, sheets = list(site.rglob("*.md")), list(site.rglob("*.pdf"))
    assert min(len(copies), len(sheets)) > 50
    for place in copies:
        assert_only_text(place.read_text("utf-8"), place)
    for place in sheets:
        assert_runs_nothing(place)
    with served(site, kept=False) as where:
        shown = [path for path, page in pages_of(site).items() if LEADS_ON not in page]
        assert list(what_ran(browser, where, shown)) == []


def assert_only_text(markdown: str, place: Path) -> None:
    """A copy in Markdown holds no HTML and no address that runs."""
    waiting = MarkdownIt("commonmark").parse(markdown)
    for token in waiting:  # grows on the way
        assert not token.type.startswith("html"), (place, token.content)
        address = str(token.attrs.get("href", ""))
        scheme = address.partition(":")[0].lower() if ":" in address else "https"
        assert scheme in SAFE_SCHEMES, (place, address)
        waiting += token.children or []


def assert_runs_nothing(place: Path) -> None:
    """No action of a sheet is more than a link to a page of the site, and none comes with opening it."""
    reader = PdfReader(place)
    opened = reader.root_object.get("/OpenAction")
    assert not isinstance(opened, DictionaryObject), place
    assert "/AA" not in reader.root_object
    for found in _dictionaries(reader):
        assert found.get("/S") not in RUNS, (place, found)
        assert "/JS" not in found, (place, found)
        if "/URI" in found and isinstance(found["/URI"], str):
            assert found["/URI"].startswith((ADDRESS, "mailto:", "http")), (place, found)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    for generation in reader.xref.values():
        for number in generation:
            found = reader.get_object(IndirectObject(number, 0, reader))
            if isinstance(found, DictionaryObject):
                yield found
                yield from (v for v in found.values() if isinstance(v, DictionaryObject))


def what_ran(browser: Browser, where: str, paths: Collection[str]) -> Iterator[str]:
    """What a browser that follows no policy ran, asked for elsewhere, or was told by a page."""
    context = browser.new_context(bypass_csp=True, viewport=LAPTOP)
    told: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((where, "data:", "blob:")):
            told.append(request.url)

    def shown(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    context.on("request", asked)
    context.on("dialog", shown)
    context.add_init_script(TELLS)
    tab = context.new_page()
    tab.on("pageerror", lambda error: told.append(str(error)))
    for path in sorted(paths):
        tab.goto(f"{where}/{path}")
        with suppress(Error):  # a page may lead on by itself, and is left meanwhile
            _use(tab)
        yield from (f"{path}: {what}" for what in told)
        told.clear()
    context.close()


def _use(tab: Page) -> None:
    """Let everything on a page load, be pointed at and be opened."""
    tab.evaluate(
        """() => {
            for (const one of document.querySelectorAll("details")) one.open = true;
            for (const one of document.querySelectorAll("main *")) {
                for (const type of ["mouseover", "focus", "pointerenter"]) {
                    one.dispatchEvent(new Event(type, { bubbles: true }));
                }
            }
        }"""
    )
