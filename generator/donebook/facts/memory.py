"""Works each fact out once for a playbook, however many places ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from donebook.model import Entry
from donebook.playbook import Playbook

P = ParamSpec("P")
T = TypeVar("T")


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
