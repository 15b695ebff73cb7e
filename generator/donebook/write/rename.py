"""Gives an entry another id: its file, every mention, and a note that leads from the old one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from posixpath import dirname

from donebook.config import CONFIG_PATH
from donebook.linked import place_of, relinked, way_to
from donebook.model import KINDS, Key, Kind, Moved
from donebook.playbook import Playbook
from donebook.prose import BODY, linked
from donebook.source import Loc, Tree, read_document
from donebook.spelling import closest
from donebook.write.plain import of_fields
from donebook.write.refused import Refused
from donebook.write.scaffold import written
from donebook.write.within import replaced

# The fields of packs and of the start set that name entries of a kind.
_PACKED = {"worksheet": ("sheets",), "exercise": ("exercises",)}
_STARTING = {"pattern": ("patterns",), "loss-reason": ("loss_reasons",), "worksheet": ("sheets",)}


def rename(tree: Tree, playbook: Playbook, kind: Kind, old: str, new: str) -> Mapping[str, bytes]:
    """The files to write, the entry's new one first and the note in its old place last.

    Raises Refused where there is no such entry, the new id can't be one or is taken, or a mention
    can't be changed.
    """
    was, now = Key(kind.name, old), Key(kind.name, new)
    _refuse(playbook, was, now)
    places: defaultdict[str, list[tuple[Loc, str, str]]] = defaultdict(list)
    for path, loc in _mentions(playbook, was):
        places[path].append((loc, old, new))
    own = kind.path(old)
    for path, loc, typed, way in _links(tree, playbook, was, now):
        places[path].append((loc, typed, way))
    files = {kind.path(new): replaced(tree, own, places.pop(own, []))}
    for path, changes in sorted(places.items()):
        files[path] = replaced(tree, path, changes)
    return {**files, own: of_fields(kind, f"moved_to: {written(new)}\n").encode()}


def _refuse(playbook: Playbook, was: Key, now: Key) -> None:
    refuse_missing(playbook, was)
    words = KINDS[was.kind].words
    said = KINDS[now.kind].refusal(now.id)
    if said:
        raise Refused(said)
    if now in playbook.entries or now in playbook.broken:
        raise Refused(f'There is a {words} "{now.id}" already.')
    if now in playbook.tombstones:
        raise Refused(f'"{now.id}" was given up once; links to it lead elsewhere. Take another id.')


def refuse_missing(playbook: Playbook, key: Key) -> None:
    """Raises Refused where there is no such entry, with the one that was probably meant."""
    if key in playbook.tombstones:
        raise Refused(f'"{key.id}" has gone already; its file says where to.')
    if key not in playbook.entries:
        ids = [other.id for other in playbook.entries if other.kind == key.kind]
        near = None if key.id in playbook.kinds_of else closest(key.id, ids)
        hint = f' Did you mean "{near}"?' if near else ""
        raise Refused(f'There is no {KINDS[key.kind].words} "{key.id}".{hint}')


def _mentions(playbook: Playbook, was: Key) -> Iterator[tuple[str, Loc]]:
    """Every place that names the entry by its id: edges, forwarding notes, packs."""
    for edge in playbook.edges:
        if edge.target == was and not edge.reference.typed:
            yield KINDS[edge.source.kind].path(edge.source.id), edge.reference.loc
    for key, note in playbook.tombstones.items():
        if key.kind == was.kind and isinstance(note, Moved) and note.moved_to == was.id:
            yield KINDS[key.kind].path(key.id), ("moved_to",)
    yield from ((CONFIG_PATH, loc) for loc in named_in_settings(playbook, was))


def named_in_settings(playbook: Playbook, key: Key) -> Iterator[Loc]:
    """Every place of the settings that names an entry: packs, and the start set."""
    config = playbook.config
    lists: list[tuple[Loc, tuple[str, ...]]] = []
    for field in _PACKED.get(key.kind, ()):
        packs = config.packs.items()
        lists += ((("packs", name, field), getattr(pack, field)) for name, pack in packs)
    for field in _STARTING.get(key.kind, ()):
        lists.append((("start", field), getattr(config.start, field)))
    for loc, ids in lists:
        yield from ((*loc, number) for number, found in enumerate(ids) if found == key.id)


def _links(
    tree: Tree, playbook: Playbook, was: Key, now: Key
) -> Iterator[tuple[str, Loc, str, str]]:
    """Every link to the entry, and all of its own where it goes to another folder.

    Each with what stands there and what shall.
    """
    before, after = (KINDS[key.kind].path(key.id) for key in (was, now))
    for edge in playbook.edges:
        if edge.target == was and edge.source != was and edge.reference.typed:
            page = KINDS[edge.source.kind].path(edge.source.id)
            typed = edge.reference.typed
            yield page, edge.reference.loc, typed, relinked(page, typed, after)
    text = (read_document(tree, before).values or {}).get(BODY)
    for number, linked_to in enumerate(linked(text) if isinstance(text, str) else ()):
        if linked_to.path and not linked_to.is_outside:
            place = place_of(before, linked_to)
            way = way_to(after, after if place == before else place, linked_to.anchor)
            has_moved = place == before or dirname(before) != dirname(after)
            if has_moved and way != linked_to.address:
                yield before, (BODY, number), linked_to.address, way
