"""How a sentence is put: whether a question is closed, double or leading, a promise ours or fuzzy.

What is looked for belongs to a language; how it is looked for is the same in all of them. Each
method returns the words that give it away, or none. All of them rather miss something than find
fault with a good sentence: what can be read either way passes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_FRAGMENT = 3  # words
_SENTENCE = re.compile(r"[^.?!…]*(?:\.\.\.|[.?!…]|$)+[\"”']*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    r"""What gives sentences of one language away, as patterns.

    Scripts get those from `ours` on. JavaScript has to read these as Python does: letters such as
    `ä` are none for its `\w` and `\b`.
    """

    asks_openly: re.Pattern[str]
    """A question word that asks for more than yes or no."""
    asks_politely: re.Pattern[str]
    """A question that asks for a story, whatever its first word."""
    lead_in: re.Pattern[str]
    """What may stand before a question and asks nothing: "And", "So"."""
    aside: re.Pattern[str]
    """A clause in front whose question word asks nothing."""
    clause: re.Pattern[str]
    """What parts two clauses."""
    closed_start: re.Pattern[str]
    """A beginning that a yes or a no answers; its first group is told."""
    closed_clause: re.Pattern[str]
    """The same at the beginning of a later clause."""
    choice: re.Pattern[str]
    """A word that offers two answers, neither of which is yes or no."""
    second: tuple[re.Pattern[str], ...]
    """Where a second question begins within one sentence; the first group is told."""
    embedded: re.Pattern[str]
    """A question inside another sentence, which may go on with "and" as it likes."""
    leads: tuple[re.Pattern[str], ...]
    """What puts the answer into the buyer's mouth; the first group is told."""
    opens: re.Pattern[str]
    """The beginning of a question whose mark was left out."""
    story: re.Pattern[str]
    """The beginning of a request that needs no question mark."""
    commits: re.Pattern[str]
    """The beginning of a closed question that a yes is asked for."""
    on_hearing: tuple[re.Pattern[str], ...]
    """A follow-up that begins with what is heard before it is asked; its groups are `heard` and `ask`."""
    quoted: re.Pattern[str]
    """What is somebody else's words."""
    abbreviation: re.Pattern[str]
    """Where a dot ends no sentence."""
    ours: tuple[re.Pattern[str], ...]
    """The seller's work in place of the buyer's world; the first group that holds something is told."""
    fuzzy_words: re.Pattern[str]
    """Words that everybody reads differently."""
    measure: re.Pattern[str]
    """A figure, a date, or something that is there or not."""
    unknown: re.Pattern[str]
    """The beginning of a text that says there is no figure yet."""
    features: re.Pattern[str]
    """The product, or a part of one; capitals count."""

    def asks(self, text: str) -> bool:
        """Whether a text is something to ask, with or without a question mark; one word is none."""
        return is_marked(text) or self.is_without_mark(text) or bool(self.story.match(text))

    def is_without_mark(self, text: str) -> bool:
        """Whether a text is put as a question, and its mark was left out."""
        return "?" not in text and text[-1:].isalnum() and bool(self.opens.match(text))

    def asks_for_a_yes(self, ask: str) -> bool:
        """Whether a question is one for a commitment, which may be closed."""
        return bool(self.commits.match(ask)) and self.closed(ask) is not None

    def heard_before(self, follow_up: str) -> tuple[str | None, str]:
        """What the buyer says before a follow-up is asked, where it says so, and what is asked then."""
        found = next((f for look in self.on_hearing if (f := look.fullmatch(follow_up))), None)
        return (found["heard"], found["ask"]) if found else (None, follow_up)

    def closed(self, ask: str) -> str | None:
        """The word that lets a question be answered with yes or no."""
        questions = [s for s in self._sentences(ask) if s.endswith("?")]
        if not questions or any(self._asks_for_more(question) for question in questions):
            return None
        for question in questions:
            clauses = self.clause.split(self.lead_in.sub("", question, count=1))
            for clause in clauses:
                look = self.closed_start if clause is clauses[0] else self.closed_clause
                found = look.match(clause)
                if found and not self.choice.search(question):
                    return found[1]
        return None

    def double(self, ask: str) -> str | None:
        """The words with which a question asks for a second thing."""
        questions = [s for s in self._sentences(ask) if s.endswith("?")]
        for first, second in pairwise(questions):
            is_whole = len(second.split()) > _FRAGMENT  # "In numbers?" only says how to answer
            asks_first = self._asks_for_more(first) or self.closed(first)
            if is_whole and self._asks_for_more(second) and asks_first:
                return " ".join(second.split()[:4]).rstrip("?")
        for question in questions:
            found = next((f for look in self.second if (f := look.search(question))), None)
            if found and not self.embedded.search(question[: found.start()].rstrip(" ,")):
                return found[1]
        return None

    def leading(self, ask: str) -> str | None:
        """The words that put the wished-for answer into the buyer's mouth."""
        text = self.quoted.sub("…", ask)
        return next((found[1] for look in self.leads if (found := look.search(text))), None)

    def seller_act(self, statement: str) -> str | None:
        """The words that speak of the seller's work instead of the buyer's world."""
        found = next((f for look in self.ours if (f := look.search(statement))), None)
        return next(filter(None, found.groups()), None) if found else None

    def fuzzy(self, statement: str) -> str | None:
        """A word that everybody reads differently, in a statement without anything to measure it by."""
        found = self.fuzzy_words.search(statement)
        return found[1] if found and not self.is_measurable(statement) else None

    def feature(self, text: str, product: str) -> str | None:
        """The product, or a part of one, in a text about the buyer's world."""
        found = self.features.search(text)
        if found:
            return found[1]
        named = re.search(_named(product), text) if _named(product) else None
        return named[0] if named else None

    def is_unknown(self, text: str) -> bool:
        """Whether a text says that there is no figure yet."""
        return bool(self.unknown.search(text))

    def is_measurable(self, text: str) -> bool:
        """Whether a text holds a figure, a date or something that is there or not."""
        return bool(self.measure.search(text))

    def for_browsers(self, product: str) -> dict[str, tuple[str, ...]]:
        """What is looked for in statements, as patterns that scripts know, too: nothing is written twice.

        `ours`, `fuzzy`, `measure` and `unknown` hold whatever the capitals, `feature` as it is written.
        In content the product is a token; in what a rep types, it is a name. Cases that both sides run:
        tests/cases/browser/phrasing.json.
        """
        return {
            "ours": tuple(_spoken(look, product) for look in self.ours),
            "feature": (_spoken(self.features, product), *filter(None, [_named(product)])),
            "fuzzy": (self.fuzzy_words.pattern,),
            "measure": (self.measure.pattern,),
            "unknown": (self.unknown.pattern,),
        }

    def _asks_for_more(self, question: str) -> bool:
        text = self.aside.sub("", self.lead_in.sub("", question, count=1), count=1)
        return bool(self.asks_politely.search(text) or self.asks_openly.search(text))

    def _sentences(self, text: str) -> Iterator[str]:
        """The sentences of a text, without what is quoted in it."""
        bare = self.quoted.sub("…", text)
        plain = self.abbreviation.sub(lambda found: found[0].replace(".", ""), bare)
        return (s.strip() for s in _SENTENCE.findall(plain) if s.strip(" .…"))


def is_marked(text: str) -> bool:
    """Whether a text bears a question mark, which says in most languages that it asks; one word is none."""
    return "?" in text and len(text.split()) > 1


def _named(product: str) -> str:
    """The product as a pattern; none where it has no name of its own, such as "our product"."""
    return rf"\b{re.escape(product)}\b" if product[:1].isupper() else ""


def _spoken(look: re.Pattern[str], product: str) -> str:
    return look.pattern.replace(r"\{product\}", re.escape(product))
