"""A file that somebody hands over, whatever it is."""

from donebook.collect.deals import read_deals
from donebook.collect.forms import is_pdf, read_form
from donebook.collect.handed import MOST_BYTES, Reading
from donebook.message import message
from donebook.playbook import Playbook


def read_handed(content: bytes, playbook: Playbook) -> Reading:
    """The deals or the sheet in a file, or what is wrong with it."""
    if len(content) > MOST_BYTES:
        why = message("This file is too large; at most {most:,} bytes are read.", most=MOST_BYTES)
        return Reading(problems=(why,))
    return read_form(content, playbook) if is_pdf(content) else read_deals(content, playbook)
