"""The states in which a playbook has been, from its repository; each parsed file only once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from donebook.load import Memory, load
from donebook.news import Day, news
from donebook.playbook import Playbook
from donebook.source import NoRevision, git, revision

MOST_DAYS = 20


def news_of(root: Path) -> tuple[Day, ...] | None:
    """What changed on each of the last days with a commit; none where there is no history.

    Days are those of the committer, in UTC, so that every machine tells the same.
    """
    try:
        head = git(root, "rev-parse", "HEAD").decode().strip()
        return _news(root, head)
    except NoRevision:
        return None


@lru_cache(maxsize=1)
def _news(root: Path, head: str) -> tuple[Day, ...]:
    """Worked out once for each commit, so that a server need not do it after every edit."""
    del head
    return tuple(news(list(_states(root))))


def _states(root: Path) -> Iterator[tuple[date, Playbook]]:
    """The playbook as it began and at the end of each day, oldest first.

    What can't be read, because its form was another one then, is passed over.
    """
    memory: Memory = {}
    blobs: dict[str, bytes] = {}
    commits = _commits(root)
    for number, (day, commit) in enumerate(commits):
        is_first = number == 0 or not memory
        is_last_of_day = number + 1 == len(commits) or commits[number + 1][0] != day
        if is_first or is_last_of_day:
            found = load(revision(root, commit, blobs), memory).playbook
            if found:
                yield day, found
            else:
                memory.clear()


def _commits(root: Path) -> list[tuple[date, str]]:
    """The commits of the last days on which the content changed, oldest first."""
    said = git(root, "log", "--first-parent", "--format=%ct %H", "--", "content", "site-config/playbook.yaml")  # fmt: skip
    found: list[tuple[date, str]] = []
    days: set[date] = set()
    for line in said.decode().splitlines():
        seconds, commit = line.split()
        day = datetime.fromtimestamp(int(seconds), UTC).date()
        if len(days) == MOST_DAYS and day not in days:
            break
        days.add(day)
        found.insert(0, (day, commit))
    return found
