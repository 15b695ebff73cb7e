"""What the page of forms saves at a code host: commits in a real repository, and a pull request for each entry."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

import history
from cms import Editor, tarball
from code_host.github import GitHub
from code_host.gitlab import GitLab
from code_host.host import TOKEN, Host, hosted
from code_host.repository import Repository
from donebook.check import check
from donebook.cli.main import main
from donebook.config import CONFIG_PATH
from donebook.diff import compare
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import revision
from serving import served
from shared import Shared, copy_project
from trials import in_torture

# The server of a company's own, which each worker has at another address.
NOWHERE = "https://code.invalid"
ENTRY = "last-time-someone-tried"
FORM, BRANCH = f"question/entries/{ENTRY}", f"cms/question/{ENTRY}"
PATH = f"content/questions/{ENTRY}.yaml"


@pytest.fixture(scope="session")
def own_server(starter: Path, shared: Shared) -> Path:
    """The starter with the page of forms for a code host of one's own, built. Don't change it."""

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        with pytest.raises(SystemExit):
            main(["--root", str(root), "new", "cms", "--bundle", str(tarball(folder)), "--repo", "acme/playbook"])  # fmt: skip
        settings = root / CONFIG_PATH
        text = settings.read_text("utf-8")
        own = text.replace("\ncms:\n", f"\ncms:\n  api: {NOWHERE}/api/v3\n")
        assert own != text
        settings.write_text(own, "utf-8")
        built = build(root, TODAY)
        assert built.site, built.checked.problems

    return shared.once("forms-of-own-server", make) / "playbook"


def began(own_server: Path, folder: Path) -> Repository:
    """A repository with the playbook as its first commit."""
    files = folder / "files"
    for name in ("content", "site-config"):
        shutil.copytree(own_server / name, files / name)
    history.start(files)
    history.git(folder, "clone", "-q", "--bare", str(files), "bare.git")
    return Repository(folder / "bare.git")


@pytest.fixture(params=[GitHub, GitLab], ids=["github", "gitlab"])
def host(request: pytest.FixtureRequest, own_server: Path, tmp_path: Path) -> Iterator[Host]:
    with hosted(request.param(began(own_server, tmp_path))) as found:
        yield found


only_github = pytest.mark.parametrize("host", [GitHub], indirect=True, ids=["github"])


class Saving(Editor):
    """A tab that saves at a code host."""

    def __init__(self, context: BrowserContext, address: str, host: Host) -> None:
        super().__init__(context.new_page(), address)
        self.host = host
        self.requested: list[tuple[str, str]] = []
        self.page.set_default_timeout(20_000)
        self.page.on("request", lambda one: self.requested.append((one.url, str(one.all_headers()) + str(one.post_data))))  # fmt: skip

    def with_token(self) -> "Saving":
        self.page.goto(f"{self.address}/edit/")
        self.page.get_by_role("button", name=re.compile("Access Token")).click()
        self.page.get_by_role("textbox").fill(TOKEN)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("button", name="New").first.wait_for()
        return self

    def change(self, said: str) -> "Saving":
        self.text("summary").fill(said)
        return self

    def press_save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()

    def saved(self, then: str = "Later") -> None:
        """Save a draft, and answer whether it is to be looked at."""
        self.press_save()
        self.page.get_by_role("button", name=then).click()
        self.page.get_by_role("button", name="New").first.wait_for()

    def set_status(self, name: str) -> None:
        """Choose where a request stands. The menu lets a press go by while it opens; a person presses again."""
        status = self.page.get_by_role("button", name=re.compile("^Status"))
        for _ in range(3):
            status.click()
            self.page.get_by_role("menuitemradio", name=re.compile(name)).click()
            with suppress(AssertionError):
                expect(status).to_contain_text(name)
                return
        raise AssertionError(status.inner_text())


def for_gitlab(settings: bytes) -> bytes:
    """Settings of the editor as they are for GitLab: only its backend differs."""
    text = settings.decode()
    for old, new in (
        ('"name":"github"', '"name":"gitlab"'),
        (f'"api_root":"{NOWHERE}/api/v3"', f'"api_root":"{NOWHERE}/api/v4"'),
        (f',"graphql_api_root":"{NOWHERE}/api/graphql"', ""),
    ):
        assert old in text, text[:600]
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture
def editor(context: BrowserContext, own_server: Path, host: Host) -> Iterator[Saving]:
    def change(path: str, sent: bytes) -> bytes:
        if path.endswith("/edit/settings.js") and isinstance(host, GitLab):
            sent = for_gitlab(sent)
        here = host.address.encode()
        return b"" if path.endswith("/sw.js") else sent.replace(NOWHERE.encode(), here)

    with served(own_server / "site", change=change) as where:
        opened = Saving(context, where, host)
        yield opened
    assert {*opened.elsewhere} <= {url for url in opened.elsewhere if url.startswith(host.address)}
    assert not [url for url, _ in opened.requested if TOKEN in url]
    to_site = [sent for url, sent in opened.requested if url.startswith(where)]
    assert to_site
    assert not [sent for sent in to_site if TOKEN in sent]


def judged(host: Host, branch: str) -> tuple[list[str], list[str]]:
    """What `check` and `diff` say of a branch: new errors, and the entries that changed."""
    before, after = (check(revision(host.repository.folder, b), TODAY) for b in ("main", branch))
    found = compare(before, after)
    return [str(p) for p in found.introduced if p.is_error], [c.id for c in found.changes]


def test_an_edit_is_one_branch_and_one_request_and_the_next_one_joins_it(
    editor: Saving, host: Host
) -> None:
    editor.with_token().open(FORM)
    said = editor.text("summary").input_value()
    editor.change(f"{said} Twice.").saved()
    (made,) = host.requests
    assert host.repository.branches == [BRANCH, "main"]
    assert (made.branch, made.base, made.is_draft) == (BRANCH, "main", True)
    assert made.labels == ["sveltia-cms/draft"]
    assert host.repository.lines("main", BRANCH) == [
        f"-summary: {said}",
        f"+summary: {said} Twice.",
    ]
    assert judged(host, BRANCH) == ([], [ENTRY])

    expect(editor.open(FORM).text("summary")).to_have_value(f"{said} Twice.")
    editor.change(f"{said} Thrice.").saved("Send for Review")
    assert host.requests == [made]
    assert (made.is_draft, made.labels) == (False, ["sveltia-cms/pending_review"])
    assert host.repository.lines("main", BRANCH) == [
        f"-summary: {said}",
        f"+summary: {said} Thrice.",
    ]
    # Somebody else, or the same one tomorrow, goes on with it.
    editor.page.reload()
    expect(editor.open(FORM).text("summary")).to_have_value(f"{said} Thrice.")


def test_a_new_entry_is_a_draft_in_a_request_of_its_own(editor: Saving, host: Host) -> None:
    editor.with_token().open("loss-reason/new")
    editor.text("title").fill("Lost in the post")
    editor.choose("root", "Outsold")
    editor.saved()
    assert [one.branch for one in host.requests] == ["cms/loss-reason/lost-in-the-post"]
    (branch,) = {*host.repository.branches} - {"main"}
    ((path, how),) = host.repository.changed("main", branch).items()
    assert (path, how) == ("content/loss-reasons/lost-in-the-post.yaml", "A")
    assert "+status: draft" in host.repository.lines("main", branch)
    assert judged(host, branch) == ([], [])


def test_what_is_published_is_merged_and_its_branch_goes(editor: Saving, host: Host) -> None:
    editor.with_token().open(FORM)
    said = editor.text("summary").input_value()
    editor.change(f"{said} Twice.").saved("Send for Review")
    editor.open(FORM)
    editor.set_status("Ready")
    editor.page.get_by_role("button", name=re.compile("Publish")).first.click()
    dialog = editor.page.get_by_role("alertdialog")
    dialog.get_by_role("button", name=re.compile("Publish|OK")).click()
    expect(editor.page.get_by_role("button", name="New").first).to_be_visible()
    assert [one.state for one in host.requests] == ["merged"]
    assert host.repository.branches == ["main"]
    assert f"summary: {said} Twice.\n" in str(host.repository.text(f"main:{PATH}"))


@pytest.mark.parametrize("status", in_torture([401, 403, 409, 500, Host.CUT]))
def test_a_save_that_fails_loses_nothing_and_says_so(
    editor: Saving, host: Host, status: int
) -> None:
    editor.with_token().open(FORM)
    said = editor.text("summary").input_value()
    host.fails += [status] * 9
    editor.change(f"{said} Twice.").press_save()
    told = editor.page.get_by_role("alertdialog").or_(editor.page.get_by_role("dialog"))
    expect(told.first).to_contain_text("There was an error while saving the entry")
    assert status == Host.CUT or f"Refused with {status}" in told.first.inner_text()
    assert host.requests == []
    assert host.repository.branches == ["main"]
    host.fails.clear()
    told.get_by_role("button", name="OK").click()
    expect(editor.text("summary")).to_have_value(f"{said} Twice.")
    editor.saved()
    assert host.repository.lines("main", BRANCH) == [
        f"-summary: {said}",
        f"+summary: {said} Twice.",
    ]
    assert len(host.requests) == 1


@only_github
def test_where_no_draft_requests_are_known_that_is_said_and_nothing_is_lost(
    editor: Saving, host: Host
) -> None:
    host.knows_drafts = False
    editor.with_token().open(FORM)
    said = editor.text("summary").input_value()
    editor.change(f"{said} Twice.").press_save()
    told = editor.page.get_by_role("alertdialog").or_(editor.page.get_by_role("dialog"))
    expect(told.first).to_contain_text("Draft pull requests are not supported")
    told.get_by_role("button", name="OK").click()
    expect(editor.text("summary")).to_have_value(f"{said} Twice.")
    host.knows_drafts = True
    editor.saved()  # the branch that was left behind is begun anew
    assert len(host.requests) == 1
    assert host.repository.lines("main", BRANCH) == [
        f"-summary: {said}",
        f"+summary: {said} Twice.",
    ]


def test_a_token_that_the_host_refuses_signs_nobody_in(editor: Saving, host: Host) -> None:
    editor.page.goto(f"{editor.address}/edit/")
    editor.page.get_by_role("button", name=re.compile("Access Token")).click()
    editor.page.get_by_role("textbox").fill("another")
    editor.page.keyboard.press("Enter")
    expect(editor.page.get_by_role("alert").first).to_contain_text("token is invalid")
    assert {one.token for one in host.asked} == {"another"}
