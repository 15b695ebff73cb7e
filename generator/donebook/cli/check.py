"""`donebook check`: what is wrong with the content."""

from pathlib import Path

import click

from donebook.check import Checked, also, check
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.files import write_whole
from donebook.fix import Mended, mend
from donebook.paper import PressFailed, too_long
from donebook.report import FORMATS, Telling
from donebook.site.generate import printer
from donebook.source import Folder, Tree

MOST_ROUNDS = 5  # what a mended line hid may be mended too


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to print the problems.",
)
@click.option("--fix", is_flag=True, help="Write the suggestions that are sure into the files.")
@click.pass_context
def command(ctx: click.Context, form: str, *, fix: bool) -> int:
    """Find everything that is wrong with the content, in one run.

    Exits with 1 where an error was found; warnings never block.

    Example: donebook check --format json
    """
    root = project_root(ctx)
    tree = Folder(root)
    checked = _fixed(root, tree) if fix else check(tree)
    try:
        checked = _with_paper(root, tree, checked)
    except PressFailed as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    click.echo(FORMATS[form](Telling(checked, tree)))
    return PROBLEMS if checked.errors else FINE


def _with_paper(root: Path, tree: Tree, checked: Checked) -> Checked:
    """With what is known only once the sheets are printed."""
    if checked.errors or checked.playbook is None:
        return checked
    playbook = checked.playbook.published()
    printed = printer(root, playbook).sheets(playbook.worksheets)
    return also(checked, tree, too_long(playbook, printed))


def _fixed(root: Path, tree: Tree) -> Checked:
    """What is left once every sure suggestion is in its place."""
    checked = check(tree)
    for _ in range(MOST_ROUNDS):
        done = list(mend(tree, checked.problems))
        if not done:
            break
        for mended in done:
            _write(root / mended.path, mended)
        checked = check(tree)
    return checked


def _write(place: Path, mended: Mended) -> None:
    mark = b"\xef\xbb\xbf" if place.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    write_whole(place, mark + mended.text.encode())
    for problem in mended.problems:
        span = problem.span
        wrote = f"wrote {problem.suggestion}" if problem.suggestion else "deleted it"
        click.echo(f"{span.path}:{span.line}:{span.column}: {problem.message} ({wrote})", err=True)
