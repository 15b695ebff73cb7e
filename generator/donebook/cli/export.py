"""`donebook export json`: the playbook for other programs."""

from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.export.made import exported, schema_text, text_of
from donebook.journal import write_all

FILE, SCHEMA = "playbook.json", "playbook.schema.json"


@click.group()
def command() -> None:
    """Write the playbook for other programs, from content without errors.

    Example: donebook export json --out build/export
    """


@command.command(name="json")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"A folder for {FILE} and its schema; printed when left out.",
)
@click.option("--drafts", is_flag=True, help="With drafts, as for a copy to keep.")
@today_option
@click.pass_context
def as_json(ctx: click.Context, out: Path | None, today: date, *, drafts: bool) -> int:
    """Write every entry as JSON: its fields, what leads to it and from it, and what follows.

    The form is export/1, which playbook.schema.json describes. The same content gives the same
    bytes. `donebook import playbook.json` takes it back.

    Example: donebook export json --out build/export

    Example: donebook export json --drafts > playbook.json
    """
    root = project_root(ctx)
    playbook = load_valid(root, today)
    if playbook is None:
        return PROBLEMS
    text = text_of(exported(playbook if drafts else playbook.without_drafts()))
    if out is None:
        click.echo(text, nl=False)
        return FINE
    write_all(out, {FILE: text.encode(), SCHEMA: schema_text().encode()}, new=())
    for name in (FILE, SCHEMA):
        click.echo(out / name)
    return FINE
