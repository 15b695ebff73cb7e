"""What a form field has to know of the blank it fills."""

from dataclasses import dataclass

SCHEME = "field:"  # how a blank's link in the printed sheet begins


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its accessible name, what stands in it already, and the names of its choices.

    Only a choice has `choices`; a tick is on or off.
    """

    key: str
    name: str
    given: str = ""
    choices: tuple[str, ...] = ()
    is_tick: bool = False
    is_long: bool = True
