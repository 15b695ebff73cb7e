"""`donebook rename KIND OLD NEW`: another id for an entry."""

from datetime import date

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.files import write_whole
from donebook.model import KINDS
from donebook.source import Folder
from donebook.spelling import closest
from donebook.write import Refused, rename


@click.command()
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("old")
@click.argument("new")
@click.pass_context
def command(ctx: click.Context, kind: str, old: str, new: str) -> int:
    """Give an entry another id, and change every mention of it.

    The file moves to its new name; a note stays in the old place, so that old links, bookmarks
    and printouts lead on. Comments, order and quotes stay as they are.

    Example: donebook rename question met-the-spender met-who-spends
    """
    root = project_root(ctx)
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        click.echo("Fix these errors first: a mention in a broken file can't be found.", err=True)
        return PROBLEMS
    try:
        files = rename(Folder(root), playbook, KINDS[kind], old, new)
    except Refused as refused:
        near = closest(old, [key.id for key in playbook.entries if key.kind == kind])
        unknown = all(key.id != old for key in (*playbook.entries, *playbook.tombstones))
        hint = f' Did you mean "{near}"?' if near and unknown else ""
        raise click.UsageError(f"{refused}{hint}") from None
    for path, content in files.items():
        write_whole(root / path, content)
        click.echo(path)
    return FINE
