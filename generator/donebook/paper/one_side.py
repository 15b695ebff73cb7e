"""A file that asks the printer for one side, because its next piece is for somebody else."""

from pypdf.generic import DictionaryObject, NameObject

from donebook.paper.appended import Appended


def one_sided(pdf: bytes) -> bytes:
    """The same file with the wish for one side (PDF 1.7, table 150), appended to it."""
    appended = Appended(pdf)
    root = appended.root
    wishes = root.get("/ViewerPreferences", DictionaryObject()).get_object()
    one_side = {NameObject("/Duplex"): NameObject("/Simplex")}
    root[NameObject("/ViewerPreferences")] = DictionaryObject({**wishes, **one_side})
    return appended.content()
