"""`donebook rename KIND OLD NEW`: another id for an entry, another id or name for a word."""

from collections.abc import Callable, Mapping
from datetime import date

import click

from donebook.cli.load_valid import readable, write_checked
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.model import KINDS, no_id
from donebook.playbook import Playbook
from donebook.source import Folder, Tree, read_positions
from donebook.write import WORDS, Refused, id_from, name_place, named_words, rename, rename_word


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

    A word may be told by its name. Where its new one is a name, such as "Hand over", it is called
    so from now on, and its id is made of that. Where somebody has changed a word in the vocabulary
    already, this changes where it is mentioned.

    Example: donebook rename question met-the-spender met-who-spends

    Example: donebook rename stage prove poc

    Example: donebook rename stage Prove "Proof of concept"
    """
    root = project_root(ctx)
    today = date.today()  # noqa: DTZ011 - only warnings follow it
    before = readable(root, today)
    playbook = before.playbook if before else None
    if before is None or playbook is None:
        click.echo("Fix these errors first: a mention in a broken file can't be found.", err=True)
        return PROBLEMS
    if kind not in WORDS:
        files = _refusing(lambda: rename(Folder(root), playbook, KINDS[kind], old, new))
        return write_checked(root, before, files, today, new=[KINDS[kind].path(new)])
    words = named_words(playbook, kind)
    was = old if new in words else _called(words, old)
    name, now = (new, id_from(new)) if no_id(new) and id_from(new) else ("", new)
    files = _refusing(lambda: rename_word(Folder(root), playbook, kind, was, now, name))
    code = write_checked(root, before, files, today)
    if code == FINE and not name:
        click.echo(_still_called(Folder(root), playbook, kind, was, now), err=True)
    return code


def _refusing(files: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    try:
        return files()
    except Refused as refused:
        raise click.UsageError(str(refused)) from None


def _called(words: Mapping[str, str], text: str) -> str:
    """The id of the word that has this name; the text itself where it is an id, or nothing has."""
    named = [word for word, name in words.items() if name.casefold() == text.strip().casefold()]
    return named[0] if text not in words and len(named) == 1 else text


def _still_called(tree: Tree, playbook: Playbook, part: str, old: str, new: str) -> str:
    """That its name is the old one, and where that is written now."""
    words = named_words(playbook, part)
    name = words.get(old) or words[new]
    path, loc = name_place(playbook, part, old if old in words else new)
    now = tuple(new if step == old else step for step in loc)
    span = read_positions(tree, path).value(now)
    return f'It still goes by the name "{name}": {path}:{span.line}:{span.column}.'
