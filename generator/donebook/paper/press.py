"""Typst, so set up that the same sheet gives the same bytes on every machine."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

FONTS = ("fontpkg_inter", "fontpkg_source_serif_4")


class PressFailed(Exception):  # noqa: N818 - a verdict about a template
    """A template for paper could not be set; the message names it."""


class Press:
    """Sets one template in the site's two typefaces, without any font of the machine.

    A press serves one thread.
    """

    def __init__(self, template: Path) -> None:
        self._name = f"templates/sheets/{template.name}"
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[_font_folder(package) for package in FONTS],
        )
        self._typst = typst.Compiler(template, root=template.parent, font_paths=fonts)

    def pdf(self, data: Mapping[str, Any], day: date) -> tuple[bytes, int]:
        """The PDF (PDF/UA-1: tagged, titled, its language set) and its number of pages.

        `day` is the date that the file carries. Raises PressFailed.
        """
        try:
            made, warnings = self._typst.compile_with_warnings(
                sys_inputs={"sheet": json.dumps(data)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=datetime.combine(day, time(), UTC),
            )
            pages = int(self._typst.query("<pages>", field="value", one=True))
        except typst.TypstError as error:
            hints = "".join(f"\n{hint}" for hint in error.hints)
            raise PressFailed(f"{self._name}: {error.message}{hints}") from error
        if warnings:  # a font that is missing is no more than a warning
            raise PressFailed(f"{self._name}: {warnings[0].message}")
        if not isinstance(made, bytes):
            raise TypeError("one PDF was asked for")
        return made, pages


def _font_folder(package: str) -> Path:
    with as_file(files(package) / "files") as folder:
        return folder
