"""What can be wrong with content, as values: where it is, what it means, how to fix it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from donebook.message import Message, as_it_stands


class Severity(StrEnum):
    """How much a problem weighs: an error stops the build, a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: `path` from the project root; line and columns count code points from 1.

    `end_column` is the first column behind the culprit, on the same line.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Family:
    """Codes that begin with one letter, and what they are about.

    Of a family that `can_be_changed`, settings and entries may excuse a code. Where something is
    wrong that `breaks` a playbook, its entries can't be shown or compared. Until reps have a
    playbook, a family that is `gentle_at_first` only warns.
    """

    letter: str
    title: str
    can_be_changed: bool = False
    breaks: bool = False
    gentle_at_first: bool = False


COMPLETE = "K"  # the family of what makes an entry good

FAMILIES: Mapping[str, Family] = {
    family.letter: family
    for family in (
        Family("S", "The file itself", breaks=True),
        Family("M", "Fields and what they take", breaks=True),
        Family("R", "Mentions of other entries and words", breaks=True),
        Family("C", "Coverage: nothing stands alone", can_be_changed=True, gentle_at_first=True),
        Family(COMPLETE, "Complete: what makes an entry good", can_be_changed=True),
        Family("W", "Wording", can_be_changed=True),
        Family("F", "Freshness", can_be_changed=True),
        Family("I", "Ids that are lost or come back"),
        Family("X", "The run itself"),
    )
}


def family_of(code_id: str) -> Family:
    """The family that a code such as C401 belongs to."""
    return FAMILIES[code_id[0]]


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that can be wrong, under a name that never changes.

    `bad` and `good` map paths below `content/` to file texts, laid over a small correct
    playbook: the first shows the problem, the second shows it fixed.
    """

    id: str
    title: str
    why: str
    fix: str
    bad: Mapping[str, str]
    good: Mapping[str, str]
    severity: Severity = Severity.ERROR

    @property
    def help(self) -> Message:
        """How to fix it, as a message."""
        return as_it_stands(self.fix)

    @property
    def is_error_once_live(self) -> bool:
        """Whether it only warns until reps have the playbook, and is an error from then on."""
        return self.severity is Severity.ERROR and family_of(self.id).gentle_at_first

    @property
    def can_be_changed(self) -> bool:
        """Whether a playbook may set another severity: not for what would break the site."""
        return family_of(self.id).can_be_changed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a value, before its place is looked up.

    `loc` leads to the value: names of fields and, in lists, indexes from 0. `at_key` points at
    the field's name instead of its value, `words` at a part of the value.
    """

    code: Code
    path: str
    loc: tuple[str | int, ...]
    message: str
    help: str = ""
    suggestion: str | None = None
    at_key: bool = False
    severity: Severity | None = None
    words: str | None = None

    @property
    def field(self) -> str | None:
        return ".".join(map(str, self.loc)) or None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place. `suggestion` is the exact replacement, only where it is sure.

    `more` are other places with what has to be written there at once, such as each item of a list.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    help: str = ""
    suggestion: str | None = None
    entry: str | None = None
    field: str | None = None
    more: tuple[tuple[Span, str], ...] = ()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by file, then by place in it."""
        return (
            self.span.path,
            self.span.line,
            self.span.column,
            self.code,
            self.message,
        )
