"""What changed, and what a proposal would change."""

import difflib
import re
from collections.abc import Iterable
from datetime import date
from itertools import islice

from donebook.change import Change
from donebook.check import Checked, check
from donebook.diff import changes, compare
from donebook.journal import write_all
from donebook.mcp.answers import (
    Changed,
    ChangesAnswer,
    ProposalAnswer,
    Source,
    Unanswered,
    about,
    entry_named,
)
from donebook.mcp.asked import key_of
from donebook.mcp.held import Held, State
from donebook.message import message
from donebook.model import CONTENT, KINDS, Entry, Key
from donebook.news import News
from donebook.report import CHANGE_FORMATS
from donebook.report.as_json import as_values
from donebook.source import NoRevision, NotAFile, Overlay, Tree
from donebook.source.tree import MOST_BYTES

MOST_CHANGES = 60
# What git may call a revision; it decides itself whether there is one.
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@^~{}-]{0,199}")


def since(held: Held, state: State, name: str) -> ChangesAnswer:
    """The changes since a revision."""
    if not _REVISION.fullmatch(name):
        raise Unanswered(message("Name a branch, a tag or a commit, such as main."))
    try:
        before = held.earlier(name)
    except NoRevision as refused:
        raise Unanswered(refused.said) from None
    if before is None:
        raise Unanswered(message("What the playbook was then can’t be read."))
    return _changes(state, ((None, change) for change in changes(before, state.playbook)))


def lately(state: State, news: News | None) -> ChangesAnswer:
    """The changes of the last days, newest first."""
    if news is None or (news.gap and not news.days):
        raise Unanswered(message("Without a git history nobody can say what changed."))
    return _changes(state, ((day.day, change) for day in news.days for change in day.changes))


def _changes(state: State, found: Iterable[tuple[date | None, Change]]) -> ChangesAnswer:
    first = list(islice(found, MOST_CHANGES + 1))
    note = ""
    if len(first) > MOST_CHANGES:
        said = message("Only the first {most:,} changes are told.", most=MOST_CHANGES)
        note = state.playbook.language.tell(said)
    told = tuple(_told(state, day, change) for day, change in first[:MOST_CHANGES])
    return ChangesAnswer(note=note, changes=told)


def _told(state: State, day: date | None, change: Change) -> Changed:
    playbook = state.playbook
    tell = playbook.language.tell
    entry = entry_named(playbook, Key(change.kind, change.id)) if change.kind in KINDS else None
    return Changed(
        day=day,
        effect=tell(change.effect.heading),
        title=tell(change.title),
        said=tell(change.message),
        before=tell(change.before or ""),
        after=tell(change.after or ""),
        source=Source(**about(playbook, entry, state.today)) if entry else None,
    )


def propose(
    held: Held, state: State, kind: str, entry_id: str, content: str, *, may_write: bool
) -> ProposalAnswer:
    """What a file of one entry would change, as `check` and `diff` say it; written where allowed.

    It is written only without new errors, and as a whole or not at all; that reps see an entry is
    for a person to decide.
    """
    key = key_of(kind, entry_id)
    raw = content.encode("utf-8", "replace")
    if len(raw) > MOST_BYTES:
        raise Unanswered(message("A file of content has at most {most:,} bytes.", most=MOST_BYTES))
    folder, path = held.files, _path(state, key)
    if any(path == link or path.startswith(f"{link}/") for link in folder.links(CONTENT)):
        raise Unanswered(message("This file is a link, and nothing is written through links."))
    before = _text(folder, path)
    after = check(Overlay(folder, {path: raw}), state.today, memory=dict(held.memory))
    found = compare(state.checked, after)
    has_errors = not found.is_comparable or any(p.is_error for p in found.introduced)
    is_new = before is None
    entry = _entry(after, key)
    tell = after.language.tell
    note = message("Written, it would be published at once. Give it “status: draft”; a person publishes it with donebook publish {id}.", id=key.id) if _publishes(state, key, entry) else None  # fmt: skip
    may_write = may_write and not has_errors and before != content and note is None
    if may_write:
        write_all(held.root, {path: raw}, new={path} if is_new else ())
    return ProposalAnswer(
        note=tell(note) if note else "",
        path=path,
        source=Source(**about(after.playbook, entry, state.today))
        if entry and after.playbook
        else None,
        has_errors=has_errors,
        problems=tuple(as_values(problem, tell) for problem in found.introduced),
        diff=CHANGE_FORMATS["text"](found),
        patch=_patch(path, before, content),
        is_written=may_write,
    )


def _entry(checked: Checked, key: Key) -> Entry | None:
    return checked.playbook.entries.get(key) if checked.playbook else None


def _publishes(state: State, key: Key, entry: Entry | None) -> bool:
    """Whether reps would see an entry that they didn't see."""
    before = _entry(state.checked, key)
    return entry is not None and not entry.is_draft and (before is None or before.is_draft)


def _path(state: State, key: Key) -> str:
    """Where the file of an entry is, or will be."""
    entry = _entry(state.checked, key)
    kind = KINDS[key.kind]
    ending = ".md" if kind.is_prose else ".yaml"
    return entry.path if entry else f"{CONTENT}/{kind.folder}/{key.id}{ending}"


def _text(folder: Tree, path: str) -> str | None:
    try:
        return folder.read(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except NotAFile:
        raise Unanswered(message("Something lies there that is no file.")) from None


def _patch(path: str, before: str | None, after: str) -> str:
    """A patch as git reads it."""
    lines = difflib.unified_diff(
        (before or "").splitlines(keepends=True),
        after.splitlines(keepends=True),
        "/dev/null" if before is None else f"a/{path}",
        f"b/{path}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
