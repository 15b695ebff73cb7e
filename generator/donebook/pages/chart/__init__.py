"""The map of a playbook as a drawing: what leads where, in which order, at which place."""

from donebook.pages.chart.graph import has_lines
from donebook.pages.chart.pages import map_pages

__all__ = ["has_lines", "map_pages"]
