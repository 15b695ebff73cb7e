"""The pages that other engines get, as a site of Hugo: raw HTML with a minimal layout."""

import re
import shutil
from pathlib import Path

CONFIG = """\
baseURL = "https://playbook.example.org/"
title = "Playbook"
disableKinds = ["taxonomy", "term", "RSS"]
[security]
allowContent = ["text/html"]
"""
LAYOUT = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
{{ .Content }}
</body>
</html>
"""
# Front matter, the comment with a page's contents, and its body.
_PAGE = re.compile(r"(---\n.*?\n---\n)(?:<!-- contents .*? -->\n)?(.*)", re.DOTALL)


def write_site(pages: Path, root: Path) -> None:
    """Write a site of the generated pages; all other files are copied as they are."""
    (root / "layouts").mkdir(parents=True)
    (root / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    (root / "layouts/all.html").write_text(LAYOUT, encoding="utf-8")
    for place in pages.rglob("*"):
        path = place.relative_to(pages)
        if place.suffix == ".md":
            _write(root / "content" / path, place.read_text(encoding="utf-8"))
        elif place.is_file():
            target = root / "static" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, target)


def _write(place: Path, text: str) -> None:
    found = _PAGE.fullmatch(text)
    if found is None:
        raise ValueError(f"{place.name} is no generated page")
    name = "_index.html" if place.stem == "index" else f"{place.stem}.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_name(name).write_text("".join(found.groups()), encoding="utf-8")
