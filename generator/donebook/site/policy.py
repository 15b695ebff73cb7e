"""The content security policy: what a page may load and run, enforced by the browser.

Only what the site itself brings is allowed. The theme has a few scripts inside its pages; each is
allowed by the hash of exactly its text, so that no other can run (W3C, Content Security Policy
Level 3). Frames and content types can't be ruled from inside a page: a host that reads `_headers`
sends these.
"""

import base64
import hashlib
import re

_INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_DATA = re.compile(r"\btype=[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_HEAD = re.compile(r"<meta charset=[^>]*>|<head\b[^>]*>(?!\s*<meta charset)", re.IGNORECASE)
_TAG = re.compile(r"<[a-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
# First the quick look at a whole page, then the careful one at a tag without its values.
_SUSPECT = re.compile(r"[\s\"'](?:style|on[a-z]+)\s*=|<style\b|javascript:", re.IGNORECASE)
_STOPPED = re.compile(r"\s(?:style|on[a-z]+)\s*=|<style\b", re.IGNORECASE)
_RUNS = re.compile(r"\b(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE)
REST = (
    "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
MARK = '<meta http-equiv="Content-Security-Policy"'

HEADERS = """\
/*
  Content-Security-Policy: frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: no-referrer
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/sw.js
  Cache-Control: no-cache
"""


def policy(page: str) -> str:
    """The policy of one page, given as HTML."""
    hashes = " ".join(_hash(script) for script in _scripts(page))
    return f"default-src 'none'; script-src 'self' {hashes}; {REST}".replace(" ;", ";")


def with_policy(page: str) -> str:
    """A page with its policy before everything that it rules; one that has it stays as it is."""
    if MARK in page:
        return page
    metas = f'{MARK} content="{policy(page)}"><meta name="referrer" content="no-referrer">'
    return _HEAD.sub(lambda head: head[0] + metas, page, count=1)


def not_allowed(page: str) -> str | None:
    """The first thing in a page that its policy would stop."""
    if not _SUSPECT.search(page):
        return None
    tags = _TAG.findall(_INLINE_SCRIPT.sub("", page))
    return next((t for t in tags if _STOPPED.search(_VALUE.sub("=", t)) or _RUNS.search(t)), None)


def _scripts(page: str) -> list[str]:
    found = (
        text for attributes, text in _INLINE_SCRIPT.findall(page) if not _DATA.search(attributes)
    )
    return list(dict.fromkeys(found))


def _hash(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
