"""What entries lack of what would make them good."""

from collections import defaultdict
from collections.abc import Mapping

from donebook.facts.memory import remembered
from donebook.model import Entry
from donebook.playbook import Playbook


@remembered
def lacking(playbook: Playbook) -> Mapping[str, tuple[Entry, ...]]:
    """The entries that lack a field which would make them good, by the field."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in playbook.entries.values():
        for field in entry.lacking:
            found[field].append(entry)
    return {field: tuple(entries) for field, entries in found.items()}
