"""From two playbooks to changes, and from two checks to problems introduced and fixed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from donebook.change import Change, Effect
from donebook.check import Checked
from donebook.diff.entries import entry_changes
from donebook.diff.pair import Pair
from donebook.diff.whole import coverage, reprints, vocabulary
from donebook.diff.words import in_words_of
from donebook.language import Language, english
from donebook.message import message, through
from donebook.model import Key, Moved, Retired
from donebook.playbook import Playbook
from donebook.problem import COMPLETE, Problem
from donebook.text import finished

_ORDER = {effect: number for number, effect in enumerate(Effect)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two revisions of a playbook differ in.

    Problems are the same where code, file, field and message are, wherever the line is now. What an
    entry lacks is one problem, until it lacks nothing.
    Without settings and vocabulary the later one can't be compared, and nothing is known of changes.
    """

    is_comparable: bool
    changes: tuple[Change, ...]
    introduced: tuple[Problem, ...]
    fixed: tuple[Problem, ...]
    language: Language = field(default_factory=english)
    """What it is told in: the site's language at the later revision."""
    link: str | None = None
    """Where an entry can be read: an address with {path} for its file or {page} for its page."""


def compare(before: Checked, after: Checked) -> Comparison:
    """Compare two checked revisions; what could not be read in one of them is left out."""
    found: tuple[Change, ...] = ()
    if after.playbook:
        earlier = before.playbook or replace(after.playbook, entries={}, edges=(), tombstones={})
        found = changes(earlier, after.playbook)
    return Comparison(
        after.playbook is not None,
        found,
        tuple(_only_in(after.problems, before.problems)),
        tuple(_only_in(before.problems, after.problems)),
        after.language,
        pages_of(after.playbook) if after.playbook else None,
    )


def pages_of(playbook: Playbook) -> str | None:
    """The address of a site's pages, once it has one, with {page} in it."""
    site = playbook.config.address
    return f"{site.rstrip('/')}/{{page}}" if site else None


def changes(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """All changes between two playbooks, in the order in which they are told."""
    drafts = frozenset(key for key, entry in after.entries.items() if entry.is_draft)
    earlier = in_words_of(after, before)
    pair = Pair(earlier.without_drafts(), after.without_drafts(), drafts)
    found = [
        *_comings_and_goings(pair),
        *(change for old, new in pair.kept for change in entry_changes(pair, old, new)),
        *coverage(pair),
        *reprints(pair),
        *vocabulary(pair),
    ]
    told = (_finished(change, before.config.product, after.config.product) for change in found)
    return tuple(sorted(told, key=lambda c: (_ORDER[c.effect], c.kind, c.id)))


def _finished(change: Change, was: str, now: str) -> Change:
    """A change with its texts as they are read, with the name that the product had and has."""
    return replace(
        change,
        title=through(change.title, lambda text: finished(text, now)),
        message=through(change.message, lambda text: finished(text, now)),
        before=change.before and through(change.before, lambda text: finished(text, was)),
        after=change.after and through(change.after, lambda text: finished(text, now)),
    )


def _comings_and_goings(pair: Pair) -> Iterator[Change]:
    for key in pair.added:
        entry = pair.after.entries[key]
        yield _of(pair, Effect.ADDED, key, entry.gist)
    for old, new in pair.renamed:
        said = message("Was {id}; old links still work.", id=old.id)
        yield replace(_of(pair, Effect.RENAMED, new, said), before=old.id, after=new.id)
    for key in pair.gone:
        note = pair.after.tombstones.get(key)
        if isinstance(note, Retired):
            yield _of(pair, Effect.RETIRED, key, note.retired)
        elif isinstance(note, Moved):
            onward = pair.after.forwarded(key)
            target = pair.name(onward) if onward else note.moved_to
            said = message("Is now part of “{target}”.", target=target)
            yield replace(_of(pair, Effect.RENAMED, key, said), before=key.id, after=onward.id if onward else None)  # fmt: skip
        elif key in pair.drafts:
            yield _of(pair, Effect.GONE, key, message("Is a draft again."))
        elif key not in pair.after.broken:
            yield _of(pair, Effect.GONE, key, message("Nothing says where it went."))


def _of(pair: Pair, effect: Effect, key: Key, said: str) -> Change:
    return Change(effect, key.kind, key.id, pair.name(key), said)


def _only_in(problems: tuple[Problem, ...], others: tuple[Problem, ...]) -> Iterator[Problem]:
    known = Counter(map(_sameness, others))
    for problem in problems:
        if known[_sameness(problem)]:
            known[_sameness(problem)] -= 1
        else:
            yield problem


def _sameness(problem: Problem) -> tuple[str, str, str | None, str]:
    if problem.code[0] == COMPLETE:  # that an entry lacks less, or other things, is no new problem
        return COMPLETE, problem.span.path, None, problem.severity
    return problem.code, problem.span.path, problem.field, problem.message
