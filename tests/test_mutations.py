"""Whatever an editor breaks in an entry of the starter, a problem stands on the broken line."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from donebook import rules
from donebook.load import Memory, load, locate
from donebook.model import KIND_OF_FOLDER
from donebook.model.references import references
from donebook.parse import model_for
from donebook.rules.base import TODAY
from donebook.source import Folder, Loc, Positions, read_document, read_positions, whole_lines
from projects import CHECKOUT
from trials import one_in

pytestmark = pytest.mark.slow

TRIALS = 600
LEAST = 0.99


@dataclass
class Overlaid:
    """The starter with one file as it would be; the others are read from the disk once."""

    path: str = ""
    text: str = ""
    prefix: str = ""
    _under: Folder = field(default_factory=lambda: Folder(CHECKOUT))
    _read: dict[str, bytes] = field(default_factory=dict)
    _paths: dict[str, list[str]] = field(default_factory=dict)

    def paths(self, below: str) -> list[str]:
        if below not in self._paths:
            self._paths[below] = self._under.paths(below)
        return self._paths[below]

    def links(self, below: str) -> list[str]:
        return []

    def read(self, path: str) -> bytes:
        if path == self.path:
            return self.text.encode()
        if path not in self._read:
            self._read[path] = self._under.read(path)
        return self._read[path]


@dataclass(frozen=True)
class Entry:
    """An entry's file taken apart: its lines, and where keys, scalars and mentions stand."""

    path: str
    lines: tuple[str, ...]
    positions: Positions
    mentions: tuple[Loc, ...]

    def scalars(self) -> Iterator[tuple[int, int, int]]:
        """Line, start and end of each bare one-line text behind a key, from 0."""
        for loc, (start, end) in self.positions.values.items():
            text = self.lines[start.line][start.column : end.column]
            is_bare = text[:1] not in "\"'[{|>-" and start.line == end.line and text.strip()
            if is_bare and loc in self.positions.keys and "\n" not in text:
                yield start.line, start.column, end.column

    def keys(self) -> Iterator[tuple[int, int, int]]:
        """Line, start and end of each field's name that is not an author's own."""
        for loc, (start, end) in self.positions.keys.items():
            if loc[0] not in ("frameworks", "allow", "crm"):
                yield start.line, start.column, end.column


Broken = tuple[str, int] | None  # the text, and the number of the broken line, from 1
Break = Callable[[Entry, random.Random], Broken]


def _changed(entry: Entry, line: int, new: str) -> Broken:
    return "".join((*entry.lines[:line], new, *entry.lines[line + 1 :])), line + 1


def _pick(
    places: Iterator[tuple[int, int, int]], rng: random.Random
) -> tuple[int, int, int] | None:
    found = list(places)
    return rng.choice(found) if found else None


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice([word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :]])  # fmt: skip


def misspell_a_field(entry: Entry, rng: random.Random) -> Broken:
    place = _pick(entry.keys(), rng)
    if not place:
        return None
    line, start, end = place
    text = entry.lines[line]
    wrong = _slip(text[start:end], rng)
    return (
        _changed(entry, line, text[:start] + wrong + text[end:])
        if wrong != text[start:end]
        else None
    )


def misspell_a_mention(entry: Entry, rng: random.Random) -> Broken:
    if not entry.mentions:
        return None
    span = entry.positions.value(rng.choice(entry.mentions))
    text = entry.lines[span.line - 1]
    old = text[span.column - 1 : span.end_column - 1]
    wrong = f"{old}-zz" if rng.random() < 0.3 else _slip(old, rng)
    changed = text[: span.column - 1] + wrong + text[span.end_column - 1 :]
    return _changed(entry, span.line - 1, changed) if wrong != old and old.strip("\"'") else None


def forget_the_colon(entry: Entry, rng: random.Random) -> Broken:
    place = _pick(entry.keys(), rng)
    if not place:
        return None
    line, _, end = place
    text = entry.lines[line]
    return _changed(entry, line, text[:end] + text[end:].replace(":", "", 1))


def indent_with_a_tab(entry: Entry, rng: random.Random) -> Broken:
    indented = [n for _, (s, _) in entry.positions.keys.items() if entry.lines[n := s.line].startswith("  ")]  # fmt: skip
    if not indented:
        return None
    line = rng.choice(indented)
    return _changed(entry, line, "\t" + entry.lines[line].lstrip(" "))


def put_a_colon_into_a_sentence(entry: Entry, rng: random.Random) -> Broken:
    place = _pick((p for p in entry.scalars() if " " in entry.lines[p[0]][p[1] : p[2]]), rng)
    if not place:
        return None
    line, start, end = place
    text = entry.lines[line]
    return _changed(entry, line, text[:start] + text[start:end].replace(" ", ": ", 1) + text[end:])


def leave_a_value_empty(entry: Entry, rng: random.Random) -> Broken:
    place = _pick(entry.scalars(), rng)
    if not place:
        return None
    line, start, end = place
    text = entry.lines[line]
    return _changed(entry, line, text[:start] + text[end:])


def paste_an_invisible_character(entry: Entry, rng: random.Random) -> Broken:
    line = rng.randrange(len(entry.lines))
    text = entry.lines[line]
    at = rng.randrange(len(text))
    return _changed(entry, line, text[:at] + rng.choice("\u200b\u2028\ufeff\x07") + text[at:])


def type_a_field_twice(entry: Entry, rng: random.Random) -> Broken:
    keys = entry.positions.keys.items()
    tops = [s.line for loc, (s, _) in keys if len(loc) == 1 and ": " in entry.lines[s.line]]
    line = rng.choice(tops)
    text = entry.lines[line]
    if text.rstrip().endswith(("|-", ">-", "|", ">")) or text.count("[") != text.count("]"):
        return None
    return "".join((*entry.lines, text)), len(entry.lines) + 1


def add_a_field_of_ones_own(entry: Entry, rng: random.Random) -> Broken:
    return "".join((*entry.lines, f"notes-{rng.randrange(99)}: see the wiki\n")), len(
        entry.lines
    ) + 1


def open_a_bracket(entry: Entry, rng: random.Random) -> Broken:
    lists = [n for n, text in enumerate(entry.lines) if text.rstrip().endswith("]") and ": [" in text]  # fmt: skip
    if not lists:
        return None
    line = rng.choice(lists)
    return _changed(entry, line, entry.lines[line].replace("]", "", 1))


def open_a_quote(entry: Entry, rng: random.Random) -> Broken:
    place = _pick(entry.scalars(), rng)
    if not place:
        return None
    line, start, _ = place
    text = entry.lines[line]
    return _changed(entry, line, text[:start] + rng.choice("\"'") + text[start:])


def write_the_date_another_way(entry: Entry, rng: random.Random) -> Broken:
    span = entry.positions.value(("reviewed",))
    wrong = rng.choice(["1.10.2026", "2026/10/01", "last week", "2026-13-01", "2026-1-1"])
    return _changed(entry, span.line - 1, f"reviewed: {wrong}\n")


def take_a_dash_for_a_bullet(entry: Entry, rng: random.Random) -> Broken:
    items = [n for n, text in enumerate(entry.lines) if text.lstrip().startswith("- ") and _is_item(entry, n)]  # fmt: skip
    if not items:
        return None
    line = rng.choice(items)
    return _changed(entry, line, entry.lines[line].replace("- ", rng.choice(["-", "• ", "– "]), 1))


def _is_item(entry: Entry, line: int) -> bool:
    """Whether a line that starts with a dash is an item, and no line of a longer text."""
    dash = len(entry.lines[line]) - len(entry.lines[line].lstrip())
    return any(
        start.line == line and start.column == dash + 2 and isinstance(loc[-1], int)
        for loc, (start, _) in entry.positions.values.items()
    )


def put_a_text_where_fields_belong(entry: Entry, rng: random.Random) -> Broken:
    groups = [s.line for loc, (s, _) in entry.positions.keys.items() if entry.lines[s.line].rstrip().endswith(":") and entry.lines[s.line + 1].startswith(" ")]  # fmt: skip
    if not groups:
        return None
    line = rng.choice(groups)
    return _changed(entry, line, entry.lines[line].rstrip() + " see below\n")


BREAKS: tuple[Break, ...] = (
    misspell_a_field,
    misspell_a_mention,
    forget_the_colon,
    indent_with_a_tab,
    put_a_colon_into_a_sentence,
    leave_a_value_empty,
    paste_an_invisible_character,
    type_a_field_twice,
    add_a_field_of_ones_own,
    open_a_bracket,
    open_a_quote,
    write_the_date_another_way,
    take_a_dash_for_a_bullet,
    put_a_text_where_fields_belong,
)


def entries() -> list[Entry]:
    tree = Folder(CHECKOUT)
    found = []
    for path in tree.paths("content"):
        kind = KIND_OF_FOLDER.get(path.split("/")[1])
        values = read_document(tree, path).values
        if kind is None or values is None or "moved_to" in values or "retired" in values:
            continue
        if path.rpartition("/")[2].startswith("_"):  # no page, so nothing is told of it
            continue
        mentions = [
            reference.loc
            for reference in references(model_for(kind, values), values)
            if not isinstance(reference.loc[-1], str) or reference.loc[-1] != reference.target.id
        ]
        text = tree.read(path).decode()
        positions = read_positions(tree, path)
        found.append(Entry(path, tuple(whole_lines(text)[:-1]), positions, tuple(mentions)))
    return found


@dataclass(frozen=True)
class Trial:
    way: str
    path: str
    line: int
    text: str
    told: tuple[tuple[str, int], ...]

    @property
    def is_found(self) -> bool:
        return any(line == self.line for _, line in self.told)


def tried(number_of_trials: int) -> list[Trial]:
    """The same entries are broken in the same ways each time, spread over all of them."""
    rng = random.Random(20261123)
    all_entries = entries()
    rng.shuffle(all_entries)  # the first few are of all kinds
    tree, memory = Overlaid(), Memory()
    load(tree, memory)
    done: list[Trial] = []
    number = 0
    while len(done) < number_of_trials:
        entry = all_entries[number % len(all_entries)]
        number += 1
        way = rng.choice(BREAKS)
        broken = way(entry, rng)
        if broken is None:
            continue
        tree.path, (tree.text, line) = entry.path, broken
        loaded = load(tree, memory)
        assert loaded.playbook
        found = (*loaded.problems, *locate(tree, rules.check(loaded.playbook, TODAY)))
        told = tuple((p.code, p.span.line) for p in found if p.span.path == entry.path)
        done.append(Trial(way.__name__, entry.path, line, tree.text.splitlines()[line - 1], told))
    return done


@pytest.mark.parametrize("number", one_in(2, [25, TRIALS]))
def test_what_is_broken_is_told_at_its_line(number: int) -> None:
    done = tried(number)
    missed = [trial for trial in done if not trial.is_found]
    assert len(done) - len(missed) >= LEAST * len(done), "\n".join(
        f"{t.way} {t.path}:{t.line}: {t.text} told {t.told}" for t in missed
    )


def test_every_way_to_break_is_tried_and_every_entry_taken() -> None:
    all_entries = entries()
    assert 2 * len(all_entries) <= TRIALS
    rng = random.Random(1)
    for way in BREAKS:
        assert any(way(entry, rng) for entry in all_entries), way.__name__
