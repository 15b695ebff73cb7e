"""What the theme puts around a page, made once for all pages of a folder.

A theme's template takes 2.5 ms a page, and what it writes differs between pages of one folder only
in the page's own title, description, contents, body, and link to the same as Markdown. So it is
rendered once with signs in those places, and filled in for each page. No theme is trusted with
that: the signs are put into the folder's first page, and only where its second page comes out the
same as when it is rendered whole, byte for byte, are the others filled in. A page that the
navigation names, or that has such pages below it, is rendered whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from donebook.pages.render import Heading
from donebook.site.handover import SHELL, contents

_WHOLE = "main.html"

# A title is written as it is, or goes through `striptags`, which reads the reference.
_TITLE, _STRIPPED_TITLE = "zqN&amp;Tqz", "zqN&Tqz"
_DESCRIPTION = "zqNDESCqz"
_BODY = "<h1>zqNBODYqz</h1>"  # a theme adds a heading where it finds none
_ADDRESS = "zqNADDRESSqz"
_COPY = "zqNCOPYqz"
_SECTIONS = ("zqN1qz", "zqN2qz")
_SIGNS = re.compile("(zqN(?:&amp;T|&T|DESC|ADDRESS|COPY)qz|<h1>zqNBODYqz</h1>)")


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with signs in it: text and signs by turns."""

    pieces: tuple[str, ...]

    def filled(self, page: Any) -> str:
        title = str(page.meta["title"])
        values = {
            _TITLE: title,
            _STRIPPED_TITLE: Markup(title).striptags(),  # noqa: S704 - escaped by `render`
            _DESCRIPTION: str(page.meta["description"]),
            _BODY: page.content,
            _ADDRESS: page.canonical_url,
            _COPY: page.meta.get("markdown", ""),
        }
        sections = _sections(page)
        return "".join(
            values[piece] if number % 2 else _with_sections(piece, sections)
            for number, piece in enumerate(self.pieces)
        )


def _with_sections(text: str, sections: list[Any]) -> str:
    """Fill in lists of contents.

    The shell has two sections, so what lies between them is the one thing that is repeated.
    """
    first, second = (f"#{sign}" for sign in _SECTIONS)
    filled = ""
    while (start := text.find(first)) >= 0:
        between = text.index(second, start)
        item = text[start:between]
        end = text.rindex(_SECTIONS[1], between, between + len(item)) + len(_SECTIONS[1])
        last = text[between:end]
        filled += text[:start]
        filled += "".join(_item(item, _SECTIONS[0], section) for section in sections[:-1])
        filled += _item(last, _SECTIONS[1], sections[-1])
        text = text[end:]
    return filled + text


def _item(text: str, sign: str, section: Any) -> str:
    return text.replace(f"#{sign}", f"#{section.id}").replace(sign, section.title)


@dataclass(slots=True)
class _Folder:
    """The shell of a folder's pages, once one was rendered, and whether it may be used."""

    shell: Shell | None = None
    is_proven: bool = False


@dataclass(slots=True)
class Shells:
    """Stands in for a theme's template. Each page of ours asks for it by the name SHELL."""

    environment: Environment
    _folders: dict[tuple[object, ...], _Folder] = field(default_factory=dict)

    def render(self, context: Mapping[str, Any]) -> str:
        """The whole page, as the theme's own template writes it."""
        page = context["page"]
        whole = self.environment.get_template(_WHOLE)
        if any(named.url.startswith(page.url) for named in context["nav"].pages):
            return whole.render(context)  # links to what is below a page are like no other page's
        key = _key(page)
        known = self._folders.get(key)
        if known is None:
            self._folders[key] = _Folder(_shell(whole, context))
            return whole.render(context)
        if known.shell is None:
            return whole.render(context)
        filled = known.shell.filled(page)
        if not known.is_proven:
            rendered = whole.render(context)
            if filled != rendered:
                known.shell = None
                return rendered
            known.is_proven = True
        return filled


def _shell(template: Template, context: Mapping[str, Any]) -> Shell:
    """The shell of a page's folder, rendered by way of that page."""
    page = context["page"]
    own = page.meta, page.content, page.toc, page.canonical_url
    sections = [Heading(2, sign, sign) for sign in _SECTIONS] if _sections(page) else []
    top = [Heading(1, link.id, link.title) for link in page.toc]
    signs = {"title": _TITLE, "description": _DESCRIPTION}
    page.meta = {**page.meta, **signs, **({"markdown": _COPY} if "markdown" in page.meta else {})}
    page.content = _BODY
    page.toc = contents([*top, *sections])
    page.canonical_url = _ADDRESS if page.canonical_url else None
    try:
        return Shell(tuple(_SIGNS.split(template.render(context))))
    finally:
        page.meta, page.content, page.toc, page.canonical_url = own


def _sections(page: Any) -> list[Any]:
    return [section for top in page.toc for section in top.children]


def _key(page: Any) -> tuple[object, ...]:
    """What decides how the theme's part of a page looks, besides what is filled in."""
    folder = page.url.rstrip("/").rpartition("/")[0]
    own = ("title", "description", "markdown")
    other = {k: v for k, v in page.meta.items() if k not in own}
    return folder, repr(other), "markdown" in page.meta, bool(_sections(page)), bool(page.toc)


def with_shells(environment: Environment) -> None:
    """Have pages of ours that are rendered in this environment use shells."""
    shells, theirs = Shells(environment), environment.get_template

    def get_template(name: Any, *args: Any, **options: Any) -> Any:
        return shells if name == SHELL else theirs(name, *args, **options)

    environment.get_template = get_template  # type: ignore[method-assign]
