"""Words added to the vocabulary and owners to the settings, with everything there as it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from donebook.config import CONFIG_PATH, VOCABULARY_PATH, Config, Vocabulary
from donebook.parse import parse_part
from donebook.problem import Problem
from donebook.source import Loc, OneFile, Tree, read_document, read_positions, read_text
from donebook.write.appended import appended
from donebook.write.refused import Refused
from donebook.write.scaffold import OPEN, written


@dataclass(frozen=True, slots=True)
class Additions:
    """What a playbook is to have besides: names by id, terms with their meanings.

    `elements` are those of a framework by its id, with their names by id; a framework that is in
    `frameworks` is new itself. `owners` stand in the settings.
    """

    stages: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    frameworks: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


_MODELS: Mapping[str, type[Vocabulary | Config]] = {
    VOCABULARY_PATH: Vocabulary,
    CONFIG_PATH: Config,
}


def with_additions(tree: Tree, added: Additions) -> Mapping[str, bytes]:
    """The bytes of each file that gets further words, by its path; each at the end of its list.

    Raises Refused where they can't be put in as a file is written.
    """
    of = {
        VOCABULARY_PATH: replace(added, owners={}),
        CONFIG_PATH: Additions(owners=added.owners),
    }
    return {
        path: _with(tree, path, its, items)
        for path, its in of.items()
        if (items := tuple(_items(its)))
    }


def _with(
    tree: Tree, path: str, added: Additions, items: Sequence[tuple[Loc, Sequence[str]]]
) -> bytes:
    text = read_text(tree, path)
    if isinstance(text, Problem):
        raise Refused(f"{path}: {text.message}")
    had_mark = tree.read(path).startswith(b"\xef\xbb\xbf")
    for loc, lines in items:
        positions = read_positions(OneFile(path, text.encode()), path)
        text = appended(text, positions, loc, lines)
    file = OneFile(path, text.encode())
    document = read_document(file, path)
    found = parse_part(_MODELS[path], path, document.values or {})
    if document.problems or found[0] is None:
        cant = "It is written in a way that can't be added to."
        said = cant if document.problems else next(f.message for f in found[1])
        raise Refused(f"{path}: {said} Add by hand: {', '.join(_names(added))}.")
    return (b"\xef\xbb\xbf" if had_mark else b"") + file.content


def _names(added: Additions) -> Iterator[str]:
    words = (added.stages, added.roles, added.frameworks, *added.elements.values(), added.owners)
    for part in words:
        yield from part.values()
    yield from added.terms


def _items(added: Additions) -> Iterator[tuple[Loc, Sequence[str]]]:
    """Each list that gets longer, with the lines of its new items."""
    for name, title in added.stages.items():
        purpose = (f"  purpose: {OPEN}", "  exit_when:", f"    - {OPEN}")
        yield ("stages",), (f"{name}:", f"  name: {written(title)}", *purpose)
    for part, words in (("roles", added.roles), ("owners", added.owners)):
        for name, title in words.items():
            yield (part,), (f"{name}:", f"  name: {written(title)}")
    for name, title in added.frameworks.items():
        first, *_ = added.elements[name].items()
        head = (f"{name}:", f"  name: {written(title)}", f"  summary: {OPEN}", "  elements:")
        yield ("frameworks",), (*head, *(f"    {line}" for line in _element(*first)))
    for name, elements in added.elements.items():
        for at, element in enumerate(elements.items()):
            if at or name not in added.frameworks:
                yield ("frameworks", name, "elements"), _element(*element)
    for term, meaning in added.terms.items():
        yield ("glossary",), (f"- term: {written(term)}", f"  meaning: {written(meaning)}")


def _element(name: str, title: str) -> tuple[str, ...]:
    return f"{name}:", f"  name: {written(title)}"
