"""Whether each link of a page leads somewhere: an engine sees none of them in HTML."""

import re
from collections.abc import Collection, Container, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from donebook.pages import address
from donebook.pages.address import View
from donebook.pages.render import Rendered

_TARGET = re.compile(
    r"""<[a-z][^<>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_ANCHOR = re.compile(r"""\sid\s*=\s*["']?([^"'\s>]+)""")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a page links to on the site itself, each link once, and its anchors."""

    links: tuple[str, ...]
    anchors: frozenset[str]


def broken_links(pages: Mapping[str, Linked], files: Collection[str], view: View) -> Iterator[str]:
    """A sentence for each link that leads to no page, file or anchor of the site.

    `pages` are by their paths, `files` are the paths of all else that the site holds.
    """
    anchors = {address.url(path, view): page.anchors for path, page in pages.items()}
    known = {**anchors, **dict.fromkeys(files)}
    for path, page in pages.items():
        here = address.url(path, view)
        for link in page.links:
            place, _, anchor = link.partition("#")
            there = _resolved(here, unquote(place))
            if there not in known:
                yield f"{path}: a link leads nowhere: {link}"
            elif anchor and there != address.FORMS_PAGE and anchor not in (known[there] or ()):
                yield f"{path}: a link leads to a heading that is not there: {link}"


def unsettled(page: Linked, here: str, known: Container[str]) -> Linked:
    """The same without links to places that are `known` to be there; `here` is the page's own address."""
    links = (
        link for link in page.links if "#" in link or _resolved(here, unquote(link)) not in known
    )
    return Linked(tuple(links), page.anchors)


# What was read of a page, for as long as somebody keeps it: a server keeps most after an edit.
_READ: MutableMapping[Rendered, Linked] = WeakKeyDictionary()


def linked(page: Rendered) -> Linked:
    """What a page links to, as it was rendered."""
    if page not in _READ:
        links = dict.fromkeys(unescape(a or b) for a, b in _TARGET.findall(page.body))
        anchors = frozenset(_ANCHOR.findall(page.body))
        _READ[page] = Linked(tuple(k for k in links if not _OUTSIDE.match(k)), anchors)
    return _READ[page]


@lru_cache(maxsize=1 << 18)
def _resolved(here: str, place: str) -> str:
    """A link from the site's root; one to a server's folder ends with a slash, but for the root."""
    if not place:
        return here
    found = normpath(join(dirname(here), place))
    is_folder = place.endswith(("/", "..")) or place == "."
    return f"{found}/" if is_folder and found != "." else "" if found == "." else found
