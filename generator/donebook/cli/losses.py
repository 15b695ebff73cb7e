"""`donebook losses FILE…`: a CRM's closed deals, added up for the site."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from donebook.bring import MOST_BYTES, NOTHING, Order, shape
from donebook.cli.handed_over import contents_of
from donebook.cli.load_valid import load_valid
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.cli.mapped import dates_option, meant_cells, meant_columns, refuse_unknown
from donebook.figures import FIGURES_PATH
from donebook.journal import write_all
from donebook.language import languages, read_language
from donebook.load import load
from donebook.losses import DEALS, Decimal, Values, Wishes, summed, told
from donebook.markup import encodable
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.spelling import guess


def _currency(_ctx: click.Context, _param: click.Parameter, code: str | None) -> str | None:
    """Three letters, in capitals. Raises click.BadParameter."""
    if code is None or (len(code) == 3 and code.isascii() and code.isalpha()):
        return code and code.upper()
    raise click.BadParameter("A currency is three letters, such as EUR.")


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=f"What a column is for, by its heading or its letter; {NOTHING} leaves it out. COLUMN:TEXT=WORD says what a cell means: Stage:Dead=lost, or the id of a loss reason or a stage.",
)
@dates_option
@click.option(
    "--decimal",
    type=click.Choice(("point", "comma")),
    help="Whether 1.500 is one and a half (point) or fifteen hundred; a column that tells is read so anyway.",
)
@click.option(
    "--currency",
    metavar="CODE",
    callback=_currency,
    help="Count the amounts in this currency alone, such as EUR.",
)
@click.option("--dry-run", is_flag=True, help="Only say what the file comes to.")
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    mapped: tuple[str, ...],
    dates: Order | None,
    decimal: Decimal | None,
    currency: str | None,
    dry_run: bool,
    today: date,
) -> int:
    """Add up won and lost deals of a CRM's export (CSV, XLSX) for the site.

    Maps the CRM's loss reasons through `crm` and `legacy` of the playbook's, says what each column
    and value was taken for, and writes site-config/losses.json. That file holds no deal, account or
    person, and no number of fewer than five deals, nor one from which such a number follows. The
    site shows it from then on: on the page Losses, with each loss reason, on the coverage map.

    Exits with 1, and writes nothing, where the file can be read in two ways.

    Example: donebook losses closed-deals.csv

    Example: donebook losses deals.csv --map "Why we lost=reason" --map "Status:Dead=lost"

    Example: donebook losses deals.csv --map "Loss Reason:Price=out-priced-for-the-same-outcome"
    """
    root = project_root(ctx)
    tree = Folder(root)
    # What an edit did to the last figures stops nobody from writing new ones.
    playbook = load(tree).playbook
    if playbook is None:
        load_valid(root, today)
        return PROBLEMS
    meant = dict(pair for one in mapped for pair in meant_cells(one))
    columns = meant_columns([one for one in mapped if not meant_cells(one)], tuple(DEALS.fields))
    playbook = playbook.without_drafts()
    speaks = (read_language(tree, code)[0] for code in sorted(languages(tree)))
    wishes = Wishes(meant, dates, decimal, currency)
    done = summed(contents_of(files, MOST_BYTES), playbook, speaks, columns, wishes, today)
    refuse_unknown(done.columns, (*columns, *(column for column, _ in meant)))
    _refuse_strange(playbook, meant, done.columns_of("reason"))
    if done.is_clean and not dry_run:
        write_all(root, {FIGURES_PATH: done.written()}, new=())
    click.echo(encodable(told(done, playbook, is_dry=dry_run)))
    return FINE if done.is_clean else PROBLEMS


def _refuse_strange(
    playbook: Playbook, meant: Mapping[tuple[str, str], str], columns: frozenset[str]
) -> None:
    """Raise click.UsageError where a value is to mean a loss reason that isn't here."""
    values = Values(playbook)
    for (column, _), word in meant.items():
        if column in columns and word and not values.meant(word).reasons:
            ids = [reason.id for reason in playbook.loss_reasons]
            hint = guess(shape(word).replace(" ", "-"), ids).question
            raise click.UsageError(f'There is no loss reason "{word}". {hint}'.rstrip())
