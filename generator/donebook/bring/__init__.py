"""What a company has already, as entries: spreadsheets and pages read, rows made into files.

One module a form of file; what follows knows only rows. Nothing here touches the disk: the
caller writes all of it, or none.
"""

from donebook.bring.cells import Order
from donebook.bring.columns import NOTHING
from donebook.bring.fields import TARGETS
from donebook.bring.importing import Given, Import, bring
from donebook.bring.listed import Listed, Wrong, cell, listed
from donebook.bring.names import Names, shape
from donebook.bring.outcome import Wishes
from donebook.bring.report import told
from donebook.bring.restored import restored, told_restored
from donebook.bring.roster import Guest, Roster, read_roster
from donebook.bring.rows import MOST_BYTES
from donebook.bring.words import CAN_BE_NEW, NewWords

__all__ = [
    "CAN_BE_NEW",
    "MOST_BYTES",
    "NOTHING",
    "TARGETS",
    "Given",
    "Guest",
    "Import",
    "Listed",
    "Names",
    "NewWords",
    "Order",
    "Roster",
    "Wishes",
    "Wrong",
    "bring",
    "cell",
    "listed",
    "read_roster",
    "restored",
    "shape",
    "told",
    "told_restored",
]
