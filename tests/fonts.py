"""The typefaces of a site and of form fields, cut down to what they show: what `tests/test_fonts.py --accept` writes.

Both come from PyPI under the SIL Open Font License. Inter and Source Serif 4 are variable fonts: the
optical size is fixed and the weights cut to 400 to 700, of the italic to the one that phrases are
set in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Latin with its first extension, punctuation, currency, arrows: what European playbooks are written
# in. All of a font's letters would be three times as much to load.
UNICODES = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x203F),
    0x20AC,
    0x2122,
    *range(0x2190, 0x219A),
    0x2212,
    0x2264,
    0x2265,
)
# What is typed into a form: also Greek and Cyrillic, as no viewer takes a letter from another font.
OF_FORMS = (*UNICODES, *range(0x370, 0x400), *range(0x400, 0x460), 0x490, 0x491, 0x25A1, 0x2713)
NAMES_OF_FONT = (1, 3, 4, 6, 16, 18, 21, 25)  # family, full name and the like


@dataclass(frozen=True, slots=True)
class Face:
    """One font file to make: its place, where it comes from, its optical size and its weights.

    `features` are the layout features that stay; viewers of PDFs use none for what is typed.
    """

    place: str
    package: str
    file: str
    optical_size: int
    weights: tuple[int, int] | int = (400, 700)
    unicodes: tuple[int, ...] = UNICODES
    features: tuple[str, ...] = ("kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum")
    flavor: str | None = "woff2"


FACES = (
    Face("site-config/assets/inter.woff2", "fontpkg_inter", "Inter[opsz,wght].ttf", 14),
    Face(
        "site-config/assets/source-serif.woff2",
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        20,
    ),
    Face(
        "site-config/assets/source-serif-italic.woff2",
        "fontpkg_source_serif_4",
        "SourceSerif4-Italic[opsz,wght].ttf",
        20,
        400,
    ),
    Face(
        "generator/donebook/paper/form.ttf",
        "fontpkg_inter",
        "Inter[opsz,wght].ttf",
        14,
        400,
        OF_FORMS,
        features=(),
        flavor=None,
    ),
)


def cut(face: Face) -> bytes:
    """The face as a file, the same bytes each time (3 to 10 s)."""
    source = files(face.package) / "files" / face.file
    with source.open("rb") as file:
        font = TTFont(file, recalcTimestamp=False)
        options = Options()
        options.layout_features = list(face.features)
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=face.unicodes)
        subsetter.subset(font)
        limits: Mapping[str, object] = {"opsz": face.optical_size, "wght": face.weights}
        made = instantiateVariableFont(font, limits)
        _rename(made)
        made.flavor = face.flavor
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def _rename(font: TTFont) -> None:
    """Leave out of a font's own names what its license reserves for the unchanged font.

    The SIL Open Font License 1.1, condition 3; of Source Serif 4, "Source" is reserved. Copyright
    and license (names 0, 13 and 14) stay as they are.
    """
    for record in font["name"].names:
        if record.nameID in NAMES_OF_FONT:
            record.string = re.sub(r"Source ?", "Playbook", record.toUnicode())
