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
    tree: Tree, playbook: Playbook, part: str, old: str, new: str
) -> Mapping[str, bytes]:
    """The files to write, each whole; the one that defines the word comes first.

    A word that is gone from its place, because somebody has changed it there already, is changed
    where it is still mentioned. Raises Refused where there is neither, the new id can't be one or
    is taken, or a mention can't be changed.
    """
    place = _place(playbook, part, old, new)
    changes: defaultdict[str, list[Replacement]] = defaultdict(list)
    changes[place.path] = []
    for path, change in _mentions(playbook, part, old, new):
        changes[path].append(change)
    is_there = old in _words(playbook, part)
    if not is_there and not any(changes.values()):
        raise _unknown(playbook, part, old)
    if is_there:
        changes[place.path].append(Replacement((*place.loc, old), old, new, at_key=True))
    files = {path: replaced(tree, path, found) for path, found in changes.items()}
    if place.keeps_former:
        files[place.path] = with_former(
            place.path, files[place.path], place.loc, (old, new), as_map=part == "segment"
        )
    return {path: content for path, content in files.items() if content != tree.read(path)}


def _words(playbook: Playbook, part: str) -> Mapping[str, object]:
    return playbook.config.crm if part == "crm" else playbook.words(part)


def _place(playbook: Playbook, part: str, old: str, new: str) -> _Part:
    """Where the word stands. Raises Refused where it can't be renamed so."""
    words = _words(playbook, part)
    said = no_id(new)
    if said:
        raise Refused(said)
    if old == new:
        raise Refused(f'It is called "{new}" already.')
    if old in words and new in words:
        raise Refused(f'There is a {_said(part)} "{new}" already.')
    if old not in words and new not in words:
        raise _unknown(playbook, part, old)
    place = _PARTS[part]
    if part != "segment":
        return place
    value = old if old in words else new
    group = next(g for g, s in playbook.vocabulary.segments.items() if value in s.values)
    return _Part(place.path, (*place.loc, group, "values"))


def _unknown(playbook: Playbook, part: str, old: str) -> Refused:
    if now := playbook.former(part).get(old):
        return Refused(f'"{old}" is called "{now}" already.')
    near = closest(old, _words(playbook, part))
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
