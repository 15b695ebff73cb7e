"""What is wrong with a playbook's sheets that only a printer can see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from donebook.message import Message, all_of, message
from donebook.model import Key
from donebook.paper.glyphs import unprintable
from donebook.paper.printed import Length
from donebook.paper.texts import Typed, printed_texts
from donebook.paper.writer import NAMES
from donebook.playbook import Playbook
from donebook.problem import Finding
from donebook.rules import with_allowances
from donebook.rules.sheets import TOO_LONG, UNPRINTABLE
from donebook.text import Rich, rich_words

MOST_NAMED = 5  # characters that one message names
LONGEST_NAMED = 8  # code points of one character, such as a family of four


def on_paper(playbook: Playbook, lengths: Iterable[Length]) -> Iterator[Finding]:
    """Texts with characters that no font has, then sheets that take more pages than they promise.

    Of sheets, only those in `lengths` are looked at, and what comes first is known before any of
    them is. With the severities that the settings ask for, and without what is excused.
    """
    yield from _odd_characters(playbook)
    yield from _too_long(playbook, lengths)


def _too_long(playbook: Playbook, lengths: Iterable[Length]) -> Iterator[Finding]:
    """What to say of sheets that take more pages than they promise."""
    took: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    sheets: set[Key] = set()
    for length in lengths:
        sheets.add(length.worksheet.key)
        if length.pages > length.worksheet.pages:
            took[length.worksheet.key][length.paper] = length.pages
    found = [
        Finding(
            TOO_LONG,
            playbook.entries[key].path,
            ("pages",),
            message("This takes {pages}.", pages=_pages(papers)),
        )
        for key, papers in took.items()
    ]
    judged_here = replace(playbook, entries={key: playbook.entries[key] for key in sheets})
    return with_allowances(judged_here, found, [TOO_LONG])


def _odd_characters(playbook: Playbook) -> Iterator[Finding]:
    """What to say of texts with characters that no font for paper has, one finding a text."""
    found = [
        Finding(UNPRINTABLE, typed.path, typed.loc, _cannot_print(odd), words=odd[0])
        for typed in printed_texts(playbook)
        if (odd := unprintable(_as_read(typed)))
    ]
    return with_allowances(playbook, found, [UNPRINTABLE])


def _as_read(typed: Typed) -> str:
    return rich_words(typed.text) if isinstance(typed.text, Rich) else typed.text


def _cannot_print(odd: Sequence[str]) -> Message:
    shown = tuple(f'"{char}" ({_numbered(char)})' for char in odd[:MOST_NAMED])
    more = len(odd) - len(shown)
    if more > 0:
        return message("No font for paper has {signs} and {more} more.", signs=shown, more=more)
    return message("No font for paper has {signs}.", signs=all_of(shown))


def _numbered(char: str) -> str:
    return " ".join(f"U+{ord(part):04X}" for part in char[:LONGEST_NAMED])


def _pages(papers: Mapping[str, int]) -> str:
    return all_of(
        tuple(
            message("{n} pages of {paper}", n=number, paper=NAMES[paper])
            for paper, number in papers.items()
        )
    )
