"""Links from a CRM's record: to the page, with the record's one deal open, and nothing in a server's log."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from access import violations
from donebook.cli.main import donebook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from serving import served
from stored import kept, put
from tabs import own_window
from waiting import settled

FOUND = """() => Object.fromEntries(Object.entries(localStorage)
  .filter(([key]) => /^donebook .* (deal|stage|field)\\./.test(key))
  .map(([key, value]) => [key.replace(/^donebook .* (?=(?:deal|stage|field)\\.)/, ""), value]))"""
ACME = "#stage=Negotiation%2FReview&opp=0061t00000AbCdE&account=Acme+%26+Co"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with own_window(browser, viewport={"width": 390, "height": 844}, timezone_id="UTC") as page:
        yield page


def fields(page: Page) -> dict[str, str]:
    """What the browser keeps of deals, without their ids."""
    found: dict[str, str] = page.evaluate(FOUND)
    return {".".join(k for n, k in enumerate(key.split(".", 2)) if n != 1): v for key, v in found.items()}  # fmt: skip


@pytest.mark.torture
def test_a_link_leads_to_the_stage_and_starts_the_records_deal_once(
    tab: Page, address: str
) -> None:
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url))
    tab.goto(f"{address}/go/{ACME}")
    tab.wait_for_url(f"{address}/stages/agree/")
    assert fields(tab) == {
        "deal": "",
        "stage": "agree",
        "field.account": "Acme & Co",
        "field.crm-record": "0061t00000AbCdE",
    }
    assert not [url for url in sent if "Acme" in url or "0061t" in url]
    tab.goto(f"{address}/go/#opp=0061t00000AbCdEAAV&stage=Closed%20Won&account=Other")
    tab.get_by_role("button", name="Handoff").click()
    tab.wait_for_url(f"{address}/stages/hand-over/")
    assert fields(tab)["stage"] == "hand-over", "the same deal, with its stage of now"
    assert fields(tab)["field.account"] == "Acme & Co"
    assert len([key for key in tab.evaluate(FOUND) if key.startswith("deal.")]) == 1
    tab.goto(f"{address}/go/#opp=0061t00000AbCdE&stage=Closed+Won")
    tab.wait_for_url(f"{address}/stages/hand-over/")
    tab.goto(f"{address}/go/#opp=0061t00000AbCdE")
    tab.wait_for_url(f"{address}/stages/hand-over/call/")
    expect(tab.locator("form[data-call]").locator("[data-dealname]").first).to_contain_text(
        "Acme & Co"
    )


def test_without_a_record_no_deal_is_made(tab: Page, address: str) -> None:
    tab.goto(f"{address}/go/#stage=qualifiedtobuy&account=Acme")
    tab.wait_for_url(f"{address}/stages/discover/")
    assert fields(tab) == {}


@pytest.mark.torture
def test_a_value_of_several_reasons_is_decided_by_hand(tab: Page, address: str) -> None:
    tab.goto(f"{address}/go/#loss=Price&opp=7&stage=Perception+Analysis")
    said = tab.locator("[data-said]")
    expect(said).to_contain_text("Price stands for more than one page")
    buttons = said.get_by_role("button")
    expect(buttons.first).to_be_focused()
    assert buttons.count() > 1
    expect(said.locator("li .db-note").first).to_contain_text("?")
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    name = buttons.first.inner_text()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{address}/loss-reasons/*/")
    expect(tab.get_by_role("heading", level=1)).to_have_text(name)
    assert fields(tab)["stage"] == "prove"


@pytest.mark.torture
@pytest.mark.parametrize(("asked", "words"), [("stage=Someday", "No stage here is called Someday"), ("loss=Bad+luck&stage=open", "No loss reason here is called Bad luck")])  # fmt: skip
def test_an_unknown_value_says_so_and_offers_all(
    tab: Page, address: str, asked: str, words: str
) -> None:
    tab.goto(f"{address}/go/#{asked}&opp=1")
    expect(tab.locator("[data-said]")).to_contain_text(words)
    focused = tab.evaluate("document.activeElement.dataset.called.length > 0 && document.activeElement.checkVisibility()")  # fmt: skip
    assert focused
    assert fields(tab) == {}
    assert violations(tab) == []


@pytest.mark.parametrize("value", ["Closed+Lost", "closedlost", "Closed%2520Lost"])
def test_a_deal_that_is_lost_is_asked_why(tab: Page, address: str, value: str) -> None:
    """No stage stands for it: what there is to read is the reason."""
    tab.goto(f"{address}/go/#stage={value}&opp=0061t00000AbCdE")
    said = tab.get_by_role("status")
    expect(said).to_have_text("The CRM says that this deal is lost. Choose why:")
    first = tab.locator("[data-places=loss] a").first
    expect(first).to_be_focused()
    expect(first).to_be_visible()


def test_nothing_of_a_customer_is_taken_from_the_query(tab: Page, address: str) -> None:
    tab.goto(f"{address}/go/?stage=open&account=Acme#stage=open&opp=1")
    expect(tab.locator("[data-said]")).to_contain_text("This link was not followed")
    assert fields(tab) == {}
    assert "Acme" not in tab.url


@pytest.mark.torture
def test_a_link_to_the_page_itself_is_just_read(tab: Page, address: str) -> None:
    tab.goto(f"{address}/go/")
    settled(tab)
    expect(tab.locator("[data-said]")).to_be_hidden()
    tab.locator("#link").click()
    expect(tab.get_by_text("servers log that part")).to_be_visible()
    assert violations(tab) == []
    tab.evaluate("location.hash = 'stage=Qualification'")
    tab.wait_for_url(f"{address}/stages/open/")


def test_of_several_deals_with_the_record_the_open_one_is_meant(tab: Page, address: str) -> None:
    two = kept(a={"name": "One", "stage": "open", "crm_record": "9", "archived": "2026-11-01"}, b={"name": "Two", "stage": "open", "crm_record": "9"})  # fmt: skip
    put(tab, address, two)
    tab.goto(f"{address}/go/?#opp=9&stage=prove")
    tab.wait_for_url(f"{address}/stages/prove/")
    assert tab.evaluate("localStorage['donebook / stage.b']") == "prove"
    assert tab.evaluate("localStorage['donebook / stage.a']") == "open"


def test_it_works_from_a_folder(browser: Browser, unpacked: Path) -> None:
    with own_window(browser, timezone_id="UTC") as page:
        page.goto(f"{(unpacked / 'go/index.html').as_uri()}{ACME}")
        page.wait_for_url("**/stages/agree.html")
        assert fields(page)["field.account"] == "Acme & Co"


@pytest.mark.torture
def test_after_a_stage_is_renamed_old_links_and_deals_follow(
    browser: Browser, project: Callable[..., Path]
) -> None:
    root = project({
        "vocabulary.yaml": base.VOCABULARY.replace("open: {name: Open,", "open: {name: Open, crm: {salesforce: Qualification},"),
        "../site-config/playbook.yaml": base.CONFIG + "crm: {salesforce: Salesforce}\nlanguage: de\n",
    })  # fmt: skip
    ran = CliRunner().invoke(donebook, ["--root", str(root), "rename", "stage", "open", "qualify"])
    assert ran.exit_code == 0, ran.output
    built = build(root, TODAY).site
    assert built
    with served(built, kept=False) as where, own_window(browser) as page:
        for asked in ("open", "Qualification", "qualify", "Open"):
            page.goto(f"{where}/go/#stage={asked}&opp=1")
            page.wait_for_url(f"{where}/stages/qualify/")
        assert fields(page)["stage"] == "qualify"
        page.goto(f"{where}/go/#stage=nirgends")
        expect(page.locator("[data-said]")).to_contain_text("Keine Phase heißt hier nirgends")
    shutil.rmtree(built)
