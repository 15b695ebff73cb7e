"""What the finder searches: every entry, small enough to be loaded when somebody first types."""

from donebook.index.finder import Place, finder_index, finder_texts

__all__ = ["Place", "finder_index", "finder_texts"]
