"""Jinja, so set up that a template can only write what has been escaped."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape

from donebook.model import ID_PATTERN, Entry, Key, OwnPage
from donebook.pages import address
from donebook.pages.address import View
from donebook.pages.feedback import feedback_link
from donebook.pages.writer import html, write_plain, write_rich, write_words
from donebook.pages.written import write_page
from donebook.playbook import Playbook
from donebook.prose import Headed, headings
from donebook.text import MOST_KEPT, Plain, Rich, finished

TOP = "title"  # the anchor of a page's own heading
FOOT = "_foot.html.j2"  # what each page for readers ends with, where the settings name a `feedback`
_SPACES_ALONE = re.compile(r"(?m)^ +$")


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write: its path, its title, the template and what the template shows.

    `forward` is the page that a browser goes on to. One that `has_copy` lies next to the same as Markdown.
    """

    path: str
    template: str
    title: str
    description: str
    shows: Mapping[str, Any] = field(default_factory=dict)
    has_contents: bool = False
    forward: str | None = None
    has_copy: bool = False


# A page's path, and what makes the page when it is asked for.
Planned = tuple[str, Callable[[], Page]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the list of a page's contents shows; its name is HTML."""

    level: int
    anchor: str
    name: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Rendered:
    """A page as HTML. Title and description are escaped once, as engines put them into markup.

    `forward` and `copy`, the same as Markdown, are links, as seen from the page.
    """

    path: str
    title: str
    description: str
    body: str
    contents: tuple[Heading, ...]
    has_contents: bool = False
    forward: str | None = None
    copy: str | None = None

    @property
    def meta(self) -> dict[str, Any]:
        """What an engine is told of the page in front matter."""
        meta: dict[str, Any] = {"title": self.title, "description": self.description}
        if not self.has_contents:
            meta["hide"] = ["toc"]
        if self.forward:
            meta["forward"] = self.forward
        if self.copy:
            meta["markdown"] = self.copy
        return meta


class Unescaped(TypeError):  # noqa: N818 - what the text is
    """A template tried to write a text that is neither Plain nor Rich."""


class TemplateFailed(Exception):  # noqa: N818 - a verdict about a template
    """A template could not be rendered; the message names it and the line."""


class Renderer:
    """Renders pages of one playbook; `folders` are searched for templates in order."""

    def __init__(
        self,
        folders: Sequence[Path],
        playbook: Playbook,
        view: View = View.SERVER,
        compiled: BytecodeCache | None = None,
    ) -> None:
        """`compiled` keeps templates that were compiled before."""
        self._playbook = playbook
        self._product = playbook.config.product
        self._view = view
        self._jinja = _Environment(
            loader=FileSystemLoader(folders),
            bytecode_cache=compiled,
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._language = playbook.language
        self._said: dict[str, Markup] = {}  # words without values, which a page says many times
        self._jinja.globals.update(
            address=address,
            config=playbook.config,
            has_forms=playbook.config.cms is not None and view is not View.FOLDER,
            say=self._say,
            vocabulary=playbook.vocabulary,
        )
        self._jinja.filters.update(
            coded=_coded, day=self._day, id=_id, iso=_iso, key=_key, words=_words
        )

    def render(self, page: Page) -> Rendered:
        """The page as HTML. Raises TemplateFailed."""
        shown = _Headings(self._finalize, self._product)
        context = {
            "to": _Links(page.path, self._view),
            "h1": shown.h1,
            "h2": shown.h2,
            "prose": partial(self._prose, shown),
            **page.shows,
        }
        try:
            body = self._jinja.get_template(page.template).render(context)
            foot = self._foot(page.path)
        except Exception as error:
            # A template is a company's own code: whatever it raises, its author needs the place.
            said = f"{type(error).__name__}: {error}"
            ours = isinstance(error, TemplateError | Unescaped)
            place = _place(error, page.template)
            raise TemplateFailed(f"{place}: {error if ours else said}") from error
        return Rendered(
            page.path,
            str(escape(finished(page.title, self._product))),
            str(escape(finished(page.description, self._product))),
            _body(f"{body.rstrip()}\n{foot}"),
            tuple(shown.found),
            page.has_contents and sum(heading.level == 2 for heading in shown.found) > 1,
            address.link(page.forward, page.path, self._view) if page.forward else None,
            address.copy_of(page.path) if page.has_copy else None,
        )

    def _prose(self, shown: "_Headings", page: OwnPage, leads: Mapping[Key, str]) -> Markup:
        """The text of a company's own page; the list of contents shows its sections.

        `leads` says where the entries that it links to are shown.
        """
        shown.add(headings(page.text))
        return write_page(page, leads, self._product, self._view)

    def _foot(self, path: str) -> str:
        """What ends a page for readers. The finder has its own, with the words of the search."""
        if path == address.FIND or address.is_for_editors(path):
            return ""
        feedback = feedback_link(self._playbook, path)
        return self._jinja.get_template(FOOT).render(feedback=feedback) if feedback else ""

    def _say(self, name: str, /, **values: Any) -> Markup:
        """A word of the interface, with what stands in backticks as code.

        Values are written as they would be on their own.
        """
        if not values:
            if name not in self._said:
                self._said[name] = self._spoken(name, {})
            return self._said[name]
        return self._spoken(name, values)

    def _spoken(self, name: str, values: Mapping[str, Any]) -> Markup:
        parts = self._language.parts(name, **values)
        return html(
            *(
                self._finalize(part) if number % 2 else _coded(str(part))
                for number, part in enumerate(parts)
            )
        )

    def _day(self, value: date) -> Markup:
        return write_words(self._language.day(value))

    def _finalize(self, value: Any) -> Markup:
        """What may be written of a value: HTML. Raises Unescaped, or UndefinedError."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Plain):
            return write_plain(value, self._product)
        if isinstance(value, Rich):
            return write_rich(value, self._product)
        if isinstance(value, int):
            return Markup(int(value))  # noqa: S704 - digits
        if isinstance(value, Undefined):
            return Markup(value)  # noqa: S704 - raises
        raise Unescaped(f"a template may not write {value!r}: it is neither Plain nor Rich")


class _Generator(CodeGenerator):
    """Compiles templates that write what `finalize` returned, without escaping it once more.

    Jinja does so to be safe, and it takes a third of the time of a page. Whatever `finalize`
    returns is HTML, and it is asked for each value, constants included.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        del node, frame
        self.write(f"({finalize.src}")


class _Environment(Environment):
    code_generator_class = _Generator


def _place(error: Exception, template: str) -> str:
    """The template and line in which rendering stopped; Jinja puts them into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return f"templates/pages/{error.name or template}:{error.lineno}"
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"templates/pages/{template}"


def _body(html: str) -> str:
    """One block of HTML, with tabs and lines of spaces as Python-Markdown would leave them."""
    return f'<div class="db-page">\n{_SPACES_ALONE.sub("", html.expandtabs(4)).strip()}\n</div>'


class _Links:
    """Called with a path or an entry: the link to it, as seen from one page."""

    def __init__(self, page: str, view: View) -> None:
        self._page = page
        self._view = view

    def __call__(self, target: str | Entry, anchor: str = "") -> Markup:
        path = address.of_entry(target) if isinstance(target, Entry) else target
        link = address.link(path, self._page, self._view)
        return Markup(f"{link}#{anchor}" if anchor else link)  # noqa: S704 - made of ids alone


class _Headings:
    """Writes the headings of one page, and keeps those that its list of contents shows."""

    def __init__(self, shown: Callable[[Any], Markup], product: str) -> None:
        self._shown = shown
        self._product = product
        self.found: list[Heading] = []

    def h1(self, text: Any, css: str = "") -> Markup:
        """The page's own heading; `css` is a class."""
        return self._written(1, TOP, text, css, "")

    def h2(self, anchor: str, text: Any, css: str = "", mark: Any = "") -> Markup:
        """The heading of a section; `mark` follows the text and is in no list of contents."""
        return self._written(2, _id(anchor), text, css, mark)

    def add(self, heads: Iterable[Headed]) -> None:
        """Sections that are written already."""
        sections = (head for head in heads if head.level == 2)
        self.found += (
            Heading(h.level, h.anchor, str(escape(finished(h.name, self._product))))
            for h in sections
        )

    def _written(self, level: int, anchor: str, text: Any, css: str, mark: Any) -> Markup:
        words = self._shown(text)
        self.found.append(Heading(level, anchor, str(escape(words.striptags()))))
        tag = Markup(f"h{level}")  # noqa: S704 - a digit
        css = html(' class="', escape(css), '"') if css else Markup()
        more = html(" ", self._shown(mark)) if mark else Markup()
        return html("<", tag, ' id="', escape(anchor), '"', css, ">", words, more, "</", tag, ">")


def _iso(value: date) -> Markup:
    return Markup(value.isoformat())  # noqa: S704 - digits and hyphens


def _id(value: Any, before: str = "") -> Markup:
    """An id or anchor as it stands; `before` is a class or anchor that it completes."""
    return _checked(str(value), before)


@lru_cache(maxsize=MOST_KEPT)
def _checked(value: str, before: str) -> Markup:
    shown = value.replace("_", "-")
    if not ID_PATTERN.fullmatch(shown.lower()):
        raise Unescaped(f"{value!r} is no id")
    return Markup(before + shown)  # noqa: S704 - checked just here


def _key(value: str) -> Markup:
    """The key of a blank: ids with dots between them."""
    return Markup(".").join(_id(part) for part in value.split("."))


def _words(value: str) -> Markup:
    """A word of our own, such as a column's heading."""
    return write_words(value)


def _coded(value: str) -> Markup:
    """A sentence of our own, with what stands in backticks shown as code."""
    parts = enumerate(str(value).split("`"))
    return html(
        *(html("<code>", escape(p), "</code>") if n % 2 else write_words(p) for n, p in parts)
    )
