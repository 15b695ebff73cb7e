"""A file that asks the printer for one side, because its next piece is for somebody else."""

from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject


def one_sided(pdf: bytes) -> bytes:
    """The same file with the wish for one side (PDF 1.7, table 150), appended to it."""
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    root: Any = writer.root_object
    wishes = root.get("/ViewerPreferences", DictionaryObject()).get_object()
    one_side = {NameObject("/Duplex"): NameObject("/Simplex")}
    root[NameObject("/ViewerPreferences")] = DictionaryObject({**wishes, **one_side})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
