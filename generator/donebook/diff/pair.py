"""Two playbooks side by side: which entry of the one is which of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from donebook.model import KINDS, Entry, Key
from donebook.playbook import Playbook


@dataclass(frozen=True)
class Pair:
    """A playbook before and after; drafts are in neither."""

    before: Playbook
    after: Playbook
    drafts: frozenset[Key] = frozenset()  # what is a draft afterwards

    @cached_property
    def renamed(self) -> tuple[tuple[Key, Key], ...]:
        """Entries that go on under an id that is new."""
        moved = ((key, self.after.forwarded(key)) for key in self.gone_keys)
        return tuple(
            (old, new)
            for old, new in moved
            if new in self.after.entries and new not in self.before.entries and new is not None
        )

    @cached_property
    def gone_keys(self) -> tuple[Key, ...]:
        return tuple(sorted({*self.before.entries} - {*self.after.entries}))

    @property
    def gone(self) -> tuple[Key, ...]:
        """Entries that don't go on by themselves."""
        renamed = {old for old, _ in self.renamed}
        return tuple(key for key in self.gone_keys if key not in renamed)

    @property
    def added(self) -> tuple[Key, ...]:
        renamed = {new for _, new in self.renamed}
        new = {*self.after.entries} - {*self.before.entries} - renamed - self.before.broken
        return tuple(sorted(new))

    @property
    def kept(self) -> tuple[tuple[Entry, Entry], ...]:
        """Each entry that is there before and after, under whatever id."""
        same = ((key, key) for key in self.before.entries if key in self.after.entries)
        return tuple(
            (self.before.entries[old], self.after.entries[new])
            for old, new in (*same, *self.renamed)
        )

    def now(self, key: Key) -> Key:
        """The key that an entry has in the later playbook."""
        return self._names.get(key, key)

    @cached_property
    def _names(self) -> Mapping[Key, Key]:
        onward = {key: self.after.forwarded(key) for key in self.after.tombstones}
        return {old: new for old, new in onward.items() if new is not None}

    @cached_property
    def is_whole(self) -> bool:
        """Whether every file could be read, and every mention leads somewhere, on both sides."""
        return _is_whole(self.before) and _is_whole(self.after)

    def name(self, key: Key) -> str:
        """How people call an entry or a word of the vocabulary, as late as it is known."""
        for playbook in (self.after, self.before):
            if key in playbook.entries:
                return str(playbook.entries[key].title)
            if named := playbook.words(key.kind).get(key.id):
                return str(named)
        return key.id


def _is_whole(playbook: Playbook) -> bool:
    return not playbook.broken and all(
        target in playbook.entries
        if target.kind in KINDS
        else target.id in playbook.words(target.kind)
        for target in playbook.into
    )
