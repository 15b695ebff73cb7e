"""What code hosts do with a playbook: workflows, hooks, owners, and a company's own repository."""

import json
import os
import re
import subprocess
import sys
from datetime import date
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
from history import commit, git, start
from jobs import github, gitlab, hosts_tools
from projects import CHECKOUT, lay, make_project
from schemas import GITLAB_CI, mistakes
from trials import one_in

pytestmark = pytest.mark.slow

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
        for part in ("donebook diff", "check --base", "donebook build", "build --live --address", "<!-- donebook -->", "DONEBOOK_PUBLISH", "WHO CAN READ IT", "what is due"):  # fmt: skip
            assert part in text, part


def test_publishing_is_off_until_a_variable_says_otherwise() -> None:
    values = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "publish.yml").read_text())
    assert [job["if"] for job in values["jobs"].values()] == ["vars.DONEBOOK_PUBLISH == 'true'"]
    gitlab = yaml.safe_load((CHECKOUT / ".gitlab-ci.yml").read_text())
    assert all('$DONEBOOK_PUBLISH == "true"' in rule["if"] for rule in gitlab["pages"]["rules"])


def test_what_runs_a_change_knows_no_secret_and_may_write_nothing() -> None:
    """A pull request brings its own Makefile, wheel and templates, and could change its workflow's files."""
    place = CHECKOUT / ".github" / "workflows" / "pull-request.yml"
    values = yaml.safe_load(place.read_text(encoding="utf-8"))
    assert values["permissions"] == {"contents": "read"}
    runs = {name: any("checkout" in s.get("uses", "") for s in job["steps"]) for name, job in values["jobs"].items()}  # fmt: skip
    assert runs == {"check": True, "comment": False}
    check, comment = values["jobs"]["check"], values["jobs"]["comment"]
    assert check["permissions"] == {"contents": "read"}
    assert "secrets" not in str(check)
    assert "token" not in str(check).replace("id-token", "").lower()
    assert all(s["with"]["persist-credentials"] is False for s in check["steps"] if "checkout" in s.get("uses", ""))  # fmt: skip
    said = " ".join(step.get("run", "") for step in comment["steps"])
    assert not re.search(r"\bmake\b|bin/|python|bash|\./", said)
    gitlab = yaml.safe_load((CHECKOUT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    for name, job in gitlab.items():
        rules = [rule["if"] for rule in job.get("rules", ())] if name != "workflow" else []
        if any("merge_request_event" in rule for rule in rules):
            assert "TOKEN" not in str(job)
    for text in (place.read_text("utf-8"), (CHECKOUT / ".gitlab-ci.yml").read_text("utf-8")):
        assert "runs the change itself" in text


@pytest.mark.torture
def test_on_gitlab_the_main_branch_writes_the_comment_and_runs_nothing_of_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = start(make_project(tmp_path / "project"))
    git(root, "checkout", "-q", "-b", "change")
    commit(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("What makes", "/close What makes"), "../Makefile": "tools:\n\ttouch ran\n"})  # fmt: skip
    git(root, "checkout", "-q", "main")
    git(root, "clone", "-q", "--bare", ".", "../origin")
    git(tmp_path / "origin", "update-ref", "refs/merge-requests/7/head", "refs/heads/change")
    git(root, "remote", "add", "origin", str(tmp_path / "origin"))
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/donebook").symlink_to(BIN / "donebook")
    lay(root, {"../Makefile": "tools:\n"})
    tools = hosts_tools(tmp_path / "tools", {"merge_requests?": '[{"iid": 7}]', "/notes?": '[{"id": 5, "body": "<!-- donebook -->"}]'})  # fmt: skip
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    gitlab(root, CHECKOUT / ".gitlab-ci.yml", "comments", {"DONEBOOK_TOKEN": "token"})
    said = (tools / "said").read_text(encoding="utf-8")
    assert said.startswith(
        "<!-- donebook -->\n### What changes for reps\n\n**What to do differently**"
    )
    assert "now: /close What makes" in said
    assert "more than content" in said
    assert "\n- `Makefile`\n" in said
    assert not any(line.startswith("/") for line in said.splitlines())
    assert "--request PUT" in (tools / "asked").read_text(encoding="utf-8")
    assert not (root / "ran").exists()


DUE = {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("2026-10-01", "2020-10-01")}


@pytest.mark.parametrize("host", one_in(2, ["github", "gitlab"]))
@pytest.mark.parametrize(
    ("is_due", "state", "done"),
    [
        (True, None, ("issue create", "--request POST")),
        (True, "OPEN", ("issue edit 3", "state_event=reopen")),
        (True, "CLOSED", ("issue reopen 3", "state_event=reopen")),
        (False, "OPEN", ("issue close 3", "state_event=close")),
        (False, None, None),
    ],
)
def test_what_is_due_is_one_issue_that_is_kept_up_to_date(
    host: str,
    is_due: bool,
    state: str | None,
    done: tuple[str, str] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = f"{date.today()}"  # noqa: DTZ011 - the jobs go by the clock
    fresh = {path: text.replace("2026-10-01", today) for path, text in base.FILES.items()}
    worded = fresh[base.WHY_NOW].replace("What makes this", "Is this")  # a warning that isn't due
    root = start(make_project(tmp_path / "project", {**fresh, base.WHY_NOW: worded, **(DUE if is_due else {})}))  # fmt: skip
    (root / ".venv").symlink_to(BIN.parent)
    lay(root, {"../Makefile": "tools:\n"})
    title = "Playbook: what is due this week"
    issues = f'[{{"iid": 3, "title": "{title}"}}]' if state else "[]"
    answers = {"issue list": f"3 {state}" if state else "", "/issues": issues}
    tools = hosts_tools(tmp_path / "tools", answers)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    if host == "github":
        github(root, CHECKOUT / ".github/workflows/freshness.yml", tmp_path / "temp")
    else:
        gitlab(root, CHECKOUT / ".gitlab-ci.yml", "freshness", {"DONEBOOK_TOKEN": "token"})
    report = (root / "report.md").read_text(encoding="utf-8")
    assert ("content/questions/why-now.yaml" in report) is is_due
    assert "W502" not in report
    asked = (tools / "asked").read_text(encoding="utf-8")
    writes = [line for line in asked.splitlines() if not re.search(r"issue list|--get", line)]
    if done is None:
        assert writes == []
    else:
        assert done[host == "gitlab"] in writes[-1]


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


@pytest.mark.torture
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_comment_is_written_by_the_very_script_of_the_host(host: str, tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    lay(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("What makes", "Who makes").replace("[no-event]", "[no-evnt]")})  # fmt: skip
    subprocess.run(["git", "-C", root, "-c", "user.name=n", "-c", "user.email=e", "commit", "-qam", "x"], check=True)  # fmt: skip
    (root / ".venv").symlink_to(BIN.parent)
    place = CHECKOUT / (".gitlab-ci.yml" if host == "gitlab" else ".github/workflows/pull-request.yml")  # fmt: skip
    script = next(s for s in scripts(place) if "### What changes for reps" in s)
    env = {
        **os.environ,
        "BASE": "HEAD^1",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PREVIEW": "https://example.org/preview",
        "RUNNER_TEMP": str(tmp_path),
        "FILES": "https://code.example.org/blob/abc/{path}",
        "CI_PROJECT_URL": "https://code.example.org",
        "CI_COMMIT_SHA": "abc",
        "results": str(tmp_path),
    }
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=root, env=env, check=True)
    name = "what-changes.md" if host == "gitlab" else "comment.md"
    comment = (tmp_path / name).read_text(encoding="utf-8")
    mark = "" if host == "gitlab" else "<!-- donebook -->\n"
    assert comment.startswith(f"{mark}### What changes for reps\n\n**What to do differently**\n")
    assert re.search(
        r"\[\*\*Why now\*\*\]\(https://code\S+content/questions/why-now.yaml\)", comment
    )
    assert "**error R301**" in comment
    assert "more than content" not in comment
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


def test_gitlab_gets_problems_at_their_lines(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    lay(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[no-evnt]")})
    (root / ".venv").symlink_to(BIN.parent)
    script = next(s for s in scripts(CHECKOUT / ".gitlab-ci.yml") if "codequality.json" in s)
    env = {
        **os.environ,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
        "CI_PROJECT_DIR": str(root),
        "results": str(root),
    }
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=root, env=env, check=True)
    (found,) = json.loads((root / "codequality.json").read_text(encoding="utf-8"))
    assert found["check_name"] == "R301"
    assert found["severity"] == "major"
    assert found["location"] == {"path": "content/questions/why-now.yaml", "lines": {"begin": 16}}
