"""Which questions a worksheet prints, and on which worksheets an entry is printed."""

from collections import defaultdict
from collections.abc import Mapping

from donebook.facts.memory import remembered
from donebook.model import Entry, Key, Pattern, Question, SpokenQuestion, Worksheet
from donebook.model.worksheet import Pick, Questions
from donebook.playbook import Playbook


@remembered
def picked(playbook: Playbook, section: Questions) -> tuple[Question, ...]:
    """The questions of a section, in the order given, or by stage where it names conditions."""
    if not isinstance(section.pick, Pick):
        found = (playbook.entries.get(Key("question", i)) for i in section.pick)
        return tuple(q for q in found if isinstance(q, Question))
    pick = section.pick
    number = playbook.vocabulary.stage_number
    chosen = [q for q in playbook.questions if _fits(q, pick)]
    return tuple(sorted(chosen, key=lambda q: (number(q.stage), q.id)))


@remembered
def asked_on(playbook: Playbook, worksheet: Worksheet) -> tuple[Question, ...]:
    """The questions that a worksheet prints, each once, in the order of its sections."""
    sections = (s for s in worksheet.sections if isinstance(s, Questions))
    return tuple({q.key: q for section in sections for q in picked(playbook, section)}.values())


def printed_on(playbook: Playbook, entry: Entry) -> tuple[Worksheet, ...]:
    """The worksheets that print an entry: a question that they pick, or a definition of done."""
    if isinstance(entry, Pattern):
        return playbook.sources(entry.key, Worksheet, "sections.from")
    return _by_question(playbook).get(entry.key, ())


@remembered
def _by_question(playbook: Playbook) -> Mapping[Key, tuple[Worksheet, ...]]:
    sheets: defaultdict[Key, list[Worksheet]] = defaultdict(list)
    for worksheet in playbook.worksheets:
        for question in asked_on(playbook, worksheet):
            sheets[question.key].append(worksheet)
    return {key: tuple(found) for key, found in sheets.items()}


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
