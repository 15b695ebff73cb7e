"""What a CRM's values mean here: which stage, and which reason for a loss."""

from collections import defaultdict
from collections.abc import Mapping

from donebook.facts.memory import remembered
from donebook.model import LossReason
from donebook.playbook import Playbook
from donebook.text import PRODUCT


@remembered
def stages_in(playbook: Playbook, system: str) -> Mapping[str, tuple[str, ...]]:
    """The stages that each value of a CRM stands for, in their order; one value may stand for several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for stage_id, stage in playbook.vocabulary.stages.items():
        if system in stage.crm:
            found[as_in_crm(playbook, stage.crm[system])].append(stage_id)
    return {value: tuple(stages) for value, stages in found.items()}


@remembered
def losses_in(playbook: Playbook, system: str) -> Mapping[str, tuple[LossReason, ...]]:
    """The reasons that each value of a CRM stands for, by root and then by title."""
    found: defaultdict[str, list[LossReason]] = defaultdict(list)
    for reason in sorted(playbook.loss_reasons, key=lambda r: (r.root != "wrong-deal", r.title)):
        if system in reason.crm:
            found[as_in_crm(playbook, reason.crm[system])].append(reason)
    return {value: tuple(reasons) for value, reasons in found.items()}


def as_in_crm(playbook: Playbook, text: str) -> str:
    """A value as a CRM holds it: with the product's name, and with straight quotes where they were typed."""
    return text.replace(PRODUCT, str(playbook.config.product))


def stage_called(playbook: Playbook, stage_id: str) -> tuple[str, ...]:
    """What a link from a CRM may call a stage: its ids of now and before, its name, its values there.

    Values of before are among them, which several stages may share.
    """
    stage = playbook.vocabulary.stages[stage_id]
    before = (old for old, now in playbook.former("stage").items() if now == stage_id)
    names = (stage.name, *stage.crm.values(), *stage.legacy)
    return tuple(dict.fromkeys((stage_id, *before, *(as_in_crm(playbook, name) for name in names))))


def loss_called(playbook: Playbook, reason: LossReason) -> tuple[str, ...]:
    """What a link from a CRM may call a reason, values of before among it, which several may share."""
    before = (k.id for k in playbook.tombstones if playbook.forwarded(k) == reason.key)
    names = (reason.title, *reason.crm.values(), *reason.legacy)
    return tuple(
        dict.fromkeys((reason.id, *before, *(as_in_crm(playbook, name) for name in names)))
    )
