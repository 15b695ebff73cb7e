"""A newer version is offered at the foot of a page: over no button, and only as often as it should."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from access import Looks, violations
from serving import served
from waiting import paint, settled

PAGES = {
    "home": "",
    "finder": "find/?said=too+expensive",
    "call": "stages/discover/call/",
    "sheet": "worksheets/call-sheet/",
}
WIDTHS = (360, 390, 768, 1280)
# Each control that can be seen and lies beneath the notice, from the top of the page to its end, or beneath
# anything else, once it is scrolled to.
COVERED = """() => {
    const above = control => {
        const box = control.getClientRects()[0]; // of a link in several lines, the first
        if (!box || box.width < 4 || box.height < 4) return null;
        return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    };
    const controls = [...document.querySelectorAll("a, button, input, select, textarea, summary")]
        .filter(control => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    const found = new Set();
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo({ top: y, behavior: "instant" });
        controls.filter(control => above(control)?.closest("[data-newer]") && !control.closest("[data-newer]"))
            .forEach(control => found.add(control));
    }
    for (const control of controls) {
        control.scrollIntoView({ block: "center", behavior: "instant" });
        const top = above(control);
        if (top && !control.contains(top) && !top.contains(control) && !top.closest("label")?.contains(control)) found.add(control);
    }
    return [...found].map(control => control.outerHTML.slice(0, 120));
}"""
# What lies in a closed menu has no place, or that of an earlier layout.
PLACES = """() => [...document.querySelectorAll("header :is(a, label), article :is(a, button, input, select, textarea)")]
    .filter(e => e.checkVisibility())
    .map(e => { const box = e.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })"""


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Path:
    """A folder to serve with the site in it, which the tests publish anew."""
    shutil.copytree(site, tmp_path / "www/playbook")
    return tmp_path / "www/playbook"


def publish(site: Path, version: str) -> None:
    """Another version of a site, as its files say it: nothing else in it changes."""
    script, listed, worker = (
        site / p for p in ("assets/donebook/version.js", "files.json", "sw.js")
    )
    files = json.loads(listed.read_text())
    was = re.search(r'"id":"(\w+)"', script.read_text())
    assert was
    script.write_text(script.read_text().replace(was[1], version))
    before = sha256(listed)
    files["assets/donebook/version.js"] = sha256(script)
    listed.write_text(json.dumps(files, indent=0) + "\n")
    worker.write_text(worker.read_text().replace(was[1], version).replace(before, sha256(listed)))


def sha256(place: Path) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()


def offered(page: Page) -> None:
    """Look for a newer version, and wait until it is offered."""
    page.evaluate("navigator.serviceWorker.getRegistration().then(site => site.update())")
    expect(page.locator("[data-newer]")).to_be_visible(timeout=30_000)


def kept(page: Page) -> None:
    expect(page.locator("[data-version]")).to_contain_text("· works offline", timeout=60_000)


@pytest.mark.torture
def test_it_lies_over_no_control_and_moves_none(context: BrowserContext, host: Path) -> None:
    page = context.new_page()
    with served(host.parent) as where:
        page.goto(f"{where}/playbook/{PAGES['call']}")
        kept(page)
        page.set_viewport_size({"width": 390, "height": 844})
        settled(page)
        places = page.evaluate(PLACES)
        assert len(places) > 10
        publish(host, "aaaaaaa")
        offered(page)
        assert page.evaluate(PLACES) == places
        covered = {}
        for name, path in PAGES.items():
            page.goto(f"{where}/playbook/{path}")
            expect(page.locator("[data-newer]")).to_be_visible()
            if name == "call":
                page.get_by_role("button", name="Quick call").click()
            settled(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                settled(page)
                if found := page.evaluate(COVERED):
                    covered[f"{name} at {width}"] = found
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                box = page.locator("[data-newer]").bounding_box()
                assert box
                assert box["width"] <= width
        assert covered == {}


@pytest.mark.torture
def test_it_is_accessible(context: BrowserContext, host: Path) -> None:
    """Everything in light, and colors again in dark."""
    page = context.new_page()
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    with served(host.parent) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        publish(host, "aaaaaaa")
        offered(page)
        assert violations(page) == []
        paint(page, "dark")
        assert Looks().color_violations(page) == []


@pytest.mark.torture
def test_it_can_be_put_off_until_tomorrow_or_the_next_version(
    context: BrowserContext, host: Path
) -> None:
    page = context.new_page()
    note = page.locator("[data-newer]")
    with served(host.parent) as where:
        page.goto(f"{where}/playbook/")
        kept(page)
        publish(host, "aaaaaaa")
        offered(page)
        page.get_by_role("button", name="Later").click()
        expect(note).to_be_hidden()
        for path in PAGES.values():
            page.goto(f"{where}/playbook/{path}")
            kept(page)
            settled(page)
            expect(note).to_be_hidden()
        publish(host, "bbbbbbb")
        offered(page)
        page.get_by_role("button", name="Later").click()
        page.reload()
        kept(page)
        expect(note).to_be_hidden()
        page.clock.set_system_time("2030-01-02T08:00:00")
        page.reload()
        expect(note).to_be_visible()
        page.get_by_role("button", name="Show it").click()
        expect(page.locator("[data-version]")).to_contain_text("bbbbbbb")
        expect(note).to_be_hidden()
