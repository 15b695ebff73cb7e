"""Loss reasons: why deals are lost, each with one of two roots."""

from typing import Literal

from pydantic import Field

from donebook.model.entry import Entry, Kind, Phrases, SomePhrases
from donebook.model.fields import LossReasonRef, StageRef, TestRef
from donebook.text import Plain, Rich


class LossReason(Entry):
    """One reason, the question that settles it, and when it could have been known."""

    kind = Kind("loss-reason", "loss-reasons")

    root: Literal["wrong-deal", "outsold"]
    """wrong-deal: we should not have been there. outsold: somebody or something else was chosen."""
    test: TestRef
    """Which of the four tests the deal failed."""
    definition: Rich
    """What happened, so that two people would choose the same reason."""
    deciding_question: Plain
    """The question that settles whether this was the reason."""
    signs: SomePhrases
    """What was to be seen while the deal ran."""
    knowable_from: StageRef
    """The earliest stage in which one can know."""
    act_by: StageRef
    """The last stage in which it can still be changed."""
    lost_to: tuple[Literal["competitor", "status-quo", "in-house", "nobody"], ...] = ()
    """Who or what won."""
    worry: Plain | None = None
    """How a rep says the fear beforehand."""
    excuse: Plain | None = None
    """The comfortable reason that is usually typed instead."""
    autopsy: Phrases = ()
    """Questions for the review after the loss."""
    confused_with: tuple[LossReasonRef, ...] = ()
    """Loss reasons it is taken for."""
    countermeasure: Rich | None = None
    """What to do while there is time."""
    crm: dict[str, Plain] = Field(default_factory=dict)
    """Its value in each CRM system."""
    legacy: Phrases = ()
    """Old picklist values that meant this."""
