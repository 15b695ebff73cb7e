"""A company's own playbook: the files it starts with, and which of them a newer donebook may renew."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

RECORD = "site-config/donebook.json"


class Unreadable(Exception):  # noqa: N818 - what the record is
    """The record of what was written last time is damaged."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Files to write, and those left as they are because somebody has changed them."""

    files: Mapping[str, bytes]
    kept: tuple[str, ...]


def first(content: Mapping[str, bytes], managed: Mapping[str, bytes], version: str) -> Renewal:
    """All files of a new playbook, with a record of those that donebook looks after."""
    return Renewal({**content, **managed, RECORD: _record(version, _hashes(managed))}, ())


def renewed(
    managed: Mapping[str, bytes], there: Mapping[str, bytes], record: bytes, version: str
) -> Renewal:
    """What a newer donebook changes in a playbook.

    `there` are the managed files as they lie there, `record` what was written last time. A file
    that was changed or deleted since is the company's own.
    """
    known = _known(record)
    files = dict(_to_write(managed, there, known))
    kept = tuple(p for p, new in managed.items() if p not in files and _differs(there.get(p), new))
    ours = {path: content for path, content in managed.items() if path not in kept}
    kept_hashes = {path: known[path] for path in kept if path in known}
    return Renewal({**files, RECORD: _record(version, {**_hashes(ours), **kept_hashes})}, kept)


def _to_write(
    managed: Mapping[str, bytes], there: Mapping[str, bytes], known: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for path, new in managed.items():
        old = there.get(path)
        is_untouched = known.get(path) == _hash(old) if old is not None else path not in known
        if is_untouched and _differs(old, new):
            yield path, new


def _differs(old: bytes | None, new: bytes) -> bool:
    return old is None or _hash(old) != _hash(new)


def _known(record: bytes) -> Mapping[str, str]:
    try:
        files = json.loads(record)["files"]
        return {str(path): str(content) for path, content in files.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable from None


def _record(version: str, hashes: Mapping[str, str]) -> bytes:
    about = "Files that `donebook new site .` may renew; one that you have changed stays yours."
    values = {"about": about, "donebook": version, "files": dict(sorted(hashes.items()))}
    return (json.dumps(values, indent=1) + "\n").encode()


def _hashes(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {path: _hash(content) for path, content in files.items()}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]
