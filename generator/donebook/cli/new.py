"""`donebook new KIND`: a new entry's file."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from donebook.check import Checked
from donebook.cli.chosen import chosen
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.new_cms import cms
from donebook.cli.new_codeowners import codeowners
from donebook.cli.new_site import site
from donebook.cli.new_words import words
from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.files import write_whole
from donebook.ids import with_names
from donebook.load import load
from donebook.model import KINDS, PAGE_FORM, Key, Kind
from donebook.playbook import Playbook
from donebook.prose import BODY
from donebook.report import FORMATS, ReportContext
from donebook.source import UNSEEN, Folder, read_document
from donebook.write import (
    NEW,
    Prompt,
    before_it_goes_live,
    id_from,
    kind_of,
    known_by,
    optional,
    prompts,
    scaffold,
)

_ID = Prompt("id", "Its id: the name of its file and of its page")


def _prompts(what: str) -> tuple[Prompt, ...]:
    """What to ask for: the name that the id is made of, what else is needed, and what may be left open."""
    may_be_open = optional(what)
    title = Prompt("title", "What people will call it", completes="title" in may_be_open)
    owner = Prompt("owner", "Who answers for it", "owner", completes="owner" in may_be_open)
    asked = (title, *prompts(what), owner)
    name = [prompt for prompt in asked if prompt.field == known_by(what)]
    needed = [prompt for prompt in asked if prompt.is_needed and prompt not in name]
    rest = [prompt for prompt in asked if not prompt.is_needed]
    return (*name, _ID, *needed, *rest)


@click.group()
def command() -> None:
    """Start a new entry: asks for what it needs, or takes it as options.

    Example: donebook new question
    """


def _entry_command(what: str) -> click.Command:
    asked = _prompts(what)
    article = "an" if what[0] in "aeiou" else "a"

    def run(ctx: click.Context, today: date, **given: Any) -> int:
        return _new_entry(ctx, what, today, given)

    run.__doc__ = f"""Write {article} {what.replace("-", " ")} as a draft, with a comment for every field.

    What is left out is asked for, and an answer that can't be is asked for again. What it can be published without may be skipped. The draft shows while serving, and never on the site.

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
    playbook = _loaded(root)
    if playbook is None:
        click.echo(
            "Fix these errors first: settings and vocabulary say what can be chosen.", err=True
        )
        return PROBLEMS
    kind = kind_of(what)
    asked = [_Asked(kind, p, _choices(playbook, p), given[p.field]) for p in _prompts(what)]
    answers: dict[str, Any] = {}
    try:
        _answer(asked, answers, lambda entry_id: _refuse_taken(root, kind, entry_id))
        place = root / kind.path(answers["id"])
        if kind.is_prose:
            answers[BODY] = _form(root, kind.path(answers["id"]))
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, scaffold(what, answers, today).encode())
    except (click.Abort, click.ClickException, OSError):
        _keep(what, answers)
        raise
    click.echo(
        f"{place.relative_to(root)}\nIt is a draft. Write where it says …, then: donebook serve"
    )
    if rest := before_it_goes_live(what):
        click.echo(rest)
    return FINE


def _form(root: Path, path: str) -> str:
    """The text of the form that lies in a page's folder; nothing where there is none."""
    form = f"{path.rpartition('/')[0]}/{PAGE_FORM}"
    text = (read_document(Folder(root), form).values or {}).get(BODY)
    return text.strip("\n") if isinstance(text, str) else ""


def _loaded(root: Path) -> Playbook | None:
    """The playbook, whatever is wrong with its entries.

    None where settings or vocabulary can't be read; what is wrong with them is printed.
    """
    tree = Folder(root)
    loaded = load(tree)
    if loaded.playbook is None:
        about = (CONFIG_PATH, VOCABULARY_PATH)
        wrong = tuple(problem for problem in loaded.problems if problem.span.path in about)
        checked = Checked(None, wrong, loaded.found, loaded.language)
        click.echo(FORMATS["text"](ReportContext(checked, tree)))
    return loaded.playbook


@dataclass(frozen=True, slots=True)
class _Asked:
    """A prompt for an entry of a kind, with what may be answered, and what was given as options."""

    kind: Kind
    prompt: Prompt
    choices: Mapping[str, str] | None
    given: Any

    @property
    def values(self) -> list[str]:
        given = self.given if self.prompt.many else [self.given]
        return [value for value in given if value]


def _answer(
    asked: Sequence[_Asked], answers: dict[str, Any], refuse_id: Callable[[str], None]
) -> None:
    """Fill in `answers`, with what was given first, so that nothing typed is lost to it.

    Raises click.UsageError where something given can't be, or nobody is there to ask.
    """
    for one in asked:
        values = [_checked(one, value) for value in one.values]
        if values:
            answers[one.prompt.field] = values if one.prompt.many else values[0]
    if "id" in answers:
        refuse_id(answers["id"])
    open_ = [one for one in asked if one.prompt.field not in answers]
    _refuse_what_nobody_can_answer(open_)
    for one in open_:
        if one.prompt.field == "id":
            name = answers.get("title") or answers[asked[0].prompt.field]
            answers["id"] = _asked_for_id(one, name, refuse_id)
        elif _can_ask() and (one.choices is None or one.choices):
            said = _asked_for(one)
            answers |= {one.prompt.field: said} if said else {}


def _refuse_what_nobody_can_answer(open_: Sequence[_Asked]) -> None:
    """Raises click.UsageError where something is needed that can't be had."""
    needed = [one for one in open_ if one.prompt.is_needed and one.prompt.field != "id"]
    if needed and not _can_ask():
        options = ", ".join(one.prompt.option for one in needed)
        raise click.UsageError(f"Nobody is there to ask, so these are needed: {options}.")
    for one in needed:
        if one.choices is not None and not one.choices:
            raise click.UsageError(f"There is no {one.prompt.names} yet, and this needs one.")


def _asked_for_id(one: _Asked, title: str, refuse: Callable[[str], None]) -> str:
    slug = id_from(title)

    def checked(value: str) -> str:
        found = _checked(one, value.strip())
        refuse(found)
        return found

    if _can_ask():
        answer: str = click.prompt(one.prompt.asks, default=slug or None, value_proc=checked)
        return answer
    if not slug:
        raise click.UsageError("No id can be made of this title; name one with --id.")
    return checked(slug)


def _asked_for(one: _Asked) -> Any:
    """What somebody types, asked again until it can be: a slip loses nothing."""
    prompt, several = one.prompt, one.prompt.many and one.choices

    def checked(said: str) -> Any:
        parts = said.split(",") if several else [said]
        found = [_checked(one, part.strip()) for part in parts if part.strip()]
        if not found and prompt.is_needed:
            raise click.UsageError("Something has to stand here.")
        return found if prompt.many else next(iter(found), "")

    if one.choices:
        click.echo(f"  {', '.join(with_names(one.choices))}")
    asks = f"{prompt.asks}{', separated by commas' if several else ''}"
    if prompt.is_needed:
        return click.prompt(asks, value_proc=checked)
    return click.prompt(
        f"{asks}; Enter skips it", default="", show_default=False, value_proc=checked
    )


def _keep(what: str, answers: Mapping[str, Any]) -> None:
    """Print what was answered so far as the command that goes on from there."""
    options = [
        (prompt.option, value)
        for prompt in _prompts(what)
        for value in _listed(answers.get(prompt.field))
    ]
    if options and _can_ask():
        command = " ".join(f"{option} {shlex.quote(value)}" for option, value in options)
        click.echo("\nNothing was written. To go on from here:", err=True)
        click.echo(f"  donebook new {what} {command}", err=True)


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value] if value else []


def _refuse_taken(root: Path, kind: Kind, entry_id: str) -> None:
    """Raises click.UsageError where an entry of this id is there."""
    place = root / kind.path(entry_id)
    if place.exists():
        raise click.UsageError(f'There is a {kind.words} "{entry_id}" already: {place}.')


def _checked(one: _Asked, value: str) -> str:
    """An answer, if it can be one. Raises click.UsageError."""
    prompt, choices = one.prompt, one.choices
    if UNSEEN.search(value):
        raise click.UsageError(f"{prompt.option}: there is an invisible character in it.")
    said = one.kind.refusal(value) if prompt.field == "id" else None
    if said:
        raise click.UsageError(said)
    if choices is None:
        return value
    return chosen(value, choices, f'{prompt.option}: there is no "{value}".')


def _choices(playbook: Playbook, prompt: Prompt) -> Mapping[str, str] | None:
    """What may be answered, with what each is called; none where anything may be."""
    if prompt.names is None:
        return None
    if isinstance(prompt.names, tuple):
        return dict.fromkeys(prompt.names, "")
    if prompt.names not in KINDS:
        return playbook.words(prompt.names)
    checks = {check.key for check in playbook.checks}
    return {
        key.id: str(entry.title) if (entry := playbook.entries.get(key)) else ""
        for key in _keys(playbook)
        if key.kind == prompt.names and key not in checks
    }


def _keys(playbook: Playbook) -> list[Key]:
    """Every entry, those that can't be read as well."""
    return sorted({*playbook.entries, *playbook.broken})


def _can_ask() -> bool:
    return sys.stdin.isatty()


for _what in NEW:
    command.add_command(_entry_command(_what))
command.add_command(site)
command.add_command(codeowners)
command.add_command(cms)
command.add_command(words)
