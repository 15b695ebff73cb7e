"""Does anybody notice if a guard is gone? `make guards` takes each out, and its tests have to fail.

`guards.toml` lists them. Each change is made in a copy of the checkout, and only there.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from projects import CHECKOUT, copy_checkout

LIST = CHECKOUT / "tests/guards.toml"
_HEAD = """\
# Guards

Lines that keep the promises of [SECURITY.md](../SECURITY.md). `make guards` takes each of them out of a copy of the checkout, one at a time, and runs the tests next to it: at least one has to fail. What the change is, `tests/guards.toml` says.

`pytest tests/test_guards.py --accept` writes this list anew. [trust.md](trust.md) says what else is tried.

| guard | where | noticed by |
|---|---|---|"""
ENVIRONMENT = ".venv"
# What pytest ends with where a test failed. Any other end, such as that no test was chosen, shows nothing.
PASSED, FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class Guard:
    """What keeps a promise: where it stands, the change that takes it out, and what notices it."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    def is_there(self, root: Path) -> bool:
        """Whether the change still fits, at one place."""
        return (root / self.path).read_text("utf-8").count(self.old) == 1


def guards() -> tuple[Guard, ...]:
    found = tomllib.loads(LIST.read_text("utf-8"))["guard"]
    return tuple(Guard(**{**one, "tests": tuple(one["tests"])}) for one in found)


def copied(folder: Path) -> Path:
    """A copy to take guards out of, in which commands run the copy's code, too."""
    copy_checkout(folder)
    for name in ("node_modules", "build/cache"):
        if (CHECKOUT / name).is_dir():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(CHECKOUT / name)
    _install(folder)
    return folder


def _install(folder: Path) -> None:
    """The environment of this Python as links, but for what leads to the checkout."""
    ours, theirs = Path(sys.prefix), folder / ENVIRONMENT
    packages = Path(sysconfig.get_path("purelib")).relative_to(ours)
    (theirs / packages).mkdir(parents=True)
    for place in (ours / packages).iterdir():
        if place.suffix == ".pth" and str(CHECKOUT) in place.read_text():
            (theirs / packages / place.name).write_text(str(folder / "generator"))
        else:
            (theirs / packages / place.name).symlink_to(place)
    shutil.copy(ours / "pyvenv.cfg", theirs)
    (theirs / "bin").mkdir()
    for place in (ours / "bin").iterdir():
        program = theirs / "bin" / place.name
        start = b"" if place.is_symlink() else place.read_bytes()[:500]
        if start.startswith(b"#!") and str(ours).encode() in start:
            program.write_bytes(
                place.read_bytes().replace(str(ours).encode(), str(theirs).encode())
            )
            program.chmod(0o755)
        else:
            program.symlink_to(place.readlink() if place.is_symlink() else place)


def ends(guard: Guard, root: Path) -> int:
    """What its tests end with where the guard is gone; afterwards it is there again."""
    place = root / guard.path
    text = place.read_text("utf-8")
    place.write_text(text.replace(guard.old, guard.new), "utf-8")
    try:
        return end_of(guard.tests, root)
    finally:
        place.write_text(text, "utf-8")


def end_of(tests: Sequence[str], root: Path) -> int:
    """What pytest ends with in the copy, whose code is found before the checkout's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    python = root / ENVIRONMENT / "bin/python"
    command = [str(python), "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command,
        cwd=root,
        env={**own, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    ).returncode


def unnoticed(chosen: Sequence[Guard], root: Path) -> Iterator[Guard]:
    """The guards whose tests don't pass with them, or don't fail without them."""
    for number, guard in enumerate(chosen, 1):
        found = end_of(guard.tests, root), ends(guard, root)
        said = (
            "noticed"
            if found == (PASSED, FAILED)
            else f"UNNOTICED, with it {found[0]}, without it {found[1]}"
        )
        print(f"{number:3} of {len(chosen)} {guard.name}: {said}", flush=True)
        if found != (PASSED, FAILED):
            yield guard


def page(found: Sequence[Guard]) -> str:
    """The list as a page for people."""
    rows = (f"| {guard.name} | `{guard.path}` | {_files(guard.tests)} |" for guard in found)
    return "\n".join((_HEAD, *rows, ""))


def _files(tests: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in tests if name.endswith(".py"))


def main() -> int:
    """Take out all guards, or those whose names hold what was typed."""
    chosen = [guard for guard in guards() if all(word in guard.name for word in sys.argv[1:])]
    with TemporaryDirectory() as folder:
        left = list(unnoticed(chosen, copied(Path(folder) / "checkout")))
    print(f"{len(chosen) - len(left)} of {len(chosen)} guards are noticed when they are gone")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
