"""What changed about one entry: its words, its place, and where it leads."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import commonprefix
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from donebook.change import Change, Effect
from donebook.diff.acted import differences, flat
from donebook.diff.pair import Pair
from donebook.language import english
from donebook.message import Message, message, named, through
from donebook.model import FORMS, KINDS, Entry, Key
from donebook.model.fields import Ref
from donebook.model.marks import Acted, Care, Flagged, Placed, Told, called, mark, marked, relations
from donebook.model.references import Loc
from donebook.playbook import Edge, Playbook
from donebook.text import Rich, rich_blocks

_LONGEST = 200


def entry_changes(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    """Every change between two states of one entry; none where only its form differs."""
    if old is new or (old == new and old.id == new.id):
        return
    yield from _acted(pair, old, new)
    yield from _said(old, new)
    yield from _placed(pair, old, new)
    yield from _edges(pair, old, new)
    yield from _others(pair, old, new)


def _change(entry: Entry, effect: Effect, said: str, **more: str | None) -> Change:
    return Change(effect, entry.kind.name, entry.id, str(entry.title), said, **more)


def _acted(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    """What reps act on, and every other change of it."""
    for field, acted in marked(type(new), Acted).items():
        before, after = getattr(old, field, None), getattr(new, field, None)
        for said, states in differences(pair, message(acted.message), before, after):
            was, now = _clipped_alike(*states)
            yield _change(new, Effect.DIFFERENT, said, field=field, before=was, after=now)


def _said(old: Entry, new: Entry) -> Iterator[Change]:
    for field, told in marked(type(new), Told).items():
        if field == "title" and not (old.has_own_title or new.has_own_title):
            continue  # it follows from what it is called by, which is told itself
        before, after = getattr(old, field, None), getattr(new, field, None)
        if before is not None and after is not None and flat(before) != flat(after):
            was, now = _clipped_alike(before, after)
            yield _change(
                new,
                Effect.REWORDED,
                message(f"{told.message}."),
                field=field,
                before=was or None,
                after=now or None,
            )


def _placed(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    for field in marked(type(new), Placed):
        before, after = getattr(old, field, None), getattr(new, field, None)
        if before == after or before is None or after is None:
            continue
        ref = mark(type(new).model_fields[field], Ref)
        if ref:
            was, now = pair.name(Key(ref.target, before)), pair.name(Key(ref.target, after))
        else:  # one of the few words that the field takes
            was, now = _word(field, before), _word(field, after)
        if was == now:
            continue
        label = through(called(field, type(new).model_fields[field]), _upper)
        if before and after:
            said = message("{field}: from “{was}” to “{now}”.", field=label, was=was, now=now)
        elif after:
            said = message("{field}: “{now}”, which was not said.", field=label, now=now)
        else:
            said = message("{field}: no longer “{was}”.", field=label, was=was)
        yield _change(new, Effect.MOVED, said, field=field, before=before, after=after)
    for field, flag in {**marked(type(old), Flagged), **marked(type(new), Flagged)}.items():
        before, after = getattr(old, field, False), getattr(new, field, False)
        if before != after:
            said = message(f"{flag.gained if after else flag.lost}.")
            yield _change(new, Effect.MOVED, said, field=field)


def _edges(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    before = Counter(_led(pair, edge) for edge in pair.before.out_of.get(old.key, ()))
    after = Counter(_led(pair, edge) for edge in pair.after.out_of.get(new.key, ()))
    said = {**relations(type(old)), **relations(type(new))}
    for (relation, target), is_new in _gained_and_lost(before, after):
        leads = message(said.get(relation, relation.replace("_", " ").replace(".", " ")))
        name = pair.name(target)
        to = message("“{title}”", title=name) if target.kind in KINDS else name
        yield _change(new, Effect.LEADS, _led_on(leads, to, is_new=is_new), field=relation)


def _led_on(leads: Message, to: str, *, is_new: bool) -> Message:
    if is_new:
        return message("{leads} {to} now.", leads=leads, to=to)
    return message("No longer: {leads} {to}.", leads=through(leads, _lower), to=to)


def _gained_and_lost(
    before: Counter[tuple[str, Key]], after: Counter[tuple[str, Key]]
) -> Iterator[tuple[tuple[str, Key], bool]]:
    for led in sorted({*before, *after}):
        if bool(before[led]) != bool(after[led]) and _is_told(led):
            yield led, bool(after[led])


def _is_told(led: tuple[str, Key]) -> bool:
    """Places and owners are told elsewhere."""
    relation, target = led
    is_elsewhere = relation in _places() or relation.split(".")[0] in _acted_on()
    return not is_elsewhere and target.kind not in ("owner", "framework", "test")


@cache
def _acted_on() -> frozenset[str]:
    return frozenset(field for model in FORMS for field in marked(model, Acted))


@cache
def _places() -> frozenset[str]:
    return frozenset(field for model in FORMS for field in marked(model, Placed))


def _led(pair: Pair, edge: Edge) -> tuple[str, Key]:
    """The relation and what it leads to: an entry as it is now, or a word as people call it."""
    target = edge.target
    if target.kind in KINDS:
        return edge.relation, pair.now(target)
    return edge.relation, Key(target.kind, pair.name(target))


def _others(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    fields = {**type(old).model_fields, **type(new).model_fields}
    before, after = _Meaning(pair, pair.before, old), _Meaning(pair, pair.after, new)
    differing = {
        name: info
        for name, info in sorted(fields.items())
        if not _is_told_alone(name, info) and before.of(name) != after.of(name)
    }
    care = [name for name, info in differing.items() if mark(info, Care)]
    words = [name for name in differing if name not in care]
    if words:
        names = tuple(called(name, differing[name]) for name in words)
        yield _change(new, Effect.CHANGED, _changed(names), field=",".join(words))
    if care:
        labels = tuple(_label(field) for field in care)
        said = message("Reviewed again.") if care == ["reviewed"] else _changed(labels)
        yield _change(new, Effect.CARE, said, field=",".join(care))


def _changed(fields: tuple[Message, ...]) -> Message:
    return message("Changed: {fields}.", fields=fields)


def _is_told_alone(name: str, info: FieldInfo) -> bool:
    """Whether a change of a field is told in a sentence of its own."""
    return name == "id" or any(mark(info, kind) for kind in (Acted, Told, Placed, Flagged))


def _label(field: str) -> Message:
    """A field's own name, as it stands in a sentence."""
    return message(field.replace("_", " "))


class _Meaning:
    """What an entry's fields say, without their form and without the mentions told elsewhere."""

    def __init__(self, pair: Pair, playbook: Playbook, entry: Entry) -> None:
        self._entry = entry
        edges = playbook.out_of.get(entry.key, ())
        self._mentions = {e.reference.loc for e in edges if _is_told(_led(pair, e))}

    def of(self, field: str) -> Any:
        return self._meaning(getattr(self._entry, field, None), (field.rstrip("_"),))

    def _meaning(self, value: Any, loc: Loc) -> Any:
        meaning: Any = value
        if loc in self._mentions:
            meaning = None
        elif isinstance(value, Rich):
            meaning = re.sub(r"(?:\\n|\s)+", " ", repr(rich_blocks(value, "")))
        elif isinstance(value, str):
            meaning = flat(value)
        elif isinstance(value, BaseModel):
            fields = type(value).model_fields.items()
            meaning = [self._meaning(getattr(value, n), (*loc, i.alias or n)) for n, i in fields]
        elif isinstance(value, Mapping):
            meaning = {key: self._meaning(inner, (*loc, key, "")) for key, inner in value.items()}
        elif isinstance(value, tuple):
            items = (self._meaning(inner, (*loc, index)) for index, inner in enumerate(value))
            meaning = [item for item in items if item is not None]
        return meaning


def _clipped_alike(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Two states of a text, cut so that where they begin to differ is in sight."""
    was, now = before and flat(before), after and flat(after)
    start = 0
    if isinstance(was, Message) or isinstance(now, Message):
        return was, now
    if was and now and max(len(was), len(now)) > _LONGEST:
        same = len(commonprefix([was, now]))
        start = was.rfind(" ", 0, max(same - _LONGEST // 2, 0)) + 1
    return was and _clipped(was, start), now and _clipped(now, start)


def _clipped(line: str, start: int) -> str:
    head, tail = ("… " if start else ""), line[start:]
    return f"{head}{tail}" if len(tail) <= _LONGEST else f"{head}{tail[:_LONGEST]}…"


def _word(field: str, value: str) -> Message:
    """One of the few words that a field takes, as the site says it, where it does."""
    shown = f"{field}.{value}"
    return named(english().words.get(shown, value), shown if shown in english().words else value)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
