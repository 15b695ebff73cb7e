"""A CRM's export of deals, added up: read with distrust, mapped to the playbook's words, told in sums.

Nothing here touches the disk. What comes out holds no deal, account or person, and no sum of fewer
than five deals.
"""

from donebook.losses.amounts import Decimal
from donebook.losses.columns import DEALS, MOST_DEALS
from donebook.losses.deals import ended
from donebook.losses.reasons import Values
from donebook.losses.report import told
from donebook.losses.summed import Summary, summed
from donebook.losses.written import Wishes

__all__ = [
    "DEALS",
    "MOST_DEALS",
    "Decimal",
    "Summary",
    "Values",
    "Wishes",
    "ended",
    "summed",
    "told",
]
