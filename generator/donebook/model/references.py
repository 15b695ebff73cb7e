"""Finds what an entry refers to, from the types of its fields alone.

A field marked `Ref` is an edge wherever it stands, so a new field or kind needs no code here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from donebook.model.fields import Key, Part, Ref

Loc = tuple[str | int, ...]
Walk = Callable[[Any, Loc], Iterator["Reference"]]


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of something else: where it stands, and what it names."""

    loc: Loc
    target: Key

    @property
    def relation(self) -> str:
        """The field it stands in, without the places in lists: `listen_for.strong.reveals`."""
        return ".".join(step for step in self.loc if isinstance(step, str))


def references(part: Part) -> Iterator[Reference]:
    """Every reference in an entry, in the order of the model's fields."""
    for name, walk in _fields(type(part)):
        yield from walk(getattr(part, name), (_alias(type(part), name),))


def _alias(model: type[Part], name: str) -> str:
    return model.model_fields[name].alias or name


@cache
def _fields(model: type[Part]) -> tuple[tuple[str, Walk], ...]:
    found = []
    for name, info in model.model_fields.items():
        annotation: Any = info.annotation
        if info.metadata:
            annotation = reduce(lambda a, m: Annotated[a, m], info.metadata, annotation)
        walk = _walk(annotation)
        if walk:
            found.append((name, walk))
    return tuple(found)


def _walk(annotation: Any) -> Walk | None:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marks = [m for m in inner[1:] if isinstance(m, Ref)]
        return _name(marks[0].target) if marks else _walk(inner[0])
    if origin in (Union, UnionType):
        return _union(inner)
    if origin is tuple:
        return _items(_walk(inner[0]))
    if origin is dict:
        return _keys(_walk(inner[0]))
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return _part if _fields(annotation) else None
    return None


def _name(target: str) -> Walk:
    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        yield Reference(loc, Key(target, value))

    return walk


def _union(choices: tuple[Any, ...]) -> Walk | None:
    walks = [(c, w) for c in choices if c is not NoneType and (w := _walk(c))]
    if not walks:
        return None

    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        if isinstance(value, Part):
            yield from _part(value, loc)
        elif value is not None:
            yield from walks[0][1](value, loc)

    return walk


def _items(of_one: Walk | None) -> Walk | None:
    if of_one is None:
        return None

    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        for index, item in enumerate(value):
            yield from of_one(item, (*loc, index))

    return walk


def _keys(of_key: Walk | None) -> Walk | None:
    if of_key is None:
        return None

    def walk(value: Any, loc: Loc) -> Iterator[Reference]:
        for key in value:
            yield from of_key(key, (*loc, key))

    return walk


def _part(value: Any, loc: Loc) -> Iterator[Reference]:
    for reference in references(value):
        yield Reference((*loc, *reference.loc), reference.target)
