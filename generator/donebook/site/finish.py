"""The last look at a built site, before anybody else sees it."""

import re
from collections.abc import Iterator
from pathlib import Path

from donebook.playbook import Playbook

# What a browser fetches on its own while it shows a page, from anywhere but this site.
_FETCHED_FROM_OUTSIDE = re.compile(
    r"<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\ssrc=[\"']?(?:https?:)?//[^\"' >]+"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|preconnect|icon|manifest))"
    r"[^>]*?\shref=[\"']?(?:https?:)?//[^\"' >]+"
)
_NOINDEX = '<meta name="robots" content="noindex'
_PAGES_SHOWN = 5


class SiteRefused(Exception):  # noqa: N818 - a verdict about a site, in its own words
    """The built site breaks a promise; the message names the pages."""


def finish(site: Path, playbook: Playbook) -> None:
    """Check a built site's promises.

    Raises SiteRefused where a page fetches something from outside, or a private playbook's page
    lets itself be indexed, or there is no home page at all.
    """
    broken = list(_broken_promises(site, playbook))
    if broken:
        more = len(broken) - _PAGES_SHOWN
        shown = broken[:_PAGES_SHOWN] + ([f"… and {more} more"] if more > 0 else [])
        raise SiteRefused("\n".join(shown))


def _broken_promises(site: Path, playbook: Playbook) -> Iterator[str]:
    if not (site / "index.html").is_file():
        yield "the site has no home page"
    for place in sorted(site.rglob("*.html")):
        page = place.relative_to(site).as_posix()
        text = place.read_text(encoding="utf-8")
        outside = _FETCHED_FROM_OUTSIDE.search(text)
        if outside:
            yield f"{page} fetches something from outside: {outside[0][:120]}"
        if not playbook.config.publish and _NOINDEX not in text:
            yield f"{page} can be indexed by search engines, and `publish` is false"
