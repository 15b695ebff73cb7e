"""`donebook new KIND`: a new entry's file, or a company's own playbook."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.sound import sound_playbook
from donebook.codeowners import CODEOWNERS, codeowners
from donebook.config import CONFIG_PATH
from donebook.defaults import default_file, default_files
from donebook.files import write_changed, write_whole
from donebook.model import KINDS, LONGEST_ID, is_id
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.spelling import guess
from donebook.write import PROMPTS, Prompt, scaffold
from donebook.write.site import RECORD, first, renewed

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
    prompts = (*_COMMON, *PROMPTS[what])
    article = "an" if what[0] in "aeiou" else "a"

    def run(ctx: click.Context, today: date, **given: Any) -> int:
        return _new_entry(ctx, what, today, given)

    run.__doc__ = f"""Write {article} {what.replace("-", " ")} as a draft, with a comment for every field.

    What is left out is asked for. The draft shows while serving, and never on the site.

    Example: donebook new {what}
    """
    made: Callable[..., Any] = click.pass_context(run)
    made = today_option(made)
    for prompt in reversed(prompts):
        made = click.option(
            prompt.option, prompt.field, multiple=prompt.many, help=f"{prompt.asks}."
        )(made)
    return click.command(name=what)(made)


def _new_entry(ctx: click.Context, what: str, today: date, given: Mapping[str, Any]) -> int:
    root = project_root(ctx)
    playbook = sound_playbook(root, today)
    if playbook is None:
        click.echo("Mend these errors first; the new entry is checked with the others.", err=True)
        return PROBLEMS
    kind = KINDS["question" if what == "check" else what]
    answers = _answers(playbook, (*_COMMON, *PROMPTS[what]), given)
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
        slug = _slug(answers["title"])
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
    return playbook.words(prompt.names)


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", title.lower()))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}".strip("-")
        if len(longer) > LONGEST_ID:
            break
        slug = longer
    return slug


for _what in PROMPTS:
    command.add_command(_entry_command(_what))


# Where the files of a company's playbook lie in donebook itself.
_LOOKED_AFTER = ("mkdocs.yml", ".gitlab-ci.yml", ".github/workflows", ".vscode")
_TEMPLATES = {
    "Makefile": "Makefile",
    "gitignore": ".gitignore",
    "requirements.txt": "requirements.txt",
}
_DRAFT_OF_PAGES = "build/pages/.gitignore"


@command.command(name="site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def site(folder: Path) -> int:
    """Start a company's own playbook in DIR, or renew the files around one.

    The starter's entries, the settings, and what a code host needs to check and publish. In a
    playbook that is there already, only files that nobody has changed are renewed; content and
    settings are never touched.

    Example: donebook new site acme-playbook
    """
    root = folder.resolve()
    managed = dict(_managed())
    record = root / RECORD
    if record.is_file():
        there = {path: (root / path).read_bytes() for path in managed if (root / path).is_file()}
        renewal = renewed(managed, there, record.read_bytes(), version("donebook"))
    elif root.exists() and any(place.name != ".git" for place in root.iterdir()):
        raise click.UsageError(f"{folder} holds other files already. Name a new folder.")
    else:
        renewal = first(dict(_content()), managed, version("donebook"))
    for path, content in renewal.files.items():
        write_changed(root / path, content)
    for path in renewal.kept:
        click.echo(f"{path}: left as it is, because it was changed here.", err=True)
    if record.is_file() and len(renewal.files) > 1:
        click.echo(f"{len(renewal.files) - 1} files written in {folder}.")
    click.echo(f"Next: cd {folder} && make serve. Its README.md says what to change first.")
    return FINE


def _managed() -> Iterator[tuple[str, bytes]]:
    """The files that a newer donebook renews."""
    for name in _LOOKED_AFTER:
        yield from default_files(name)
    for name, path in _TEMPLATES.items():
        text = default_file(f"templates/site/{name}").read_text(encoding="utf-8")
        yield path, text.replace("{version}", version("donebook")).encode()
    yield from default_files(_DRAFT_OF_PAGES)


def _content() -> Iterator[tuple[str, bytes]]:
    """The files that are the company's own from the first day."""
    yield from default_files("content")
    yield from default_files(CONFIG_PATH)
    yield "README.md", default_file("templates/site/README.md").read_bytes()


@command.command(name="codeowners")
@click.pass_context
def owners(ctx: click.Context) -> int:
    """Write CODEOWNERS, so that owners are asked about changes to their entries.

    Made from the `handle` of each owner in site-config/playbook.yaml.

    Example: donebook new codeowners
    """
    root = project_root(ctx)
    playbook = sound_playbook(root, date.today())  # noqa: DTZ011 - only warnings follow it
    if playbook is None:
        return PROBLEMS
    prefix = Folder(root).prefix
    text = codeowners(playbook, prefix)
    if text is None:
        raise click.UsageError(
            f"No owner in {CONFIG_PATH} has a handle; add one, such as handle: '@acme/sales'."
        )
    top = root.parents[len(Path(prefix).parts) - 1] if prefix else root
    write_changed(top / CODEOWNERS, text.encode())
    click.echo(str(top / CODEOWNERS))
    return FINE
