"""`donebook check`: what is wrong with the content."""

import click

from donebook.check import also, check
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.paper import PressFailed, too_long
from donebook.report import FORMATS
from donebook.site.generate import printer
from donebook.source import Folder


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to print the problems.",
)
@click.pass_context
def command(ctx: click.Context, form: str) -> int:
    """Find everything that is wrong with the content, in one run.

    Exits with 1 where an error was found; warnings never block.

    Example: donebook check --format json
    """
    root = project_root(ctx)
    tree = Folder(root)
    checked = check(tree)
    if checked.playbook and not checked.errors:
        playbook = checked.playbook.published()
        try:
            printed = printer(root, playbook).sheets(playbook.worksheets)
            checked = also(checked, tree, too_long(playbook, printed))
        except PressFailed as failed:
            click.echo(str(failed), err=True)
            return PROBLEMS
    click.echo(FORMATS[form](checked, tree))
    return PROBLEMS if checked.errors else FINE
