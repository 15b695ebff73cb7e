"""Worksheets, packs and cards on paper: PDFs in the site's typefaces."""

from donebook.paper.findings import on_paper
from donebook.paper.packs import NINE, Room, Seating, pack_room, role_play_room
from donebook.paper.printed import Bound, Printed
from donebook.paper.printer import Printer
from donebook.paper.remote import remote_files
from donebook.paper.typesetter import TypesettingFailed
from donebook.paper.writer import NAMES, PAPERS

__all__ = [
    "NAMES",
    "NINE",
    "PAPERS",
    "Bound",
    "Printed",
    "Printer",
    "Room",
    "Seating",
    "TypesettingFailed",
    "on_paper",
    "pack_room",
    "remote_files",
    "role_play_room",
]
