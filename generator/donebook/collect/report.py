"""What was collected, as text, CSV and JSON. Keys and columns stay English, for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from donebook.collect.tally import Sought, Times, UsageReport
from donebook.language import Language
from donebook.markup import for_cell, visible
from donebook.message import Message, message, plural
from donebook.model import SpokenQuestion
from donebook.text import finished

# A short report shows as many of each; CSV and JSON hold all.
MOST_ASKED = 10
MOST_SOUGHT = 20
MOST_WAYS = 3

Told = Callable[[UsageReport, Language, str], str]


def _text(report: UsageReport, language: Language, product: str) -> str:
    lines = _lines(report, product)
    return "\n".join(visible(language.tell(line)) for line in lines).strip()


def _lines(report: UsageReport, product: str) -> Iterator[str]:
    if not report.files:
        yield message("No file could be counted.")
        return
    yield message(
        "{files}, {first} to {last}: {calls}",
        files=plural("{n:,} file", "{n:,} files", n=report.files),
        first=report.first,
        last=report.last,
        calls=plural("{n:,} call", "{n:,} calls", n=report.calls),
    )
    most = report.asked[:MOST_ASKED]
    least = report.asked[MOST_ASKED:][-MOST_ASKED:]
    lists: tuple[tuple[Message, list[str]], ...] = (
        (message("Asked most"), [_asked(q, times, product) for q, times in most]),
        (message("Asked least"), [_asked(q, times, product) for q, times in reversed(least)]),
        (
            message("Core questions that nobody asked"),
            [f"{'':8}{_named(q, product)}" for q in report.never],
        ),
        (
            message("Searches that found nothing good"),
            [_sought(one) for one in report.vain[:MOST_SOUGHT]],
        ),
        (
            message("Asked, and no longer in this playbook"),
            [_times(times, name) for name, times in report.gone.items()],
        ),
    )
    for heading, items in lists:
        if items:
            yield ""
            yield heading
            yield from items


def _named(question: SpokenQuestion, product: str) -> str:
    return f"{finished(question.title, product)} ({question.id})"


def _asked(question: SpokenQuestion, times: Times, product: str) -> str:
    return _times(times, _named(question, product))


def _sought(one: Sought) -> str:
    ways = (one.words, *one.also[: MOST_WAYS - 1])
    return _times(one.times, ", ".join(f"“{way}”" for way in ways))


def _times(times: Times, what: str) -> Message:
    return message(
        "{times} {what}, {files}",
        times=f"{times.times:>7}",
        what=what,
        files=plural("{n:,} file", "{n:,} files", n=times.files),
    )


def _csv(report: UsageReport, language: Language, product: str) -> str:
    del language
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("list", "id", "text", "times", "files"))
    for row in _rows(report, product):
        table.writerow([for_cell(str(value)) for value in row])
    return written.getvalue().rstrip("\n")


def _rows(report: UsageReport, product: str) -> Iterator[tuple[str | int, ...]]:
    for week, n in report.weeks.items():
        yield "calls", week.isoformat(), "", n, ""
    for question, times in report.asked:
        yield "asked", question.id, finished(question.title, product), times.times, times.files
    for question in report.never:
        yield "never asked", question.id, finished(question.title, product), 0, 0
    for name, times in report.gone.items():
        yield "gone", name, "", times.times, times.files
    for one in report.vain:
        yield "searches that found nothing good", "", one.words, one.times.times, one.times.files


def _json(report: UsageReport, language: Language, product: str) -> str:
    del language
    values = {
        "files": report.files,
        "from": report.first and report.first.isoformat(),
        "to": report.last and report.last.isoformat(),
        "calls": report.calls,
        "weeks": {week.isoformat(): n for week, n in report.weeks.items()},
        "asked": [{**_question(q, product), **_counts(times)} for q, times in report.asked],
        "never_asked": [_question(q, product) for q in report.never],
        "gone": [{"id": name, **_counts(times)} for name, times in report.gone.items()],
        "searched_in_vain": [
            {"words": one.words, "also": list(one.also), **_counts(one.times)}
            for one in report.vain
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _question(question: SpokenQuestion, product: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": finished(question.title, product),
        "stage": question.stage,
        "core": question.core,
    }


def _counts(times: Times) -> dict[str, int]:
    return {"times": times.times, "files": times.files}


USAGE_FORMATS: Mapping[str, Told] = {"text": _text, "csv": _csv, "json": _json}
