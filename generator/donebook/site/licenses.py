"""Whose the parts of a site are, and under which license: each site carries it as a file."""

from pathlib import Path

from donebook.cms import PACKAGE, VERSION
from donebook.defaults import default_file
from donebook.paper.glyphs import FONTS, font_folder
from donebook.write.starter import CONTENT_LICENSE

LICENSES = "licenses.txt"

# Material for MkDocs brings no file with its license into an installation: its README names it. What
# its script holds is told by the script's source map.
_THEME = """\
Theme: Material for MkDocs
MIT License. Copyright (c) 2016-2025 Martin Donath.
Its script holds parts of RxJS (Apache-2.0, copyright 2015-2018 Google, Netflix, Microsoft and
contributors), tslib (0BSD), clipboard.js (MIT, copyright Zeno Rocha), escape-html (MIT, copyright
2012-2013 TJ Holowaychuk, 2015 Andreas Lubbe, 2015 Tiancheng Gu) and focus-visible (W3C Software and
Document License). The MIT License is printed above."""

# Its fonts have their licenses next to them.
_FORMS = f"The page of forms: {PACKAGE} {VERSION}. edit/cms/npm/assets/ holds its fonts with their licenses."


def licenses(root: Path, forms: str = "") -> str:
    """What a site carries, by whom, with the texts of the licenses that ask for it.

    `forms` is the license of the editor behind the page of forms, where a site has one.
    """
    own = root / CONTENT_LICENSE
    content = (
        own.read_text(encoding="utf-8").strip()
        if own.is_file()
        else "They belong to whoever wrote this playbook, and no license comes with them."
    )
    code = default_file("LICENSE").read_text(encoding="utf-8").strip()
    parts = (
        f"Texts and sheets\n{content}",
        f"Scripts, styles and the look of pages and sheets: donebook\n{code}",
        _THEME,
        *(f"Font\n{license_text(package)}" for package in FONTS),
        *([f"{_FORMS}\n{forms}"] if forms else []),
    )
    rule = "\n\n" + "-" * 78 + "\n\n"
    return rule.join(("What this site carries, and under which license.", *parts)) + "\n"


def license_text(package: str) -> str:
    """The license of a font, as its package brings it along."""
    text = (font_folder(package).parent / "LICENSE").read_text(encoding="utf-8")
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
