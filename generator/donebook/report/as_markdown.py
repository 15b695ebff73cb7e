"""Problems as Markdown, for a comment on a pull request."""

from collections.abc import Iterator

from donebook.markup import as_code
from donebook.markup import for_comment as escape
from donebook.message import message
from donebook.problem import Problem
from donebook.report.context import ReportContext
from donebook.report.counted import summary, weight_of

MOST_SHOWN = 50  # a comment has room for 65,536 characters


def as_markdown(telling: ReportContext) -> str:
    """A sentence that counts them, and an item a problem, errors first."""
    return "\n".join(_lines(telling))


def _lines(telling: ReportContext) -> Iterator[str]:
    tell = telling.tell
    yield tell(summary(telling.checked))
    if not telling.problems:
        return
    yield ""
    for problem in telling.weightiest[:MOST_SHOWN]:
        yield from _item(problem, telling)
    more = len(telling.problems) - MOST_SHOWN
    if more > 0:
        yield tell(message("- … and {more:,} more; `donebook check` lists them all.", more=more))


def _item(problem: Problem, telling: ReportContext) -> Iterator[str]:
    span, tell = problem.span, telling.tell
    place = f"{telling.in_repository(span.path)}:{span.line}:{span.column}"
    weight = weight_of(problem)
    yield tell(
        message(
            "- **{weight} {code}** at {place}  ",
            weight=weight,
            code=problem.code,
            place=as_code(place),
        )
    )
    yield f"  {escape(tell(problem.message))}  "
    if problem.suggestion and not problem.more:
        yield tell(message("  Write: {written}", written=as_code(problem.suggestion)))
    else:
        yield f"  {escape(tell(problem.help))}"
