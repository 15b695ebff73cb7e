"""The page of forms: somebody opens, changes and saves entries, and the real check and diff read the bytes."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from cms import Editor, changed, content, tarball
from donebook.change import Effect
from donebook.check import Checked, check
from donebook.cli.main import main
from donebook.diff import compare
from donebook.model import FORMS
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder, Overlay
from serving import served
from shared import Shared, copy_project
from trials import in_torture

# An entry of each kind of list, and a field of it.
ONE_OF_EACH = {
    "question": ("last-time-someone-tried", "summary"),
    "check": ("champion-argued-without-us", "summary"),
    "pattern": ("hours-back-for-a-team", "before"),
    "loss-reason": ("bought-and-regretted", "deciding_question"),
    "proof-point": ("contractor-paid-in-38-days", "customer"),
    "worksheet": ("call-sheet", "purpose"),
    "exercise": ("everything-is-fine", "summary"),
    "page": ("rivals/their-own-team", "summary"),
}


@pytest.fixture(scope="session")
def edited(starter: Path, shared: Shared) -> Path:
    """The starter with the page of forms, built. Don't change it."""

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        bundle = tarball(folder)
        with pytest.raises(SystemExit) as end:
            main(["--root", str(root), "new", "cms", "--bundle", str(bundle), "--repo", "acme/playbook"])  # fmt: skip
        assert end.value.code == 0
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    return shared.once("forms", make) / "playbook"


@pytest.fixture(scope="session")
def forms(edited: Path) -> Iterator[str]:
    with served(edited / "site", kept=False) as where:
        yield where


@pytest.fixture
def editor(context: BrowserContext, edited: Path, forms: str) -> Iterator[Editor]:
    """A tab; in it nothing may fail, and nobody else may be asked."""
    opened = Editor(context.new_page(), forms)
    opened.page.set_default_timeout(10_000)
    yield opened
    assert opened.said == []
    assert opened.elsewhere == []


@pytest.fixture(scope="session")
def before(edited: Path) -> Checked:
    return check(Folder(edited), TODAY)


@pytest.fixture
def judged(edited: Path, before: Checked) -> Callable[[Mapping[str, str]], list[str]]:
    """What diff says of files that were saved; they may bring no new error."""

    def judge(files: Mapping[str, str]) -> list[str]:
        after = check(Overlay(Folder(edited), {p: t.encode() for p, t in files.items()}), TODAY)
        comparison = compare(before, after)
        assert [str(p) for p in comparison.introduced if p.is_error] == []
        return [c.id for c in comparison.changes if c.effect is not Effect.REPRINT]

    return judge


@pytest.mark.parametrize("kind", in_torture(sorted({form.shown_as().name for form in FORMS})))
def test_an_entry_of_each_kind_changes_where_it_was_changed_and_nowhere_else(
    editor: Editor, kind: str, edited: Path, judged: Callable[[Mapping[str, str]], list[str]]
) -> None:
    entry, field = ONE_OF_EACH[kind]
    before = content(edited)
    said = editor.sign_in(before).open(f"{kind}/entries/{entry}").text(field).input_value()
    expect(editor.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    editor.text(field).fill(f"{said} Twice.")
    after = editor.save()
    ((path, lines),) = changed(before, after).items()
    assert Path(path).stem == entry.rpartition("/")[2]
    assert len(lines) == 1
    assert "Twice." in lines[0]
    is_draft = "status: draft" in after[path]
    assert set(judged(after)) == (set() if is_draft else {entry})
    editor.open(f"{kind}/entries/{entry}").text(field).fill(said)
    assert editor.save() == before, "and as it was, byte for byte"
    assert judged(before) == []


def test_a_form_to_copy_is_not_among_the_pages(editor: Editor, edited: Path) -> None:
    files = content(edited)
    assert "title: What buyers call them\n" in files["content/pages/rivals/_template.md"]
    pages = [path for path in files if "/pages/" in path and "/_" not in path]
    editor.sign_in(files)
    editor.page.goto(f"{editor.address}/edit/#/collections/page")
    listed = editor.page.get_by_role("treeitem", name="Our own pages")
    expect(listed).to_have_text(re.compile(rf"Our own pages\s*{len(pages)}\b"))


def test_what_stands_around_a_change_stays_as_it_was(
    editor: Editor, edited: Path, judged: Callable[[Mapping[str, str]], list[str]]
) -> None:
    """Comments, quotes, texts over several lines, lists in brackets and numbers as they were typed."""
    path = "content/questions/last-time-someone-tried.yaml"
    text = content(edited)[path]
    noted = "# For our own use.\n" + text.replace(
        "stage: discover", "stage: discover  # not before"
    )
    noted = (
        noted.replace("\nfollow_ups:\n", "\n# What comes then.\nfollow_ups:\n")
        + "sources: [1.10, '12:30', no]\n"
    )
    files = {**content(edited), path: noted}
    editor.sign_in(files).open("question/entries/last-time-someone-tried")
    editor.field("follow_ups").scroll_into_view_if_needed()
    expand = editor.field("follow_ups").get_by_role("button", name="Expand All")
    expand.click()
    expect(expand).to_be_disabled()
    editor.text("follow_ups.0.ask").fill('Who said: "never again"?')
    editor.choose("roles", "Economic buyer")
    after = editor.save()
    lines = changed(files, after)[path]
    assert "    ask: 'Who said: \"never again\"?'" in lines
    assert all(
        one in after[path]
        for one in (
            "# For our own use.\n",
            "discover  # not before",
            "# What comes then.\nfollow_ups:",
            "sources: [1.10, '12:30', no]\n",
        )
    )
    assert len(lines) == 2, lines
    assert judged(after)


NEW = {
    "question": ({"ask": "Who else would notice in the first week?"}, {"stage": "Discovery"}),
    "loss-reason": ({"title": "Lost in the post"}, {"root": "Outsold"}),
    "proof-point": (
        {"customer": "A maker of shelves: 12 people"},
        {"pattern": "Hours back for a team"},
    ),
}


@pytest.mark.parametrize("kind", in_torture(sorted(NEW)))
def test_a_new_entry_is_a_draft_that_can_be_published(
    editor: Editor, kind: str, edited: Path, judged: Callable[[Mapping[str, str]], list[str]]
) -> None:
    texts, choices = NEW[kind]
    editor.sign_in(content(edited)).open(f"{kind}/new")
    for field, text in texts.items():
        editor.text(field).fill(text)
    for field, name in choices.items():
        editor.choose(field, name)
    after = editor.save()
    ((path, lines),) = changed(content(edited), after).items()
    assert re.fullmatch(r"content/[a-z-]+/[a-z0-9-]{1,60}\.yaml", path)
    assert "status: draft" in lines
    assert not [line for line in lines if line.endswith((": ", ":", "{}", "[]", "false"))]
    assert judged(after) == []


def test_signing_in_asks_the_code_host_and_nobody_else(context: BrowserContext, forms: str) -> None:
    """Not even whether the host is well, which its own page elsewhere would say."""
    opened = Editor(context.new_page(), forms)
    page = opened.page
    page.route("https://**/*", lambda route: route.abort())
    page.goto(f"{forms}/edit/")
    expect(page.get_by_role("link", name="How to sign in")).to_have_attribute("href", re.compile(r"editing/#forms$"))  # fmt: skip
    expect(page.get_by_role("button", name="Sign In with GitHub", exact=True)).to_have_count(0)
    page.get_by_role("button", name=re.compile("Access Token")).click()
    page.get_by_role("textbox").fill("a-token")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Failed to fetch")
    assert opened.elsewhere
    assert {url.split("/")[2] for url in opened.elsewhere} == {"api.github.com"}
    assert not [line for line in opened.said if "Content Security Policy" in line]


def test_a_page_leads_to_its_form_and_the_form_is_there(
    editor: Editor, edited: Path, forms: str
) -> None:
    editor.sign_in(content(edited))
    editor.page.goto(f"{forms}/questions/last-time-someone-tried/")
    editor.page.get_by_role("link", name="Edit with a form").click()
    expect(editor.text("title")).to_have_value("The last time someone tried to fix this")


def test_the_bar_above_the_forms_fits_a_phone(editor: Editor, edited: Path) -> None:
    editor.page.set_viewport_size({"width": 320, "height": 700})
    editor.page.goto(f"{editor.address}/edit/")
    expect(editor.page.get_by_role("button", name="Work with Local Repository")).to_be_visible()
    assert editor.page.evaluate("document.documentElement.scrollWidth") <= 320
    back, help_ = (editor.page.locator(".top a").nth(n).bounding_box() for n in (0, 1))
    assert back
    assert help_
    assert back["x"] + back["width"] <= help_["x"]
    assert min(back["height"], help_["height"]) >= 44
