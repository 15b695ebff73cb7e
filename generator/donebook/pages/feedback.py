"""Where "Not helpful?" leads: the settings' form or mail, filled in for one page."""

import re
from urllib.parse import quote

from donebook.config import FEEDBACK_BLANKS
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.text import Plain

# What has a meaning in an address, and what is encoded already.
_AS_IT_STANDS = "%:/?#[]@!$&()*+,;="
_BLANK = re.compile(rf"\{{({'|'.join(FEEDBACK_BLANKS)})\}}")


def feedback_link(playbook: Playbook, path: str, query: str = "") -> Plain | None:
    """The address for a page; none without a setting.

    The page is named by its full address, where the site has one, or by its path. `query` is
    written as it stands, so that a script can fill in its blank later.
    """
    pattern = playbook.config.feedback
    if pattern is None:
        return None
    site = playbook.config.address
    page = f"{site.rstrip('/')}/{address.url(path)}" if site else path.removesuffix(".md")
    filled = {"page": quote(page, safe=""), "query": query}
    parts = _BLANK.split(pattern)  # texts and blanks by turns
    parts[::2] = (quote(part, safe=_AS_IT_STANDS) for part in parts[::2])
    parts[1::2] = (filled[blank] for blank in parts[1::2])
    return Plain("".join(parts))
