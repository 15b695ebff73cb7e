"""A company's own repository: what it starts with, how it is renewed, and what may go wrong."""

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

import jobs
from donebook.check import check
from donebook.cli.main import donebook
from donebook.files import write_changed
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from donebook.write.hosts import Subfolder
from donebook.write.wheel import Wheel, own_wheel
from history import commit, git, start
from projects import CHECKOUT, lay, make_project, with_few_entries
from schemas import GITLAB_CI, mistakes
from shared import Shared
from trials import one_in

BIN = Path(sys.executable).parent
WHEEL = "vendor/donebook-1.0-py3-none-any.whl"


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Stand-ins for donebook's own wheel, which takes a moment to build; tested on its own."""
    brings(monkeypatch, Wheel("1.0", b"the first"))
    return monkeypatch


def brings(monkeypatch: pytest.MonkeyPatch, wheel: Wheel) -> None:
    """From now on `new site` and `upgrade` bring this wheel."""
    for verb in ("new_site", "upgrade"):
        monkeypatch.setattr(f"donebook.cli.{verb}.own_wheel", lambda: wheel)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(donebook, [str(a) for a in arguments])


def new(root: Path) -> Result:
    ran = run("new", "site", root)
    assert ran.exit_code == 0, ran.output
    return ran


def upgrade(root: Path) -> Result:
    ran = run("--root", root, "upgrade")
    assert ran.exit_code == 0, ran.output
    return ran


def files(root: Path) -> dict[str, bytes]:
    found = (p for p in root.rglob("*") if p.is_file() and ".git" not in p.relative_to(root).parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    new(tmp_path / "acme")
    return tmp_path / "acme"


@pytest.mark.long
def test_a_new_site_is_whole_and_has_no_problems(root: Path) -> None:
    assert check(Folder(root), TODAY).problems == ()
    for path in (".github/workflows/pull-request.yml", ".gitlab-ci.yml", ".vscode/settings.json", ".gitignore", ".gitattributes", "Makefile", "README.md", "requirements.txt", "requirements-locked.txt", "requirements-mcp.txt", "AGENTS.md", "mkdocs.yml", "build/pages/.gitignore", WHEEL):  # fmt: skip
        assert (root / path).is_file(), path
    assert not (root / "generator").exists()
    for workflow in (root / ".github" / "workflows").iterdir():
        for action in re.findall(r"uses: (.*)", workflow.read_text()):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", action)
        for target in re.findall(r"make (\w+)", workflow.read_text()):
            assert f"\n{target}:" in (root / "Makefile").read_text()


def test_all_that_is_installed_is_pinned_to_its_hash(root: Path) -> None:
    listed = (root / "requirements.txt").read_text()
    sha256 = hashlib.sha256(b"the first").hexdigest()
    assert listed.splitlines()[-3:] == [
        "--no-index",
        "--find-links vendor",
        f"donebook==1.0 --hash=sha256:{sha256}",
    ]
    locked = (root / "requirements-locked.txt").read_text()
    for_mcp = (root / "requirements-mcp.txt").read_text()
    assert re.search(r"^mcp==", for_mcp, re.MULTILINE)
    assert not re.search(r"^mcp==", locked, re.MULTILINE)
    pins = (re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE) for text in (locked, for_mcp))
    assert set(next(pins)) <= set(next(pins)), "an extra moves nothing that is installed already"
    for package in re.split(r"\n(?=\w)", locked)[1:]:
        assert "--hash=sha256:" in package
    assert re.search(r"^hatchling==", locked, re.MULTILINE), "or a git address could not be built"
    assert "donebook==" not in locked


@pytest.mark.torture  # all that the page for agents names
def test_what_agents_are_told_to_run_runs(root: Path) -> None:
    """Each command of AGENTS.md that needs no installation, with its placeholders filled in."""
    start(root)
    told = re.findall(r"\.venv/bin/donebook ([^`\n]+)", (root / "AGENTS.md").read_text())
    assert {"check --format json", "diff main --format markdown", "mcp"} <= {*told}
    examples = {
        "rename question OLD NEW": "rename question why-now-and-not-last-year why-now",
        "retire question ID --to OTHER": "retire question walk-the-paper-path --to why-now",
        "rename stage OLD NEW": "rename stage prove show",
        "explain CODE": "explain R307",
        "new question": "new --help",
        "mcp": "mcp --help",
    }
    for command in told:
        assert run("--root", root, *examples.get(command, command).split()).exit_code == 0, command
    assert (root / "build/schema/question.json").is_file()


@pytest.mark.long
def test_all_of_it_is_tracked_whatever_is_ignored_elsewhere(tmp_path: Path) -> None:
    top = tmp_path / "all"
    top.mkdir()
    (top / ".gitignore").write_text("vendor/\nbuild/\n*.whl\nsite/\n")
    (top / ".gitattributes").write_text("* text\n*.whl filter=lfs diff=lfs merge=lfs\n")
    start(top)
    new(top / "playbook")
    wheel = top / "playbook" / WHEEL
    wheel.write_bytes(b"PK\r\nbinary\r\n")
    commit(top)
    tracked = git(top, "ls-files").splitlines()
    for path in ("build/pages/.gitignore", "mkdocs.yml", WHEEL):
        assert f"playbook/{path}" in tracked
    said = git(top, "check-attr", "text", "filter", "--", f"playbook/{WHEEL}")
    assert said.count(": unset") == 2
    wheel.unlink()
    git(top, "-c", "core.autocrlf=true", "checkout", "--", ".")
    assert wheel.read_bytes() == b"PK\r\nbinary\r\n"


# --- without entries, and before reps have it


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    assert run("new", "site", tmp_path / "acme", "--empty").exit_code == 0
    return tmp_path / "acme"


def test_an_empty_site_has_the_usual_words_no_entries_and_no_problems(empty: Path) -> None:
    found = check(Folder(empty), TODAY)
    assert found.problems == ()
    assert found.playbook
    assert found.entries == 0
    assert found.playbook.config.packs == {}
    ours = yaml.safe_load((CHECKOUT / "content/vocabulary.yaml").read_text())
    words = yaml.safe_load((empty / "content/vocabulary.yaml").read_text())
    assert words == {part: ours[part] for part in ("stages", "roles", "tests")}


def test_an_empty_site_keeps_each_setting_with_its_own_comment(empty: Path) -> None:
    settings = (empty / "site-config/playbook.yaml").read_text()
    for kept in ("# The paper that pages offer first", "# paper: a4", "# How a deal can end", "owners:", "# live_since: 20"):  # fmt: skip
        assert f"\n{kept}" in settings, kept
    for gone in ("packs", "crm_note", "start", "bound into one file", "The note for the CRM", "What a new team"):  # fmt: skip
        assert gone not in settings.replace("Start with", ""), gone


@pytest.mark.long
def test_reps_have_no_new_site_until_its_settings_say_so(root: Path) -> None:
    found = check(Folder(root), TODAY).playbook
    assert found
    assert found.config.live_since is None
    assert "\n# live_since: 20" in (root / "site-config/playbook.yaml").read_text()


@pytest.mark.long
def test_a_deleted_starter_asks_for_no_notes_and_gaps_are_warnings(root: Path) -> None:
    before = check(Folder(root), TODAY).playbook
    with_few_entries(root)
    lay(root, {"loss-reasons/alone.yaml": base.loss_reason("Alone")})
    settings = root / "site-config/playbook.yaml"
    settings.write_text(settings.read_text().replace("live_since:", "# live_since:"))
    codes = {p.code: p for p in check(Folder(root), TODAY, before).problems}
    assert not [code for code in codes if code.startswith("I")]
    assert not codes["C401"].is_error
    settings.write_text(settings.read_text().replace("# live_since:", "live_since:"))
    codes = {p.code: p for p in check(Folder(root), TODAY, before).problems}
    assert codes["I701"].is_error
    assert codes["C401"].is_error


def test_what_was_begun_empty_is_continued_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, content: bytes) -> None:
        if path.name == "playbook.yaml":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_changed(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("donebook.cli.new_site.write_changed", fails)
        assert run("new", "site", tmp_path / "acme", "--empty").exit_code != 0
    refused = run("new", "site", tmp_path / "acme", "--starter")
    assert refused.exit_code == 2
    assert "was begun with --empty" in refused.output
    new(tmp_path / "acme")
    assert not (tmp_path / "acme/content/questions").exists()
    refused = run("new", "site", tmp_path / "acme")
    assert refused.exit_code == 2
    assert "is a playbook already. To bring it up to date: donebook upgrade" in refused.output


# --- renewal


@pytest.mark.long
def test_a_newer_donebook_renews_what_nobody_has_changed(
    root: Path, copies: pytest.MonkeyPatch
) -> None:
    record = root / "site-config" / "donebook.json"
    # As if an earlier donebook had written other files.
    known = json.loads(record.read_text())
    for path in ("Makefile", "mkdocs.yml", ".gitlab-ci.yml"):
        (root / path).write_text("# of an earlier version\n")
    from donebook.write.site import _hash

    for path in ("Makefile", "mkdocs.yml"):
        known["files"][path] = _hash(b"# of an earlier version\n")
    record.write_text(json.dumps(known))
    (root / ".vscode" / "extensions.json").unlink()
    lay(root, {base.WHY_NOW: "title: ours\n"})
    (root / "README.md").write_text("Ours.\n")
    brings(copies, Wheel("2.0", b"the second"))
    ran = upgrade(root)
    assert (root / "Makefile").read_text() != "# of an earlier version\n"
    assert (root / "mkdocs.yml").read_text() == (CHECKOUT / "mkdocs.yml").read_text()
    assert (root / ".gitlab-ci.yml").read_text() == "# of an earlier version\n"
    assert ".gitlab-ci.yml: you changed it" in ran.stdout
    assert not (root / ".vscode" / "extensions.json").exists()
    assert (root / "content" / base.WHY_NOW).read_text() == "title: ours\n"
    assert (root / "README.md").read_text() == "Ours.\n"
    assert [p.name for p in (root / "vendor").iterdir()] == ["donebook-2.0-py3-none-any.whl"]
    assert f"Removed, because nothing uses them any more:\n  {WHEEL}\n" in ran.stdout
    assert "donebook==2.0 " in (root / "requirements.txt").read_text()
    before = files(root)
    upgrade(root)
    assert files(root) == before


def test_two_wheels_that_differ_never_share_a_version(
    root: Path, copies: pytest.MonkeyPatch
) -> None:
    before = files(root)
    brings(copies, Wheel("1.0", b"the same, but another"))
    ran = run("--root", root, "upgrade")
    assert ran.exit_code == 2
    assert f"another one than {WHEEL}, under the same version" in ran.output
    assert files(root) == before


@pytest.mark.parametrize("was", ["damaged", "deleted"])
def test_a_copy_that_does_not_fit_its_list_is_put_back(root: Path, was: str) -> None:
    if was == "damaged":
        (root / WHEEL).write_bytes(b"something else")
    else:
        (root / WHEEL).unlink()
    upgrade(root)
    assert (root / WHEEL).read_bytes() == b"the first"


@pytest.mark.parametrize(
    "line", ["donebook @ git+https://git.example.org/donebook@abc", "donebook==1.5"]
)
def test_a_company_that_takes_donebook_from_elsewhere_has_no_copy(
    root: Path, line: str, copies: pytest.MonkeyPatch
) -> None:
    """One line in place of the last three, as the list says."""
    place = root / "requirements.txt"
    place.write_text("\n".join([*place.read_text().splitlines()[:-3], line, ""]))
    brings(copies, Wheel("2.0", b"the second"))
    ran = upgrade(root)
    assert not list((root / "vendor").glob("*"))
    assert "requirements.txt: you changed it" in ran.stdout
    assert "requirements.txt: it takes donebook from elsewhere. Let it take 2.0." in ran.stdout
    upgrade(root)
    assert not list((root / "vendor").glob("*"))


def test_a_list_that_names_an_older_copy_keeps_it_and_is_told_the_new_line(
    root: Path, copies: pytest.MonkeyPatch
) -> None:
    place = root / "requirements.txt"
    place.write_text(f"{place.read_text()}# ours\n")
    brings(copies, Wheel("2.0", b"the second"))
    ran = upgrade(root)
    assert len(list((root / "vendor").iterdir())) == 2
    sha256 = hashlib.sha256(b"the second").hexdigest()
    said = (
        f"requirements.txt: for this donebook it has to say: donebook==2.0 --hash=sha256:{sha256}"
    )
    assert said in ran.stdout
    upgrade(root)
    assert (root / WHEEL).is_file()


def test_what_was_deleted_or_has_other_line_ends_is_no_change_of_ours(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    place = root / "requirements.txt"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    ran = upgrade(root)
    assert "mkdocs.yml: you deleted it." in ran.stdout
    assert b"\r\n" in place.read_bytes()
    assert "requirements.txt" not in ran.stdout


def test_a_list_that_was_deleted_takes_the_copy_along(root: Path) -> None:
    """Without it nothing would install the copy."""
    (root / "requirements.txt").unlink()
    ran = upgrade(root)
    assert "requirements.txt: you deleted it." in ran.stdout
    assert not (root / WHEEL).exists()


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"files": []}', "<<<<<<< ours\n"])
def test_a_damaged_record_is_named(damaged: str, root: Path) -> None:
    (root / "site-config" / "donebook.json").write_text(damaged)
    for words in (("new", "site", root), ("--root", root, "upgrade")):
        ran = run(*words)
        assert ran.exit_code == 2
        assert "donebook.json can't be read" in ran.output


# --- where it may not be


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters" / "old").mkdir(parents=True)
    (tmp_path / "letters" / "old" / "dear.txt").write_text("x")
    ran = run("new", "site", tmp_path / "letters")
    assert ran.exit_code == 2
    assert "holds other files already: old." in ran.output
    assert files(tmp_path / "letters") == {"old/dear.txt": b"x"}


def test_a_fresh_clone_of_nothing_is_a_good_place(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "acme"], check=True)
    new(tmp_path / "acme")
    assert (tmp_path / "acme/.github/workflows/publish.yml").is_file()


def test_no_playbook_is_started_inside_another_ones_content(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    ran = run("new", "site", root / "content" / "acme")
    assert ran.exit_code == 2
    assert not (root / "content" / "acme").exists()


# --- what stopped halfway


@pytest.mark.torture
@pytest.mark.slow
def test_after_a_fault_at_any_file_the_same_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(tmp_path / "whole")
    replace = Path.replace
    left = 0

    def only_one(place: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        left -= 1
        return replace(place, target)

    monkeypatch.setattr(Path, "replace", only_one)
    ran = run("new", "site", tmp_path / "acme")
    assert isinstance(ran.exception, OSError)
    assert "Run the same command again" in ran.stderr
    assert files(tmp_path / "acme") == {}
    faults = 1
    while ran.exception:
        left, before = 1, len(files(tmp_path / "acme"))
        ran = run("new", "site", tmp_path / "acme")
        assert len(files(tmp_path / "acme")) <= before + 1
        faults += 1
    assert faults > len(files(tmp_path / "whole"))
    assert files(tmp_path / "acme") == files(tmp_path / "whole")


DIES = """
import os, pathlib, sys
from donebook.cli.main import main
left, replace = int(sys.argv[1]), pathlib.Path.replace
def dies(place, target):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return replace(place, target)
pathlib.Path.replace = dies
main(["new", "site", sys.argv[2]])
"""


@pytest.mark.parametrize("written", one_in(3, [1, 0, 100]))
@pytest.mark.long
def test_after_a_sudden_death_the_same_command_goes_on(
    tmp_path: Path, copies: pytest.MonkeyPatch, written: int
) -> None:
    ran = subprocess.run([sys.executable, "-c", DIES, str(written), tmp_path / "acme"], check=False)
    assert ran.returncode == 9
    assert list((tmp_path / "acme").rglob(".donebook-*")), "an unfinished file is left"
    brings(copies, own_wheel())
    new(tmp_path / "acme")
    new(tmp_path / "whole")
    assert files(tmp_path / "acme") == files(tmp_path / "whole")


def test_what_somebody_wrote_before_it_went_on_is_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "acme"
    with monkeypatch.context() as patch:
        patch.setattr("donebook.cli.new_site._write", lambda *_: None)
        run("new", "site", root)
    new(root)
    record = root / "site-config/donebook.json"
    record.write_text(record.read_text().replace('"finished": true', '"finished": false'))
    lay(root, {"vocabulary.yaml": "ours: true\n"})
    (root / "Makefile").write_text("# ours\n")
    (root / "mkdocs.yml").unlink()
    ran = new(root)
    assert (root / "content/vocabulary.yaml").read_text() == "ours: true\n"
    assert (root / "Makefile").read_text() == "# ours\n"
    assert (root / "mkdocs.yml").is_file()
    assert "Makefile: left as it is" in ran.stderr


# --- a folder of a larger repository


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository that has something else in it."""
    place = tmp_path / "all of it"
    place.mkdir()
    (place / "README.md").write_text("Everything\n")
    return start(place)


@pytest.mark.long
def test_in_a_larger_repository_the_hosts_files_are_at_its_top(top: Path) -> None:
    ran = new(top / "our sales" / "book")
    root = top / "our sales" / "book"
    assert not (root / ".github").exists()
    workflows = sorted(p.name for p in (top / ".github/workflows").iterdir())
    assert workflows == [
        "our-sales-book-freshness.yml",
        "our-sales-book-publish.yml",
        "our-sales-book-pull-request.yml",
    ]
    for name in workflows:
        assert str(top / ".github/workflows" / name) in ran.stdout
        values = yaml.safe_load((top / ".github/workflows" / name).read_text())
        assert values["defaults"]["run"]["working-directory"] == "our sales/book"
        assert "our sales/book" in values["name"]
        triggers = values[True]  # what YAML 1.1 makes of `on`
        for changes in (triggers.get("pull_request"), triggers.get("push")):
            assert changes is None or changes["paths"] == [
                "our sales/book/**",
                f".github/workflows/{name}",
            ]
        ran_by = subprocess.run(
            [BIN / "actionlint", top / ".github/workflows" / name], capture_output=True, check=False
        )
        assert ran_by.stdout == b""
    gitlab = yaml.safe_load((top / ".gitlab-ci.yml").read_text())
    assert gitlab["include"] == [{"local": "/our sales/book/.gitlab-ci.yml"}]
    own = yaml.safe_load((CHECKOUT / ".gitlab-ci.yml").read_text())
    assert gitlab["workflow"] == own["workflow"]
    included = yaml.safe_load((root / ".gitlab-ci.yml").read_text())
    assert mistakes(included, GITLAB_CI) == mistakes(gitlab, GITLAB_CI) == []
    # Nothing that would count for other jobs of the repository.
    assert set(included) == {".our-sales-book", "our-sales-book-check", "pages", "our-sales-book-comments", "our-sales-book-freshness"}  # fmt: skip
    before = files(top)
    assert "Nothing is changed" in upgrade(root).stdout
    assert files(top) == before


@pytest.mark.long
def test_gitlabs_file_of_others_is_left_alone_and_they_are_told_what_to_add(top: Path) -> None:
    theirs = "build:\n  script: [make]\npages:\n  script: [make docs]\n"
    (top / ".gitlab-ci.yml").write_text(theirs)
    ran = new(top / "book")
    assert (top / ".gitlab-ci.yml").read_text() == theirs
    assert f"add this to {top / '.gitlab-ci.yml'}:\n\ninclude:\n  - local: '/book/.gitlab-ci.yml'\n" in ran.stdout  # fmt: skip
    included = yaml.safe_load((top / "book/.gitlab-ci.yml").read_text())
    assert "pages" not in included, "a project has one Pages site, and this one has it already"
    (top / ".gitlab-ci.yml").write_text(f"{theirs}include:\n  - local: /other/.gitlab-ci.yml\n")
    assert "add this" not in new(top / "other").stdout


@pytest.mark.torture
@pytest.mark.slow
def test_a_second_playbook_in_the_repository_does_not_touch_the_first_ones_files(top: Path) -> None:
    new(top / "one")
    before = files(top)
    ran = new(top / "two")
    assert {path: files(top)[path] for path in before} == before
    assert "/two/.gitlab-ci.yml" in ran.stdout
    marks = [
        next(re.finditer(r"<!-- donebook .*?-->", path.read_text()))[0]
        for path in (top / ".github/workflows").glob("*pull-request.yml")
    ]
    assert len(set(marks)) == 2


def test_a_workflow_that_is_there_already_is_not_replaced(top: Path) -> None:
    theirs = top / ".github/workflows/book-publish.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("name: theirs\n")
    ran = new(top / "book")
    assert theirs.read_text() == "name: theirs\n"
    assert f"{theirs}: left as it is, because it was there before." in ran.stderr
    assert (top / ".github/workflows/book-freshness.yml").is_file()
    upgrade(top / "book")
    assert theirs.read_text() == "name: theirs\n"


@pytest.mark.long
def test_a_folder_with_another_name_gets_its_files_anew(top: Path) -> None:
    new(top / "book")
    commit(top)
    (top / "book").rename(top / "sales")
    commit(top)
    upgrade(top / "sales")
    assert sorted(p.name for p in (top / ".github/workflows").iterdir()) == [
        "sales-freshness.yml",
        "sales-publish.yml",
        "sales-pull-request.yml",
    ]
    assert "/sales/.gitlab-ci.yml" in (top / ".gitlab-ci.yml").read_text()


@pytest.mark.parametrize("has_pages", [False, True])
def test_gitlabs_jobs_differ_in_a_folder_only_where_they_have_to(has_pages: bool) -> None:
    own = (CHECKOUT / ".gitlab-ci.yml").read_text()
    inside = Subfolder("our sales/book").jobs(own, has_pages=has_pages)
    kept = own.splitlines()
    written = [line.strip() for line in inside.splitlines() if line not in kept]
    changes = "changes: ['our sales/book/**/*']"
    mark = "<!-- donebook our-sales-book -->"
    preview = "?job=our-sales-book-check"
    assert [line for line in written if mark not in line and preview not in line] == [
        ".our-sales-book:",
        "DONEBOOK_FOLDER: 'our sales/book'",
        "our-sales-book-check:",
        "extends: .our-sales-book",
        changes,
        *(() if has_pages else ("extends: .our-sales-book", changes)),
        "our-sales-book-comments:",
        "extends: .our-sales-book",
        "our-sales-book-freshness:",
        "extends: .our-sales-book",
        "title='Playbook our-sales-book: what is due this week'",
    ]
    assert len([line for line in written if mark in line]) == 2
    assert inside.count("?job=our-sales-book-check") == own.count("?job=check") == 2
    assert "\nworkflow:" not in inside
    assert ("\npages:" in inside) is not has_pages


def test_signs_in_a_folders_name_are_no_patterns() -> None:
    subfolder = Subfolder("[a] $b/it's*")
    workflow = (CHECKOUT / ".github/workflows/pull-request.yml").read_text()
    values = yaml.safe_load(subfolder.workflow(".github/workflows/pull-request.yml", workflow))
    assert values["defaults"]["run"]["working-directory"] == "[a] $b/it's*"
    assert values[True]["pull_request"]["paths"][0] == r"\[a\] $b/it's\*/**"
    gitlab = (CHECKOUT / ".gitlab-ci.yml").read_text()
    jobs_ = yaml.safe_load(subfolder.jobs(gitlab, has_pages=False))
    assert jobs_[".a-b-it-s"]["variables"]["DONEBOOK_FOLDER"] == "[a] $$b/it's*"


@pytest.mark.torture  # `test_adopter` runs them at the top of a repository
def test_every_job_runs_in_a_folder_of_a_larger_repository(
    top: Path, tmp_path: Path, copies: pytest.MonkeyPatch, shared: Shared
) -> None:
    root = top / "our sales" / "book"
    new(root)
    with_few_entries(root)
    shared.lend_cache(root)
    commit(top, day="2026-11-20")
    (root / ".venv").mkdir()
    (root / ".venv/bin").symlink_to(BIN)
    (root / ".venv/.tools").touch()
    commit(top, day="2026-11-21")
    tools = jobs.hosts_tools(tmp_path / "tools")
    copies.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    for name in ("pull-request", "publish", "freshness"):
        workflow = top / f".github/workflows/our-sales-book-{name}.yml"
        temp = tmp_path / name
        jobs.github(top, workflow, temp)
        if name != "freshness":
            assert (jobs.artifact(workflow, temp) / "index.html").is_file()
    site = tmp_path / "publish/site"
    assert f"{jobs.ADDRESS}/" in (site / "sitemap.xml").read_text()
    place = root / ".gitlab-ci.yml"
    kept = jobs.gitlab(top, place, "our-sales-book-check", {})
    for path in (*kept["paths"], kept["reports"]["codequality"], "donebook-results/preview/index.html"):  # fmt: skip
        assert (top / path).exists(), path
    assert "### What changes for reps" in (top / "donebook-results/what-changes.md").read_text()
    jobs.gitlab(top, place, "pages", {})
    assert f"{jobs.ADDRESS}/" in (top / "public/sitemap.xml").read_text()
    for name in ("comments", "freshness"):
        jobs.gitlab(top, place, f"our-sales-book-{name}", {"DONEBOOK_TOKEN": "token"})
    asked = (tools / "asked").read_text()
    assert asked.count("gh ") >= 3
    assert asked.count("curl ") >= 2


@pytest.mark.parametrize("begins", ["--starter", "--empty"])
def test_a_new_repository_says_whose_its_content_is(tmp_path: Path, begins: str) -> None:
    root = tmp_path / "acme"
    ran = CliRunner().invoke(donebook, ["new", "site", str(root), begins])
    assert ran.exit_code == 0, ran.output
    assert "MIT No Attribution" in (root / "README.md").read_text(encoding="utf-8")
    assert not (root / "content/LICENSE").exists(), "what a company writes is not ours to license"
    assert "MIT No Attribution" in (CHECKOUT / "content/LICENSE").read_text(encoding="utf-8")


def commands_in(text: str) -> list[str]:
    """The commands of donebook that a text names, without what their files and folders are called."""
    found = re.findall(r"`?\.venv/bin/donebook ([^`\n]+)", text)
    return [re.sub(r"--root \S+ |\b[A-Z]{2,}\b.*", "", one) for one in found]


@pytest.mark.parametrize("name", ["README.md", "AGENTS.md"])
def test_each_command_that_a_new_repository_names_is_one(name: str) -> None:
    text = (CHECKOUT / "templates/site" / name).read_text(encoding="utf-8")
    named = commands_in(text)
    assert len(named) > 5
    for command in named:
        verbs = re.match(r"[a-z]+(?: [a-z]+)?", command)
        assert verbs, command
        words = verbs[0].split()
        options = re.findall(r"--[a-z-]+", command)
        group = donebook.get_command(click.Context(donebook), words[0])
        assert group, command
        if isinstance(group, click.Group) and len(words) > 1:
            group = group.get_command(click.Context(group), words[1])
            assert group, command
        known = {option for its in group.params for option in its.opts} | {"--help"}
        assert {*options} <= known, command
