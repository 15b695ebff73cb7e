"""One change in meaning between two playbooks, as a value."""

from dataclasses import dataclass
from enum import StrEnum

from donebook.message import Message, message


class Effect(StrEnum):
    """What a change does for the people who use the playbook, in the order it is told."""

    DIFFERENT = "different"
    ADDED = "added"
    RENAMED = "renamed"
    RETIRED = "retired"
    GONE = "gone"
    REPRINT = "reprint"
    REWORDED = "reworded"
    MOVED = "moved"
    LEADS = "leads"
    COVERAGE = "coverage"
    CHANGED = "changed"
    VOCABULARY = "vocabulary"
    CARE = "care"

    @property
    def heading(self) -> Message:
        return _HEADINGS[self]


_HEADINGS = {
    Effect.DIFFERENT: message("What to do differently"),
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
    `before` and `after` are texts, where a text was replaced; one alone was taken out or added.
    """

    effect: Effect
    kind: str
    id: str
    title: str
    message: str
    field: str | None = None
    before: str | None = None
    after: str | None = None

    @property
    def texts(self) -> tuple[str | None, str | None]:
        """What stood there and what stands there now, where it is for reading."""
        if self.effect in (Effect.DIFFERENT, Effect.REWORDED):
            return self.before, self.after
        return None, None
