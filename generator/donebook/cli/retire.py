"""`donebook retire KIND ID`: an entry ends, and nothing names it any more."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import readable, write_checked
from donebook.cli.main import PROBLEMS, project_root
from donebook.model import KINDS
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.write import Refused, retire


@click.command()
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("entry_id", metavar="ID")
@click.option("--to", metavar="ID", default="", help="The entry that takes its place, everywhere.")
@click.option(
    "--why", metavar="TEXT", default="", help="Why it went, for those who follow an old link."
)
@click.pass_context
def command(ctx: click.Context, kind: str, entry_id: str, to: str, why: str) -> int:
    """End an entry, and change every mention of it.

    With --to, everything that names it names that entry instead, and old links lead there. With
    --why, the mentions go, and old links say why. Either all of it is changed, or nothing: where
    something can't be without it, that is told, and no file is written.

    Example: donebook retire loss-reason champion-left --to champion-could-not-sell-it

    Example: donebook retire question why-now --why "Nobody could answer it."
    """
    if bool(to) == bool(why.strip()):
        raise click.UsageError("Say what takes its place (--to ID), or why it goes (--why TEXT).")
    root = project_root(ctx)
    today = date.today()  # noqa: DTZ011 - only warnings follow it
    before = readable(root, today)
    if before is None or before.playbook is None:
        click.echo("Fix these errors first: a mention in a broken file can't be found.", err=True)
        return PROBLEMS
    files = _files(root, before.playbook, kind, entry_id, to, " ".join(why.split()))
    return write_checked(root, before, files, today)


def _files(
    root: Path, playbook: Playbook, kind: str, entry_id: str, to: str, why: str
) -> Mapping[str, bytes]:
    try:
        return retire(Folder(root), playbook, KINDS[kind], entry_id, to=to, why=why)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
