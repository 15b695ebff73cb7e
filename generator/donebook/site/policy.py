"""The content security policy: what a page may load and run, enforced by the browser.

Only what the site itself brings is allowed. The theme has a few scripts inside its pages, and the
page for addresses that lead nowhere its styles in its head; each is allowed by the hash of exactly
its text, so that no other counts (W3C, Content Security Policy Level 3). Frames and content types can't be ruled from inside a page: a host that reads `_headers`
sends these.
"""

import base64
import hashlib
import re
from functools import lru_cache
from html.parser import HTMLParser

from donebook.cms import origins
from donebook.config import Cms

# In lower case: to look for both costs three times as much.
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_INLINE_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_BODY = re.compile(r"</head>|<body\b", re.IGNORECASE)
_DATA = re.compile(rb"\btype=[\"']?application/(?:ld\+)?json")
_HEAD = re.compile(r"<meta charset=[^>]*>|<head\b[^>]*>(?!\s*<meta charset)", re.IGNORECASE)
# The quick look at a whole page in lower case; only where it finds something, each tag is read.
_SUSPECT = re.compile(
    r"<style|[\s\"'/](?:style|on[a-z]+)\s*="
    r"|(?:href|src|action|data)\s*=\s*[\"']?\s*[j&\x00-\x20]"
)
_LEADS = frozenset({"href", "xlink:href", "src", "action", "formaction", "data"})
_MOST_HARMLESS = (
    50_000  # what pages share is among the first; of each page's own, memory has no end
)
# Browsers leave these out of an address before they read it (WHATWG, URL).
_LEFT_OUT = re.compile(r"[\x00-\x20]")
REST = (
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)


def policy(page: str) -> str:
    """The policy of one page, given as HTML."""
    scripts = " ".join(["script-src 'self'", *(_hash(script) for script in _scripts(page))])
    styles = " ".join(["style-src 'self'", *(_hash(style) for style in _styles(page))])
    return f"default-src 'none'; {scripts}; {styles}; {REST}"


def forms_policy(cms: Cms) -> str:
    """The policy of the page of forms, which may also ask the code host, and which makes styles as it runs.

    It belongs to that page alone. What it loads is known by its hash (`cms/bundle.py`).
    """
    data, pictures = (" ".join(found) for found in origins(cms))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' blob: data: {pictures}; connect-src 'self' blob: data: {data}; "
        "worker-src 'self' blob:; manifest-src 'self' blob: data:; base-uri 'none'; form-action 'none'"
    )


def with_policy(page: str, own: str | None = None) -> str | None:
    """A page with its policy before everything that it rules; none where it has no place for it.

    One that has its policy stays as it is.
    """
    meta = _meta(page, own)
    if meta in page:
        return page
    metas = f'{meta}<meta name="referrer" content="no-referrer">'
    ruled, done = _HEAD.subn(lambda head: head[0] + metas, page, count=1)
    return ruled if done else None


def not_allowed(page: str, harmless: set[str]) -> str | None:
    """The first tag in a page that its policy would stop.

    `harmless` are tags with the text behind them in which nothing was found before, and takes up
    those of this page: pages of a site share most of them.
    """
    new = set(page.split("<")) - harmless
    if not _SUSPECT.search("<".join(("", *new)).lower()):
        if len(harmless) < _MOST_HARMLESS:
            harmless |= new
        return None
    tags = _Tags()
    tags.feed(page)
    return tags.stopped


class _Tags(HTMLParser):
    """Reads tags as a browser does, with their values decoded, and keeps the first one stopped."""

    stopped: str | None = None
    _in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_head = tag == "head" or (self._in_head and tag != "body")
        is_stopped = (tag == "style" and not self._in_head) or any(
            _is_stopped(name, value or "") for name, value in attrs
        )
        if is_stopped and self.stopped is None:
            self.stopped = self.get_starttag_text()

    def handle_endtag(self, tag: str) -> None:
        self._in_head = self._in_head and tag != "head"


def _is_stopped(name: str, value: str) -> bool:
    if name in _LEADS:
        return _LEFT_OUT.sub("", value).lower().startswith("javascript:")
    return name == "style" or name.startswith("on")


def _meta(page: str, own: str | None = None) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{own or policy(page)}">'


def _scripts(page: str) -> list[str]:
    whole = page.encode()
    found = (
        whole[slice(*tag.span(2))].decode()
        for tag in _INLINE_SCRIPT.finditer(whole.lower())
        if not _DATA.search(tag[1])
    )
    return list(dict.fromkeys(found))


def _styles(page: str) -> list[str]:
    """The styles in a page's head; in its body none is allowed."""
    body = _BODY.search(page)
    return list(dict.fromkeys(_INLINE_STYLE.findall(page[: body.start()] if body else "")))


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
