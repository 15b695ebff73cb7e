"""One change in meaning between two playbooks, as a value."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a change does for the people who use the playbook, in the order it is told."""

    ADDED = "added"
    RENAMED = "renamed"
    RETIRED = "retired"
    GONE = "gone"
    REWORDED = "reworded"
    MOVED = "moved"
    LEADS = "leads"
    COVERAGE = "coverage"
    CHANGED = "changed"
    REPRINT = "reprint"
    VOCABULARY = "vocabulary"
    CARE = "care"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    Effect.ADDED: "New",
    Effect.RENAMED: "Under another name",
    Effect.RETIRED: "Retired",
    Effect.GONE: "Gone",
    Effect.REWORDED: "Said differently",
    Effect.MOVED: "At another place",
    Effect.LEADS: "Leads elsewhere",
    Effect.COVERAGE: "Warned of earlier or later",
    Effect.CHANGED: "Other words",
    Effect.REPRINT: "To print again",
    Effect.VOCABULARY: "Stages, roles and words",
    Effect.CARE: "For those who keep it",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, said about one entry, or about a word of the vocabulary.

    `kind` and `id` name the entry as it is now, or was last; `title` is how people call it.
    `before` and `after` are texts, where a text was replaced.
    """

    effect: Effect
    kind: str
    id: str
    title: str
    message: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
