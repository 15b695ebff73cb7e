"""Gives a word of the vocabulary or the settings another id: its place, and every mention of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.model import KINDS, no_id
from donebook.playbook import Playbook, called
from donebook.source import Loc, Tree
from donebook.spelling import closest
from donebook.write.refused import Refused
from donebook.write.within import Replacement, replaced, with_former

Found = Iterator[tuple[str, Replacement]]


@dataclass(frozen=True, slots=True)
class _Part:
    """Where the words of a part stand, and whether each can keep the ids that it had before."""

    path: str
    loc: Loc
    keeps_former: bool = True


_PARTS: Mapping[str, _Part] = {
    "stage": _Part(VOCABULARY_PATH, ("stages",)),
    "role": _Part(VOCABULARY_PATH, ("roles",)),
    "test": _Part(VOCABULARY_PATH, ("tests",)),
    "framework": _Part(VOCABULARY_PATH, ("frameworks",)),
    "owner": _Part(CONFIG_PATH, ("owners",)),
    # Only entries and stages know these, and they are changed.
    "crm": _Part(CONFIG_PATH, ("crm",), keeps_former=False),
    "segment": _Part(VOCABULARY_PATH, ("segments",)),
}
WORDS = tuple(_PARTS)


def rename_word(
    tree: Tree, playbook: Playbook, part: str, old: str, new: str, name: str = ""
) -> Mapping[str, bytes]:
    """The files to write, each whole; the one that defines the word comes first.

    With a `name` it is called so from now on, too; its id may then be the one it had. A word that
    is gone from its place, because somebody has changed it there already, is changed where it is
    still mentioned. Raises Refused where there is neither, the new id can't be one or is taken, or
    a mention can't be changed.
    """
    place = _place(playbook, part, old, new, name)
    changes: defaultdict[str, list[Replacement]] = defaultdict(list)
    changes[place.path] = []
    is_there = old in named_words(playbook, part)
    if old != new:
        for path, change in _mentions(playbook, part, old, new):
            changes[path].append(change)
        if not is_there and not any(changes.values()):
            raise _unknown(playbook, part, old)
        if is_there:
            changes[place.path].append(Replacement((*place.loc, old), old, new, at_key=True))
    if name:
        word = old if is_there else new
        path, loc = name_place(playbook, part, word)
        was = named_words(playbook, part)[word]
        changes[path].append(Replacement(loc, was, name, is_text=True))
    files = {path: replaced(tree, path, found) for path, found in changes.items()}
    if place.keeps_former and old != new:
        files[place.path] = with_former(
            place.path, files[place.path], place.loc, (old, new), as_map=part == "segment"
        )
    return {path: content for path, content in files.items() if content != tree.read(path)}


def name_place(playbook: Playbook, part: str, word: str) -> tuple[str, Loc]:
    """The path of the file that says what a word is called, and where in it."""
    if part == "stage" and word in playbook.config.words.stages:
        return CONFIG_PATH, ("words", "stages", word)
    place = _part(playbook, part, word)
    is_bare = part in ("crm", "segment")  # their ids and names, with nothing else
    return place.path, (*place.loc, word) if is_bare else (*place.loc, word, "name")


def named_words(playbook: Playbook, part: str) -> Mapping[str, str]:
    """The words of a part that can be renamed, by id, with their names."""
    return playbook.config.crm if part == "crm" else playbook.words(part)


def _place(playbook: Playbook, part: str, old: str, new: str, name: str) -> _Part:
    """Where the word stands. Raises Refused where it can't be renamed so."""
    words = named_words(playbook, part)
    said = no_id(new)
    if said:
        raise Refused(said)
    if old == new and words.get(old) in (None, name or words.get(old)):
        raise Refused(f'It is called "{name or new}" already.')
    if old != new and old in words and new in words:
        raise Refused(f'There is a {_said(part)} "{new}" already.')
    if old not in words and new not in words:
        raise _unknown(playbook, part, old)
    return _part(playbook, part, old if old in words else new)


def _part(playbook: Playbook, part: str, word: str) -> _Part:
    """Where the words of the part stand; of segments, those of the word's group."""
    place = _PARTS[part]
    if part != "segment":
        return place
    group = next(g for g, s in playbook.vocabulary.segments.items() if word in s.values)
    return _Part(place.path, (*place.loc, group, "values"))


def _unknown(playbook: Playbook, part: str, old: str) -> Refused:
    if now := playbook.former(part).get(old):
        return Refused(f'"{old}" is called "{now}" already.')
    near = closest(old, named_words(playbook, part))
    hint = f' Did you mean "{near}"?' if near else ""
    return Refused(f'There is no {_said(part)} "{old}".{hint}')


def _said(part: str) -> str:
    return "CRM system" if part == "crm" else str(called(part))


def _mentions(playbook: Playbook, part: str, old: str, new: str) -> Found:
    """Every place but its own that names the word."""
    for edge in playbook.mentions:
        if edge.target == (part, old):
            loc = edge.reference.loc
            at_key = part == "framework" and loc[-1] == old
            path = KINDS[edge.source.kind].path(edge.source.id)
            yield path, Replacement(loc, old, new, at_key)
    for path, loc, value in _settings(playbook, part):
        at_key = value is None
        if (loc[-1] if at_key else value) == old:
            yield path, Replacement(loc, old, new, at_key)


def _settings(playbook: Playbook, part: str) -> Iterator[tuple[str, Loc, str | None]]:
    """What names words besides mentions in entries: its path, its place, and its value or, of a field's name, none."""
    config, vocabulary = playbook.config, playbook.vocabulary
    if part == "stage":
        yield from ((CONFIG_PATH, ("words", "stages", name), None) for name in config.words.stages)
    if part == "owner" and config.default_owner:
        yield CONFIG_PATH, ("default_owner",), config.default_owner
    if part == "crm":
        for stage, its in vocabulary.stages.items():
            yield from ((VOCABULARY_PATH, ("stages", stage, "crm", name), None) for name in its.crm)
        for reason in playbook.loss_reasons:
            yield from ((reason.path, ("crm", name), None) for name in reason.crm)
    if part == "segment":
        for name, segment in vocabulary.segments.items():
            top = ("segments", name)
            yield from ((VOCABULARY_PATH, (*top, "weeks", v), None) for v in segment.weeks or ())
            yield VOCABULARY_PATH, (*top, "written_for"), segment.written_for or ""
