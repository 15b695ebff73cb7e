"""`donebook collect FILES...`: what people hand over as files, as one table or added up."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import click

from donebook.cli.handed_over import content_of
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.collect import MOST_BYTES, USAGE_FORMATS, Usage, read_usage, tally
from donebook.collect.handed import MOST_BYTES as MOST_OF_DEALS
from donebook.collect.handed import Handed
from donebook.collect.read import read_handed
from donebook.collect.summary import SUMMARY_FORMATS
from donebook.collect.table import TABLE_FORMATS, Table, too_long
from donebook.journal import write_all
from donebook.markup import encodable, visible
from donebook.message import Message, message, plural
from donebook.playbook import Playbook
from donebook.text import finished

T = TypeVar("T")
FORMATS = (*SUMMARY_FORMATS, *TABLE_FORMATS)
Told = list[tuple[Path, str]]


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
    type=click.Choice(FORMATS),
    default="text",
    help="text or markdown: one page to read. csv, xlsx or json: the whole table.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write the table to; the page is printed then.",
)
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    what: str | None,
    files: tuple[Path, ...],
    form: str,
    out: Path | None,
    today: date,
) -> int:
    """Put the deals and filled sheets of a team into one table, a row for each.

    FILES are deals that My deals saved, one or all of a browser's, and fillable sheets (PDF) that
    somebody filled in. Without --format, it prints a page for the manager: the weakest tests, what
    nobody knows, warnings of a wrong deal, and definitions of done that nobody has confirmed.

    Example: donebook collect deals/*.json sheets/*.pdf --format xlsx --out team.xlsx

    With --usage: how many calls there were, which questions get asked, which core questions never,
    and what is searched in vain. Nothing says who did so. A file holds everything since its first
    day, so take only the latest of each rep.

    Example: donebook collect --usage numbers/*.json

    With --scores: who is certified by the rule in the settings (`certified`). A row has the rep's
    name (Rep) and the points (Points), or the five behaviors, each from 0 to 2.

    Example: donebook collect --scores scores.csv

    A file that can't be read is named, and the others are read. Exits with 1 then.
    """
    if not files:
        raise click.UsageError("Name the files to collect.")
    if what and (form not in USAGE_FORMATS or out):
        raise click.UsageError(f"--{what} is printed, as text, csv or json.")
    if out and form not in TABLE_FORMATS:
        raise click.UsageError("Only a table goes into a file: --format csv, xlsx or json.")
    if form == "xlsx" and not out and sys.stdout.isatty():
        raise click.UsageError("A terminal can't show a workbook; name a file with --out.")
    root = project_root(ctx)
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        return PROBLEMS
    if what == "scores":
        from donebook.cli.scores import tell_certified  # what reads lists is slow to import

        return tell_certified(playbook, files, form)
    playbook = playbook.without_drafts()
    if what:
        return _usage(playbook, files, form)
    return _deals(playbook, files, form, out, today)


def _usage(playbook: Playbook, files: Sequence[Path], form: str) -> int:
    name = finished(playbook.config.name, playbook.config.product)
    found: list[Usage] = []
    problems: Told = []
    for path, read in _each(files, MOST_BYTES, lambda content: read_usage(content, name)):
        if isinstance(read, Message):
            problems.append((path, read))
            continue
        found.append(read)
        if read.refused:
            problems.append((path, _left_out(read.refused)))
    told = USAGE_FORMATS[form](tally(playbook, found), playbook.language, playbook.config.product)
    click.echo(encodable(told))
    _tell(playbook, problems)
    return PROBLEMS if problems else FINE


def _deals(
    playbook: Playbook, files: Sequence[Path], form: str, out: Path | None, today: date
) -> int:
    rows: list[tuple[str, Handed]] = []
    problems: Told = []
    notes: Told = []
    for path, read in _each(files, MOST_OF_DEALS, lambda content: read_handed(content, playbook)):
        if isinstance(read, Message):
            problems.append((path, read))
            continue
        rows += [(encodable(str(path)), row) for row in read.rows]
        problems += [(path, said) for said in read.problems]
        notes += [(path, said) for said in read.notes]
    table = Table(playbook, tuple(rows))
    if form == "xlsx":
        problems += _too_much(table)
    _show(table, form, out, today)
    _tell(playbook, [*notes, *problems])
    return PROBLEMS if problems else FINE


def _show(table: Table, form: str, out: Path | None, today: date) -> None:
    """Print the page or the table, or write the table and print the page."""
    language = table.playbook.language
    page = SUMMARY_FORMATS.get(form, SUMMARY_FORMATS["text"])
    if out is None and form in TABLE_FORMATS:
        click.echo(TABLE_FORMATS[form](table), nl=False)
        return
    if out and table.rows:
        write_all(out.parent, {out.name: TABLE_FORMATS[form](table)}, new=())
    click.echo(encodable(page(table, today, language)))


def _too_much(table: Table) -> Told:
    """What a workbook can't hold."""
    cut = message("Its text is longer than a cell takes, and is cut there.")
    return [
        (Path(file), message("{key}: {why}", key=key, why=cut)) for file, key in too_long(table)
    ]


def _tell(playbook: Playbook, told: Told) -> None:
    for path, said in told:
        click.echo(encodable(visible(f"{path}: {playbook.language.tell(said)}")), err=True)


def _left_out(refused: int) -> Message:
    return plural(
        "{n:,} value in it can't be counted; the others are.",
        "{n:,} values in it can't be counted; the others are.",
        n=refused,
    )


def _each(
    files: Sequence[Path], most: int, read: Callable[[bytes], T]
) -> Iterator[tuple[Path, T | Message]]:
    """What each file holds, or what is wrong with it; the same bytes count once."""
    seen: dict[bytes, Path] = {}
    for path in files:
        content = content_of(path, most)
        if isinstance(content, Message):
            yield path, content
            continue
        same = seen.setdefault(sha256(content).digest(), path)
        if same is path:
            yield path, read(content)
        else:
            yield path, message("It is the same as {other}.", other=str(same))
