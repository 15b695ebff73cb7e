"""Entries whose texts are words that say where they come from, to see what shows which."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from donebook.text import Plain, Rich


def retold(value: Any, path: str, tell: Callable[[str], str]) -> Any:
    """The same entry, each of its texts as `tell` says it for the field's path."""
    if isinstance(value, Plain | Rich):
        return type(value)(tell(path))
    if isinstance(value, tuple):
        return tuple(retold(item, path, tell) for item in value)
    if isinstance(value, dict):
        return {key: retold(item, path, tell) for key, item in value.items()}
    if isinstance(value, BaseModel):
        fields = {
            n: retold(getattr(value, n), f"{path}.{n}", tell) for n in type(value).model_fields
        }
        return value.model_copy(update=fields)
    return value


def marked(value: Any, path: str, names: dict[str, str], after: str = "") -> Any:
    """The same entry with a word of its own for each of its texts; `names` learns whose it is.

    `after` stands behind each word.
    """

    def tell(at: str) -> str:
        word = f"Zq{len(names):05d}x"
        names[word] = at
        return f"{word}{after}"

    return retold(value, path, tell)
