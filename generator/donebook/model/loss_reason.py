"""Loss reasons: why deals are lost, each with one of two roots."""

from typing import Annotated, Literal

from pydantic import Field

from donebook.model.entry import Entry, Kind, Phrases, SomePhrases
from donebook.model.fields import LossReasonRef, StageRef, TestRef
from donebook.model.marks import Asked, Called, Completes, Facet, Leads, Placed, Searched, Told
from donebook.model.send import Messages
from donebook.text import Plain, Rich


class LossReason(Entry):
    """One reason, the question that settles it, and when it could have been known."""

    kind = Kind("loss-reason", "loss-reasons", 30, "l", ("look-by", 30), 270)

    root: Annotated[
        Literal["wrong-deal", "outsold"],
        Facet("mark"),
        Placed(),
        Called("why it is lost"),
        Asked("Why it is lost"),
    ]
    """wrong-deal: we should not have been there. outsold: somebody or something else was chosen."""
    test: Annotated[
        TestRef, Facet("test"), Placed(), Asked("Which test the deal failed"), Completes()
    ] = ""
    """Which of the deal tests it failed."""
    definition: Annotated[Rich, Searched("long"), Completes()] = Rich()
    """What happened, so that two people would choose the same reason."""
    deciding_question: Annotated[
        Plain,
        Searched("long"),
        Told("Has a new deciding question"),
        Asked("The question that settles whether this was the reason"),
        Completes(),
    ] = Plain()
    """The question that settles whether this was the reason."""
    signs: Annotated[SomePhrases, Searched("signs"), Completes()] = ()
    """What you could see while the deal was open."""
    knowable_from: Annotated[
        StageRef,
        Placed(),
        Called("first visible"),
        Asked("The earliest stage in which one can know"),
        Completes(),
    ] = ""
    """The earliest stage where you can see it."""
    act_by: Annotated[
        StageRef,
        Placed(),
        Called("last chance to prevent it"),
        Asked("The last stage in which it can be changed"),
        Completes(),
    ] = ""
    """The last stage where you can still prevent it."""
    lost_to: Annotated[
        tuple[Literal["competitor", "status-quo", "in-house", "nobody"], ...],
        Called("who it is lost to"),
    ] = ()
    """Who or what won."""
    worry: Annotated[Plain | None, Searched("fears"), Called("the worry about it")] = None
    """How a rep would say the worry beforehand."""
    excuse: Annotated[Plain | None, Searched("fears"), Called("what is usually logged instead")] = (
        None
    )
    """The comfortable reason that usually gets logged instead."""
    autopsy: Annotated[Phrases, Called("questions for the review")] = ()
    """Questions for the review after the loss."""
    confused_with: Annotated[tuple[LossReasonRef, ...], Leads("Is confused with")] = ()
    """Loss reasons it's often confused with."""
    countermeasure: Annotated[Rich | None, Searched("long")] = None
    """What to do while there is time."""
    send: Messages = ()
    """Messages that can go out as they are, each with when to send it."""
    crm: Annotated[dict[str, Plain], Called("CRM values")] = Field(default_factory=dict)
    """Its value in each CRM system."""
    legacy: Annotated[Phrases, Called("old picklist values")] = ()
    """Old picklist values that meant this."""
