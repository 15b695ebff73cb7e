"""Worksheets, packs and cards on paper: PDFs in the site's typefaces."""

from donebook.paper.packs import Deal
from donebook.paper.press import PressFailed
from donebook.paper.printed import Bound, Printed, odd_characters, too_long
from donebook.paper.printer import Printer
from donebook.paper.writer import PAPERS

__all__ = [
    "PAPERS",
    "Bound",
    "Deal",
    "PressFailed",
    "Printed",
    "Printer",
    "odd_characters",
    "too_long",
]
