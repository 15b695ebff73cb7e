"""What the theme brings along and no page uses: it is left out of the site."""

import re
from collections.abc import Iterator, Set
from pathlib import Path
from posixpath import dirname, join, normpath

from donebook.site.generate import ASSETS

_FOLDER = "assets"
_SEARCH = "search.json"
_ASSET = re.compile(r"assets/[^\"'>\s?#]+")
_LEADS_THERE = re.compile(r"(?:.*[^\w-])?(?:src|href)=[\"']?(?:[^\"'>]*/)?")
_LONGEST_WAY = 300  # characters from an attribute's name to the folder of assets
_IN_STYLE = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')?#]+)")


def assets_named(page: str) -> set[str]:
    """The paths of what a page names below the folder of assets."""
    # From the few assets to their attributes: the other way round, each link of a page costs time.
    return {
        found[0]
        for found in _ASSET.finditer(page)
        if _LEADS_THERE.fullmatch(_word_before(page, found.start()))
    }


def _word_before(page: str, end: int) -> str:
    """What stands before a place without a space between."""
    before = page[max(0, end - _LONGEST_WAY) : end]
    return "" if before[-1:].isspace() else before.split()[-1]


def remove_unused(site: Path, named: Set[str]) -> None:
    """Remove what is not our own asset, and is not `named` by a page, nor by a style in use.

    An engine's search has no interface here, but Zensical writes its index all the same.
    """
    (site / _SEARCH).unlink(missing_ok=True)
    used = {*named, *_named_by_styles(site, named)}
    for place in sorted((site / _FOLDER).rglob("*"), reverse=True):
        path = place.relative_to(site).as_posix()
        if place.is_file() and path not in used and not path.startswith(f"{ASSETS}/"):
            place.unlink()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _named_by_styles(site: Path, named: Set[str]) -> Iterator[str]:
    for style in sorted(path for path in named if path.endswith(".css")):
        if (site / style).is_file():
            text = (site / style).read_text(encoding="utf-8")
            yield from (normpath(join(dirname(style), found)) for found in _IN_STYLE.findall(text))
