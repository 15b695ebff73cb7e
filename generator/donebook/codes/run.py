"""Codes of the family `run` (X): what stops donebook itself, so that programs are told as well."""

from donebook.problem import Code

MISUSED = Code(
    "X801",
    "Used in a way that can't work",
    "Nothing was looked at, so nothing is known of the content.",
    "Correct the command, as the message says.",
    bad={},
    good={},
)
REFUSED = Code(
    "X802",
    "Refused by the machine",
    "donebook could not read or write what it needs, so the result is not complete.",
    "Look at the rights of the file and the space on the disk, then run it again.",
    bad={},
    good={},
)
FAULT = Code(
    "X803",
    "A fault of donebook's",
    "The content may be fine. donebook stopped before it could say.",
    "Run it again as `donebook --debug …` and report what it prints.",
    bad={},
    good={},
)
TEMPLATE = Code(
    "X804",
    "A template for paper that fails",
    "No sheet can be printed from it.",
    "Correct the template, or delete your copy of it to use donebook's own.",
    bad={},
    good={},
)
CODES = (MISUSED, REFUSED, FAULT, TEMPLATE)
