"""Messages that go out as they stand: what a rep sends where nobody is there to be asked."""

import re
from typing import Annotated

from pydantic.functional_validators import AfterValidator

from donebook.message import message
from donebook.model.fields import Part, refused
from donebook.model.marks import Called, Searched
from donebook.spelling import guess
from donebook.text import PRODUCT, Plain

# What a deal fills in, by its name between braces.
BLANKS = ("first name", "account", "date", "end state", "number", "my name")
_BLANKS = tuple(f"{{{name}}}" for name in BLANKS)


class MessageText(Plain):
    __slots__ = ()
    longest = 600


def _with_known_blanks(text: MessageText) -> MessageText:
    for blank in re.findall(r"\{[^{}]*\}", text):
        if blank in _BLANKS or blank == PRODUCT:
            continue
        meant = guess(blank.strip("{ }").lower(), BLANKS).near
        if meant:
            said = message(
                "Nothing fills {blank} in; did you mean {meant}?", blank=blank, meant=f"{{{meant}}}"
            )
        else:
            said = message("Nothing fills {blank} in; known: {words}.", blank=blank, words=_BLANKS)
        raise refused("blank", said)
    return text


class Sent(Part):
    """A short message that can go out as it stands."""

    when: Annotated[Plain, Searched("send")]
    """When to send it: what has happened, or hasn't."""
    text: Annotated[MessageText, AfterValidator(_with_known_blanks), Searched("send")]
    """The message; {first name}, {account} and the like are filled in from the deal."""


Messages = Annotated[tuple[Sent, ...], Called("messages to send")]
