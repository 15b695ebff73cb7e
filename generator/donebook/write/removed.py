"""Parts of a YAML file taken out, with everything around them as it was."""

from collections.abc import Iterable
from itertools import accumulate

from donebook.source import (
    Loc,
    OneFile,
    Positions,
    Value,
    Where,
    read_document,
    read_positions,
    whole_lines,
)
from donebook.write.refused import Refused


def without(path: str, content: bytes, locs: Iterable[Loc]) -> bytes:
    """A file's bytes without some fields and items of lists.

    A list that loses its last item goes with its field, and so does a group that loses its last
    field. Raises Refused where something else would change.
    """
    # From the end, so that what is taken out moves none of the others.
    for loc in sorted(locs, key=_order, reverse=True):
        content = _without_one(path, content, loc)
    return content


def _order(loc: Loc) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in loc)


def _without_one(path: str, content: bytes, loc: Loc) -> bytes:
    values = read_document(OneFile(path, content), path).values or {}
    while len(loc) > 1 and _size(values, loc[:-1]) == 1:
        loc = loc[:-1]
    positions = read_positions(OneFile(path, content), path)
    text = content.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = whole_lines(text.removeprefix("\ufeff"))
    is_flow = len(loc) > 1 and _sign(lines, positions, loc[:-1]) in ("[", "{")
    made = _cut(lines, positions, loc) if is_flow else _shortened(lines, positions, loc)
    after = (mark + made).encode()
    if read_document(OneFile(path, after), path).values != _taken(values, loc):
        name = ".".join(map(str, loc))
        line = _begin(positions, loc)[0] + 1
        raise Refused(f'{path}:{line}: "{name}" can\'t be taken out here; change it by hand first.')
    return after


def _size(values: Value, loc: Loc) -> int:
    found = _at(values, loc)
    return len(found) if isinstance(found, list | dict) else 0


def _at(values: Value, loc: Loc) -> Value:
    for step in loc:
        if isinstance(values, list) and isinstance(step, int):
            values = values[step]
        elif isinstance(values, dict):
            values = values[str(step)]
    return values


def _taken(values: Value, loc: Loc) -> Value:
    """The same values without one of them."""
    step, *rest = loc
    if isinstance(values, dict):
        items = {k: v for k, v in values.items() if k != step or rest}
        return {k: _taken(v, tuple(rest)) if k == step else v for k, v in items.items()}
    if isinstance(values, list):
        kept = [v for n, v in enumerate(values) if n != step or rest]
        return [_taken(v, tuple(rest)) if rest and n == step else v for n, v in enumerate(kept)]
    return values


def _sign(lines: list[str], positions: Positions, loc: Loc) -> str:
    start = positions.values[loc][0]
    line: str = lines[start.line]
    return line[start.column : start.column + 1]


def _begin(positions: Positions, loc: Loc) -> tuple[int, int]:
    start = (positions.keys.get(loc) or positions.values[loc])[0]
    return start.line, start.column


def _shortened(lines: list[str], positions: Positions, loc: Loc) -> str:
    """Without the lines of a field or an item that has lines of its own."""
    first, _ = _begin(positions, loc)
    within = {at: where for at, where in positions.values.items() if at[: len(loc)] == loc}
    groups = {at[:-1] for at in within}  # which end where the next part begins
    last = max(_last(lines, where) for at, where in within.items() if at not in groups)
    return "".join((*lines[:first], *lines[last + 1 :]))


def _last(lines: list[str], where: Where) -> int:
    """The last line of a value that says something."""
    start, end = where
    line: int = end.line
    if line > start.line and end.column == 0:
        line -= 1
    while line > start.line and (line >= len(lines) or not lines[line].strip()):
        line -= 1
    return line


def _cut(lines: list[str], positions: Positions, loc: Loc) -> str:
    """Without a part of a list or group in brackets, and one of the commas around it."""
    text = "".join(lines)
    offsets = [0, *accumulate(map(len, lines))]
    first, column = _begin(positions, loc)
    start = offsets[first] + column
    end_mark = positions.values[loc][1]
    end = offsets[end_mark.line] + end_mark.column
    after = end + len(text[end:]) - len(text[end:].lstrip())
    if text[after : after + 1] == ",":
        rest = text[after + 1 :]
        return text[:start] + rest.lstrip(" ")
    before = text[:start].rstrip()
    return before.removesuffix(",") + text[end:]
