"""Links on a company's own pages, and the entries whose files they lead to."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath, relpath
from urllib.parse import unquote

from donebook.codes.model import BAD_LINK
from donebook.message import message
from donebook.model import CONTENT, KIND_OF_FOLDER, Key, Kind
from donebook.model.references import Reference
from donebook.problem import Finding
from donebook.prose import BODY, Linked, linked

_PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".webp")


def meant_at(path: str) -> tuple[Kind, str] | None:
    """The kind and id that a file in the folder of a kind stands for, whether or not it can be one."""
    folder, _, name = path.removeprefix(f"{CONTENT}/").partition("/")
    kind = KIND_OF_FOLDER.get(folder)
    entry_id = name.removesuffix(kind.suffix) if kind else ""
    return (kind, entry_id) if kind and kind.path(entry_id) == path else None


def entry_at(path: str) -> tuple[Kind, str] | None:
    """The kind and id of the entry that a file is for, if its place is one of an entry."""
    meant = meant_at(path)
    return meant if meant and meant[0].takes(meant[1]) else None


def is_picture(path: str) -> bool:
    """Whether a file is a picture that pages may show."""
    return path.lower().endswith(_PICTURES)


def place_of(page: str, found: Linked) -> str:
    """The file that a link on a page leads to, both from the project root."""
    return normpath(join(dirname(page), unquote(found.path)))


def target_of(page: str, found: Linked) -> Key | None:
    """The entry that a link on a page leads to, whether or not there is one."""
    if found.is_outside or found.is_picture or not found.path:
        return None
    entry = entry_at(place_of(page, found))
    return Key(entry[0].name, entry[1]) if entry else None


def way_to(page: str, target: str, anchor: str = "") -> str:
    """How a page links to a file, both from the project root."""
    way = relpath(target, dirname(page))
    return f"{way}#{anchor}" if anchor else way


def relinked(page: str, typed: str, target: str) -> str:
    """A link as it was typed, to another file: it leads to the same heading there."""
    return way_to(page, target, typed.partition("#")[2])


def links(page: str, values: Mapping[str, object]) -> Iterator[Reference]:
    """Every entry that the text of a page links to."""
    for number, found in _numbered(values):
        target = target_of(page, found)
        if target:
            yield Reference((BODY, number), target, found.address)


def bad_links(page: str, values: Mapping[str, object]) -> Iterator[Finding]:
    """What of a page's links and pictures can't be shown on any site."""
    for number, found in _numbered(values):
        if not found.is_safe and found.is_picture:
            said = message(
                "This picture lies somewhere else, and the site loads nothing from there."
            )
            fix = message("Put the picture next to the page, and write its name.")
            yield Finding(BAD_LINK, page, (BODY, number), said, fix)
        elif not found.is_safe:
            said = message('The link to "{address}" can\'t be followed.', address=found.address)
            yield Finding(BAD_LINK, page, (BODY, number), said)


def _numbered(values: Mapping[str, object]) -> Iterator[tuple[int, Linked]]:
    text = values.get(BODY)
    if isinstance(text, str):
        yield from enumerate(linked(text))
