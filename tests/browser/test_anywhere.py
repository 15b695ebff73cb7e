"""The site without a network, in both ways: kept by the browser, and unpacked from a zip."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from access import violations
from donebook.check import check
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.site.finish import finish
from donebook.site.worker import RETIRED
from donebook.source import Folder
from serving import served
from shared import Shared, copy_project
from waiting import is_kept, settled, until


def checked(starter: Path, more: str, root: Path) -> Playbook:
    """The starter's playbook, with further lines in its settings."""
    for name in ("content", "site-config"):
        shutil.copytree(starter / name, root / name)
    settings = root / "site-config/playbook.yaml"
    settings.write_text(settings.read_text() + more)
    found = check(Folder(root), TODAY).playbook
    assert found
    return found


def kept(page: Page) -> None:
    """Wait until the browser has all of the site."""
    expect(page.locator("[data-version]")).to_contain_text("· works offline", timeout=60_000)


ASKED_ANEW = "What on earth happens here if nothing changes?"


@pytest.fixture(scope="session")
def whole_editions(site: Path, starter: Path, shared: Shared) -> tuple[Path, Path]:
    """Two sites of one playbook: as it is, and with a question asked in another way."""

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        question = root / "content/questions/what-if-nothing-is-done.yaml"
        text, changes = re.subn(r"(?m)^ask: .*$", f"ask: {ASKED_ANEW}", question.read_text())
        assert changes == 1
        question.write_text(text)
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    return site, shared.once("edited", make) / "playbook/site"


# What the tests here open: a browser fetches all of a site and checks each file of it.
LEFT_OUT = ("rules", "editing", "loss-reasons", "exercises", "frameworks", "roles", "tests")
LEFT_IN = {"last-time-someone-tried", "who-says-it-is-done", "what-if-nothing-is-done"}


def _date(site: Path, written: float) -> None:
    """Set when each file was written: the server here tells files apart by that, in whole seconds."""
    for place in site.rglob("*"):
        os.utime(place, (written, written))


@pytest.fixture(scope="session")
def editions(
    whole_editions: tuple[Path, Path], playbook: Playbook, shared: Shared
) -> tuple[Path, Path]:
    """The same two, without most of their pages."""

    def make(folder: Path) -> None:
        for number, whole in enumerate(whole_editions):
            site = folder / f"site-{number}"
            shutil.copytree(whole, site)
            pages = {p.parent for p in (site / "questions").glob("*/index.html")}
            for left_out in (*map(site.joinpath, LEFT_OUT), *pages):
                if left_out.name not in LEFT_IN:
                    shutil.rmtree(left_out)
            finish(site, playbook)
        _date(folder / "site-1", (folder / "site-0/sw.js").stat().st_mtime + 60)

    folder = shared.once("editions", make)
    return folder / "site-0", folder / "site-1"


@pytest.fixture
def host(editions: tuple[Path, Path], tmp_path: Path) -> Path:
    """A folder to serve, below another one: no site can count on standing at the top."""
    shutil.copytree(editions[0], tmp_path / "www/playbook")
    return tmp_path / "www"


@pytest.fixture
def whole_host(site: Path, tmp_path: Path) -> Path:
    """The same with all pages."""
    shutil.copytree(site, tmp_path / "www/playbook")
    return tmp_path / "www"


def test_after_one_visit_everything_is_there_without_a_network(
    context: BrowserContext, whole_host: Path
) -> None:
    page = context.new_page()
    with served(whole_host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
    for path in ("questions/last-time-someone-tried/", "worksheets/call-sheet/", "coverage/"):
        page.goto(f"{where}/playbook/{path}?from=a-link")
        expect(page.locator("h1")).to_be_visible()
    for finder in ("find/", "find"):
        page.goto(f"{where}/playbook/{finder}?said=too+expensive")
        expect(page.locator(".db-result").first).to_be_visible()
    page.goto(f"{where}/playbook/worksheets/call-sheet/index.html")
    expect(page.locator("form.worksheet")).to_be_visible()
    answer = page.goto(f"{where}/playbook/questions/nothing-of-this-name/")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")


@pytest.mark.torture
def test_a_newer_version_is_offered_and_shown_only_when_asked_for(
    context: BrowserContext, host: Path, editions: tuple[Path, Path]
) -> None:
    page, path = context.new_page(), "playbook/questions/what-if-nothing-is-done/"
    with served(host) as where:
        page.goto(f"{where}/{path}")
        kept(page)
        before = page.locator("[data-version]").inner_text()
        asked = page.locator(".db-ask").inner_text()
        assert asked != ASKED_ANEW
        shutil.rmtree(host / "playbook")
        shutil.copytree(editions[1], host / "playbook")
        page.reload()
        expect(page.locator("[data-newer]")).to_be_visible(timeout=30_000)
        expect(page.locator(".db-ask")).to_have_text(asked)
        assert page.locator("[data-version]").inner_text() == before
        assert violations(page) == []
        page.get_by_role("button", name="Show it").click()
        expect(page.locator(".db-ask")).to_have_text(ASKED_ANEW)
        expect(page.locator("[data-version]")).not_to_have_text(before)
        expect(page.locator("[data-newer]")).to_be_hidden()
        names = page.evaluate("caches.keys()")
        assert len(names) == 1


FETCH_ANEW = """async () => {
    const site = await navigator.serviceWorker.getRegistration();
    // A small site is there before `update` returns, so the worker is listened to from its beginning.
    const settled = new Promise(done => site.addEventListener("updatefound", () => {
        const worker = site.installing;
        worker.addEventListener("statechange", () => done(worker.state));
    }));
    await site.update();
    return settled;
}"""


@pytest.mark.torture
def test_half_a_publication_is_never_kept(
    context: BrowserContext, host: Path, editions: tuple[Path, Path]
) -> None:
    page = context.new_page()
    version = "assets/donebook/version.js"
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        shutil.copy(editions[1] / "sw.js", host / "playbook/sw.js")
        assert page.evaluate(FETCH_ANEW) == "redundant"
        page.reload()
        kept(page)
        expect(page.locator("[data-newer]")).to_be_hidden()
        assert (host / "playbook" / version).read_text() != (editions[1] / version).read_text()


@pytest.mark.torture
def test_a_whole_version_is_only_replaced_by_a_whole_one(
    context: BrowserContext, host: Path, editions: tuple[Path, Path]
) -> None:
    page = context.new_page()
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        before = page.locator("[data-version]").inner_text()
        shutil.rmtree(host / "playbook")
        shutil.copytree(editions[1], host / "playbook")
        changed = host / "playbook/questions/what-if-nothing-is-done/index.html"
        fine = changed.read_bytes()
        changed.write_bytes(b"<h1>Sign in</h1>")
        assert page.evaluate(FETCH_ANEW) == "redundant"
        page.reload()
        expect(page.locator("[data-version]")).to_have_text(before)
        expect(page.locator("[data-newer]")).to_be_hidden()
        changed.write_bytes(fine)
        later = changed.stat().st_mtime + 60  # else this server calls it the same
        os.utime(changed, (later, later))
        assert page.evaluate(FETCH_ANEW) == "installed"
        expect(page.locator("[data-newer]")).to_be_visible()


@pytest.mark.torture
def test_a_newer_version_is_kept_where_the_host_takes_its_files_for_the_old_ones(
    context: BrowserContext, host: Path, editions: tuple[Path, Path]
) -> None:
    """Many hosts send nothing where a file is no newer than the one a browser has."""
    page = context.new_page()
    with served(host) as where:
        page.goto(f"{where}/playbook/questions/what-if-nothing-is-done/")
        kept(page)
        written = (host / "playbook/sw.js").stat().st_mtime
        shutil.rmtree(host / "playbook")
        shutil.copytree(editions[1], host / "playbook")
        _date(host, written - 60)
        os.utime(host / "playbook/sw.js", (written + 60, written + 60))
        assert page.evaluate(FETCH_ANEW) == "installed"


@pytest.mark.torture
def test_a_newer_version_costs_only_what_is_new(
    context: BrowserContext, whole_host: Path, whole_editions: tuple[Path, Path]
) -> None:
    page, asked = context.new_page(), []

    def count(path: str, content: bytes) -> bytes:
        asked.append(path)
        return content

    with served(whole_host, change=count) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        all_of_it = len(asked)
        shutil.rmtree(whole_host / "playbook")
        shutil.copytree(whole_editions[1], whole_host / "playbook")
        asked.clear()
        assert page.evaluate(FETCH_ANEW) == "installed"
        assert 0 < len(asked) < all_of_it / 8


def cannot_be_opened(context: BrowserContext, address: str) -> bool:
    """Whether the browser itself says that a page can't be reached."""
    page = context.new_page()
    try:
        page.goto(address)
    except Error as error:
        return "ERR_" in str(error)
    finally:
        page.close()
    return False


class Moods:
    """A host that is down, or asks to sign in at some addresses."""

    is_down = False
    hidden = ""

    def __call__(self, path: str, content: bytes) -> bytes:
        if self.is_down:
            raise ConnectionAbortedError
        return LOGIN if self.hidden and self.hidden in path else content


LOGIN = b"<title>Sign in</title><h1>Sign in</h1>"
# The texts of all that is kept, but for pictures, fonts and PDFs.
KEPT = """async () => {
    const texts = {};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const path = new URL(request.url).pathname;
            if (!/\\.(?:pdf|png|svg|woff2)$/.test(path)) texts[path] = await (await cache.match(request)).text();
        }
    }
    return texts;
}"""


@pytest.mark.torture
def test_a_login_page_is_never_kept_and_what_it_stood_for_is_kept_later(
    context: BrowserContext, whole_host: Path
) -> None:
    page, moods = context.new_page(), Moods()
    hidden, other = "questions/who-says-it-is-done/", "questions/last-time-someone-tried/"
    moods.hidden = "/questions/w"
    with served(whole_host, change=moods) as where:
        page.goto(f"{where}/playbook/")
        expect(page.locator("[data-version]")).to_contain_text(
            "not all of it works offline", timeout=60_000
        )
        texts = page.evaluate(KEPT)
        assert len(texts) > 200
        assert [path for path, text in texts.items() if "Sign in" in text] == []
        page.goto(f"{where}/playbook/{hidden}")
        expect(page.locator("h1")).to_have_text("Sign in")
        moods.is_down = True
        page.goto(f"{where}/playbook/{other}")
        expect(page.locator(".db-ask")).to_be_visible()
        assert cannot_be_opened(context, f"{where}/playbook/{hidden}")
        moods.is_down, moods.hidden = False, ""
        page.goto(f"{where}/playbook/")
        kept(page)
    page.goto(f"{where}/playbook/{hidden}")
    expect(page.locator(".db-ask")).to_be_visible()


@pytest.mark.torture
def test_what_a_host_puts_into_pages_is_shown_but_not_kept_and_not_fetched_again_and_again(
    context: BrowserContext, host: Path
) -> None:
    page, asked = context.new_page(), []

    def put_in(path: str, content: bytes) -> bytes:
        asked.append(path)
        return content.replace(b"</body>", b"<!-- counted --></body>")

    partly = "not all of it works offline"
    with served(host, change=put_in) as where:
        page.goto(f"{where}/playbook/")
        expect(page.locator("[data-version]")).to_contain_text(partly, timeout=60_000)
        asked.clear()
        for path in ("", "patterns/", "find/?said=budget"):
            page.goto(f"{where}/playbook/{path}")
            expect(page.locator("h1")).to_be_visible()
            expect(page.locator("[data-version]")).to_contain_text(partly)
        pages = [path for path in asked if path.partition("?")[0].endswith(("/", ".html"))]
        assert len(pages) <= 3 + 3 * 6
        texts = page.evaluate(KEPT)
        assert [text for text in texts.values() if "<!-- counted" in text] == []
        assert "/playbook/assets/donebook/donebook.js" in texts


def keep_for(site: Path, days: int) -> None:
    """As `offline: 14` in the settings would have it built."""
    worker = site / "sw.js"
    text = worker.read_text()
    assert '"days":null' in text
    worker.write_text(text.replace('"days":null', f'"days":{days}'))


def heard(page: Page, days_ago: float) -> None:
    """Move the day on which the site last answered into the past."""
    page.evaluate(
        """async days => {
            const cache = await caches.open((await caches.keys())[0]);
            const [note] = (await cache.keys()).filter(request => request.url.endsWith("/heard"));
            await cache.put(note, new Response(String(Date.now() - days * 86400000)));
        }""",
        days_ago,
    )


@pytest.mark.torture
def test_what_is_kept_for_some_days_goes_when_they_are_over(
    context: BrowserContext, host: Path
) -> None:
    page, moods = context.new_page(), Moods()
    keep_for(host / "playbook", 14)
    with served(host, change=moods) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        moods.is_down = True
        heard(page, 13)
        page.goto(f"{where}/playbook/patterns/")
        expect(page.locator("h1")).to_be_visible()
        heard(page, 15)
        assert cannot_be_opened(context, f"{where}/playbook/patterns/")
        moods.is_down, moods.hidden = False, "/"
        page.goto(f"{where}/playbook/patterns/")
        expect(page.locator("h1")).to_have_text("Sign in")
        assert page.evaluate("caches.keys()") == []
        moods.hidden = ""
        page.goto(f"{where}/playbook/patterns/")
        kept(page)
    page.goto(f"{where}/playbook/find/")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.torture
def test_the_days_begin_again_when_the_site_answers_and_not_when_it_asks_to_sign_in(
    context: BrowserContext, host: Path
) -> None:
    page, moods = context.new_page(), Moods()
    keep_for(host / "playbook", 14)
    since = """async () => {
        const note = await caches.match(new URL("/playbook/files.json/heard", location.href));
        return (Date.now() - Number(await note.text())) / 86400000;
    }"""
    with served(host, change=moods) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        heard(page, 13)
        moods.hidden = "/"
        page.goto(f"{where}/playbook/patterns/")
        kept(page)
        assert page.evaluate(since) > 12.9
        moods.hidden = ""
        page.goto(f"{where}/playbook/patterns/")
        kept(page)
        assert page.evaluate(since) < 0.1


@pytest.mark.torture
def test_a_site_that_is_switched_off_lets_go_of_its_own_and_keeps_nothing(
    context: BrowserContext, host: Path, starter: Path, tmp_path: Path
) -> None:
    page = context.new_page()
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        page.evaluate("caches.open('of another application')")
        settings = checked(starter, "offline: off\n", tmp_path)
        finish(host / "playbook", settings)
        page.reload()
        until(page, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
        until(page, "caches.keys().then(all => all.length === 1)")
        assert page.evaluate("caches.keys()") == ["of another application"]
        page.reload()
        expect(page.locator("[data-version]")).to_contain_text("Version ")
        settled(page)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(a => a.length)") == 0
        expect(page.locator("[data-version]")).not_to_contain_text("offline")


@pytest.mark.torture
def test_a_change_that_only_hosts_see_is_taken_over_without_a_word(
    context: BrowserContext, host: Path, playbook: Playbook
) -> None:
    page, site = context.new_page(), host / "playbook"
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        before = page.evaluate("caches.keys()")
        (site / "sitemap.xml").write_text("<urlset/>")
        finish(site, playbook)
        page.reload()
        until(page, f"caches.keys().then(all => all.length === 1 && all[0] !== {before[0]!r})")
        expect(page.locator("[data-newer]")).to_be_hidden()
        kept(page)


@pytest.mark.torture
def test_a_newer_version_shown_in_one_tab_is_still_offered_in_another(
    context: BrowserContext, host: Path, editions: tuple[Path, Path]
) -> None:
    tabs = [context.new_page(), context.new_page()]
    with served(host) as where:
        for tab in tabs:
            tab.goto(f"{where}/playbook/worksheets/call-sheet/")
            kept(tab)
        before = tabs[1].locator("[data-version]").inner_text()
        shutil.rmtree(host / "playbook")
        shutil.copytree(editions[1], host / "playbook")
        tabs[0].reload()
        tabs[0].get_by_role("button", name="Show it").click(timeout=30_000)
        expect(tabs[0].locator("[data-version]")).not_to_have_text(before)
        expect(tabs[1].locator("[data-newer]")).to_be_visible()
        tabs[1].locator("[name=account]").fill("Nordhaven")
        assert tabs[1].locator("[data-version]").inner_text() == before
        tabs[1].get_by_role("button", name="Show it").click()
        expect(tabs[1].locator("[data-version]")).not_to_have_text(before)
        expect(tabs[1].locator("[data-newer]")).to_be_hidden()
        expect(tabs[1].locator("[name=account]")).to_have_value("Nordhaven")


@pytest.mark.torture
def test_a_browser_without_room_shows_what_the_network_has(
    context: BrowserContext, host: Path
) -> None:
    """Of a large playbook entries are kept once they have been opened."""
    page = context.new_page()
    worker = host / "playbook/sw.js"
    worker.write_text(worker.read_text().replace('"later":[', '"later":["questions/",'))
    opened, not_kept = (
        f"questions/{name}/" for name in ("last-time-someone-tried", "who-says-it-is-done")
    )
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        assert not page.evaluate(f"caches.match('{where}/playbook/{opened}').then(Boolean)")
        page.goto(f"{where}/playbook/{opened}")
        until(page, "caches.match(location.href).then(Boolean)")
        context.new_cdp_session(page).send(
            "Storage.overrideQuotaForOrigin", {"origin": where, "quotaSize": 1}
        )
        page.goto(f"{where}/playbook/{not_kept}")
        expect(page.locator(".db-ask")).to_be_visible()
    page.goto(f"{where}/playbook/{opened}")
    expect(page.locator(".db-ask")).to_be_visible()
    assert not page.evaluate(f"caches.match('{where}/playbook/{not_kept}').then(Boolean)")


@pytest.mark.torture
def test_a_site_that_is_edited_lets_go_of_what_was_kept(
    context: BrowserContext, host: Path
) -> None:
    page = context.new_page()
    with served(host) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        (host / "playbook/sw.js").write_text(RETIRED)
        (host / "playbook/assets/donebook/version.js").unlink()
        page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update())")
        until(page, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
        until(page, "caches.keys().then(all => all.length === 0)")


@pytest.mark.torture
def test_it_can_be_installed(site: Path, context: BrowserContext, published: str) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text())
    assert manifest["name"] == "Sales playbook"
    for icon in manifest["icons"]:
        assert (site / icon["src"]).read_bytes()[:4] in (b"\x89PNG", b"<svg")
    page = context.new_page()
    page.goto(f"{published}/")
    session = context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    kept(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {e["errorId"] for e in errors} <= {"in-incognito"}  # as every window of a test is


def _left(request: Request) -> bool:
    """Whether a request ended because somebody went to another page."""
    return request.failure == "net::ERR_ABORTED"


@pytest.fixture
def folder(unpacked: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page, and the address of the unpacked folder; nothing it asks may lead out of it."""
    context = browser.new_context()
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda r: None if _left(r) else said.append(f"{r.failure} {r.url}"))
    yield page, unpacked.as_uri()
    assert said == []
    assert [url for url in asked if not url.startswith((unpacked.as_uri(), "data:", "blob:"))] == []
    context.close()


@pytest.mark.torture
def test_an_unpacked_site_is_read_without_a_server(folder: tuple[Page, str]) -> None:
    page, where = folder
    page.goto(f"{where}/index.html")
    page.get_by_role("link", name="All phrases, A to Z").click()
    page.locator(".db-rows a").first.click()
    settled(page)
    page.keyboard.press("/")
    expect(page.locator("[data-ready]")).to_be_attached()
    page.keyboard.type("too expensive")
    page.locator(".db-result__link").first.click()
    expect(page.locator(".db-ask, h1").first).to_be_visible()
    expect(page.locator("[data-version]")).to_contain_text("Version ")


@pytest.mark.torture
@pytest.mark.parametrize("path", ["index.html", "stages/discover/call.html", "find.html"])
def test_words_in_an_address_lead_to_the_finder_of_an_unpacked_site(
    folder: tuple[Page, str], path: str
) -> None:
    page, where = folder
    page.goto(f"{where}/{path}?q=too+expensive")
    expect(page.locator("#db-said")).to_have_value("too expensive")
    expect(page.locator(".db-result").first).to_be_visible()
    assert page.url.startswith(f"{where}/find.html")


def test_keys_turn_no_page_of_an_unpacked_site(folder: tuple[Page, str]) -> None:
    page, where = folder
    page.goto(f"{where}/questions/last-time-someone-tried.html")
    expect(page.locator("[data-version]")).to_contain_text("Version ")
    for key in "pnsf,.":
        page.keyboard.press(key)
    settled(page)
    assert page.url == f"{where}/questions/last-time-someone-tried.html"
    page.keyboard.press("Control+k")
    page.wait_for_url(f"{where}/find.html")


@pytest.mark.torture
def test_forms_and_calls_keep_a_deal_in_an_unpacked_site(folder: tuple[Page, str]) -> None:
    page, where = folder
    page.goto(f"{where}/worksheets/call-sheet.html")
    page.locator("[name=account]").fill("Nordhaven")
    is_kept(page)
    page.reload()
    expect(page.locator("[name=account]")).to_have_value("Nordhaven")
    page.get_by_role("link", name="Call view").click()
    page.locator("[data-start] [data-open-deals] .db-button--main").click()
    page.get_by_role("button", name="Asked, next").click()
    expect(page.locator("[data-progress] .is-done")).to_have_count(1)


@pytest.mark.torture
def test_deals_are_listed_opened_and_reviewed_in_an_unpacked_site(
    folder: tuple[Page, str], tmp_path: Path
) -> None:
    page, where = folder
    page.goto(f"{where}/worksheets/call-sheet.html")
    page.locator("[name=account]").fill("Nordhaven")
    is_kept(page)
    page.goto(f"{where}/deals/index.html")
    settled(page)
    expect(page.locator("[data-list] > li")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export all").first.click()
    page.get_by_role("link", name="Nordhaven", exact=True).click()
    settled(page)
    assert page.url.startswith(f"{where}/stages/discover/call.html")
    expect(page.locator("[data-pick] option:checked")).to_have_text("Nordhaven")
    page.goto(f"{where}/review-deals/index.html")
    settled(page)
    page.locator("[data-files]").set_input_files(download.value.path())
    link = page.locator(".db-dealrow__ask a").get_attribute("href")
    assert link
    page.goto(link)
    expect(page.locator(".db-ask, h1").first).to_be_visible()


@pytest.mark.torture
def test_every_link_of_an_unpacked_site_leads_to_a_file(unpacked: Path) -> None:
    lost = set()
    for place in unpacked.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#?]+)', place.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", link) and not (place.parent / link).resolve().is_file():
                lost.add(f"{place.relative_to(unpacked)}: {link}")
    assert lost == set()
