"""Jinja, so set up that a template can only write what has been escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape as html_escape
from json import dumps
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
)
from markupsafe import Markup

from donebook.markup import escape
from donebook.model import ID_PATTERN, Entry
from donebook.pages import address
from donebook.pages.writer import write_plain, write_rich
from donebook.playbook import Playbook
from donebook.text import Plain, Rich, finished


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write: its path, its title, the template and what the template shows.

    `forward` is the page that a browser goes on to.
    """

    path: str
    template: str
    title: str
    description: str
    shows: Mapping[str, Any] = field(default_factory=dict)
    has_contents: bool = False
    forward: str | None = None


class Unescaped(TypeError):  # noqa: N818 - what the text is
    """A template tried to write a text that is neither Plain nor Rich."""


class TemplateFailed(Exception):  # noqa: N818 - a verdict about a template
    """A template could not be rendered; the message names it and the line."""


class Renderer:
    """Renders pages of one playbook; `folders` are searched for templates in order."""

    def __init__(self, folders: Sequence[Path], playbook: Playbook) -> None:
        self._product = playbook.config.product
        self._jinja = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._language = playbook.language
        self._jinja.globals.update(
            address=address,
            config=playbook.config,
            say=self._say,
            vocabulary=playbook.vocabulary,
        )
        self._jinja.filters.update(
            coded=_coded, day=self._day, id=_id, iso=_iso, key=_key, words=_words
        )

    def render(self, page: Page) -> str:
        """The page as Markdown with its front matter."""
        context = {"to": _Links(page.path), **page.shows}
        try:
            body = self._jinja.get_template(page.template).render(context).strip()
        except Exception as error:
            # A template is a company's own code: whatever it raises, its author needs the place.
            said = f"{type(error).__name__}: {error}"
            ours = isinstance(error, TemplateError | Unescaped)
            place = _place(error, page.template)
            raise TemplateFailed(f"{place}: {error if ours else said}") from error
        return f"{self._front_matter(page)}\n{body}\n"

    def _say(self, name: str, /, **values: Any) -> Markup:
        """A word of the interface, with what stands in backticks as code.

        Values are written as they would be on their own.
        """
        parts = self._language.parts(name, **values)
        return Markup("").join(
            self._finalize(part) if number % 2 else _coded(str(part))
            for number, part in enumerate(parts)
        )

    def _day(self, value: date) -> Markup:
        return Markup(escape(self._language.day(value)))  # noqa: S704 - escaped just here

    def _front_matter(self, page: Page) -> str:
        title = finished(page.title, self._product)
        description = finished(page.description, self._product)
        lines = [
            f"title: {_quoted(title)}",
            f"description: {_quoted(description)}",
        ]
        if not page.has_contents:
            lines.append("hide: [toc]")
        if page.forward:
            target = address.relative(page.forward, page.path).removesuffix(".md")
            lines.append(f"forward: ../{target}/")
        return "\n".join(["---", *lines, "---"])

    def _finalize(self, value: Any) -> Any:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, Rich):
            return write_rich(value, self._product)
        if isinstance(value, Plain):
            return write_plain(value, self._product)
        if isinstance(value, int):
            return Markup(int(value))  # noqa: S704 - digits
        raise Unescaped(f"a template may not write {value!r}: it is neither Plain nor Rich")


def _place(error: Exception, template: str) -> str:
    """The template and line in which rendering stopped; Jinja puts them into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return f"templates/pages/{error.name or template}:{error.lineno}"
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"templates/pages/{template}"


class _Links:
    """Called with a path or an entry: the Markdown link target, as seen from one page."""

    def __init__(self, page: str) -> None:
        self._page = page

    def __call__(self, target: str | Entry, anchor: str = "") -> Markup:
        path = address.of_entry(target) if isinstance(target, Entry) else target
        link = address.relative(path, self._page)
        return Markup(f"{link}#{anchor}" if anchor else link)  # noqa: S704 - made of ids alone


def _iso(value: date) -> Markup:
    return Markup(value.isoformat())  # noqa: S704 - digits and hyphens


def _id(value: Any, before: str = "") -> Markup:
    """An id or anchor as it stands; `before` is a class or anchor that it completes."""
    shown = str(value).replace("_", "-")
    if not ID_PATTERN.fullmatch(shown.lower()):
        raise Unescaped(f"{value!r} is no id")
    return Markup(before + shown)  # noqa: S704 - checked just here


def _key(value: str) -> Markup:
    """The key of a blank: ids with dots between them."""
    return Markup(".").join(_id(part) for part in value.split("."))


def _words(value: str) -> Markup:
    """A word of our own, such as a column's heading."""
    return Markup(escape(value))  # noqa: S704 - escaped just here


def _coded(value: str) -> Markup:
    """A sentence of our own, with what stands in backticks shown as code."""
    parts = str(value).split("`")
    marked = [f"<code>{escape(p)}</code>" if n % 2 else escape(p) for n, p in enumerate(parts)]
    return Markup("".join(marked))  # noqa: S704 - escaped just here


def _quoted(text: str) -> str:
    # Material takes tags out of a page's title and unescapes it afterwards, so a title that is
    # escaped once would come out as HTML; JSON makes the YAML around it safe.
    return dumps(html_escape(text), ensure_ascii=False)
