"""`donebook import FILE… --as KIND`: what a company has already, as entries."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from donebook.bring import (
    CAN_BE_NEW,
    MOST_BYTES,
    NOTHING,
    TARGETS,
    Given,
    Import,
    Names,
    NewWords,
    Order,
    Wishes,
    bring,
    restored,
    told,
    told_restored,
)
from donebook.cli.chosen import chosen
from donebook.cli.handed_over import content_of, contents_of
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.mapped import dates_option, meant_cells, meant_columns, refuse_unknown
from donebook.journal import write_all
from donebook.language import languages, read_language
from donebook.load import load
from donebook.markup import encodable, visible
from donebook.message import Message
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.write import Refused, with_additions


@click.command(name="import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(tuple(TARGETS)),
    help="What each row is; an export of `donebook export json` says so itself.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=f"What a column is for, by its heading or its letter; {NOTHING} leaves it out. COLUMN:TEXT=WORD says what a cell means: Stage:Proof=prove.",
)
@dates_option
@click.option("--stage", help="The stage for rows that name none, by id or name.")
@click.option(
    "--owner",
    help="Who answers for rows that name no owner, by id or name; otherwise the `default_owner`, or the first of the settings.",
)
@click.option(
    "--status",
    type=click.Choice(("draft", "active")),
    default="draft",
    help="Whether entries show only while serving, or on the site at once.",
)
@click.option(
    "--create",
    type=click.Choice(CAN_BE_NEW),
    multiple=True,
    help="Add words of this sort to the vocabulary, and owners to the settings, where rows or options name new ones.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    kind: str | None,
    mapped: tuple[str, ...],
    stage: str | None,
    dates: Order | None,
    owner: str | None,
    status: str,
    create: tuple[str, ...],
    today: date,
    dry_run: bool,
) -> int:
    """Turn a spreadsheet or a page you have into entries: CSV, XLSX, Markdown, our own JSON.

    Says what it uses each column for, and which rows need a look. No entry is overwritten, and
    what is there already is skipped, so you can import the same file again. Exits with 1 where a
    row was not imported.

    Example: donebook import questions.xlsx --as question --dry-run

    Example: donebook import questions.xlsx --as question --map Phase=stage --map Notes=why

    Example: donebook import questions.xlsx --as question --map "Stage:Proof=prove" --map "Stage:Lost=-"

    Example: donebook import questions.xlsx --as question --create owner --owner "Ada Lovelace"
    """
    root = project_root(ctx)
    loaded = load(Folder(root))
    playbook = loaded.playbook
    if playbook is None:
        load_valid(root, today)
        return PROBLEMS
    if kind is None:
        is_asked = ctx.get_parameter_source("status") is not ParameterSource.DEFAULT
        return _restore(root, playbook, files, status if is_asked else None, is_dry=dry_run)
    target = TARGETS[kind]
    meant = dict(pair for one in mapped for pair in meant_cells(one))
    wishes = Wishes(
        "active" if status == "active" else "draft",
        _known(playbook, "stage", stage, create),
        _known(playbook, "owner", owner, create),
        create,
        dates,
        meant,
    )
    columns = meant_columns([one for one in mapped if not meant_cells(one)], tuple(target.fields))
    tree = Folder(root)
    speaks = (read_language(tree, code)[0] for code in sorted(languages(tree)))
    given = Given(target, columns, wishes)
    done = bring(contents_of(files, MOST_BYTES), playbook, speaks, given, today)
    refuse_unknown(done.columns, (*columns, *(column for column, _ in meant)))
    if not dry_run:
        _write(root, done)
    click.echo(encodable(told(done, Names(playbook), playbook.language, is_dry=dry_run)))
    return FINE if done.is_clean else PROBLEMS


def _restore(
    root: Path, playbook: Playbook, files: tuple[Path, ...], status: str | None, *, is_dry: bool
) -> int:
    """Take back exports. Raises click.UsageError where a file is none: a table needs --as."""
    if any(path.suffix.lower() != ".json" for path in files):
        raise click.UsageError("Say what each row is: --as question, for example.")
    code = FINE
    for path in files:
        content = content_of(path, MOST_BYTES)
        done = content if isinstance(content, Message) else restored(playbook, content, status)
        if isinstance(done, Message):
            click.echo(f"{path.name}: {playbook.language.tell(done)}")
            code = PROBLEMS
            continue
        if not is_dry:
            write_all(root, done.files, new=done.files)
        lines = told_restored(done, is_dry=is_dry)
        click.echo(encodable("\n".join(visible(playbook.language.tell(line)) for line in lines)))
        code = code if done.is_clean else PROBLEMS
    return code


def _known(playbook: Playbook, part: str, given: str | None, create: Collection[str]) -> str | None:
    """A word by its id or name, or one that may be new. Raises click.UsageError."""
    if given is None:
        return None
    if found := NewWords(Names(playbook), create).match(part, given):
        return found.id if found.id in playbook.words(part) else given
    return chosen(given, playbook.words(part), f'There is no {part} "{given}".')


def _write(root: Path, done: Import) -> None:
    """Write all of it, or nothing. Raises click.UsageError where words can't be added."""
    files = dict(done.brought.files)
    try:
        files = {**with_additions(Folder(root), done.additions), **files}
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    write_all(root, files, new=done.brought.files)
