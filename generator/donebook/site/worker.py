"""The service worker: what the browser keeps, so that the playbook works without a network."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from donebook.model import KINDS
from donebook.site.version import Version

WORKER = "sw.js"
# What is kept at once: beyond it, entries' pages and PDFs are kept when they have been opened.
MOST_PAGES, MOST_PRINT = 150_000_000, 10_000_000  # bytes, before compression
_FOLDERS = tuple(f"{kind.folder}/" for kind in KINDS.values())
# Taking the place of a worker that was here before, it lets go of everything.
RETIRED = """\
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  event.waitUntil(self.registration.unregister()
    .then(function () { return caches.keys(); })
    .then(function (names) { return Promise.all(names.map(function (name) { return caches.delete(name); })); }));
});
"""


def worker(site: Path, files: Sequence[str], version: Version, assets: str) -> str:
    """The worker's script; `assets` is the folder of scripts, from the site's root."""
    kept = list(_kept(site, files))
    told = json.dumps({"version": version.id, "files": kept}, separators=(",", ":"))
    return f'self.donebookSite = {told};\nimportScripts("{assets}/app.js");\n'


def _kept(site: Path, files: Sequence[str]) -> Iterator[str]:
    pages = [path for path in files if path.endswith(".html")]
    prints = [path for path in files if path.endswith(".pdf")]
    has_pages = _size(site, pages) <= MOST_PAGES
    has_prints = has_pages and _size(site, prints) <= MOST_PRINT
    for path in files:
        if path.endswith(".pdf"):
            is_kept = has_prints
        else:
            is_kept = has_pages or not (path.endswith(".html") and path.startswith(_FOLDERS))
        if is_kept:
            yield path.removesuffix("index.html")


def _size(site: Path, paths: Sequence[str]) -> int:
    return sum((site / path).stat().st_size for path in paths)
