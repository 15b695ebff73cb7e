"""What a built site gets before anybody sees it: policy, version, list, worker, and a last look."""

import re
from collections.abc import Iterator
from pathlib import Path

from donebook.files import write_whole
from donebook.playbook import Playbook
from donebook.site.listing import LIST, WORKER, list_text, listed
from donebook.site.policy import HEADERS, has_policy, not_allowed, with_policy
from donebook.site.unused import remove_unused
from donebook.site.version import SCRIPT, Version, version_of, version_script
from donebook.site.worker import RETIRED, worker

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
    """Give a built site its policy, its version, its list and its worker, and check its promises.

    Raises SiteRefused where a page fetches something from outside, or holds what its policy
    would stop, or a private playbook's page lets itself be indexed, or there is no home page.
    """
    remove_unused(site)
    _rule(site)
    (site / "_headers").write_text(HEADERS, encoding="utf-8")
    version = write_version(site, playbook)
    files = listed(site)
    text = list_text(files)
    (site / LIST).write_text(text, encoding="utf-8")
    script = worker(site, files, text, version, playbook.config.offline)
    (site / WORKER).write_text(script, encoding="utf-8")
    _refuse(_broken_promises(site, playbook))


def finish_folder(site: Path, playbook: Playbook) -> None:
    """The same for a site that is opened from a folder: no host, and no worker. Raises SiteRefused."""
    remove_unused(site)
    _rule(site)
    write_version(site, playbook)
    _refuse(_broken_promises(site, playbook))


def finish_served(site: Path, playbook: Playbook) -> None:
    """The same for a site that is being edited: without a policy, which would stop live reload.

    A worker that another site has left at this address would show that one's pages for ever; the
    one written here makes it let go. Raises SiteRefused.
    """
    (site / WORKER).write_text(RETIRED, encoding="utf-8")
    _refuse(_broken_promises(site, playbook, is_ruled=False))


def write_version(site: Path, playbook: Playbook) -> Version:
    """Write the script that says the version of a site."""
    version = version_of(listed(site), playbook)
    script = version_script(version, is_kept=playbook.config.offline != 0)
    write_whole(site / SCRIPT, script.encode())
    return version


def _rule(site: Path) -> None:
    for place in site.rglob("*.html"):
        page = place.read_text(encoding="utf-8")
        place.write_text(with_policy(page), encoding="utf-8")


def _refuse(broken: Iterator[str]) -> None:
    found = list(broken)
    if found:
        more = len(found) - _PAGES_SHOWN
        shown = found[:_PAGES_SHOWN] + ([f"… and {more} more"] if more > 0 else [])
        raise SiteRefused("\n".join(shown))


def _broken_promises(site: Path, playbook: Playbook, *, is_ruled: bool = True) -> Iterator[str]:
    if not (site / "index.html").is_file():
        yield "the site has no home page"
    for place in sorted(site.rglob("*.html")):
        page = place.relative_to(site).as_posix()
        text = place.read_text(encoding="utf-8")
        outside = _FETCHED_FROM_OUTSIDE.search(text)
        if outside:
            yield f"{page} fetches something from outside: {outside[0][:120]}"
        stopped = not_allowed(text)
        if stopped:
            yield f"{page} holds what its content security policy stops: {stopped[:120]}"
        if is_ruled and not has_policy(text):
            yield f"{page} has no content security policy that fits it"
        if not playbook.config.publish and _NOINDEX not in text:
            yield f"{page} can be indexed by search engines, and `publish` is false"
