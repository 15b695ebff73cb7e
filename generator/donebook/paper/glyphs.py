"""What the fonts for paper can show, and what is printed in place of the rest."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

# The families of common.typ; each takes from the other what it lacks itself.
FONTS = ("fontpkg_inter", "fontpkg_source_serif_4")
INSTEAD = "□"
# What every face of both families has, so that most texts need no look into the fonts (0.2 s).
_ALWAYS_THERE = re.compile(
    "[ -~\xa0-\xac\xae-\u012b\u0134-\u0148\u014a-\u0165\u0168-\u017f\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac\u2122\u2192\u2212\u2264\u2265\u2713]*"
)
_JOINER = "\u200d"
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
_VARIATIONS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff]")


def font_folder(package: str) -> Path:
    """Where the files of a font package lie."""
    with as_file(files(package) / "files") as folder:
        return folder


def printable(text: str) -> str:
    """The text as it can be printed: □ for what no font has, nothing for what can't be seen."""
    if _ALWAYS_THERE.fullmatch(text):
        return text
    return "".join(_shown(cluster) for cluster in _clusters(text))


def unprintable(text: str) -> tuple[str, ...]:
    """What no font has, each once: a character with the marks that belong to it."""
    if _ALWAYS_THERE.fullmatch(text):
        return ()
    found = (c for c in _clusters(text) if _shown(c) == INSTEAD and c != INSTEAD)
    return tuple(dict.fromkeys(found))


def _shown(cluster: str) -> str:
    seen = "".join(char for char in cluster if not _is_unseen(char))
    if all(unicodedata.category(char)[0] == "Z" or char in "\t\n\r" for char in seen):
        return seen if _is_there(seen) else " " * bool(seen)
    forms = (seen, unicodedata.normalize("NFC", seen))
    return next((form for form in forms if _is_there(form)), INSTEAD)


def _is_there(text: str) -> bool:
    """Whether one font has all of it: a letter and its marks have to come from the same."""
    return any(family.issuperset(text) for family in _families())


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or bool(_VARIATIONS.match(char))


def _clusters(text: str) -> Iterator[str]:
    """What readers take for one character, about as Unicode's UAX 29 says."""
    cluster = ""
    for char in text:
        if cluster and _belongs(cluster, char):
            cluster += char
        else:
            if cluster:
                yield cluster
            cluster = char
    if cluster:
        yield cluster


def _belongs(cluster: str, char: str) -> bool:
    """Whether a character goes on with the one before it: as a mark, a skin tone, a joined sign."""
    return (
        unicodedata.category(char)[0] == "M"
        or _is_unseen(char)
        or cluster[-1] == _JOINER
        or _SKIN_TONES[0] <= char <= _SKIN_TONES[1]
        or (len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(char))
    )


def _is_flag_letter(char: str) -> bool:
    return _FLAG_LETTERS[0] <= char <= _FLAG_LETTERS[1]


@cache
def _families() -> tuple[frozenset[str], ...]:
    """What each family has in all of its faces, upright and italic."""
    return tuple(_family(package) for package in FONTS)


def _family(package: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # slow to import, and seldom needed

    faces = []
    for place in sorted(font_folder(package).glob("*.ttf")):
        with TTFont(place, lazy=True) as font:
            faces.append({chr(code) for code in font.getBestCmap()})
    # Signs for private use mean something else in every font, and controls may not be in a PDF.
    common = set.intersection(*faces)
    return frozenset(c for c in common if unicodedata.category(c) not in ("Co", "Cc"))
