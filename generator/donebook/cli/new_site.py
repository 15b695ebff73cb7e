"""`donebook new site DIR` and `donebook new codeowners`: what a company's repository needs."""

import shlex
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.cli.sound import sound_playbook
from donebook.codeowners import CODEOWNERS, HEAD
from donebook.codeowners import codeowners as written
from donebook.config import CONFIG_PATH
from donebook.defaults import default_file, default_files
from donebook.files import write_changed
from donebook.source import Folder
from donebook.write.site import RECORD, Unreadable, first, renewed

# Where the files of a company's playbook lie in donebook itself.
_LOOKED_AFTER = ("mkdocs.yml", ".gitlab-ci.yml", ".github/workflows", ".vscode")
_TEMPLATES = {
    "Makefile": "Makefile",
    "gitignore": ".gitignore",
    "requirements.txt": "requirements.txt",
}
_DRAFT_OF_PAGES = "build/pages/.gitignore"


@click.command(name="site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def site(folder: Path) -> int:
    """Start a company's own playbook in DIR, or renew the files around one.

    The starter's entries, the settings, and what a code host needs to check and publish. In a
    playbook that is there already, only files that nobody has changed are renewed; content and
    settings are never touched.

    Example: donebook new site acme-playbook
    """
    root = folder.resolve()
    managed = dict(_managed())
    _refuse_inside(root)
    record = root / RECORD
    is_new = not record.is_file()
    if not is_new:
        there = {path: (root / path).read_bytes() for path in managed if (root / path).is_file()}
        try:
            renewal = renewed(managed, there, record.read_bytes(), version("donebook"))
        except Unreadable:
            raise click.UsageError(
                f"{record} can't be read. Take it from an earlier commit, or delete the files in it"
                " that donebook shall write anew, and then the file itself."
            ) from None
    elif root.exists() and any(place.name != ".git" for place in root.iterdir()):
        raise click.UsageError(f"{folder} holds other files already. Name a new folder.")
    else:
        renewal = first(dict(_content()), managed, version("donebook"))
    for path, content in renewal.files.items():
        write_changed(root / path, content)
    for path in renewal.kept:
        was = "changed" if (root / path).exists() else "deleted"
        click.echo(f"{path}: left as it is, because it was {was} here.", err=True)
    written_anew = [path for path in renewal.files if path != RECORD]
    click.echo(f"{len(written_anew)} files written in {root}.")
    if is_new:
        click.echo(
            f"Next: cd {shlex.quote(str(root))} && make serve. Its README.md says what to change first."
        )
    return FINE


def _refuse_inside(root: Path) -> None:
    """A playbook inside another one would be read as part of it."""
    for place in root.parents:
        if (place / CONFIG_PATH).is_file() and (place / "content") in (root, *root.parents):
            raise click.UsageError(f"{root} lies in the content of another playbook, {place}.")


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


def _managed() -> Iterator[tuple[str, bytes]]:
    """The files that a newer donebook renews."""
    for name in _LOOKED_AFTER:
        yield from default_files(name)
    for name, path in _TEMPLATES.items():
        text = default_file(f"templates/site/{name}").read_text(encoding="utf-8")
        yield path, text.replace("{version}", version("donebook")).encode()
    yield from default_files(_DRAFT_OF_PAGES)


def _content() -> Iterator[tuple[str, bytes]]:
    """The files that are the company's own from the first day."""
    yield from default_files("content")
    yield from default_files(CONFIG_PATH)
    yield "README.md", default_file("templates/site/README.md").read_bytes()


@click.command(name="codeowners")
@click.pass_context
def codeowners(ctx: click.Context) -> int:
    """Write CODEOWNERS, so that owners are asked about changes to their entries.

    Made from the `handle` of each owner in site-config/playbook.yaml.

    Example: donebook new codeowners
    """
    root = project_root(ctx)
    playbook = sound_playbook(root, date.today())  # noqa: DTZ011 - only warnings follow it
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
