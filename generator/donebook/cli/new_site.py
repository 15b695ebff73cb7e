"""`donebook new site DIR`: a company's own repository."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from donebook.cli.company import Place, gitlab_of_others, record_at
from donebook.cli.main import FINE
from donebook.config import CONFIG_PATH
from donebook.files import UNFINISHED, write_changed
from donebook.write.hosts import GITLAB, Subfolder
from donebook.write.site import (
    NOTHING_YET,
    RECORD,
    Record,
    Renewal,
    begun,
    record_text,
    renewal,
)
from donebook.write.starter import Begins, starter
from donebook.write.wheel import NoWheel, Wheel, own_wheel


@click.command(name="site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--starter", "begins", flag_value="starter", help="With the starter's entries; the default."
)
@click.option(
    "--empty", "begins", flag_value="empty", help="With stages, roles and tests, and no entries."
)
def site(folder: Path, begins: Begins | None) -> int:
    """Start a company's own playbook in DIR.

    The starter's entries or none, the settings, a copy of donebook, and what a code host needs to
    check and publish. A run that was stopped is continued. `donebook upgrade` brings a playbook up
    to date later.

    Inside a repository that is there already, the code host's files go to its top.

    Example: donebook new site acme-playbook --empty
    """
    root = folder.resolve()
    _refuse_inside(root)
    place = Place(root)
    record = _record(place)
    begins = _begins(place, record, begins)
    try:
        wheel = own_wheel()
    except NoWheel as refused:
        raise click.UsageError(str(refused)) from None
    files = starter(wheel, place.subfolder, gitlab_of_others(place, record), begins)
    found = renewal(files, place.read(files, record), record)
    try:
        _write(place, found, wheel, begins)
    except (OSError, KeyboardInterrupt):
        click.echo("It is not finished. Run the same command again to continue.", err=True)
        raise
    _tell(place, found)
    return FINE


def _record(place: Place) -> Record:
    """What donebook wrote there before. Raises click.UsageError where others wrote something."""
    record = record_at(place)
    if record is not None:
        if record.is_finished:
            raise click.UsageError(
                f"{place.root} is a playbook already. To bring it up to date: donebook upgrade"
            )
        return record
    others = sorted({path.relative_to(place.root).parts[0] for path in _others(place.root)})
    if others:
        more = ", …" if len(others) > 5 else ""
        raise click.UsageError(
            f"{place.root} holds other files already: {', '.join(others[:5])}{more}."
            " Name a new or an empty folder."
        )
    return NOTHING_YET


def _begins(place: Place, record: Record, wished: Begins | None) -> Begins:
    """With which entries a playbook begins. Raises click.UsageError where it began otherwise."""
    if wished and record.begins not in (wished, None):
        raise click.UsageError(
            f"{place.root} was begun with --{record.begins}. Leave --{wished} out to continue,"
            " or delete the folder to begin anew."
        )
    return wished or record.begins or "starter"


def _others(root: Path) -> Iterator[Path]:
    """Files in a folder that were there before donebook; its repository is none of them."""
    for path in root.iterdir() if root.is_dir() else ():
        if path.name == ".git":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from (p for p in path.rglob("*") if not p.is_dir() and not p.match(UNFINISHED))
        elif not path.match(UNFINISHED):
            yield path


def _write(place: Place, found: Renewal, wheel: Wheel, begins: Begins) -> None:
    """Write the files; the record goes first and last, so that a run that dies is known."""
    write_changed(place.root / RECORD, record_text(begun(found.record, begins), wheel.version))
    for path, content in found.files.items():
        write_changed(place.path(path), content)
    for path in found.gone:
        place.path(path).unlink()
    for leftover in place.root.rglob(UNFINISHED):
        leftover.unlink()
    write_changed(place.root / RECORD, record_text(found.record, wheel.version))


def _tell(place: Place, found: Renewal) -> None:
    for path in found.kept:
        click.echo(f"{place.shown(path)}: left as it is, because it was there before.", err=True)
    for path in found.gone:
        click.echo(f"{place.shown(path)}: removed, because nothing uses it any more.")
    files = "1 file" if len(found.files) == 1 else f"{len(found.files)} files"
    click.echo(f"{files} written in {place.root}.")
    if place.subfolder is not None:
        _tell_of_subfolder(place, place.subfolder, found)
    click.echo(
        f"Next: cd {shlex.quote(str(place.root))} && make serve. Its README.md says what to change first."
    )


def _tell_of_subfolder(place: Place, subfolder: Subfolder, found: Renewal) -> None:
    """Say where the code hosts' files are, and what GitLab's own file has to say."""
    click.echo(f"It lies in the repository {place.top}. What code hosts run is at its top:")
    for path in found.record.files:
        if path.startswith("/"):
            click.echo(f"  {place.shown(path)}")
    if f"/{GITLAB}" not in found.record.files and not subfolder.is_included(
        place.text(f"/{GITLAB}")
    ):
        click.echo(
            f"If you use GitLab, add this to {place.shown(f'/{GITLAB}')}:\n\n{subfolder.include}"
        )
    click.echo(
        "To give it a repository of its own instead, delete these files, and then:"
        f" git init {shlex.quote(str(place.root))}, and in it: donebook upgrade"
    )


def _refuse_inside(root: Path) -> None:
    """A playbook inside another one would be read as part of it."""
    for place in root.parents:
        if (place / CONFIG_PATH).is_file() and (place / "content") in (root, *root.parents):
            raise click.UsageError(f"{root} lies in the content of another playbook, {place}.")
