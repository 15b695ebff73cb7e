"""Changes in meaning as text, JSON and Markdown."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

from donebook.change import Change
from donebook.diff import Comparison
from donebook.markup import for_comment as escape
from donebook.markup import visible
from donebook.problem import Problem
from donebook.report.as_json import as_values
from donebook.report.counted import counted

NOTHING = "Nothing changes for the people who use this playbook."
UNKNOWN = "What changes can't be told before these problems are fixed."
MOST_SHOWN = 60  # a comment has room for 65,536 characters
MOST_PROBLEMS = 30


def _text(found: Comparison) -> str:
    return "\n".join(_text_lines(found)).strip()


def _text_lines(found: Comparison) -> Iterator[str]:
    if not found.is_comparable:
        yield UNKNOWN
        yield ""
    elif not (found.changes or found.introduced or found.fixed):
        yield NOTHING
    for effect, group in groupby(found.changes, key=lambda c: c.effect):
        yield effect.heading
        for change in group:
            said = f"{_kind(change)} “{change.title}”{_named(change)}: {change.message}"
            yield f"  {visible(said)}"
            if change.before and change.after and change.effect.value == "reworded":
                yield f"    - {visible(change.before)}"
                yield f"    + {visible(change.after)}"
        yield ""
    for heading, problems in (
        ("Problems introduced", found.introduced),
        ("Problems fixed", found.fixed),
    ):
        if problems:
            yield heading
            told = (f"{_place(p)}: {p.severity.value} {p.code}: {p.message}" for p in problems)
            yield from (f"  {visible(text)}" for text in told)
            yield ""


def _json(found: Comparison) -> str:
    values = {
        "comparable": found.is_comparable,
        "changes": [asdict(change) for change in found.changes],
        "introduced": [as_values(problem) for problem in found.introduced],
        "fixed": [as_values(problem) for problem in found.fixed],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _markdown(found: Comparison) -> str:
    return "\n".join(_markdown_lines(found)).strip()


def _markdown_lines(found: Comparison) -> Iterator[str]:
    if not found.changes:
        yield NOTHING if found.is_comparable else UNKNOWN
        yield ""
    for effect, group in groupby(found.changes[:MOST_SHOWN], key=lambda c: c.effect):
        yield f"**{effect.heading}**"
        yield ""
        yield from (_item(change) for change in group)
        yield ""
    more = len(found.changes) - MOST_SHOWN
    if more > 0:
        yield f"… and {more:,} more; `donebook diff` lists them all."
        yield ""
    yield from _problems("introduced", found.introduced)
    yield from _problems("fixed", found.fixed)


def _item(change: Change) -> str:
    said = f"- {_kind(change)} <strong>{escape(change.title)}</strong>: {escape(change.message)}"
    if change.before and change.after and change.effect.value == "reworded":
        said += f"<br>was: {escape(change.before)}<br>now: {escape(change.after)}"
    return said


def _problems(way: str, problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield f"**{counted(len(problems), 'problem', 'problems')} {way}**"
        yield ""
        for p in problems[:MOST_PROBLEMS]:
            yield f"- {p.severity.value} {p.code} at {escape(_place(p))}: {escape(p.message)}"
        yield ""


def _kind(change: Change) -> str:
    return change.kind.replace("-", " ").capitalize()


def _named(change: Change) -> str:
    return f" ({change.id})" if change.id and change.id != change.title else ""


def _place(problem: Problem) -> str:
    return f"{problem.span.path}:{problem.span.line}:{problem.span.column}"


CHANGE_FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
