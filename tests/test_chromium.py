"""A machine without a browser or poppler gets one, or is told how; with stand-ins for what installs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from projects import CHECKOUT

pytestmark = pytest.mark.slow

ASK = "import chromium\ntry: print(chromium.chromium())\nexcept chromium.NoBrowser as none: print(none)"
ASK_POPPLER = (
    "import poppler\ntry: print(poppler.pdftoppm())\nexcept poppler.NoPoppler as none: print(none)"
)


def script(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{text}\n")
    place.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is all there is on PATH, besides what every system has; no browser in it."""
    (tmp_path / "bin").mkdir()
    return tmp_path


def ask(machine: Path, program: str = ASK, **env: str) -> str:
    """What a test process on this machine finds."""
    whole = {
        "PATH": f"{machine / 'bin'}",
        "HOME": str(machine),
        "TMPDIR": str(machine),
        # Nothing answers here, as on a machine without the network.
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
        "PLAYWRIGHT_BROWSERS_PATH": str(machine / "playwright"),
        **env,
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT / "tests",
        env=whole,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")


def test_a_named_browser_is_taken(machine: Path) -> None:
    assert ask(machine, DONEBOOK_BROWSER="/opt/mine") == "/opt/mine"


def test_the_one_without_windows_is_taken_first(machine: Path) -> None:
    script(machine / "bin/chromium", "exit 0")
    script(machine / "bin/chromium-headless-shell", "exit 0")
    assert ask(machine) == str(machine / "bin/chromium-headless-shell")


def test_one_that_is_there_is_taken(machine: Path) -> None:
    script(machine / "bin/google-chrome", "exit 0")
    assert ask(machine) == str(machine / "bin/google-chrome")


def test_one_that_does_not_run_is_passed_over(machine: Path) -> None:
    script(machine / "bin/chromium-browser", "echo install the snap instead; exit 1")
    script(machine / "bin/google-chrome", "exit 0")
    assert ask(machine) == str(machine / "bin/google-chrome")


def apt(machine: Path, package: str) -> None:
    """A system that has one package, a browser."""
    browser = machine / "bin" / package
    script(
        machine / "bin/apt-get",
        f'echo "$@" >> {machine}/asked; [ "$1" = update ] && exit 0\n'
        f'case "$*" in *" {package}") ;; *) exit 100;; esac\n'
        f"printf '#!/bin/sh\\nexit 0\\n' > {browser}; /bin/chmod +x {browser}",
    )


@needs_root
@pytest.mark.parametrize("ci", ["true", ""])
@pytest.mark.parametrize("has_window", [True, False])
def test_root_gets_the_package_of_the_system(machine: Path, ci: str, has_window: bool) -> None:
    if has_window:
        script(machine / "bin/chromium", "exit 0")
    apt(machine, "chromium-headless-shell")
    assert ask(machine, CI=ci) == str(machine / "bin/chromium-headless-shell")
    assert (machine / "asked").read_text().splitlines() == [
        "update",
        "install -y --no-install-recommends chromium-headless-shell",
    ]


@pytest.mark.torture
@needs_root
def test_where_the_system_has_no_such_package_root_gets_the_whole_browser(machine: Path) -> None:
    apt(machine, "chromium")
    assert ask(machine) == str(machine / "bin/chromium")


@needs_root
def test_where_no_package_can_be_had_the_browser_that_is_there_is_taken(machine: Path) -> None:
    script(machine / "bin/chromium", "exit 0")
    script(machine / "bin/apt-get", "exit 100")
    assert ask(machine) == str(machine / "bin/chromium")


@pytest.mark.torture
def test_without_any_way_one_sentence_says_what_to_do(machine: Path) -> None:
    told = ask(machine)
    assert "sudo apt-get install chromium" in told
    assert "DONEBOOK_BROWSER=" in told
    assert len(told.splitlines()) == 1


def test_a_machine_without_poppler_gets_it_or_is_told_how(machine: Path) -> None:
    assert "apt-get install poppler-utils" in ask(machine, ASK_POPPLER)
    if os.geteuid() == 0:
        apt(machine, "poppler-utils")
        ask(machine, ASK_POPPLER)
        asked = (machine / "asked").read_text().splitlines()
        assert asked == ["update", "install -y --no-install-recommends poppler-utils"]
    script(machine / "bin/pdftoppm", "exit 0")
    assert ask(machine, ASK_POPPLER) == str(machine / "bin/pdftoppm")
