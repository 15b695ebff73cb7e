"""The two typefaces, cut down to what the site shows and cached between builds.

Both come from PyPI under the Open Font License; nothing of them is kept in the repository. Inter
and Source Serif 4 are variable fonts: the optical size is fixed and the weights cut to 400 to 700,
of the italic to the one that phrases are set in.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from donebook.files import write_whole

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
RECIPE = 3  # counts up when what is kept of a font changes


@dataclass(frozen=True, slots=True)
class Face:
    """One font file to make: its name, where it comes from, its optical size and its weights."""

    name: str
    package: str
    file: str
    optical_size: int
    weights: tuple[int, int] | int = (400, 700)


FACES = (
    Face("inter", "fontpkg_inter", "Inter[opsz,wght].ttf", 14),
    Face("source-serif", "fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", 20),
    Face(
        "source-serif-italic",
        "fontpkg_source_serif_4",
        "SourceSerif4-Italic[opsz,wght].ttf",
        20,
        400,
    ),
)


def font_files(cache: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each WOFF2 file, from the cache or made anew (about 3 s a face)."""
    for face in FACES:
        place = cache / f"{face.name}-{_stamp(face)}.woff2"
        if not place.is_file():
            write_whole(place, _cut(face))
        yield f"{face.name}.woff2", place.read_bytes()


def _stamp(face: Face) -> str:
    distribution = face.package.replace("_", "-")
    versions = (version(distribution), version("fonttools"), version("brotli"), RECIPE, face)
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:12]


def _cut(face: Face) -> bytes:
    from io import BytesIO

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = files(face.package) / "files" / face.file
    with source.open("rb") as file:
        font = TTFont(file, recalcTimestamp=False)
        options = Options()
        options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        limits: Mapping[str, object] = {"opsz": face.optical_size, "wght": face.weights}
        cut = instantiateVariableFont(font, limits)
        cut.flavor = "woff2"
        out = BytesIO()
        cut.save(out)
    return out.getvalue()
