"""A tree of files becomes a playbook: every file read and parsed, then every edge linked.

No file stops another: what failed is left out and known as broken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from donebook.codes import source as codes
from donebook.config import CONFIG_PATH, VOCABULARY_PATH, Config, Vocabulary
from donebook.imprint import read_imprint
from donebook.language import Language, english, read_language
from donebook.linked import entry_at
from donebook.message import message, together
from donebook.model import (
    CONTENT,
    KIND_OF_FOLDER,
    LONGEST_ID,
    Entry,
    Key,
    Kind,
    Tombstone,
)
from donebook.model.references import Reference
from donebook.parse import mentions, parse_entry, parse_part
from donebook.playbook import Edge, Playbook
from donebook.problem import Code, Finding, Problem, Severity, Span
from donebook.source import NotAFile, Tree, read_document, read_positions, read_text
from donebook.spelling import closest

M = TypeVar("M", bound=BaseModel)

_LANGUAGE = re.compile(r"^language: *['\"]?([a-z0-9-]+)", re.MULTILINE)
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playbook, where settings and vocabulary could be read, and all problems on the way.

    `found` counts the entries' files, read or not, without forwarding notes. `language` is the
    site's, as far as the settings can be read.
    """

    playbook: Playbook | None
    problems: tuple[Problem, ...]
    found: int
    language: Language


@dataclass(frozen=True, slots=True)
class _Read:
    """One entry's file: what it became, what it mentions, and what is wrong with it."""

    parsed: Entry | Tombstone | None
    mentions: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    is_readable: bool


# Files that were read before, by path and bytes: revisions of a playbook share most of them.
Memory = dict[tuple[str, bytes], _Read]


def load(tree: Tree, memory: Memory | None = None) -> Loaded:
    """Read every file of a playbook; with a memory, no file is parsed that is in it."""
    problems: list[Problem] = []
    config = _part(tree, CONFIG_PATH, Config, problems)
    vocabulary = _part(tree, VOCABULARY_PATH, Vocabulary, problems)
    files, misplaced = _files(tree)
    problems += misplaced
    entries: dict[Key, Entry] = {}
    tombstones: dict[Key, Tombstone] = {}
    broken: set[Key] = set()
    edges: list[Edge] = []
    suspects: list[Edge] = []
    for key, (kind, path) in files.items():
        read = _remembered(tree, kind, key.id, path, memory)
        problems += read.problems
        mentioned = [Edge(key, reference) for reference in read.mentions]
        if not read.is_readable or read.parsed is None:
            broken.add(key)
            suspects += mentioned
        elif isinstance(read.parsed, Entry):
            entries[key] = read.parsed
            edges += mentioned
        else:
            tombstones[key] = read.parsed
    playbook = None
    if config:
        language, misread = read_language(tree, config.language)
        language = language.with_words(config.words.words)
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
        )
    return Loaded(playbook, tuple(problems), len(files) - len(tombstones), language)


def _remembered(tree: Tree, kind: Kind, entry_id: str, path: str, memory: Memory | None) -> _Read:
    if memory is None:
        return _read(tree, kind, entry_id, path)
    try:
        known = path, tree.read(path)
    except (NotAFile, OSError):
        return _read(tree, kind, entry_id, path)
    if known not in memory:
        memory[known] = _read(tree, kind, entry_id, path)
    return memory[known]


def _read(tree: Tree, kind: Kind, entry_id: str, path: str) -> _Read:
    document = read_document(tree, path)
    if document.values is None:
        return _Read(None, (), document.problems, is_readable=False)
    parsed, findings = parse_entry(kind, entry_id, document.values)
    return _Read(
        parsed,
        mentions(kind, entry_id, document.values),
        (*document.problems, *locate(tree, findings)),
        is_readable=not document.problems,
    )


def locate(tree: Tree, findings: Iterable[Finding]) -> Iterator[Problem]:
    """Give each finding its place; a file is read again only where it has findings."""
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    for path, found in by_path.items():
        positions = read_positions(tree, path)
        for f in found:
            span = positions.key(f.loc) if f.at_key else positions.value(f.loc)
            exact = None if f.suggestion is None else positions.exact(f.loc, at_key=f.at_key)
            yield Problem(
                f.code.id,
                f.severity or f.code.severity,
                exact or positions.within(f.loc, span, f.words),
                f.message,
                f.help or f.code.help,
                f.suggestion if exact else None,
                _entry_id(path),
                f.field,
            )


def _entry_id(path: str) -> str | None:
    """The id that a file stands for, whether or not it can be one."""
    folder, _, name = path.removeprefix(f"{CONTENT}/").partition("/")
    kind = KIND_OF_FOLDER.get(folder)
    entry_id = name.removesuffix(kind.suffix) if kind else ""
    return entry_id if kind and kind.path(entry_id) == path else None


def _part(tree: Tree, path: str, model: type[M], problems: list[Problem]) -> M | None:
    if path not in tree.paths(str(PurePosixPath(path).parent)):
        said = message("{path} is missing.", path=path)
        problems.append(_of_file(codes.NO_FILE, path, said))
        return None
    document = read_document(tree, path)
    problems += document.problems
    if document.values is None:
        return None
    part, findings = parse_part(model, path, document.values)
    problems += locate(tree, findings)
    return part if not document.problems else None


def language_in(tree: Tree) -> Language:
    """The language that settings name, even where something is wrong in them: this is told in it."""
    if CONFIG_PATH not in tree.paths(str(PurePosixPath(CONFIG_PATH).parent)):
        return english()
    text = read_text(tree, CONFIG_PATH)
    found = _LANGUAGE.search(text) if isinstance(text, str) else None
    return read_language(tree, found[1])[0] if found else english()


def _files(tree: Tree) -> tuple[dict[Key, tuple[Kind, str]], list[Problem]]:
    """The file of each entry by key, and what lies in the content folder without being one."""
    files: dict[Key, tuple[Kind, str]] = {}
    problems: list[Problem] = []
    spelled: dict[tuple[str, str], str] = {}
    places = [PurePosixPath(path) for path in tree.paths(CONTENT) if path != VOCABULARY_PATH]
    # Well-named files first, so that of two spellings the other one is reported.
    for place in sorted(places, key=lambda place: entry_at(str(place)) is None):
        below = str(place).removeprefix(f"{CONTENT}/")
        if below in KIND_OF_FOLDER:
            said = message(
                "This folder is a link, and a link shows something else on every machine."
            )
            problems.append(_of_file(codes.NOT_A_FILE, str(place), said))
        folder = below.rpartition("/")[0]
        if not _is_read(place, KIND_OF_FOLDER.get(folder.partition("/")[0])):
            continue
        kind = _kind_of(folder)
        if kind is None:
            problems.append(_stray(place))
            continue
        other = spelled.setdefault((folder, _shape(place.stem)), place.name)
        if other != place.name:
            said = message(
                '"{name}" and "{other}" are two spellings of one id.', name=place.name, other=other
            )
            problems.append(_of_file(codes.SAME_NAME, str(place), said))
        elif entry := entry_at(str(place)):
            files[Key(kind.name, entry[1])] = (kind, str(place))
        else:
            problems.append(_bad_name(place, kind))
    return dict(sorted(files.items())), problems


def _shape(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.lower())


def _kind_of(folder: str) -> Kind | None:
    """The kind whose files lie in a folder of the content."""
    top, _, below = folder.partition("/")
    kind = KIND_OF_FOLDER.get(top)
    return kind if not below or (kind and kind.is_prose and "/" not in below) else None


def _is_read(place: PurePosixPath, of_top: Kind | None) -> bool:
    """Whether a file is meant for an entry; `of_top` is the kind of the folder right below `content`.

    Pages may have notes for their authors beside them.
    """
    suffix = place.suffix.lower()
    if of_top and of_top.is_prose:
        is_note = place.name.startswith((".", "_")) or place.name == "README.md"
        return suffix in (*_YAML, of_top.suffix) and not is_note
    return suffix in _YAML and not place.name.startswith(".")


def _stray(place: PurePosixPath) -> Problem:
    folder = place.parent.relative_to(CONTENT).as_posix()
    near = closest(folder, KIND_OF_FOLDER)
    folders = tuple(f"{name}/" for name in KIND_OF_FOLDER)
    known = message(
        "Entries lie in {folders} right below {content}/.", folders=folders, content=CONTENT
    )
    hint = together(message('Did you mean "{near}"?', near=f"{near}/"), known) if near else known
    return _of_file(
        codes.STRAY_FILE,
        str(place),
        message('Nothing is read from "{folder}/".', folder=str(place.parent)),
        hint,
    )


def _bad_name(place: PurePosixPath, kind: Kind) -> Problem:
    if place.stem == "index":
        said = message("The page that lists all entries of a kind is the index; no entry can be.")
        return _of_file(codes.FILE_NAME, str(place), said, message("Give the file another name."))
    fixed = "-".join(re.findall(r"[a-z0-9]+", place.stem.lower()))[:LONGEST_ID].strip("-")
    hint = codes.FILE_NAME.help
    if fixed:
        hint = message("Rename it to {name}.", name=f"{fixed}{kind.suffix}")
    said = message('"{name}" can\'t be the name of an entry.', name=place.name)
    return _of_file(codes.FILE_NAME, str(place), said, hint)


def _of_file(code: Code, path: str, said: str, hint: str = "") -> Problem:
    return Problem(
        code.id, Severity.ERROR, Span(path), said, hint or code.help, entry=_entry_id(path)
    )
