"""The code hosts' files for a playbook that is a folder of a larger repository.

GitHub and GitLab read their files only at the top of a repository. Changed here, they have names
of their own there, run in the playbook's folder, and run only when something in it has changed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

GITLAB = ".gitlab-ci.yml"
WORKFLOWS = ".github/workflows/"
_BLOCK = r"^{}:\n(?:  .*\n)+\n?"
_RULES = re.compile(_BLOCK.format("workflow"), re.MULTILINE)
_PAGES = re.compile(_BLOCK.format("pages"), re.MULTILINE)
# Characters with a meaning in a host's patterns for paths.
_SPECIAL = re.compile(r"([*?+!\[\]{}\\])")

Change = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Subfolder:
    """A folder of a larger repository: its path from the top, without a slash at its end."""

    folder: str

    @property
    def slug(self) -> str:
        """The path as one word of letters, digits and hyphens."""
        return "-".join(re.findall(r"[A-Za-z0-9]+", self.folder)) or "playbook"

    def workflow_path(self, path: str) -> str:
        """Where a GitHub workflow lies here; `path` is its place in a repository of its own."""
        return f"{WORKFLOWS}{self.slug}-{path.removeprefix(WORKFLOWS)}"

    def workflow(self, path: str, text: str) -> str:
        """A GitHub workflow of a repository of its own, as it has to be here."""
        inside, own = self._pattern("**"), _quoted(self.workflow_path(path))
        return self._named(
            text,
            {
                r"^name: (.*)$": lambda found: f"name: {_quoted(f'{found[1]}: {self.folder}')}",
                r"working-directory: \.$": lambda _: f"working-directory: {_quoted(self.folder)}",
                r"paths: \['\*\*'\]$": lambda _: f"paths: [{inside}, {own}]",
            },
        )

    def jobs(self, text: str, *, has_pages: bool) -> str:
        """GitLab's file of a repository of its own, as one to include.

        A project has one Pages site: where it `has_pages` already, our job for it is left out.
        """
        text = _RULES.sub("", text)
        if has_pages:
            text = _PAGES.sub("", text)
        folder, inside = _quoted(self.folder.replace("$", "$$")), self._pattern("**/*")
        return self._named(
            text,
            {
                r"DONEBOOK_FOLDER: \.$": lambda _: f"DONEBOOK_FOLDER: {folder}",
                r"changes: \['\*\*/\*'\]$": lambda _: f"changes: [{inside}]",
                r"^(check|comments|freshness):$": lambda found: f"{self.slug}-{found[1]}:",
                r"\?job=check\b": lambda _: f"?job={self.slug}-check",
                r"^(\.|  extends: \.)donebook": lambda found: f"{found[1]}{self.slug}",
            },
        )

    def gitlab(self, text: str) -> str:
        """GitLab's file for the top of a repository that has none: when to run, and the jobs."""
        found = _RULES.search(text)
        head = f"# Made by donebook. The jobs are in {self.folder}/{GITLAB}.\n"
        return f"{head}{found[0] if found else ''}{self.include}"

    @property
    def include(self) -> str:
        """What GitLab's file at the top has to say, as YAML."""
        return f"include:\n  - local: {_quoted(f'/{self.folder}/{GITLAB}')}\n"

    def is_included(self, text: str) -> bool:
        """Whether GitLab's file at the top names the one here."""
        return f"{self.folder}/{GITLAB}" in text

    def _pattern(self, end: str) -> str:
        return _quoted(_SPECIAL.sub(r"\\\1", self.folder) + f"/{end}")

    def _named(self, text: str, changes: Mapping[str, Change]) -> str:
        """With these changes, and with a comment and an issue that are not another playbook's."""
        for pattern, change in changes.items():
            text = re.sub(pattern, change, text, flags=re.MULTILINE)
        text = text.replace("<!-- donebook -->", f"<!-- donebook {self.slug} -->")
        return text.replace("Playbook: what is due", f"Playbook {self.slug}: what is due")


def has_pages(text: str) -> bool:
    """Whether a file of GitLab's publishes something with Pages already."""
    return re.search(r"^pages:", text, re.MULTILINE) is not None


def _quoted(text: str) -> str:
    """A text in YAML's single quotes."""
    return "'" + text.replace("'", "''") + "'"
