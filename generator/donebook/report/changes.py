"""Changes in meaning as text, JSON and Markdown."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby

from donebook.change import Change, Effect
from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.diff import Comparison
from donebook.language import english
from donebook.markup import as_code, visible
from donebook.markup import for_comment as escape
from donebook.message import Message, message, named, plural, through
from donebook.model import KINDS
from donebook.playbook import called
from donebook.problem import Problem
from donebook.report.as_json import as_values
from donebook.report.counted import weight_of

NOTHING = message("Nothing changes for the people who use this playbook.")
UNKNOWN = message("What changes can't be told before these problems are fixed.")
MOST_SHOWN = 60  # a comment has room for 65,536 characters
MOST_PROBLEMS = 30
_ALSO = frozenset({Effect.REWORDED, Effect.MOVED, Effect.LEADS, Effect.COVERAGE, Effect.CHANGED})
_IN_SETTINGS = frozenset({"owner", "pack", "setting"})
# The pages of words of the vocabulary that have one (pages/address.py).
_FOLDERS = {"stage": "stages", "role": "roles", "test": "tests", "framework": "frameworks"}


def _text(found: Comparison) -> str:
    return "\n".join(_text_lines(found)).strip()


def _text_lines(found: Comparison) -> Iterator[str]:
    tell = found.language.tell
    if not found.is_comparable:
        yield tell(UNKNOWN)
        yield ""
    elif not (found.changes or found.introduced or found.fixed):
        yield tell(NOTHING)
    for effect, group in groupby(found.changes, key=lambda c: c.effect):
        yield tell(effect.heading)
        for change in group:
            yield f"  {visible(tell(_told(change)))}"
            for sign, text in zip("-+", change.texts, strict=True):
                if text:
                    yield f"    {sign} {visible(tell(text))}"
        yield ""
    for heading, problems in (
        (message("Problems introduced"), found.introduced),
        (message("Problems fixed"), found.fixed),
    ):
        if problems:
            yield tell(heading)
            told = (
                f"{_place(p)}: {p.severity.value} {p.code}: {tell(p.message)}" for p in problems
            )
            yield from (f"  {visible(text)}" for text in told)
            yield ""


def _told(change: Change) -> Message:
    return message(
        "{kind} “{title}”{named}: {said}",
        kind=_kind(change),
        title=change.title,
        named=_named(change),
        said=change.message,
    )


def _json(found: Comparison) -> str:
    tell = found.language.tell
    changes = (
        replace(change, title=tell(change.title), message=tell(change.message))
        for change in found.changes
    )
    values = {
        "comparable": found.is_comparable,
        "changes": [asdict(change) for change in changes],
        "introduced": [as_values(problem, tell) for problem in found.introduced],
        "fixed": [as_values(problem, tell) for problem in found.fixed],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _markdown(found: Comparison) -> str:
    return "\n".join(_markdown_lines(found)).strip()


def _markdown_lines(found: Comparison) -> Iterator[str]:
    tell = found.language.tell
    if not found.changes:
        yield tell(NOTHING if found.is_comparable else UNKNOWN)
        yield ""
    for heading, group in groupby(found.changes[:MOST_SHOWN], key=_section):
        yield f"**{tell(heading)}**"
        yield ""
        yield from _by_entry(tuple(group), found)
        yield ""
    more = len(found.changes) - MOST_SHOWN
    if more > 0:
        yield tell(message("… and {more:,} more; `donebook diff` lists them all.", more=more))
        yield ""
    for heading, problems in (
        (
            plural(
                "{n:,} problem introduced", "{n:,} problems introduced", n=len(found.introduced)
            ),
            found.introduced,
        ),
        (plural("{n:,} problem fixed", "{n:,} problems fixed", n=len(found.fixed)), found.fixed),
    ):
        if problems:
            yield f"**{tell(heading)}**"
            yield ""
            for problem in problems[:MOST_PROBLEMS]:
                yield _problem(problem, tell)
                if problems is found.introduced and problem.help:
                    yield f"  {escape(tell(problem.help))}"
            more = len(problems) - MOST_PROBLEMS
            if more > 0:
                yield tell(
                    message("- … and {more:,} more; `donebook diff` lists them all.", more=more)
                )
            yield ""


def _section(change: Change) -> Message:
    """The heading in a comment: what an entry says otherwise stands below one."""
    return (Effect.CHANGED if change.effect in _ALSO else change.effect).heading


def _by_entry(changes: Sequence[Change], found: Comparison) -> Iterator[str]:
    """The changes of one section, those of an entry below its name."""
    by_entry: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_entry.setdefault((change.kind, change.id or change.title), []).append(change)
    for first, *others in by_entry.values():
        named = message("{kind} {name}", kind=_kind(first), name=_linked(first, found))
        name = f"- {found.language.tell(named)}"
        if others:
            yield name
        for change in (first, *others):
            said = escape(found.language.tell(change.message))
            yield f"  - {said}" if others else f"{name}: {said}"
            yield from _states(change, "    " if others else "  ", found.language.tell)


def _states(change: Change, indent: str, tell: Callable[[str], str]) -> Iterator[str]:
    before, after = change.texts
    if before:
        yield tell(message("{indent}- was: {text}", indent=indent, text=escape(tell(before))))
    if after:
        yield tell(message("{indent}- now: {text}", indent=indent, text=escape(tell(after))))


def _linked(change: Change, found: Comparison) -> str:
    """What changed by its name, which leads to where it can be read."""
    title = f"**{escape(found.language.tell(change.title))}**"
    is_there = found.link and change.effect is not Effect.GONE
    address = address_of(found.link, change) if found.link and is_there else None
    return f"[{title}]({address})" if address else title


def address_of(link: str, change: Change) -> str | None:
    """The address of what changed, of a form with {path} or {page}; none where it has no page."""
    kind = KINDS.get(change.kind)
    if "{path}" in link:
        beside = CONFIG_PATH if change.kind in _IN_SETTINGS else VOCABULARY_PATH
        return link.replace("{path}", kind.path(change.id) if kind else beside)
    folder = kind.folder if kind else _FOLDERS.get(change.kind)
    return link.replace("{page}", f"{folder}/{change.id}/") if folder and change.id else None


def _problem(problem: Problem, tell: Callable[[str], str]) -> str:
    return tell(
        message(
            "- {weight} {code} at {place}: {said}",
            weight=weight_of(problem),
            code=problem.code,
            place=as_code(_place(problem)),
            said=escape(tell(problem.message)),
        )
    )


def _kind(change: Change) -> str:
    """What it is, as the site calls it."""
    if change.kind in KINDS:
        return named(english().say(f"kind.{change.kind}.one"), f"kind.{change.kind}.one")
    return through(called(change.kind), str.capitalize)


def _named(change: Change) -> str:
    return f" ({change.id})" if change.id and change.id != change.title else ""


def _place(problem: Problem) -> str:
    return f"{problem.span.path}:{problem.span.line}:{problem.span.column}"


CHANGE_FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
