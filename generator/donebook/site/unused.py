"""What the theme brings along and no page uses: it is left out of the site."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from donebook.site.generate import ASSETS

_FOLDER = "assets"
_IN_PAGE = re.compile(r"\b(?:src|href)=[\"']?[^\"'>\s]*?\b(assets/[^\"'>\s?#]+)")
_IN_STYLE = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')?#]+)")


def remove_unused(site: Path) -> None:
    """Remove what is not our own asset and is named by no page and no style in use."""
    used = set(_used(site))
    for place in sorted((site / _FOLDER).rglob("*"), reverse=True):
        path = place.relative_to(site).as_posix()
        if place.is_file() and path not in used and not path.startswith(f"{ASSETS}/"):
            place.unlink()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _used(site: Path) -> Iterator[str]:
    named = {
        found
        for page in site.rglob("*.html")
        for found in _IN_PAGE.findall(page.read_text(encoding="utf-8"))
    }
    yield from named
    styles = {path for path in named if path.endswith(".css") and (site / path).is_file()}
    for style in sorted(styles):
        text = (site / style).read_text(encoding="utf-8")
        yield from (normpath(join(dirname(style), found)) for found in _IN_STYLE.findall(text))
