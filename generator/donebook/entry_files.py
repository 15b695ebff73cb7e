"""Which files of the content folder are entries, and what lies among them without being one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from donebook.codes import source as codes
from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.ids import id_from
from donebook.linked import entry_at, is_picture, meant_at
from donebook.message import message, plural, together
from donebook.model import CONTENT, KIND_OF_FOLDER, KINDS, Key, Kind, taken
from donebook.parse import likely_kind
from donebook.problem import Code, Problem, Severity, Span
from donebook.source import NotAFile, OneFile, Tree, read_document
from donebook.spelling import closest

_YAML = (".yaml", ".yml")
_NO_PAGE = "x.yaml"  # a name under which a text is read as YAML
# What systems, editors and merges leave behind, and what explains a folder to people.
_NO_ENTRIES = re.compile(
    r"\.|~\$|#|readme\b|licen[cs]e\b|thumbs\.db$|desktop\.ini$|.*(~|\.(swp|swo|orig|rej|bak|tmp))$",
    re.IGNORECASE,
)
_TABLES = (".csv", ".tsv", ".xlsx", ".md", ".markdown")
_PROSE = (".markdown", ".mdown", ".txt")
_COPY = re.compile(
    r"(?P<of>.+?)(?:[ _-]*\(\d+\)|[ _-]+(?:copy|kopie)(?:[ _-]*\(?\d+\)?)?)$", re.IGNORECASE
)
_OF_WHICH_NOTHING_ELSE = re.compile(r"\.(ya?ml.*|txt|text|json|yam|yalm)$", re.IGNORECASE)
_TO_READ = re.compile(r"\.(md|markdown|mdown|docx?|csv|tsv|xlsx?)$", re.IGNORECASE)


@dataclass
class EntryFiles:
    """The file of each entry by key, and what is wrong with others.

    `lost` are ids whose files lie or are called otherwise: what names them is not wrong itself.
    """

    files: dict[Key, tuple[Kind, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lost: set[Key] = field(default_factory=set)


class _Place(NamedTuple):
    """What a path of the content folder says by itself.

    `folder` is below the content folder, `shape` is what two spellings of a name share, and `entry`
    is the one that it would be.
    """

    path: PurePosixPath
    folder: str
    shape: str
    entry: tuple[Kind, str] | None


@cache
def _place(path: str) -> _Place:
    # The same few hundred paths again with each edit, of which none says anything new.
    place = PurePosixPath(path)
    folder = path.removeprefix(f"{CONTENT}/").rpartition("/")[0]
    return _Place(place, folder, _shape(place.stem), entry_at(path))


def entry_files(tree: Tree) -> EntryFiles:
    """All files of the content folder, sorted out by their folders and names."""
    found = EntryFiles()
    others: list[PurePosixPath] = []
    spelled: dict[tuple[str, str], str] = {}
    listed = tree.paths(CONTENT)
    missing = (path for path in (VOCABULARY_PATH, CONFIG_PATH) if path not in listed)
    elsewhere = {near[0] for path in missing if (near := misplaced(tree, path))}
    places = [_place(path) for path in listed if path != VOCABULARY_PATH and path not in elsewhere]
    # Well-named files first, so that of two spellings the other one is reported.
    for place, folder, shape, entry in sorted(places, key=lambda one: one.entry is None):
        if not folder and place.name in KIND_OF_FOLDER:
            said = message(
                "This folder is a link, and a link shows something else on every machine."
            )
            found.problems.append(of_file(codes.NOT_A_FILE, str(place), said))
            continue
        kind = _kind_of(folder)
        if kind is None or place.suffix.lower() not in (*_YAML, kind.suffix):
            others.append(place)
        elif is_aside(place, kind):
            continue
        elif (other := spelled.setdefault((folder, shape), place.name)) != place.name:
            said = message(
                '"{name}" and "{other}" are two spellings of one id.', name=place.name, other=other
            )
            found.problems.append(of_file(codes.SAME_NAME, str(place), said))
        elif entry:
            found.files[Key(kind.name, entry[1])] = (kind, str(place))
        else:
            found.problems.append(_bad_name(tree, place, kind))
            found.lost.add(Key(kind.name, id_from(_words(place.stem))))
    found.files = dict(sorted(found.files.items()))
    _left_out(tree, found, others)
    return found


def _kind_of(folder: str) -> Kind | None:
    """The kind whose files lie in a folder of the content."""
    top, _, below = folder.partition("/")
    kind = KIND_OF_FOLDER.get(top)
    return kind if not below or (kind and kind.is_prose and "/" not in below) else None


def is_aside(place: PurePosixPath, kind: Kind) -> bool:
    """Whether a file is hidden or, next to pages, a note for their authors or a form to copy."""
    is_note = kind.is_prose and (place.name.startswith("_") or place.name == "README.md")
    return is_note or place.name.startswith(".")


def _left_out(tree: Tree, found: EntryFiles, others: Iterable[PurePosixPath]) -> None:
    """What is said of files that nothing is read from; files of one wrong folder are one mistake."""
    by_folder: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
    for place in others:
        folder = place.parent.relative_to(CONTENT).as_posix()
        kind = _kind_of(folder)
        top = KIND_OF_FOLDER.get(folder.partition("/")[0])
        if _NO_ENTRIES.match(place.name) or (top and top.is_prose and is_picture(place.name)):
            continue
        if kind:
            found.problems.append(_left_out_of(tree, place, kind))
            found.lost.add(Key(kind.name, place.name.split(".")[0]))
        elif place.suffix.lower() in (*_YAML, top.suffix if top else "") or (
            folder == "."
            and (_OF_WHICH_NOTHING_ELSE.search(place.name) or _TO_READ.search(place.name))
        ):
            by_folder[folder].append(place)
    for folder, places in by_folder.items():
        kinds = {place: _probable_kind(tree, place) for place in places}
        if folder == ".":
            found.problems += (_stray([place], kind) for place, kind in kinds.items())
        else:
            found.problems.append(_stray(places, kinds[places[0]]))
        found.lost |= {
            Key(kind.name, place.name.split(".")[0]) for place, kind in kinds.items() if kind
        }


def _stray(places: Sequence[PurePosixPath], kind: Kind | None) -> Problem:
    """Files of one folder that no kind has; `kind` is what they probably are."""
    first = places[0]
    said = message('Nothing is read from "{folder}/".', folder=str(first.parent))
    if len(places) > 1:
        said = plural(
            'Nothing is read from "{folder}/", where {n} file lies.',
            'Nothing is read from "{folder}/", where {n} files lie.',
            folder=str(first.parent),
            n=len(places),
        )
    folders = tuple(f"{name}/" for name in KIND_OF_FOLDER)
    hint: str = message(
        "Entries lie in {folders} right below {content}/.", folders=folders, content=CONTENT
    )
    folder = first.parent.relative_to(CONTENT).as_posix()
    if kind and folder == ".":
        path = kind.path(id_from(_words(first.name.split(".")[0])))
        move = message("It holds a {kind}: move it to {path}.", kind=kind.words, path=path)
        hint = together(move, hint)
    elif kind and closest(folder, KIND_OF_FOLDER) == kind.folder and "/" not in folder:
        hint = together(message('Did you mean "{near}"?', near=f"{kind.folder}/"), hint)
    elif kind:
        move = message("Move it to {folder}.", folder=f"{CONTENT}/{kind.folder}/")
        hint = together(move, hint)
    return of_file(codes.STRAY_FILE, str(first), said, hint)


def _probable_kind(tree: Tree, place: PurePosixPath) -> Kind | None:
    """What a file in a folder of no kind is: by the folder that was probably meant, or its fields."""
    *above, name = place.parent.relative_to(CONTENT).parts or ("",)
    if above and name not in KIND_OF_FOLDER and above[0] in KIND_OF_FOLDER:
        return likely_kind(_values(tree, str(place))) or KIND_OF_FOLDER[above[0]]
    if not name and place.suffix.lower() == ".md":
        return KINDS["page"]
    near = name if name in KIND_OF_FOLDER else closest(name, KIND_OF_FOLDER) if name else None
    return KIND_OF_FOLDER[near] if near else likely_kind(_values(tree, str(place)))


def _left_out_of(tree: Tree, place: PurePosixPath, kind: Kind) -> Problem:
    """A file in the folder of a kind whose name doesn't end as an entry's does."""
    ending = kind.suffix
    said = message(
        '"{name}" is left out: an entry\'s file ends in {ending} here.',
        name=place.name,
        ending=ending,
    )
    entry_id = id_from(_words(place.name.split(".")[0]))
    name = f"{entry_id}{ending}"
    page = KINDS["page"].path(entry_id)
    is_entry = (
        (kind.is_prose and place.suffix.lower() in _PROSE)
        or bool(_values(tree, str(place)))
        or _OF_WHICH_NOTHING_ELSE.search(place.name)
    )
    hint: str = message("Move it out of {content}/; only entries lie there.", content=CONTENT)
    if name != ending and is_entry and f"{place.parent}/{name}" in tree.paths(str(place.parent)):
        hint = message("{name} is there, too: keep one of the two.", name=name)
    elif name != ending and is_entry:
        hint = message("Rename it to {name}.", name=name)
    elif place.suffix.lower() in _TABLES and not kind.is_prose:
        command = f"`donebook import {place} --as {kind.name}`"
        hint = message(
            "{command} makes entries of it. {otherwise}", command=command, otherwise=hint
        )
        if place.suffix.lower() == ".md" and name != ending:
            move = message("Move it to {path} if it is a page of your own.", path=page)
            hint = together(move, hint)
    return of_file(codes.LEFT_OUT, str(place), said, hint)


def _values(tree: Tree, path: str) -> Mapping[str, object]:
    """What a file says as the YAML of an entry, whatever its name; nothing where it is none."""
    try:
        content = tree.read(path)
    except (OSError, NotAFile):
        return {}
    return read_document(OneFile(_NO_PAGE, content), _NO_PAGE).values or {}


def _bad_name(tree: Tree, place: PurePosixPath, kind: Kind) -> Problem:
    there = tree.paths(str(place.parent))
    said = taken(place.stem)
    if said:
        return of_file(codes.FILE_NAME, str(place), said, message("Give the file another name."))
    fixed = id_from(_words(place.stem))
    hint: str = codes.FILE_NAME.help
    if fixed:
        hint = message("Rename it to {name}.", name=f"{fixed}{kind.suffix}")
    other = likely_kind(_values(tree, str(place))) if place.suffix != kind.suffix else None
    if fixed and other and other != kind:
        path = other.path(fixed)
        hint = message("It holds a {kind}: move it to {path}.", kind=other.words, path=path)
    copy = _COPY.match(place.stem)
    original = f"{id_from(_words(copy['of']))}{kind.suffix}" if copy else ""
    if original and f"{place.parent}/{original}" in there:
        hint = message(
            "Delete it if it is only a copy of {original}; otherwise rename it to {name}.",
            original=original,
            name=f"{fixed}{kind.suffix}",
        )
    said = message('"{name}" can\'t be the name of an entry.', name=place.name)
    return of_file(codes.FILE_NAME, str(place), said, hint)


def _words(name: str) -> str:
    """`WhyNow` and `why_now` as the words that they are."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _shape(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.lower())


def entry_id(path: str) -> str | None:
    """The id that a file in the folder of a kind stands for, whether or not it can be one."""
    meant = meant_at(path)
    return meant[1] if meant else None


def of_file(code: Code, path: str, said: str, hint: str = "") -> Problem:
    """A problem of a whole file."""
    return Problem(
        code.id, Severity.ERROR, Span(path), said, hint or code.help, entry=entry_id(path)
    )


def misplaced(tree: Tree, path: str) -> tuple[str, str] | None:
    """Where a file that is missing probably lies, and what to do about that; none where nowhere."""
    wanted = PurePosixPath(path)
    folder = str(wanted.parent)
    if path in tree.paths(folder):
        return None
    for other in (folder.capitalize(), folder.title(), folder.upper(), folder.replace("-", "_")):
        if other != folder and f"{other}/{wanted.name}" in tree.paths(other):
            said = message("Rename the folder {name} to {right}.", name=other, right=folder)
            return f"{other}/{wanted.name}", said
    for place in (*tree.paths(CONTENT), *tree.paths(str(PurePosixPath(CONFIG_PATH).parent))):
        name = PurePosixPath(place).name
        if name.lower().split(".")[0] == wanted.stem and not place.endswith(".json"):
            if PurePosixPath(place).parent == wanted.parent:
                return place, message("Rename {name} to {right}.", name=name, right=wanted.name)
            return place, message("Move {place} there.", place=place)
    return None
