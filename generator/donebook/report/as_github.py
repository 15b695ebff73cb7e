"""Problems as workflow commands, which GitHub shows at the lines of a pull request."""

from donebook.message import as_it_stands
from donebook.problem import Problem
from donebook.report.context import ReportContext
from donebook.rules import CODES

# Characters that end a command or one of its values; GitHub, "Workflow commands".
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_VALUE = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def as_github(telling: ReportContext) -> str:
    """One `::error …::` or `::warning …::` line a problem, errors first."""
    return "\n".join(_command(problem, telling) for problem in telling.weightiest)


def _command(problem: Problem, telling: ReportContext) -> str:
    span, tell = problem.span, telling.tell
    values = {
        "file": telling.in_repository(span.path),
        "line": str(span.line),
        "endLine": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.end_column),
        "title": f"{problem.code} {tell(as_it_stands(CODES[problem.code].title))}",
    }
    shown = ",".join(f"{name}={_escaped(value, _IN_VALUE)}" for name, value in values.items())
    said = filter(None, (tell(problem.message), tell(problem.help)))
    text = _escaped("\n".join(said), _IN_TEXT)
    return f"::{problem.severity.value} {shown}::{text}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)
