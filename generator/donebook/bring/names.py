"""Words of a cell matched with what the playbook has: a stage, a role, a definition of done."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from donebook.message import Message
from donebook.model import KINDS
from donebook.playbook import Playbook, called
from donebook.spelling import guess
from donebook.text import finished

_BEFORE = re.compile(r"^(?:stage|phase|schritt|step|stufe)?[\s.:#-]*\d*[\s.):–—-]*", re.IGNORECASE)
_MOST_WORDS = 5
_SHARED = 3  # letters
# A name that a wiki adds its page's address to.
_ADDRESS = re.compile(r"\s*\((?:https?://|[\w%./-]+\.(?:md|csv))[^)]*\)")


@dataclass(frozen=True, slots=True)
class Match:
    """What a word was taken for. `is_exact` says that it stands there as it is called.

    `is_called` is false, too, where it goes by that elsewhere, such as in a CRM.
    """

    id: str
    is_exact: bool
    is_called: bool = False


def shape(text: str) -> str:
    """A text by its words alone: no capitals, no punctuation."""
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("’", "'").replace("'", "")))


@dataclass(frozen=True)
class Names:
    """What everything is called in a playbook."""

    playbook: Playbook

    @cached_property
    def _called(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each part of the vocabulary and each kind: the ids, with all that they are called."""
        vocabulary, config = self.playbook.vocabulary, self.playbook.config
        words = {
            part: {
                word: (word, str(name), *self._former(part, word))
                for word, name in self.playbook.words(part).items()
            }
            for part in ("role", "test", "framework", "segment", "owner")
        }
        stages = {
            i: (i, str(s.name), *map(str, (*s.crm.values(), *s.legacy)), *s.was)
            for i, s in vocabulary.stages.items()
        }
        entries = {
            kind: {
                entry.id: (
                    entry.id,
                    finished(entry.title, config.product),
                    *map(str, entry.aliases),
                )
                for entry in self.playbook.entries.values()
                if entry.kind.name == kind
            }
            for kind in KINDS
        }
        return {**words, "stage": stages, **entries}

    def _former(self, part: str, word: str) -> tuple[str, ...]:
        return tuple(old for old, now in self.playbook.former(part).items() if now == word)

    @cached_property
    def _described(self) -> Mapping[str, str]:
        """The job titles of roles, and what they care about, which may name more."""
        return {
            i: "".join(f" {shape(text)} " for text in (*r.titles, r.cares_about or ""))
            for i, r in self.playbook.vocabulary.roles.items()
        }

    def ids(self, part: str) -> Collection[str]:
        return self._called[part]

    def of(self, part: str, name: str) -> str:
        """What something is called, by its id."""
        return self._called[part][name][1]

    def element(self, framework: str, text: str) -> str | None:
        """The element of a framework that a text names."""
        its = self.playbook.vocabulary.frameworks.get(framework)
        elements = its.elements.items() if its else ()
        return _only(i for i, e in elements if shape(text) in (shape(i), shape(e.name)))

    def framework_of(self, text: str) -> tuple[str | None, str | None]:
        """The framework and the element of a text, where only one framework has such an element."""
        found = ((name, self.element(name, text)) for name in self.playbook.vocabulary.frameworks)
        some = [(name, element) for name, element in found if element]
        return some[0] if len(some) == 1 else (None, None)

    @staticmethod
    def word(part: str) -> Message:
        """What the part is called in a sentence."""
        return called(part)

    def match(self, part: str, text: str) -> Match | None:
        """What a text names of a part of the vocabulary, or of a kind; none where that isn't sure."""
        names = self._called[part]
        whole = _ADDRESS.sub("", text).strip()
        exact = [i for i, ways in names.items() if shape(whole) in map(shape, ways)]
        if exact:
            is_called = shape(whole) in map(shape, names[exact[0]][:2])
            return Match(exact[0], is_exact=True, is_called=is_called) if len(exact) == 1 else None
        found = shape(_BEFORE.sub("", whole, count=1))
        if not found:
            return None
        near = (
            _only(i for i, ways in names.items() if found in map(shape, ways))
            or _only(i for i, ways in names.items() if any(_adds(found, shape(w)) for w in ways))
            or self._begins(part, found)
            or self._described_as(part, found)
            or self._misspelt(names, found)
        )
        return Match(near, is_exact=False) if near else None

    def near(self, part: str, text: str) -> str | None:
        """What a text that names nothing may have been meant as: a word that begins as it does."""
        said = shape(text)
        by_way = {shape(way): name for name, ways in self._called[part].items() for way in ways[:2]}
        near = guess(said, by_way).near
        if near:
            return by_way[near]
        return _only(name for way, name in by_way.items() if _begins_alike(said, way))

    def _begins(self, part: str, found: str) -> str | None:
        """What a text is a part of: "Procurement" of "Procurement and legal"; never an entry's title."""
        names = {} if part in KINDS else self._called[part]
        return _only(
            i for i, ways in names.items() if any(_adds(shape(w), found) for w in ways[1:])
        )

    def _described_as(self, part: str, found: str) -> str | None:
        if part != "role":
            return None
        return _only(i for i, text in self._described.items() if f" {found} " in text)

    @staticmethod
    def _misspelt(names: Mapping[str, tuple[str, ...]], found: str) -> str | None:
        by_way = {shape(way): name for name, ways in names.items() for way in ways}
        sure = guess(found, by_way).sure
        return by_way[sure] if sure else None


def _only(found: Iterator[str]) -> str | None:
    """The one that was found; none where there are several."""
    some = list(dict.fromkeys(found))
    return some[0] if len(some) == 1 else None


def _begins_alike(text: str, name: str) -> bool:
    """Whether the first words of two names share most of their letters: "Proof" and "Prove"."""
    one, other = (f"{words} ".split(" ")[0] for words in (text, name))
    shared = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False)))
    return shared >= _SHARED and shared * 2 > min(len(one), len(other))


def _adds(text: str, name: str) -> bool:
    """Whether a text is a name with a few words around it, such as "first discovery call"."""
    return bool(name) and f" {name} " in f" {text} " and len(text.split()) <= _MOST_WORDS
