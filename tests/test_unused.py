"""What the theme brings along and nothing names is not published."""

import re
from pathlib import Path

import pytest

from donebook.site.unused import assets_named, remove_unused

pytestmark = pytest.mark.slow


def test_only_what_a_page_or_a_style_names_stays(tmp_path: Path) -> None:
    files = {
        "index.html": '<link rel="stylesheet" href="assets/theme/main.css">',
        "deep/er/index.html": "<script src=../../assets/theme/used.js?v=1></script>"
        '<p>assets/theme/told.js</p><a data-src="x">x</a>',
        "404.html": '<img src="https://example.org/at/assets/theme/far.png">',
        "assets/theme/main.css": "a { background: url('../pictures/ground.png'), url(data:x) }",
        "assets/theme/used.js": "",
        "assets/theme/far.png": "",
        "assets/pictures/ground.png": "",
        "assets/donebook/ours.js": "",
    }
    unused = ("assets/theme/told.js", "assets/theme/main.css.map", "assets/lunr/min/lunr.da.js")
    for path in (*files, *unused):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(files.get(path, ""))
    pages = [place.read_text() for place in tmp_path.rglob("*.html")]
    remove_unused(tmp_path, set().union(*map(assets_named, pages)))
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == set(files)
    assert not (tmp_path / "assets/lunr").exists()


def test_every_asset_of_a_site_is_ours_or_named_by_a_page(site: Path) -> None:
    assets = [p.relative_to(site).as_posix() for p in (site / "assets").rglob("*") if p.is_file()]
    home = (site / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:href|src)="([^"]+)"', home))
    theirs = [path for path in assets if not path.startswith("assets/donebook/")]
    assert theirs
    assert set(theirs) <= named
    scripts = {p.read_text(encoding="utf-8") for p in (site / "assets/donebook").glob("*.js")}
    styles = (site / "assets/donebook/donebook.css").read_text(encoding="utf-8")
    manifest = (site / "manifest.webmanifest").read_text(encoding="utf-8")
    worker = (site / "sw.js").read_text(encoding="utf-8")
    texts = [home, styles, manifest, worker, *scripts]
    ours = [path for path in assets if path not in theirs]
    assert [p for p in ours if not any(Path(p).name in text for text in texts)] == []
    assert not list(site.rglob("*.map"))
