"""A playbook that has just begun: without entries, and with entries that say as little as they may."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from access import violations
from donebook.rules.base import TODAY
from donebook.site.build import build
from projects import CHECKOUT, begin_empty
from serving import served
from shared import Shared
from tabs import own_window
from trials import one_in

LOOKS = [(1280, "light"), (320, "dark")]  # on the narrowest screen what is too wide shows
ASK = "What happens if nothing changes?"
BARE = {
    "questions/nothing-changes.yaml": f"ask: {ASK}\nstage: discover\n",
    "questions/met-the-signer.yaml": "form: check\nask: Have we met the signer?\nstage: agree\ntest: win\n",
    "patterns/hours-back.yaml": "title: Hours back\nafter: Nobody types a number twice.\n",
    "loss-reasons/went-silent.yaml": "title: Went silent\nroot: outsold\n",
    "proof-points/plant.yaml": "customer: A plant of 300 people\npattern: hours-back\n",
}


def own_css() -> str:
    """The example of the README."""
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    return readme.partition("```css\n")[2].partition("```")[0]


@pytest.fixture(scope="module")
def bare(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where two sites are served that `donebook new site --empty` began, by what they hold."""

    def begun(name: str, content: dict[str, str]) -> Path:
        root = begin_empty(tmp_path_factory.mktemp(name) / "project", content)
        (root / "build/cache/compiled").unlink()
        shared.lend_cache(root)
        if content:
            (root / "site-config/assets").mkdir()
            (root / "site-config/assets/own.css").write_text(own_css(), encoding="utf-8")
        built = build(root, TODAY)
        assert built.site, built.checked.problems
        return built.site

    with (
        served(begun("nothing", {}), kept=False) as nothing,
        served(begun("little", BARE), kept=False) as little,
    ):
        yield {"nothing": nothing, "little": little}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize(
    "path",
    one_in(
        16,
        [
            "nothing/",
            "nothing/start/",
            "nothing/stages/discover/",
            "nothing/find/",
            "nothing/deals/",
            "nothing/review-deals/",
            "nothing/map/",
            "nothing/roles/champion/",
            "nothing/questions/",
            "nothing/editing/health/",
            "nothing/whats-new/",
            "little/",
            "little/start/",
            "little/stages/discover/",
            "little/stages/open/",
            "little/stages/discover/call/",
            "little/questions/",
            "little/questions/nothing-changes/",
            "little/questions/met-the-signer/",
            "little/patterns/",
            "little/patterns/hours-back/",
            "little/loss-reasons/",
            "little/loss-reasons/went-silent/",
            "little/proof-points/",
            "little/proof-points/plant/",
            "little/coverage/",
            "little/deals/",
            "little/find/",
            "little/tests/win/",
            "little/editing/health/",
        ],
    ),
)
def test_it_fits_and_everybody_can_read_it(
    browser: Browser, bare: dict[str, str], path: str, width: int, scheme: str
) -> None:
    site, _, page_of = path.partition("/")
    size = {"width": width, "height": 844}
    with own_window(browser, viewport=size, color_scheme=scheme) as page:
        page.goto(f"{bare[site]}/{page_of}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_home_names_three_steps_until_there_is_an_entry(
    browser: Browser, bare: dict[str, str]
) -> None:
    with own_window(browser) as page:
        page.goto(f"{bare['nothing']}/")
        expect(page.get_by_role("heading", name="Three steps to the first call")).to_be_visible()
        expect(page.locator("ol.db-steps > li")).to_have_count(3)
        page.goto(f"{bare['little']}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("ol.db-steps")).to_have_count(0)


@pytest.mark.torture
def test_a_bare_question_is_found_asked_and_noted(browser: Browser, bare: dict[str, str]) -> None:
    with own_window(browser) as page:
        page.goto(f"{bare['little']}/find/?q=nothing changes")
        expect(page.get_by_role("link", name=ASK)).to_be_visible()
        page.goto(f"{bare['little']}/stages/discover/call/")
        page.get_by_role("button", name="Quick call").click()
        expect(page.get_by_role("link", name=f"“{ASK}”")).to_be_visible()
        expect(page.get_by_role("group", name="What did you hear?")).to_have_count(0)
        page.get_by_role("textbox", name="In their words").fill("Then we lose the plant.")
        page.get_by_role("button", name="Asked, summary").click()
        expect(page.locator("[data-turn]")).to_contain_text(ASK)
        words = page.locator("[name='answer.nothing-changes']")
        expect(words).to_have_value("Then we lose the plant.")
        expect(page.locator("[data-none]")).to_be_hidden()


def test_the_finder_of_an_empty_playbook_goes_to_its_pages_and_says_what_it_has_not(
    browser: Browser, bare: dict[str, str]
) -> None:
    with own_window(browser) as page:
        page.goto(f"{bare['nothing']}/find/?q=discovery")
        expect(page.get_by_role("link", name="Discovery").first).to_be_visible()
        page.goto(f"{bare['nothing']}/find/?q=zzz")
        expect(page.get_by_text("Nothing matches.")).to_be_visible()


def test_a_deal_of_a_playbook_without_questions_is_listed_and_leads_nowhere(
    browser: Browser, bare: dict[str, str]
) -> None:
    with own_window(browser) as page:
        page.goto(f"{bare['nothing']}/deals/")
        page.get_by_role("button", name="New deal").click()
        page.get_by_label("Name").fill("Acme")
        page.keyboard.press("Enter")
        row = page.get_by_role("list", name="My deals").get_by_role("listitem").first
        expect(row).to_contain_text("Acme")
        expect(row.get_by_role("link")).to_have_count(0)
        expect(row).not_to_contain_text("Weakest test")
        expect(row.get_by_role("combobox", name="Stage of Acme")).to_be_focused()
        expect(page.get_by_text("“Acme” is on your list.", exact=True)).to_be_visible()


@pytest.mark.torture
def test_a_deal_in_a_stage_without_questions_or_sheets_says_what_done_is_in_a_call_nearby(
    browser: Browser, bare: dict[str, str]
) -> None:
    with own_window(browser) as page:
        page.goto(f"{bare['little']}/deals/")
        page.get_by_role("button", name="New deal").click()
        page.get_by_label("Name").fill("Acme")
        page.keyboard.press("Enter")
        page.get_by_role("combobox", name="Stage of Acme").select_option("live")
        page.get_by_role("link", name="Call view").click()
        expect(page.get_by_role("link", name=f"“{ASK}”")).to_be_visible()
        page.get_by_role("button", name="Summary", exact=True).click()
        page.get_by_label("Next step", exact=True).fill("They show us the list")
        page.locator("[name=next-step-date]").fill("2027-01-15")
        page.goto(f"{bare['little']}/deals/")
        expect(page.get_by_text("They show us the list, by")).to_be_visible()


@pytest.mark.torture
def test_what_no_search_finds_is_looked_for_in_a_list_that_is_there(
    browser: Browser, bare: dict[str, str]
) -> None:
    with own_window(browser) as page:
        for site, name in (("nothing", "See the stages"), ("little", "All questions, by stage")):
            page.goto(f"{bare[site]}/find/?q=zzz")
            found = page.locator("[data-found]").get_by_role("link", name=name)
            found.click()
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "Stages" if site == "nothing" else "Questions"
            )


def test_the_codes_of_health_stay_on_one_line(browser: Browser, bare: dict[str, str]) -> None:
    with own_window(browser, viewport={"width": 1280, "height": 844}) as page:
        page.goto(f"{bare['little']}/editing/health/")
        codes = page.locator("td.db-tasks__code a")
        expect(codes.first).to_be_visible()
        for code in codes.all():
            assert code.evaluate("code => code.getClientRects().length") == 1


def test_styles_of_the_readme_change_what_they_say(browser: Browser, bare: dict[str, str]) -> None:
    shown = """() => {
        const top = getComputedStyle(document.querySelector(".md-header"));
        const title = getComputedStyle(document.querySelector("h1"));
        return [getComputedStyle(document.body).backgroundColor, top.borderBottom, title.fontFamily.split(",")[0]];
    }"""
    with own_window(browser, color_scheme="light") as page:
        page.goto(f"{bare['little']}/patterns/")
        assert page.evaluate(shown) == [
            "rgb(255, 255, 255)",
            "3px solid rgb(11, 107, 96)",
            '"Inter Variable"',
        ]
        defined = (CHECKOUT / "site-config/assets/tokens.css").read_text("utf-8")
        assert all(f"{name}:" in defined for name in re.findall(r"--db-[\w-]+", own_css()))


@pytest.mark.parametrize(("width", "expected"), [(1280, {7: [7], 8: [4, 4]}), (390, {7: [2, 2, 2, 1], 8: [2, 2, 2, 2]})])  # fmt: skip
def test_stages_fill_their_rows(
    bare: dict[str, str], browser: Browser, width: int, expected: dict[int, list[int]]
) -> None:
    """However many they are, no cell is left empty, and the field above says a whole sentence."""
    with own_window(browser, viewport={"width": width, "height": 800}) as page:
        page.goto(f"{bare['nothing']}/")
        for count, rows in expected.items():
            found = page.evaluate(
                """count => {
                  const list = document.querySelector(".db-strip > ol"), cells = [...list.children];
                  list.replaceChildren(...Array.from({ length: count }, () => cells[0].cloneNode(true)));
                  const rows = {};
                  for (const one of list.children) (rows[one.offsetTop] ??= []).push(one.offsetWidth);
                  return Object.values(rows).map(its => [its.length, Math.abs(its.reduce((a, b) => a + b) - list.clientWidth) <= its.length]);
                }""",
                count,
            )
            assert found == [[cells, True] for cells in rows]
        words = page.locator(".db-find span:visible")
        expect(words).to_have_count(1)
        assert words.evaluate("span => span.scrollWidth <= span.clientWidth")
