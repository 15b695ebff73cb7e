"""Words that the vocabulary and the settings get on request, because rows name them."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

from donebook.bring.names import Match, Names
from donebook.write import Additions, id_from

CAN_BE_NEW = ("stage", "role", "framework", "owner")
_LONGEST = 40
_MOST_WORDS = 5


@dataclass(slots=True)
class NewWords:
    """The names of what is new so far, by part and id."""

    names: Names
    wanted: Collection[str]
    _made: dict[str, dict[str, str]] = field(default_factory=dict)
    _elements: dict[str, dict[str, str]] = field(default_factory=dict)

    def match(self, part: str, text: str) -> Match | None:
        """What a text names, and where that was asked for, a new word that it makes."""
        found = self.names.match(part, text)
        if found or part not in self.wanted:
            return found
        new = self._new(text)
        if not new or new in self.names.ids(part):
            return None
        self._made.setdefault(part, {}).setdefault(new, text)
        return Match(new, is_exact=True, is_called=True)

    def element(self, framework: str, text: str) -> str | None:
        """A new element of a framework, where that was asked for."""
        new = self._new(text) if "framework" in self.wanted else ""
        if new:
            self._elements.setdefault(framework, {}).setdefault(new, text)
        return new or None

    @contextmanager
    def unless(self, is_void: Callable[[], bool]) -> Iterator[None]:
        """What is new in here stays, unless nothing has come of it in the end."""
        before = deepcopy((self._made, self._elements))
        try:
            yield
        finally:
            if is_void():
                self._made, self._elements = before

    @staticmethod
    def _new(text: str) -> str:
        is_name = len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and "?" not in text
        return id_from(text) if is_name else ""

    @property
    def additions(self) -> Additions:
        frameworks = {
            name: title
            for name, title in self._made.get("framework", {}).items()
            if name in self._elements
        }
        made = {part: self._made.get(part, {}) for part in ("stage", "role", "owner")}
        return Additions(
            stages=made["stage"],
            roles=made["role"],
            frameworks=frameworks,
            elements=self._elements,
            owners=made["owner"],
        )
