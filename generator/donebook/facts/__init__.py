"""What follows from a playbook, each worked out in one place, and once for a playbook.

What shows something (pages, paper, the finder, the call view) and what checks or compares it asks
here, so that all of them agree.
"""

from donebook.facts.asking import AT_ONCE, ask_next
from donebook.facts.complete import lacking
from donebook.facts.drift import drift_paths, drifts_into
from donebook.facts.memory import remembered
from donebook.facts.printed import asked_on, picked, printed_on
from donebook.facts.sentence import LIGHTS, PARTS, lit_by
from donebook.facts.warnings import (
    Warnings,
    first_warning,
    is_in_time,
    warning_stages,
    warnings_of,
    window,
)

__all__ = [
    "AT_ONCE",
    "LIGHTS",
    "PARTS",
    "Warnings",
    "ask_next",
    "asked_on",
    "drift_paths",
    "drifts_into",
    "first_warning",
    "is_in_time",
    "lacking",
    "lit_by",
    "picked",
    "printed_on",
    "remembered",
    "warning_stages",
    "warnings_of",
    "window",
]
