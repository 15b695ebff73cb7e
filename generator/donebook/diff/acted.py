"""What reps act on, before and after: texts, groups of texts and lists of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from donebook.diff.pair import Pair
from donebook.message import Message, message, named, through
from donebook.model import Key
from donebook.model.fields import Ref
from donebook.model.marks import Acted, mark

States = tuple[str | None, str | None]


def differences(
    pair: Pair, said: Message, before: object, after: object
) -> Iterator[tuple[Message, States]]:
    """What is said of each difference of two values of one field, and both states of it.

    A state is missing where an item of a list, or the whole group of fields, came or went.
    """
    if isinstance(before, tuple) and isinstance(after, tuple):
        items = [_Item(_texts(pair, item)) for item in before]
        others = [_Item(_texts(pair, item)) for item in after]
        yield from ((_sentence(said), states) for states in _aligned(items, others))
    elif isinstance(group := before if after is None else after, BaseModel):
        for name, info in type(group).model_fields.items():
            was = _text(pair, info, getattr(before, name)) if before else None
            now = _text(pair, info, getattr(after, name)) if after else None
            if was != now:
                acted = mark(info, Acted)
                part = message(name.replace("_", " "))
                yield (
                    _sentence(message(acted.message))
                    if acted
                    else message("{said} ({part}).", said=said, part=part),
                    (was, now),
                )
    elif before is not None and after is not None and flat(str(before)) != flat(str(after)):
        yield _sentence(said), (flat(str(before)), flat(str(after)))


def flat(text: str) -> str:
    """A text on one line."""
    return through(text, lambda words: " ".join(words.split()))


def _sentence(said: Message) -> Message:
    return message("{said}.", said=said)


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list: what each of its fields says, or all that it says."""

    texts: tuple[str | None, ...]

    @property
    def whole(self) -> str:
        return _joined(self.texts)

    @property
    def known_by(self) -> str | None:
        """What it says first."""
        return next(filter(None, self.texts), None)

    def next_to(self, other: "_Item") -> str:
        """What it says first, by which it is known, and what the other one says otherwise."""
        if not (self.texts[0] and other.texts[0]):
            return self.whole  # they aren't known by the same
        pairs = enumerate(zip(self.texts, other.texts, strict=True))
        return _joined([mine for n, (mine, theirs) in pairs if n == 0 or mine != theirs])


def _joined(texts: Iterable[str | None]) -> str:
    return " · ".join(text for text in texts if text)


def _aligned(before: Sequence[_Item], after: Sequence[_Item]) -> Iterator[States]:
    """Each item that another one took the place of, that went or that came."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            for was, now in _paired(before[start:end], after[first:last]):
                if was and now:
                    yield was.next_to(now), now.next_to(was)
                else:
                    yield was.whole if was else None, now.whole if now else None


def _paired(
    before: Sequence[_Item], after: Sequence[_Item]
) -> Iterator[tuple[_Item | None, _Item | None]]:
    """Each item with the one that is known by the same, and the others by their order."""
    same = {was.known_by: was for was in before}
    alike = [(same.pop(now.known_by, None), now) for now in after]
    rest = iter([was for was in before if was.known_by in same])
    for was, now in alike:
        yield was or next(rest, None), now
    yield from ((was, None) for was in rest)


def _texts(pair: Pair, item: object) -> tuple[str | None, ...]:
    if not isinstance(item, BaseModel):
        return (flat(str(item)),)
    fields = type(item).model_fields.items()
    return tuple(_text(pair, info, getattr(item, name)) for name, info in fields)


def _text(pair: Pair, info: FieldInfo, value: object) -> str | None:
    if value is None or value == "":
        return None
    acted = mark(info, Acted)
    if acted and acted.values:
        return named(str(value), f"{acted.values}.{value}")
    ref = mark(info, Ref)
    return pair.name(Key(ref.target, str(value))) if ref else flat(str(value))
