"""`donebook publish`: drafts become entries that reps see."""

from collections.abc import Sequence
from datetime import date

import click

from donebook.cli.load_valid import readable, write_checked
from donebook.cli.main import PROBLEMS, project_root, today_option
from donebook.cli.named import named_entries
from donebook.model import Entry
from donebook.source import Folder
from donebook.write import Refused, is_imported, published


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--owner", help="The drafts of this owner, by id or name.")
@click.option("--imported", is_flag=True, help="The drafts that an import wrote.")
@today_option
@click.pass_context
def command(
    ctx: click.Context, ids: tuple[str, ...], *, owner: str | None, today: date, imported: bool
) -> int:
    """Publish drafts: reps see them from the next build on.

    Takes the line `status: draft` out of their files, and the comment that told to do so. Either
    all of them are published, or none: where one would be an error, that is told. An ID may be
    written with its kind where two kinds have it: question/why-now.

    Example: donebook publish why-now who-signs

    Example: donebook publish --imported --owner field-sales
    """
    if not (ids or owner or imported):
        raise click.UsageError("Name drafts, or choose them with --imported or --owner.")
    root = project_root(ctx)
    tree = Folder(root)
    before = readable(root, today)
    if before is None or before.playbook is None:
        return PROBLEMS
    drafts = [
        entry
        for entry in named_entries(before.playbook, ids, owner)
        if entry.is_draft and (not imported or is_imported(tree, entry))
    ]
    try:
        files = published(tree, drafts)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    return write_checked(
        root,
        before,
        files,
        today,
        refusal="Nothing was written: published, this would be wrong. Fix it first.",
        done=_told(drafts),
    )


def _told(drafts: Sequence[Entry]) -> str:
    lacking = [len(entry.lacking) for entry in drafts]
    if not drafts:
        return "There is no such draft."
    told = f"{len(drafts)} {'draft' if len(drafts) == 1 else 'drafts'} published."
    if any(lacking):
        some = sum(map(bool, lacking))
        told += (
            f" {some} of them {'isn' if some == 1 else 'aren'}'t complete yet,"
            f" {sum(lacking)} parts in all; `donebook check` names them."
        )
    return told
