"""What deals have of a playbook's sheets: their order, and the choice that ends a deal."""

from donebook.facts import remembered
from donebook.playbook import Playbook
from donebook.sheet.resolve import resolve
from donebook.sheet.values import Sheet
from donebook.text import Plain


@remembered
def sheets_of_deals(playbook: Playbook) -> tuple[Sheet, ...]:
    """All sheets in the order of their stages, in which a deal's facts are told."""
    number = playbook.vocabulary.stage_number
    ordered = sorted(playbook.worksheets, key=lambda w: (number(w.stage), w.id))
    return tuple(resolve(playbook, worksheet) for worksheet in ordered)


@remembered
def ending_verdict(playbook: Playbook) -> Plain | None:
    """The last choice of the verdict, which ends a deal; none where no sheet asks for one."""
    blanks = (
        blank for worksheet in playbook.worksheets for blank in resolve(playbook, worksheet).blanks
    )
    found = (blank.choices[-1] for blank in blanks if blank.key == "verdict" and blank.choices)
    return next(found, None)
