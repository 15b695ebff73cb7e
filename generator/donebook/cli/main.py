"""The command `donebook`: finds the verb, and tells a user's mistake from a fault of ours."""

import gc
import importlib
import os
import sys
import traceback
from datetime import date
from keyword import iskeyword
from pathlib import Path

import click

# What `donebook --help` says of each verb: it starts at once, as it imports none of them.
VERBS = {
    "build": "Build the site into site/.",
    "check": "Find everything that is wrong with the content.",
    "collect": "Add up files that reps hand over.",
    "diff": "Say what changes between two revisions.",
    "export": "Write the playbook for other programs.",
    "explain": "Explain the code of a problem.",
    "generate": "Write the pages without building a site.",
    "import": "Turn a spreadsheet or a page you have into entries.",
    "losses": "Add up a CRM's won and lost deals for the site.",
    "mcp": "Answer assistants that work for reps and editors.",
    "new": "Start a new entry, or a company's own repository.",
    "publish": "Let reps see drafts.",
    "rename": "Give an entry or a word another id, everywhere.",
    "retire": "End an entry, and every mention of it.",
    "reviewed": "Say of entries that they are still true.",
    "serve": "Look at the site, and see each edit arrive.",
    "sheets": "Print worksheets and packs as PDF.",
    "upgrade": "Bring a company's repository to a newer donebook.",
}

FINE, PROBLEMS, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


class _Verbs(click.Group):
    """Imports a verb's module when it is called, so that the quick ones start quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in VERBS:
            return None
        # A word of Python's can't be a module's name.
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"donebook.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="donebook", prog_name="donebook")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The playbook's folder; found from the current one upwards when left out.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    envvar="DONEBOOK_THREADS",
    expose_value=False,
    callback=lambda _ctx, _param, number: (
        number and os.environ.update(DONEBOOK_THREADS=f"{number}")
    ),
    help="How many sheets to set and pages to make at once, also as DONEBOOK_THREADS; one for each processor, at most 8.",
)
@click.pass_context
def donebook(ctx: click.Context, root: Path | None, *, debug: bool) -> None:
    """Turn a playbook of questions and definitions of done into a site.

    \b
    donebook check             what is wrong with the content, and how to fix it
    donebook serve             look at the site while editing
    donebook build             make the site in site/
    """  # noqa: D301 - \b tells click to leave the lines below it as they are
    ctx.obj = root
    ctx.meta["donebook.debug"] = debug


today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: f"{date.today()}",  # noqa: DTZ011 - the day where the editor sits
    help="The day to judge reviews by, as year-month-day; today when left out.",
    callback=lambda _ctx, _param, value: value.date(),
)


def project_root(ctx: click.Context) -> Path:
    """The playbook's folder: as given, or the nearest one upwards that holds a playbook.yaml.

    What an earlier command was cut off at is brought to an end first. Raises click.UsageError where
    there is no playbook, or nobody can say how that command ended.
    """
    from donebook.config import CONFIG_PATH  # slow to import

    given: Path | None = ctx.obj
    start = (given or Path.cwd()).resolve()
    for place in (start, *start.parents):
        if (place / CONFIG_PATH).is_file() or (place / "content").is_dir():
            recover(place)
            return place
    raise click.UsageError(
        f"There is no playbook here: neither {CONFIG_PATH} nor content/ in {start}."
    )


def recover(root: Path) -> None:
    """Finish or undo what a command that was killed left half done, here or in the repository above.

    Raises click.UsageError where what it left can't be read.
    """
    from donebook.journal import JournalUnreadable, recovered

    ways = (root, *root.parents)
    top = next((place for place in ways if (place / ".git").exists()), root)
    for place in ways[: ways.index(top) + 1]:
        try:
            found = recovered(place)
        except JournalUnreadable as unreadable:
            raise click.UsageError(str(unreadable)) from None
        if found:
            now = "as it wanted them" if found.is_done else "as they were before it"
            click.echo(
                f"An earlier command was cut off while it wrote. Its files are {now} now.", err=True
            )


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code.

    0 fine, 1 problems, 2 usage, 3 a fault of ours or of the machine, 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    # A playbook is a tree of small values without cycles that lives to the end of the run.
    # Looking through it again and again takes a quarter of the time of a check and finds nothing.
    gc.set_threshold(100_000, 50, 100)
    try:
        result = donebook.main(arguments, prog_name="donebook", standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    except OSError as refused:
        _traceback(arguments)
        about = f"{refused.filename}: " if refused.filename else ""
        click.echo(f"donebook: {about}{refused.strerror or refused}.", err=True)
        sys.exit(FAULT)
    except Exception as fault:  # noqa: BLE001 - the one place where a fault of ours ends
        _traceback(arguments)
        click.echo(f"donebook: a fault of ours: {type(fault).__name__}: {fault}", err=True)
        click.echo("Run it again as `donebook --debug …` and report what it prints.", err=True)
        sys.exit(FAULT)
    finally:
        gc.freeze()  # or Python looks through all of it at its end, which takes a tenth of a build
    sys.exit(result if isinstance(result, int) else FINE)


def _traceback(arguments: list[str]) -> None:
    if "--debug" in arguments:
        traceback.print_exc()
