"""Worksheets resolved: what a sheet holds, block by block.

The page, the PDF and whatever else shows or fills a sheet starts from here, so that they agree.
"""

from donebook.sheet.picked import picked, printed_on
from donebook.sheet.resolve import resolve
from donebook.sheet.values import Asked, Blank, Option, Sheet, pdf_name

__all__ = ["Asked", "Blank", "Option", "Sheet", "pdf_name", "picked", "printed_on", "resolve"]
