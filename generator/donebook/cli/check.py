"""`donebook check`: what is wrong with the content."""

import click

from donebook.check import check
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.report import FORMATS
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
    tree = Folder(project_root(ctx))
    checked = check(tree)
    click.echo(FORMATS[form](checked, tree))
    return PROBLEMS if checked.errors else FINE
