"""The playbook as it lies on disk now, read anew once its files change."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Thread

from donebook.check import SETTINGS, Checked, check
from donebook.index.opened import Index, opened
from donebook.index.search import search
from donebook.load import Memory
from donebook.message import Message, message
from donebook.model import CONTENT
from donebook.pages.places import places
from donebook.playbook import Playbook
from donebook.site.history import news_of
from donebook.source import Folder

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class State:
    """The playbook on a day: as checked, and as reps see it, without drafts.

    `is_old` says that the files have errors now, and that this is how they were before.
    """

    checked: Checked
    playbook: Playbook
    today: date
    is_old: bool = False

    @property
    def index(self) -> Index:
        return opened(self.playbook, places(self.playbook, has_news=True))

    @property
    def note(self) -> Message | None:
        if not self.is_old:
            return None
        return message(
            "The content has errors now; this is from before. `donebook check` says which."
        )


@dataclass
class Held:
    """Holds the playbook of a folder for one process, with errors only from before they came in."""

    root: Path
    state: State
    day: Callable[[], date]
    _stamp: _Stamp = ()
    memory: Memory = field(default_factory=dict)

    def now(self) -> State:
        """The playbook as it is now, or as it was when it last had no errors."""
        stamp = self._look()
        if stamp != self._stamp:
            self._stamp = stamp
            checked = check(Folder(self.root), self.day(), memory=self.memory)
            if checked.playbook is None or checked.errors:
                self.state = replace(self.state, is_old=True)
            else:
                self.state = State(checked, checked.playbook.without_drafts(), self.day())
        return replace(self.state, today=self.day())

    def _look(self) -> _Stamp:
        """Which files there are, how large they are and when they were written."""
        found = []
        for path in (p for folder in (CONTENT, SETTINGS) for p in Folder(self.root).paths(folder)):
            about = (self.root / path).lstat()
            found.append((path, about.st_size, about.st_mtime_ns))
        return tuple(found)


def held(root: Path, checked: Checked, playbook: Playbook, day: Callable[[], date]) -> Held:
    """Hold a playbook without errors; what answers need is worked out now, not in the first of them."""
    begun = Held(root, State(checked, playbook.without_drafts(), day()), day)
    index = begun.now().index
    search(index, index.rows[0].title if index.rows else "", lambda _: True, 1, lambda _: True)
    # The history of a large playbook takes seconds to read, and is asked for last.
    Thread(target=news_of, args=(root, playbook.config.live_since), daemon=True).start()
    return begun
