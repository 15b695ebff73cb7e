"""Fixes what is sure: puts suggestions into the files they were made for, and touches nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from donebook.edit import Edit, edited
from donebook.problem import Problem
from donebook.prose import BODY
from donebook.source import Document, OneFile, Tree, Value, read_document, read_text, whole_lines


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file's new text, and the problems that are gone from it."""

    path: str
    text: str
    problems: tuple[Problem, ...]


def fix(tree: Tree, problems: Iterable[Problem]) -> Iterator[Fixed]:
    """Each file whose problems have sure suggestions, with these in their places.

    A suggestion that would change anything but the field it was made for is left alone.
    """
    by_path: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.suggestion is not None:
            by_path[problem.span.path].append(problem)
    for path, found in by_path.items():
        text = read_text(tree, path)
        if isinstance(text, str):
            fixed = _fixed(path, text, found)
            if fixed.problems:
                yield fixed


def _fixed(path: str, text: str, problems: Iterable[Problem]) -> Fixed:
    done: list[Problem] = []
    # From the end of the file, so that a fixed line doesn't move what is fixed after it.
    for problem in sorted(problems, key=lambda p: p.order, reverse=True):
        first = problem.span, problem.suggestion or ""
        edits = [Edit(place, text) for place, text in (first, *problem.more)]
        after = edited(whole_lines(text), edits)
        if _is_harmless(path, text, after, problem):
            text = after
            done.append(problem)
    return Fixed(path, text, tuple(reversed(done)))


def _is_harmless(path: str, before: str, after: str, problem: Problem) -> bool:
    was = read_document(OneFile(path, before.encode()), path)
    read = read_document(OneFile(path, after.encode()), path)
    if _alike(read, problem) and _alike(read, problem) >= _alike(was, problem):
        return False  # it would not be fixed
    old, new = _values(was), _values(read)
    if old is None:
        return True  # where nothing could be read, nothing more can be lost
    if new is None:
        return False
    changed = {loc for loc in {*old, *new} if old.get(loc) != new.get(loc)}
    if problem.field is None:
        # Found while reading, before anything had a name: one value, or one that becomes a list.
        return len(changed) <= 1 or any(
            all(f"{loc}.".startswith(f"{whole}.") for loc in changed) for whole in changed
        )
    # A link is a part of a page's text, which is one value.
    field = BODY if problem.field.startswith(f"{BODY}.") and BODY in old else problem.field
    renamed = ".".join([*field.split(".")[:-1], problem.suggestion or ""])
    return all(f"{loc}.".startswith((f"{field}.", f"{renamed}.")) for loc in changed)


def _alike(document: Document, problem: Problem) -> int:
    """How many problems of a kind a line has."""
    place = (problem.code, problem.span.line)
    return sum((p.code, p.span.line) == place for p in document.problems)


def _values(document: Document) -> Mapping[str, str | None] | None:
    return None if document.values is None else dict(_leaves(document.values))


def _leaves(value: Value, at: str = "") -> Iterator[tuple[str, str | None]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{at}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{at}.{index}")
    else:
        yield at, value
