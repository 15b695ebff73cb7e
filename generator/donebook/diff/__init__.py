"""Two revisions of a playbook compared: what changes for the people who use it."""

from donebook.diff.compare import Comparison, changes, compare

__all__ = ["Comparison", "changes", "compare"]
