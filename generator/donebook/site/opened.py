"""The links of PDFs, each opened once: of one that was opened before, they are known by its bytes."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from donebook.files import keep, kept
from donebook.shared_out import SharedOut
from donebook.site.listing import sha256


class Opened:
    """Opens PDFs; what it found in them stays in a file for the next build, in which it has this name."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._reader = version("pypdf")  # another one may refuse what this one opened
        before = kept(place)
        self._before: dict[str, list[str]] = json.loads(before) if before else {}
        self._now: dict[str, list[str]] = {}

    def open_all(self, places: Iterable[Path]) -> None:
        """Open those of these files that are new, by all processors; one that doesn't open is left out."""
        named = {self._name(place.read_bytes()): place for place in places}
        new = [name for name in named if name not in self._before]
        # Threads that print have nothing left to do by now, so copies of the process can be made.
        with SharedOut(new, lambda name: _links(named[name].read_bytes())) as shared:
            self._now |= shared.finish()

    def links(self, pdf: bytes) -> list[str]:
        """The addresses to which a PDF links. Raises whatever pypdf raises for one that doesn't open."""
        name = self._name(pdf)
        if name not in self._now:
            self._now[name] = self._before[name] if name in self._before else _links(pdf)
        return self._now[name]

    def _name(self, pdf: bytes) -> str:
        return f"{self._reader} {sha256(pdf)}"

    def save(self) -> None:
        """Keep what was found in those PDFs that were asked for."""
        if self._now != self._before:
            keep(self._place, json.dumps(self._now).encode())


def _links(pdf: bytes) -> list[str]:
    from pypdf import PdfReader

    pages = list(PdfReader(BytesIO(pdf)).pages)
    if not pages:
        raise ValueError("it has no pages")
    notes = (note.get_object() for page in pages for note in page.get("/Annots", []))
    return [link for note in notes if (link := str(note.get("/A", {}).get("/URI", "")))]
