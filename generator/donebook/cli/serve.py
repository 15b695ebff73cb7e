"""`donebook serve`: the site while editing."""

import logging
import os

import click

from donebook.cli.main import PROBLEMS, project_root
from donebook.site.engine import MKDOCS_CONFIG


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.pass_context
def command(ctx: click.Context, address: str, *, open_browser: bool) -> int | None:
    """Serve the site and build it again after every edit; drafts are shown.

    Example: donebook serve --address 127.0.0.1:8080
    """
    root = project_root(ctx)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        serve(str(root / MKDOCS_CONFIG), dev_addr=address, open_in_browser=open_browser)
    except MkDocsException as error:
        click.echo(str(error), err=True)
        return PROBLEMS
    return None
