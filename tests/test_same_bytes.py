"""The same playbook gives the same bytes, whoever builds it, where, when, and in which order files lie there."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import history
from projects import CHECKOUT, SHEET, copy_checkout, lay, make_project, tree
from trials import in_torture, trials

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
    has_packages: bool = False
    """Whether the Python has packages of its own; else it takes those of this one."""
    user: str = ""
    """Whose process it is, if not ours."""


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
    if way.user:
        for place in (folder / way.name, *(folder / way.name).rglob("*")):
            shutil.chown(place, way.user)
    exports = (("export", form, "--out", str(root / f"out-{form}")) for form in FORMS)
    said = _ran(way, root, [("build",), *exports])
    found = tree(root / "site")
    for form in FORMS:
        found |= {f"{form}/{path}": content for path, content in tree(root / f"out-{form}").items()}
    return found, said


def _ran(way: Way, root: Path, commands: Sequence[Sequence[str]]) -> str:
    told = [["--root", str(root), *command, "--today", way.today] for command in commands]
    ran = _python(way, (RUN, json.dumps(told)), root.parent)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stderr


def _python(way: Way, code: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What code comes to in a way's Python, for its user."""
    ours = () if way.has_packages else filter(None, sys.path)
    packages = os.pathsep.join((str(CHECKOUT / "generator"), *ours))
    return subprocess.run(
        [way.python, "-c", *code],
        env={"PATH": os.environ["PATH"], **HERE, **way.env, "PYTHONPATH": packages},
        cwd=folder,
        umask=way.umask,
        user=way.user or None,
        extra_groups=() if way.user else None,
        capture_output=True,
        text=True,
        check=False,
    )


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


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The starter as a repository."""
    root = tmp_path / "model"
    copy_checkout(root)
    for name in ("tests", "generator", "node_modules"):
        shutil.rmtree(root / name, ignore_errors=True)
    history.start(root, day="2026-10-01")
    return root


@pytest.mark.torture
def test_each_difference_alone_gives_the_same_bytes(model: Path, tmp_path: Path) -> None:
    first, _ = made(FIRST, model, tmp_path)
    assert len(first) > 500
    pythons = [
        Way(f"another Python, {place}", python=str(place))
        for place in pythons_of(sys.version_info[1])
    ]
    ways = [ALL_AT_ONCE, *OTHERS, *pythons]
    for way in islice(ways, trials(len(ways))):
        other, _ = made(way, model, tmp_path)
        assert differing(first, other) == [], way.name
        shutil.rmtree(tmp_path / way.name)


def pythons_of(minor: int) -> Iterator[Path]:
    """Other Pythons of a minor version on this machine."""
    name, ours = f"python3.{minor}", Path(sys.executable).resolve()
    versions = (Path.home() / ".pyenv/versions").glob(f"3.{minor}.*/bin")
    for folder in (*sorted(versions), Path("/usr/bin"), Path("/usr/local/bin")):
        if (folder / name).exists() and (folder / name).resolve() != ours:
            yield folder / name


@pytest.mark.parametrize("minor", in_torture([13, 12, 14, 11]))
def test_another_minor_version_of_python_gives_the_same_bytes(
    model: Path, tmp_path: Path, minor: int
) -> None:
    """Its packages are the same releases, built for it."""
    python = next(pythons_of(minor), None)
    if minor == sys.version_info[1] or python is None:
        pytest.skip(f"there is no other Python 3.{minor} here")
    own = tmp_path / "own"
    locked = ("-r", CHECKOUT / "requirements/runtime.txt")
    subprocess.run([python, "-m", "venv", own], check=True)
    subprocess.run([own / "bin/pip", "install", "-q", "--require-hashes", *locked], check=True)
    # By this, MkDocs finds our plugin.
    about = next(Path(sysconfig.get_path("purelib")).glob("donebook-*.dist-info"))
    shutil.copytree(about, own / f"lib/python3.{minor}/site-packages" / about.name)
    first, _ = made(FIRST, model, tmp_path)
    way = Way(f"Python 3.{minor}", python=str(own / "bin/python"), has_packages=True)
    other, _ = made(way, model, tmp_path)
    assert len(first) > 500
    assert differing(first, other) == []


@pytest.mark.torture
def test_another_user_gives_the_same_bytes(model: Path, tmp_path: Path) -> None:
    """Their files are their own; of a repository of somebody else nobody can say what is new."""
    if os.getuid() != 0:
        pytest.skip("only root can be another user")
    with TemporaryDirectory() as folder:  # which that user may enter
        Path(folder).chmod(0o755)
        pythons = map(str, (sys.executable, *pythons_of(sys.version_info[1])))
        ways = (Way("nobody", python=python, user="nobody") for python in pythons)
        way = next((way for way in ways if _may_run(way, Path(folder))), None)
        if way is None:
            pytest.skip("no other user may run a Python and read the checkout here")
        first, _ = made(FIRST, model, tmp_path)
        other, said = made(way, model, Path(folder))
    assert len(first) > 500
    assert differing(first, other) == []
    assert "warning:" not in said


def _may_run(way: Way, folder: Path) -> bool:
    try:
        return _python(way, ("import donebook.site.build",), folder).returncode == 0
    except PermissionError:
        return False


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
