"""What follows from a playbook, each worked out in one place, and once for a playbook.

What shows something (pages, paper, the finder, the call view) and what checks or compares it asks
here, so that all of them agree.
"""

from donebook.facts.asking import AT_ONCE, ask_next
from donebook.facts.complete import lacking
from donebook.facts.crm import loss_called, losses_in, stage_called, stages_in
from donebook.facts.drift import drift_paths, drifts_into
from donebook.facts.losses import (
    Weighed,
    added,
    deals,
    lost_by_reason,
    misread_by_losses,
    now_called,
    share_of,
    warnings_by_losses,
    wins,
    wrong_deals,
)
from donebook.facts.memory import remembered, remembered_alone
from donebook.facts.printed import asked_on, picked, printed_on
from donebook.facts.sentence import LIGHTS, PARTS, lit_by
from donebook.facts.shares import Share, is_more
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
    "Share",
    "Warnings",
    "Weighed",
    "added",
    "ask_next",
    "asked_on",
    "deals",
    "drift_paths",
    "drifts_into",
    "first_warning",
    "is_in_time",
    "is_more",
    "lacking",
    "lit_by",
    "loss_called",
    "losses_in",
    "lost_by_reason",
    "misread_by_losses",
    "now_called",
    "picked",
    "printed_on",
    "remembered",
    "remembered_alone",
    "share_of",
    "stage_called",
    "stages_in",
    "warning_stages",
    "warnings_by_losses",
    "warnings_of",
    "window",
    "wins",
    "wrong_deals",
]
