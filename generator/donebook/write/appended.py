"""Items put at the end of a list or a mapping in a file, with everything around them as it was."""

import re
from collections.abc import Sequence

from donebook.source import Loc, Positions, whole_lines

_EMPTY = re.compile(r":\s*(?:\[\s*\]|\{\s*\})")


def appended(text: str, positions: Positions, loc: Loc, item: Sequence[str]) -> str:
    """A file's text with an item, line by line, at the end of the list or mapping at `loc`.

    `positions` are the text's. `loc` is at the top of the file, or stands there already; () is the
    file itself.
    """
    lines = whole_lines(text if text.endswith("\n") else f"{text}\n")
    inside = [at for at in positions.values if at[: len(loc)] == loc and len(at) > len(loc)]
    if loc and loc not in positions.keys:
        return "".join([*lines, f"{loc[-1]}:\n", *(f"  {line}\n" for line in item)])
    if not inside:
        return _begun(lines, positions, loc, item) if loc else "".join([*lines, *_ended(item)])
    indent = _indent(lines, positions, max(at[: len(loc) + 1] for at in inside))
    groups = {at[:-1] for at in inside}
    last = max(_last_line(positions, at, is_group=at in groups) for at in inside)
    more = [f"{' ' * indent}{line}\n" for line in item]
    return "".join([*lines[: last + 1], *more, *lines[last + 1 :]])


def _ended(item: Sequence[str]) -> list[str]:
    return [f"{line}\n" for line in item]


def _begun(lines: list[str], positions: Positions, loc: Loc, item: Sequence[str]) -> str:
    """The text with the first item of a list that is empty so far."""
    start, _ = positions.keys[loc]
    name = _EMPTY.sub(":", lines[start.line], count=1)
    more = [f"{' ' * (start.column + 2)}{line}\n" for line in item]
    return "".join([*lines[: start.line], name, *more, *lines[start.line + 1 :]])


def _indent(lines: list[str], positions: Positions, at: Loc) -> int:
    """How far the items of a list stand from the left."""
    start, _ = positions.keys.get(at, positions.values[at])
    before = lines[start.line][: start.column]
    return len(before) - len(before.lstrip()) if "-" in before else start.column


def _last_line(positions: Positions, at: Loc, *, is_group: bool) -> int:
    """The last line of a value; the end of a block is where the next thing begins."""
    start, end = positions.values[at]
    if is_group:
        return int(start.line)
    return int(max(start.line, end.line - (end.column == 0)))
