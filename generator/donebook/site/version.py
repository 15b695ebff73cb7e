"""Which version of a site this is: a number made from all its files, and a script that says it."""

from collections.abc import Mapping
from dataclasses import dataclass

from donebook.markup import as_script
from donebook.playbook import Playbook
from donebook.site.generate import ASSETS
from donebook.site.listing import sha256

SCRIPT = f"{ASSETS}/version.js"
# For hosts and search engines: no reader sees them, and no version changes with them.
FOR_HOSTS = ("_headers", "sitemap.xml", "sitemap.xml.gz")
_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Version:
    """`id` changes with any file that readers see; `day` is the newest review, as an ISO date.

    There is no such day while some entries were never reviewed: it would speak for them, too.
    """

    id: str
    day: str


def version_of(files: Mapping[str, str], playbook: Playbook) -> Version:
    """The version of a site, from the hashes of its files by their paths."""
    apart = (SCRIPT, *FOR_HOSTS)
    seen = (f"{path} {digest}\n" for path, digest in files.items() if path not in apart)
    days = [entry.reviewed for entry in playbook.entries.values()]
    known = [day.isoformat() for day in days if day]
    newest = max(known, default="") if len(known) == len(days) else ""
    return Version(sha256("".join(seen).encode())[:_DIGITS], newest)


def version_script(version: Version, *, is_kept: bool) -> str:
    """The version as a script of data; `is_kept` says whether browsers keep the site."""
    told = {"id": version.id, "day": version.day, "isKept": is_kept}
    return as_script("version", told)
