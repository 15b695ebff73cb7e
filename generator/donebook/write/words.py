"""A language's file of words, with a line for each word that it lacks."""

from collections.abc import Iterator, Mapping

from donebook.language import locale_of, own_words, without_country, words_path
from donebook.problem import Problem
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
from donebook.translation import lacking
from donebook.write.appended import appended
from donebook.write.refused import Refused
from donebook.write.scaffold import written

_HEAD = """\
# The words of the site in {name} ({code}). Write each one behind its colon; its English stands behind the #.
# Names in braces, such as {{n}}, are filled in: keep them. A word with a number has a line for each form that
# the language has. What is left empty is said in English, and `donebook check` says how much that is.

"""
# Of a variety nothing is missing, so it begins with a word that each company has for itself.
_HEAD_OF_VARIETY = """\
# The words that {name} ({code}) says otherwise, as they stand in {path}.

find:
  own:
"""
_Lines = dict[str, "_Lines | str"]


def with_words(tree: Tree, code: str) -> tuple[bytes, int]:
    """The file of a language with a line for each word that it lacks, and how many these are.

    What stands in it stays. Raises Refused where it can't be read, or not be added to.
    """
    path = words_path(code)
    is_there = path in tree.paths(path.rpartition("/")[0])
    text = read_text(tree, path) if is_there else ""
    own, problems = own_words(tree, code)
    if isinstance(text, Problem) or problems:
        raise Refused(f"{path} can't be read; donebook check says where.")
    missing = lacking(code, own)
    made = text or _begun(code, is_variety=not missing)
    values = read_document(OneFile(path, made.encode()), path).values or {}
    by_group: dict[Loc, _Lines] = {}
    for loc, english in missing.items():
        group = _group(values, loc)
        if group is not None:
            _put(by_group.setdefault(group, {}), loc[len(group) :], english)
    for group, lines in by_group.items():
        made = _added(path, made, group, lines)
    now = read_document(OneFile(path, made.encode()), path)
    if now.problems or not _holds(now.values or {}, values):
        raise Refused(f"{path}: no words can be added to it as it is laid out; write them by hand.")
    return made.encode(), len(missing)


def _begun(code: str, *, is_variety: bool) -> str:
    head = _HEAD_OF_VARIETY if is_variety else _HEAD
    name = locale_of(code).get_display_name("en")
    return head.format(name=name, code=code, path=words_path(without_country(code)))


def _group(values: Mapping[str, Value], loc: Loc) -> Loc | None:
    """The group of a file that a word belongs into, as far as it is there; none where the word is."""
    inside: Value = dict(values)
    for depth, step in enumerate(loc):
        if not isinstance(inside, dict):
            return loc[:depth] if inside is None else None
        if step not in inside:
            return loc[:depth]
        inside = inside[str(step)]
    return None


def _put(lines: _Lines, loc: Loc, english: str) -> None:
    step, *rest = map(str, loc)
    if not rest:
        lines[step] = english
        return
    inside = lines.setdefault(step, {})
    if isinstance(inside, dict):
        _put(inside, tuple(rest), english)


def _added(path: str, text: str, group: Loc, lines: _Lines) -> str:
    """The text with lines in a group."""
    positions = read_positions(OneFile(path, text.encode()), path)
    start = positions.values.get(group)
    rows = whole_lines(text)
    if group and start and rows[start[0].line][start[0].column :].startswith("{"):
        line, column = start[0].line, start[0].column + 1
        rows[line] = f"{rows[line][:column]}{_inline(lines)}, {rows[line][column:]}"
        return "".join(rows)
    return appended(text, positions, group, tuple(_block(lines)))


def _block(lines: _Lines) -> Iterator[str]:
    for name, inside in lines.items():
        if isinstance(inside, dict):
            yield f"{written(name)}:"
            yield from (f"  {line}" for line in _block(inside))
        elif "\n" in inside:
            yield from (f"# {line}" for line in inside.splitlines())
            yield f"{written(name)}:"
        else:
            yield f"{written(name)}:  # {inside}".rstrip("# ")


def _inline(lines: _Lines) -> str:
    """The same between braces, where no English has room."""
    return ", ".join(
        f"{written(name)}: {{{_inline(inside)}}}"
        if isinstance(inside, dict)
        else f"{written(name)}: "
        for name, inside in lines.items()
    )


def _holds(now: Mapping[str, Value], before: Mapping[str, Value]) -> bool:
    """Whether everything that was said is said as before."""
    return all(
        _holds(inside, was) if isinstance(was, dict) and isinstance(inside := now.get(name), dict)
        else was is None or now.get(name) == was
        for name, was in before.items()
    )  # fmt: skip
