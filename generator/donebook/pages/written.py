"""The one way from the Markdown of a company's own page to HTML.

markdown-it writes it, and no HTML of an author's. Before that, links and pictures become what they
are on the site, and headings get their place below the page's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from markdown_it.token import Token
from markupsafe import Markup

from donebook.linked import place_of, target_of
from donebook.model import CONTENT, Key, OwnPage
from donebook.pages import address
from donebook.pages.address import View
from donebook.prose import Headed, Linked, headings, parser
from donebook.text import PRODUCT


def picture_path(file: str) -> str:
    """Where a picture lies on the site, by its path from the project root."""
    return file.removeprefix(f"{CONTENT}/")


def write_page(page: OwnPage, leads: Mapping[Key, str], product: str, view: View) -> Markup:
    """The text of a page as HTML; `leads` are the pages of the entries that it links to."""
    reads = parser()
    tokens = reads.parse(page.text.replace(PRODUCT, product))
    _place(tokens, headings(page.text))
    for token in tokens:
        if token.type in ("th_open", "td_open"):
            token.attrs.pop("style", None)  # no page has a style of its own
        if token.children:
            token.children = list(_Line(page, leads, view).tokens(token.children))
    written = reads.renderer.render(tokens, reads.options, {})
    return Markup(_in_frames(written))  # noqa: S704 - markdown-it escapes what authors typed


def _place(tokens: Sequence[Token], heads: Sequence[Headed]) -> None:
    """Give each heading its level and anchor."""
    waiting = iter(heads)
    for token in tokens:
        if token.type == "heading_open":
            head = next(waiting)
            token.attrs["id"] = head.anchor
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{head.level}"


def _in_frames(written: str) -> str:
    """Wide tables scroll by themselves. Text has no < of its own here."""
    framed = written.replace("<table>", '<div class="db-table">\n<table>')
    return framed.replace("</table>", "</table>\n</div>")


class _Line:
    """Makes the links and pictures of a line of text what they are on the site."""

    def __init__(self, page: OwnPage, leads: Mapping[Key, str], view: View) -> None:
        self._page = page
        self._leads = leads
        self._view = view

    def tokens(self, given: Sequence[Token]) -> Iterator[Token]:
        is_link = False  # whether what is open now is written as a link
        for token in given:
            if token.type == "link_open":
                target = self._target(Linked(str(token.attrs["href"]), 0, None, is_picture=False))
                is_link = target is not None
                token.attrs["href"] = target or ""
            if token.type == "image":
                yield self._picture(token)
            elif is_link or token.type not in ("link_open", "link_close"):
                yield token

    def _target(self, found: Linked) -> str | None:
        """Where a link leads to from the page; none where it can't be followed."""
        if found.is_outside:
            return found.address if found.is_safe else None
        if not found.path:
            return found.address
        key = target_of(self._page.path, found)
        if key is None or key not in self._leads:
            return None
        way = self._way(self._leads[key])
        return f"{way}#{found.anchor}" if found.anchor else way

    def _picture(self, token: Token) -> Token:
        """A picture next to the page; of any other, what it is said to show."""
        found = Linked(str(token.attrs["src"]), 0, None, is_picture=True)
        if found.is_outside:
            return Token("text", "", 0, content=token.content)
        token.attrs["src"] = quote(self._way(picture_path(place_of(self._page.path, found))))
        token.attrs["loading"] = "lazy"
        return token

    def _way(self, target: str) -> str:
        return address.link(target, address.of_entry(self._page), self._view)
