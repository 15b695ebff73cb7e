"""What every entry has, and the two ways in which an id can go away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from donebook.model.fields import Day, Days, Key, OwnerRef, Part
from donebook.text import Plain

CONTENT = "content"

Phrases = tuple[Plain, ...]
SomePhrases = Annotated[tuple[Plain, ...], Field(min_length=1)]


class Title(Plain):
    __slots__ = ()
    longest = 70


class Summary(Plain):
    __slots__ = ()
    longest = 160


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: its name in messages and the folder of its files and pages."""

    name: str
    folder: str

    @property
    def words(self) -> str:
        """The kind as it is said in a sentence."""
        return self.name.replace("-", " ")

    def path(self, entry_id: str) -> str:
        return f"{CONTENT}/{self.folder}/{entry_id}.yaml"


class Entry(Part):
    """One file of content. `id` is the file's name, never a field in it."""

    kind: ClassVar[Kind]

    id: str
    title: Title
    """What people call it; short enough for a list."""
    summary: Summary
    """One sentence that says what it is for; it stands below the title in lists and in search."""
    owner: OwnerRef
    """Who answers for it: one of the owners in site-config/playbook.yaml."""
    reviewed: Day
    """The day on which somebody last read it and found it true: 2026-11-23."""
    aliases: Phrases = ()
    """Other words people search for: slang, abbreviations, what it was called before."""
    status: Literal["draft", "active", "retiring"] = "active"
    """A draft is shown while serving only; a retiring entry stays, with a note, until nobody needs it."""
    review_every: Days | None = None
    """After how many days it is looked at again, where the usual period doesn't fit."""
    applies_to: Phrases = ()
    """Products, segments or regions it holds for; everywhere when left out."""
    sources: Phrases = ()
    """Where it comes from: a book, an interview, a deal."""
    allow: dict[str, Plain] = Field(default_factory=dict)
    """Rules it may break, each with the reason: the rule's code, then why."""

    @classmethod
    def model_for(cls, values: Mapping[str, Any]) -> "type[Entry]":
        """The model that these values are meant for, where a kind has several forms."""
        del values
        return cls

    @property
    def key(self) -> Key:
        return Key(self.kind.name, self.id)

    @property
    def path(self) -> str:
        """The entry's file, from the project root."""
        return self.kind.path(self.id)

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"


class Moved(Part):
    """The file that an id leaves behind when its entry goes on under another one."""

    moved_to: Annotated[str, Field(min_length=1)]
    """The id under which the entry goes on."""


class Retired(Part):
    """The file that an id leaves behind when its entry ends."""

    retired: Plain
    """Why the entry went, for those who follow an old link."""


Tombstone = Moved | Retired
