"""`donebook generate`: only the pages, for an engine that is run by hand."""

from datetime import date

import click

from donebook.cli.load_valid import check_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.pages import Context, TemplateFailed
from donebook.paper import TypesettingFailed
from donebook.site.engine import OTHER_ENGINES, engine_view, write_engine_config
from donebook.site.generate import BUILD, PAGES, generate, write
from donebook.site.history import news_of
from donebook.site.modules import ScriptRefused


@click.command()
@click.option(
    "--engine", type=click.Choice(OTHER_ENGINES), help="Also write a settings file for this engine."
)
@click.option("--drafts", is_flag=True, help="Show entries whose status is draft, too.")
@click.pass_context
def command(ctx: click.Context, engine: str | None, *, drafts: bool) -> int:
    """Write the pages into build/pages, without building a site.

    Example: donebook generate --engine zensical
    """
    root = project_root(ctx)
    checked = check_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if checked is None or checked.playbook is None:
        return PROBLEMS
    playbook = checked.playbook if drafts else checked.playbook.without_drafts()
    news = news_of(root, playbook.config.live_since)
    if news and news.gap:
        click.echo(f"warning: {news.gap.remedy}", err=True)
    try:
        made = generate(root, playbook, Context(checked.problems, news), engine_view(engine))
    except (TemplateFailed, TypesettingFailed, ScriptRefused) as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    write(root, made, root / BUILD)
    click.echo(str(root / BUILD / PAGES))
    if engine:
        click.echo(str(write_engine_config(root, playbook, engine, made)))
    return FINE
