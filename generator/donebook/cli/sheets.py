"""`donebook sheets`: worksheets and packs as PDF, without building a site."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from donebook.cli.from_deal import values_of, with_values
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.cli.on_the_web import address_option
from donebook.cli.remote import files_for, guests_on, told_of
from donebook.journal import write_all
from donebook.markup import encodable, visible
from donebook.message import plural
from donebook.paper import (
    NAMES,
    NINE,
    PAPERS,
    Bound,
    Printed,
    Room,
    Seating,
    TypesettingFailed,
    on_paper,
    pack_room,
    role_play_room,
)
from donebook.playbook import Playbook
from donebook.progress import each, shown, stage
from donebook.site.press import printer
from donebook.spelling import closest

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
GROUP = 3  # people that a role-play alone is printed for, if nothing else is said


def _minutes(_ctx: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """A time of day in minutes after midnight."""
    if value is None:
        return None
    found = CLOCK.fullmatch(value)
    if not found:
        raise click.BadParameter("Write a time of day, such as 09:00 or 13:30.")
    return int(found[1]) * 60 + int(found[2])


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--paper",
    "papers",
    type=click.Choice(tuple(PAPERS), case_sensitive=False),
    multiple=True,
    help="Only this size of paper; both when left out.",
)
@click.option("--fillable", is_flag=True, help="With form fields instead of lines to write on.")
@click.option(
    "--deal",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Filled in with a deal that My deals saved as a file; implies --fillable.",
)
@click.option("--pack", help="A pack of the settings instead: sheets and role-plays for a room.")
@click.option("--exercise", help="One role-play instead, by its id.")
@click.option(
    "--room",
    type=click.IntRange(2, 300),
    help="How many people the pack or role-play is for; else as set, or 3.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Deal each group its own order of role-plays; the same seed deals the same.",
)
@click.option(
    "--start",
    callback=_minutes,
    metavar="HH:MM",
    help="When the session begins; 09:00 when left out.",
)
@click.option(
    "--remote",
    type=click.Path(path_type=Path),
    metavar="ROSTER",
    help="Who comes, as CSV or .xlsx with a column Email: also write rooms for Zoom and a message for each.",
)
@address_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sheets"),
    show_default=True,
    help="The folder to write to.",
)
@click.pass_context
def command(
    ctx: click.Context,
    ids: tuple[str, ...],
    papers: tuple[str, ...],
    *,
    pack: str | None,
    exercise: str | None,
    room: int | None,
    seed: int | None,
    start: int | None,
    remote: Path | None,
    address: str | None,
    fillable: bool,
    deal: Path | None,
    out: Path,
) -> int:
    """Print worksheets as PDF: those named by their ids, or all of them.

    Example: donebook sheets call-sheet --paper a4 --out to-print

    With a deal, what stands in it is set into the fields. Where it doesn't fit, nothing is written.

    Example: donebook sheets handover-of-the-agreed-end-state --deal acme.json

    A pack is three files for a room: what everybody gets, cards, and what the trainer needs.

    Example: donebook sheets --pack onboarding-day-1 --room 24 --seed 7 --start 09:00

    A role-play is printed the same way.

    Example: donebook sheets --exercise everything-is-fine

    For people in a video call there are rooms to import into Zoom, and messages with a link to each card.

    Example: donebook sheets --pack onboarding-day-1 --remote roster.csv

    All files are there at the end, or none of them.
    """
    named = [name for name in (pack, exercise) if name is not None]
    _refuse_mixed(
        named, is_sheet=bool(ids or fillable or deal), seating=(room, seed, start, remote)
    )
    _refuse_unfit(remote, room, address)
    root = project_root(ctx)
    ctx.with_resource(shown())
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    guests = guests_on(playbook, remote) if playbook and remote else ()
    if playbook is None or guests is None:
        return PROBLEMS
    values = values_of(playbook, deal) if deal else None
    press = printer(root, playbook)
    wanted = tuple(dict.fromkeys(papers)) or tuple(PAPERS)
    made: Iterator[Printed | Bound]
    others: Mapping[str, bytes] = {}
    if named:
        seating = Seating(len(guests) or room or 0, seed, NINE if start is None else start)
        kind = _room(playbook, pack, exercise, seating)
        others = files_for(playbook, kind, guests, address)
        made, number = press.rooms([kind], wanted), len(kind.parts) * len(wanted)
    else:
        known = {w.id: w for w in playbook.worksheets}
        chosen = [known[_known(name, known, "worksheet")] for name in ids or known]
        fields = [fillable or values is not None]
        made, number = press.sheets(chosen, wanted, fields), len(chosen) * len(wanted)
    if not number:
        click.echo("There is nothing to print: this playbook has no worksheets yet.", err=True)
        return PROBLEMS
    try:
        with stage("Setting PDFs", number) as step:
            done: list[Printed | Bound] = list(each(step, made))
    except TypesettingFailed as failed:
        click.echo(f"{failed.file}: {failed}", err=True)
        return PROBLEMS
    tell = playbook.language.tell
    done, refused = (done, []) if values is None else with_values(playbook, done, values)
    for said in refused:
        click.echo(encodable(visible(tell(said))), err=True)
    if refused:
        return PROBLEMS
    write_all(out, {**{found.name: found.pdf for found in done}, **others}, new=())
    for name, how in (*((found.name, _told(found)) for found in done), *told_of(others)):
        click.echo(f"{out / name}: {tell(how)}")
    sheets = (f for f in done if isinstance(f, Printed) and not f.fillable)
    for finding in on_paper(playbook, [sheet.length for sheet in sheets]):
        click.echo(f"{finding.path}: {tell(finding.message)} {tell(finding.code.help)}", err=True)
    return FINE


def _refuse_mixed(named: Sequence[str], *, is_sheet: bool, seating: tuple[object, ...]) -> None:
    """Raises click.UsageError where options don't go together."""
    if len(named) > 1 or (named and is_sheet):
        raise click.UsageError(
            "A pack or a role-play is printed alone, and to be written on by hand."
        )
    if not named and any(value is not None for value in seating):
        raise click.UsageError(
            "--room, --seed, --start and --remote are for a room; name a --pack or an --exercise."
        )


def _refuse_unfit(remote: Path | None, room: int | None, address: str | None) -> None:
    """Raises click.UsageError where options say different things of who comes from where."""
    if remote and room:
        raise click.UsageError("The list says how many people come; leave --room out.")
    if address and not remote:
        raise click.UsageError("--address is for the links that --remote writes.")


def _room(playbook: Playbook, pack: str | None, exercise: str | None, seating: Seating) -> Room:
    """What is asked for, for as many people as are usual if nobody said. Raises click.UsageError."""
    if pack is not None:
        packs = playbook.config.packs
        usual = packs[_known(pack, packs, "pack")].room
        return pack_room(playbook, pack, replace(seating, people=seating.people or usual))
    known = {e.id: e for e in playbook.exercises}
    played = known[_known(exercise or "", known, "exercise")]
    return role_play_room(played, replace(seating, people=seating.people or GROUP))


def _told(found: Printed | Bound) -> str:
    """How many pages a file has, and how to print it."""
    paper = NAMES[found.paper]
    if isinstance(found, Printed) and found.fillable:
        return plural("{n:,} page, to fill in.", "{n:,} pages, to fill in.", n=found.pages)
    if found.sides == "one":
        return plural(
            "{n:,} page. Print it on one side of {paper}.",
            "{n:,} pages. Print them on one side of {paper}.",
            n=found.pages,
            paper=paper,
        )
    return plural(
        "{n:,} page. Print it on both sides of {paper}, flipped on the long edge.",
        "{n:,} pages. Print them on both sides of {paper}, flipped on the long edge.",
        n=found.pages,
        paper=paper,
    )


def _known(name: str, choices: Collection[str], what: str) -> str:
    """The name, if there is such a thing. Raises click.UsageError."""
    if name in choices:
        return name
    near = closest(name, choices)
    there = f"There are: {', '.join(choices)}." if choices else f"There is no {what} at all."
    hint = f'Did you mean "{near}"?' if near else there
    raise click.UsageError(f'There is no {what} "{name}". {hint}')
