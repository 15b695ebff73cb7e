"""Problems as JSON: the public interface for tools."""

import json
from typing import Any

from donebook.check import Checked
from donebook.problem import Problem
from donebook.source import Tree


def as_json(checked: Checked, tree: Tree) -> str:
    """`{"entries": N, "problems": [...]}`; lines and columns count from 1."""
    del tree  # every format is told where the files are, this one needs no excerpts
    problems = [_problem(problem) for problem in checked.problems]
    return json.dumps(
        {"entries": checked.entries, "problems": problems}, ensure_ascii=False, indent=2
    )


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.span.path,
        "line": problem.span.line,
        "column": problem.span.column,
        "end_column": problem.span.end_column,
        "entry": problem.entry,
        "field": problem.field,
        "message": problem.message,
        "help": problem.help,
        "suggestion": problem.suggestion,
    }
