"""Our own way to fill in a fillable sheet: texts wrap in their boxes, and what doesn't fit is refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from donebook.message import Message, message
from donebook.paper.appended import Appended
from donebook.paper.fields import MULTILINE, drawing, size_of
from donebook.paper.form_field import OFF, YES, field_name, states_of
from donebook.paper.look import Box
from donebook.sheet import Blank, Sheet
from donebook.text import finished


def filled(pdf: bytes, values: Mapping[str, str]) -> bytes | tuple[tuple[str, Message], ...]:
    """The sheet with these values in it, or which of them can't be put in, and why.

    `values` are by the keys of blanks; of a choice or a tick it is its state (`form_field.py`).
    Keys that the sheet has no blank for are left out.
    """
    filler = _Filler(Appended(pdf))
    refused = tuple(
        (key, why)
        for key, value in values.items()
        if (why := filler.put(field_name(key), value)) is not None
    )
    return refused or filler.content()


def states_in(sheet: Sheet, values: Mapping[str, str], product: str) -> dict[str, str]:
    """The values of a deal that a sheet has blanks for, as `filled` takes them."""
    blanks = {blank.key: blank for blank in sheet.blanks}
    return {
        key: _state(blanks[key], value, product)
        for key, value in values.items()
        if key in blanks and value
    }


def _state(blank: Blank, value: str, product: str) -> str:
    if blank.kind == "tick":
        return YES
    kept = tuple(finished(choice, product) for choice in blank.choices)
    known = next((words for words in (blank.ids, kept) if value in words), None)
    return states_of(blank)[known.index(value)] if known else value


class _Filler:
    def __init__(self, appended: Appended) -> None:
        self._appended = appended
        root: Any = appended.reader.root_object
        self._form = root["/AcroForm"]
        self._fields: dict[str, Any] = {
            str(field.get_object()["/T"]): field for field in self._form["/Fields"]
        }
        self.content = appended.content

    def put(self, name: str, value: str) -> Message | None:
        """Put a value into its field; why it can't be there, if it can't."""
        if name not in self._fields:
            return None
        field: Any = self._appended.changed(self._fields[name])
        if field["/FT"] == "/Tx":
            return self._text(field, value)
        return self._mark(field, value)

    def _text(self, field: Any, value: str) -> Message | None:
        is_long = bool(int(field["/Ff"]) & MULTILINE)
        boxes = [(note, Box(*size_of(note), is_long)) for note in self._boxes(field)]
        refusals = [refusal for _, box in boxes if (refusal := box.refusal(value))]
        if refusals:
            return refusals[0]
        field[NameObject("/V")] = TextStringObject(value)
        for note, box in boxes:
            note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): self._look(box, value)})
        return None

    def _look(self, box: Box, value: str) -> Any:
        fonts = DictionaryObject({NameObject("/Font"): self._form["/DR"].raw_get("/Font")})
        drawn = box.drawn(value)
        return self._appended.add(drawing(drawn, box.width, box.height, fonts))

    def _mark(self, field: Any, value: str) -> Message | None:
        boxes = list(self._boxes(field))
        if not any(f"/{value}" in box["/AP"]["/N"] for box in boxes):
            return message("The sheet has no choice “{value}” here.", value=value)
        field[NameObject("/V")] = NameObject(f"/{value}")
        for box in boxes:
            is_on = f"/{value}" in box["/AP"]["/N"]
            box[NameObject("/AS")] = NameObject(f"/{value if is_on else OFF}")
        return None

    def _boxes(self, field: Any) -> Iterator[Any]:
        if "/Kids" not in field:
            yield field
            return
        yield from (self._appended.changed(kid) for kid in field["/Kids"])
