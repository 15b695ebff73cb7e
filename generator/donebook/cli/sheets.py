"""`donebook sheets`: worksheets as PDF, without building a site."""

from pathlib import Path

import click

from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.cli.sound import sound_playbook
from donebook.paper import PAPERS, PressFailed, Printed, too_long
from donebook.site.generate import printer
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
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sheets"),
    show_default=True,
    help="The folder to write to.",
)
@click.pass_context
def command(
    ctx: click.Context, ids: tuple[str, ...], papers: tuple[str, ...], *, fillable: bool, out: Path
) -> int:
    """Print worksheets as PDF: those named by their ids, or all of them.

    Example: donebook sheets call-sheet --paper a4 --out to-print
    """
    root = project_root(ctx)
    playbook = sound_playbook(root)
    if playbook is None:
        return PROBLEMS
    known = {w.id: w for w in playbook.worksheets}
    for name in ids:
        if name not in known:
            near = closest(name, known)
            hint = f'Did you mean "{near}"?' if near else f"There are: {', '.join(known)}."
            raise click.UsageError(f'There is no worksheet "{name}". {hint}')
    chosen = [known[name] for name in ids] or list(known.values())
    done: list[Printed] = []
    try:
        for printed in printer(root, playbook).all(chosen, papers or tuple(PAPERS), [fillable]):
            out.mkdir(parents=True, exist_ok=True)
            (out / printed.name).write_bytes(printed.pdf)
            click.echo(str(out / printed.name))
            done.append(printed)
    except PressFailed as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    for finding in too_long(playbook, done):
        click.echo(f"{finding.path}: {finding.message} {finding.code.mend}", err=True)
    return FINE
