"""What the finder searches: every entry, small enough to be loaded when somebody first types."""

from donebook.index.finder import LETTERS, finder_index, finder_texts

__all__ = ["LETTERS", "finder_index", "finder_texts"]
