"""What a form field has to know of the blank it fills."""

from dataclasses import dataclass

from donebook.ids import id_from
from donebook.sheet import Blank

SCHEME = "field:"  # how a blank's link in the printed sheet begins
YES = "Yes"  # what a ticked box holds
OFF = "Off"  # what a choice or a box holds that nobody marked
# A field that nobody sees. It says which sheet a file is, in which version.
MARK = "_sheet"
# What a box says of the word of the vocabulary that its choice names.
ID = "/DonebookId"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its accessible name, what stands in it already, and the names of its choices.

    Only a choice has `choices`, and `states`, what the file calls each of them; a tick is on or off.
    `ids` are the words of the vocabulary that choices name, whatever these are called.
    """

    key: str
    name: str
    given: str = ""
    choices: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    is_tick: bool = False
    may_wrap: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """Which sheet a file is, of which playbook and in which version."""

    playbook: str
    sheet: str
    version: str


def field_name(key: str) -> str:
    """What the field of a blank is called in a file, where dots part names; keys have no underscores."""
    return key.replace(".", "_")


def key_of(name: str) -> str:
    """The key of the blank that a field of a file stands for."""
    return name.replace("_", ".")


def states_of(blank: Blank) -> tuple[str, ...]:
    """What a file calls each choice of a blank: as it is kept in deals.

    pdf.js garbles names that aren't ASCII, so such words are written without accents. One that is
    like another, has no letter left or means that no choice is made has its number in front.
    """
    words = tuple(w if w.isascii() else id_from(w) for w in blank.choices)
    return tuple(
        word if word not in ("", OFF) and words.count(word) == 1 else f"{n} {word}".strip()
        for n, word in enumerate(words, 1)
    )
