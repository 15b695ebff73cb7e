"""What changed about one entry: its words, its place, and where it leads."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from donebook.change import Change, Effect
from donebook.diff.pair import Pair
from donebook.model import KINDS, Entry, Key
from donebook.model.references import Loc
from donebook.playbook import Edge, Playbook
from donebook.text import Rich, rich_blocks

# What an entry is known by: where one of these changes, both wordings are shown.
_SAID = {
    "ask": "Asked differently",
    "deciding_question": "Decided by another question",
    "title": "Called differently",
    "after": "The end state is put differently",
}
_PLACE = ("stage", "test", "root", "knowable_from", "act_by", "audience", "form")
_FLAGS = {
    "core": ("Is a core question of its stage now", "Is no core question any more"),
    "blocker": ("Stops a deal now where it is missing", "No longer stops a deal"),
}
_CARE = frozenset(
    {"owner", "reviewed", "review_every", "status", "sources", "allow", "aliases", "applies_to"}
)
_RELATIONS = {
    "listen_for.strong.reveals": "A strong answer reveals",
    "listen_for.weak.reveals": "A weak answer reveals",
    "listen_for.red_flag.reveals": "A red flag reveals",
    "listen_for.strong.warns_of": "A strong answer warns of",
    "listen_for.weak.warns_of": "A weak answer warns of",
    "listen_for.red_flag.warns_of": "A red flag warns of",
    "roles": "Is asked of",
    "ask_again": "Is asked again in",
    "answered_by": "Is settled by",
    "redefine.to": "Is redefined to",
    "redefine.ask": "Is redefined by asking",
    "drift.moves_to": "Drifts to",
    "drift.recheck": "Its drift is noticed by",
    "confused_with": "Is confused with",
    "confused_with.pattern": "Is confused with",
    "misread_leads_to": "Misread, it leads to",
    "stakeholders": "Concerns",
    "done_when.accepted_by": "Is accepted by",
    "sections.pick": "Prints",
    "sections.pattern": "Prints",
    "pattern": "Plays",
    "must_ask": "Must be asked:",
    "traps": "Sets the trap",
}
_WORDS = {
    "why": "why it is asked",
    "listen_for": "what to listen for",
    "follow_ups": "follow-ups",
    "misreading": "how it is misread",
    "avoid_when": "when not to ask it",
    "frameworks": "its place in frameworks",
    "done_when": "done when",
    "heard": "what the buyer says",
    "before": "the state before",
    "cost_of_staying": "the cost of staying",
    "regret_signs": "signs of regret",
    "proof_links": "proof",
    "lost_to": "who it is lost to",
    "autopsy": "questions for the review",
    "legacy": "old picklist values",
    "crm": "CRM values",
    "buyer_card": "the buyer's card",
    "rep_card": "the rep's card",
    "must_ask": "what must be asked",
    "answer_key": "the answer key",
    "trainer_notes": "notes for the trainer",
}
_TOLD = frozenset({"id", "roles", "ask_again", *_SAID, *_PLACE, *_FLAGS})
_LONGEST = 200


def entry_changes(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    """Every change between two states of one entry; none where only its form differs."""
    if old is new or (old == new and old.id == new.id):
        return
    yield from _said(old, new)
    yield from _placed(pair, old, new)
    yield from _edges(pair, old, new)
    yield from _others(pair, old, new)


def _change(entry: Entry, effect: Effect, message: str, **more: str | None) -> Change:
    return Change(effect, entry.kind.name, entry.id, str(entry.title), message, **more)


def _said(old: Entry, new: Entry) -> Iterator[Change]:
    for field, message in _SAID.items():
        before, after = getattr(old, field, None), getattr(new, field, None)
        if before is not None and after is not None and _flat(before) != _flat(after):
            yield _change(
                new,
                Effect.REWORDED,
                f"{message}.",
                field=field,
                before=_clipped(before),
                after=_clipped(after),
            )


def _placed(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    for field in _PLACE:
        before, after = getattr(old, field, None), getattr(new, field, None)
        if before == after or before is None or after is None:
            continue
        kind = "stage" if field in ("stage", "knowable_from", "act_by") else field
        was, now = pair.name(Key(kind, before)), pair.name(Key(kind, after))
        if was == now:
            continue
        label = field.replace("_", " ").capitalize()
        message = f"{label}: from {was} to {now}."
        yield _change(new, Effect.MOVED, message, field=field, before=before, after=after)
    for field, (gained, lost) in _FLAGS.items():
        before, after = getattr(old, field, False), getattr(new, field, False)
        if before != after:
            yield _change(new, Effect.MOVED, f"{gained if after else lost}.", field=field)


def _edges(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    before = Counter(_led(pair, edge) for edge in pair.edges(pair.before).get(old.key, ()))
    after = Counter(_led(pair, edge) for edge in pair.edges(pair.after).get(new.key, ()))
    for (relation, target), is_new in _gained_and_lost(before, after):
        words = _RELATIONS.get(relation, relation.replace("_", " ").replace(".", " "))
        name = f"“{pair.name(target)}”" if target.kind in KINDS else pair.name(target)
        message = f"{words} {name} now." if is_new else f"No longer: {_lower(words)} {name}."
        yield _change(new, Effect.LEADS, message, field=relation)


def _gained_and_lost(
    before: Counter[tuple[str, Key]], after: Counter[tuple[str, Key]]
) -> Iterator[tuple[tuple[str, Key], bool]]:
    for led in sorted({*before, *after}):
        if bool(before[led]) != bool(after[led]) and _is_told(led):
            yield led, bool(after[led])


def _is_told(led: tuple[str, Key]) -> bool:
    """Places and owners are told elsewhere."""
    relation, target = led
    return relation not in (*_PLACE, "owner") and target.kind not in ("owner", "framework", "test")


def _led(pair: Pair, edge: Edge) -> tuple[str, Key]:
    """The relation and what it leads to: an entry as it is now, or a word as people call it."""
    target = edge.target
    if target.kind in KINDS:
        return edge.relation, pair.now(target)
    return edge.relation, Key(target.kind, pair.name(target))


def _others(pair: Pair, old: Entry, new: Entry) -> Iterator[Change]:
    fields = {*type(old).model_fields, *type(new).model_fields} - _TOLD
    before, after = _Meaning(pair, pair.before, old), _Meaning(pair, pair.after, new)
    differing = [field for field in sorted(fields) if before.of(field) != after.of(field)]
    words = [f for f in differing if f not in _CARE]
    care = [f for f in differing if f in _CARE]
    if words:
        shown = ", ".join(_WORDS.get(field, field.rstrip("_").replace("_", " ")) for field in words)
        yield _change(new, Effect.CHANGED, f"Changed: {shown}.", field=",".join(words))
    if care:
        shown = ", ".join(field.replace("_", " ") for field in care)
        message = "Looked at again." if care == ["reviewed"] else f"Changed: {shown}."
        yield _change(new, Effect.CARE, message, field=",".join(care))


class _Meaning:
    """What an entry's fields say, without their form and without the mentions told elsewhere."""

    def __init__(self, pair: Pair, playbook: Playbook, entry: Entry) -> None:
        self._entry = entry
        edges = pair.edges(playbook).get(entry.key, ())
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
            meaning = _flat(value)
        elif isinstance(value, BaseModel):
            fields = type(value).model_fields.items()
            meaning = [self._meaning(getattr(value, n), (*loc, i.alias or n)) for n, i in fields]
        elif isinstance(value, Mapping):
            meaning = {key: self._meaning(inner, (*loc, key, "")) for key, inner in value.items()}
        elif isinstance(value, tuple):
            items = (self._meaning(inner, (*loc, index)) for index, inner in enumerate(value))
            meaning = [item for item in items if item is not None]
        return meaning


def _flat(text: str) -> str:
    return " ".join(text.split())


def _clipped(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
