"""A file that says how it wants to be printed: on one side of each leaf of paper, or on both."""

from pypdf.generic import DictionaryObject, NameObject

from donebook.paper.appended import Appended
from donebook.paper.printed import Sides

_ASKED = {"one": "/Simplex", "both": "/DuplexFlipLongEdge"}


def wish(sides: Sides) -> DictionaryObject:
    """The wish as a viewer reads it (PDF 1.7, table 150)."""
    return DictionaryObject({NameObject("/Duplex"): NameObject(_ASKED[sides])})


def printed_on(pdf: bytes, sides: Sides) -> bytes:
    """The same file with the wish appended to it."""
    appended = Appended(pdf)
    root = appended.root
    wishes = root.get("/ViewerPreferences", DictionaryObject()).get_object()
    root[NameObject("/ViewerPreferences")] = DictionaryObject({**wishes, **wish(sides)})
    return appended.content()
