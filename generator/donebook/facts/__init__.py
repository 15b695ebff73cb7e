"""What follows from a playbook, each fact worked out in one place.

Pages, the finder, rules and the comparison of revisions ask here, so that they agree.
"""

from donebook.facts.warnings import (
    Warnings,
    first_warning,
    is_in_time,
    warning_stages,
    warnings_of,
)

__all__ = ["Warnings", "first_warning", "is_in_time", "warning_stages", "warnings_of"]
