"""Worksheets on paper: PDFs in the site's typefaces, each on the pages that it promises."""

from donebook.paper.press import PressFailed
from donebook.paper.sheets import Printed, Printer, too_long
from donebook.paper.writer import PAPERS

__all__ = ["PAPERS", "PressFailed", "Printed", "Printer", "too_long"]
