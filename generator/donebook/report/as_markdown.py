"""Problems as Markdown, for a comment on a pull request."""

from collections.abc import Iterator

from donebook.markup import for_comment as escape
from donebook.problem import Problem
from donebook.report.context import ReportContext
from donebook.report.counted import summary

MOST_SHOWN = 50  # a comment has room for 65,536 characters


def as_markdown(telling: ReportContext) -> str:
    """A sentence that counts them, and an item a problem, errors first."""
    return "\n".join(_lines(telling))


def _lines(telling: ReportContext) -> Iterator[str]:
    checked = telling.checked
    yield summary(checked)
    if not checked.problems:
        return
    yield ""
    for problem in telling.weightiest[:MOST_SHOWN]:
        yield from _item(problem, telling)
    more = len(checked.problems) - MOST_SHOWN
    if more > 0:
        yield f"- … and {more:,} more; `donebook check` lists them all."


def _item(problem: Problem, telling: ReportContext) -> Iterator[str]:
    span = problem.span
    place = f"{telling.in_repository(span.path)}:{span.line}:{span.column}"
    yield f"- **{problem.severity.value} {problem.code}** at {escape(place)}  "
    yield f"  {escape(problem.message)}  "
    if problem.suggestion:
        yield f"  Write: <code>{escape(problem.suggestion)}</code>"
    else:
        yield f"  {escape(problem.help)}"
