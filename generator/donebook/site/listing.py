"""The list of a site's files: `files.json` names each with the SHA-256 of its bytes.

Whoever has the list can tell a file of the site from a login page, an error, or what a host has
made of it. The list leaves out itself and the worker, which names the list's own hash: by this
chain the worker vouches for every file. The page of forms isn't on it either: it is for editors, who
have a network, and large, so no browser keeps it.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from donebook.site.forms import is_form

LIST = "files.json"
WORKER = "sw.js"


class Difference(StrEnum):
    """How a file of a site differs from what its playbook makes now."""

    CHANGED = "changed"
    MISSING = "missing"
    STRANGE = "not made by this playbook"


def listed(site: Path) -> dict[str, str]:
    """Each file of a site with the SHA-256 of its bytes in hex, by its path from the root, in order."""
    apart = (LIST, WORKER)
    return {p: digest for p, digest in _all(site).items() if p not in apart and not is_form(p)}


def differences(site: Path, made: Path) -> dict[str, Difference]:
    """What differs between a site and the same made anew, by path, in order; the list and worker too."""
    there, wanted = _all(site), _all(made)
    return {
        path: Difference.MISSING
        if path not in there
        else Difference.STRANGE
        if path not in wanted
        else Difference.CHANGED
        for path in sorted({*there, *wanted})
        if there.get(path) != wanted.get(path)
    }


def _all(site: Path) -> dict[str, str]:
    paths = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    return {path: sha256((site / path).read_bytes()) for path in paths}


def list_text(files: Mapping[str, str]) -> str:
    """The list as JSON, the same bytes for the same files."""
    return json.dumps(files, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
