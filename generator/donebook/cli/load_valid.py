"""What verbs share that only work on content without errors."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from donebook.check import Checked, check
from donebook.cli.main import FINE, PROBLEMS
from donebook.journal import write_all
from donebook.message import plural
from donebook.playbook import Playbook
from donebook.report import ReportContext, in_brief
from donebook.source import Folder, Overlay, Tree


def load_valid(root: Path, today: date) -> Playbook | None:
    """The playbook in a folder; none where it has errors, which are printed."""
    checked = check_valid(root, today)
    return checked.playbook if checked else None


def check_valid(root: Path, today: date) -> Checked | None:
    """The same with its warnings."""
    tree = Folder(root)
    checked = check(tree, today)
    if checked.errors or checked.playbook is None:
        print_problems(checked, tree)
        return None
    return checked


def readable(root: Path, today: date) -> Checked | None:
    """A playbook each of whose files can be read, whatever else is wrong; else that is printed."""
    tree = Folder(root)
    checked = check(tree, today)
    if checked.playbook is None or checked.playbook.broken:
        print_problems(checked, tree)
        return None
    return checked


def new_errors(before: Checked, after: Checked) -> Checked | None:
    """What is wrong afterwards and was not before; none where nothing is."""
    known = {(p.code, p.span.path, p.message) for p in before.problems}
    errors = (p for p in after.problems if p.is_error)
    new = tuple(p for p in errors if (p.code, p.span.path, p.message) not in known)
    return replace(after, problems=new) if new else None


def write_checked(
    root: Path,
    before: Checked,
    files: Mapping[str, bytes],
    today: date,
    *,
    new: Collection[str] = (),
    refusal: str = "Nothing was written: this would be wrong afterwards. Change it first.",
    done: str = "",
) -> int:
    """Write all of the files and say which, or none where one of them would be wrong afterwards.

    Those in `new` must not be there yet. `refusal` is said where nothing is written, and otherwise
    `done`, or how many files were changed. Returns the exit code.
    """
    after = Overlay(Folder(root), files)
    if wrong := new_errors(before, check(after, today)):
        print_problems(wrong, after)
        click.echo(refusal, err=True)
        return PROBLEMS
    write_all(root, files, new=new)
    for path in files:
        click.echo(path)
    changed = plural("{n} file changed.", "{n} files changed.", n=len(files))
    click.echo(done or changed, err=True)
    return FINE


def print_problems(checked: Checked, tree: Tree) -> None:
    """Say what is wrong, as `donebook check` does, and only count the warnings."""
    click.echo(in_brief(ReportContext(checked, tree)))
