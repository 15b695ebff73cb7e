"""What every form of a report needs: the problems, and the files they are about."""

from collections.abc import Callable
from dataclasses import dataclass

from donebook.check import Checked
from donebook.problem import Problem
from donebook.source import Tree


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A check's result with its files. `site` is the address of the built site, if it has one."""

    checked: Checked
    tree: Tree
    errors_once_live: int = 0
    """How many gaps are errors only once reps have the playbook."""

    @property
    def tell(self) -> Callable[[str], str]:
        """Tells messages in the site's language: here they leave us, so nowhere before."""
        return self.checked.language.tell

    @property
    def weightiest(self) -> list[Problem]:
        """The problems, errors first: some readers show no more than ten."""
        return sorted(self.checked.problems, key=lambda p: not p.is_error)

    @property
    def site(self) -> str | None:
        playbook = self.checked.playbook
        return playbook.config.address if playbook else None

    def in_repository(self, path: str) -> str:
        """A file's path from the top of its repository, where code hosts look for it."""
        return f"{self.tree.prefix}{path}"
