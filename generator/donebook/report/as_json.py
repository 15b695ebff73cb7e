"""Problems as JSON: the public interface for tools."""

import json
from collections.abc import Callable
from typing import Any

from donebook.problem import Problem
from donebook.report.context import ReportContext


def as_json(telling: ReportContext) -> str:
    """`{"entries": N, "problems": [...]}`; lines and columns count from 1."""
    checked = telling.checked
    found = {
        "entries": checked.entries,
        "problems": [as_values(p, telling.tell) for p in telling.problems],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_values(problem: Problem, tell: Callable[[str], str]) -> dict[str, Any]:
    """One problem under the names of the interface."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.span.path,
        "line": problem.span.line,
        "column": problem.span.column,
        "end_column": problem.span.end_column,
        "entry": problem.entry,
        "field": problem.field,
        "message": tell(problem.message),
        "help": tell(problem.help),
        "suggestion": None if problem.more else problem.suggestion,
    }
