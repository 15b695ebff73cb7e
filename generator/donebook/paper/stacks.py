"""One print job from pages that are needed several times: each page is held once, however often it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    TextStringObject,
)

from donebook.paper.face import Face, embedded, form_face
from donebook.paper.packs import Room
from donebook.paper.sides import wish

# What a page needs on paper. Links and tags stay behind: a page that stands there several times can
# have only one place in the order of reading, so the job doesn't claim to be read aloud.
_SHOWN = ("/MediaBox", "/Resources", "/Contents")

Piece = tuple[PageObject, ...]
SPARE = 2  # one for the trainer, and one for whoever has no seat

# Where a page says whose it is: up along its right edge, in points from what printers leave blank.
_RIGHT, _BOTTOM, _SIZE = 25, 330, 8
_FONT = "/Whose"


@dataclass(frozen=True, slots=True)
class Stack:
    """What one person gets, piece by piece, and what its bookmark and each of its pages say."""

    name: str
    pieces: tuple[Piece, ...]


def stacks(room: Room, own: bytes, sheets: Sequence[bytes], spare: str) -> Iterator[Stack]:
    """Everybody's stack, in seating order: first page, sheets, observer's pages, a page for a deal.

    A pack has two stacks more, called `spare`, with all observer's pages. `own` is what
    `participants.typ` set, `sheets` are the worksheets as they are printed alone. Nobody has a
    stack with nothing in it.
    """
    pieces = _pieces_of(own)
    firsts, pieces = _cut(pieces, len(room.people) + 1) if room.is_pack else ((), pieces)
    observed, last = _cut(pieces, len(room.exercises))
    page_of = dict(zip((e.id for e in room.exercises), observed, strict=True))
    shared = tuple(tuple(PdfReader(BytesIO(sheet)).pages) for sheet in sheets)
    for place, person in enumerate(room.people):
        watched = tuple(page_of[exercise.id] for exercise in person.watched)
        held = firsts[place : place + 1] + shared + watched + last
        if held:
            yield Stack(f"{person.number}: {person.group}{person.seat}", held)
    for number in range(1, SPARE + 1) if room.is_pack else ():
        yield Stack(f"{spare} {number}", firsts[-1:] + shared + observed + last)


def _cut(pieces: tuple[Piece, ...], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    return pieces[:at], pieces[at:]


def _pieces_of(pdf: bytes) -> tuple[Piece, ...]:
    """The pieces of a file, one for each heading in its bookmarks."""
    reader = PdfReader(BytesIO(pdf))
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    starts = [reader.get_destination_page_number(mark) or 0 for mark in marks]
    ends = (*starts[1:], len(reader.pages))
    return tuple(tuple(reader.pages[start:end]) for start, end in zip(starts, ends, strict=True))


def bound(stacks: Iterable[Stack], title: str, language: str, blank: str) -> tuple[bytes, int]:
    """All stacks as one file to be printed on both sides, and its number of pages.

    Each piece begins on a leaf of its own, with an empty back before it where it needs one, which
    says `blank`. Each page says in which stack it is, and where.
    """
    writer = PdfWriter()
    labels = _Labels(writer, form_face())
    copies: dict[int, DictionaryObject] = {}
    for stack in stacks:
        first = len(writer.pages)
        pages = list(_sides(stack))
        for place, page in enumerate(pages, start=1):
            shown = _copied(writer, page, copies) if page else _empty(stack.pieces[0][0])
            whose = f"{stack.name} · {place}/{len(pages)}"
            _show(writer, labels.put(shown, whose if page else f"{blank} {whose}"))
        writer.add_outline_item(title=stack.name, page_number=first)
    writer.add_metadata({"/Title": title})
    _say_how_to_print(writer, language)
    out = BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _sides(stack: Stack) -> Iterator[PageObject | None]:
    """The sides of a stack's paper; none for one that stays empty."""
    for piece in stack.pieces:
        yield from piece
        if len(piece) % 2:
            yield None


class _Labels:
    """Puts a line of its own on each page, without changing what several pages show."""

    def __init__(self, writer: PdfWriter, face: Face) -> None:
        self._writer = writer
        self._face = face
        self._font = embedded(self, face)

    def add(self, made: PdfObject) -> IndirectObject:
        return self._writer._add_object(made)  # noqa: SLF001 - it has no other name

    def put(self, shown: DictionaryObject, text: str) -> DictionaryObject:
        """What a page shows, and a line in its right margin."""
        resources: Any = shown["/Resources"].get_object()
        fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
        fonts[NameObject(_FONT)] = self._font
        box: Any = shown["/MediaBox"]
        right = float(box[2]) - _RIGHT
        words = self._face.coded(self._face.shown(text))
        line = DecodedStreamObject()
        line.set_data(
            f"q BT {_FONT} {_SIZE} Tf 0 1 -1 0 {right:.2f} {_BOTTOM} Tm {words} Tj ET Q".encode()
        )
        before = [shown.raw_get("/Contents")] if "/Contents" in shown else []
        return DictionaryObject(
            {**shown, NameObject("/Contents"): ArrayObject([*before, self.add(line)])}
        )


def _copied(
    writer: PdfWriter, page: PageObject, copies: dict[int, DictionaryObject]
) -> DictionaryObject:
    """What a page shows, in the file that is written: copied once, and named from then on."""
    if id(page) not in copies:
        copies[id(page)] = DictionaryObject(
            {NameObject(name): _kept(writer, page, name) for name in _SHOWN}
        )
    return copies[id(page)]


def _kept(writer: PdfWriter, page: PageObject, name: str) -> Any:
    found: Any = page.raw_get(name) if name in page else page[name]
    copy = found.clone(writer)
    if name == "/MediaBox":
        return copy
    return copy.indirect_reference or writer._add_object(copy)  # noqa: SLF001 - it has no other name


def _empty(page: PageObject) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/MediaBox"): page.mediabox,
            NameObject("/Resources"): DictionaryObject(),
        }
    )


def _show(writer: PdfWriter, shown: DictionaryObject) -> None:
    page = PageObject(writer)
    page[NameObject("/Type")] = NameObject("/Page")
    # pypdf would copy what it finds in a list, for each page again.
    contents = NameObject("/Contents")
    page.update({name: shown.raw_get(name) for name in shown if name != contents})
    writer.add_page(page)[contents] = shown.raw_get(contents)


def _say_how_to_print(writer: PdfWriter, language: str) -> None:
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True), **wish("both")}  # noqa: FBT003
    )
