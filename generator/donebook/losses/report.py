"""What `donebook losses` says: what each column is for, what each value means, what is told."""

from collections.abc import Iterator, Mapping

from donebook.bring.cells import line
from donebook.bring.report import as_text, file_told
from donebook.figures import FIGURES_PATH
from donebook.losses.reasons import Meant
from donebook.losses.summed import Summary
from donebook.message import Message, message, plural
from donebook.playbook import Playbook
from donebook.text import finished

_MOST_VALUES = 20


def told(done: Summary, playbook: Playbook, *, is_dry: bool) -> str:
    """The report on a summary. It is for whoever has the file, and may hold small counts."""
    blocks = (
        *(file_told(file) for file in done.files),
        _deals(done),
        *_values(done, playbook),
        _strange(done),
        _end(done, is_dry=is_dry),
    )
    return as_text(blocks, playbook.language)


def _deals(done: Summary) -> Iterator[str]:
    if not done.deals:
        return
    counts = {
        end: sum(deal.outcome == end for deal in done.deals)
        for end in ("won", "lost", "open", "no-loss")
    }
    yield message(
        "{won:,} won, {lost:,} lost, {open:,} open.",
        won=counts["won"],
        lost=counts["lost"],
        open=counts["open"],
    )
    yield from done.notes
    if counts["no-loss"]:
        yield plural(
            "{n:,} ended without being lost, as the settings say, and is not counted.",
            "{n:,} ended without being lost, as the settings say, and are not counted.",
            n=counts["no-loss"],
        )
    if done.again:
        yield plural(
            "{n:,} row is of a deal that stood there before, and is not counted.",
            "{n:,} rows are of deals that stood there before, and are not counted.",
            n=done.again,
        )
    lost = [deal for deal in done.deals if deal.outcome == "lost"]
    without = sum(not deal.amount for deal in lost)
    if without and any(deal.amount for deal in done.deals):
        yield plural(
            "Of {n:,} lost deal, the amount isn't known.",
            "Of {n:,} lost deals, the amount isn't known.",
            n=without,
        )
    for name, cells in done.unread.items():
        yield plural(
            "{n:,} cell of {field} can't be read, and counts as empty: “{cell}”.",
            "{n:,} cells of {field} can't be read, and count as empty, such as “{cell}”.",
            n=len(cells),
            field=name,
            cell=line(cells[0]),
        )


def _values(done: Summary, playbook: Playbook) -> Iterator[Iterator[str]]:
    if done.values:
        yield _known(done)
    if undecided := {v: found for v, found in done.values.items() if len(found[0].reasons) > 1}:
        yield _undecided(done, undecided, playbook.config.product)
    if unmapped := {v: n for v, (meant, n) in done.values.items() if v and not meant.reasons}:
        yield _unmapped(done, unmapped)


def _known(done: Summary) -> Iterator[str]:
    yield message(
        "{part:,} of {all:,} lost deals have one reason.",
        part=sum(n for meant, n in done.values.values() if meant.one),
        all=sum(n for _, n in done.values.values()),
    )
    if "" in done.values:
        yield plural(
            "{n:,} has no reason at all.", "{n:,} have no reason at all.", n=done.values[""][1]
        )


def _undecided(
    done: Summary, values: Mapping[str, tuple[Meant, int]], product: str
) -> Iterator[str]:
    yield message(
        "Undecided, because the value belongs to several reasons. In the next review, ask what settles it:"
    )
    for value, (meant, n) in [*values.items()][:_MOST_VALUES]:
        yield _counted(value, n)
        for reason in meant.reasons:
            yield message(
                "      {title} ({id}): {question}",
                title=finished(reason.title, product),
                id=reason.id,
                question=finished(reason.deciding_question, product),
            )
    value, (meant, _) = next(iter(values.items()))
    yield message(
        '  If it always means one of them, say --map "{column}:{value}={id}".',
        column=_column(done, "reason"),
        value=value,
        id=meant.reasons[0].id,
    )


def _unmapped(done: Summary, values: Mapping[str, int]) -> Iterator[str]:
    yield message(
        'Values that no loss reason has. Add them to `legacy` or `crm` of a reason, or say --map "{column}:{value}=ID":',
        column=_column(done, "reason"),
        value=next(iter(values)),
    )
    yield from _some(values)


def _some(values: Mapping[str, int]) -> Iterator[str]:
    """Values with their numbers, those of most deals first."""
    ordered = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    yield from (_counted(value, n) for value, n in ordered[:_MOST_VALUES])
    if len(values) > _MOST_VALUES:
        yield message("  and {n:,} more", n=len(values) - _MOST_VALUES)


def _counted(value: str, n: int) -> Message:
    return message("  {n:,} × “{value}”", n=n, value=value)


def _column(done: Summary, *fields: str) -> str:
    """The column that fills the first of these fields that one does."""
    tables = [table for file in done.files for table in file.tables]
    found = (
        column
        for field in fields
        for table in tables
        for column, its in table.fields.items()
        if its.name == field
    )
    return next(found, "COLUMN")


def _strange(done: Summary) -> Iterator[str]:
    if done.strange:
        yield message(
            'Stages that aren\'t here, so that these deals have none. Add them to `legacy` or `crm` of a stage, or say --map "{column}:{value}=ID":',
            column=_column(done, "last_stage", "stage"),
            value=next(iter(done.strange)),
        )
        yield from _some(done.strange)


def _end(done: Summary, *, is_dry: bool) -> Iterator[str]:
    if any(file.refused for file in done.files):
        yield message("Nothing is written.")
    elif done.asks:
        yield message("Nothing is written. {asks}", asks=done.asks)
    elif done.figures is None:
        yield message(
            "Nothing is written: so few deals were lost that sums of them would be the deals themselves."
        )
    elif is_dry:
        yield message("A dry run: nothing is written.")
    else:
        yield message(
            "Written: {path}. It holds no deal, no account and no person, and no number of fewer than five deals.",
            path=FIGURES_PATH,
        )
