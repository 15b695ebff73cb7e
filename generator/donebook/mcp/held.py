"""The playbook as it lies on disk now, read anew once its files change."""

import gc
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from donebook.check import OURS, Checked, check
from donebook.codeowners import CODEOWNERS
from donebook.index.opened import Index, opened
from donebook.index.search import search
from donebook.load import Memory, load
from donebook.mcp.elsewhere import elsewhere
from donebook.message import Message, message
from donebook.news import News
from donebook.pages.places import places
from donebook.playbook import Playbook
from donebook.site.history import news_of
from donebook.source import Folder, Kept, NoRevision, blob_name, revision

_MOST_REVISIONS = 4
_MOST_NEW = 100_000  # values between two looks for garbage
_History = tuple[str, date | None]


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
    memory: Memory = field(default_factory=dict)
    _earlier: dict[str, Playbook | None] = field(default_factory=dict)
    _news: tuple[_History, Future[News | None]] | None = None

    def __post_init__(self) -> None:
        self.files = Kept(Folder(self.root), OURS, (CODEOWNERS, "mkdocs.yml"))
        self._judged: date | None = None

    def now(self) -> State:
        """The playbook as it is now, or as it was when it last had no errors."""
        today, has_changed = self.day(), self.files.look()
        if has_changed or today != self._judged:
            self._judged = today
            checked = check(self.files, today, memory=self.memory)
            if checked.playbook is None or checked.errors:
                self.state = replace(self.state, is_old=True)
            else:
                self.state = State(checked, checked.playbook.without_drafts(), today)
        return replace(self.state, today=today)

    def earlier(self, name: str) -> Playbook | None:
        """The playbook of a revision, if it can be read. A commit never changes, so the last ones are kept.

        Raises NoRevision.
        """
        found = revision(self.root, name)
        if found.commit not in self._earlier:
            # Most files are as they were, and git need not be asked for them.
            found.blobs.update((blob_name(raw), raw) for raw in self.files.contents())
            self._earlier[found.commit] = load(found, self.memory).playbook
            if len(self._earlier) > _MOST_REVISIONS:
                del self._earlier[next(iter(self._earlier))]
        return self._earlier[found.commit]

    def begin_news(self) -> Future[News | None]:
        """What changed on the last days: read once for each state of the history, in a process of its own.

        The history of a large playbook takes seconds to read, and would hold up each answer here.
        """
        live = self.state.playbook.config.live_since
        history = (_head(self.root), live)
        if self._news is None or self._news[0] != history:
            self._news = history, elsewhere(partial(news_of, self.root, live))
        return self._news[1]


def _head(root: Path) -> str:
    """The newest commit; nothing where there is none."""
    try:
        return revision(root, "HEAD").commit
    except NoRevision:
        return ""


def held(root: Path, checked: Checked, playbook: Playbook, day: Callable[[], date]) -> Held:
    """Hold a playbook without errors; what answers need is worked out now, not in the first of them."""
    begun = Held(root, State(checked, playbook.without_drafts(), day()), day)
    begun.begin_news()
    index = begun.now().index
    search(index, index.rows[0].title if index.rows else "", lambda _: True, 1, lambda _: True)
    # All of that stays, and an answer makes thousands of values more that go by themselves: to look
    # through them for garbage as often as usual would hold up one answer in ten.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MOST_NEW)
    return begun
