"""`donebook build`: the site, in site/, and the same as a zip."""

from datetime import date

import click

from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.pages import TemplateFailed
from donebook.paper import PressFailed
from donebook.report import FORMATS, Telling
from donebook.site.build import build
from donebook.site.engine import EngineFailed
from donebook.site.finish import SiteRefused
from donebook.site.publish import Busy, InTheWay
from donebook.source import Folder

REFUSALS = (TemplateFailed, PressFailed, EngineFailed, SiteRefused, Busy, InTheWay)


@click.command()
@click.option("--drafts", is_flag=True, help="Show entries whose status is draft, too.")
@click.option(
    "--offline", is_flag=True, help="Also pack a zip that works from a folder, without a network."
)
@today_option
@click.pass_context
def command(ctx: click.Context, today: date, *, drafts: bool, offline: bool) -> int:
    """Build the site into site/.

    Where the content has errors, or the build fails, the old site stays as it was.

    Example: donebook build
    """
    root = project_root(ctx)
    try:
        built = build(root, today, with_drafts=drafts, offline=offline)
    except REFUSALS as refused:
        click.echo(f"{refused}\n\nNothing was published; the site is as it was.", err=True)
        return PROBLEMS
    if built.checked.problems:
        click.echo(
            FORMATS["text"](Telling(built.checked, Folder(root))), err=built.site is not None
        )
    if built.site is None:
        click.echo("Nothing was published; the site is as it was.", err=True)
        return PROBLEMS
    click.echo(f"Built {built.site}. To look at it: donebook serve")
    if built.archive:
        click.echo(f"Packed {built.archive}. To read it: unpack it and open index.html")
    return FINE
