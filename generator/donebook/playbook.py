"""The whole playbook as one value: entries, and what leads from one to another."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

from donebook.config import Config, Framework, Owner, Role, Stage, Test, Vocabulary, former
from donebook.figures import Figures
from donebook.imprint import Imprint
from donebook.language import Language, english
from donebook.message import Message, message
from donebook.model import (
    KINDS,
    DealCheck,
    Entry,
    Exercise,
    Key,
    Kind,
    LossReason,
    Moved,
    Pattern,
    Question,
    SpokenQuestion,
    Tombstone,
    Worksheet,
)
from donebook.model.references import Reference
from donebook.text import Plain

# What the parts of the vocabulary and of the settings are called in a sentence.
_PARTS = {
    "stage": message("stage"),
    "role": message("role"),
    "test": message("test"),
    "framework": message("framework"),
    "segment": message("segment"),
    "term": message("term"),
    "owner": message("owner"),
    "pack": message("pack"),
    "setting": message("setting"),
}
E = TypeVar("E", bound=Entry)
FOUR_TESTS = 4  # as many as have a name


def called(kind: str) -> Message:
    """What a kind of entry, or a part of the vocabulary, is called in a sentence."""
    return KINDS[kind].words if kind in KINDS else _PARTS[kind]


@dataclass(frozen=True, slots=True)
class Edge:
    """One mention: the entry it stands in, and what it names."""

    source: Key
    reference: Reference

    @property
    def relation(self) -> str:
        return self.reference.relation

    @property
    def target(self) -> Key:
        return self.reference.target


@dataclass(frozen=True)
class Playbook:
    """All entries with their edges.

    `broken` are entries that exist and could not be read, `suspects` what these refer to. `imprint`
    is what the templates print on every sheet, `figures` what the CRM's closed deals add up to.
    """

    config: Config
    vocabulary: Vocabulary
    entries: Mapping[Key, Entry]
    edges: tuple[Edge, ...]
    tombstones: Mapping[Key, Tombstone] = field(default_factory=dict)
    broken: frozenset[Key] = frozenset()
    suspects: tuple[Edge, ...] = ()
    language: Language = field(default_factory=english)
    imprint: Imprint = field(default_factory=Imprint)
    figures: Figures | None = None

    def without_drafts(self) -> "Playbook":
        """Without drafts; the same each time, so that its facts are worked out once."""
        return self._published if any(e.is_draft for e in self.entries.values()) else self

    @cached_property
    def _published(self) -> "Playbook":
        entries = {key: entry for key, entry in self.entries.items() if not entry.is_draft}
        edges = tuple(e for e in self.edges if e.source in entries)
        return replace(self, entries=entries, edges=edges)

    def as_of(self, day: date) -> "Playbook":
        """As it is judged on a day: reps who get it later don't have it yet."""
        live = self.config.live_since
        if live is None or live <= day:
            return self
        return replace(self, config=self.config.model_copy(update={"live_since": None}))

    def live_on(self, day: date) -> "Playbook":
        """As if reps had it on a day, if they don't have it by then."""
        live = self.config.live_since
        if live is not None and live <= day:
            return self
        return replace(self, config=self.config.model_copy(update={"live_since": day}))

    def at(self, address: str) -> "Playbook":
        """With this address of the site, unless the settings name one."""
        if self.config.address:
            return self
        return replace(self, config=self.config.model_copy(update={"address": address}))

    @cached_property
    def facts(self) -> dict[object, Any]:
        """What `donebook.facts` has worked out for this playbook."""
        return {}

    def of_model(self, model: type[E]) -> tuple[E, ...]:
        """All entries of a model, in the order of their ids."""
        return tuple(e for e in self.entries.values() if isinstance(e, model))

    def shown_as(self, kind: Kind) -> tuple[Entry, ...]:
        """All entries that the site shows as this kind, in the order of their ids."""
        return tuple(e for e in self.entries.values() if e.shown_as() == kind)

    def entry(self, model: type[E], entry_id: str) -> E:
        """The entry of a model that has this id. Raises KeyError where there is none."""
        found = self.entries[Key(model.kind.name, entry_id)]
        if not isinstance(found, model):
            raise KeyError(entry_id)
        return found

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return self.of_model(Question)

    @cached_property
    def spoken(self) -> tuple[SpokenQuestion, ...]:
        return self.of_model(SpokenQuestion)

    @cached_property
    def checks(self) -> tuple[DealCheck, ...]:
        return self.of_model(DealCheck)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        return self.of_model(Pattern)

    @cached_property
    def loss_reasons(self) -> tuple[LossReason, ...]:
        return self.of_model(LossReason)

    @cached_property
    def worksheets(self) -> tuple[Worksheet, ...]:
        return self.of_model(Worksheet)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return self.of_model(Exercise)

    @cached_property
    def into(self) -> Mapping[Key, tuple[Edge, ...]]:
        """The edges that lead to each entry or word of the vocabulary."""
        groups: defaultdict[Key, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            groups[edge.reference.target].append(edge)  # spelled out: there are thousands
        return {key: tuple(found) for key, found in groups.items()}

    @cached_property
    def out_of(self) -> Mapping[Key, tuple[Edge, ...]]:
        """The edges that lead on from each entry."""
        groups: defaultdict[Key, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            groups[edge.source].append(edge)
        return {key: tuple(found) for key, found in groups.items()}

    def owner_of(self, entry: Entry) -> str:
        """Who answers for an entry."""
        return entry.owner or self.config.usual_owner

    def review_by(self, entry: Entry) -> date | None:
        """The day by which an entry is to be looked at again; none where nobody ever did."""
        if entry.reviewed is None:
            return None
        days = entry.review_every or self.config.review_days(entry.kind.name)
        return entry.reviewed + timedelta(days=days)

    @cached_property
    def kinds_of(self) -> Mapping[str, tuple[str, ...]]:
        """The kinds that have an entry, a note or a broken file of an id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key in sorted({*self.entries, *self.tombstones, *self.broken}):
            found[key.id].append(key.kind)
        return {entry_id: tuple(kinds) for entry_id, kinds in found.items()}

    @cached_property
    def mentions(self) -> tuple[Edge, ...]:
        """Everything that refers to something, in entries that could not be read, too."""
        return (*self.edges, *self.suspects)

    @cached_property
    def _mentioned(self) -> frozenset[Key]:
        return frozenset((*self.into, *(edge.target for edge in self.suspects)))

    def naming(self, is_meant: Callable[[Key], bool]) -> Iterator[Edge]:
        """The mentions of entries or words that are meant, in the order of files.

        Thousands of mentions name a few hundred, and each of those is asked about once.
        """
        meant = {key for key in self._mentioned if is_meant(key)}
        return (edge for edge in self.mentions if edge.target in meant) if meant else iter(())

    def sources(self, target: Key, model: type[E], *relations: str) -> tuple[E, ...]:
        """The entries of a model that name `target` in one of these relations, each once."""
        found: dict[Key, E] = {}
        for edge in self.into.get(target, ()):
            entry = self.entries[edge.source]
            if isinstance(entry, model) and edge.relation.endswith(relations):
                found.setdefault(edge.source, entry)
        return tuple(found.values())

    def confusable_with(self, pattern: Pattern) -> tuple[tuple[Pattern, Plain], ...]:
        """The patterns a pattern is taken for, from either side; its own tell wins over theirs."""
        theirs = {
            other.key: (other, confused.tell)
            for other in self.sources(pattern.key, Pattern, "confused_with.pattern")
            for confused in other.confused_with
            if confused.pattern == pattern.id
        }
        own = {
            entry.key: (entry, confused.tell)
            for confused in pattern.confused_with
            if isinstance(entry := self.entries.get(Key("pattern", confused.pattern)), Pattern)
        }
        return tuple({**theirs, **own}.values())

    def words(self, target: str) -> Mapping[str, Plain]:
        """The words that a reference to this part of the vocabulary may take, and their names; of others, none."""
        return self._words.get(target, {})

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, Plain]]:
        parts: Mapping[str, Mapping[str, Stage | Role | Test | Framework | Owner]] = {
            "stage": self.vocabulary.stages,
            "role": self.vocabulary.roles,
            "test": self.vocabulary.tests,
            "framework": self.vocabulary.frameworks,
            "owner": self.config.owners,
        }
        named = {
            part: {word: found.name for word, found in words.items()}
            for part, words in parts.items()
        }
        return {**named, "segment": self.vocabulary.segment_names}

    @property
    def tests_called(self) -> str:
        """What all tests are called together."""
        is_four = len(self.vocabulary.tests) == FOUR_TESTS
        say = self.language.say
        return say("tests.the-four-tests") if is_four else say("tests.tests")

    def former(self, target: str) -> Mapping[str, str]:
        """What words of a part of the vocabulary are called now, by the ids that they had before."""
        return self._former.get(target, {})

    @cached_property
    def _former(self) -> Mapping[str, Mapping[str, str]]:
        vocabulary = self.vocabulary
        segments = vocabulary.segments.values()
        return {
            "stage": former(vocabulary.stages),
            "role": former(vocabulary.roles),
            "test": former(vocabulary.tests),
            "framework": former(vocabulary.frameworks),
            "owner": former(self.config.owners),
            "segment": {old: now for segment in segments for old, now in segment.was.items()},
        }

    def forwarded(self, key: Key) -> Key | None:
        """Where an id went in the end; none where it was retired, or leads round in a circle."""
        seen: set[Key] = set()
        while key in self.tombstones and key not in seen:
            seen.add(key)
            note = self.tombstones[key]
            if not isinstance(note, Moved):
                return None
            key = Key(key.kind, note.moved_to)
        return None if key in seen else key
