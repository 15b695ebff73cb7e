"""Sentences that are written in English and can be told in another language.

A message is a text like any other: it is compared, sorted and printed in English. It also
remembers the template it was made from and what was put in its places, so that a report or a page
can tell it in the site's language (`Language.tell`).
"""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter


class Message(str):
    """A text made from a template. Made by `message` and `plural`."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


class Filling(Formatter):
    """Puts values in the places of a template; several of them as a list with commas."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, tuple):
            return ", ".join(self.format_field(one, format_spec) for one in value)
        return str(super().format_field(value, format_spec))


_ENGLISH = Filling()


def message(template: str, /, **values: object) -> Message:
    """A sentence with `values` in the places of their names; places are those of `str.format`.

    A value may be a message itself, and a tuple is told as a list.
    """
    return _made(template, template, values)


def plural(one: str, other: str, /, *, n: int, **values: object) -> Message:
    """A sentence with a number `n`, as it is said with 1 and with all other numbers.

    Languages know it by `other`, and choose among their own forms.
    """
    return _made(one if n == 1 else other, other, {"n": n, **values})


def named(english: str, word: str) -> Message:
    """A word of the interface inside a sentence, as English says it there: `kind.question.one`."""
    return _of(english, word, {})


def as_it_stands(text: str) -> Message:
    """A sentence without places; braces in it are signs like others."""
    return message(text.replace("{", "{{").replace("}", "}}"))


def together(first: str, second: str) -> str:
    """Two sentences, one behind the other. The first may be empty."""
    return message("{first} {second}", first=first, second=second) if first else second


def all_of(texts: Sequence[str]) -> str:
    """One or more texts as what is said of all of them: "A and B"."""
    first, *rest = texts
    return message("{first} and {rest}", first=first, rest=all_of(rest)) if rest else first


def through(text: str, read: Callable[[str], str]) -> str:
    """What a function makes of a text; of a message, and of every text in it."""
    if not isinstance(text, Message):
        return read(text)
    values = {name: _value_through(value, read) for name, value in text.values.items()}
    return _of(read(text), text.template, values)


def _value_through(value: object, read: Callable[[str], str]) -> object:
    if isinstance(value, tuple):
        return tuple(_value_through(one, read) for one in value)
    return through(value, read) if isinstance(value, str) else value


def _made(said: str, template: str, values: Mapping[str, object]) -> Message:
    return _of(_ENGLISH.vformat(said, (), values), template, values)


def _of(text: str, template: str, values: Mapping[str, object]) -> Message:
    # Set behind its making, so that copies and pickles of it need no code of ours.
    made = Message(text)
    made.template, made.values = template, values
    return made


def places_of(template: str) -> frozenset[tuple[str, str]]:
    """The names of a template's places, each with how its value is written, such as `,`.

    Raises ValueError where the braces are no places.
    """
    parsed = list(Formatter().parse(template))
    if any(kind is not None for *_, kind in parsed):
        raise ValueError("a place takes a value as it is")
    return frozenset((name, how or "") for _, name, how, _ in parsed if name is not None)
