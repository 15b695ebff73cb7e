"""What reps act on, before and after: texts, groups of texts and lists of them."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from donebook.diff.pair import Pair
from donebook.message import Message, message
from donebook.model import Key
from donebook.model.fields import Ref
from donebook.model.marks import mark

States = tuple[str | None, str | None]


def differences(
    pair: Pair, said: Message, before: object, after: object
) -> Iterator[tuple[Message, States]]:
    """What is said of each difference of two values of one field, and both states of it.

    A state is missing where an item of a list, or the whole group of fields, came or went.
    """
    if isinstance(before, tuple) and isinstance(after, tuple):
        items = _texts(pair, before), _texts(pair, after)
        yield from ((_sentence(said), states) for states in _aligned(*items))
    elif isinstance(group := before if after is None else after, BaseModel):
        for name, info in type(group).model_fields.items():
            was = _text(pair, info, getattr(before, name)) if before else None
            now = _text(pair, info, getattr(after, name)) if after else None
            if was != now:
                part = message(name.replace("_", " "))
                yield message("{said} ({part}).", said=said, part=part), (was, now)
    elif before is not None and after is not None and flat(str(before)) != flat(str(after)):
        yield _sentence(said), (flat(str(before)), flat(str(after)))


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def _sentence(said: Message) -> Message:
    return message("{said}.", said=said)


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[States]:
    """Each item that another one took the place of, that went or that came."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield from zip_longest(before[start:end], after[first:last])


def _texts(pair: Pair, items: tuple[object, ...]) -> list[str]:
    return [
        _whole(pair, item) if isinstance(item, BaseModel) else flat(str(item)) for item in items
    ]


def _whole(pair: Pair, part: BaseModel) -> str:
    """All that a group says, as one line."""
    fields = type(part).model_fields.items()
    texts = (_text(pair, info, getattr(part, name)) for name, info in fields)
    return " · ".join(text for text in texts if text)


def _text(pair: Pair, info: FieldInfo, value: object) -> str | None:
    if value is None or value == "":
        return None
    ref = mark(info, Ref)
    return pair.name(Key(ref.target, str(value))) if ref else flat(str(value))
