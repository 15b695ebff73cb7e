"""A deal's one sentence, who calls it done, on what, by when: its parts, and what to ask for them."""

from collections.abc import Mapping

from donebook.facts.memory import remembered
from donebook.model import SpokenQuestion
from donebook.playbook import Playbook

# By part of the sentence: the deal's fact that it is, in the order of the sentence. Sheets have fields for
# them, and a browser is handed this.
PARTS: Mapping[str, str] = {
    "person": "end-state-owner",
    "state": "end-state",
    "system": "end-state-seen-in",
    "date": "first-use-date",
    "number": "their-number",
}
# What may be missing. What a question that asks for it goes by is among the words of the language,
# the most telling first: those who write one give it such aliases anyway, so that the finder knows it.
LIGHTS = ("person", "evidence", "number", "date", "confirmed")


@remembered
def lit_by(playbook: Playbook) -> Mapping[str, SpokenQuestion]:
    """By what the sentence still needs: the question that asks for it, where there is one.

    Of several, the one that goes by more telling words; then a core question, then the earlier one.
    """
    asked = [q for q in playbook.spoken if q.stage in playbook.vocabulary.stages]
    found = {}
    for light in LIGHTS:
        sought = _words(playbook.language.say(f"sought.{light}"))
        fitting = [question for question in asked if _fit(question, sought)]
        if fitting:
            number = playbook.vocabulary.stage_number
            found[light] = min(
                fitting,
                key=lambda q: (-_fit(q, sought), not q.core, number(q.stage), q.id),
            )
    return found


def _words(said: str) -> tuple[str, ...]:
    return tuple(word for part in said.split(",") if (word := part.strip()))


def _fit(question: SpokenQuestion, sought: tuple[str, ...]) -> int:
    """How much of what is sought a question goes by; each word outweighs all that come after it."""
    texts = (question.title, question.ask, *question.aliases)
    named = " | ".join(texts).replace("’", "'").lower()
    return sum(2**n for n, words in enumerate(reversed(sought)) if words in named)
