"""What the changelog asks of those who look after a playbook, by version."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from donebook.write.given import is_older

HEADING = "What an editor must do"
_VERSION = re.compile(r"^## (\S+).*$", re.MULTILINE)
_PART = re.compile(rf"^### {HEADING}\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


class ToDo(NamedTuple):
    """What one version asks, as it is written in the changelog."""

    version: str
    text: str


def to_do(changelog: str, since: str) -> Iterator[ToDo]:
    """What each version asks that is newer than `since`, the newest first."""
    found = list(_VERSION.finditer(changelog))
    for this, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(changelog)
        asked = _PART.search(changelog, this.end(), end)
        if asked and is_older(since, this[1]):
            yield ToDo(this[1], asked[1].strip())
