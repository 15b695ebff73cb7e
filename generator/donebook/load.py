"""A tree of files becomes a playbook: every file read and parsed, then every edge linked.

No file stops another: what failed is left out and known as broken.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel

from donebook.codes import source as codes
from donebook.config import CONFIG_PATH, SPARED, VOCABULARY_PATH, Config, Vocabulary
from donebook.entry_files import entry_files, entry_id, misplaced, of_file
from donebook.figures import FIGURES_PATH, Figures
from donebook.imprint import read_imprint
from donebook.language import (
    Language,
    OwnWords,
    english,
    has_own_words,
    own_words,
    read_language,
    with_own,
    words_path,
)
from donebook.message import message
from donebook.model import Entry, Key, Kind, Tombstone
from donebook.parse import as_one_text, mentions, model_for, other_kind, parse_entry, parse_part
from donebook.playbook import Edge, Playbook
from donebook.problem import Finding, Problem
from donebook.shared_out import SharedOut
from donebook.source import (
    Document,
    NotAFile,
    Positions,
    Tree,
    bounded,
    field_lines,
    named,
    read_document,
    read_positions,
    read_text,
)
from donebook.source.tree import show_lines

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_LANGUAGE = re.compile(r"^language: *['\"]?([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playbook, where settings and vocabulary could be read, and all problems on the way.

    `found` counts the entries' files, read or not, without forwarding notes. `language` is the
    site's, as far as the settings can be read, and `own_words` are the company's; none where
    it has no file of them.
    """

    playbook: Playbook | None
    problems: tuple[Problem, ...]
    found: int
    language: Language
    own_words: OwnWords | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """One entry's file: what it became, what it mentions, and what is wrong with it."""

    parsed: Entry | Tombstone | None
    mentions: tuple[Edge, ...]
    problems: tuple[Problem, ...]
    is_readable: bool
    meant: Kind | None = None
    """The kind that it is, where it lies in the folder of another one."""


# What was made of files that were read before, by path and bytes: revisions of a playbook share most of them.
Memory = dict[tuple[str, bytes], Any]


def load(tree: Tree, memory: Memory | None = None, *, alone: bool = False) -> Loaded:
    """Read every file of a playbook; with a memory, no file is parsed that is in it.

    In a process that is `alone`, without threads that work, copies of it read their share.
    """
    problems: list[Problem] = []
    config = _part(tree, CONFIG_PATH, Config, problems, memory)
    vocabulary = _part(tree, VOCABULARY_PATH, Vocabulary, problems, memory)
    has_figures = FIGURES_PATH in tree.paths(str(PurePosixPath(FIGURES_PATH).parent))
    figures = _part(tree, FIGURES_PATH, Figures, problems, memory) if has_figures else None
    sorted_out = entry_files(tree)
    files = sorted_out.files
    problems += sorted_out.problems
    entries: dict[Key, Entry] = {}
    tombstones: dict[Key, Tombstone] = {}
    broken = sorted_out.lost - files.keys()
    edges: list[Edge] = []
    suspects: list[Edge] = []
    ahead = _read_ahead(tree, files) if alone else {}
    for key, (kind, path) in files.items():
        read = ahead.get(path) or _remembered(
            memory, tree, path, partial(_read, tree, kind, key.id, path)
        )
        problems += read.problems
        if not read.is_readable or read.parsed is None:
            broken.add(key)
            suspects += read.mentions
            broken |= {Key(read.meant.name, key.id)} if read.meant else set()
        elif isinstance(read.parsed, Entry):
            entries[key] = read.parsed
            edges += read.mentions
        else:
            tombstones[key] = read.parsed
    playbook = None
    own: OwnWords | None = None
    if config:
        language, own, misread = _language(tree, config.language, memory)
        language = language.with_words(config.words.words(config.product))
    else:
        language, misread = language_in(tree), ()
    if config and vocabulary:
        problems += misread
        playbook = Playbook(
            config,
            vocabulary.renamed(config.words.stages),
            entries,
            tuple(edges),
            tombstones,
            frozenset(broken),
            tuple(suspects),
            language,
            read_imprint(tree),
            figures,
        )
    return Loaded(playbook, tuple(problems), len(files) - len(tombstones), language, own)


def _read_ahead(tree: Tree, files: Mapping[Key, tuple[Kind, str]]) -> Mapping[str, _Read]:
    """What the entries' files became, by their paths, but for what no copy could read."""
    known = {path: (kind, key.id) for key, (kind, path) in files.items()}
    with SharedOut(tuple(known), lambda path: _read(tree, *known[path], path)) as shared:
        return shared.finish()


def _language(
    tree: Tree, code: str, memory: Memory | None
) -> tuple[Language, OwnWords | None, tuple[Problem, ...]]:
    """A language, the company's own words of it, and what is wrong with their file."""

    def read() -> tuple[Language, OwnWords, tuple[Problem, ...]]:
        own, problems = own_words(tree, code)
        return with_own(code, own), OwnWords(code, own, is_whole=not problems), problems

    if not has_own_words(tree, code):
        return with_own(code, {}), None, ()
    return _remembered(memory, tree, words_path(code), read)


def _remembered(memory: Memory | None, tree: Tree, path: str, make: Callable[[], T]) -> T:
    """What is made of a file and nothing else; made again only where its bytes are others."""
    if memory is None:
        return make()
    try:
        known = path, tree.read(path)
    except (NotAFile, OSError):
        return make()
    if known not in memory:
        memory[known] = make()
    made: T = memory[known]
    return made


def _read(tree: Tree, kind: Kind, entry_id: str, path: str) -> _Read:
    document = read_document(tree, path)
    if document.values is None:
        return _Read(None, (), document.problems, is_readable=False)
    parsed, findings = parse_entry(kind, entry_id, document.values)
    problems = _problems(tree, document, findings)
    if problems:
        model, lines = model_for(kind, document.values), show_lines(tree, path)
        problems = tuple(as_one_text(model, lines, problem) for problem in problems)
    return _Read(
        parsed,
        tuple(Edge(Key(kind.name, entry_id), m) for m in mentions(kind, entry_id, document.values)),
        problems,
        is_readable=not document.problems,
        meant=other_kind(kind, document.values) if findings else None,
    )


def _problems(tree: Tree, document: Document, findings: Iterable[Finding]) -> tuple[Problem, ...]:
    """What is wrong with a file and its values; a line that can't be read as meant is told once."""
    lines = {problem.span.line for problem in document.problems}
    found = (p for p in locate(tree, findings) if p.field is None or p.span.line not in lines)
    problems = (*document.problems, *found)
    if not problems:
        return ()
    shown = field_lines(document.path, show_lines(tree, document.path))
    return named(document.path, shown, problems)


def locate(tree: Tree, findings: Iterable[Finding]) -> Iterator[Problem]:
    """Give each finding its place; a file is read again only where it has findings."""
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    for path, found in by_path.items():
        positions = read_positions(tree, path)
        yield from bounded(_located(path, positions, finding) for finding in found)


def _located(path: str, positions: Positions, found: Finding) -> Problem:
    span = positions.key(found.loc) if found.at_key else positions.value(found.loc)
    exact = None if found.suggestion is None else positions.exact(found.loc, at_key=found.at_key)
    return Problem(
        found.code.id,
        found.severity or found.code.severity,
        exact or positions.within(found.loc, span, found.words),
        found.message,
        found.help or found.code.help,
        found.suggestion if exact else None,
        entry_id(path),
        found.field,
    )


def _part(
    tree: Tree, path: str, model: type[M], problems: list[Problem], memory: Memory | None
) -> M | None:
    if path not in tree.paths(str(PurePosixPath(path).parent)):
        said = message("{path} is missing.", path=path)
        _, hint = misplaced(tree, path) or ("", "")
        problems.append(of_file(codes.NO_FILE, path, said, hint))
        return None
    part, found = _remembered(memory, tree, path, partial(_read_part, tree, path, model))
    problems += found
    return part


def _read_part(tree: Tree, path: str, model: type[M]) -> tuple[M | None, tuple[Problem, ...]]:
    document = read_document(tree, path)
    if document.values is None:
        return None, document.problems
    part, findings = parse_part(model, path, document.values)
    problems = _problems(tree, document, findings)
    if (
        model is Config
        and findings
        and {finding.loc[0] for finding in findings if finding.loc} <= SPARED
    ):
        spared = {name: its for name, its in document.values.items() if name not in SPARED}
        part, _ = parse_part(model, path, spared)
    return part if not document.problems else None, problems


def language_in(tree: Tree) -> Language:
    """The language that settings name, even where something is wrong in them: this is told in it."""
    if CONFIG_PATH not in tree.paths(str(PurePosixPath(CONFIG_PATH).parent)):
        return english()
    text = read_text(tree, CONFIG_PATH)
    found = _LANGUAGE.search(text) if isinstance(text, str) else None
    return read_language(tree, found[1])[0] if found else english()
