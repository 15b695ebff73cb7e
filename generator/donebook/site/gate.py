"""The last look at a finished site: all of it is opened before it is published."""

import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

from donebook.config import Config
from donebook.model import Entry
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.site.finish import refuse
from donebook.site.generate import FINDER_INDEX
from donebook.site.opened import Opened

_PNG, _WOFF2 = b"\x89PNG\r\n\x1a\n", b"wOF2"
_PNG_END = b"IEND"


def gate(site: Path, playbook: Playbook, cache: Path) -> None:
    """Look at all of a finished site once more. Raises SiteRefused with what is wrong with it.

    The file `cache` holds what was found in PDFs that an earlier build has opened.
    """
    opened = Opened(cache)
    opened.open_all(sorted(site.rglob("*.pdf")))
    refuse(tuple(unfit(site, playbook, opened)))
    opened.save()


def unfit(site: Path, playbook: Playbook, opened: Opened) -> Iterator[str]:
    """What in a finished site isn't what it claims to be, or is missing: a sentence each.

    Every PDF, font, picture and list opens, links of a PDF to the site's own address lead to a page
    of it, and every entry has its page and stands in the index of the finder.
    """
    known = {place.relative_to(site).as_posix() for place in site.rglob("*") if place.is_file()}
    for path in sorted(known):
        place = site / path
        if place.is_symlink():
            yield f"{path} is a link, and a site holds only files"
        content = place.read_bytes()
        if place.suffix == ".pdf":
            yield from _of_pdf(path, content, playbook.config, known, opened)
        elif (opens := _OPENS.get(place.suffix)) and (said := _refusal(opens, content)):
            yield f"{path} doesn't open: {said}"
    yield from _missing(site, playbook, known)


def _refusal(opens: Callable[[bytes], str], content: bytes) -> str:
    """Why a file doesn't open; empty where it does."""
    try:
        return opens(content)
    except Exception as refused:  # noqa: BLE001 - whatever a reader of the format stumbles over
        return _told(refused)


def _told(refused: Exception) -> str:
    return f"{type(refused).__name__}: {refused}"


def _png(content: bytes) -> str:
    """Each part of a picture has a checksum (PNG specification, chunk layout)."""
    if not content.startswith(_PNG):
        return "it is no PNG"
    at, name = len(_PNG), b""
    while name != _PNG_END:
        size, name = struct.unpack_from(">I4s", content, at)
        (found,) = struct.unpack_from(">I", content, at + 8 + size)
        if found != zlib.crc32(content[at + 4 : at + 8 + size]):
            return "it is damaged"
        at += 12 + size
    return "" if at == len(content) else "something follows its end"


def _woff2(content: bytes) -> str:
    """The head of a font says how long all of it is (WOFF 2.0, file header)."""
    if not content.startswith(_WOFF2):
        return "it is no WOFF2"
    (size,) = struct.unpack_from(">I", content, 8)
    return "" if size == len(content) else f"it has {len(content)} bytes and should have {size}"


def _json(content: bytes) -> str:
    # The export is large, and nobody needs what it holds.
    json.loads(content, object_pairs_hook=lambda _: None)
    return ""


def _xml(content: bytes) -> str:
    ET.fromstring(content)  # noqa: S314 - made here, a moment ago
    return ""


def _text(content: bytes) -> str:
    content.decode()
    return "it is empty" if not content or content.isspace() else ""


_OPENS: Mapping[str, Callable[[bytes], str]] = {
    ".png": _png,
    ".woff2": _woff2,
    ".json": _json,
    ".webmanifest": _json,
    ".svg": _xml,
    ".xml": _xml,
    ".html": _text,
    ".css": _text,
    ".js": _text,
    ".md": _text,
    ".txt": _text,
}


def _of_pdf(
    path: str, content: bytes, config: Config, known: set[str], opened: Opened
) -> Iterator[str]:
    """Why a PDF doesn't open, or which of its links into the site lead to no page of it."""
    try:
        links = opened.links(content)
    except Exception as refused:  # noqa: BLE001 - as above
        yield f"{path} doesn't open: {_told(refused)}"
        return
    top = config.address.rstrip("/") + "/" if config.address else None
    for link in links:
        if top and link.startswith(top) and not _leads(urldefrag(link[len(top) :])[0], known):
            yield f"{path} leads nowhere: {link}"


def _leads(place: str, known: set[str]) -> bool:
    return place in known or f"{place.rstrip('/')}/index.html".lstrip("/") in known


def _missing(site: Path, playbook: Playbook, known: set[str]) -> Iterator[str]:
    shown = tuple(playbook.entries.values())
    for entry in shown:
        if not _leads(address.url(address.of_entry(entry)), known):
            yield f"{entry.path} has no page"
    yield from _not_indexed(site, shown)


def _not_indexed(site: Path, shown: tuple[Entry, ...]) -> Iterator[str]:
    if not (site / FINDER_INDEX).is_file():
        yield f"{FINDER_INDEX} is missing"
        return
    data = (site / FINDER_INDEX).read_text(encoding="utf-8").partition(").index = ")[2]
    indexed = set(json.loads(data.rstrip(";\n"))["ids"].split("\n"))
    yield from (f"{entry.path} is not in the finder" for entry in shown if entry.id not in indexed)
