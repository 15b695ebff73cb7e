"""One change in meaning between two playbooks, as a value."""

from dataclasses import dataclass
from enum import StrEnum

from donebook.message import Message, message


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
    def heading(self) -> Message:
        return _HEADINGS[self]


_HEADINGS = {
    Effect.ADDED: message("New"),
    Effect.RENAMED: message("Renamed"),
    Effect.RETIRED: message("Retired"),
    Effect.GONE: message("Gone"),
    Effect.REWORDED: message("Reworded"),
    Effect.MOVED: message("Moved"),
    Effect.LEADS: message("Different links"),
    Effect.COVERAGE: message("Earlier or later warning"),
    Effect.CHANGED: message("Other changes"),
    Effect.REPRINT: message("Print again"),
    Effect.VOCABULARY: message("Stages, roles and words"),
    Effect.CARE: message("For editors"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, said about one entry, or about a word of the vocabulary.

    `kind` and `id` name the entry as it is now, or was last; `title` is how people call it.
    `title` and `message` may be messages, which a language can tell.
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
