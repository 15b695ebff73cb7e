"""What `donebook new` asks for, answered by a row, by what was wished, or by a guess."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from donebook.bring.fields import Target
from donebook.bring.names import Names
from donebook.bring.outcome import LeftOut, Wishes
from donebook.bring.values import RowValues
from donebook.bring.words import NewWords
from donebook.message import Message, message
from donebook.model.marks import Completes, marked
from donebook.playbook import Playbook
from donebook.write import OPEN, Prompt, prompts


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers for one kind of entry."""

    playbook: Playbook
    target: Target
    wishes: Wishes
    words: NewWords

    def of(self, values: RowValues, short: str) -> tuple[dict[str, Any], list[str]]:
        """Answers by field, and which are guessed; `short` is the title of a row without one.

        Raises LeftOut where one is needed that nothing gives.
        """
        usual = self.playbook.config.usual_owner
        owner = values.at.get(("owner",)) or self._wished("owner", self.wishes.owner) or usual
        answers: dict[str, Any] = {"title": values.at.get(("title",)) or short, "owner": owner}
        guessed = []
        optional = marked(self.target.model, Completes)
        for prompt in (p for p in prompts(self.target.name) if not p.within):
            given = self._given(values, prompt)
            if given is None and prompt.field in optional:
                continue  # it can be published without, and a guess would pass for what somebody knows
            value = given if given is not None else self._default(prompt, values)
            if given is None and value != OPEN and not self._is_wished(prompt):
                guessed.append(prompt.field)
            is_one = not isinstance(value, tuple | list)
            answers[prompt.field] = [value] if prompt.many and is_one else value
        return answers, guessed

    def _given(self, values: RowValues, prompt: Prompt) -> Any:
        for at, value in values.at.items():
            if at == (prompt.field,) or (at[0] == prompt.field and at[-1] == "usual"):
                return value
        return None

    def _wished(self, part: str, text: str | None) -> str | None:
        """The word that was asked for, which this may make."""
        found = self.words.match(part, text) if text else None
        return found.id if found else None

    def _is_wished(self, prompt: Prompt) -> bool:
        return prompt.names == "stage" and self.wishes.stage is not None

    def _default(self, prompt: Prompt, values: RowValues) -> str:
        """What stands in for what no column says. Raises LeftOut where nothing can.

        What a column says that isn't known is then the reason.
        """
        vocabulary = self.playbook.vocabulary
        if prompt.names is None:
            return OPEN
        if isinstance(prompt.names, tuple):
            return prompt.names[0]
        if prompt.names == "stage":
            if wished := self._wished("stage", self.wishes.stage):
                return wished
            if self.target.shape == "question":
                raise self._unnamed(
                    prompt, values, message("It names no stage: give one with --stage.")
                )
            return tuple(vocabulary.stages)[-1 if prompt.field == "act_by" else 0]
        if prompt.names in ("test", "role"):
            return self._usual(prompt.names, values.at.get(("stage",)) or self.wishes.stage)
        said = message("It names no {kind} that is here.", kind=Names.word(prompt.names))
        raise self._unnamed(prompt, values, said)

    @staticmethod
    def _unnamed(prompt: Prompt, values: RowValues, said: Message) -> LeftOut:
        column = values.unread.get((prompt.field,))
        found = next((why for missed, why in values.missed if missed == column), None)
        return LeftOut(found, column or "") if found else LeftOut(said)

    def _usual(self, part: str, stage: str | None) -> str:
        """The test or role that most questions of a stage have; the first one where there are none."""
        asked = [q for q in self.playbook.questions if stage in (None, q.stage)]
        of = "roles" if part == "role" else "test"
        said = [getattr(question, of, ()) for question in asked]
        flat = Counter(w for one in said for w in ((one,) if isinstance(one, str) else one))
        first = next(iter(self.playbook.words(part)))
        return flat.most_common(1)[0][0] if flat else first
