"""Messages that go out as they stand: what a rep sends where nobody is there to be asked."""

from typing import Annotated

from pydantic.functional_validators import AfterValidator

from donebook.model.fields import Part, check_blanks
from donebook.model.marks import Called, Searched
from donebook.text import PRODUCT, Plain

# What a deal fills in, by its name between braces.
BLANKS = ("first name", "account", "date", "end state", "number", "my name")


class MessageText(Plain):
    __slots__ = ()
    longest = 600


def _with_known_blanks(text: MessageText) -> MessageText:
    check_blanks(text, BLANKS, (PRODUCT,))
    return text


class Sent(Part):
    """A short message that can go out as it stands."""

    when: Annotated[Plain, Searched("send")]
    """When to send it: what has happened, or hasn't."""
    text: Annotated[MessageText, AfterValidator(_with_known_blanks), Searched("send")]
    """The message; {first name}, {account} and the like are filled in from the deal."""


Messages = Annotated[tuple[Sent, ...], Called("messages to send")]
