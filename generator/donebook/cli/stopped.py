"""What is printed where a run is stopped: what a program reads is in its format all the same."""

import functools
from collections.abc import Callable
from typing import Any

import click

from donebook.check import Checked
from donebook.cli.main import project_root
from donebook.codes.run import FAULT, MISUSED, REFUSED
from donebook.diff import Comparison
from donebook.language import Language, english
from donebook.load import language_in
from donebook.markup import encodable
from donebook.problem import Code, Problem, Severity, Span
from donebook.report import CHANGE_FORMATS, FORMATS, ReportContext
from donebook.source import Folder, OneFile

Verb = Callable[..., int]


def problems_when_stopped(verb: Verb) -> Verb:
    """For verbs that print problems: whatever stops the verb is printed as one, then goes on up."""
    return _told(verb, lambda form, problem, said: FORMATS[form](_context(problem, said)))


def changes_when_stopped(verb: Verb) -> Verb:
    """The same for verbs that print changes."""
    return _told(verb, lambda form, problem, said: CHANGE_FORMATS[form](_comparison(problem, said)))


def _told(verb: Verb, tell: Callable[[str, Problem, Language], str]) -> Verb:
    @functools.wraps(verb)
    def wrapped(ctx: click.Context, *arguments: Any, form: str, **options: Any) -> int:
        try:
            return verb(ctx, *arguments, form=form, **options)
        except Exception as stopped:
            # People are told by `main`, on standard error and with the exit code of the case.
            if form != "text":
                click.echo(encodable(tell(form, _problem(stopped), _language(ctx))))
            raise

    return wrapped


def _language(ctx: click.Context) -> Language:
    """The site's language, where the run got far enough to know it."""
    try:
        return language_in(Folder(project_root(ctx)))
    except (click.ClickException, OSError):
        return english()


def _problem(stopped: Exception) -> Problem:
    if isinstance(stopped, click.ClickException):
        return _of(MISUSED, stopped.format_message())
    if isinstance(stopped, OSError):
        about = f"{stopped.filename}: " if stopped.filename else ""
        return _of(REFUSED, f"{about}{stopped.strerror or stopped}.")
    return _of(FAULT, f"{type(stopped).__name__}: {stopped}")


def _of(code: Code, message: str) -> Problem:
    return Problem(code.id, Severity.ERROR, Span("."), message, code.help)


def _context(problem: Problem, language: Language) -> ReportContext:
    return ReportContext(Checked(None, (problem,), 0, language), OneFile("", b""))


def _comparison(problem: Problem, language: Language) -> Comparison:
    return Comparison(
        is_comparable=False, changes=(), introduced=(problem,), fixed=(), language=language
    )
