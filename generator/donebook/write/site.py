"""A company's own playbook: what is written where there is none yet, and what is renewed later.

Paths are from the playbook's folder. One that begins with a slash is from the top of the larger
repository that the folder lies in.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from donebook.write.starter import LIST, VENDOR, Begins, Starter, is_vendored

RECORD = "site-config/donebook.json"


class Unreadable(Exception):  # noqa: N818 - what the record is
    """The record of what was written last time is damaged."""


@dataclass(frozen=True, slots=True)
class Record:
    """What donebook has written, as a hash by path, and whether it got to the end.

    While it hasn't, `begins` says with which entries the playbook was begun. `version` is that of
    the donebook that wrote them. `ours` are the texts that files would have had which somebody
    keeps as they are, so that the next version can say what is new.
    """

    files: Mapping[str, str]
    is_finished: bool
    begins: Begins | None = None
    version: str = ""
    ours: Mapping[str, str] = field(default_factory=dict)

    def has(self, path: str, content: bytes | None) -> bool:
        """Whether a file is as donebook wrote it."""
        return content is not None and self.files.get(path) == _hash(content)


@dataclass(frozen=True, slots=True)
class Renewal:
    """Files to write, files to remove, and files that stay because somebody wrote them.

    `record` is what donebook will have written afterwards.
    """

    files: Mapping[str, bytes]
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    record: Record


NOTHING_YET = Record({}, is_finished=False)


def renewal(starter: Starter, there: Mapping[str, bytes], record: Record) -> Renewal:
    """What is to be done so that a folder holds what this donebook gives a playbook.

    `there` are the files of the starter and of the record as they lie there. Only a playbook that
    is not finished gets the starter's own files; of the others, one that was changed or deleted is
    the company's. The copy of donebook goes with the list that names it.
    """
    files = {} if record.is_finished else {p: c for p, c in starter.own.items() if p not in there}
    files |= _to_write(starter.managed, there, record)
    kept = [
        p for p, new in starter.managed.items() if p not in files and _differs(there.get(p), new)
    ]
    wheel, stays = _copy(starter, there, kept)
    files |= {path: new for path, new in wheel.items() if there.get(path) != new}
    made = {**starter.managed, **wheel}
    known = {path: _hash(new) for path, new in made.items() if path not in kept}
    known |= {p: record.files[p] for p in (*kept, *stays) if p in record.files}
    old = [path for path in record.files if path not in known]
    return Renewal(
        files,
        tuple(path for path in old if record.has(path, there.get(path))),
        tuple(kept),
        Record(
            known,
            is_finished=True,
            ours={path: starter.managed[path].decode() for path in kept if path in there},
        ),
    )


def _to_write(
    managed: Mapping[str, bytes], there: Mapping[str, bytes], record: Record
) -> Iterator[tuple[str, bytes]]:
    for path, new in managed.items():
        old = there.get(path)
        if old is None:
            is_ours = not record.is_finished or path not in record.files
        else:
            is_ours = record.has(path, old)
        if is_ours and _differs(old, new):
            yield path, new


def _copy(
    starter: Starter, there: Mapping[str, bytes], kept: list[str]
) -> tuple[Mapping[str, bytes], list[str]]:
    """The copy of donebook that belongs there, and those that stay because a list names them.

    A company that takes donebook from elsewhere has none.
    """
    if LIST not in kept:
        return starter.wheel, []
    if not is_vendored(there.get(LIST, b"").decode("utf-8", "replace")):
        return {}, []
    named = [path for path in there if path.startswith(VENDOR)]
    return {p: c for p, c in starter.wheel.items() if p not in there}, named


def read_record(text: bytes) -> Record:
    """The record of an earlier run. Raises Unreadable."""
    try:
        values = json.loads(text)
        files = {str(path): str(content) for path, content in values["files"].items()}
        begins = values.get("begins")
        begins = begins if begins in get_args(Begins) else None
        ours = {str(p): "".join(map(str, lines)) for p, lines in values.get("ours", {}).items()}
        is_finished, version = values.get("finished", True) is True, values.get("donebook", "")
        return Record(files, is_finished, begins, str(version), ours)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable from None


def record_text(record: Record, version: str) -> bytes:
    """The record as it is kept."""
    about = "Files that `donebook upgrade` may renew; one that you have changed stays yours."
    values = {
        "about": about,
        "donebook": version,
        "finished": record.is_finished,
        **({"begins": record.begins} if record.begins else {}),
        "files": dict(sorted(record.files.items())),
        **(
            {"ours": {p: t.splitlines(keepends=True) for p, t in sorted(record.ours.items())}}
            if record.ours
            else {}
        ),
    }
    return (json.dumps(values, indent=1) + "\n").encode()


def begun(record: Record, begins: Begins) -> Record:
    """The same while the files are being written, so that a run that dies can be continued."""
    return replace(record, is_finished=False, begins=begins)


def _differs(old: bytes | None, new: bytes) -> bool:
    return old is None or _hash(old) != _hash(new)


def _hash(content: bytes) -> str:
    """A hash that doesn't depend on a checkout's line ends."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]
