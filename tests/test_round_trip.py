"""What code hosts do with a playbook: workflows, hooks, owners, and a company's own repository."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from donebook.check import check
from donebook.cli.main import donebook
from donebook.codeowners import codeowners
from donebook.load import load
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from history import start
from projects import CHECKOUT, lay, make_project
from schemas import GITLAB_CI, mistakes

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(donebook, list(arguments))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda place: place.name)
def test_workflows_satisfy_actionlint(workflow: Path) -> None:
    ran = subprocess.run(
        [BIN / "actionlint", workflow], capture_output=True, text=True, check=False
    )
    assert ran.stdout == ""
    assert ran.returncode == 0


def test_actionlint_finds_a_broken_workflow(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    text = (CHECKOUT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    broken.write_text(text.replace("steps.preview.outputs", "steps.preveiw.outputs"))
    ran = subprocess.run([BIN / "actionlint", broken], capture_output=True, text=True, check=False)
    assert "preveiw" in ran.stdout


def test_the_gitlab_file_holds_to_its_schema() -> None:
    values = yaml.safe_load((CHECKOUT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert mistakes(values, GITLAB_CI) == []
    assert mistakes({**values, "check": {"script": 1}}, GITLAB_CI)


def test_both_hosts_do_the_same_things() -> None:
    github = "\n".join(place.read_text(encoding="utf-8") for place in WORKFLOWS)
    gitlab = (CHECKOUT / ".gitlab-ci.yml").read_text(encoding="utf-8")
    for text in (github, gitlab):
        for part in ("donebook diff", "check --base", "donebook build", "<!-- donebook -->", "DONEBOOK_PUBLISH", "WHO CAN READ IT", "what is due"):  # fmt: skip
            assert part in text, part


def test_publishing_is_off_until_a_variable_says_otherwise() -> None:
    values = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "publish.yml").read_text())
    assert [job["if"] for job in values["jobs"].values()] == ["vars.DONEBOOK_PUBLISH == 'true'"]
    gitlab = yaml.safe_load((CHECKOUT / ".gitlab-ci.yml").read_text())
    assert all('$DONEBOOK_PUBLISH == "true"' in rule["if"] for rule in gitlab["pages"]["rules"])


def test_no_workflow_puts_what_others_wrote_into_a_script() -> None:
    for place in WORKFLOWS:
        for job in yaml.safe_load(place.read_text(encoding="utf-8"))["jobs"].values():
            assert all("${{" not in step.get("run", "") for step in job["steps"])


def scripts(place: Path) -> list[str]:
    values = yaml.safe_load(place.read_text(encoding="utf-8"))
    jobs = values["jobs"].values() if "jobs" in values else values.values()
    steps = [s for job in jobs if isinstance(job, dict) for s in job.get("steps") or job.get("script") or ()]  # fmt: skip
    return [
        s if isinstance(s, str) else s["run"] for s in steps if isinstance(s, str) or "run" in s
    ]


@pytest.mark.parametrize("place", [*WORKFLOWS, CHECKOUT / ".gitlab-ci.yml"], ids=lambda p: p.name)
def test_every_script_is_one_that_a_shell_can_read(place: Path) -> None:
    found = scripts(place)
    assert found
    for script in found:
        ran = subprocess.run(
            ["bash", "-n", "-c", script], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_comment_is_written_by_the_very_script_of_the_host(host: str, tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    lay(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("What makes", "Who makes").replace("[no-event]", "[no-evnt]")})  # fmt: skip
    subprocess.run(["git", "-C", root, "-c", "user.name=n", "-c", "user.email=e", "commit", "-qam", "x"], check=True)  # fmt: skip
    (root / ".venv").symlink_to(BIN.parent)
    place = CHECKOUT / (".gitlab-ci.yml" if host == "gitlab" else ".github/workflows/pull-request.yml")  # fmt: skip
    script = next(s for s in scripts(place) if "> comment.md" in s)
    env = {
        **os.environ,
        "BASE": "HEAD^1",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PREVIEW": "https://example.org/preview",
    }
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=root, env=env, check=True)
    comment = (root / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- donebook -->\n### What changes for reps\n")
    assert "<strong>Why now</strong>" in comment
    assert "**error R301**" in comment
    if host == "github":
        assert (tmp_path / "summary.md").read_text(encoding="utf-8") == comment
        assert "(https://example.org/preview)" in comment


def test_hooks_name_commands_that_are_there() -> None:
    hooks = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["donebook-check", "donebook-fix"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        name, *arguments = hook["entry"].split()
        assert name == "donebook"
        assert run(*arguments, "--help").exit_code == 0
        for path in ("content/questions/x.yaml", "site-config/playbook.yaml"):
            assert re.search(hook["files"], path)
    assert "donebook" in (CHECKOUT / "pyproject.toml").read_text()


# --- owners

HANDLES = base.CONFIG.replace("contact: the sales channel", "handle: '@acme/sales'") + (
    "  delivery: {name: Delivery, handle: '@acme/delivery'}\n  nobody: {name: N, contact: C}\n"
)


def owned_by(path: str, text: str) -> str | None:
    """Whom a code host asks about a path: the last line that fits counts."""
    found = None
    for line in text.splitlines():
        pattern, _, owner = line.partition(" ")
        folder = pattern.endswith("/") and f"/{path}".startswith(pattern)
        if not line.startswith("#") and (folder or pattern == f"/{path}"):
            found = owner or None
    return found


def test_owners_are_asked_about_their_entries(tmp_path: Path) -> None:
    files = {
        "../site-config/playbook.yaml": HANDLES,
        "questions/why-us.yaml": base.FILES["questions/why-us.yaml"].replace("owner: team", "owner: delivery"),
        "questions/who-signs.yaml": base.FILES["questions/who-signs.yaml"].replace("owner: team", "owner: nobody"),
    }  # fmt: skip
    root = make_project(tmp_path / "project", files)
    ran = run("--root", str(root), "new", "codeowners")
    assert ran.exit_code == 0, ran.output
    text = (root / "CODEOWNERS").read_text(encoding="utf-8")
    wanted = {"team": "@acme/sales", "delivery": "@acme/delivery", "nobody": None}
    playbook = load(Folder(root)).playbook
    assert playbook
    for entry in playbook.entries.values():
        assert owned_by(entry.path, text) == wanted[entry.owner], entry.path
    assert owned_by("site-config/playbook.yaml", text) is None


def test_owners_count_from_the_top_of_the_repository(tmp_path: Path) -> None:
    root = make_project(tmp_path / "sales" / "playbook", {"../site-config/playbook.yaml": HANDLES})
    start(tmp_path)
    run("--root", str(root), "new", "codeowners")
    text = (tmp_path / "CODEOWNERS").read_text(encoding="utf-8")
    assert owned_by("sales/playbook/content/questions/why-now.yaml", text) == "@acme/sales"


def test_owners_without_handles_make_no_file(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    ran = run("--root", str(root), "new", "codeowners")
    assert ran.exit_code == 2
    assert "has a handle" in ran.output
    assert not (root / "CODEOWNERS").exists()


def test_owners_that_have_changed_since_are_a_warning(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": HANDLES})
    assert "F606" not in {p.code for p in check(Folder(root), TODAY).problems}
    run("--root", str(root), "new", "codeowners")
    assert "F606" not in {p.code for p in check(Folder(root), TODAY).problems}
    changed = base.FILES["questions/why-us.yaml"].replace("owner: team", "owner: delivery")
    lay(root, {"questions/why-us.yaml": changed})
    assert "F606" in {p.code for p in check(Folder(root), TODAY).problems}
    playbook = load(Folder(root)).playbook
    assert playbook
    (root / "CODEOWNERS").write_text("* @somebody\n")
    assert "F606" not in {p.code for p in check(Folder(root), TODAY).problems}
    assert codeowners(playbook) != "* @somebody\n"


# --- a company's own repository


def test_a_new_site_is_whole_and_has_no_problems(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    ran = run("new", "site", str(root))
    assert ran.exit_code == 0, ran.output
    assert check(Folder(root), TODAY).problems == ()
    for path in (".github/workflows/pull-request.yml", ".gitlab-ci.yml", ".vscode/settings.json", ".gitignore", "Makefile", "README.md", "requirements.txt", "mkdocs.yml", "build/pages/.gitignore"):  # fmt: skip
        assert (root / path).is_file(), path
    assert not (root / "generator").exists()
    assert "donebook==" in (root / "requirements.txt").read_text()
    assert "{version}" not in (root / "requirements.txt").read_text()
    for workflow in (root / ".github" / "workflows").iterdir():
        for target in re.findall(r"make (\w+)", workflow.read_text()):
            assert f"\n{target}:" in (root / "Makefile").read_text()


@pytest.mark.slow
def test_a_new_site_builds_at_once(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    run("new", "site", str(root))
    ran = subprocess.run([BIN / "donebook", "build"], cwd=root, capture_output=True, text=True, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert (root / "site" / "index.html").is_file()
    start(root)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=True)  # fmt: skip
    assert status.stdout == ""
    tracked = subprocess.run(["git", "ls-files", "site", "build"], cwd=root, capture_output=True, text=True, check=True)  # fmt: skip
    assert tracked.stdout == "build/pages/.gitignore\n"


def test_a_newer_donebook_renews_what_nobody_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "acme"
    run("new", "site", str(root))
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
    ran = run("new", "site", str(root))
    assert ran.exit_code == 0, ran.output
    assert (root / "Makefile").read_text() != "# of an earlier version\n"
    assert (root / "mkdocs.yml").read_text() == (CHECKOUT / "mkdocs.yml").read_text()
    assert (root / ".gitlab-ci.yml").read_text() == "# of an earlier version\n"
    assert ".gitlab-ci.yml: left as it is" in ran.stderr
    assert not (root / ".vscode" / "extensions.json").exists()
    assert (root / "content" / base.WHY_NOW).read_text() == "title: ours\n"
    assert (root / "README.md").read_text() == "Ours.\n"
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    run("new", "site", str(root))
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    ran = run("new", "site", str(tmp_path / "letters"))
    assert ran.exit_code == 2
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_a_fresh_clone_of_nothing_is_a_good_place(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "acme"], check=True)
    assert run("new", "site", str(tmp_path / "acme")).exit_code == 0


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"files": []}', "<<<<<<< ours\n"])
def test_a_damaged_record_is_named(damaged: str, tmp_path: Path) -> None:
    root = tmp_path / "acme"
    run("new", "site", str(root))
    (root / "site-config" / "donebook.json").write_text(damaged)
    ran = run("new", "site", str(root))
    assert ran.exit_code == 2
    assert "donebook.json can't be read" in ran.output


def test_what_was_deleted_or_has_other_line_ends_is_no_change_of_ours(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    run("new", "site", str(root))
    (root / "mkdocs.yml").unlink()
    place = root / "requirements.txt"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    ran = run("new", "site", str(root))
    assert "mkdocs.yml: left as it is, because it was deleted here." in ran.stderr
    assert b"\r\n" in place.read_bytes()
    assert "0 files written" in ran.stdout


def test_no_playbook_is_started_inside_another_ones_content(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    ran = run("new", "site", str(root / "content" / "acme"))
    assert ran.exit_code == 2
    assert not (root / "content" / "acme").exists()


@pytest.mark.parametrize("place", ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"])
def test_owners_that_somebody_has_written_are_left_alone(place: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": HANDLES})
    lay(root, {f"../{place}": "* @boss\n"})
    ran = run("--root", str(root), "new", "codeowners")
    assert ran.exit_code == 2
    assert "was written by somebody" in ran.output
    assert (root / place).read_text() == "* @boss\n"


@pytest.mark.parametrize("handle", ["@acme/x @evil", "acme", "x y", "@a#b", "@"])
def test_a_handle_is_one_name(handle: str, tmp_path: Path) -> None:
    config = base.CONFIG.replace("contact: the sales channel", f"handle: '{handle}'")
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": config})
    assert {p.code for p in check(Folder(root), TODAY).problems} == {"M217"}


def test_spaces_in_the_way_to_a_playbook_are_written_as_hosts_want_them(tmp_path: Path) -> None:
    root = make_project(tmp_path / "our sales" / "book", {"../site-config/playbook.yaml": HANDLES})
    start(tmp_path)
    run("--root", str(root), "new", "codeowners")
    text = (tmp_path / "CODEOWNERS").read_text()
    assert "/our\\ sales/book/content/questions/ @acme/sales" in text


@pytest.mark.slow
def test_a_wheel_brings_along_all_that_a_new_site_needs(tmp_path: Path) -> None:
    wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, "-w", tmp_path, CHECKOUT], check=True, capture_output=True)
    (made,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "installed")
    command = (
        "import donebook, sys; from donebook.cli.main import main; print(donebook.__file__); main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", command, "new", "site", tmp_path / "acme"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path / "installed") in ran.stdout
    assert check(Folder(tmp_path / "acme"), TODAY).problems == ()
    here = {p for p, _ in _files_of(tmp_path / "acme")}
    run("new", "site", str(tmp_path / "other"))
    assert here == {p for p, _ in _files_of(tmp_path / "other")}


def _files_of(root: Path) -> list[tuple[str, bytes]]:
    found = (place for place in root.rglob("*") if place.is_file())
    return [(place.relative_to(root).as_posix(), place.read_bytes()) for place in found]


def test_gitlab_gets_problems_at_their_lines(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    lay(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[no-evnt]")})
    (root / ".venv").symlink_to(BIN.parent)
    script = next(s for s in scripts(CHECKOUT / ".gitlab-ci.yml") if "codequality.json" in s)
    env = {**os.environ, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"}
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=root, env=env, check=True)
    (found,) = json.loads((root / "codequality.json").read_text(encoding="utf-8"))
    assert found["check_name"] == "R301"
    assert found["severity"] == "major"
    assert found["location"] == {"path": "content/questions/why-now.yaml", "lines": {"begin": 16}}
