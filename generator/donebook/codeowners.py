"""CODEOWNERS: who is asked about a change to which entry, from the owners' handles.

GitHub and GitLab both read it at the top of a repository; the last line that fits a path counts.
"""

from collections import Counter
from collections.abc import Iterator

from donebook.model import KINDS
from donebook.playbook import Playbook

CODEOWNERS = "CODEOWNERS"
HEAD = "# Made by `donebook new codeowners` from the owners in site-config/playbook.yaml."


def codeowners(playbook: Playbook, prefix: str = "") -> str | None:
    """The file's text; none where no owner has a handle.

    `prefix` is the playbook's path in its repository. A folder's line names the owner of most of
    its entries, so that few entries need a line of their own.
    """
    lines = list(_lines(playbook, f"/{prefix}".replace(" ", "\\ ")))
    return "\n".join([HEAD, *lines]) + "\n" if lines else None


def _lines(playbook: Playbook, top: str) -> Iterator[str]:
    handles = {name: owner.handle for name, owner in playbook.config.owners.items() if owner.handle}
    if not handles:
        return
    for kind in KINDS.values():
        entries = [entry for entry in playbook.entries.values() if entry.kind is kind]
        owners = {entry.key: playbook.owner_of(entry) for entry in entries}
        owned = Counter(owner for owner in owners.values() if owner in handles)
        usual = min(owned, key=lambda name: (-owned[name], name)) if owned else None
        if usual:
            yield f"{top}content/{kind.folder}/ {handles[usual]}"
        for entry in entries:
            if owners[entry.key] != usual:
                # Without a name behind it a path has no owner, although its folder has one.
                yield f"{top}{entry.path} {handles.get(owners[entry.key], '')}".rstrip()
