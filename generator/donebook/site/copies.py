"""The playbook next to its pages in forms for other programs: JSON, Markdown, and `llms.txt`.

An engine would make pages of Markdown, so these join the site once it is built.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from donebook.export import beside, llms, markdown, parts
from donebook.export.beside import Beside, on_site
from donebook.export.made import exported, schema_text
from donebook.files import keep, kept
from donebook.pages import Rendered, View
from donebook.playbook import Playbook
from donebook.site.listing import sha256

CACHE = "build/cache/markdown-of-pages"  # another name for another form of it


@dataclass(frozen=True, slots=True)
class Told:
    """A page's Markdown in UTF-8, and the name under which the next build finds it."""

    name: str
    text: bytes


class Copies:
    """Makes the files; `pages` are all pages of the site by their paths, rendered for `view`.

    Markdown that was made before of the same page by the same recipe stays.
    """

    def __init__(
        self, root: Path, playbook: Playbook, pages: Mapping[str, Rendered], view: View
    ) -> None:
        self._place = root / CACHE
        self._playbook = playbook
        self._beside = Beside(playbook, pages, view, on_site)
        self.paths: Collection[str] = dict.fromkeys(self._beside.paths)
        """The pages that have Markdown."""
        # It names every page, so it is hashed once and not with each of them.
        self._leading = sha256(f"{_recipe()} {self._beside.leading}".encode())
        found = kept(self._place)
        self._before = dict(_unpacked(found)) if found else {}

    def told(self, path: str) -> Told:
        """One page's Markdown."""
        made = self._beside
        name = sha256(f"{self._leading} {path} {made.body(path)}".encode())
        return Told(name, self._before.get(name) or made.text(path).encode())

    def exported(self) -> Iterator[tuple[str, bytes]]:
        """What follows from the playbook alone: its JSON with the schema, and the list of pages."""
        yield parts.SCHEMA, schema_text().encode()
        yield llms.LIST, llms.llms_text(self._playbook).encode()
        for path, text in parts.files_of(exported(self._playbook)):
            yield path, text.encode()

    def whole(self, told: Mapping[str, Told]) -> Mapping[str, bytes]:
        """All Markdown in one file; `told` is that of every page that has any, and is kept."""
        found = {told[path].name: told[path].text for path in self.paths}
        if found.keys() != self._before.keys():
            keep(self._place, b"".join(_packed(found)))
        texts = {path: told[path].text for path in self.paths}
        return {llms.WHOLE: llms.whole_text(self._playbook, texts)}


def copies_of(
    root: Path, playbook: Playbook, pages: Mapping[str, Rendered], view: View
) -> Mapping[str, bytes]:
    """The files by their paths; `pages` are all pages of the site, rendered for `view`."""
    copies = Copies(root, playbook, pages, view)
    told = {path: copies.told(path) for path in copies.paths}
    texts = {path: found.text for path, found in told.items()}
    return {**texts, **dict(copies.exported()), **copies.whole(told)}


def not_for_readers(files: Iterable[str]) -> Iterator[str]:
    """What no browser has to keep of the files of a site: paths, and an ending with its dot."""
    yield ".md"
    named = {parts.SCHEMA, llms.LIST, llms.WHOLE}
    for path in files:
        if path in named or parts.is_part(path):
            yield path


def _packed(texts: Mapping[str, bytes]) -> Iterator[bytes]:
    """Each text behind a line with its name and length: 10,000 as JSON would take twice the memory."""
    for name, text in texts.items():
        yield b"%s %d\n%s" % (name.encode(), len(text), text)


def _unpacked(packed: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(packed):
        start = packed.index(b"\n", at) + 1
        name, length = packed[at:start].split()
        at = start + int(length)
        yield name.decode(), packed[start:at]


@cache
def _recipe() -> str:
    """What makes Markdown of pages: another release may do so in another way."""
    return sha256(b"".join(Path(str(m.__file__)).read_bytes() for m in (markdown, beside)))
