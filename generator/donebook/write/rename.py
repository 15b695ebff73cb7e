"""Gives an entry another id: its file, every mention, and a note that leads from the old one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from donebook.config import CONFIG_PATH
from donebook.model import KINDS, LONGEST_ID, Key, Kind, Moved, is_id
from donebook.playbook import Playbook
from donebook.source import Loc, Tree
from donebook.write.refused import Refused
from donebook.write.scaffold import written
from donebook.write.within import replaced

_PACKED = {"worksheet": "sheets", "exercise": "exercises"}


def rename(tree: Tree, playbook: Playbook, kind: Kind, old: str, new: str) -> Mapping[str, bytes]:
    """The files to write, the entry's new one first and the note in its old place last.

    Raises Refused where there is no such entry, the new id can't be one or is taken, or a mention
    can't be changed.
    """
    was, now = Key(kind.name, old), Key(kind.name, new)
    _refuse(playbook, was, now)
    places: defaultdict[str, list[Loc]] = defaultdict(list)
    for path, loc in _mentions(playbook, was):
        places[path].append(loc)
    own = kind.path(old)
    files = {kind.path(new): replaced(tree, own, [(loc, old, new) for loc in places.pop(own, [])])}
    for path, locs in sorted(places.items()):
        files[path] = replaced(tree, path, [(loc, old, new) for loc in locs])
    return {**files, own: f"moved_to: {written(new)}\n".encode()}


def _refuse(playbook: Playbook, was: Key, now: Key) -> None:
    words = KINDS[was.kind].words
    if was in playbook.tombstones:
        raise Refused(f'"{was.id}" has gone already; its file says where to.')
    if was not in playbook.entries:
        raise Refused(f'There is no {words} "{was.id}".')
    if not is_id(now.id):
        raise Refused(
            f'"{now.id}" can\'t be an id: lower-case letters, digits and single hyphens,'
            f" at most {LONGEST_ID}."
        )
    if now in playbook.entries or now in playbook.broken:
        raise Refused(f'There is a {words} "{now.id}" already.')
    if now in playbook.tombstones:
        raise Refused(f'"{now.id}" was given up once; links to it lead elsewhere. Take another id.')


def _mentions(playbook: Playbook, was: Key) -> Iterator[tuple[str, Loc]]:
    """Every place that names the entry: edges, forwarding notes, packs."""
    for edge in playbook.edges:
        if edge.target == was:
            yield KINDS[edge.source.kind].path(edge.source.id), edge.reference.loc
    for key, note in playbook.tombstones.items():
        if key.kind == was.kind and isinstance(note, Moved) and note.moved_to == was.id:
            yield KINDS[key.kind].path(key.id), ("moved_to",)
    field = _PACKED.get(was.kind)
    for name, pack in playbook.config.packs.items():
        for number, packed in enumerate(getattr(pack, field) if field else ()):
            if packed == was.id:
                yield CONFIG_PATH, ("packs", name, str(field), number)
