"""`donebook diff BASE [HEAD]`: what changes for the people who use the playbook."""

from dataclasses import replace
from datetime import date

import click

from donebook.check import check
from donebook.cli.link import in_repository, link_option
from donebook.cli.main import FINE, project_root, today_option
from donebook.cli.stopped import changes_when_stopped
from donebook.diff import compare
from donebook.markup import encodable
from donebook.report import CHANGE_FORMATS
from donebook.source import Folder, NoRevision, Tree, revision


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(CHANGE_FORMATS)),
    default="text",
    help="How to print the changes.",
)
@link_option
@today_option
@click.pass_context
@changes_when_stopped
def command(
    ctx: click.Context, base: str, head: str | None, form: str, link: str | None, today: date
) -> int:
    """Say what changes between two revisions, for reps and trainers.

    BASE and HEAD are names that git knows: a branch, a tag, a commit. Without HEAD, the files as
    they lie there are compared. What only looks different, such as line breaks, is no change.

    Example: donebook diff main
    """
    root = project_root(ctx)
    try:
        before: Tree = revision(root, base)
        after: Tree = revision(root, head) if head else Folder(root)
        earlier = check(before, today)
        found = compare(earlier, check(after, today, earlier.playbook))
    except NoRevision as refused:
        raise click.UsageError(refused.said) from None
    if link:
        found = replace(found, link=in_repository(link, after))
    click.echo(encodable(CHANGE_FORMATS[form](found)))
    return FINE
