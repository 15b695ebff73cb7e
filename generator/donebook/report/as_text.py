"""Problems as text: the offending line with a caret below it, and what to do."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from donebook.check import Checked
from donebook.markup import visible
from donebook.message import Message, as_it_stands, message, plural
from donebook.problem import COMPLETE, Problem, Span
from donebook.report.context import ReportContext, Shown
from donebook.report.counted import summary
from donebook.rules import CODES
from donebook.source.tree import show_lines

WIDEST = 100
MOST_ALIKE = 3  # warnings of one code that are shown where there are more
MOST_CODES = 6  # of warnings that are only counted


def as_text(telling: ReportContext) -> str:
    """Warnings, then errors, one block a problem, and last lines that count them.

    A terminal ends with what stops a build. Of a code that warns often, the first few are shown,
    unless all are asked for. Why it matters is said with the first problem of a code. What an entry
    only lacks is a line then.
    """
    summary = (telling.tell(line) for line in _summary(telling))
    errors = [problem for problem in telling.problems if problem.is_error]
    warnings: dict[str, list[Problem]] = {}
    for problem in telling.problems:
        if not problem.is_error:
            warnings.setdefault(problem.code, []).append(problem)
    blocks = [block for group in warnings.values() for block in _of_a_code(telling, group)]
    return "\n\n".join([*blocks, *_blocks(telling, errors), "\n".join(summary)])


def _of_a_code(telling: ReportContext, warnings: Sequence[Problem]) -> Iterator[str]:
    """The warnings of one code; of many, the first few and how many more there are."""
    is_long = len(warnings) > MOST_ALIKE and telling.shown is Shown.FEW
    yield from _blocks(telling, warnings[:MOST_ALIKE] if is_long else warnings)
    if is_long:
        more = message(
            "… and {more:,} more {code}: `donebook check --all`",
            more=len(warnings) - MOST_ALIKE,
            code=warnings[0].code,
        )
        yield telling.tell(more)


def in_brief(telling: ReportContext) -> str:
    """Errors as above, and of warnings how many there are of each code: for who asked for no check."""
    checked = telling.checked
    errors = [problem for problem in checked.problems if problem.is_error]
    warnings = Counter(problem.code for problem in checked.problems if not problem.is_error)
    lines = (telling.tell(line) for line in (*_counted(warnings), *_summary(telling)))
    return "\n\n".join([*_blocks(telling, errors), "\n".join(lines)])


def _counted(warnings: Counter[str]) -> Iterator[Message]:
    """A line for each of the most frequent codes."""
    most = warnings.most_common(MOST_CODES)
    for code, number in most:
        title = as_it_stands(CODES[code].title)
        yield message("{number} {code} {title}", number=f"{number:>6,}", code=code, title=title)
    others = len(warnings) - len(most)
    if others:
        rest = warnings.total() - sum(number for _, number in most)
        yield plural(
            "{rest} more, of {n:,} other code",
            "{rest} more, of {n:,} other codes",
            rest=f"{rest:>6,}",
            n=others,
        )
    if warnings:
        yield message("`donebook check` shows these warnings one by one.")


def _blocks(telling: ReportContext, problems: Sequence[Problem]) -> Iterator[str]:
    path, lines = "", []
    explained: set[str] = set()
    for problem in problems:
        if problem.span.path != path:
            path = problem.span.path
            lines = show_lines(telling.tree, path)
        is_new = problem.code not in explained
        explained.add(problem.code)
        yield "\n".join(_block(problem, lines, telling.tell, is_explained=is_new))


def _block(
    problem: Problem, lines: Sequence[str], tell: Callable[[str], str], *, is_explained: bool
) -> Iterator[str]:
    span = problem.span
    place = f"{visible(span.path)}:{span.line}:{span.column}"
    yield f"{place}: {problem.severity.value} {problem.code}: {visible(tell(problem.message))}"
    if problem.code[0] == COMPLETE and not is_explained:
        return  # forty entries that lack the same shall not hide the one that is wrong
    if span.line <= len(lines) and lines[span.line - 1].strip():
        yield from _excerpt(span, lines[span.line - 1])
    if is_explained:
        yield tell(message("   why: {why}", why=as_it_stands(CODES[problem.code].why)))
    yield visible(tell(message("  fix: {fix}", fix=problem.help)))


def _excerpt(span: Span, line: str) -> Iterator[str]:
    start = span.column - 1
    end = max(min(span.end_column - 1, len(line)), start + 1)
    left = max(0, start - WIDEST // 2) if len(line) > WIDEST else 0
    shown = visible(line[left : left + WIDEST])
    before, after = ("…" if left else ""), ("…" if len(line) > left + WIDEST else "")
    number = f"{span.line:>6}"
    pad = sum(_width(c) for c in visible(line[left:start])) + len(before)
    marked = sum(_width(c) for c in visible(line[start : min(end, left + WIDEST)])) or 1
    yield f"{number} | {before}{shown}{after}"
    yield f"{' ' * len(number)} | {' ' * pad}{'^' * marked}"


def _width(char: str) -> int:
    """How many columns a terminal gives to a character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _summary(telling: ReportContext) -> Iterator[str]:
    checked = telling.checked
    yield summary(checked)
    entries = checked.playbook.entries.values() if checked.playbook else ()
    if drafts := sum(entry.is_draft for entry in entries):
        yield plural(
            "{n:,} draft is checked for its form only.",
            "{n:,} drafts are checked for their form only.",
            n=drafts,
        )
    if telling.errors_once_live:
        yield plural(
            "{n:,} gap is an error once `live_since` is set: `donebook check --live` shows it.",
            "{n:,} gaps are errors once `live_since` is set: `donebook check --live` shows them.",
            n=telling.errors_once_live,
        )
    if not checked.problems:
        return
    sure = sum(problem.suggestion is not None for problem in checked.problems)
    if sure:
        yield message("`donebook check --fix` can fix {sure:,} of them.", sure=sure)
    if waiting := tuple(_waiting(checked)):
        yield message("Checked once these are fixed: {parts}.", parts=waiting)


def _waiting(checked: Checked) -> Iterator[Message]:
    """What can't be judged while something is broken."""
    playbook = checked.playbook
    if playbook is None:
        yield message("mentions")
        yield message("wording")
    elif playbook.broken:
        yield message("what a broken file still holds")
    if not checked.knows_coverage:
        yield message("coverage")
    if not checked.is_whole and (playbook is None or playbook.worksheets):
        yield message("sheets on paper")
