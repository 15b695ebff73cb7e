"""What libyaml could not read, said in the words of somebody who writes sentences, not YAML.

libyaml names what it expected; an editor wants to know what they did.
"""

from collections.abc import Sequence
from typing import Any

import yaml

from donebook.problem import Problem, Severity, Span
from donebook.source.mistakes import LOOKS, unknown
from donebook.source.syntax_errors import Quoted, Stumble


def explain_syntax(
    path: str,
    lines: Sequence[str],
    error: yaml.YAMLError,
    last: yaml.ScalarEvent | None,
) -> Problem:
    """Turn libyaml's error into a problem at the culprit."""
    stumble = _stumble(lines, error, last)
    found = next((m for look in LOOKS if (m := look(stumble))), None) or unknown(stumble)
    line = min(found.line, max(len(lines) - 1, 0))
    span = Span(path, line + 1, found.column + 1, found.column + 1 + max(found.width, 1))
    return Problem(
        found.code.id,
        Severity.ERROR,
        span,
        found.message,
        found.help,
        found.suggestion,
    )


def _stumble(lines: Sequence[str], error: yaml.YAMLError, last: yaml.ScalarEvent | None) -> Stumble:
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None) or mark
    said = f"{getattr(error, 'context', '') or ''}: {getattr(error, 'problem', '') or error}"
    if mark is None:
        return Stumble(lines, said, 0, 0, 0, 0, None)
    quoted = _quoted(last) if last else None
    return Stumble(lines, said, mark.line, mark.column, context.line, context.column, quoted)


def _quoted(last: yaml.ScalarEvent) -> Quoted | None:
    if last.style not in ("'", '"'):
        return None
    start: Any = last.start_mark
    end: Any = last.end_mark
    return Quoted(start.line, start.column, end.line, end.column)
