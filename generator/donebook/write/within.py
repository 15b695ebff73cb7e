"""Scalars replaced inside a file, with everything around them as it was."""

from collections.abc import Iterable

from donebook.edit import Edit, edited
from donebook.problem import Problem, Span
from donebook.source import (
    Loc,
    OneFile,
    Tree,
    read_document,
    read_positions,
    read_text,
    whole_lines,
)
from donebook.write.refused import Refused


def replaced(tree: Tree, path: str, changes: Iterable[tuple[Loc, str, str]]) -> bytes:
    """A file's bytes with other words at some places: where, what stands there, what shall.

    Raises Refused where something else stands there, such as a text over several lines.
    """
    text = read_text(tree, path)
    if isinstance(text, Problem):
        raise Refused(f"{path}: {text.message}")
    positions = read_positions(tree, path)
    lines = whole_lines(text)
    edits = []
    for loc, old, new in changes:
        span = positions.value(loc)
        exact = positions.exact(loc, at_key=False) or span
        inside = _without_quotes(exact, _at(lines, exact))
        if _at(lines, inside) != old:
            raise Refused(
                f'{path}:{span.line}:{span.column}: "{old}" is not written on one line here;'
                " change it by hand first."
            )
        edits.append(Edit(inside, new))
    mark = "\ufeff" if tree.read(path).startswith(b"\xef\xbb\xbf") else ""
    return (mark + edited(lines, edits)).encode()


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
