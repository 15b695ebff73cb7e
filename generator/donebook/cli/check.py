"""`donebook check`: what is wrong with the content."""

from datetime import date
from pathlib import Path

import click

from donebook.check import Checked, check, errors_once_live, with_findings, with_problems
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.stopped import problems_when_stopped
from donebook.files import is_read_only
from donebook.fix import Fixed, fix
from donebook.journal import write_all
from donebook.language import Language
from donebook.load import load
from donebook.markup import encodable
from donebook.message import message
from donebook.paper import TypesettingFailed, on_paper
from donebook.playbook import Playbook
from donebook.problem import Finding, Problem
from donebook.report import FORMATS, ReportContext, Shown
from donebook.site.press import printer
from donebook.site.schemas import CHOICES, write_schemas
from donebook.source import Folder, NoRevision, Tree, revision

MOST_ROUNDS = 5  # what a fixed line hid may be fixed too


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to print the problems.",
)
@click.option("--all", "every", is_flag=True, help="Show each warning, however many are alike.")
@click.option("--errors", is_flag=True, help="Show errors only; warnings are counted.")
@click.option("--fix", is_flag=True, help="Write the suggestions that are sure into the files.")
@click.option(
    "--base", metavar="REVISION", help="Also find ids that were lost or used again since then."
)
@click.option(
    "--live",
    is_flag=True,
    help="Judge it as if reps had it: what `live_since` would make an error.",
)
@today_option
@click.pass_context
@problems_when_stopped
def command(
    ctx: click.Context,
    form: str,
    base: str | None,
    today: date,
    *,
    every: bool,
    errors: bool,
    fix: bool,
    live: bool,
) -> int:
    """Find everything that is wrong with the content, in one run.

    Exits with 1 where an error was found; warnings never block.

    Example: donebook check --format json
    """
    root = project_root(ctx)
    tree = Folder(root)
    base_tree = None if base is None else _revision(root, base)
    before = load(base_tree).playbook if base_tree else None
    if fix:
        _fix(root, tree, today)
    checked = check(tree, today, before, live=live, alone=True)
    if checked.playbook:
        _write_schemas(root, checked.playbook)
    checked = _with_paper(root, tree, checked)
    shown = Shown.ERRORS if errors else Shown.ALL if every else Shown.FEW
    once_live = errors_once_live(checked, today)
    telling = ReportContext(checked, tree, once_live, shown, base_tree)
    click.echo(encodable(FORMATS[form](telling)))
    return PROBLEMS if checked.errors else FINE


def _write_schemas(root: Path, playbook: Playbook) -> None:
    """What editors complete from; a checkout that can only be read is checked without."""
    try:
        write_schemas(root, playbook)
    except OSError as error:
        if not is_read_only(error):
            raise
        said = message(
            "{folder} can't be written; editors complete from what it holds.", folder=CHOICES
        )
        click.echo(playbook.language.tell(said), err=True)


def _with_paper(root: Path, tree: Tree, checked: Checked) -> Checked:
    """With what is known only once the sheets are set."""
    if not checked.is_whole or checked.playbook is None:
        return checked
    playbook = checked.playbook.without_drafts()
    lengths = printer(root, playbook).lengths(playbook.worksheets)
    found: list[Finding] = []
    failures: list[Problem] = []
    try:
        for finding in on_paper(playbook, lengths):
            found.append(finding)  # noqa: PERF402 - what was found before a failure is told, too
    except TypesettingFailed as failed:
        failures.append(failed.problem)
    return with_problems(with_findings(checked, tree, found), failures)


def _revision(root: Path, base: str) -> Tree:
    """The files of an earlier revision. Raises click.UsageError where there is no such one."""
    try:
        return revision(root, base)
    except NoRevision as refused:
        raise click.UsageError(refused.said) from None


def _fix(root: Path, tree: Tree, today: date) -> None:
    """Put every sure suggestion in its place."""
    for _ in range(MOST_ROUNDS):
        checked = check(tree, today)
        done = list(fix(tree, checked.problems))
        if not done:
            return
        write_all(root, {fixed.path: _content(tree, fixed) for fixed in done}, new=())
        for fixed in done:
            _tell_of(fixed, checked.language)


def _content(tree: Tree, fixed: Fixed) -> bytes:
    mark = b"\xef\xbb\xbf" if tree.read(fixed.path).startswith(b"\xef\xbb\xbf") else b""
    return mark + fixed.text.encode()


def _tell_of(fixed: Fixed, language: Language) -> None:
    for problem in fixed.problems:
        span = problem.span
        wrote = message("deleted it")
        if problem.suggestion:
            wrote = message("wrote {text}", text=problem.suggestion)
        said = f"{language.tell(problem.message)} ({language.tell(wrote)})"
        click.echo(f"{span.path}:{span.line}:{span.column}: {said}", err=True)
