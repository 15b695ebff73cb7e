"""Worksheets resolved: what a sheet holds, block by block.

The page, the PDF and whatever else shows or fills a sheet starts from here, so that they agree.
"""

from donebook.sheet.deals import ending_verdict, sheets_of_deals
from donebook.sheet.opened import opened_on
from donebook.sheet.resolve import blanks_of, listed, made_of, resolve
from donebook.sheet.roles import BEHAVIORS, MOST_POINTS, ROLES
from donebook.sheet.size import MOST_PICKED, MOST_ROWS, is_too_large
from donebook.sheet.values import Asked, Blank, Option, Sheet, parts, pdf_name

__all__ = [
    "BEHAVIORS",
    "MOST_PICKED",
    "MOST_POINTS",
    "MOST_ROWS",
    "ROLES",
    "Asked",
    "Blank",
    "Option",
    "Sheet",
    "blanks_of",
    "ending_verdict",
    "is_too_large",
    "listed",
    "made_of",
    "opened_on",
    "parts",
    "pdf_name",
    "resolve",
    "sheets_of_deals",
]
