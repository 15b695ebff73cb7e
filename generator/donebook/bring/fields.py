"""What a column can fill: the fields of an entry that a text can say, read off the models."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from donebook.bring.rows import Shape
from donebook.config import Term
from donebook.model import MODELS, Entry
from donebook.model.fields import Ref
from donebook.model.pattern import DoneWhen
from donebook.model.question import FollowUp, Sign
from donebook.text import Plain, Rich

Takes = Literal[
    "line",
    "text",
    "lines",
    "word",
    "words",
    "choice",
    "choices",
    "flag",
    "day",
    "parts",
    "elements",
]
# Of a group that one text can stand for: the field that it fills, or none where it is the group.
_SPOKEN: Mapping[type[BaseModel], str] = {Sign: "", FollowUp: "ask", DoneWhen: "statement"}
# What keeps an entry, and what a cell can't decide.
_OURS = frozenset({"id", "form", "status"})
_ONE_FIELD = ".signs"  # a group is called by its own name where that is the field


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its path, as `--map` takes it, and what it takes.

    `names` is the part of the vocabulary, or the kind, that its words belong to; `choices` are the
    words it can be; `part` is the group that each of its texts makes, and `inner` where in it.
    """

    name: str
    at: tuple[str, ...]
    takes: Takes
    names: str = ""
    choices: tuple[str, ...] = ()
    part: type[BaseModel] | None = None
    inner: str = ""

    @property
    def is_many(self) -> bool:
        """Whether several columns may fill it."""
        return self.takes not in ("line", "word", "choice", "flag", "day")


@dataclass(frozen=True, slots=True)
class Target:
    """What rows become. `main` is the field that each of them needs, and is known by."""

    name: str
    main: str
    shape: Shape
    model: type[BaseModel]

    @property
    def is_entry(self) -> bool:
        return issubclass(self.model, Entry)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields that columns can fill, by name."""
        return _by_name(self.model)


_MODEL = {model.kind.name: model for model in MODELS}


def _target(kind: str, main: str, shape: Shape = "titled") -> Target:
    return Target(kind, main, shape, next(iter(_MODEL[kind].forms().values())))


TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        _target("question", "ask", "question"),
        _target("loss-reason", "title"),
        _target("pattern", "title"),
        _target("proof-point", "customer"),
        Target("glossary", "term", "term", Term),
    )
}


@cache
def _by_name(model: type[BaseModel]) -> Mapping[str, Field]:
    return {field.name: field for field in _fields(model, ())}


def _fields(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Field]:
    for field_name, info in model.model_fields.items():
        at = (*above, info.alias or field_name)
        name = ".".join(at).removesuffix(_ONE_FIELD)
        if at[-1] in _OURS:
            continue
        annotation = _bare(info.annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if info.is_required() or not _needs_another(annotation):
                yield from _fields(annotation, at)
        elif get_origin(annotation) is tuple:
            yield from _several(name, at, get_args(annotation)[0])
        elif annotation is not None and field_name == "frameworks":
            yield Field(name, at, "elements", "framework")
        else:
            yield from _single(name, at, annotation, _ref(info.metadata))


def _needs_another(group: type[BaseModel]) -> bool:
    """Whether a group can't be begun without naming an entry, which no text can stand in for."""
    return any(i.is_required() and _ref(i.metadata) for i in group.model_fields.values())


def _bare(annotation: Any) -> Any:
    """A type without the `None` it may be instead, and without its marks."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    marked = getattr(annotation, "__origin__", annotation)
    return marked if hasattr(annotation, "__metadata__") else annotation


def _ref(marks: Any) -> str:
    return next((found.target for found in marks if isinstance(found, Ref)), "")


def _single(name: str, at: tuple[str, ...], kind: Any, names: str) -> Iterator[Field]:
    if names:
        yield Field(name, at, "word", names)
    elif get_origin(kind) is Literal:
        yield Field(name, at, "choice", choices=get_args(kind))
    elif kind is bool:
        yield Field(name, at, "flag")
    elif kind is date:
        yield Field(name, at, "day")
    elif isinstance(kind, type) and issubclass(kind, Plain | Rich):
        yield Field(name, at, "line" if issubclass(kind, Plain) else "text")


def _several(name: str, at: tuple[str, ...], item: Any) -> Iterator[Field]:
    names, kind = _ref(getattr(item, "__metadata__", ())), _bare(item)
    if names:
        yield Field(name, at, "words", names)
    elif get_origin(kind) is Literal:
        yield Field(name, at, "choices", choices=get_args(kind))
    elif kind in _SPOKEN:
        yield Field(name, at, "parts", part=kind, inner=_SPOKEN[kind])
    elif isinstance(kind, type) and issubclass(kind, Plain):
        yield Field(name, at, "lines")
