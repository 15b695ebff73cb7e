"""Family `wording` (W): texts that are said aloud, or read at arm's length."""

from collections.abc import Iterator

from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules.rule import Rule, rule

MOST_ON_A_CARD = 120
_CARD = "exercises/the-quiet-buyer.yaml"
_EXERCISE = """\
title: The quiet buyer
summary: Get one date.
owner: team
reviewed: 2026-10-01
scenario: A second call.
pattern: hours-back
buyer_card:
  opening: I have ten minutes.
  if_asked: [{{asked: Why now, says: The auditor comes.}}]
  shift: {{minute: 5, says: My chief has just left.}}
rep_card: {card}
must_ask: [why-us]
minutes: {{read: 4, play: 8, debrief: 5}}
debrief: The observer speaks first.
answer_key: The date was the auditor's.
"""


@rule(
    "W501",
    "A card too long to read at arm's length",
    why="Whoever plays it looks down and reads, and the conversation stops.",
    mend="Keep what the player has to know, and leave the rest to be asked for.",
    bad={_CARD: _EXERCISE.format(card="You sell software. " + "You know a little more. " * 24)},
    good={_CARD: _EXERCISE.format(card="You sell software. You have ten minutes.")},
    severity=Severity.WARNING,
)
def _long_card(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for exercise in playbook.exercises:
        cards = (("rep_card", exercise.rep_words), ("buyer_card", exercise.buyer_card.words))
        for field, words in cards:
            if words > MOST_ON_A_CARD:
                message = f"This card has {words} words, and {MOST_ON_A_CARD} can be read."
                yield Finding(code, exercise.path, (field,), message, at_key=True)


RULES: tuple[Rule, ...] = (_long_card,)
