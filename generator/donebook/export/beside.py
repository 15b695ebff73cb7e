"""Markdown beside the pages of entries, with links that lead from one to the next."""

import posixpath
import re
from collections.abc import Callable, Mapping

from donebook.export.markdown import Lead, as_markdown
from donebook.pages import Rendered, View, address
from donebook.playbook import Playbook

# Where a page or file lies, as seen from a page of ours; none where nobody could follow it.
Outside = Callable[[str, str], str | None]
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ENDS_A_LINK = str.maketrans({"(": "%28", ")": "%29", " ": "%20"})


def on_site(target: str, page: str) -> str:
    """The link to a page of a site, or to a file of it, from the Markdown beside another."""
    return "../" * page.count("/") + address.url(target)


def away_from(site: str | None) -> Outside:
    """Links from a folder of Markdown alone: to the site, where it has an address."""

    def lead(target: str, page: str) -> str | None:
        del page
        return f"{site.rstrip('/')}/{address.url(target)}" if site else None

    return lead


class Beside:
    """Makes the Markdown of each entry.

    `pages` are all pages, rendered for `view`. What they link to beyond entries is left to `outside`.
    """

    def __init__(
        self, playbook: Playbook, pages: Mapping[str, Rendered], view: View, outside: Outside
    ) -> None:
        self.paths = tuple(address.of_entry(entry) for entry in playbook.entries.values())
        self._pages, self._view, self._outside = pages, view, outside
        self._beside = frozenset(self.paths)
        self._known = {address.url(path, view).rstrip("/"): path for path in pages}

    @property
    def leading(self) -> str:
        """What decides, besides a page itself, where its links lead."""
        return f"{self._view} {sorted(self._known)} {self.paths}"

    def body(self, path: str) -> str:
        """The page as HTML."""
        return self._pages[path].body

    def text(self, path: str) -> str:
        """The page as Markdown."""
        return as_markdown(self.body(path), self._lead(path))

    def _lead(self, page: str) -> Lead:
        place = address.url(page, self._view).rpartition("/")[0]

        def lead(href: str) -> str | None:
            if _ELSEWHERE.match(href):
                return href.translate(_ENDS_A_LINK)
            path, _, anchor = href.partition("#")
            if not path:
                return None  # the headings of Markdown have other anchors
            found = posixpath.normpath(f"{place}/{path}").lstrip("/")
            target = self._known.get("" if found == "." else found, found)
            if target in self._beside:
                return address.link(target, page, View.SOURCE)
            where = self._outside(target, page)
            return f"{where}#{anchor}" if where and anchor else where

        return lead
