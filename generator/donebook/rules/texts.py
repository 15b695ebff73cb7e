"""All texts of a part, for rules that look for something that hardly any text has."""

from collections.abc import Mapping

from donebook.facts import remembered_alone
from donebook.model import Part


@remembered_alone
def texts_of(part: Part) -> tuple[str, ...]:
    """What stands anywhere in a part as text, in no order, without the places; names of fields are none."""
    texts: list[str] = []
    waiting: list[object] = [part]
    for value in waiting:  # grows on the way
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, Part):
            waiting += vars(value).values()
        elif isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, tuple):
            waiting += value
    return tuple(texts)
