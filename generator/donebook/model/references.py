"""Finds what an entry refers to, from the types of its fields alone.

A field marked `Ref` is an edge wherever it stands, so a new field or kind needs no code here. It
is the values as typed that are walked, so that a mistake elsewhere in a file hides no reference.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Discriminator, Tag

from donebook.model.fields import Key, Part, Ref

Loc = tuple[str | int, ...]
Walk = Callable[[Any, Loc], Iterator["Reference"]]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of something else: where it stands, and what it names.

    `typed` is what stands there, where that isn't the id: the address of a link.
    """

    loc: Loc
    target: Key
    typed: str = ""

    @property
    def relation(self) -> str:
        """The field it stands in, without the places in lists: `listen_for.strong.reveals`."""
        return ".".join(step for step in self.loc if isinstance(step, str))


def references(model: type[Part], values: Mapping[str, Any], at: Loc = ()) -> Iterator[Reference]:
    """Every reference in the values meant for a model, in the order of the model's fields.

    Values that don't fit the model are passed over; they are reported elsewhere.
    """
    for name, walk in _fields(model):
        if name in values:
            yield from walk(values[name], (*at, name))


@cache
def _fields(model: type[Part]) -> tuple[tuple[str, Walk], ...]:
    found = []
    for name, info in model.model_fields.items():
        annotation: Any = info.annotation
        marks = [*info.metadata, *([info.discriminator] if info.discriminator else [])]
        if marks:
            annotation = reduce(lambda a, mark: Annotated[a, mark], marks, annotation)
        walk = _walk(annotation)
        if walk:
            found.append((info.alias or name, walk))
    return tuple(found)


def _walk(annotation: Any) -> Walk | None:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(inner[0], inner[1:])
    if origin in (Union, UnionType):
        choices = (_walk(choice) for choice in inner if choice is not NoneType)
        return next((walk for walk in choices if walk), None)
    if origin in (tuple, dict):
        of_one = _walk(inner[0])
        return of_one and (_items(of_one) if origin is tuple else _keys(of_one))
    is_part = isinstance(annotation, type) and issubclass(annotation, Part)
    return _part(annotation) if is_part and _fields(annotation) else None


def _marked(annotation: Any, marks: tuple[Any, ...]) -> Walk | None:
    for mark in marks:
        if isinstance(mark, Ref):
            return _name(mark.target)
        if isinstance(mark, Discriminator):
            return _tagged(mark.discriminator, annotation)
    return _walk(annotation)


def _name(target: str) -> Walk:
    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        if isinstance(value, str):
            yield Reference(loc, Key(target, value))

    return walk


def _tagged(tag_of: Any, union: Any) -> Walk | None:
    """A union whose member is told by a tag, such as a worksheet's section by its type."""
    walks = {
        tag.tag: found
        for choice in get_args(union)
        for tag in get_args(choice)[1:]
        if isinstance(tag, Tag) and (found := _walk(get_args(choice)[0]))
    }

    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        of_member = walks.get(tag_of(value))
        if of_member:
            yield from of_member(value, loc)

    return walk if walks else None


def _items(of_one: Walk) -> Walk:
    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from of_one(item, (*loc, index))

    return walk


def _keys(of_key: Walk) -> Walk:
    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        if isinstance(value, dict):
            for key in value:
                yield from of_key(key, (*loc, key))

    return walk


def _part(model: type[Part]) -> Walk:
    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        if isinstance(value, dict):
            yield from references(model, value, loc)

    return walk
