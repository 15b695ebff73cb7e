"""Signs that say in a few words what kind of thing one hears have their label already."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from donebook.bring.names import shape
from donebook.model.question import MOST_WORDS, Label
from donebook.text import unquoted


def with_labels(signs: Iterable[str], taken: set[str]) -> Iterator[str | dict[str, str]]:
    """Each sign with a label where it can be one; `taken` are the labels of the same question.

    What stands in quotes is how it sounded, and never a label: notes would tell it as heard.
    """
    for sign in signs:
        label = sign.rstrip(". ")
        is_short = len(label) <= Label.longest and len(label.split()) <= MOST_WORDS
        is_said = unquoted(sign) != sign
        if label and is_short and not is_said and shape(label) not in taken:
            taken.add(shape(label))
            yield {"label": label}
        else:
            yield sign


def without_label(made: Mapping[str, Any]) -> int:
    """How many signs of what is made have none."""
    answers = made.get("listen_for", {}).values()
    return sum(isinstance(sign, str) for answer in answers for sign in answer.get("signs", ()))
