"""How much of what can be known by a stage has been asked about by then."""

from collections.abc import Mapping
from dataclasses import dataclass

from donebook.facts import first_warning, remembered, window
from donebook.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Share:
    """Of the loss reasons that can be `known` by a stage, those `asked` about by then."""

    asked: int
    known: int

    @property
    def percent(self) -> int:
        """From 0 to 100; full only where nothing is left out."""
        return 100 * self.asked // self.known if self.known else 0


@remembered
def asked_by(playbook: Playbook) -> Mapping[str, Share]:
    """For each stage, in order, the share of losses asked about in it or before."""
    never = len(playbook.vocabulary.stages)
    spans = []
    for reason in playbook.loss_reasons:
        first = first_warning(playbook, reason)
        spans.append((window(playbook, reason).start, never if first is None else first))
    return {
        stage: Share(
            sum(known <= here and asked <= here for known, asked in spans),
            sum(known <= here for known, _ in spans),
        )
        for here, stage in enumerate(playbook.vocabulary.stages)
    }
