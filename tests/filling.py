"""Programs that fill in forms: libraries, and people who click and type in a viewer.

Each gets a file and its values by the names of fields; of a box to mark, the name of its state.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf.form import CheckboxField, Form, RadioButtonGroup, TextField
from pypdf import PdfReader, PdfWriter

from donebook.paper.fill import filled
from donebook.paper.for_pikepdf import Looks
from donebook.paper.form_field import key_of
from viewers import corners, widgets

Values = Mapping[str, str]
Filler = Callable[[bytes, Values], bytes]


def by_pypdf(pdf: bytes, values: Values) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    fields = writer.get_fields() or {}
    told = {
        name: f"/{value}" if fields[name]["/FT"] == "/Btn" else value
        for name, value in values.items()
    }
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, told, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pikepdf(pdf: bytes, values: Values) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        form = Form(document, Looks)
        for name, value in values.items():
            field = form[name]
            if isinstance(field, TextField):
                field.value = value
            elif isinstance(field, CheckboxField):
                field.checked = True
            elif isinstance(field, RadioButtonGroup):
                field.value = pikepdf.Name(f"/{value}")
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def by_typing(pdf: bytes, values: Values) -> bytes:
    """As somebody does it in PDFium, which is the viewer of Chromium: click, type, leave.

    A text that stands on several pages is typed once.
    """
    raw = pypdfium2.raw
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    form = document.formenv.raw

    def click(page: Any, x: float, y: float) -> None:
        for act in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
            act(form, page, 0, x, y)

    typed = set()
    for page, shown in zip(PdfReader(BytesIO(pdf)).pages, document, strict=True):
        for note, field in widgets(page):
            name = str(field["/T"])
            value = values.get(name, "")
            left, bottom, right, top = corners(note)
            if name in typed:
                continue
            if field["/FT"] == "/Tx":
                typed.add(name)
                click(shown.raw, left + 3, top - 3)
                for char in value:
                    raw.FORM_OnChar(form, shown.raw, ord(char), 0)
            elif f"/{value}" in note["/AP"]["/N"]:
                click(shown.raw, (left + right) / 2, (bottom + top) / 2)
            raw.FORM_ForceToKillFocus(form)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def by_us(pdf: bytes, values: Values) -> bytes:
    found = filled(pdf, {key_of(name): value for name, value in values.items()})
    assert isinstance(found, bytes), found
    return found


FILLERS: Mapping[str, Filler] = {
    "pypdf": by_pypdf,
    "pikepdf": by_pikepdf,
    "typed": by_typing,
    "ours": by_us,
}
