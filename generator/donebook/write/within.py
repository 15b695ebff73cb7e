"""Scalars replaced inside a file, with everything around them as it was."""

from collections.abc import Iterable
from typing import NamedTuple

from donebook.edit import Edit, edited
from donebook.problem import Problem, Span
from donebook.source import (
    Loc,
    OneFile,
    Tree,
    Value,
    read_document,
    read_positions,
    read_text,
    whole_lines,
)
from donebook.write.refused import Refused
from donebook.write.scaffold import written


class Replacement(NamedTuple):
    """Other words at a place: where, what stands there, what shall; `at_key` is a field's name.

    With `is_text` they are any text, which is written with quotes where it needs some.
    """

    loc: Loc
    old: str
    new: str
    at_key: bool = False
    is_text: bool = False


def replaced(tree: Tree, path: str, changes: Iterable[tuple[Loc, str, str] | Replacement]) -> bytes:
    """A file's bytes with other words at some places.

    Raises Refused where something else stands there, such as a text over several lines.
    """
    text = read_text(tree, path)
    if isinstance(text, Problem):
        raise Refused(f"{path}: {text.message}")
    positions = read_positions(tree, path)
    lines = whole_lines(text)
    edits = []
    for loc, old, new, at_key, is_text in (Replacement(*change) for change in changes):
        span = positions.key(loc) if at_key else positions.value(loc)
        whole = positions.exact(loc, at_key=at_key)
        exact = whole or span
        inside = _without_quotes(exact, _at(lines, exact))
        if not whole if is_text else _at(lines, inside) != old:
            raise Refused(
                f'{path}:{span.line}:{span.column}: "{old}" is not written on one line here;'
                " change it by hand first."
            )
        edits.append(Edit(exact, written(new, inline=True)) if is_text else Edit(inside, new))
    mark = "\ufeff" if tree.read(path).startswith(b"\xef\xbb\xbf") else ""
    return (mark + edited(lines, edits)).encode()


def with_former(
    path: str, content: bytes, loc: Loc, names: tuple[str, str], *, as_map: bool = False
) -> bytes:
    """A file's bytes in which a word keeps its earlier id: `was: [old]` in its group of fields.

    `loc` is where the words stand. With `as_map` they are single texts, and it is `was: {old: new}`
    next to their group. Raises Refused where no line can be added.
    """
    old, new = names
    group = loc[:-1] if as_map else (*loc, new)
    values = _group(path, content, group)
    was = values.get("was")
    if as_map:
        before = was if isinstance(was, dict) else {}
        kept = {k: new if v == old else v for k, v in before.items() if k != new}
        now: object = {**kept, old: new}
        shown = ", ".join(f"{k}: {v}" for k, v in {**kept, old: new}.items())
        line = f"was: {{{shown}}}"
    else:
        earlier = [str(name) for name in was if name not in names] if isinstance(was, list) else []
        now = [*earlier, old]
        line = f"was: [{', '.join((*earlier, old))}]"
    made = _with_line(path, content, group, line, has_one="was" in values)
    if _group(path, made, group).get("was") != now:
        raise Refused(
            f'{path}: write "{line}" below "{group[-1]}" by hand; no line can be added here.'
        )
    return made


def _group(path: str, content: bytes, loc: Loc) -> dict[str, Value]:
    """A group of fields in a file."""
    found: Value = read_document(OneFile(path, content), path).values or {}
    for step in loc:
        found = found.get(str(step)) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _with_line(path: str, content: bytes, group: Loc, line: str, *, has_one: bool) -> bytes:
    """A file with one more field in a group, or another value of it where it stands on one line."""
    tree = OneFile(path, content)
    text = content.decode().removeprefix("\ufeff")
    positions = read_positions(tree, path)
    lines = whole_lines(text)
    if has_one:
        start, (first, _) = positions.keys[(*group, "was")][0], positions.values[(*group, "was")]
        end = positions.values[(*group, "was")][1]
        if end.line == first.line == start.line:
            head, tail = lines[start.line][: start.column], lines[start.line][end.column :]
            lines[start.line] = f"{head}{line}{tail}"
    else:
        start = positions.values[group][0]
        if lines[start.line][start.column : start.column + 1] == "{":
            head, tail = (
                lines[start.line][: start.column + 1],
                lines[start.line][start.column + 1 :],
            )
            lines[start.line] = f"{head}{line}, {tail}"
        else:
            ending = "\r\n" if lines[start.line].endswith("\r\n") else "\n"
            lines.insert(start.line, f"{' ' * start.column}{line}{ending}")
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    return (mark + "".join(lines)).encode()


def with_field(tree: Tree, path: str, name: str, value: str) -> bytes:
    """A file's bytes with one more field at its end.

    Raises Refused where the file isn't written so that a line can be added.
    """
    content = tree.read(path)
    made = content + (b"" if content.endswith(b"\n") else b"\n") + f"{name}: {value}\n".encode()
    if (read_document(OneFile(path, made), path).values or {}).get(name) != value:
        raise Refused(f"{path}: no line can be added here; write {name}: {value} by hand.")
    return made


def _at(lines: list[str], span: Span) -> str:
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    return line[span.column - 1 : span.end_column - 1]


def _without_quotes(span: Span, shown: str) -> Span:
    if len(shown) > 1 and shown[0] in "\"'" and shown[-1] == shown[0]:
        return Span(span.path, span.line, span.column + 1, span.end_column - 1)
    return span
