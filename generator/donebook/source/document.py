"""One file: its text checked, its values, and on request the place of each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Code, Problem, Severity, Span
from donebook.prose import BODY, linked
from donebook.source.bounded import bounded
from donebook.source.parted import Parted, parted
from donebook.source.pasted import named, unmerged
from donebook.source.reader import Loc, Note, Reader, Value, Where
from donebook.source.syntax_errors import UNSEEN
from donebook.source.tree import MOST_BYTES, NotAFile, Tree, lines_of


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its values, or none where it could not be read, and what was wrong with it."""

    path: str
    values: dict[str, Value] | None
    problems: tuple[Problem, ...] = ()


def read_document(tree: Tree, path: str) -> Document:
    """Read one file of the tree, YAML or a page of Markdown; problems are values, never exceptions."""
    text = read_text(tree, path)
    if isinstance(text, Problem):
        return Document(path, None, (text,))
    if UNSEEN.search(text):
        return Document(path, None, tuple(bounded(_unseen(path, text))))
    parts = parted(path, text)
    if isinstance(parts, Problem):
        return Document(path, None, (parts,))
    reader = Reader(path)
    stopped = reader.run(parts.fields)
    # What stopped the reader may be what it told of just before.
    problems = tuple(dict.fromkeys((*reader.problems, *((stopped,) if stopped else ()))))
    root = {} if reader.root is None and parts.body else reader.root
    if stopped or not isinstance(root, dict):
        problems = problems or (_not_fields(path, root),)
        return Document(path, None, named(path, lines_of(parts.fields), problems))
    values = {**root, BODY: parts.body} if parts.body else root
    left = tuple(bounded(unmerged(path, lines_of(text)))) if parts.body else ()
    return Document(path, values, left or named(path, lines_of(parts.fields), problems))


def read_text(tree: Tree, path: str) -> str | Problem:
    """A file's text without a leading byte order mark, or why it cannot be read as text."""
    try:
        raw = tree.read(path)
    except NotAFile:
        return _whole_file(
            codes.NOT_A_FILE,
            path,
            message("This is a folder, a link or a special file, not a file."),
        )
    except OSError as error:
        reason = error.strerror or message("it is gone")
        return _whole_file(
            codes.NOT_A_FILE, path, message("This file can't be read: {reason}.", reason=reason)
        )
    if len(raw) > MOST_BYTES:
        return _whole_file(codes.TOO_LARGE, path, message("This file is larger than 512 KiB."))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        said = message('This file is saved as UTF-16 ("Unicode" in Windows), not as UTF-8.')
        return _whole_file(codes.NOT_UTF8, path, said)
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = lines_of(raw[: error.start].decode("utf-8"))
        column = len(before[-1]) + 1
        guess = raw[error.start : error.start + 1].decode("cp1252", "replace")
        return Problem(
            codes.NOT_UTF8.id,
            Severity.ERROR,
            Span(path, len(before), column, column + 1),
            message("This byte (0x{byte}) is not UTF-8 text.", byte=f"{raw[error.start]:02x}"),
            message(
                'Save the file as UTF-8. In the Windows encoding the byte would be "{sign}".',
                sign=guess,
            )
            if guess.isprintable()
            else codes.NOT_UTF8.help,
        )


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each key and each value of a file stands."""

    path: str
    lines: list[str]
    keys: dict[Loc, Where]
    values: dict[Loc, Where]

    def key(self, loc: Loc) -> Span:
        """The span of the key at `loc`, or of the nearest parent that has a place."""
        return self._span(self.keys[loc]) if loc in self.keys else self.value(loc)

    def value(self, loc: Loc) -> Span:
        """The span of the value at `loc`; of its key where the value is a mapping or a list."""
        while loc:
            if loc in self.keys and (loc not in self.values or self._is_wide(self.values[loc])):
                return self._span(self.keys[loc])
            if loc in self.values:
                return self._span(self.values[loc])
            loc = loc[:-1]
        return self.start

    def exact(self, loc: Loc, *, at_key: bool) -> Span | None:
        """All of what stands at `loc` and nothing else; none where that takes several lines.

        Of a group with a single field on one line, all of it: `- Now: not later`.
        """
        where = (self.keys if at_key else self.values).get(loc)
        if where is None:
            return None
        start, end = where
        inside = [w for inner, w in self.values.items() if inner[:-1] == loc]
        if not at_key and len(inside) == 1 and len(loc) and end.line != start.line:
            end = inside[0][1]
        return self._span((start, end)) if start.line == end.line else None

    def within(self, loc: Loc, span: Span, words: str | None) -> Span:
        """The part of a span, or of the lines of the value at `loc`, where some words stand.

        The span itself where they don't stand there as they are.
        """
        if not words:
            return span
        for number, first, last in self._stretches(loc, span):
            found = self.lines[number].find(words, first, last) if number < len(self.lines) else -1
            if found >= 0:
                return Span(self.path, number + 1, found + 1, found + 1 + len(words))
        return span

    def _stretches(self, loc: Loc, span: Span) -> Iterator[tuple[int, int, int | None]]:
        """Lines to look through, counted from 0, each from a column to another."""
        yield span.line - 1, span.column - 1, span.end_column - 1
        if loc in self.values:
            start, end = self.values[loc]
            yield start.line, start.column, None
            yield from ((number, 0, None) for number in range(start.line + 1, end.line + 1))

    @property
    def start(self) -> Span:
        """The first line that says something."""
        for number, line in enumerate(self.lines, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                return Span(self.path, number, 1, len(line) + 1)
        return Span(self.path)

    def _is_wide(self, where: Where) -> bool:
        """Whether a value starts on another line than it ends, so that its key names it better."""
        start, end = where
        return bool(start.line != end.line or start.column == end.column)

    def _span(self, where: Where) -> Span:
        start, end = where
        length = len(self.lines[start.line]) if start.line < len(self.lines) else 0
        last = end.column if end.line == start.line else length
        return Span(self.path, start.line + 1, start.column + 1, max(last, start.column + 1) + 1)


def read_positions(tree: Tree, path: str) -> Positions:
    """Where everything stands in a file; empty where the file cannot be read."""
    text = read_text(tree, path)
    if isinstance(text, Problem):
        return Positions(path, [], {}, {})
    keys: dict[Loc, Where] = {}
    values: dict[Loc, Where] = {}

    def note(loc: Loc, where: Where, *, is_key: bool) -> None:
        (keys if is_key else values).setdefault(loc, where)

    parts = parted(path, text)
    if not UNSEEN.search(text) and isinstance(parts, Parted):
        Reader(path, note).run(parts.fields)
        if parts.body:
            _note_text(parts, note)
    return Positions(path, lines_of(text), keys, values)


class _Mark(NamedTuple):
    """A place as libyaml's marks tell it, from 0."""

    line: int
    column: int


def _note_text(parts: Parted, note: Note) -> None:
    """Where a page's text begins, and where the address of each of its links stands."""
    lines = parts.body.split("\n")
    begins = next(number for number, line in enumerate(lines) if line.strip())
    start = _Mark(parts.first + begins, 0)
    end = _Mark(parts.first + len(lines) - 1, len(lines[-1]))
    note((BODY,), (start, start._replace(column=len(lines[begins]))), is_key=True)
    note((BODY,), (start, end), is_key=False)
    for number, found in enumerate(linked(parts.body)):
        line, column = parts.first + found.line, found.column
        width = len(found.address) if column is not None else len(lines[found.line])
        where = _Mark(line, column or 0), _Mark(line, (column or 0) + width)
        note((BODY, number), where, is_key=False)


_BREAKS = "\u2028\u2029\x85\x0b\x0c"  # they part words, as a space does


def _unseen(path: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), 1):
        for found in UNSEEN.finditer(line):
            column = found.start() + 1
            said = message(
                "There is an invisible character here (U+{number}).", number=f"{ord(found[0]):04X}"
            )
            yield Problem(
                codes.UNSEEN.id,
                Severity.ERROR,
                Span(path, number, column, column + 1),
                said,
                codes.UNSEEN.help,
                suggestion=" " if found[0] in _BREAKS else "",
            )


def _not_fields(path: str, root: Value) -> Problem:
    if root is None:
        return _whole_file(codes.EMPTY, path, message("This file is empty."))
    found = message("a list") if isinstance(root, list) else message("a single text")
    return _whole_file(
        codes.NOT_FIELDS,
        path,
        message("This file holds {found}, not an entry's fields.", found=found),
    )


def _whole_file(code: Code, path: str, said: str) -> Problem:
    return Problem(code.id, Severity.ERROR, Span(path), said, code.help)
