"""`donebook new codeowners`: who is asked about changes to which entry."""

from datetime import date
from pathlib import Path

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.codeowners import CODEOWNERS, HEAD
from donebook.codeowners import codeowners as written
from donebook.config import CONFIG_PATH
from donebook.files import write_changed
from donebook.source import Folder


@click.command(name="codeowners")
@click.pass_context
def codeowners(ctx: click.Context) -> int:
    """Write CODEOWNERS, so that owners are asked about changes to their entries.

    Made from the `handle` of each owner in site-config/playbook.yaml.

    Example: donebook new codeowners
    """
    root = project_root(ctx)
    playbook = load_valid(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        return PROBLEMS
    prefix = Folder(root).prefix
    text = written(playbook, prefix)
    if text is None:
        raise click.UsageError(
            f"No owner in {CONFIG_PATH} has a handle; add one, such as handle: '@acme/sales'."
        )
    top = root.parents[len(Path(prefix).parts) - 1] if prefix else root
    place = _owners_file(top)
    write_changed(place, text.encode())
    click.echo(str(place))
    return FINE


def _owners_file(top: Path) -> Path:
    """Where the code host looks for owners. Raises click.UsageError where somebody has written it."""
    for folder in ("", ".github", ".gitlab", "docs"):
        place = top / folder / CODEOWNERS
        if place.is_file():
            if not place.read_text(encoding="utf-8", errors="replace").startswith(HEAD):
                raise click.UsageError(
                    f"{place} was written by somebody. Delete or rename it first."
                )
            return place
    return top / CODEOWNERS
