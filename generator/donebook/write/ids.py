"""An id made of a title."""

import re
import unicodedata

from donebook.model import LONGEST_ID


def id_from(title: str) -> str:
    """The title's words as an id, as many as fit; empty where no letter of them can be in one.

    Letters with accents lose them.
    """
    plain = unicodedata.normalize("NFKD", title.lower().replace("ß", "ss"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    made = ""
    for word in re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", bare)):
        longer = f"{made}-{word}".strip("-")
        if len(longer) > LONGEST_ID:
            break
        made = longer
    return made
