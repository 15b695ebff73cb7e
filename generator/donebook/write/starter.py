"""The files that a company's own playbook starts with."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from donebook.config import CONFIG_PATH
from donebook.defaults import default_file, default_files
from donebook.schema import wiring
from donebook.write.hosts import GITLAB, WORKFLOWS, Subfolder, has_pages
from donebook.write.wheel import Wheel

LIST, LOCKED, VENDOR = "requirements.txt", "requirements-locked.txt", "vendor/"
_RENEWED = ("mkdocs.yml", ".vscode", "build/pages/.gitignore")
_VS_CODE = ".vscode/settings.json"
_HOSTS = (GITLAB, WORKFLOWS.rstrip("/"))
_TEMPLATES = {
    "Makefile": "Makefile",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "requirements.txt": LIST,
}
_LOCKED_HEAD = """\
# All that donebook needs to run, and to be built, each pinned to its hash. `donebook new site .`
# brings it up to date.
"""


@dataclass(frozen=True, slots=True)
class Starter:
    """The files of a new playbook, by path.

    Those of `own` are the company's from the first day, those `managed` are renewed by a newer
    donebook. `wheel` is the copy of donebook that the list of requirements names.
    """

    own: Mapping[str, bytes]
    managed: Mapping[str, bytes]
    wheel: Mapping[str, bytes]


def starter(
    wheel: Wheel, subfolder: Subfolder | None = None, top_gitlab: str | None = None
) -> Starter:
    """The files of a new playbook that installs this wheel.

    Where the playbook is in a `subfolder` of a larger repository, `top_gitlab` is the text of GitLab's
    file there that somebody wrote; none where there is no such file.
    """
    own = dict(_own())
    managed = {**dict(_files(wheel)), **dict(_hosts(subfolder, top_gitlab))}
    return Starter(own, managed, {f"{VENDOR}{wheel.name}": wheel.content})


def required(wheel: Wheel) -> str:
    """The line of a list of requirements that asks for exactly this wheel."""
    return f"donebook=={wheel.version} --hash=sha256:{wheel.sha256}"


def is_vendored(requirements: str) -> bool:
    """Whether a list of requirements takes something from the folder of copies."""
    found = re.search(r"^\s*(?:--find-links|-f)[\s=]+(?:\./)?vendor\b", requirements, re.MULTILINE)
    return found is not None


def _own() -> Iterator[tuple[str, bytes]]:
    yield from default_files("content")
    yield from default_files(CONFIG_PATH)
    yield "README.md", default_file("templates/site/README.md").read_bytes()


def _files(wheel: Wheel) -> Iterator[tuple[str, bytes]]:
    for name in _RENEWED:
        for path, content in default_files(name):
            yield path, wiring(content.decode()).encode() if path == _VS_CODE else content
    for name, path in _TEMPLATES.items():
        text = default_file(f"templates/site/{name}").read_text(encoding="utf-8")
        yield path, text.replace("{donebook}", required(wheel)).encode()
    listed = default_file("requirements/runtime.txt").read_text(encoding="utf-8")
    yield LOCKED, (_LOCKED_HEAD + re.sub(r"\A(?:#.*\n)+", "", listed)).encode()


def _hosts(subfolder: Subfolder | None, top_gitlab: str | None) -> Iterator[tuple[str, bytes]]:
    for path, content in (file for name in _HOSTS for file in default_files(name)):
        text = content.decode()
        if subfolder is None:
            yield path, content
        elif path != GITLAB:
            yield f"/{subfolder.workflow_path(path)}", subfolder.workflow(path, text).encode()
        else:
            yield path, subfolder.jobs(text, has_pages=has_pages(top_gitlab or "")).encode()
            if top_gitlab is None:
                yield f"/{path}", subfolder.gitlab(text).encode()
