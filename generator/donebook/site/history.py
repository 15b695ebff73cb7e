"""The states in which a playbook has been, from its repository; each parsed file only once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from donebook.load import Memory, load
from donebook.news import Day, Gap, Missing, News, news
from donebook.playbook import Playbook
from donebook.source import NoRevision, git, revision

MOST_DAYS = 20
_Commits = tuple[tuple[date, str], ...]
_SHALLOW = Gap(
    Missing.SHALLOW,
    "What's new is not complete, because this clone holds only a part of the history. Fetch the"
    " rest and build again: git fetch --unshallow",
)


def news_of(root: Path, live: date | None = None) -> News | None:
    """What changed on each of the last days with a commit; none where there is no history.

    With the day on which reps got the playbook, what led up to it is left out. Days are those of the committer, in UTC, so that every machine tells the same.
    """
    try:
        is_shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except NoRevision as refused:
        return News(gap=_unreadable(refused)) if _is_in_repository(root) else None
    try:
        git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except NoRevision:  # nothing is committed yet
        return None
    commits = tuple(_commits(root))
    is_cut = is_shallow and len({day for day, _ in commits}) < MOST_DAYS
    return News(_days(root, commits, live), _SHALLOW if is_cut else None)


def _is_in_repository(root: Path) -> bool:
    return any((place / ".git").exists() for place in (root, *root.parents))


def _unreadable(refused: NoRevision) -> Gap:
    said = f"What's new says nothing, because the history can't be read:\n{refused}"
    return Gap(Missing.UNREADABLE, said)


@lru_cache(maxsize=1)
def _days(root: Path, commits: _Commits, live: date | None) -> tuple[Day, ...]:
    """Worked out once for the same commits, so that a server need not do it after every edit."""
    memory: Memory = {}
    blobs: dict[str, bytes] = {}
    first = _handed_out(root, commits, live, memory, blobs) if live else 0
    return tuple(news(list(_states(root, commits[first:], memory, blobs))))


def _handed_out(
    root: Path, commits: _Commits, live: date, memory: Memory, blobs: dict[str, bytes]
) -> int:
    """Which commit reps got first: on the day itself the first that says so, or else the last of it.

    What was merged later that day has changed for them.
    """
    until = [number for number, (day, _) in enumerate(commits) if day <= live]
    before = [number for number in until if commits[number][0] < live]
    candidates = [*before[-1:], *until[len(before) :]]
    for number in candidates:
        found = load(revision(root, commits[number][1], blobs), memory).playbook
        if found and found.config.live_since:
            return number
    return candidates[-1] if candidates else 0


def _states(
    root: Path, commits: _Commits, memory: Memory, blobs: dict[str, bytes]
) -> Iterator[tuple[date, Playbook]]:
    """The playbook as it began and at the end of each day, oldest first.

    What can't be read, because its form was another one then, is passed over.
    """
    is_begun = False
    for number, (day, commit) in enumerate(commits):
        is_first = not is_begun
        is_last_of_day = number + 1 == len(commits) or commits[number + 1][0] != day
        if is_first or is_last_of_day:
            found = load(revision(root, commit, blobs), memory).playbook
            if found:
                yield day, found
            is_begun = found is not None


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
