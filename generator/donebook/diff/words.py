"""Words of the vocabulary that got another id: the earlier playbook, told in those of the later one."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from donebook.config import Config, Segment, Vocabulary
from donebook.model import Key
from donebook.model.references import Loc
from donebook.playbook import Edge, Playbook

T = TypeVar("T")
_IN_VOCABULARY = {"stages": "stage", "roles": "role", "tests": "test", "frameworks": "framework"}
_Now = Callable[[str, str], str]


def in_words_of(after: Playbook, before: Playbook) -> Playbook:
    """The earlier playbook with the ids that its words have now, as `was` says where they stand."""
    names = {
        Key(part, old): Key(part, now)
        for part in (*_IN_VOCABULARY.values(), "owner", "segment")
        for old, now in after.former(part).items()
        if old in before.words(part) and now not in before.words(part)
    }
    if not names:
        return before

    def now(part: str, word: str) -> str:
        return names.get(Key(part, word), Key(part, word)).id

    places: defaultdict[Key, dict[Loc, str]] = defaultdict(dict)
    for edge in before.edges:
        if edge.target in names:
            places[edge.source][edge.reference.loc] = names[edge.target].id
    entries = {
        key: _with(entry, (), places[key]) if key in places else entry
        for key, entry in before.entries.items()
    }
    return replace(
        before,
        config=_config(before.config, now),
        vocabulary=_vocabulary(before.vocabulary, now),
        entries=entries,
        edges=tuple(_edge(edge, names) for edge in before.edges),
    )


def _edge(edge: Edge, names: Mapping[Key, Key]) -> Edge:
    if edge.target not in names:
        return edge
    target, loc = names[edge.target], edge.reference.loc
    if loc[-1] == edge.target.id:  # a mention that is itself a field's name
        loc = (*loc[:-1], target.id)
    return replace(edge, reference=replace(edge.reference, loc=loc, target=target))


def _with(value: Any, loc: Loc, names: Mapping[Loc, str]) -> Any:
    """A value of an entry with other words at some places of it."""
    if isinstance(value, str):
        return names.get(loc, value)
    if isinstance(value, BaseModel):
        fields = ((name, info.alias or name) for name, info in type(value).model_fields.items())
        those = ((name, getattr(value, name), (*loc, called)) for name, called in fields)
        made = ((name, old, _with(old, at, names)) for name, old, at in those)
        return value.model_copy(update={name: new for name, old, new in made if new != old})
    if isinstance(value, Mapping):
        return {names.get((*loc, key), key): inner for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_with(inner, (*loc, index), names) for index, inner in enumerate(value))
    return value


def _keyed(words: Mapping[str, T], part: str, now: _Now) -> dict[str, T]:
    return {now(part, word): its for word, its in words.items()}


def _config(config: Config, now: _Now) -> Config:
    usual = config.default_owner and now("owner", config.default_owner)
    return config.model_copy(
        update={"owners": _keyed(config.owners, "owner", now), "default_owner": usual}
    )


def _vocabulary(vocabulary: Vocabulary, now: _Now) -> Vocabulary:
    words = {
        field: _keyed(getattr(vocabulary, field), part, now)
        for field, part in _IN_VOCABULARY.items()
    }
    segments = {name: _segment(segment, now) for name, segment in vocabulary.segments.items()}
    return vocabulary.model_copy(update={**words, "segments": segments})


def _segment(segment: Segment, now: _Now) -> Segment:
    return segment.model_copy(
        update={
            "values": _keyed(segment.values, "segment", now),
            "weeks": segment.weeks and _keyed(segment.weeks, "segment", now),
            "written_for": segment.written_for and now("segment", segment.written_for),
        }
    )
