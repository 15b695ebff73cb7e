"""`donebook reviewed`: somebody has read entries and found them true."""

from datetime import date, timedelta

import click

from donebook.cli.link import in_repository, link_option
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.named import named_entries
from donebook.diff.compare import pages_of
from donebook.journal import write_all
from donebook.load import load
from donebook.markup import encodable
from donebook.report.due import DUE_FORMATS, due_by, never_reviewed, told
from donebook.source import Folder
from donebook.write import Refused, reviewed


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--owner", help="The entries of this owner, by id or name.")
@click.option("--due", is_flag=True, help="Only those whose review is due.")
@click.option(
    "--within", type=click.IntRange(0, 366), default=0, help="Due, or due in so many days."
)
@click.option("--list", "lists", is_flag=True, help="Say which they are, and change nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(DUE_FORMATS)),
    default="text",
    help="How to print the list.",
)
@link_option
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    ids: tuple[str, ...],
    *,
    owner: str | None,
    within: int,
    form: str,
    link: str | None,
    today: date,
    due: bool,
    lists: bool,
) -> int:
    """Say of entries that you have read them and they are still true.

    Writes today's date into `reviewed`, and nothing else. An ID may be written with its kind
    where two kinds have it: question/why-now.

    Example: donebook reviewed met-the-spender who-signs

    Example: donebook reviewed --owner field-sales --due

    Example: donebook reviewed --due --within 7 --list
    """
    if not (ids or owner or due):
        raise click.UsageError("Name entries, or choose them with --owner or --due.")
    root = project_root(ctx)
    # Where only some entries can't be read, the others are due all the same.
    playbook = (load(Folder(root)).playbook if lists else None) or load_valid(root, today)
    if playbook is None:
        click.echo("Fix these errors first. Nothing was written.", err=True)
        return PROBLEMS
    named = named_entries(playbook, ids, owner)
    found = due_by(playbook, named, today + timedelta(days=within)) if due else tuple(named)
    if lists:
        place = in_repository(link, Folder(root)) if link else pages_of(playbook)
        never = never_reviewed(named) if due else ()  # only listed: a date is put in one by one
        published = [entry for entry in (*found, *never) if not entry.is_draft]
        click.echo(encodable(told(form, playbook, published, place)))
        return FINE
    try:
        files = reviewed(Folder(root), found, today)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    write_all(root, files, new=())
    for path in files:
        click.echo(path)
    if found:
        entries = f"{len(files)} of {len(found)} {'entry' if len(found) == 1 else 'entries'}"
        click.echo(f"{entries} reviewed on {today.isoformat()}.", err=True)
    else:
        click.echo("Nothing is due.", err=True)
    return FINE
