"""Changes in meaning as text, JSON and Markdown."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import groupby

from donebook.change import Change
from donebook.diff import Comparison
from donebook.markup import for_comment as escape
from donebook.markup import visible
from donebook.message import Message, message, plural, through
from donebook.playbook import called
from donebook.problem import Problem
from donebook.report.as_json import as_values
from donebook.report.counted import weight_of

NOTHING = message("Nothing changes for the people who use this playbook.")
UNKNOWN = message("What changes can't be told before these problems are fixed.")
MOST_SHOWN = 60  # a comment has room for 65,536 characters
MOST_PROBLEMS = 30


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
            if change.before and change.after and change.effect.value == "reworded":
                yield f"    - {visible(change.before)}"
                yield f"    + {visible(change.after)}"
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
    for effect, group in groupby(found.changes[:MOST_SHOWN], key=lambda c: c.effect):
        yield f"**{tell(effect.heading)}**"
        yield ""
        yield from (_item(change, tell) for change in group)
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
            yield from (_problem(problem, tell) for problem in problems[:MOST_PROBLEMS])
            yield ""


def _item(change: Change, tell: Callable[[str], str]) -> str:
    told = tell(
        message(
            "- {kind} <strong>{title}</strong>: {said}",
            kind=_kind(change),
            title=escape(tell(change.title)),
            said=escape(tell(change.message)),
        )
    )
    if change.before and change.after and change.effect.value == "reworded":
        before, after = escape(change.before), escape(change.after)
        told += tell(message("<br>was: {before}<br>now: {after}", before=before, after=after))
    return told


def _problem(problem: Problem, tell: Callable[[str], str]) -> str:
    return tell(
        message(
            "- {weight} {code} at {place}: {said}",
            weight=weight_of(problem),
            code=problem.code,
            place=escape(_place(problem)),
            said=escape(tell(problem.message)),
        )
    )


def _kind(change: Change) -> str:
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
