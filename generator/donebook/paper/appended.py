"""A PDF with changes at its end (PDF 1.7, 7.5.6): only what changes is read and written."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject


class Appended:
    """A PDF as Typst writes it, and the objects that differ from it.

    pypdf's own writer would read, compare and keep every object, which takes longer than to set
    most sheets.
    """

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.reader = PdfReader(BytesIO(pdf))
        self._trailer = self.reader.trailer
        self._size = int(self._trailer.raw_get("/Size"))
        self._written: dict[int, PdfObject] = {}

    def changed(self, reference: Any) -> Any:
        """An object of the file that will be changed; whatever is done to it is written."""
        found = reference.get_object()
        self._written[reference.idnum] = found
        return found

    @property
    def root(self) -> Any:
        """The document's catalog, to be changed."""
        return self.changed(self._trailer.raw_get("/Root"))

    @property
    def about(self) -> Any:
        """What the document says of itself, to be changed (14.3.3)."""
        return self.changed(self._trailer.raw_get("/Info"))

    def add(self, made: PdfObject) -> IndirectObject:
        """A new object of the file."""
        number = self._size
        self._size += 1
        self._written[number] = made
        return IndirectObject(number, 0, self.reader)

    def content(self) -> bytes:
        """The file with its changes."""
        out = BytesIO(self._pdf)
        out.seek(0, 2)
        places = {}
        for number, written in sorted(self._written.items()):
            places[number] = out.tell()
            out.write(b"%d 0 obj\n" % number)
            written.write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n")
        for number, place in places.items():
            out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
        out.write(b"trailer\n")
        self._new_trailer().write_to_stream(out)
        out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()

    def _new_trailer(self) -> DictionaryObject:
        before = int(self._pdf.rpartition(b"startxref")[2].split()[0])
        kept = {name: self._trailer.raw_get(name) for name in ("/Root", "/Info", "/ID")}
        numbers = {"/Size": self._size, "/Prev": before}
        named = kept | {name: NumberObject(number) for name, number in numbers.items()}
        return DictionaryObject({NameObject(name): value for name, value in named.items()})
