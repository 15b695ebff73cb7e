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
    summary: Summary
    owner: OwnerRef
    reviewed: Day
    aliases: Phrases = ()
    status: Literal["draft", "active", "retiring"] = "active"
    review_every: Days | None = None
    applies_to: Phrases = ()
    sources: Phrases = ()
    allow: dict[str, Plain] = Field(default_factory=dict)

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


class Retired(Part):
    """The file that an id leaves behind when its entry ends."""

    retired: Plain


Tombstone = Moved | Retired
