"""A company's own look: colours, logo, icons, and the manifest with which the site installs as an app.

The icons are drawn from the logo, or from donebook's own mark in the company's colour.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from donebook.config import Brand
from donebook.files import keep, kept
from donebook.paper.glyphs import FONTS, font_folder
from donebook.playbook import Playbook
from donebook.text import finished

ASSETS = "site-config/assets"
MANIFEST = "manifest.webmanifest"
PAPER = "#fbfaf7"  # the ground of light pages, as in tokens.css
SIZES = (192, 512)
# A mask may cut off everything outside the middle four fifths (W3C, Web Application Manifest).
_SAFE, _SHORT = 0.62, 12
_MARK = (
    '<path d="m9 16.5 5 5 9.5-11" fill="none" stroke="#fff" stroke-width="3.4"'
    ' stroke-linecap="round" stroke-linejoin="round"/>'
)


def brand_css(brand: Brand) -> str:
    """The colours as the stylesheets know them."""
    return (
        f":root {{ --db-brand: {brand.light}; }}\n"
        f'[data-md-color-scheme="slate"] {{ --db-brand: {brand.dark}; }}\n'
    )


def logo_file(root: Path, playbook: Playbook) -> Path | None:
    """A company's own logo, where it has one."""
    logo = playbook.config.logo
    return root / ASSETS / logo if logo else None


def icon_files(playbook: Playbook, logo: Path | None, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each icon: one that scales, and pictures for the places that need them."""
    drawn = _whole(playbook.config.brand, logo)
    masked = _masked(playbook.config.brand, logo)
    yield "icon.svg", drawn.encode()
    for size in SIZES:
        yield f"icon-{size}.png", _picture(drawn, size, cache)
    yield "icon-masked.png", _picture(masked, SIZES[-1], cache)


def manifest(playbook: Playbook, assets: str) -> str:
    """The app's manifest as JSON; `assets` is the folder of the icons, from the site's root."""
    config = playbook.config
    name = finished(config.name, config.product)
    icons = [{"src": f"{assets}/icon.svg", "type": "image/svg+xml", "sizes": "any"}]
    icons += [
        {"src": f"{assets}/icon-{size}.png", "type": "image/png", "sizes": f"{size}x{size}"}
        for size in SIZES
    ]
    masked = {"src": f"{assets}/icon-masked.png", "type": "image/png", "sizes": "512x512"}
    told = {
        "name": name,
        "short_name": name if len(name) <= _SHORT else name.split()[0][:_SHORT],
        "lang": playbook.language.code,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": config.brand.light,
        "icons": [*icons, {**masked, "purpose": "maskable"}],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{inside}</svg>'


def _whole(brand: Brand, logo: Path | None) -> str:
    if logo:
        return _svg(_image(logo, 32))
    return _svg(f'<rect width="32" height="32" rx="8" fill="{brand.light}"/>{_MARK}')


def _masked(brand: Brand, logo: Path | None) -> str:
    ground = PAPER if logo else brand.light
    width = 32 * _SAFE
    inside = (
        _image(logo, width) if logo else f'<g transform="translate(3.2 3.2) scale(.8)">{_MARK}</g>'
    )
    return _svg(f'<rect width="32" height="32" fill="{ground}"/>{inside}')


def _image(logo: Path, width: float) -> str:
    kind = "svg+xml" if logo.suffix == ".svg" else "png"
    start = (32 - width) / 2
    data = b64encode(logo.read_bytes()).decode()
    return (
        f'<image x="{start}" y="{start}" width="{width}" height="{width}"'
        f' href="data:image/{kind};base64,{data}"/>'
    )


def _picture(svg: str, size: int, cache: Path) -> bytes:
    """A drawing as PNG, `size` pixels wide and high; made once."""
    key = hashlib.sha256(repr((svg, size, version("typst"))).encode()).hexdigest()[:16]
    place = cache / f"{key}.kept"  # earlier versions left folders that are called by the key
    picture = kept(place)
    if picture is None:
        picture = _drawn(svg, size)
        keep(place, picture)
    return picture


def _drawn(svg: str, size: int) -> bytes:
    import typst

    sheet = (
        f"#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n"
        '#image("drawing.svg", width: 100%, height: 100%)\n'
    )
    files: Any = {"main": sheet.encode(), "drawing.svg": svg.encode()}
    made = typst.compile(files, root=font_folder(FONTS[0]), format="png", ppi=72)
    if not isinstance(made, bytes):
        raise TypeError("one picture was asked for")
    return made
