"""Numbers and severities in sentences."""

from donebook.check import Checked
from donebook.message import Message, message, plural
from donebook.problem import Problem


def summary(checked: Checked) -> Message:
    """How many problems there are, and in how many entries."""
    entries = plural("{n:,} entry", "{n:,} entries", n=checked.entries)
    if not checked.problems:
        return message("No problems in {entries}.", entries=entries)
    return message(
        "{errors}, {warnings} in {entries}.",
        errors=plural("{n:,} error", "{n:,} errors", n=checked.errors),
        warnings=plural("{n:,} warning", "{n:,} warnings", n=checked.warnings),
        entries=entries,
    )


def weight_of(problem: Problem) -> Message:
    """A problem's severity as a word in a sentence; programs read it in English."""
    return message("error") if problem.is_error else message("warning")
