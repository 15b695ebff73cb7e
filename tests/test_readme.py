"""Every command in the README works, in a fresh copy of what git knows."""

import os
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from packages import lend_packages
from projects import CACHE, CHECKOUT, copy_checkout, few_entries_for_a_while
from shared import Shared
from trials import one_in

pytestmark = pytest.mark.slow
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
# These run until they are stopped, or are this very test run; each has a test of its own.
SERVERS = ("make serve", ".venv/bin/mkdocs serve")
TESTS = (
    "make test",
    ".venv/bin/pytest -n auto",
    "make check",
    "make torture",
    "make guards",
    "make mutants",
    "make bench",
)


def commands() -> list[str]:
    """The README's commands, in its order: fenced shell lines, and whatever stands in backticks."""
    fenced = [
        line
        for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
        for line in block.splitlines()
    ]
    inline = re.findall(r"`((?:make|\.venv/bin/\w+) [^`]+)`", README)
    found = [command.strip() for command in (*fenced, *inline) if command.strip()]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, shared: Shared) -> Path:
    """A fresh clone in which the README's first command has run, with the run's PDFs at hand.

    The packages that its lists name are those of this run, which were installed by the same lists;
    `test_adopter` installs a list package by package.
    """
    root = tmp_path_factory.mktemp("clone") / "donebook"
    copy_checkout(root)
    shared.lend_cache(root)
    run("make .venv/bin/python", root)
    lend_packages(root / "requirements/runtime.txt", root / ".venv")
    run(commands()[0], root)
    return root


def run(command: str, root: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=root,
        # Python compiles what it imports; pip would compile all that it installs.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PIP_COMPILE": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_the_commands_are_found() -> None:
    assert {"make site", "make test", "make serve", ".venv/bin/donebook check"} <= set(commands())


def test_make_builds_the_site_first_of_all(clone: Path) -> None:
    assert commands()[0] == "make site"
    assert (clone / "site/index.html").is_file()


@pytest.mark.torture  # it installs and builds several times
def test_every_command_runs_in_a_fresh_clone(clone: Path, shared: Shared) -> None:
    lend_packages(clone / "requirements/dev.txt", clone / ".venv")
    here = [c for c in commands()[1:] if not c.startswith((*SERVERS, *TESTS))]
    first_engine = next(number for number, command in enumerate(here) if "--engine" in command)
    for command in here[:first_engine]:
        run(command, clone)
    # `test_engines` has each engine build the starter's site.
    with few_entries_for_a_while(clone):
        for command in here[first_engine:]:
            run(command, clone)
            if command == "make clean":
                assert not (clone / "site").exists()
                assert not (clone / CACHE).exists()
                shared.lend_cache(clone)
        assert (clone / "site/index.html").is_file()


@pytest.mark.parametrize("command", one_in(2, SERVERS))
def test_a_server_comes_up(clone: Path, command: str) -> None:
    with socket.socket() as port:
        if port.connect_ex(("127.0.0.1", 8000)) == 0:
            pytest.fail("something else listens on port 8000")
    server = subprocess.Popen(
        ["bash", "-c", f"exec {command}"],
        cwd=clone,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1200):
            if answers(8000):
                break
            time.sleep(0.1)
        assert answers(8000)
    finally:
        os.killpg(server.pid, 15)
        server.wait(60)


def test_what_the_test_commands_would_run(clone: Path) -> None:
    assert "pytest" in run("make -n test", clone)
    for part in ("ruff", "mypy", "donebook check", "pytest"):
        assert part in run("make -n check", clone)
    assert "-m torture" in run("make -n torture", clone)
    assert "mutants.py" in run("make -n mutants", clone)
    assert "-m bench" in run("make -n bench", clone)


@pytest.mark.torture
def test_the_mistake_of_the_tour_says_what_the_readme_shows(clone: Path) -> None:
    question = clone / "content/questions/last-time-someone-tried.yaml"
    text = question.read_text()
    question.write_text(text.replace("stage: discover\n", "stage: discovre\n"))
    try:
        told = subprocess.run(
            [clone / ".venv/bin/donebook", "check"],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    finally:
        question.write_text(text)
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    wanted = [line.strip() for line in shown[1].strip().splitlines()]
    assert [line.strip() for line in told.splitlines()][: len(wanted)] == wanted
