"""`donebook sheets --remote`: who comes to a session by video, and what is written for them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from donebook.cli.handed_over import content_of
from donebook.markup import encodable, visible
from donebook.message import Message, message
from donebook.paper import Room, remote_files
from donebook.playbook import Playbook

# Of each file that is written, in their order.
_WHAT_TO_DO = (
    message("Import it where you schedule the meeting in Zoom: Breakout Room pre-assign."),
    message("Paste each message into its room. It holds names; delete it afterward."),
)

Guests = Sequence[tuple[str, str]]


def guests_on(playbook: Playbook, path: Path) -> Guests | None:
    """Names and addresses on a list; none where it can't be relied on, which is told at its place."""
    from donebook.bring import MOST_BYTES, Roster, Wrong, read_roster  # slow to import

    tell = playbook.language.tell
    content = content_of(path, MOST_BYTES)
    if isinstance(content, Message):
        roster = Roster(wrong=(Wrong(1, 1, content),))
    else:
        roster = read_roster(path.name, content, playbook.language)
    for note in roster.notes:
        click.echo(encodable(visible(f"{path}: {tell(note)}")), err=True)
    for wrong in roster.wrong:
        said = f"{path}:{wrong.row}:{wrong.column}: {tell(wrong.said)}"
        click.echo(encodable(visible(said)), err=True)
    return None if roster.wrong else [(guest.name, guest.email) for guest in roster.guests]


def files_for(
    playbook: Playbook, room: Room, guests: Guests, address: str | None
) -> Mapping[str, bytes]:
    """What a room with guests needs besides paper, by name; nothing where nobody is remote.

    Without an address, links are as seen from the site's home page.
    """
    where = playbook.config.address or address
    if guests and not where:
        said = message(
            "The links begin with play/, because nothing says where the site is: set `address`, or add --address URL."
        )
        click.echo(playbook.language.tell(said), err=True)
    cards = f"{where.rstrip('/')}/play/" if where else "play/"
    return remote_files(playbook, room, guests, cards) if guests else {}


def told_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, Message]]:
    """What to do with each of these files, by its name."""
    return zip(files, _WHAT_TO_DO, strict=False)
