"""What a page is made of besides its texts: elements, the names of attributes, where links lead."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

# What the Markdown of an author may become, without an attribute.
ALLOWED = frozenset(("p", "strong", "em", "ul", "ol", "li", "br", "hr", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td"))  # fmt: skip
_LEADS = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")

Part = tuple[str, tuple[str, ...], str]
"""An element, its attributes, and the scheme and host of what it leads to or loads."""


class Skeleton(HTMLParser):
    """The parts of a page, and how often each is there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: Counter[Part] = Counter()
        self._texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(sorted(name for name, _ in attrs))
        ways = {_way(value or "") for name, value in attrs if name in _LEADS}
        if attrs or tag not in ALLOWED:
            self.parts[tag, names, " ".join(sorted(ways))] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALLOWED:
            self.parts[f"/{tag}", (), ""] += 1

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @property
    def text(self) -> str:
        """All texts, with single spaces."""
        return " ".join("".join(self._texts).split())

    def handle_comment(self, data: str) -> None:
        self.parts["<!--", (), ""] += 1


def _way(address: str) -> str:
    """A place of the page, a page of the site, or the scheme and the host."""
    try:
        parted = urlsplit(address.strip())
    except ValueError:
        return "broken"
    if not parted.scheme and not parted.netloc:
        return "#" if address.startswith("#") else "own"
    return f"{parted.scheme}://{parted.netloc}"
