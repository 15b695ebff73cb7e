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
    test: TestRef
    definition: Rich
    deciding_question: Plain
    signs: SomePhrases
    knowable_from: StageRef
    act_by: StageRef
    lost_to: tuple[Literal["competitor", "status-quo", "in-house", "nobody"], ...] = ()
    worry: Plain | None = None
    excuse: Plain | None = None
    autopsy: Phrases = ()
    confused_with: tuple[LossReasonRef, ...] = ()
    countermeasure: Rich | None = None
    crm: dict[str, Plain] = Field(default_factory=dict)
    legacy: Phrases = ()
