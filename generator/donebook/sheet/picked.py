"""Which questions a worksheet prints."""

from collections import defaultdict
from collections.abc import Mapping

from donebook.model import Key, Question, SpokenQuestion, Worksheet
from donebook.model.worksheet import Pick, Questions
from donebook.playbook import Playbook


def picked(playbook: Playbook, section: Questions) -> tuple[Question, ...]:
    """The questions of a section, in the order given, or by stage where it names conditions."""
    if not isinstance(section.pick, Pick):
        found = (playbook.entries.get(Key("question", i)) for i in section.pick)
        return tuple(q for q in found if isinstance(q, Question))
    pick = section.pick
    number = playbook.vocabulary.stage_number
    chosen = [q for q in playbook.questions if _fits(q, pick)]
    return tuple(sorted(chosen, key=lambda q: (number(q.stage), q.id)))


def printed_on(playbook: Playbook) -> Mapping[Key, tuple[Worksheet, ...]]:
    """The worksheets that print each question."""
    sheets: defaultdict[Key, dict[Key, Worksheet]] = defaultdict(dict)
    for worksheet in playbook.worksheets:
        for section in worksheet.sections:
            if isinstance(section, Questions):
                for question in picked(playbook, section):
                    sheets[question.key][worksheet.key] = worksheet
    return {key: tuple(found.values()) for key, found in sheets.items()}


def _fits(question: Question, pick: Pick) -> bool:
    spoken = question if isinstance(question, SpokenQuestion) else None
    form = spoken.form if spoken else "check"
    return (
        (pick.stage is None or pick.stage in question.stages)
        and (pick.test is None or pick.test == question.test)
        and (pick.role is None or bool(spoken and pick.role in spoken.roles))
        and (pick.pattern is None or bool(spoken and _reveals(spoken, pick.pattern)))
        and (pick.framework is None or pick.framework in question.frameworks)
        and (pick.core is None or pick.core == bool(spoken and spoken.core))
        and (pick.form is None or pick.form == form)
    )


def _reveals(question: SpokenQuestion, pattern: str) -> bool:
    return any(pattern in answer.reveals for _, answer in question.listen_for.graded)
