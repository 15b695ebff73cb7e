"""Whole sites whose texts are payloads: pages, copies and sheets, opened in a browser without a policy."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

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
from payloads import PAYLOADS, STEERING, letters
from serving import served
from shared import copy_project
from skeletons import Skeleton
from tabs import LAPTOP
from test_injection import assert_alike
from trials import STEP, trials

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
        assert list(what_ran(browser, where, shown[::STEP])) == []


@pytest.fixture(
    params=[pytest.param(40, id="some"), pytest.param(1, marks=pytest.mark.torture, id="all")]
)
def given(request: pytest.FixtureRequest) -> list[str]:
    return [*PAYLOADS, *STEERING][:: max(request.param, STEP)]


def test_what_a_link_from_a_crm_says_is_shown_as_text(
    browser: Browser, address: str, given: list[str]
) -> None:
    links = {
        f"go/#{form.format(quote(text, safe=''))}": text
        for text in given
        for form in ("stage={0}", "loss={0}", "stage={0}&opp=1", "loss={0}&account={0}&stage=open")
    }
    shown: dict[str, str] = {}

    def look(tab: Page) -> None:
        said = tab.locator("[data-said]")
        shown[tab.url.removeprefix(f"{address}/")] = said.inner_text()
        assert Skeleton(said.inner_html()).parts == {}, tab.url

    assert list(what_ran(browser, address, links, look)) == []
    # What stands behind the # without being written as an address, too.
    assert list(what_ran(browser, address, [f"go/#{text}" for text in given])) == []
    lost = {text for link, text in links.items() if letters(text) not in letters(shown[link])}
    assert lost == set()


def test_the_deal_of_a_link_from_a_crm_is_shown_as_text(
    browser: Browser, address: str, given: list[str]
) -> None:
    links = [
        f"go/#stage=open&opp={quote(text, safe='')}&account={quote(text, safe='')}"
        for text in given[::4]
    ]

    def look(tab: Page) -> None:
        tab.wait_for_url("**/stages/open/")

    assert list(what_ran(browser, address, links, look)) == []
    assert list(what_ran(browser, address, [*links[-3:], "deals/"])) == []


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


def what_ran(
    browser: Browser,
    where: str,
    paths: Collection[str],
    look: Callable[[Page], object] = lambda _: None,
) -> Iterator[str]:
    """What a browser that follows no policy ran, asked for elsewhere, or was told by a page.

    `look` is called with each page.
    """
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
        look(tab)
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
