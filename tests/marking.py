"""Entries whose texts are words that say where they come from, to see what shows which."""

from typing import Any

from pydantic import BaseModel

from donebook.text import Plain, Rich


def marked(value: Any, path: str, names: dict[str, str]) -> Any:
    """The same entry with a word of its own for each of its texts; `names` learns whose it is."""
    if isinstance(value, Plain | Rich):
        word = f"Zq{len(names):04d}x"
        names[word] = path
        return type(value)(word)
    if isinstance(value, tuple):
        return tuple(marked(item, path, names) for item in value)
    if isinstance(value, dict):
        return {key: marked(item, path, names) for key, item in value.items()}
    if isinstance(value, BaseModel):
        fields = {
            n: marked(getattr(value, n), f"{path}.{n}", names) for n in type(value).model_fields
        }
        return value.model_copy(update=fields)
    return value
