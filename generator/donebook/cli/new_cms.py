"""`donebook new cms`: forms for editors who don't use Git, on the site's own page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

import click

from donebook.check import Checked
from donebook.cli.handed_over import content_of
from donebook.cli.load_valid import print_problems
from donebook.cli.main import FINE, PROBLEMS, project_root
from donebook.cms import FOLDER, PACKAGE, VERSION, BundleRefused, unpacked
from donebook.cms.bundle import MOST_BYTES
from donebook.config import CONFIG_PATH
from donebook.journal import write_all
from donebook.load import load
from donebook.message import Message
from donebook.source import Folder, NoRevision, Overlay, git

_FETCH = f"npm pack {PACKAGE}@{VERSION}"
# https://host/owner/name.git, ssh://git@host/owner/name.git and git@host:owner/name.git
_REMOTE = re.compile(
    r"(?:\w+://(?:[^@/]+@)?([^/:]+)(?::\d+)?/|(?:[^@/]+@)?([^/:]+):)([\w.-]+(?:/[\w.-]+)+)/?"
)
_HOSTS: dict[str, Literal["github", "gitlab"]] = {"github.com": "github", "gitlab.com": "gitlab"}
_APIS = {"github": "api/v3", "gitlab": "api/v4"}


@dataclass(frozen=True, slots=True)
class _Target:
    """Where what editors save goes; `api` is that of a server of one's own."""

    host: str
    repo: str
    branch: str
    api: str = ""


@click.command(name="cms")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"The package of Sveltia CMS, as `{_FETCH}` fetches it.",
)
@click.option(
    "--repo", metavar="OWNER/NAME", help="The repository; that of the remote origin when left out."
)
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab"]),
    help="The code host; as the remote says when left out.",
)
@click.option(
    "--branch",
    metavar="NAME",
    help="The branch that changes go to; the remote's main one when left out.",
)
@click.pass_context
def cms(
    ctx: click.Context, bundle: Path | None, repo: str | None, host: str | None, branch: str | None
) -> int:
    """Give the site a page of forms, /edit/, for editors who don't use Git.

    It unpacks Sveltia CMS from FILE into vendor/sveltia-cms and, where the settings don't have it yet,
    writes `cms` into them. What an editor saves becomes a pull request. Nothing is fetched: get FILE
    with npm first. It is used only if it is the release that this donebook knows, by its hash.

    Example: donebook new cms --bundle sveltia-cms-0.221.1.tgz
    """
    root = project_root(ctx)
    if bundle is None:
        _refuse(
            f"--bundle is missing, the package of Sveltia CMS. This command fetches it: {_FETCH}"
        )
    loaded = load(Folder(root))
    if loaded.playbook is None:
        print_problems(Checked(None, loaded.problems, loaded.found, loaded.language), Folder(root))
        click.echo("Fix these errors first.", err=True)
        return PROBLEMS
    there = loaded.playbook.config.cms
    if there and (repo or host or branch):
        _refuse(
            f"{CONFIG_PATH} has `cms` already. Change it there, and leave out --repo, --host and --branch."
        )
    files = _files(bundle, loaded.playbook.language.tell)
    target = None if there else _target(root, repo, host, branch)
    settings = {} if target is None else {CONFIG_PATH: _with_cms(root, target)}
    gone = {p.relative_to(root).as_posix(): None for p in (root / FOLDER).rglob("*") if p.is_file()}
    write_all(root, {**gone, **files, **settings}, new=())
    click.echo(f"{FOLDER}/\n{CONFIG_PATH}" if target else f"{FOLDER}/")
    click.echo(_next(target), err=True)
    return FINE


def _refuse(said: str) -> NoReturn:
    raise click.UsageError(said)


def _files(bundle: Path, tell: Callable[[str], str]) -> dict[str, bytes]:
    """What is unpacked, by its paths in the repository. Raises click.UsageError."""
    content = content_of(bundle, MOST_BYTES)
    if isinstance(content, Message):
        _refuse(f"{bundle}: {tell(content)} This command fetches it: {_FETCH}")
    try:
        return {f"{FOLDER}/{path}": file for path, file in unpacked(content).items()}
    except BundleRefused as refused:
        _refuse(f"{bundle}: {tell(refused.said)}")


def _target(root: Path, repo: str | None, host: str | None, branch: str | None) -> _Target:
    """Where changes go: as the options say, or as the remote does. Raises click.UsageError."""
    found = _REMOTE.fullmatch(_git(root, "remote", "get-url", "origin"))
    server = (found[1] or found[2]) if found else ""
    if repo is None and not found:
        _refuse(
            "Nothing says where the repository is, because it has no remote called origin. Name it: --repo acme/playbook"
        )
    known = host or _HOSTS.get(server) or ("gitlab" if "gitlab" in server else None)
    if known is None and server and repo is None:
        _refuse(
            f"Which code host is {server}? Add --host github for a GitHub Enterprise Server, or --host gitlab."
        )
    named = known or "github"
    is_own = server and server not in _HOSTS and repo is None
    head = _git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/")
    api = f"https://{server}/{_APIS[named]}" if is_own else ""
    return _Target(
        named,
        repo or (found[3].removesuffix(".git") if found else ""),
        branch or head or "main",
        api,
    )


def _git(root: Path, *arguments: str) -> str:
    """What git says; nothing where it can't."""
    try:
        return git(root, *arguments).decode("utf-8", "replace").strip()
    except NoRevision:
        return ""


def _with_cms(root: Path, target: _Target) -> bytes:
    """The settings with where changes go, at their end. Raises click.UsageError where these can't be."""
    text = (root / CONFIG_PATH).read_text(encoding="utf-8").rstrip("\n")
    lines = [
        "",
        "# Forms on the page /edit/, for editors who don't use Git. What they save becomes a pull request here.",
        "# sign_in: the https address of your service that signs people in at GitHub; without it, each needs a token.",
        "cms:",
        f"  host: {target.host}",
        f"  repo: {target.repo}",
        f"  branch: {target.branch}",
        *([f"  api: {target.api}"] if target.api else []),
    ]
    content = ("\n".join([text, *lines]) + "\n").encode()
    after = load(Overlay(Folder(root), {CONFIG_PATH: content}))
    if after.playbook is None:
        said = next((problem.message for problem in after.problems if problem.is_error), "")
        _refuse(f"{CONFIG_PATH} can't say so: {said}")
    return content


def _next(target: _Target | None) -> str:
    where = (
        f"Editors' changes become pull requests to {target.repo}, branch {target.branch}. "
        if target
        else ""
    )
    return (
        f"{where}Next: donebook build, and commit both. The forms are at /edit/ of your site; how editors"
        " sign in is told by its page “Editing this playbook”."
    )
