"""`donebook new site DIR`: a company's own repository."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from donebook.cli.main import FINE
from donebook.config import CONFIG_PATH
from donebook.files import UNFINISHED, write_changed
from donebook.source import Folder
from donebook.write.hosts import GITLAB, Subfolder
from donebook.write.site import (
    NOTHING_YET,
    RECORD,
    Record,
    Renewal,
    Unreadable,
    begun,
    read_record,
    record_text,
    renewal,
)
from donebook.write.starter import LIST, Begins, Starter, is_vendored, required, starter
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
    """Start a company's own playbook in DIR, or renew the files around one.

    The starter's entries or none, the settings, a copy of donebook, and what a code host needs to
    check and publish. In a playbook that is there already, only files that nobody has changed are
    renewed; content and settings are never touched. A run that was stopped is continued.

    Inside a repository that is there already, the code host's files go to its top.

    Example: donebook new site acme-playbook --empty
    """
    root = folder.resolve()
    _refuse_inside(root)
    place = _Place(root)
    record = _record(place)
    begins = _begins(place, record, begins)
    try:
        wheel = own_wheel()
    except NoWheel as refused:
        raise click.UsageError(str(refused)) from None
    files = starter(wheel, place.subfolder, _gitlab_of_others(place, record), begins)
    found = renewal(files, place.read(files, record), record)
    try:
        _write(place, record, found, wheel, begins)
    except (OSError, KeyboardInterrupt):
        click.echo("It is not finished. Run the same command again to continue.", err=True)
        raise
    _tell(place, record, found, wheel)
    return FINE


@dataclass(frozen=True)
class _Place:
    """Where a playbook lies, and the repository around it."""

    root: Path

    @cached_property
    def subfolder(self) -> Subfolder | None:
        """The playbook as a folder of a larger repository; none where it has its own."""
        prefix = Folder(self.root).prefix
        return Subfolder(prefix.rstrip("/")) if prefix else None

    @property
    def top(self) -> Path:
        """The top folder of the repository."""
        return self.root.parents[self.subfolder.folder.count("/")] if self.subfolder else self.root

    def path(self, path: str) -> Path:
        """A path of the playbook, or with a slash before it of the repository, on disk."""
        return self.top / path[1:] if path.startswith("/") else self.root / path

    def shown(self, path: str) -> str:
        """A path as people are told it."""
        return str(self.path(path)) if path.startswith("/") else path

    def text(self, path: str) -> str:
        """A file's text; none where there is no such file."""
        file = self.path(path)
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""

    def read(self, files: Starter, record: Record) -> dict[str, bytes]:
        """Those of the files, and of what donebook has written before, that are there."""
        names = dict.fromkeys((*files.own, *files.managed, *files.wheel, *record.files))
        return {name: self.path(name).read_bytes() for name in names if self.path(name).is_file()}


def _record(place: _Place) -> Record:
    """What donebook wrote there before. Raises click.UsageError where others wrote something."""
    file = place.root / RECORD
    if file.is_file():
        try:
            return read_record(file.read_bytes())
        except Unreadable:
            raise click.UsageError(
                f"{file} can't be read. Take it from an earlier commit, or delete the files in it"
                " that donebook shall write anew, and then the file itself."
            ) from None
    others = sorted({path.relative_to(place.root).parts[0] for path in _others(place.root)})
    if others:
        more = ", …" if len(others) > 5 else ""
        raise click.UsageError(
            f"{place.root} holds other files already: {', '.join(others[:5])}{more}."
            " Name a new or an empty folder."
        )
    return NOTHING_YET


def _begins(place: _Place, record: Record, wished: Begins | None) -> Begins:
    """With which entries a playbook begins. Raises click.UsageError where it began otherwise."""
    if wished and record.is_finished:
        raise click.UsageError(
            f"{place.root} is a playbook already. --{wished} is for a new one; leave it out to renew this one."
        )
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


def _gitlab_of_others(place: _Place, record: Record) -> str | None:
    """GitLab's file at the top of a larger repository, where it isn't ours."""
    text = place.text(f"/{GITLAB}") if place.subfolder else ""
    return None if not text or record.has(f"/{GITLAB}", text.encode()) else text


def _write(place: _Place, record: Record, found: Renewal, wheel: Wheel, begins: Begins) -> None:
    """Write the files; the record goes first and last, so that a run that dies is known."""
    if not record.is_finished:
        write_changed(place.root / RECORD, record_text(begun(found.record, begins), wheel.version))
    for path, content in found.files.items():
        write_changed(place.path(path), content)
    for path in found.gone:
        place.path(path).unlink()
    if not record.is_finished:
        for leftover in place.root.rglob(UNFINISHED):
            leftover.unlink()
    write_changed(place.root / RECORD, record_text(found.record, wheel.version))


def _tell(place: _Place, record: Record, found: Renewal, wheel: Wheel) -> None:
    for path in found.kept:
        if path not in record.files:
            why = "it was there before"
        else:
            why = f"it was {'changed' if place.path(path).exists() else 'deleted'} here"
        click.echo(f"{place.shown(path)}: left as it is, because {why}.", err=True)
    if LIST in found.kept and is_vendored(place.text(LIST)):
        click.echo(f"For this donebook, {LIST} has to say: {required(wheel)}", err=True)
    for path in found.gone:
        click.echo(f"{place.shown(path)}: removed, because nothing uses it any more.")
    files = "1 file" if len(found.files) == 1 else f"{len(found.files)} files"
    click.echo(f"{files} written in {place.root}.")
    if place.subfolder is not None:
        _tell_of_subfolder(place, place.subfolder, found)
    if not record.is_finished:
        click.echo(
            f"Next: cd {shlex.quote(str(place.root))} && make serve. Its README.md says what to change first."
        )


def _tell_of_subfolder(place: _Place, subfolder: Subfolder, found: Renewal) -> None:
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
        f" git init {shlex.quote(str(place.root))}, and run this again."
    )


def _refuse_inside(root: Path) -> None:
    """A playbook inside another one would be read as part of it."""
    for place in root.parents:
        if (place / CONFIG_PATH).is_file() and (place / "content") in (root, *root.parents):
            raise click.UsageError(f"{root} lies in the content of another playbook, {place}.")
