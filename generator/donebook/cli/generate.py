"""`donebook generate`: only the pages, for an engine that is run by hand."""

import click

from donebook.check import check
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.pages import TemplateFailed
from donebook.paper import PressFailed
from donebook.report import FORMATS
from donebook.site.engine import OTHER_ENGINES, write_engine_config
from donebook.site.generate import PAGES, generate
from donebook.source import Folder


@click.command()
@click.option(
    "--engine", type=click.Choice(OTHER_ENGINES), help="Also write a settings file for this engine."
)
@click.option("--drafts", is_flag=True, help="Show entries whose status is draft, too.")
@click.pass_context
def command(ctx: click.Context, engine: str | None, *, drafts: bool) -> int:
    """Write the Markdown pages into build/pages, without building a site.

    Example: donebook generate --engine zensical
    """
    root = project_root(ctx)
    tree = Folder(root)
    checked = check(tree)
    if checked.errors or checked.playbook is None:
        click.echo(FORMATS["text"](checked, tree))
        return PROBLEMS
    playbook = checked.playbook if drafts else checked.playbook.published()
    try:
        complaints = generate(root, playbook)
    except (TemplateFailed, PressFailed) as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    for complaint in complaints:
        click.echo(complaint, err=True)
    click.echo(str(root / PAGES))
    if engine:
        click.echo(str(write_engine_config(root, playbook, engine)))
    return FINE
