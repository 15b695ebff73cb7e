"""What was pasted into a file or left in it by another program, named as what it is.

It is looked for only where something is wrong with a file, so that files that read well cost
nothing. Whatever else is said about the same lines then follows from it and is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Code, Problem, Severity, Span
from donebook.source.bounded import MOST_PROBLEMS
from donebook.source.syntax_errors import in_quotes, indent_of

# What word processors, chats and wikis put in front of an item, and people who number by hand.
BULLET = r"[–—•·▪▫◦●○■□‣⁃∙*+✓✔→➔➢➤►»☐☑]|\d{1,2}[.)](?!\d)|\(?[a-z]\)|o(?= )|\[[ xX]?\](?= )"
_ITEM = re.compile(rf"(?P<sign>{BULLET}|- \[[ xX]?\])\s+(?=\S)|(?P<bare>[–—•▪◦●‣-])(?=[^\W\d])")
_HEAD = re.compile(r"\s*(?:- +)*[\w-]+:(?= |$) *")
_BLOCK = re.compile(r"(?:^|[:-]) +[|>][-+\d]*\s*(?:#.*)?$")
_MERGE = re.compile(r"(?:[ \t]*(<{7}|>{7}|\|{7})|(={7}))(?= |$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[\w-]*\s*$")
_BOLD = re.compile(r"(\*\*|__)([a-z_]+)(?::\1|\1:) *")
_DOT = re.compile(r"(?P<indent> *)(?P<dot>[•·▪▫◦●○■□‣⁃∙])\s*(?=[^\s\[{&!|>%@`#?:'\"-])")
_MEANT = re.compile(r":(?:\s|$)|\s#")  # what YAML would read as more than a text
_TABBED = re.compile(rf"(\t+)(?:- +\S|(?:{BULLET})\s*\S)")
_EMPTY_FIELD = re.compile(r" *(?:- +)?[\w-]+: *(?:#.*)?$")
_WHOLE = 1 << 30


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, with the lines whose other problems follow from it, from 1."""

    problem: Problem
    first: int = 1
    last: int = _WHOLE


def named(path: str, lines: Sequence[str], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of a file, where those that follow from something pasted are told as that."""
    if not problems:
        return ()
    wrong = sorted(problem.span.line for problem in problems)
    for look in _LOOKS:
        found = (cause for cause in look(path, lines) if _covers_one(cause, wrong))
        causes = list(islice(found, MOST_PROBLEMS))
        if causes:
            others = (
                problem
                for problem in problems
                if not any(cause.first <= problem.span.line <= cause.last for cause in causes)
            )
            return (*(cause.problem for cause in causes), *others)
    return tuple(problems)


def _covers_one(cause: Pasted, wrong: Sequence[int]) -> bool:
    """Whether one of the lines, which are in order, is among those of a cause."""
    at = bisect_left(wrong, cause.first)
    return at < len(wrong) and wrong[at] <= cause.last


def unmerged(path: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Each place of a page where both sides of a merge stand; below a heading, signs alone are none."""
    for found in _merges(path, lines):
        if lines[found.problem.span.line - 1].lstrip().startswith("<<<<<<<"):
            yield found.problem


def bullet_of(text: str) -> str | None:
    """The sign that a text begins with as if it were an item of a list; none where it doesn't."""
    found = _ITEM.match(text)
    return found["sign"] or found["bare"] if found else None


def _merges(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """Each place where both sides of a merge still stand."""
    groups: list[list[tuple[int, str]]] = []
    is_open = False
    for number, line in enumerate(lines):
        found = _MERGE.match(line)
        if not found:
            continue
        sign = found[1] or found[2]
        if not is_open or sign[0] == "<":
            groups.append([])
        groups[-1].append((number, sign))
        is_open = sign[0] != ">"
    for group in groups:
        first, sign = group[0]
        if len(group) == 1:
            said = message(
                'This line is left over from a merge: it begins with "{sign}".', sign=sign
            )
            hint = message("Delete this line.")
            yield Pasted(
                _problem(codes.MERGE, _line(path, lines, first), said, hint, suggestion="")
            )
        else:
            said = message(
                "Git couldn't merge this place: both sides of it stand here, up to line {line}.",
                line=group[-1][0] + 1,
            )
            yield Pasted(_problem(codes.MERGE, _line(path, lines, first), said))


def _fences(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """The line that starts a code block of Markdown, or ends it."""
    fences = [(number, found[1]) for number, line in _bare(lines) if (found := _FENCE.match(line))]
    if not fences:
        return
    number, sign = fences[0]
    said = message(
        "This line belongs to a code block of Markdown ({sign}), not to an entry.", sign=sign
    )
    before = [line for line in lines[:number] if line.strip()]
    behind = [line for line in lines[fences[-1][0] + 1 :] if line.strip()]
    # Around a block stand the words of a chat, or fields of this very entry.
    if all(re.match(r"[a-z_]+:|[ #-]", line) for line in (*before, *behind)):
        hint = message("Delete the line, and the one that ends the block.")
        yield Pasted(_problem(codes.FENCE, _line(path, lines, number), said, hint, suggestion=""))
    else:
        yield Pasted(_problem(codes.FENCE, _line(path, lines, number), said))


def _cells(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """Rows of a table: with tabs from a spreadsheet, with bars from Markdown, or a whole file of CSV."""
    rows = [number for number, line in _bare(lines) if _is_row(line)]
    if not rows:
        rows = _delimited(lines)
    if not rows:
        return
    first = rows[0]
    text = lines[first].strip()
    pair = re.fullmatch(r"([a-z_]+)\t+([^\t]+)", text)
    again = f"{pair[1]}: {pair[2]}" if pair else None
    if pair and (": " in pair[2] or " #" in pair[2] or pair[2][:1] in "[{*&!|>'\"%@`"):
        again = (quoted := in_quotes(pair[2])) and f"{pair[1]}: {quoted}"
    said = message("This line holds cells of a table, not a field.")
    if len(rows) > 1:
        said = message("From here on {n} lines are rows of a table, not fields.", n=len(rows))
        again = None
    hint = message("Write: {text}", text=again) if again else ""
    region = (first + 1, rows[-1] + 2) if "\t" in text else (1, _WHOLE)
    problem = _problem(codes.CELLS, _line(path, lines, first), said, hint, suggestion=again)
    yield Pasted(problem, max(region[0] - 1, 1), region[1])


def _is_row(line: str) -> bool:
    text = line.strip()
    if re.fullmatch(r"\|.*\|", text):
        return True
    return (
        bool(re.search(r"\S\t+\S", text))
        and not _HEAD.match(line)
        and text[:1] not in "-#'\""
        and not _ITEM.match(text)
    )


def _delimited(lines: Sequence[str]) -> list[int]:
    """The lines of a file that is nothing but comma-separated values."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    if len(written) < 2 or any(_HEAD.match(lines[number]) for number in written):
        return []
    for sign in ";,":
        counts = {lines[number].count(sign) for number in written}
        if min(counts) and (len(counts) == 1 or '"' in lines[written[-1]]):
            return written
    return []


def _decorated(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """Fields' names with stars around them, or with bullets in front, as in a text to read."""
    bold = [(number, found) for number, line in _bare(lines) if (found := _BOLD.match(line))]
    if bold:
        number, found = bold[0]
        said = message("A field's name stands alone, without the {sign} around it.", sign=found[1])
        again = f"{found[2]}: "
        hint = message("Write: {text}", text=f"{again}…")
        span = Span(path, number + 1, 1, found.end() + 1)
        problem = Problem(codes.SYNTAX.id, Severity.ERROR, span, said, hint, again)
        yield Pasted(problem, 1, _WHOLE)
        return
    first = next((n for n, line in enumerate(lines) if line.strip() and line[:1] != "#"), None)
    start = None if first is None else re.match(rf"({BULLET}|-) +[a-z_]+: ", lines[first])
    if first is not None and start:
        said = message('A field\'s name begins its line, without "{sign}" in front.', sign=start[1])
        hint = message('Delete the "{sign} " in front of each field.', sign=start[1])
        span = Span(path, first + 1, 1, len(start[1]) + 1)
        yield Pasted(Problem(codes.NOT_FIELDS.id, Severity.ERROR, span, said, hint))


def _bullets(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """Lists whose items begin with something else than a hyphen and a space."""
    above = ""
    until = -1
    bare = list(_bare(lines))
    for at, (number, line) in enumerate(bare):
        column = len(indent_of(line))
        head = _HEAD.match(line)
        start = head.end() if head else column
        sign = _ITEM.match(line[start:])
        if sign and number > until and (head or _begins_list(above, line)):
            last = _last_item(bare[at:], len(indent_of(line)), is_behind=bool(head))
            until = last
            said = message(
                'A list item starts with "- ", a hyphen and a space, not with "{sign}".',
                sign=sign["sign"] or sign["bare"],
            )
            hint = message(
                'Begin each item with "- ", on a line of its own below the field. For a list within a text, also write | behind the field\'s colon.'
            )
            span = Span(path, number + 1, start + 1, start + 1 + len(sign[0].rstrip()))
            problem = Problem(codes.INDENT.id, Severity.ERROR, span, said, hint)
            signs = () if head else _dotted(path, bare[at:], last)
            if signs:
                first, *more = signs
                problem = replace(
                    problem,
                    span=first,
                    suggestion="- ",
                    more=tuple((other, "- ") for other in more),
                )
            yield Pasted(problem, number if number and not head else number + 1, last + 2)
        above = line


def _dotted(path: str, bare: Sequence[tuple[int, str]], last: int) -> tuple[Span, ...]:
    """The signs of a list, each with the space behind it, where it can only be one list of texts.

    That is where all items have the same dot, at the same indent, and nothing below them.
    """
    items = [(number, _DOT.match(line), line) for number, line in bare if number <= last]
    begins = {(found["indent"], found["dot"]) for _, found, _ in items if found}
    is_plain = all(found and not _MEANT.search(line[found.end() :]) for _, found, line in items)
    if len(begins) != 1 or not is_plain:
        return ()
    places = ((number, found.start("dot"), found.end()) for number, found, _ in items if found)
    return tuple(Span(path, number + 1, start + 1, end + 1) for number, start, end in places)


def _tabbed(path: str, lines: Sequence[str]) -> Iterator[Pasted]:
    """Lists below a field whose items are all indented with as many tabs: any indent is the same."""
    bare = list(_bare(lines))
    for at, (number, line) in enumerate(bare):
        indent = _TABBED.match(line)
        above = bare[at - 1][1] if at else ""
        if not indent or not _EMPTY_FIELD.match(above):
            continue
        items = [(number, line)]
        for other in bare[at + 1 :]:
            if not other[1].startswith("\t"):
                break
            items.append(other)
        if all((found := _TABBED.match(line)) and found[1] == indent[1] for _, line in items):
            spans = [Span(path, n + 1, 1, len(indent[1]) + 1) for n, _ in items]
            spaces = f"{indent_of(above)}  "
            said = message("This line is indented with a tab.")
            problem = _problem(codes.TAB, spans[0], said, suggestion=spaces)
            yield Pasted(
                replace(problem, more=tuple((span, spaces) for span in spans[1:])),
                number,
                items[-1][0] + 2,
            )


def _begins_list(above: str, line: str) -> bool:
    """Whether a line with a bullet is the first below its field, or goes on with another list."""
    head = _HEAD.match(above)
    is_field = bool(head) and not above[head.end() if head else 0 :].split(" #", maxsplit=1)[
        0
    ].strip("# ")
    is_item = above.lstrip().startswith("- ") and indent_of(above) == indent_of(line)
    return is_field or is_item


def _last_item(bare: Sequence[tuple[int, str]], column: int, *, is_behind: bool) -> int:
    """The last line of the list that begins with the first of these lines."""
    last = bare[0][0]
    for number, line in bare[1:]:
        indent = len(indent_of(line))
        if indent > column or (indent == column and not is_behind and _ITEM.match(line[indent:])):
            last = number
        else:
            break
    return last


def _bare(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that aren't empty, but for texts that stand below | or >, which may hold anything."""
    block: int | None = None
    for number, line in enumerate(lines):
        if not line.strip() or (block is not None and len(indent_of(line)) > block):
            continue
        block = len(indent_of(line)) if _BLOCK.search(line) else None
        yield number, line


def _line(path: str, lines: Sequence[str], number: int) -> Span:
    """A whole line, without the spaces around it."""
    text = lines[number]
    start = len(text) - len(text.lstrip())
    return Span(path, number + 1, start + 1, max(len(text.rstrip()), start + 1) + 1)


def _problem(
    code: Code, span: Span, said: str, hint: str = "", suggestion: str | None = None
) -> Problem:
    return Problem(code.id, Severity.ERROR, span, said, hint or code.help, suggestion)


_LOOKS: Iterable[Callable[[str, Sequence[str]], Iterator[Pasted]]] = (
    _merges,
    _fences,
    _decorated,
    _tabbed,
    _cells,
    _bullets,
)
