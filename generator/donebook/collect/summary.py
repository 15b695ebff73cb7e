"""What a manager sees first of a team's deals, on one page: where they are weak, and what nobody knows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from donebook.collect.handed import Handed
from donebook.collect.standing import Doubt, Standing, doubt, has_ended, is_wrong_deal, standing
from donebook.collect.table import Table
from donebook.language import Language
from donebook.markup import visible
from donebook.message import Message, message, plural
from donebook.model import DealCheck
from donebook.playbook import Playbook
from donebook.text import finished

# All of it fits on a page; the table holds the rest.
MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and its lines."""

    heading: Message
    lines: tuple[str, ...]


def summary(table: Table, today: date) -> tuple[Message, tuple[Section, ...]]:
    """What to say first, and the sections that have something to say. `today` judges what is due."""
    playbook = table.playbook
    rows = [row for _, row in table.rows]
    going = [row for row in rows if not has_ended(playbook, row)]
    stand = [(row, standing(playbook, row)) for row in going]
    marked = [(row, found) for row, found in stand if found.shares]
    sections = (
        Section(message("Weakest tests"), tuple(_weakest(playbook, [s for _, s in marked]))),
        Section(message("Checks that nobody knows"), tuple(_unknown(playbook, marked))),
        Section(message("Warnings of a wrong deal"), tuple(_wrong(playbook, rows, stand))),
        Section(
            message("Definitions of done that the buyer hasn't confirmed"),
            tuple(_doubts(playbook, going, today)),
        ),
        Section(message("Checks not begun"), tuple(_not_begun(stand))),
    )
    head = _head(table, len(rows) - len(going))
    return head, tuple(section for section in sections if section.lines)


def _head(table: Table, ended: int) -> Message:
    kinds = Counter(row.kind for _, row in table.rows)
    head = message(
        "{deals} and {sheets} from {files}",
        deals=plural("{n:,} deal", "{n:,} deals", n=kinds["deal"]),
        sheets=plural("{n:,} sheet", "{n:,} sheets", n=kinds["sheet"]),
        files=plural("{n:,} file", "{n:,} files", n=len({file for file, _ in table.rows})),
    )
    if not ended:
        return head
    return message(
        "{head}; {ended}",
        head=head,
        ended=plural("{n:,} has ended", "{n:,} have ended", n=ended),
    )


def _weakest(playbook: Playbook, found: Sequence[Standing]) -> Iterator[str]:
    weakest = Counter(standing.weakest.test for standing in found if standing.weakest)
    for test in sorted(playbook.vocabulary.tests, key=lambda test: -weakest[test]):
        shares = [share.part for one in found for share in one.shares if share.test == test]
        if not weakest[test]:
            continue
        yield message(
            "{test}: weakest in {n:,} of {all:,}; {share}% confirmed on average",
            test=finished(playbook.vocabulary.tests[test].name, playbook.config.product),
            n=weakest[test],
            all=len(found),
            share=round(100 * fsum(shares) / len(shares)),
        )


def _unknown(playbook: Playbook, marked: Sequence[tuple[Handed, Standing]]) -> Iterator[str]:
    checks = {check.id: check for _, found in marked for check in found.unknown}
    times = Counter(check.id for _, found in marked for check in found.unknown)
    lines = [
        message(
            "{check}: {n:,} of {all:,}",
            check=_asked(playbook, checks[name]),
            n=number,
            all=len(marked),
        )
        for name, number in sorted(
            times.items(), key=lambda one: (-one[1], not checks[one[0]].blocker, one[0])
        )
    ]
    return _first(lines)


def _wrong(
    playbook: Playbook, rows: Iterable[Handed], stand: Iterable[tuple[Handed, Standing]]
) -> Iterator[str]:
    missing = [
        message("{deal}: missing: {check}", deal=_name(row), check=_asked(playbook, check))
        for row, found in stand
        for check in found.stops
    ]
    lost = [
        message("{deal}: lost as a wrong deal", deal=_name(row))
        for row in rows
        if is_wrong_deal(row)
    ]
    return _first([*missing, *lost])


def _doubts(playbook: Playbook, rows: Iterable[Handed], today: date) -> Iterator[str]:
    deals = (row for row in rows if row.kind == "deal")
    found = [(row, open_) for row in deals if (open_ := doubt(playbook, row, today))]
    # Nobody ever, then the longest ago.
    ordered = sorted(found, key=lambda one: (one[1].on is not None, one[1].on or today))
    return _first([_doubted(row, open_) for row, open_ in ordered])


def _doubted(row: Handed, open_: Doubt) -> Message:
    if open_.on is None:
        return message("{deal}: never confirmed", deal=_name(row))
    if open_.is_changed:
        return message("{deal}: worded anew since {day}", deal=_name(row), day=open_.on)
    return message("{deal}: not since {day}", deal=_name(row), day=open_.on)


def _not_begun(stand: Iterable[tuple[Handed, Standing]]) -> Iterator[str]:
    rows = [row for row, found in stand if row.kind == "deal" and not found.shares]
    return _first([_name(row) for row in rows])


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield message("and {n:,} more", n=len(lines) - MOST_LINES)


def _name(row: Handed) -> str:
    return row.name or message("A deal without a name")


def _asked(playbook: Playbook, check: DealCheck) -> str:
    return finished(check.ask, playbook.config.product)


def as_text(table: Table, today: date, language: Language) -> str:
    """The page for a terminal."""
    return _page(table, today, language, "{}", "  {}")


def as_markdown(table: Table, today: date, language: Language) -> str:
    """The page as Markdown, for a wiki or a message."""
    return _page(table, today, language, "## {}\n", "- {}", _marked_down)


def _page(
    table: Table,
    today: date,
    language: Language,
    heading: str,
    line: str,
    written: Callable[[str], str] = str,
) -> str:
    if not table.rows:
        return language.tell(message("No file could be read."))
    head, sections = summary(table, today)
    said = [language.tell(head)]
    for section in sections:
        said += ["", heading.format(language.tell(section.heading))]
        said += [line.format(written(visible(language.tell(one)))) for one in section.lines]
    return "\n".join(said)


def _marked_down(text: str) -> str:
    """A text of somebody's as Markdown shows it, whatever signs it holds."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~" else sign for sign in text)


SUMMARY_FORMATS: Mapping[str, Callable[[Table, date, Language], str]] = {
    "text": as_text,
    "markdown": as_markdown,
}
