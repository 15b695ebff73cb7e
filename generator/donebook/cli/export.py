"""`donebook export json|csv|xlsx|markdown|crm`: the playbook for other programs."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

from donebook.cli.export_crm import as_crm
from donebook.cli.exported import DRAFTS, OUT, published, written
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.export.form import Export
from donebook.export.made import exported, schema_text, text_of
from donebook.export.parts import FILE, SCHEMA
from donebook.export.tables import as_csv, tables
from donebook.playbook import Playbook


@click.group()
def command() -> None:
    """Write the playbook for other programs, from content without errors.

    Files go into a folder that is new or holds earlier exports, all of them or none. The same
    content gives the same bytes.

    Example: donebook export json --out build/export
    """


@command.command(name="json")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"A folder for {FILE} and its schema; printed when left out.",
)
@DRAFTS
@today_option
@click.pass_context
def as_json(ctx: click.Context, out: Path | None, today: date, *, drafts: bool) -> int:
    """Write every entry as JSON: its fields, what leads to it and from it, and what follows.

    The form is export/1, which playbook.schema.json describes. The same content gives the same
    bytes. `donebook import playbook.json` takes it back.

    Example: donebook export json --out build/export

    Example: donebook export json --drafts > playbook.json
    """
    playbook = published(project_root(ctx), today, drafts=drafts)
    if playbook is None:
        return PROBLEMS
    text = text_of(exported(playbook))
    if out is None:
        click.echo(text, nl=False)
        return FINE
    return written(out, "json", {FILE: text.encode(), SCHEMA: schema_text().encode()})


@command.command(name="csv")
@OUT
@DRAFTS
@today_option
@click.pass_context
def as_tables(ctx: click.Context, out: Path, today: date, *, drafts: bool) -> int:
    """Write a table for each kind, and links.csv with a row for each link between entries.

    Spreadsheets open them as they are; a cell that looks like a formula gets an apostrophe in front.

    Example: donebook export csv --out build/export
    """

    def files(export: Export, playbook: Playbook) -> Mapping[str, bytes]:
        del playbook
        return {f"{table.name}.csv": as_csv(table) for table in tables(export)}

    return _export(ctx, out, "csv", files, today, drafts=drafts)


@command.command(name="xlsx")
@OUT
@DRAFTS
@today_option
@click.pass_context
def as_workbook(ctx: click.Context, out: Path, today: date, *, drafts: bool) -> int:
    """Write one workbook, playbook.xlsx: a sheet for each kind, and one of the links.

    Example: donebook export xlsx --out build/export
    """

    def files(export: Export, playbook: Playbook) -> Mapping[str, bytes]:
        from donebook.export.workbook import NAME, workbook  # slow to import

        return {NAME: workbook(export, playbook.language)}

    return _export(ctx, out, "xlsx", files, today, drafts=drafts)


@command.command(name="markdown")
@OUT
@DRAFTS
@today_option
@click.pass_context
def as_pages(ctx: click.Context, out: Path, today: date, *, drafts: bool) -> int:
    """Write each entry as a Markdown page, as the site has it; links lead from one to the next.

    Example: donebook export markdown --out build/export
    """
    root = project_root(ctx)

    def files(export: Export, playbook: Playbook) -> Mapping[str, bytes]:
        del export
        from donebook.export.beside import Beside, away_from  # slow to import, as are pages
        from donebook.pages import NOTHING, View
        from donebook.site.generate import Workshop

        pages = Workshop(root, View.SOURCE).make(playbook, NOTHING).pages
        made = Beside(playbook, pages, View.SOURCE, away_from(playbook.config.address))
        return {path: made.text(path).encode() for path in made.paths}

    return _export(ctx, out, "markdown", files, today, drafts=drafts)


def _export(
    ctx: click.Context,
    out: Path,
    form: str,
    files: Callable[[Export, Playbook], Mapping[str, bytes]],
    today: date,
    *,
    drafts: bool,
) -> int:
    playbook = published(project_root(ctx), today, drafts=drafts)
    if playbook is None:
        return PROBLEMS
    return written(out, form, files(exported(playbook), playbook))


command.add_command(as_crm)
