"""The same playbook gives the same bytes, whoever builds it, where, when, and in which order files lie there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

import history
from projects import CHECKOUT, SHEET, copy_checkout, lay, make_project, tree
from trials import trials

pytestmark = pytest.mark.slow

FORMS = ("json", "csv", "xlsx", "markdown")
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4242"}  # fmt: skip
# Several commands in one process: to start one takes longer than most of them.
RUN = """
import json, sys
from donebook.cli.main import donebook
for arguments in json.loads(sys.argv[1]):
    if donebook.main(arguments, prog_name="donebook", standalone_mode=False):
        sys.exit(1)
"""

# What tells which reviews are overdue, and what follows from each byte of a site.
DUE = ("editing/health/index.html", "assets/donebook/version.js", "files.json", "sw.js")


@dataclass(frozen=True)
class Way:
    """How a playbook is built, where it is otherwise than the first time."""

    name: str
    env: Mapping[str, str] = field(default_factory=dict)
    folder: str = "playbook"
    umask: int = 0o022
    today: str = "2026-11-23"
    python: str = sys.executable
    is_turned: bool = False
    """Whether files are laid into their folders in the other order."""


FIRST = Way("the first time")
OTHERS = (
    Way("another zone", {"TZ": "Pacific/Auckland"}),
    Way("another language of the machine", {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"}),
    Way("another hash seed", {"PYTHONHASHSEED": "4242"}),
    Way("another folder", folder="a folder/with ümlauts & signs"),
    Way("another umask", umask=0o077),
    Way("files in another order", is_turned=True),
    Way("another user's home", {"HOME": "/nonexistent", "USER": "nobody", "LOGNAME": "nobody"}),
    Way("another editor's git", {"GIT_AUTHOR_NAME": "x", "GIT_PAGER": "cat", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "core.quotePath", "GIT_CONFIG_VALUE_0": "true", "GIT_CONFIG_KEY_1": "log.date", "GIT_CONFIG_VALUE_1": "relative"}),
)  # fmt: skip
ALL_AT_ONCE = Way(
    "all at once", THERE | {"HOME": "/nonexistent"}, "an other/ölder folder", 0o077, is_turned=True
)


def laid(model: Path, root: Path, *, is_turned: bool) -> Path:
    """A copy whose folders hold their files in the order of their names, or the other way around."""
    places = sorted(model.rglob("*"), reverse=is_turned)
    for place in places:
        target = root / place.relative_to(model)
        if place.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, target)
    return root


def made(way: Way, model: Path, folder: Path) -> tuple[dict[str, bytes], str]:
    """All that is built and exported, by its path, and what was said of it."""
    root = laid(model, folder / way.name / way.folder, is_turned=way.is_turned)
    exports = (("export", form, "--out", str(root / f"out-{form}")) for form in FORMS)
    said = _ran(way, root, [("build",), *exports])
    found = tree(root / "site")
    for form in FORMS:
        found |= {f"{form}/{path}": content for path, content in tree(root / f"out-{form}").items()}
    return found, said


def _ran(way: Way, root: Path, commands: Sequence[Sequence[str]]) -> str:
    told = [["--root", str(root), *command, "--today", way.today] for command in commands]
    packages = os.pathsep.join((str(CHECKOUT / "generator"), *filter(None, sys.path)))
    ran = subprocess.run(
        [way.python, "-c", RUN, json.dumps(told)],
        env={"PATH": os.environ["PATH"], **HERE, **way.env, "PYTHONPATH": packages},
        cwd=root.parent,
        umask=way.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stderr


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = make_project(tmp_path / "small", {"worksheets/sheet.yaml": SHEET})
    shutil.rmtree(root / "build/cache", ignore_errors=True)
    (root / "build/pages/.gitignore").write_text("*\n")
    history.start(root, day="2026-10-01")
    lay(root, {"pages/rivals/acme.md": "---\ntitle: Acme\n---\n\nA rival.\n"})
    history.commit(root, day="2026-10-20")
    return root


def test_everything_different_at_once_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    first, _ = made(FIRST, small, tmp_path)
    assert len(first) > 60
    other, _ = made(ALL_AT_ONCE, small, tmp_path)
    assert differing(first, other) == []


@pytest.mark.torture
def test_each_difference_alone_gives_the_same_bytes(tmp_path: Path) -> None:
    model = tmp_path / "model"
    copy_checkout(model)
    for name in ("tests", "generator", "node_modules"):
        shutil.rmtree(model / name, ignore_errors=True)
    history.start(model, day="2026-10-01")
    first, _ = made(FIRST, model, tmp_path)
    assert len(first) > 500
    ways = [ALL_AT_ONCE, *OTHERS, *other_pythons()]
    for way in islice(ways, trials(len(ways))):
        other, _ = made(way, model, tmp_path)
        assert differing(first, other) == [], way.name
        shutil.rmtree(tmp_path / way.name)


def other_pythons() -> Iterator[Way]:
    """Another Python on this machine that takes the same packages: the same minor version."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in ("/usr/bin", "/usr/local/bin"):
        place = Path(folder) / name
        if place.exists() and place.resolve() != Path(sys.executable).resolve():
            yield Way(f"another Python, {place}", python=str(place))


@pytest.mark.torture
def test_on_another_day_only_what_is_due_differs(small: Path, tmp_path: Path) -> None:
    first, _ = made(FIRST, small, tmp_path)
    later, _ = made(Way("later", today="2027-11-23"), small, tmp_path)
    assert differing(first, later) == sorted(DUE)


@pytest.mark.torture
def test_a_repository_of_somebody_else_is_told(small: Path, tmp_path: Path) -> None:
    """Git reads none, so nobody can say what is new: pages differ, and the build says why."""
    strange = Way("somebody else's", {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    other, said = made(strange, small, tmp_path)
    first, silent = made(FIRST, small, tmp_path)
    assert differing(first, other)
    assert "warning:" not in silent
    assert "warning:" in said
