"""Whose parts are used and shipped, and under which license: in each site, and in docs/parts.md."""

import re
from collections.abc import Iterator
from importlib.metadata import metadata

import pytest

from donebook.cms import PACKAGE, VERSION
from donebook.paper.glyphs import FONTS
from donebook.site.licenses import license_text, licenses
from projects import CHECKOUT

LIST = CHECKOUT / "docs/parts.md"
# Of packages that name theirs only as a class of licenses, or in words.
SPDX = {
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
HEAD = f"""\
# Parts

What donebook is installed with, from `requirements/runtime.txt`, and under which license each part is. A wheel of donebook holds none of it but letters of Inter and Source Serif 4, with their license (`OFL.txt`). What a built site carries, with the texts of its licenses, is told by `licenses.txt` in each site.

A company that asks for forms (`donebook new cms`) adds {PACKAGE} {VERSION} (MIT), which it fetches itself, and which its site then tells, too.

`pytest tests/test_licenses.py --accept` writes this list anew.

| package | version | license |
|---|---|---|
"""


def rows() -> Iterator[str]:
    listed = (CHECKOUT / "requirements/runtime.txt").read_text()
    found = dict(re.findall(r"^([a-z0-9_.-]+)==([^ ;]+)", listed, re.MULTILINE))
    for name, version in sorted(found.items()):
        yield f"| {name} | {version} | {license_of(name)} |\n"


def license_of(package: str) -> str:
    about = metadata(package).json
    if expression := about.get("license_expression"):
        return str(expression)
    classes = [c.rpartition(" :: ")[2] for c in about.get("classifier", []) if "License ::" in c]
    named = " OR ".join(SPDX[name] for name in classes) or str(about.get("license", ""))
    assert named, f"{package} names no license"
    return named


def test_every_package_is_listed_with_its_license(pytestconfig: pytest.Config) -> None:
    wanted = HEAD + "".join(rows())
    if pytestconfig.getoption("--accept"):
        LIST.write_text(wanted)
    assert LIST.read_text() == wanted


def test_a_site_names_its_parts_with_their_licenses() -> None:
    text = licenses(CHECKOUT)
    assert "MIT No Attribution" in text
    assert (CHECKOUT / "LICENSE").read_text().strip() in text
    assert text.count("SIL OPEN FONT LICENSE Version 1.1") == 2
    assert "The Inter Project Authors" in text
    assert "The Source Serif 4 Project Authors" in text
    assert "Martin Donath" in text
    for package in ("clipboard", "escape-html", "focus-visible", "RxJS", "tslib"):
        assert package in text


def test_the_license_of_the_fonts_comes_with_those_that_are_shipped() -> None:
    shipped = (CHECKOUT / "generator/donebook/paper/OFL.txt").read_text()
    for package in FONTS:
        assert license_text(package) in shipped


def test_content_without_a_license_belongs_to_its_company() -> None:
    assert "They belong to whoever wrote this playbook" in licenses(CHECKOUT / "docs")
