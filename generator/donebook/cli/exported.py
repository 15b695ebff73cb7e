"""What the forms of `donebook export` share."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE
from donebook.export.folder import NotOurs, write_export
from donebook.message import message
from donebook.playbook import Playbook

_MOST_NAMED = 12

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/export"),
    show_default=True,
    metavar="DIR",
    help="The folder to write to: a new one, or one that holds earlier exports.",
)
DRAFTS = click.option("--drafts", is_flag=True, help="With drafts, as for a copy to keep.")


def published(root: Path, today: date, *, drafts: bool) -> Playbook | None:
    """A playbook without errors, with its drafts or without; none where it has errors, which are printed."""
    whole = load_valid(root, today)
    playbook = whole if whole is None or drafts else whole.without_drafts()
    if playbook and not playbook.entries:
        said = message("No entry is published yet, so none is exported. `donebook publish` publishes drafts.")  # fmt: skip
        click.echo(f"warning: {playbook.language.tell(said)}", err=True)
    return playbook


def written(out: Path, form: str, files: Mapping[str, bytes]) -> int:
    """Write the files and name them. Raises click.UsageError where the folder isn't ours."""
    try:
        write_export(out, form, files)
    except NotOurs as other:
        raise click.UsageError(
            f"{other} wasn't written by donebook export, so it stays as it is. Name a new folder."
        ) from None
    for name in list(files)[:_MOST_NAMED]:
        click.echo(out / name)
    if len(files) > _MOST_NAMED:
        click.echo(f"and {len(files) - _MOST_NAMED} more in {out}")
    return FINE
