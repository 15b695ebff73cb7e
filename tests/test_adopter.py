"""A company's first day: a repository of its own, set up with nothing but Python, make and git."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import jobs
from history import commit, git, start
from projects import with_few_entries
from shared import Shared

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory, home: Path, shared: Shared) -> Path:
    """A new repository, made from this checkout, with its site; its PDFs are the run's."""
    root = tmp_path_factory.mktemp("company") / "acme"
    run([BIN / "donebook", "new", "site", root], root.parent, home)
    start(root)
    shared.lend_cache(root)
    run(["make", "site"], root, home)
    return root


def run(command: list[str | Path], folder: Path, home: Path) -> str:
    """What a command says that runs as somebody else's would: none of this run's settings."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    # Python compiles what it imports; pip would compile all that it installs.
    env |= {"HOME": str(home), "PYTHON": sys.executable, "PIP_COMPILE": "0"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def files(root: Path) -> dict[str, bytes]:
    tracked = git(root, "ls-files", "-z").split("\0")
    return {path: (root / path).read_bytes() for path in tracked if path}


@pytest.mark.torture  # `test_readme` builds a site in a fresh clone
def test_the_site_is_built_and_the_content_has_no_errors(acme: Path, home: Path) -> None:
    assert (acme / "site/index.html").is_file()
    assert "No problems" in run(["make", "check"], acme, home)
    assert git(acme, "status", "--porcelain") == ""
    installed = list((acme / ".venv/lib").glob("*/site-packages/donebook/defaults"))
    assert installed, "its own copy, not a link to this checkout"


@pytest.mark.torture
def test_its_own_donebook_finds_it_up_to_date_and_starts_the_very_same_repository(
    acme: Path, home: Path
) -> None:
    own = acme / ".venv/bin/donebook"
    before = files(acme)
    assert "Nothing is changed" in run([own, "upgrade"], acme, home)
    assert files(acme) == before
    other = acme.parent / "other"
    run([own, "new", "site", other], home, home)
    start(other)
    assert files(other) == before


@pytest.mark.torture
def test_every_job_of_its_workflows_runs(
    acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    with_few_entries(acme)  # the site of the starter's entries has been built before
    commit(acme)
    commit(acme)  # what the jobs compare it with has the same entries
    tools = jobs.hosts_tools(tmp_path / "tools")
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHON", sys.executable)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    for name in ("pull-request", "publish", "freshness"):
        jobs.github(acme, acme / f".github/workflows/{name}.yml", tmp_path / name)
    assert (tmp_path / "pull-request/preview/index.html").is_file()
    assert (tmp_path / "publish/site/index.html").is_file()
    for name in ("check", "pages"):
        jobs.gitlab(acme, acme / ".gitlab-ci.yml", name, {})
    for name in ("comments", "freshness"):
        jobs.gitlab(acme, acme / ".gitlab-ci.yml", name, {"DONEBOOK_TOKEN": "token"})
    assert (acme / "donebook-results/preview/index.html").is_file()
    assert "### What changes for reps" in (acme / "donebook-results/what-changes.md").read_text()
    assert (acme / "public/index.html").is_file()
