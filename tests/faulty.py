"""What is tried under faults of the disk: each command that writes several files."""

import contextlib
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from donebook.cli.main import donebook, recover
from donebook.journal import recovered, write_all
from donebook.rules import base
from faults import Job
from projects import make_project

OLD = {"a.pdf": b"old a, which is long", "deep/c.pdf": b"old c", "gone.pdf": b"old and gone"}
NEW = {"a.pdf": b"a new one, which is long", "b.pdf": b"b, which is new", "deep/c.pdf": b"new c, long", "gone.pdf": None}  # fmt: skip


def _lay(root: Path) -> None:
    for path, content in OLD.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _written(root: Path) -> int:
    write_all(root, NEW, new=("b.pdf",))
    return 0


def _command(*arguments: str) -> Callable[[Path], int]:
    def run(root: Path) -> int:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = donebook.main(
                ["--root", str(root), *arguments], prog_name="donebook", standalone_mode=False
            )
        return result if isinstance(result, int) else 0

    return run


def _on_a_playbook(
    *arguments: str, files: dict[str, str] | None = None, goes_on: bool = False
) -> Job:
    make = partial(make_project, files=files)
    return Job(make, _command(*arguments), recover, goes_on)


def _with_a_bank(root: Path) -> None:
    make_project(root)
    (root / "bank.csv").write_text(
        "Question,Stage,Role\nWhat broke?,Open,Cook\nWho signs it?,Open,Cook\n"
    )


def _imported(root: Path) -> int:
    bank = str(root / "bank.csv")
    return _command("import", bank, "--as", "question", "--create", "role")(root)


def _in_an_empty_folder(root: Path) -> None:
    root.mkdir()


def _new_site(root: Path) -> int:
    return _command("new", "site", str(root / "acme"), "--empty")(root)


WITH_A_MISTAKE = {
    base.WHY_NOW: base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne"),
}
EXTRA = {"questions/extra.yaml": base.question("Extra", "real")}
JOBS = {
    "files": Job(_lay, _written, recovered),
    "rename": _on_a_playbook("rename", "question", "why-now", "why-today"),
    "rename a word": _on_a_playbook("rename", "stage", "open", "Begin here"),
    "retire": _on_a_playbook(
        "retire", "question", "extra", "--why", "Nobody could answer it.", files=EXTRA
    ),
    "reviewed": _on_a_playbook("reviewed", "--owner", "team", "--today", "2031-01-02"),
    "import": Job(_with_a_bank, _imported, recover),
    "new site": Job(_in_an_empty_folder, _new_site, _new_site, is_run_again=True, step=5),
    "fix": _on_a_playbook("check", "--fix", files=WITH_A_MISTAKE, goes_on=True),
}
