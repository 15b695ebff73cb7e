"""Works each fact out once for a playbook or a part of it, however many places ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ref

from donebook.model import Entry
from donebook.playbook import Playbook

P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V")


def remembered(
    fact: Callable[Concatenate[Playbook, P], T],
) -> Callable[Concatenate[Playbook, P], T]:
    """Keep what a function of a playbook returned, for as long as the playbook lives.

    Its other arguments are entries of the playbook, which stand for their keys, or hashable values.
    """

    @wraps(fact)
    def once(playbook: Playbook, /, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (fact, *map(_key, args), *(kwargs[name] for name in sorted(kwargs)))
        if asked not in playbook.facts:
            playbook.facts[asked] = fact(playbook, *args, **kwargs)
        found: T = playbook.facts[asked]
        return found

    return once


def _key(argument: object) -> object:
    return argument.key if isinstance(argument, Entry) else argument


class _Known(ref[Any]):
    """What is known of a value, without keeping it alive."""

    __slots__ = ("found", "number")
    found: dict[object, Any]
    number: int


_KNOWN: dict[int, _Known] = {}
_ASKED: dict[tuple[object, ...], tuple[object, ...]] = {}


def remembered_alone(
    fact: Callable[Concatenate[V, P], T],
) -> Callable[Concatenate[V, P], T]:
    """Keep what a function of what a file says returned, for as long as that very value lives.

    Such a value, as an entry or the vocabulary, never changes; with a memory (`load`) a file that is
    as it was gives the same value again, in every playbook that holds it. The function may look at
    nothing but the value and its other arguments, which are hashable.
    """

    @wraps(fact)
    def once(value: V, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (fact, *args, *(kwargs[name] for name in sorted(kwargs)))
        asked = _ASKED.setdefault(key, key)  # one for all values: a playbook has thousands
        found = _known(value).found
        if asked not in found:
            found[asked] = fact(value, *args, **kwargs)
        told: T = found[asked]
        return told

    return once


def _known(value: object) -> _Known:
    # By which it is and not by what it says: to compare all texts would take longer than most facts.
    known = _KNOWN.get(id(value))
    if known is None:
        known = _Known(value, _forget)
        known.found, known.number = {}, id(value)
        _KNOWN[known.number] = known
    return known


def _forget(known: ref[Any]) -> None:
    if isinstance(known, _Known):
        del _KNOWN[known.number]
