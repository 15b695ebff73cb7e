"""`donebook new KIND`: a new entry's file."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.new_codeowners import codeowners
from donebook.cli.new_site import site
from donebook.files import write_whole
from donebook.model import KINDS, LONGEST_ID, is_id
from donebook.playbook import Playbook
from donebook.source import UNSEEN
from donebook.spelling import guess
from donebook.write import NEW, Prompt, id_from, kind_of, prompts, scaffold

_COMMON = (
    Prompt("title", "What people will call it"),
    Prompt("id", "Its id: the name of its file and of its page"),
    Prompt("owner", "Who answers for it", "owner"),
)


@click.group()
def command() -> None:
    """Start a new entry: asks for what it needs, or takes it as options.

    Example: donebook new question
    """


def _entry_command(what: str) -> click.Command:
    asked = (*_COMMON, *prompts(what))
    article = "an" if what[0] in "aeiou" else "a"

    def run(ctx: click.Context, today: date, **given: Any) -> int:
        return _new_entry(ctx, what, today, given)

    run.__doc__ = f"""Write {article} {what.replace("-", " ")} as a draft, with a comment for every field.

    What is left out is asked for. The draft shows while serving, and never on the site.

    Example: donebook new {what}
    """
    made: Callable[..., Any] = click.pass_context(run)
    made = today_option(made)
    for prompt in reversed(asked):
        made = click.option(
            prompt.option, prompt.field, multiple=prompt.many, help=f"{prompt.asks}."
        )(made)
    return click.command(name=what)(made)


def _new_entry(ctx: click.Context, what: str, today: date, given: Mapping[str, Any]) -> int:
    root = project_root(ctx)
    playbook = load_valid(root, today)
    if playbook is None:
        click.echo("Fix these errors first; the new entry is checked with the others.", err=True)
        return PROBLEMS
    kind = kind_of(what)
    answers = _answers(playbook, (*_COMMON, *prompts(what)), given)
    place = root / kind.path(answers["id"])
    if place.exists():
        raise click.UsageError(f'There is a {kind.words} "{answers["id"]}" already: {place}.')
    write_whole(place, scaffold(what, answers, today).encode())
    click.echo(
        f"{place.relative_to(root)}\nIt is a draft. Write where it says …, then: donebook serve"
    )
    return FINE


def _answers(
    playbook: Playbook, prompts: Sequence[Prompt], given: Mapping[str, Any]
) -> Mapping[str, Any]:
    missing = [
        prompt.option for prompt in prompts if not given[prompt.field] and prompt.field != "id"
    ]
    if missing and not _can_ask():
        raise click.UsageError(
            f"Nobody is there to ask, so these are needed: {', '.join(missing)}."
        )
    answers: dict[str, Any] = {}
    for prompt in prompts:
        choices = _choices(playbook, prompt)
        values = given[prompt.field] if prompt.many else [given[prompt.field]]
        found = [_checked(prompt, choices, v) for v in values if v]
        if not found:
            found = _asked_for(prompt, choices, answers)
        answers[prompt.field] = found if prompt.many else found[0]
    return answers


def _asked_for(
    prompt: Prompt, choices: Sequence[str] | None, answers: Mapping[str, Any]
) -> list[str]:
    if prompt.field == "id":
        slug = id_from(answers["title"])
        if not _can_ask() and not slug:
            raise click.UsageError("No id can be made of this title; name one with --id.")
        if not _can_ask():
            return [_checked(prompt, None, slug)]
        return [_checked(prompt, None, click.prompt(prompt.asks, default=slug))]
    several = ", separated by commas" if prompt.many and choices else ""
    if choices:
        click.echo(f"  {', '.join(choices)}")
    said = click.prompt(f"{prompt.asks}{several}")
    parts = said.split(",") if several else [said]
    return [_checked(prompt, choices, part.strip()) for part in parts if part.strip()]


def _checked(prompt: Prompt, choices: Sequence[str] | None, value: str) -> str:
    """An answer, if it can be one. Raises click.UsageError."""
    if UNSEEN.search(value):
        raise click.UsageError(f"{prompt.option}: there is an invisible character in it.")
    if prompt.field == "id" and not is_id(value):
        raise click.UsageError(
            f'"{value}" can\'t be an id: lower-case letters, digits and single hyphens, at most {LONGEST_ID}.'
        )
    if choices is not None and value not in choices:
        known = f"There are: {', '.join(choices)}." if choices else "There is none yet."
        hint = guess(value, choices).question or known
        raise click.UsageError(f'{prompt.option}: there is no "{value}". {hint}')
    return value


def _choices(playbook: Playbook, prompt: Prompt) -> Sequence[str] | None:
    if isinstance(prompt.names, tuple) or prompt.names is None:
        return prompt.names
    if prompt.names == "question":
        return [question.id for question in playbook.spoken]
    if prompt.names in KINDS:
        return [key.id for key in playbook.entries if key.kind == prompt.names]
    return tuple(playbook.words(prompt.names))


def _can_ask() -> bool:
    return sys.stdin.isatty()


for _what in NEW:
    command.add_command(_entry_command(_what))
command.add_command(site)
command.add_command(codeowners)
