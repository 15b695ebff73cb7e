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
# By what is missing: what a question that asks for it goes by, the most telling words first. Those
# who write one give it such aliases anyway, so that the finder knows it.
_SOUGHT: Mapping[str, tuple[str, ...]] = {
    "person": ("who gets to say", "who says", "sign-off", "who accepts", "acceptance"),
    "evidence": ("how you'd check", "how would you check", "acceptance test", "evidence", "check"),
    "number": ("what it costs", "what did it cost", "cost of", "business case", "metrics", "figure"),
    "date": ("why now", "deadline", "critical event", "compelling event", "urgency", "date"),
    "confirmed": ("correct our page", "write it down", "corrections", "success criteria", "confirm"),
}  # fmt: skip
LIGHTS = tuple(_SOUGHT)


@remembered
def lit_by(playbook: Playbook) -> Mapping[str, SpokenQuestion]:
    """By what the sentence still needs: the question that asks for it, where there is one.

    Of several, the one that goes by more telling words; then a core question, then the earlier one.
    """
    asked = [q for q in playbook.spoken if q.stage in playbook.vocabulary.stages]
    found = {}
    for light, sought in _SOUGHT.items():
        fitting = [question for question in asked if _fit(question, sought)]
        if fitting:
            number = playbook.vocabulary.stage_number
            found[light] = min(
                fitting,
                key=lambda q: (-_fit(q, sought), not q.core, number(q.stage), q.id),
            )
    return found


def _fit(question: SpokenQuestion, sought: tuple[str, ...]) -> int:
    """How much of what is sought a question goes by; each word outweighs all that come after it."""
    texts = (question.title, question.ask, *question.aliases)
    named = " | ".join(texts).replace("’", "'").lower()
    return sum(2**n for n, words in enumerate(reversed(sought)) if words in named)
