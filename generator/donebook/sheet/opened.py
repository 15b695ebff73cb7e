"""Which sheet a deal is opened on: one that is filled in for deals."""

from donebook.facts import PARTS, remembered
from donebook.model import Worksheet
from donebook.playbook import Playbook
from donebook.sheet.resolve import ANSWER, resolve

_SENTENCE = frozenset(PARTS.values())


@remembered
def opened_on(playbook: Playbook, stage: str = "") -> Worksheet | None:
    """The sheet of a deal in a stage, or in none, if the playbook has one with facts of a deal.

    It is the stage's sheet with most of the deal's sentence; else any stage's; else the one with most
    fields, the stage's before others. Of equals it is the first. A sheet whose only blanks are answers
    is none, such as an example to be read.
    """
    facts = [(w, own) for w in playbook.worksheets if (own := _facts_on(playbook, w))]
    of_stage = [(w, own) for w, own in facts if w.stage == stage]
    for sheets in (of_stage, facts):
        said = [(w, len(own & _SENTENCE)) for w, own in sheets]
        if any(number for _, number in said):
            return _most(said)
    return _most([(w, len(own)) for w, own in of_stage or facts])


def _most(sheets: list[tuple[Worksheet, int]]) -> Worksheet | None:
    """The first of those with the highest number."""
    return max(sheets, key=lambda counted: counted[1], default=(None, 0))[0]


def _facts_on(playbook: Playbook, worksheet: Worksheet) -> frozenset[str]:
    """The keys of a sheet's blanks, but for the answers to its questions."""
    parts = resolve(playbook, worksheet).parts
    keys = (blank.key for part in parts for blank in part.blanks)
    return frozenset(key for key in keys if not key.startswith(ANSWER))
