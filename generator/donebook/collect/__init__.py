"""What people hand over as files: numbers of use, deals and filled sheets, points of role-plays (`scores`).

Files come from other machines. Nothing in them is trusted, and what can't be read of one stops no other.
"""

from donebook.collect.report import USAGE_FORMATS
from donebook.collect.tally import UsageReport, tally
from donebook.collect.usage import MOST_BYTES, Usage, read_usage

__all__ = ["MOST_BYTES", "USAGE_FORMATS", "Usage", "UsageReport", "read_usage", "tally"]
