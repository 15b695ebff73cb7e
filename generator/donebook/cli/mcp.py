"""`donebook mcp`: the playbook for assistants, over standard input and output."""

import shlex
import sys
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from donebook.cli.load_valid import check_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.write.starter import LOCKED_MCP

# Where the list of packages lies: in a company's repository, and in a checkout of donebook.
_LISTS = (LOCKED_MCP, "requirements/mcp.txt")


@click.command()
@click.option(
    "--write", "may_write", is_flag=True, help="Write proposals that bring no error into content/."
)
@today_option
@click.pass_context
def command(ctx: click.Context, today: date, *, may_write: bool) -> int:
    """Let an assistant search the playbook, ask what to ask next, check deals and propose changes.

    It speaks the Model Context Protocol with whoever starts it, and ends with them. The README says
    how assistants are told of it. Nothing is written without --write.

    Example: donebook mcp

    Example: donebook --root /home/me/acme-playbook mcp --write
    """
    try:
        from donebook.mcp.server import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise click.UsageError(_to_install(project_root(ctx))) from None
    from donebook.mcp.held import held

    root = project_root(ctx)
    with redirect_stdout(sys.stderr):  # standard output belongs to the protocol
        checked = check_valid(root, today)
    if checked is None or checked.playbook is None:
        return PROBLEMS
    is_fixed = ctx.get_parameter_source("today") is not ParameterSource.DEFAULT
    now = held(
        root,
        checked,
        checked.playbook,
        (lambda: today) if is_fixed else date.today,
    )
    server(now, may_write=may_write).run("stdio")
    return FINE


def _to_install(root: Path) -> str:
    """Say how the packages are installed into the Python that runs."""
    found = next((root / name for name in _LISTS if (root / name).is_file()), None)
    what = ("--require-hashes", "-r", f"{found}") if found else ("donebook[mcp]",)
    command = shlex.join((sys.executable, "-m", "pip", "install", *what))
    return f"This needs more packages, which are not installed. This installs them: {command}"
