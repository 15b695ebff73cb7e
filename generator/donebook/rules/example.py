"""What a code's cases show: the file as it is wrong, and as it is right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from donebook.problem import Code
from donebook.rules.base import FILES

MOST_FILES = 2
LONGEST = 24
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Example:
    """One file with its lines, each behind the sign that says wrong (-), right (+) or both ( )."""

    path: str
    lines: tuple[str, ...]


def examples(code: Code) -> tuple[Example, ...]:
    """The first files that differ between a code's bad case and its good one."""
    return tuple(islice(_differing(code), MOST_FILES))


def _differing(code: Code) -> Iterator[Example]:
    for path in sorted({*code.bad, *code.good}):
        lines = tuple(_changes(_text(path, code.bad), _text(path, code.good)))[:LONGEST]
        if lines:
            yield Example(path[3:] if path.startswith("../") else f"content/{path}", lines)


def _text(path: str, files: Mapping[str, str]) -> str:
    """A case's file: as the case has it, or as it stands in the playbook below it."""
    return files.get(path, FILES.get(path, ""))


def _changes(bad: str, good: str) -> Iterator[str]:
    lines = unified_diff(bad.splitlines(), good.splitlines(), lineterm="", n=1)
    return (
        line[:WIDEST].encode("utf-8", "replace").decode()
        for line in lines
        if not line.startswith(("---", "+++", "@@"))
    )
