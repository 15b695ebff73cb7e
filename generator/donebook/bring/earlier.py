"""Rows that an earlier import brought in, whatever has become of their entries since."""

from collections.abc import Iterator
from itertools import count

from donebook.ids import id_from
from donebook.message import Message, message
from donebook.model import LONGEST_ID, Key, Kind, Moved, Retired, no_id
from donebook.playbook import Playbook


def numbered(base: str) -> Iterator[str]:
    """An id, and what it becomes where it is taken: who-signs, who-signs-2, ..."""
    for number in count(1):
        end = f"-{number}" if number > 1 else ""
        made = f"{base[: LONGEST_ID - len(end)].rstrip('-')}{end}"
        if not no_id(made):
            yield made


class Earlier:
    """The ids that entries of a kind have or had before an import. A row can be one of them only."""

    def __init__(self, playbook: Playbook, kind: Kind) -> None:
        self._playbook, self._kind = playbook, kind
        keys = (*playbook.entries, *playbook.tombstones, *playbook.broken)
        self._left = {key.id: True for key in keys if key.kind == kind.name}

    def is_taken(self, entry_id: str) -> bool:
        return entry_id in self._left

    def met(self, entry_id: str) -> None:
        """Note that a row says what this entry says."""
        self._left[entry_id] = False

    def told(self, title: str) -> Message | None:
        """What became of the entry that a row with this title was made into; none where it was not.

        An id that another row of this import goes by belongs to that one.
        """
        base = id_from(title)
        for entry_id in numbered(base) if base else ():
            if not self.is_taken(entry_id):
                return None
            if self._left[entry_id]:
                self.met(entry_id)
                return self._became(entry_id)
        return None

    def _became(self, entry_id: str) -> Message:
        place = self._kind.path(entry_id)
        note = self._playbook.tombstones.get(Key(self._kind.name, entry_id))
        if isinstance(note, Retired):
            return message("It is retired: {place} says why.", place=place)
        if isinstance(note, Moved):
            now = self._kind.path(note.moved_to)
            return message("It went on as {now}: {place} says so.", now=now, place=place)
        return message(
            "It is in {place} already, changed since. If it is another one, give it a title of its own.",
            place=place,
        )
