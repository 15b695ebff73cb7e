"""`donebook rename KIND OLD NEW`: another id for an entry or a word."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import readable
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.files import write_all
from donebook.model import KINDS
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.write import WORDS, Refused, rename, rename_word


@click.command()
@click.argument("kind", type=click.Choice((*KINDS, *WORDS)))
@click.argument("old")
@click.argument("new")
@click.pass_context
def command(ctx: click.Context, kind: str, old: str, new: str) -> int:
    """Give an entry or a word another id, and change every mention of it.

    An entry's file moves to its new name; a note stays in the old place. A word (a stage, a role, an
    owner and the like) keeps its earlier id in `was`. So old links, bookmarks, printouts and deals
    lead on. Comments, order and quotes stay as they are. Either all of it is changed, or nothing.

    Where somebody has changed a word in the vocabulary already, this changes where it is mentioned.

    Example: donebook rename question met-the-spender met-who-spends

    Example: donebook rename stage prove poc
    """
    root = project_root(ctx)
    today = date.today()  # noqa: DTZ011 - only warnings follow it
    checked = readable(root, today)
    playbook = checked.playbook if checked else None
    if playbook is None:
        click.echo("Fix these errors first: a mention in a broken file can't be found.", err=True)
        return PROBLEMS
    files = _files(root, playbook, kind, old, new)
    write_all(root, files, new=() if kind in WORDS else [KINDS[kind].path(new)])
    for path in files:
        click.echo(path)
    if name := playbook.words(kind).get(old) or playbook.words(kind).get(new):
        click.echo(
            f'It still goes by the name "{name}"; change that where it is defined.', err=True
        )
    return FINE


def _files(root: Path, playbook: Playbook, kind: str, old: str, new: str) -> Mapping[str, bytes]:
    tree = Folder(root)
    try:
        if kind in WORDS:
            return rename_word(tree, playbook, kind, old, new)
        return rename(tree, playbook, KINDS[kind], old, new)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
