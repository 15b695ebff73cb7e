"""`donebook upgrade WHEEL`: a company's repository gets a newer donebook."""

import os
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from donebook.cli.company import Place, gitlab_of_others, record_at
from donebook.cli.kept import kept_file
from donebook.cli.main import FINE, project_root
from donebook.cli.upgraded import MOST_LINES, PATCH, Upgrade, told
from donebook.config import CONFIG_PATH
from donebook.files import write_whole
from donebook.journal import write_all
from donebook.source import Folder, NoRevision, git
from donebook.write.given import is_older, read_wheel, unmet
from donebook.write.migrate import in_place_of_ours, migrated
from donebook.write.refused import Refused
from donebook.write.site import RECORD, Record, renewal
from donebook.write.starter import VENDOR, starter
from donebook.write.wheel import NoWheel, Wheel, own_wheel

_LITERAL = "--literal-pathspecs"  # a folder may be called [a]


@click.command()
@click.argument(
    "wheel", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.pass_context
def command(ctx: click.Context, wheel: Path | None, *, dry_run: bool) -> int:
    """Bring a company's repository to the donebook of WHEEL, or to this one.

    The copy in vendor/, the lists of requirements, the workflows and what else `donebook new site`
    wrote are renewed, unless somebody has changed or deleted them. Content of an earlier form is
    brought up to date, with comments, order and quotes as they are. Either all of it is changed, or
    nothing. It says what changed, what is new in the files that stay yours, and what is left to do.

    Commit first: it refuses to write over changes that are not committed.

    Example: donebook upgrade ../donebook-0.2.0-py3-none-any.whl --dry-run
    """
    place = Place(project_root(ctx))
    record = record_at(place)
    if record is None:
        raise click.UsageError(
            f"There is no {RECORD} in {place.root}, so `donebook new site` didn't make this playbook."
        )
    if not record.is_finished:
        raise click.UsageError(f"It was never finished. First: donebook new site {place.root}")
    try:
        if wheel:
            return _by_itself(wheel, place, record, dry_run=dry_run)
        return _upgrade(place, record, own_wheel(), dry_run=dry_run)
    except (NoWheel, Refused, NoRevision) as refused:
        raise click.UsageError(str(refused)) from None


def _by_itself(wheel: Path, place: Place, record: Record, *, dry_run: bool) -> int:
    """Let the donebook of a wheel do it: only that one knows what it writes. Returns its exit code.

    It runs from a folder of its own, so nothing is installed, and with what is installed here.
    """
    given = read_wheel(wheel)
    _refuse_other(record, given.wheel)
    if missing := unmet(given.needs):
        here = shlex.join([sys.executable, "-m", "pip", "install", str(wheel)])
        raise click.UsageError(
            f"It needs {', '.join(missing)}, which is not installed here.\n"
            f"First: {here}\nThen run the same command again."
        )
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(BytesIO(given.wheel.content)) as archive:
            archive.extractall(folder)
        before = os.environ.get("PYTHONPATH")
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (folder, before)))}
        words = ["--root", str(place.root), "upgrade", *(["--dry-run"] if dry_run else [])]
        sys.stdout.flush()
        return subprocess.run(  # noqa: S603 - Python, with the wheel that was named
            [sys.executable, "-P", "-m", "donebook", *words], env=env, check=False
        ).returncode


def _refuse_other(record: Record, wheel: Wheel) -> None:
    """Raises click.UsageError where a wheel may not take the place of the one that is there."""
    if is_older(wheel.version, record.version):
        raise click.UsageError(
            f"This is donebook {wheel.version}, and the playbook has {record.version} already,"
            " which is newer."
        )
    name = f"{VENDOR}{wheel.name}"
    if name in record.files and not record.has(name, wheel.content):
        raise click.UsageError(
            f"This wheel is another one than {name}, under the same version. Two wheels that differ"
            " never share one, so somebody has changed one of them."
        )


def _upgrade(place: Place, record: Record, wheel: Wheel, *, dry_run: bool) -> int:
    _refuse_other(record, wheel)
    upgrade = _worked_out(place, record, wheel)
    files = {place.in_repository(path): content for path, content in upgrade.files.items()}
    gone = [place.in_repository(path) for path in upgrade.found.gone]
    _refuse_uncommitted(place, (*files, *gone))
    said = "\n".join(told(upgrade, None if dry_run else MOST_LINES))
    if not dry_run:
        write_all(place.top, {**dict.fromkeys(gone), **files}, new=())
        if upgrade.patch:
            write_whole(place.root / PATCH, upgrade.patch.encode())
    click.echo(said)
    if dry_run and upgrade.files:
        click.echo("\nNothing was written. Without --dry-run, all of this is.")
    return FINE


def _worked_out(place: Place, record: Record, wheel: Wheel) -> Upgrade:
    files = starter(wheel, place.subfolder, gitlab_of_others(place, record))
    found = renewal(files, place.read(files, record), record)
    tree = Folder(place.root)
    content = migrated(tree, _began(place)).then(in_place_of_ours(tree))
    kept = tuple(kept_file(place, path, record, files.managed[path]) for path in found.kept)
    return Upgrade(place, record, wheel, found, content, kept)


def _began(place: Place) -> str:
    """The day on which a playbook's settings were first committed; today where none were."""
    name = place.in_repository(CONFIG_PATH)
    try:
        days = git(
            place.top, _LITERAL, "log", "--format=%as", "--diff-filter=A", "--", name
        ).split()
    except NoRevision:
        days = []
    return days[-1].decode() if days else f"{date.today()}"  # noqa: DTZ011 - where the editor sits


def _refuse_uncommitted(place: Place, paths: Iterable[str]) -> None:
    """Raises click.UsageError where git could not bring back what would be written over."""
    if not (place.top / ".git").exists():
        return
    there = [path for path in paths if (place.top / path).exists()]
    if not there:
        return
    said = git(place.top, _LITERAL, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *there)  # fmt: skip
    changed = [line[3:] for line in said.decode("utf-8", "surrogateescape").split("\0") if line]
    if changed:
        raise click.UsageError(
            f"These have changes that are not committed: {', '.join(changed)}."
            " Commit or undo them first, so that you see what the upgrade changes."
        )
