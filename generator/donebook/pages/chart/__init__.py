"""The map of a playbook as a drawing: what leads where, in which order, at which place."""

from donebook.pages.chart.pages import map_pages

__all__ = ["map_pages"]
