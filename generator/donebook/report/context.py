"""What every form of a report needs: the problems, and the files they are about."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from donebook.check import Checked
from donebook.problem import Problem
from donebook.source import NotAFile, Tree


class Shown(Enum):
    """Which problems a report tells; it counts them all."""

    FEW = auto()
    """In a text, errors and the first warnings of each code."""
    ALL = auto()
    ERRORS = auto()


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A check's result with its files. `site` is the address of the built site, if it has one."""

    checked: Checked
    tree: Tree
    errors_once_live: int = 0
    """How many gaps are errors only once reps have the playbook."""
    shown: Shown = Shown.FEW
    before: Tree | None = None
    """The files before the change that is reported on, where there is one."""

    @property
    def tell(self) -> Callable[[str], str]:
        """Tells messages in the site's language: here they leave us, so nowhere before."""
        return self.checked.language.tell

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that are told, by file and line."""
        problems = self.checked.problems
        is_short = self.shown is Shown.ERRORS
        return tuple(p for p in problems if p.is_error) if is_short else problems

    @property
    def weightiest(self) -> list[Problem]:
        """Those, errors first and then what the change touches: some readers show no more than ten."""
        touched = {path for path in {p.span.path for p in self.problems} if self._touches(path)}
        return sorted(self.problems, key=lambda p: (not p.is_error, p.span.path not in touched))

    def _touches(self, path: str) -> bool:
        return self.before is not None and _content(self.before, path) != _content(self.tree, path)

    @property
    def site(self) -> str | None:
        playbook = self.checked.playbook
        return playbook.config.address if playbook else None

    def in_repository(self, path: str) -> str:
        """A file's path from the top of its repository, where code hosts look for it."""
        return f"{self.tree.prefix}{path}"


def _content(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except (OSError, NotAFile):
        return None
