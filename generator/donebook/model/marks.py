"""What a field is, besides its type: marks for whatever shows, searches, compares or asks for it.

A mark stands in the field's annotation, so that a new field is one declaration:
`heard: Annotated[SomeSaid, Searched("heard"), Asked("What the buyer says")]`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from donebook.message import Message, message
from donebook.model.fields import parts_in

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Searched:
    """The finder looks for its texts.

    As a question, a buyer's phrase, a reply, a sign's label, its example, a fear or a message; `long`
    is what explains the entry, whose words count less.
    """

    column: Literal["ask", "heard", "then", "signs", "examples", "fears", "send", "long"]


@dataclass(frozen=True, slots=True)
class Facet:
    """The finder can be narrowed to its values."""

    name: Literal["stage", "role", "test", "element", "mark", "segment"]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry is known by it: where it changes, a diff shows both wordings below this message."""

    message: str


@dataclass(frozen=True, slots=True)
class Acted:
    """Reps act on it: where it changes, a diff tells it before anything else, with both states.

    The few words that it may take are told by the words of the interface below `values`.
    """

    message: str
    values: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """It says where an entry belongs: where it changes, a diff names both places."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """It is true or false: what a diff says where it becomes so, and where it no longer is."""

    gained: str
    lost: str


@dataclass(frozen=True, slots=True)
class Care:
    """It is about keeping the entry and not about what it says."""


@dataclass(frozen=True, slots=True)
class Called:
    """Its name in a sentence, where that is not the field's own with spaces."""

    words: str


@dataclass(frozen=True, slots=True)
class Leads:
    """How a diff says that it leads to another entry; of fields in each other, one after the other."""

    words: str


@dataclass(frozen=True, slots=True)
class Back:
    """The page of the entry that it names shows this one, below this word of the interface."""

    word: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`donebook new` asks for it, as an option of the field's name or of this one."""

    asks: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class Completes:
    """An entry can be published without it, and isn't good yet: a rule of `rules/complete.py` asks for it."""


@dataclass(frozen=True, slots=True)
class Starts:
    """What a new entry begins with here; without a value it shows what is still to be written."""

    value: Any = None


def mark(info: FieldInfo, kind: type[M]) -> M | None:
    """The mark of a kind that a field has, if it has one."""
    return next((found for found in info.metadata if isinstance(found, kind)), None)


def called(name: str, info: FieldInfo) -> Message:
    """What a field is called in a sentence."""
    found = mark(info, Called)
    return message(found.words if found else name.rstrip("_").replace("_", " "))


@cache
def marked(model: type[BaseModel], kind: type[M]) -> Mapping[str, M]:
    """The fields of a model that have a mark of a kind, with it, in their order."""
    found = ((name, mark(info, kind)) for name, info in model.model_fields.items())
    return {name: its for name, its in found if its is not None}


@cache
def relations(model: type[BaseModel]) -> Mapping[str, str]:
    """How a diff says each way of leading on, by the relation: `listen_for.strong.reveals`."""
    return dict(_relations(model))


def _relations(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    for name, info in model.model_fields.items():
        own = mark(info, Leads)
        field = info.alias or name
        if own:
            yield field, own.words
        for inner in parts_in(info.annotation):
            for relation, words in _relations(inner):
                said = f"{own.words} {words}" if own else words
                yield f"{field}.{relation}", said


def values(entry: BaseModel, kind: type[M]) -> Iterator[tuple[M, Any]]:
    """Each value of a field with a mark of a kind, in the entry and its groups, in their order."""
    for name, info in type(entry).model_fields.items():
        value = getattr(entry, name)
        found = mark(info, kind)
        if found is not None:
            yield found, value
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from values(part, kind)
