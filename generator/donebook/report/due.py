"""What is due to be looked at again, by who answers for it: for a terminal, and for an issue."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from donebook.change import Change, Effect
from donebook.markup import for_comment as escape
from donebook.markup import visible
from donebook.message import message, plural, through
from donebook.model import Entry
from donebook.playbook import Playbook, called
from donebook.report.changes import address_of
from donebook.text import finished

NEVER = message("never reviewed")
MOST_SHOWN = 200  # an issue has room for 65,536 characters


def due_by(playbook: Playbook, entries: Sequence[Entry], day: date) -> tuple[Entry, ...]:
    """Those of some entries that are to be looked at again by a day, the longest due first."""
    dated = ((playbook.review_by(entry), entry) for entry in entries)
    due = ((when, entry) for when, entry in dated if when is not None and when <= day)
    return tuple(entry for _, entry in sorted(due, key=lambda its: (its[0], its[1].path)))


def never_reviewed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those of some entries that nobody has confirmed yet, so that no day makes them due."""
    never = (entry for entry in entries if entry.reviewed is None)
    return tuple(sorted(never, key=lambda entry: entry.path))


def _text(playbook: Playbook, due: Sequence[Entry], link: str | None) -> Iterator[str]:
    del link
    for _, name, theirs in _by_owner(playbook, due):
        yield visible(name)
        yield from (
            f"  {playbook.review_by(entry) or playbook.language.tell(NEVER)}  {visible(entry.path)}  {visible(_title(playbook, entry))}"
            for entry in theirs
        )
        yield ""


def _markdown(playbook: Playbook, due: Sequence[Entry], link: str | None) -> Iterator[str]:
    tell = playbook.language.tell
    shown = due[:MOST_SHOWN]
    for owner, name, theirs in _by_owner(playbook, shown):
        yield f"**{escape(name)}** (`donebook reviewed --owner {owner} --due`)"
        yield ""
        for entry in theirs:
            kind = through(called(entry.kind.name), str.capitalize)
            linked, day = _linked(playbook, entry, link), playbook.review_by(entry)
            told = message("{kind} {name}, {never}", kind=kind, name=linked, never=NEVER)
            if day:
                told = message("{kind} {name}, due {day}", kind=kind, name=linked, day=day)
            yield f"- {tell(told)}: `donebook reviewed {entry.kind.name}/{entry.id}`"
        yield ""
    if len(due) > len(shown):
        yield tell(message("… and {more:,} more.", more=len(due) - len(shown)))


def _by_owner(
    playbook: Playbook, due: Sequence[Entry]
) -> Iterator[tuple[str, str, Sequence[Entry]]]:
    """Each owner's id and name, as the settings list them, with their entries."""
    for owner, its in playbook.config.owners.items():
        theirs = [entry for entry in due if playbook.owner_of(entry) == owner]
        if theirs:
            contact = f", {its.contact}" if its.contact else ""
            yield owner, f"{its.name}{contact}", theirs


def _title(playbook: Playbook, entry: Entry) -> str:
    return finished(entry.title, playbook.config.product)


def _linked(playbook: Playbook, entry: Entry, link: str | None) -> str:
    title = f"**{escape(_title(playbook, entry))}**"
    about = Change(Effect.CARE, entry.kind.name, entry.id, entry.title, "")
    address = address_of(link, about) if link else None
    return f"[{title}]({address})" if address else title


def told(form: str, playbook: Playbook, due: Sequence[Entry], link: str | None = None) -> str:
    """The report in one of `DUE_FORMATS`; a line where nothing is due."""
    if not due:
        return playbook.language.tell(message("Nothing is due."))
    count = plural(
        "{n:,} entry is due for a look.", "{n:,} entries are due for a look.", n=len(due)
    )
    lines = DUE_FORMATS[form](playbook, due, link)
    return "\n".join((playbook.language.tell(count), "", *lines)).rstrip()


DUE_FORMATS: Mapping[str, Callable[[Playbook, Sequence[Entry], str | None], Iterator[str]]] = {
    "text": _text,
    "markdown": _markdown,
}
