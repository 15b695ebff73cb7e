"""Ends an entry: its file becomes a note, and whatever names it names another entry or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from donebook.config import CONFIG_PATH
from donebook.linked import relinked
from donebook.model import KINDS, Key, Kind, Moved
from donebook.playbook import Edge, Playbook
from donebook.source import Loc, Tree, read_positions
from donebook.write.plain import of_fields
from donebook.write.refused import Refused
from donebook.write.removed import without
from donebook.write.rename import named_in_settings, refuse_missing
from donebook.write.scaffold import written
from donebook.write.within import Replacement, replaced


def retire(
    tree: Tree, playbook: Playbook, kind: Kind, entry_id: str, *, to: str = "", why: str = ""
) -> Mapping[str, bytes]:
    """The files to write, the note in the entry's place last.

    With `to`, every mention names that entry of the same kind instead, and the note leads there;
    else the mentions go, and the note says `why`. Raises Refused where there is no such entry, or a
    mention can't be changed.
    """
    was = Key(kind.name, entry_id)
    _refuse(playbook, was, to)
    found = _Mentions(playbook, was, to)
    _refuse_linked(tree, was, found.linked)
    files: dict[str, bytes] = {}
    for path in sorted({*found.replaced, *found.removed} - {kind.path(entry_id)}):
        content = replaced(tree, path, found.replaced[path])
        files[path] = without(path, content, found.removed[path])
    note = f"moved_to: {written(to)}\n" if to else f"retired: {written(why)}\n"
    left = of_fields(kind, note).encode()
    led_here = (
        [] if to else [kind.path(k.id) for k in playbook.tombstones if _leads(playbook, k, was)]
    )
    return {**files, **dict.fromkeys((*led_here, kind.path(entry_id)), left)}


def _leads(playbook: Playbook, key: Key, was: Key) -> bool:
    """Whether a note leads to the entry, over others or at once; it then says the same as its note."""
    return key.kind == was.kind and playbook.forwarded(key) == was


def _refuse(playbook: Playbook, was: Key, to: str) -> None:
    refuse_missing(playbook, was)
    if to and Key(was.kind, to) not in playbook.entries:
        raise Refused(f'There is no {KINDS[was.kind].words} "{to}" that could take its place.')
    if to == was.id:
        raise Refused("An entry can't take its own place.")


def _refuse_linked(tree: Tree, was: Key, linked: Mapping[str, Sequence[Loc]]) -> None:
    """Raises Refused where texts of pages link to the entry: only their authors can take that out."""
    places = []
    for path, locs in linked.items():
        positions = read_positions(tree, path)
        spans = [positions.value(loc) for loc in locs]
        places += [f"{path}:{span.line}:{span.column}" for span in spans]
    if places:
        at = "\n".join(places)
        raise Refused(f'{at}: change the text first: it links to "{was.id}".')


class _Mentions:
    """What is to be written otherwise, and what is to go, by the paths of files.

    `linked` are links in the texts of pages, which can't go without the text around them.
    """

    def __init__(self, playbook: Playbook, was: Key, to: str) -> None:
        self.replaced: defaultdict[str, list[Replacement]] = defaultdict(list)
        self.removed: defaultdict[str, list[Loc]] = defaultdict(list)
        self.linked: defaultdict[str, list[Loc]] = defaultdict(list)
        self._was, self._to = was, to
        there = _beside(playbook, Key(was.kind, to)) if to else set()
        for edge in playbook.edges:
            if edge.target == was and edge.source != was:
                self._edge(edge, there)
        for key, note in playbook.tombstones.items():
            if to and key.kind == was.kind and isinstance(note, Moved) and note.moved_to == was.id:
                path = KINDS[key.kind].path(key.id)
                self.replaced[path].append(Replacement(("moved_to",), was.id, to))
        for loc in named_in_settings(playbook, was):
            self._name(CONFIG_PATH, loc, there)

    def _edge(self, edge: Edge, there: set[tuple[str, Loc]]) -> None:
        path = KINDS[edge.source.kind].path(edge.source.id)
        loc, typed = edge.reference.loc, edge.reference.typed
        if typed and not self._to:
            self.linked[path].append(loc)
        elif typed:
            target = KINDS[self._was.kind].path(self._to)
            self.replaced[path].append(Replacement(loc, typed, relinked(path, typed, target)))
        else:
            self._name(path, loc, there)

    def _name(self, path: str, loc: Loc, there: set[tuple[str, Loc]]) -> None:
        """A name in a field, a list, or a group that is about it."""
        is_item = isinstance(loc[-1], int)
        own = KINDS[self._was.kind].path(self._to)
        if self._to and path != own and (path, loc[:-1] if is_item else loc) not in there:
            self.replaced[path].append(Replacement(loc, self._was.id, self._to))
            if is_item:
                there.add((path, loc[:-1]))
        elif is_item or len(loc) == 1:
            self.removed[path].append(loc)
        else:
            self.removed[path].append(loc[:-1])


def _beside(playbook: Playbook, key: Key) -> set[tuple[str, Loc]]:
    """The lists that name an entry already, by their paths and places."""
    named = (
        (KINDS[edge.source.kind].path(edge.source.id), edge.reference.loc[:-1])
        for edge in playbook.edges
        if edge.target == key and isinstance(edge.reference.loc[-1], int)
    )
    return {*named, *((CONFIG_PATH, loc[:-1]) for loc in named_in_settings(playbook, key))}
