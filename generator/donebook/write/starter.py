"""The files that a company's own playbook starts with."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.defaults import default_file, default_files
from donebook.model import PAGE_FORM
from donebook.schema import wiring
from donebook.write.hosts import GITLAB, WORKFLOWS, Subfolder, has_pages
from donebook.write.wheel import Wheel

LIST, VENDOR = "requirements.txt", "vendor/"
LOCKED, LOCKED_MCP = "requirements-locked.txt", "requirements-mcp.txt"
_RENEWED = ("mkdocs.yml", ".vscode", "build/pages/.gitignore")
_VS_CODE = ".vscode/settings.json"
_HOSTS = (GITLAB, WORKFLOWS.rstrip("/"))
_TEMPLATES = {
    "AGENTS.md": "AGENTS.md",
    "Makefile": "Makefile",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "requirements.txt": LIST,
}
# What an empty playbook leaves out of the starter's settings and vocabulary: all that needs entries.
_NEEDS_ENTRIES = ("frameworks", "segments", "glossary", "packs", "start", "crm_note")
# What is true of the starter only: a company's reps don't have it yet, and its entries may be bare.
_OF_OURS = ("live_since", "severity")
CONTENT_LICENSE = "content/LICENSE"
_NAME = re.compile(r"^(\w+):", re.MULTILINE)
_LOCKED_HEAD = """\
# All that donebook needs to run, and to be built, each pinned to its hash. `donebook upgrade`
# brings it up to date.
"""
_MCP_HEAD = """\
# The same with what `donebook mcp` needs, which answers assistants:
#   .venv/bin/python -m pip install --require-hashes -r requirements-mcp.txt
"""
_LISTS = {
    "runtime.txt": (LOCKED, _LOCKED_HEAD),
    "mcp.txt": (LOCKED_MCP, _MCP_HEAD),
}


Begins = Literal["starter", "empty"]


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
    wheel: Wheel,
    subfolder: Subfolder | None = None,
    top_gitlab: str | None = None,
    begins: Begins = "starter",
) -> Starter:
    """The files of a new playbook that installs this wheel, with the starter's entries or with none.

    Where the playbook is in a `subfolder` of a larger repository, `top_gitlab` is the text of GitLab's
    file there that somebody wrote; none where there is no such file.
    """
    own = dict(_own(begins))
    managed = {**dict(_files(wheel)), **dict(_hosts(subfolder, top_gitlab))}
    return Starter(own, managed, {f"{VENDOR}{wheel.name}": wheel.content})


def required(wheel: Wheel) -> str:
    """The line of a list of requirements that asks for exactly this wheel."""
    return f"donebook=={wheel.version} --hash=sha256:{wheel.sha256}"


def is_vendored(requirements: str) -> bool:
    """Whether a list of requirements takes something from the folder of copies."""
    found = re.search(r"^\s*(?:--find-links|-f)[\s=]+(?:\./)?vendor\b", requirements, re.MULTILINE)
    return found is not None


def _own(begins: Begins) -> Iterator[tuple[str, bytes]]:
    left_out = _NEEDS_ENTRIES if begins == "empty" else ()
    if begins == "empty":
        yield VOCABULARY_PATH, default_file(VOCABULARY_PATH).read_bytes()
    else:
        # Its license is ours; what a company writes next to these entries is the company's.
        yield from (file for file in default_files("content") if file[0] != CONTENT_LICENSE)
    if begins == "empty":
        yield from (file for file in default_files("content") if file[0].endswith(PAGE_FORM))
    for path in (CONFIG_PATH, *([VOCABULARY_PATH] if begins == "empty" else [])):
        text = default_file(path).read_text(encoding="utf-8")
        yield path, _begun(text, left_out).encode()
    yield "README.md", default_file("templates/site/README.md").read_bytes()


def _begun(text: str, left_out: Collection[str]) -> str:
    """Settings or vocabulary without some of their parts; what is true of ours only, as a comment."""
    return "".join(
        re.sub(r"^(?=\w)", "# ", part, flags=re.MULTILINE) if name in _OF_OURS else part
        for name, part in _parts(text)
        if name not in left_out
    )


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a file of settings, each by its name and with the comments right above it.

    A comment that stands alone is a part without a name.
    """
    part = ""
    for line in text.splitlines(keepends=True):
        name = _NAME.match(line)
        if _NAME.search(part) and (name or line[0] == "#"):
            yield _name(part), part
            part = ""
        part += line
        if line == "\n":
            yield _name(part), part
            part = ""
    yield _name(part), part


def _name(part: str) -> str:
    found = _NAME.search(part)
    return found[1] if found else ""


def _files(wheel: Wheel) -> Iterator[tuple[str, bytes]]:
    for name in _RENEWED:
        for path, content in default_files(name):
            yield path, wiring(content.decode()).encode() if path == _VS_CODE else content
    for name, path in _TEMPLATES.items():
        text = default_file(f"templates/site/{name}").read_text(encoding="utf-8")
        yield path, text.replace("{donebook}", required(wheel)).encode()
    for name, (path, head) in _LISTS.items():
        listed = default_file(f"requirements/{name}").read_text(encoding="utf-8")
        yield path, (head + re.sub(r"\A(?:#.*\n)+", "", listed)).encode()


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
