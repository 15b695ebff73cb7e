"""`donebook sheets`: worksheets as PDF, without building a site."""

from pathlib import Path

import click

from donebook.check import check
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.defaults import layered
from donebook.paper import PAPERS, PressFailed, Printer
from donebook.report import FORMATS
from donebook.site.generate import SHEET_CACHE
from donebook.source import Folder
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
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("sheets"),
    show_default=True,
    help="The folder to write to.",
)
@click.pass_context
def command(ctx: click.Context, ids: tuple[str, ...], papers: tuple[str, ...], out: Path) -> int:
    """Print worksheets as PDF: those named by their ids, or all of them.

    Example: donebook sheets call-sheet --paper a4 --out to-print
    """
    root = project_root(ctx)
    tree = Folder(root)
    checked = check(tree)
    if checked.errors or checked.playbook is None:
        click.echo(FORMATS["text"](checked, tree))
        return PROBLEMS
    playbook = checked.playbook
    known = {w.id: w for w in playbook.worksheets}
    for name in ids:
        if name not in known:
            near = closest(name, known)
            hint = f'Did you mean "{near}"?' if near else f"There are: {', '.join(known)}."
            raise click.UsageError(f'There is no worksheet "{name}". {hint}')
    chosen = [known[name] for name in ids] or list(known.values())
    printer = Printer(playbook, layered(root, "templates/sheets"), root / SHEET_CACHE)
    try:
        for printed in printer.all(chosen, papers or tuple(PAPERS)):
            out.mkdir(parents=True, exist_ok=True)
            (out / printed.name).write_bytes(printed.pdf)
            click.echo(str(out / printed.name))
            if printed.complaint:
                click.echo(printed.complaint, err=True)
    except PressFailed as failed:
        click.echo(str(failed), err=True)
        return PROBLEMS
    return FINE
