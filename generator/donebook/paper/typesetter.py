"""Typst, so set up that the same sheet gives the same bytes on every machine."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import local
from typing import Any

import typst

from donebook.codes.run import TEMPLATE
from donebook.language import Language
from donebook.paper.glyphs import FONTS, font_folder, printable
from donebook.problem import Problem, Severity, Span

MADE_BY = ("typst", "pypdf", "segno", "fontpkg-inter", "fontpkg-source-serif-4")


class TypesettingFailed(Exception):  # noqa: N818 - a verdict about a template
    """A template for paper could not be set; the message names it.

    `file` is what it was needed for, once the caller has said so.
    """

    def __init__(self, path: str, said: str) -> None:
        super().__init__(f"{path}: {said}")
        self.path = path
        self.said = said
        self.file = ""

    @property
    def problem(self) -> Problem:
        """The same as a problem of the template's file."""
        return Problem(TEMPLATE.id, Severity.ERROR, Span(self.path), self.said, TEMPLATE.help)


class Typesetter:
    """Sets the templates of one folder in the site's two typefaces, without any font of the machine."""

    def __init__(self, templates: Path, language: Language) -> None:
        self._templates = templates
        words = {name: printable(word) for name, word in language.below("paper").items()}
        self._words = {"lang": language.code, "words": words}
        self._own = local()  # a compiler serves one thread

    @cached_property
    def recipe(self) -> str:
        """The hash of what a PDF depends on besides its data: templates, words, our code, the tools."""
        code = sorted(p for p in Path(__file__).parent.iterdir() if p.suffix in (".py", ".ttf"))
        texts = [place.read_bytes() for place in (*sorted(self._templates.glob("*.typ")), *code)]
        told = repr((texts, [version(name) for name in MADE_BY], self._words))
        return hashlib.sha256(told.encode()).hexdigest()

    def pdf(self, template: str, data: Mapping[str, Any], day: date) -> tuple[bytes, int]:
        """The PDF (PDF/UA-1: tagged, titled, its language set) and its number of pages.

        `day` is the date that the file carries. Raises TypesettingFailed.
        """
        name = f"templates/sheets/{template}"
        compiler = self._compiler(template)
        try:
            made, warnings = compiler.compile_with_warnings(
                sys_inputs={"data": json.dumps({**data, **self._words})},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=datetime.combine(day, time(), UTC),
            )
            pages = int(compiler.query("<pages>", field="value", one=True))
        except typst.TypstError as error:
            hints = "".join(f"\n{hint}" for hint in error.hints)
            raise TypesettingFailed(name, f"{error.message}{hints}") from error
        if warnings:  # a font that is missing is no more than a warning
            raise TypesettingFailed(name, warnings[0].message)
        if not isinstance(made, bytes):
            raise TypeError("one PDF was asked for")
        return made, pages

    def told(self, template: str, label: str) -> Any:
        """What a template says with a label of the PDF that this thread has set with it last."""
        return json.loads(self._compiler(template).query(f"<{label}>", field="value", one=True))

    def _compiler(self, template: str) -> typst.Compiler:
        compilers: dict[str, typst.Compiler] = self._own.__dict__.setdefault("compilers", {})
        if template not in compilers:
            fonts = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[font_folder(package) for package in FONTS],
            )
            place = self._templates / template
            compilers[template] = typst.Compiler(place, root=self._templates, font_paths=fonts)
        return compilers[template]
