"""Fillable sheets: each blank of a printed sheet becomes a form field.

Typst knows no form fields. It sets each blank as a link to `field:KEY` (or `field:KEY:N` for the
Nth choice), which leaves an annotation in the right place, in reading order and tagged; here each
of these becomes the field's widget, as PDF 1.7 (12.7, 14.8.4) asks for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from donebook.paper.appended import Appended
from donebook.paper.form_field import SCHEME, Field

PRINTED = 4  # the annotation flag that lets a field be printed (table 165)
MULTILINE = 1 << 12  # field flags (tables 221, 226, 228)
RADIO, KEEPS_ONE = 1 << 15, 1 << 14
LOOK = "/Helv %g Tf 0 g"
SIGN = "/ZaDb %g Tf 0 g"
AS_LARGE_AS_FITS = 0.0  # so that long text is never cut off
OF_A_DATE, OF_WHAT_IS_GIVEN = 10.0, 8.5  # points
YES = "/Yes"  # what a ticked box holds
CROSS = b"1.1 w 1 J %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S"
TICK = b"1.3 w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S"
# The sign of ZapfDingbats for viewers that draw marks themselves (table 189).
SIGN_OF_TICK, SIGN_OF_CHOICE = "4", "8"


def with_fields(pdf: bytes, fields: Mapping[str, Field]) -> bytes:
    """The same sheet with its blanks as form fields; `fields` by their keys."""
    appended = Appended(pdf)
    form = _Form(appended, fields)
    for page in appended.reader.pages:
        notes: Any = page.get("/Annots", ())
        for reference in notes:
            form.add(reference)
    form.finish()
    return appended.content()


class _Form:
    """Collects the fields of one document."""

    def __init__(self, appended: Appended, fields: Mapping[str, Field]) -> None:
        self._appended = appended
        self._fields = fields
        self._root = appended.root
        self._tags = dict(_numbered(self._root["/StructTreeRoot"]["/ParentTree"]))
        self._made: dict[str, IndirectObject] = {}
        self._kids: dict[str, ArrayObject] = {}
        self._empty = self._appearance(b"", 0, 0)

    def add(self, reference: IndirectObject) -> None:
        """Make a field's widget of one annotation, if it stands for a blank."""
        found: Any = reference.get_object()
        address = str(found.get("/A", {}).get("/URI", ""))
        if not address.startswith(SCHEME):
            return
        note = self._appended.changed(reference)
        key, _, number = address.removeprefix(SCHEME).partition(":")
        field = self._fields[key]
        for name in ("/A", "/Border", "/Contents"):
            note.pop(name, None)
        note[NameObject("/Subtype")] = NameObject("/Widget")
        note[NameObject("/F")] = NumberObject(PRINTED)
        tag = self._appended.changed(self._tags[int(note["/StructParent"])])
        tag[NameObject("/S")] = NameObject("/Form")
        if field.is_tick:
            self._tick(reference, note, field)
        elif field.choices:
            self._choice(reference, note, field, int(number))
        else:
            self._text(reference, note, field)

    def _text(self, reference: IndirectObject, note: DictionaryObject, field: Field) -> None:
        note.update(_named(field, "/Tx", MULTILINE if field.is_long else 0))
        size = AS_LARGE_AS_FITS if field.is_long else OF_A_DATE
        if field.given:
            size = OF_WHAT_IS_GIVEN  # a table in as many sizes as cells would look torn
        note[NameObject("/DA")] = TextStringObject(LOOK % size)
        if field.given:
            note[NameObject("/V")] = TextStringObject(field.given)
        self._made[field.key] = reference

    def _tick(self, reference: IndirectObject, note: DictionaryObject, field: Field) -> None:
        width, height = _size(note)
        a, b, c = (
            (0.2 * width, 0.5 * height),
            (0.42 * width, 0.24 * height),
            (0.82 * width, 0.8 * height),
        )
        note.update(_named(field, "/Btn", 0))
        note[NameObject("/V")] = NameObject("/Off")
        self._marked(note, YES, TICK % (*a, *b, *c), SIGN_OF_TICK)
        self._made[field.key] = reference

    def _choice(
        self, reference: IndirectObject, note: DictionaryObject, field: Field, number: int
    ) -> None:
        width, height = _size(note)
        inset = 0.22 * min(width, height)
        a, b, c, d = inset, inset, width - inset, height - inset
        self._marked(note, f"/{number + 1}", CROSS % (a, b, c, d, a, d, c, b), SIGN_OF_CHOICE)
        if field.key not in self._made:
            self._made[field.key] = self._group(field)
        self._kids[field.key].append(reference)
        note[NameObject("/Parent")] = self._made[field.key]
        note[NameObject("/TU")] = TextStringObject(f"{field.name}: {field.choices[number]}")

    def _marked(self, note: DictionaryObject, state: str, drawn: bytes, sign: str) -> None:
        """Give a box its two looks: empty, and with a mark in it."""
        looks = {
            NameObject(state): self._appearance(drawn, *_size(note)),
            NameObject("/Off"): self._empty,
        }
        note[NameObject("/AS")] = NameObject("/Off")
        note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): DictionaryObject(looks)})
        note[NameObject("/DA")] = TextStringObject(SIGN % round(0.9 * _size(note)[1], 1))
        note[NameObject("/MK")] = DictionaryObject({NameObject("/CA"): TextStringObject(sign)})

    def _group(self, field: Field) -> IndirectObject:
        group = DictionaryObject(_named(field, "/Btn", RADIO | KEEPS_ONE))
        group[NameObject("/V")] = NameObject("/Off")
        self._kids[field.key] = group[NameObject("/Kids")] = ArrayObject()
        # The words of the choices, for whoever reads the file with a program.
        group[NameObject("/Opt")] = ArrayObject(TextStringObject(c) for c in field.choices)
        return self._appended.add(group)

    def _appearance(self, drawn: bytes, width: float, height: float) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(drawn)
        box = ArrayObject(FloatObject(edge) for edge in (0, 0, width, height))
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): box,
            }
        )
        return self._appended.add(stream)

    def finish(self) -> None:
        """Give the document its form, with the fields in reading order."""
        latin = {NameObject("/Encoding"): NameObject("/WinAnsiEncoding")}
        fonts = DictionaryObject(
            {
                NameObject("/Helv"): DictionaryObject(_font("/Helvetica") | latin),
                NameObject("/ZaDb"): _font(
                    "/ZapfDingbats"
                ),  # for viewers that draw marks themselves
            }
        )
        self._root[NameObject("/AcroForm")] = DictionaryObject(
            {
                NameObject("/Fields"): ArrayObject(self._made.values()),
                NameObject("/DA"): TextStringObject(LOOK % AS_LARGE_AS_FITS),
                NameObject("/NeedAppearances"): BooleanObject(True),  # noqa: FBT003
                NameObject("/DR"): DictionaryObject({NameObject("/Font"): fonts}),
            }
        )


def _font(name: str) -> DictionaryObject:
    """One of the fonts that every viewer has (9.6.2.2)."""
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(name),
        }
    )


def _named(field: Field, kind: str, flags: int) -> dict[NameObject, object]:
    return {
        NameObject("/FT"): NameObject(kind),
        NameObject("/T"): TextStringObject(field.key.replace(".", "_")),  # dots part names
        NameObject("/TU"): TextStringObject(field.name),
        NameObject("/Ff"): NumberObject(flags),
    }


def _size(note: DictionaryObject) -> tuple[float, float]:
    """Width and height of a widget, in points."""
    rectangle: Any = note["/Rect"]
    left, bottom, right, top = (float(edge) for edge in rectangle)
    return right - left, top - bottom


def _numbered(tree: Any) -> Iterator[tuple[int, IndirectObject]]:
    """The entries of a number tree (7.9.7)."""
    numbers = tree.get("/Nums", ())
    for at in range(0, len(numbers), 2):
        yield int(numbers[at]), numbers[at + 1]
    for kid in tree.get("/Kids", ()):
        yield from _numbered(kid.get_object())
