"""The typeface of form fields: how wide its letters are, and how it is put into a file.

`form.ttf` is Inter, cut by `tests/fonts.py`. A form's text is set by whatever opens the file, which
takes letters from this font alone.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol

from fontTools.ttLib import TTFont
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from donebook.paper.glyphs import INSTEAD

FILE = Path(__file__).parent / "form.ttf"
# Under any other name PDFium sets letters outside of Latin in a font of the machine, and saves that.
NAME = "/Wingdings"
_SYMBOLIC = 4  # font flag: its letters are found by their numbers (table 123)
_MOST_PAIRS = 100  # of letters and numbers that one part of a map may hold


class Holder(Protocol):
    """A file that takes new objects."""

    def add(self, made: PdfObject) -> IndirectObject: ...


class Face:
    """The measures of a font, in thousandths of its size, and the numbers of its letters."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        font = TTFont(BytesIO(content))
        scale = 1000 / font["head"].unitsPerEm
        order = font.getGlyphOrder()
        number = {name: n for n, name in enumerate(order)}
        self.numbers = {chr(code): number[name] for code, name in font.getBestCmap().items()}
        self.advances: list[int] = [round(font["hmtx"][name][0] * scale) for name in order]
        self.ascent = round(font["hhea"].ascent * scale)
        self.descent = round(font["hhea"].descent * scale)
        self.capital = round(font["OS/2"].sCapHeight * scale)
        head = font["head"]
        self.box = [round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]

    def shown(self, text: str) -> str:
        """The text as this font can show it: □ for each character that it lacks."""
        whole = unicodedata.normalize("NFC", text)
        return "".join(c if c in self.numbers or c == "\n" else INSTEAD for c in whole)

    def width(self, text: str, size: float) -> float:
        """How wide a line is in points."""
        return sum(self.advances[self.numbers[char]] for char in text) * size / 1000

    def coded(self, text: str) -> str:
        """A line as it stands in a content stream."""
        return "<" + "".join(f"{self.numbers[char]:04X}" for char in text) + ">"


@cache
def form_face() -> Face:
    """The face of all form fields."""
    return Face(FILE.read_bytes())


def embedded(appended: Holder, face: Face) -> IndirectObject:
    """The font in a file, so that every viewer shows the same letters (9.7, 9.9)."""
    tag = "".join(chr(ord("A") + byte % 26) for byte in sha256(face.content).digest()[:6])
    name = NameObject(f"/{tag}+Inter-Regular")
    descriptor: dict[str, PdfObject] = {
        "/Type": NameObject("/FontDescriptor"),
        "/FontName": name,
        "/Flags": NumberObject(_SYMBOLIC),
        "/FontBBox": _list_of(face.box),
        "/ItalicAngle": NumberObject(0),
        "/Ascent": NumberObject(face.ascent),
        "/Descent": NumberObject(face.descent),
        "/CapHeight": NumberObject(face.capital),
        "/StemV": NumberObject(80),
        "/FontFile2": _stream(
            appended, face.content, {"/Length1": NumberObject(len(face.content))}
        ),
    }
    letters: dict[str, PdfObject] = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/CIDFontType2"),
        "/BaseFont": name,
        "/CIDSystemInfo": _dictionary(
            {
                "/Registry": TextStringObject("Adobe"),
                "/Ordering": TextStringObject("Identity"),
                "/Supplement": NumberObject(0),
            }
        ),
        "/CIDToGIDMap": NameObject("/Identity"),
        "/DW": NumberObject(face.advances[0]),
        "/W": ArrayObject([NumberObject(0), _list_of(face.advances)]),
        "/FontDescriptor": appended.add(_dictionary(descriptor)),
    }
    font: dict[str, PdfObject] = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/Type0"),
        "/BaseFont": name,
        "/Encoding": NameObject("/Identity-H"),
        "/DescendantFonts": ArrayObject([appended.add(_dictionary(letters))]),
        "/ToUnicode": _stream(appended, "\n".join(_to_unicode(face)).encode(), {}),
    }
    return appended.add(_dictionary(font))


def _to_unicode(face: Face) -> Iterator[str]:
    """Which letter each number stands for (9.10.3): by this, viewers find the number of what is typed."""
    letters: dict[int, str] = {}
    for char, number in sorted(face.numbers.items()):
        letters.setdefault(number, char)
    pairs = sorted(letters.items())
    yield "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def"
    yield "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange"
    for start in range(0, len(pairs), _MOST_PAIRS):
        some = pairs[start : start + _MOST_PAIRS]
        yield f"{len(some)} beginbfchar"
        yield from (f"<{n:04X}> <{char.encode('utf-16-be').hex().upper()}>" for n, char in some)
        yield "endbfchar"
    yield "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _stream(appended: Holder, content: bytes, more: dict[str, PdfObject]) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    packed = stream.flate_encode(9)
    packed.update(_dictionary(more))
    return appended.add(packed)


def _dictionary(values: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in values.items()})


def _list_of(numbers: list[int]) -> ArrayObject:
    return ArrayObject([NumberObject(number) for number in numbers])
