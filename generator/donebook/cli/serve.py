"""`donebook serve`: the site while editing."""

import logging
import os
import re
import signal
import socket
from types import FrameType

import click

from donebook.cli.main import PROBLEMS, project_root
from donebook.progress import Stderr, shown, stage
from donebook.site.engine import MKDOCS_CONFIG
from donebook.site.generate import BUILD, PAGES

ENDINGS = (signal.SIGINT, signal.SIGTERM)


def _usable(ctx: click.Context, param: click.Parameter, address: str) -> str:
    """An address that can be served at, found out before anything is built."""
    del ctx, param
    found = re.fullmatch(r"([\w.-]+):(\d{1,5})", address)
    if not found or not 0 < int(found[2]) < 65536:
        raise click.BadParameter(f'"{address}" is not HOST:PORT, such as 127.0.0.1:8000.')
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((found[1], int(found[2])))
        except OSError as refused:
            raise click.BadParameter(
                f"nothing can be served at {address} ({refused.strerror});"
                " try another port, such as 127.0.0.1:8080."
            ) from None
    return address


def _end(number: int, frame: FrameType | None) -> None:
    """End as after Ctrl-C, so that folders are removed, and only once.

    `make` hands on what the terminal sends as well, so the same signal comes twice. A second one in
    the middle of the end would leave the thread that serves, and Python waits for it without end.
    """
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    signal.default_int_handler(number, frame)


@click.command()
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_usable,
    help="Where to serve.",
)
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

    for ending in ENDINGS:
        signal.signal(ending, _end)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=Stderr())
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it cuts
    (root / BUILD / PAGES).mkdir(
        parents=True, exist_ok=True
    )  # MkDocs looks for it before it calls us
    try:
        with shown(), stage("Building the site"):
            serve(str(root / MKDOCS_CONFIG), dev_addr=address, open_in_browser=open_browser)
    except MkDocsException as error:
        click.echo(str(error), err=True)
        return PROBLEMS
    return None
