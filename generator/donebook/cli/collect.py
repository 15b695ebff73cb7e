"""`donebook collect FILES...`: what people hand over as files, added up."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from donebook.cli.handed_over import content_of
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.collect import MOST_BYTES, USAGE_FORMATS, Usage, read_usage, tally
from donebook.markup import encodable, visible
from donebook.message import Message, message, plural
from donebook.playbook import Playbook
from donebook.text import finished


@click.command()
@click.option(
    "--usage",
    "what",
    flag_value="usage",
    help="The files are numbers that reps saved on My deals.",
)
@click.option(
    "--scores",
    "what",
    flag_value="scores",
    help="The files are lists of the points that observers gave, with a row for each round as the rep.",
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILES...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(USAGE_FORMATS)),
    default="text",
    help="How to print the report.",
)
@click.pass_context
def command(ctx: click.Context, what: str | None, files: tuple[Path, ...], form: str) -> int:
    """Add up files that reps hand over, and say what they tell about the playbook.

    With --usage: how many calls there were, which questions get asked, which core questions never,
    and what is searched in vain. Nothing says who did so. A file holds everything since its first
    day, so take only the latest of each rep.

    A file that can't be counted is named, and the others are counted. Exits with 1 then.

    Example: donebook collect --usage numbers/*.json

    With --scores: who is certified by the rule in the settings (`certified`). A row has the rep's
    name (Rep) and the points (Points), or the five behaviors, each from 0 to 2.

    Example: donebook collect --scores scores.csv
    """
    if what is None:
        raise click.UsageError("Say what the files hold: --usage or --scores.")
    if not files:
        raise click.UsageError("Name the files to collect.")
    root = project_root(ctx)
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        return PROBLEMS
    if what == "scores":
        from donebook.cli.scores import tell_certified  # what reads lists is slow to import

        return tell_certified(playbook, files, form)
    playbook = playbook.without_drafts()
    found: list[Usage] = []
    problems: list[tuple[Path, Message]] = []
    for path, read in _each(playbook, files):
        if isinstance(read, Message):
            problems.append((path, read))
            continue
        found.append(read)
        if read.refused:
            problems.append((path, _left_out(read.refused)))
    told = USAGE_FORMATS[form](tally(playbook, found), playbook.language, playbook.config.product)
    click.echo(encodable(told))
    for path, said in problems:
        click.echo(encodable(visible(f"{path}: {playbook.language.tell(said)}")), err=True)
    return PROBLEMS if problems else FINE


def _left_out(refused: int) -> Message:
    return plural(
        "{n:,} value in it can't be counted; the others are.",
        "{n:,} values in it can't be counted; the others are.",
        n=refused,
    )


def _each(playbook: Playbook, files: Sequence[Path]) -> Iterator[tuple[Path, Usage | Message]]:
    """What each file holds, or what is wrong with it; the same bytes count once."""
    name = finished(playbook.config.name, playbook.config.product)
    seen: dict[bytes, Path] = {}
    for path in files:
        content = content_of(path, MOST_BYTES)
        if isinstance(content, Message):
            yield path, content
            continue
        same = seen.setdefault(sha256(content).digest(), path)
        if same is path:
            yield path, read_usage(content, name)
        else:
            yield path, message("It is the same as {other}.", other=str(same))
