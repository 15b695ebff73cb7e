"""`donebook sheets`: worksheets and packs as PDF, without building a site."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.files import write_whole
from donebook.paper import (
    PAPERS,
    Bound,
    Printed,
    Seating,
    TypesettingFailed,
    on_paper,
    pack_room,
)
from donebook.progress import shown, stage
from donebook.site.press import printer
from donebook.spelling import closest


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--paper",
    "papers",
    type=click.Choice(tuple(PAPERS)),
    multiple=True,
    help="Only this size of paper; both when left out.",
)
@click.option("--fillable", is_flag=True, help="With form fields instead of lines to write on.")
@click.option("--pack", help="A pack of the settings instead: sheets and role-plays for a room.")
@click.option(
    "--room", type=click.IntRange(2, 300), help="How many people the pack is for; else as set."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Deal each group its own order of role-plays; the same seed deals the same.",
)
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
    pack: str | None,
    room: int | None,
    seed: int | None,
    *,
    fillable: bool,
    out: Path,
) -> int:
    """Print worksheets as PDF: those named by their ids, or all of them.

    Example: donebook sheets call-sheet --paper a4 --out to-print

    A pack binds sheets, cards and answer keys together for a room.

    Example: donebook sheets --pack onboarding-day-1 --room 24 --seed 7
    """
    if pack and (ids or fillable):
        raise click.UsageError("A pack is printed alone, and to be written on by hand.")
    if not pack and (room or seed is not None):
        raise click.UsageError("--room and --seed deal a pack; name it with --pack.")
    root = project_root(ctx)
    ctx.with_resource(shown())
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        return PROBLEMS
    press = printer(root, playbook)
    wanted = papers or tuple(PAPERS)
    made: Iterator[Printed | Bound]
    if pack:
        name = _known(pack, playbook.config.packs, "pack")
        seating = Seating(room or playbook.config.packs[name].room, seed)
        made, number = press.rooms([pack_room(playbook, name, seating)], wanted), len(wanted)
    else:
        known = {w.id: w for w in playbook.worksheets}
        chosen = [known[_known(name, known, "worksheet")] for name in ids or known]
        made, number = press.sheets(chosen, wanted, [fillable]), len(chosen) * len(wanted)
    if not number:
        click.echo("There is nothing to print: this playbook has no worksheets yet.", err=True)
        return PROBLEMS
    done: list[Printed] = []
    try:
        with stage("Setting PDFs", number) as step:
            for found in made:
                write_whole(out / found.name, found.made.pdf)
                click.echo(str(out / found.name))
                if isinstance(found, Printed):
                    done.append(found)
                step()
    except TypesettingFailed as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    tell = playbook.language.tell
    for finding in on_paper(playbook, done):
        click.echo(f"{finding.path}: {tell(finding.message)} {tell(finding.code.help)}", err=True)
    return FINE


def _known(name: str, choices: Collection[str], what: str) -> str:
    """The name, if there is such a thing. Raises click.UsageError."""
    if name in choices:
        return name
    near = closest(name, choices)
    there = f"There are: {', '.join(choices)}." if choices else f"There is no {what} at all."
    hint = f'Did you mean "{near}"?' if near else there
    raise click.UsageError(f'There is no {what} "{name}". {hint}')
