"""An id made of a title or of a file's name, and a number that tells texts apart."""

import re
import unicodedata
from collections.abc import Mapping

from donebook.model import LONGEST_ID

# Letters that are written with others where they can't be typed; the rest only lose their accents.
_WRITTEN = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "å": "aa",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)


def id_from(title: str) -> str:
    """The title's words as an id, as many as fit; empty where no letter of them can be in one.

    Umlauts are written as two letters, and letters with accents lose them.
    """
    written = unicodedata.normalize("NFC", title).lower().translate(_WRITTEN)
    plain = unicodedata.normalize("NFKD", written)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    made = ""
    for word in re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", bare)):
        longer = f"{made}-{word}".strip("-")
        if len(longer) > LONGEST_ID:
            break
        made = longer
    return made


def with_names(words: Mapping[str, str]) -> tuple[str, ...]:
    """Ids as they are told in a list, each with its name where that is another word: "open (Qualify)"."""
    return tuple(
        word if not name or id_from(name) == word else f"{word} ({name})"
        for word, name in words.items()
    )


def sign_number(text: str) -> str:
    """Eight hexadecimal digits that tell texts apart: FNV-1a with 32 bits, as in deal/signs.js.

    Both run tests/cases/browser/signs.json.

    A sign that is worded anew is another sign, so what was tapped before doesn't count for it. The
    algorithm is that of the Internet-Draft draft-eastlake-fnv.
    """
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{found:08x}"
