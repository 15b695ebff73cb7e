"""The service worker: what the browser keeps, so that the playbook works without a network."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from donebook.markup import as_script
from donebook.model import KINDS
from donebook.site.copies import not_for_readers
from donebook.site.generate import ASSETS
from donebook.site.listing import sha256
from donebook.site.version import FOR_HOSTS, Version

# What is kept at once: beyond it, entries' pages and PDFs are kept when they have been opened.
MOST_PAGES, MOST_PRINT = 150_000_000, 10_000_000  # bytes, before compression
# Taking the place of a worker that was here before, it lets go of everything that one has kept.
RETIRED = """\
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  var ours = "donebook " + new URL(self.registration.scope).pathname + " ";
  event.waitUntil(self.registration.unregister()
    .then(function () { return caches.keys(); })
    .then(function (names) { return Promise.all(names.filter(function (name) { return name.startsWith(ours); }).map(function (name) { return caches.delete(name); })); }));
});
"""


def worker(
    site: Path, files: Iterable[str], list_text: str, version: Version, days: int | None
) -> str:
    """The worker's script.

    `files` are the paths of the site, `list_text` is the list that the worker checks them against,
    and `days` says how long what is kept outlasts the last answer of the site; None is for ever,
    and 0 keeps nothing.
    """
    if days == 0:
        return RETIRED
    told = {
        "version": version.id,
        "list": sha256(list_text.encode()),
        "later": [*FOR_HOSTS, *not_for_readers(files), *_later(site, files)],
        "days": days,
    }
    return f'{as_script("site", told)}importScripts("{ASSETS}/app.js");\n'


def _later(site: Path, files: Iterable[str]) -> Iterator[str]:
    """What is kept only once it has been opened: folders, with a slash, and endings, with a dot."""
    paths = tuple(files)
    has_pages = _size(site, paths, ".html") <= MOST_PAGES
    if not has_pages:
        yield from (f"{kind.folder}/" for kind in KINDS.values())
    if not has_pages or _size(site, paths, ".pdf") > MOST_PRINT:
        yield ".pdf"


def _size(site: Path, paths: Iterable[str], ending: str) -> int:
    return sum((site / path).stat().st_size for path in paths if path.endswith(ending))
