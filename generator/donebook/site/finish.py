"""What a built site gets before anybody sees it: policy, version, list, worker, and a last look."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from donebook.files import write_whole
from donebook.hosting import headers_file
from donebook.playbook import Playbook
from donebook.site.forms import PAGE
from donebook.site.listing import LIST, WORKER, list_text, listed, sha256
from donebook.site.policy import forms_policy, not_allowed, with_policy
from donebook.site.unused import assets_named, remove_unused
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
NO_PAGES: Mapping[str, "Ruled"] = MappingProxyType({})


class SiteRefused(Exception):  # noqa: N818 - a verdict about a site, in its own words
    """The built site breaks a promise; the message names the pages."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A page that has its policy: the assets that it names, and a sentence for each promise that it breaks."""

    named: frozenset[str]
    broken: tuple[str, ...]


def finish(
    site: Path,
    playbook: Playbook,
    copies: Collection[str] = (),
    ruled: Mapping[str, Ruled] = NO_PAGES,
) -> None:
    """Give a built site its policy, its version, its list and its worker, and check its promises.

    `copies` are the paths of files for other programs. No reader sees them, so no version changes with
    them. `ruled` are pages that have their policy already, by the paths of their files.

    Raises SiteRefused where a page fetches something from outside, or holds what its policy
    would stop, or a private playbook's page lets itself be indexed, or there is no home page.
    """
    _rule(site, playbook, ruled)
    config = playbook.config
    forms = forms_policy(config.cms) if config.cms else None
    sent = headers_file(config.embed_in, is_public=config.publish, forms=forms)
    (site / "_headers").write_text(sent, encoding="utf-8")
    files, version = write_version(site, playbook, copies)
    text = list_text(files)
    (site / LIST).write_text(text, encoding="utf-8")
    script = worker(site, files, text, version, config.offline)
    (site / WORKER).write_text(script, encoding="utf-8")


def finish_folder(site: Path, playbook: Playbook) -> None:
    """The same for a site that is opened from a folder: no host, and no worker. Raises SiteRefused."""
    _rule(site, playbook, NO_PAGES)
    write_version(site, playbook)


def finish_served(site: Path, playbook: Playbook) -> None:
    """The same for a site that is being edited: without a policy, which would stop live reload.

    A worker that another site has left at this address would show that one's pages for ever; the
    one written here makes it let go. Raises SiteRefused.
    """
    (site / WORKER).write_text(RETIRED, encoding="utf-8")
    write_whole(site / SCRIPT, b"")  # it says of no version that it is one
    pages = (place.relative_to(site).as_posix() for place in _pages(site))
    finish_pages(site, pages, playbook, set())


def finish_pages(site: Path, pages: Iterable[str], playbook: Playbook, harmless: set[str]) -> None:
    """The same for some pages that were built anew, by their paths. Raises SiteRefused.

    `harmless` are tags in which nothing was found before, and takes up those of these pages.
    """
    promises = _Promises(playbook, harmless)
    refuse([said for page in pages for said in promises.broken(page, _text(site / page))])


def refuse(found: Sequence[str]) -> None:
    """Raises SiteRefused with the first of what was found wrong with a site, if anything was."""
    if found:
        more = len(found) - _PAGES_SHOWN
        shown = [*found[:_PAGES_SHOWN], *([f"… and {more} more"] if more > 0 else [])]
        raise SiteRefused("\n".join(shown))


def write_version(
    site: Path, playbook: Playbook, copies: Collection[str] = ()
) -> tuple[dict[str, str], Version]:
    """Write the script that says the version of a site; its list of files with the script, and the version."""
    files = listed(site)
    seen = {path: digest for path, digest in files.items() if path not in copies}
    version = version_of(seen, playbook)
    script = version_script(version, is_kept=playbook.config.offline != 0).encode()
    write_whole(site / SCRIPT, script)
    return dict(sorted({**files, SCRIPT: sha256(script)}.items())), version


class Ruler:
    """Gives pages their policy, one by one."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._promises = _Promises(playbook, set())

    def rule(self, path: str, page: str) -> tuple[str, Ruled]:
        """The same page with its policy, and what there is to say of it; `path` is that of its file."""
        ruled = with_policy(page, _own_policy(path, self._playbook))
        lacks = () if ruled else (f"{path} has no content security policy that fits it",)
        broken = (*lacks, *self._promises.broken(path, ruled or page))
        return ruled or page, Ruled(frozenset(assets_named(page)), broken)


def _rule(site: Path, playbook: Playbook, known: Mapping[str, Ruled]) -> None:
    """Give each page its policy, remove what none of them names, and check what they promise."""
    ruler, ruled = Ruler(playbook), dict(known)
    pages = [place.relative_to(site).as_posix() for place in _pages(site)]
    for path in (path for path in pages if path not in known):
        page, ruled[path] = ruler.rule(path, _text(site / path))
        (site / path).write_text(page, encoding="utf-8")
    missing = [] if (site / "index.html").is_file() else ["the site has no home page"]
    refuse([*missing, *(said for path in pages for said in ruled[path].broken)])
    remove_unused(site, {name for page in ruled.values() for name in page.named})


def _text(place: Path) -> str:
    return place.read_text(encoding="utf-8")


def _own_policy(path: str, playbook: Playbook) -> str | None:
    """The policy of a page that isn't ruled by what it holds: that of forms, where the settings ask for them."""
    cms = playbook.config.cms
    return forms_policy(cms) if cms and path == PAGE else None


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


class _Promises:
    """Looks at pages one by one, for what each breaks."""

    def __init__(self, playbook: Playbook, harmless: set[str]) -> None:
        self._playbook = playbook
        self._is_public = playbook.config.publish
        self._harmless = harmless

    def broken(self, path: str, page: str) -> Iterator[str]:
        """A sentence for each promise that a page breaks."""
        outside = _FETCHED_FROM_OUTSIDE.search(page)
        if outside:
            yield f"{path} fetches something from outside: {outside[0][:120]}"
        stopped = not_allowed(page, self._harmless)
        if stopped:
            yield f"{path} holds what its content security policy stops: {stopped[:120]}"
        if not self._is_public and _NOINDEX not in page:
            yield f"{path} can be indexed by search engines, and `publish` is false"
