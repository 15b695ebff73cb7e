"""How many problems of a file are told: a terminal full of them helps nobody, and costs time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Problem, Severity

MOST_PROBLEMS = 1_000


def bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of a file, as they are found; then one that says so in place of the others."""
    for number, problem in enumerate(problems):
        if number == MOST_PROBLEMS:
            yield more_than_told(problem)
            return
        yield problem


def more_than_told(problem: Problem) -> Problem:
    """What stands in place of a problem, and of all behind it."""
    said = message(
        "From here on problems of this file aren't told: there are more than {most:,}.",
        most=MOST_PROBLEMS,
    )
    return replace(
        problem,
        code=codes.TOO_MUCH.id,
        severity=Severity.ERROR,
        message=said,
        help=message("Fix those that are told, and check again."),
        suggestion=None,
        more=(),
    )
