"""Where entries can be read, for those who read about them elsewhere."""

from urllib.parse import quote

import click

from donebook.source import Tree

link_option = click.option(
    "--link",
    metavar="ADDRESS",
    help="Where entries can be read, for the form markdown: an address with {path} for an entry's file or {page} for its page.",
)


def in_repository(link: str, tree: Tree) -> str:
    """The address with the playbook's own folder in it. Raises click.UsageError."""
    if "{path}" not in link and "{page}" not in link:
        raise click.UsageError("--link: the address needs {path} or {page} where an entry's goes.")
    return link.replace("{path}", f"{quote(tree.prefix)}{{path}}")
