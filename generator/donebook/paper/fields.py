"""Fillable sheets: each blank of a printed sheet becomes a form field.

Typst knows no form fields. It sets each blank as a link to `field:KEY` (or `field:KEY:N` for the
Nth choice), which leaves an annotation in the right place, in reading order and tagged; here each
of these becomes the field's widget, as PDF 1.7 (12.7, 14.8.4) asks for.

Whatever is shown stands in the file: the font, and the look of each mark and text. A viewer that is
asked to work these out (NeedAppearances) loses some of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from donebook.paper.appended import Appended
from donebook.paper.face import NAME, embedded, form_face
from donebook.paper.form_field import ID, MARK, OFF, SCHEME, YES, Edition, Field, field_name
from donebook.paper.look import SIZE, Box

PRINTED = 4  # the annotation flag that lets a field be printed (table 165)
# Field flags (tables 221, 226, 228).
READ_ONLY, MULTILINE, STOPS_WHEN_FULL = 1 << 0, 1 << 12, 1 << 23
RADIO, KEEPS_ONE = 1 << 15, 1 << 14
CROSS = b"1.1 w 1 J %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S"
TICK = b"1.3 w 1 J 1 j %.2f %.2f m %.2f %.2f l %.2f %.2f l S"
# The sign of ZapfDingbats for viewers that draw marks themselves (table 189).
SIGN_OF_TICK, SIGN_OF_CHOICE = "4", "8"


def with_fields(pdf: bytes, fields: Mapping[str, Field], edition: Edition) -> bytes:
    """The same sheet with its blanks as form fields; `fields` by their keys.

    The file says which sheet it is: where it describes itself, which flattening keeps, and in a
    field without a box, which printing to another file keeps.
    """
    appended = Appended(pdf)
    form = _Form(appended, fields)
    for page in appended.reader.pages:
        notes: Any = page.get("/Annots", ())
        for reference in notes:
            form.add(reference)
    form.finish(edition)
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
        self._font = embedded(appended, form_face())
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
        # A tick has no choices, and is asked for first: it is no text either.
        if field.is_tick:
            self._tick(reference, note, field)
        elif field.choices:
            self._choice(reference, note, field, int(number))
        else:
            self._text(reference, note, field)

    def _text(self, reference: IndirectObject, note: DictionaryObject, field: Field) -> None:
        box = Box(*size_of(note), field.may_wrap)
        note.update(_named(field, "/Tx", STOPS_WHEN_FULL | (MULTILINE if box.wraps else 0)))
        note[NameObject("/DA")] = TextStringObject(_LOOK)
        note[NameObject("/MaxLen")] = NumberObject(max(box.most_letters, len(field.given)))
        if field.given:
            # What stands there from the beginning is told from what somebody wrote.
            note[NameObject("/V")] = note[NameObject("/DV")] = TextStringObject(field.given)
            look = drawing(box.drawn(field.given), box.width, box.height, self._fonts)
            looks = {NameObject("/N"): self._appended.add(look)}
            note[NameObject("/AP")] = DictionaryObject(looks)
        if field.key in self._made:
            self._shown_again(reference, field)
        else:
            self._made[field.key] = reference

    def _shown_again(self, reference: IndirectObject, field: Field) -> None:
        """A text that stands on several pages is one field with several boxes."""
        if field.key not in self._kids:
            first = self._made[field.key]
            note = self._appended.changed(first)
            group = DictionaryObject({name: note[name] for name in _OF_A_TEXT})
            self._kids[field.key] = group[NameObject("/Kids")] = ArrayObject()
            self._made[field.key] = self._appended.add(group)
            self._box(first, field)
        self._box(reference, field)

    def _box(self, reference: IndirectObject, field: Field) -> None:
        """Make of a field one of the boxes of the field that stands for all."""
        note = self._appended.changed(reference)
        for name in ("/T", "/FT"):
            del note[name]
        note[NameObject("/Parent")] = self._made[field.key]
        self._kids[field.key].append(reference)

    def _tick(self, reference: IndirectObject, note: DictionaryObject, field: Field) -> None:
        width, height = size_of(note)
        a, b, c = (
            (0.2 * width, 0.5 * height),
            (0.42 * width, 0.24 * height),
            (0.82 * width, 0.8 * height),
        )
        note.update(_named(field, "/Btn", 0))
        note[NameObject("/V")] = NameObject(f"/{OFF}")
        self._marked(note, YES, TICK % (*a, *b, *c), SIGN_OF_TICK)
        self._made[field.key] = reference

    def _choice(
        self, reference: IndirectObject, note: DictionaryObject, field: Field, number: int
    ) -> None:
        width, height = size_of(note)
        inset = 0.22 * min(width, height)
        a, b, c, d = inset, inset, width - inset, height - inset
        self._marked(note, field.states[number], CROSS % (a, b, c, d, a, d, c, b), SIGN_OF_CHOICE)
        if field.key not in self._made:
            self._made[field.key] = self._group(field)
        self._kids[field.key].append(reference)
        note[NameObject("/Parent")] = self._made[field.key]
        note[NameObject("/TU")] = TextStringObject(f"{field.name}: {field.choices[number]}")
        if field.ids:
            note[NameObject(ID)] = TextStringObject(field.ids[number])

    def _marked(self, note: DictionaryObject, state: str, drawn: bytes, sign: str) -> None:
        """Give a box its two looks: empty, and with a mark in it."""
        looks = {
            NameObject(f"/{state}"): self._appearance(drawn, *size_of(note)),
            NameObject(f"/{OFF}"): self._empty,
        }
        note[NameObject("/AS")] = NameObject(f"/{OFF}")
        note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): DictionaryObject(looks)})
        note[NameObject("/MK")] = DictionaryObject({NameObject("/CA"): TextStringObject(sign)})

    def _group(self, field: Field) -> IndirectObject:
        group = DictionaryObject(_named(field, "/Btn", RADIO | KEEPS_ONE))
        group[NameObject("/V")] = NameObject(f"/{OFF}")
        self._kids[field.key] = group[NameObject("/Kids")] = ArrayObject()
        return self._appended.add(group)

    def _appearance(self, drawn: bytes, width: float, height: float) -> IndirectObject:
        return self._appended.add(drawing(drawn, width, height))

    @property
    def _fonts(self) -> DictionaryObject:
        fonts = DictionaryObject({NameObject(NAME): self._font})
        return DictionaryObject({NameObject("/Font"): fonts})

    def finish(self, edition: Edition) -> None:
        """Give the document its form, with the fields in reading order, and say which sheet it is."""
        fields = ArrayObject(self._made.values())
        fields.append(self._appended.add(DictionaryObject(_mark(edition))))
        self._root[NameObject("/AcroForm")] = DictionaryObject(
            {
                NameObject("/Fields"): fields,
                NameObject("/DA"): TextStringObject(_LOOK),
                NameObject("/DR"): self._fonts,
            }
        )
        about = self._appended.about
        for name, said in _about(edition).items():
            about[NameObject(name)] = TextStringObject(said)


# What a text field with several boxes holds for all of them.
_OF_A_TEXT = tuple(map(NameObject, ("/FT", "/T", "/TU", "/Ff", "/DA", "/MaxLen")))
_LOOK = f"{NAME} {SIZE:g} Tf 0 g"


def _about(edition: Edition) -> dict[str, str]:
    return {
        "/DonebookPlaybook": edition.playbook,
        "/DonebookSheet": edition.sheet,
        "/DonebookVersion": edition.version,
    }


def _mark(edition: Edition) -> dict[NameObject, object]:
    """The field that nobody sees: the sheet's id, its version and the playbook's name."""
    said = f"{edition.sheet} {edition.version} {edition.playbook}"
    return {
        NameObject("/FT"): NameObject("/Tx"),
        NameObject("/T"): TextStringObject(MARK),
        NameObject("/TU"): TextStringObject(said),
        NameObject("/Ff"): NumberObject(READ_ONLY),
        NameObject("/V"): TextStringObject(said),
    }


def drawing(
    drawn: bytes, width: float, height: float, resources: DictionaryObject | None = None
) -> DecodedStreamObject:
    """What a field shows, as an object of the file (8.10)."""
    stream = DecodedStreamObject()
    stream.set_data(drawn)
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(edge) for edge in (0, 0, width, height)),
        }
    )
    if resources:
        stream[NameObject("/Resources")] = resources
    return stream


def _named(field: Field, kind: str, flags: int) -> dict[NameObject, object]:
    return {
        NameObject("/FT"): NameObject(kind),
        NameObject("/T"): TextStringObject(field_name(field.key)),
        NameObject("/TU"): TextStringObject(field.name),
        NameObject("/Ff"): NumberObject(flags),
    }


def size_of(note: DictionaryObject) -> tuple[float, float]:
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
