"""`donebook build`: the site, in site/, and the same as a zip."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from donebook.check import errors_once_live
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.on_the_web import address_option
from donebook.config import CONFIG_PATH
from donebook.load import load
from donebook.pages import TemplateFailed
from donebook.paper import TypesettingFailed
from donebook.progress import shown
from donebook.report import ReportContext, in_brief
from donebook.site.build import End, build
from donebook.site.engine import ENGINES, EngineFailed
from donebook.site.finish import SiteRefused
from donebook.site.listing import Difference
from donebook.site.modules import ScriptRefused
from donebook.site.publish import InTheWay
from donebook.source import Folder

REFUSALS = (
    *(TemplateFailed, TypesettingFailed, ScriptRefused),
    *(EngineFailed, SiteRefused, InTheWay),
)

MOST_FILES = 20  # that differ are named
WAITING = "Another build of this playbook is running. Waiting for it to end."


@click.command()
@click.option("--drafts", is_flag=True, help="Show entries whose status is draft, too.")
@click.option(
    "--offline", is_flag=True, help="Also pack a zip that works from a folder, without a network."
)
@click.option(
    "--verify",
    is_flag=True,
    help="Publish nothing; say which files of the site are not as this playbook makes them.",
)
@click.option(
    "--live", is_flag=True, help="Refuse where the settings have no `live_since`, as for reps."
)
@address_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What builds the pages; the site has all its parts under each.",
)
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    today: date,
    address: str | None,
    *,
    engine: str,
    drafts: bool,
    offline: bool,
    verify: bool,
    live: bool,
) -> int:
    """Build the site into site/.

    Where the content has errors, or the build fails, the old site stays as it was.

    Example: donebook build
    """
    root = project_root(ctx)
    if verify and offline:
        raise click.UsageError("--verify packs nothing: leave --offline out.")
    if live and not _is_live(root):
        click.echo(
            f"Nothing was published: reps don't have this playbook yet. When they are to have it, write into"
            f" {CONFIG_PATH} since when:\n\n  live_since: {today}\n\nWhat is an error from then on:"
            " donebook check --live",
            err=True,
        )
        return PROBLEMS
    try:
        with shown():
            built = build(
                root,
                today,
                engine=engine,
                with_drafts=drafts,
                end=End.COMPARED if verify else End.PACKED if offline else End.PUBLISHED,
                address=address,
                wait=lambda: click.echo(WAITING, err=True),
            )
    except REFUSALS as refused:
        click.echo(f"{refused}\n\nNothing was published; the site is as it was.", err=True)
        return PROBLEMS
    if built.checked.problems:
        told = in_brief(
            ReportContext(built.checked, Folder(root), errors_once_live(built.checked, today))
        )
        click.echo(told, err=built.site is not None)
    if built.site is None:
        click.echo("Nothing was published; the site is as it was.", err=True)
        return PROBLEMS
    if built.gap:
        click.echo(f"warning: {built.gap.remedy}", err=True)
    named = built.checked.playbook.config.address if built.checked.playbook else None
    if address and named and address.rstrip("/") != named.rstrip("/"):
        click.echo(f"The address in the settings counts, {named}, and not {address}.", err=True)
    if verify:
        return _told(built.site, built.differs)
    click.echo(f"Built {built.site}. To look at it: donebook serve")
    if built.archive:
        click.echo(f"Packed {built.archive}. To read it: unpack it and open index.html")
    return FINE


def _told(site: Path, differs: Mapping[str, Difference]) -> int:
    """Say whether a site is what its playbook makes; returns the exit code."""
    if not differs:
        click.echo(f"{site} is what this playbook makes, byte for byte.")
        return FINE
    for path, how in list(differs.items())[:MOST_FILES]:
        click.echo(f"{path}: {how}")
    more = len(differs) - MOST_FILES
    click.echo(f"… and {more:,} more files." if more > 0 else "", nl=more > 0)
    click.echo(
        f"{site} is not what this playbook makes with these options on this day. `donebook build` makes it anew.",
        err=True,
    )
    return PROBLEMS


def _is_live(root: Path) -> bool:
    """Whether reps have the playbook; where its settings can't be read, the build says so."""
    playbook = load(Folder(root)).playbook
    return playbook is None or playbook.config.live_since is not None
