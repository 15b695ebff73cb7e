"""What the finder searches: every entry, small enough to be loaded when somebody first types."""

from donebook.index.finder import finder_index, finder_texts

__all__ = ["finder_index", "finder_texts"]
