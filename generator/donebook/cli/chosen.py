"""A word that an option names, by its id or as people call it."""

from collections.abc import Mapping

import click

from donebook.ids import with_names
from donebook.spelling import guess


def chosen(text: str, words: Mapping[str, str], no_such: str) -> str:
    """The id among `words`, ids with their names, that a text is or is the name of.

    Raises click.UsageError, which begins with `no_such` where nothing is called so.
    """
    if text in words:
        return text
    said = text.strip().casefold()
    found = [word for word, name in words.items() if said in (word.casefold(), name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.UsageError(f'Several are called "{text}": say {" or ".join(found)}.')
    there = f"There are: {', '.join(with_names(words))}." if words else "There is none yet."
    meant = guess(text, words).question or guess(text, tuple(words.values())).question
    raise click.UsageError(f"{no_such} {meant or there}")
