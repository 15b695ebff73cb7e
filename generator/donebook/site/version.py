"""Which version of a site this is: a number made from all its files, and a script that says it."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from donebook.playbook import Playbook

# Not part of the version, or only known after it.
_BESIDE = ("sitemap.xml", "sitemap.xml.gz", "sw.js", "_headers")
_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Version:
    """`id` changes with any file of the site; `day` is the newest review, as an ISO date."""

    id: str
    day: str


def site_files(site: Path) -> list[str]:
    """The files that make the site, as paths from its root, in order."""
    found = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    return sorted(p for p in found if p not in _BESIDE and not p.endswith(".map"))


def version_of(site: Path, playbook: Playbook) -> Version:
    """The version of a site that is built and doesn't say it yet."""
    whole = hashlib.sha256()
    for path in site_files(site):
        digest = hashlib.sha256((site / path).read_bytes()).hexdigest()
        whole.update(f"{path} {digest}\n".encode())
    days = [entry.reviewed.isoformat() for entry in playbook.entries.values()]
    return Version(whole.hexdigest()[:_DIGITS], max(days, default=""))


def version_script(version: Version) -> str:
    """A script that sets `donebookVersion`."""
    return f"window.donebookVersion = {json.dumps({'id': version.id, 'day': version.day})};\n"
