"""Which loss reason a CRM's value stands for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from donebook.bring.names import shape
from donebook.figures import Group
from donebook.model import LossReason
from donebook.playbook import Playbook
from donebook.text import finished

_SEVERAL = re.compile(r"\s*;\s*")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a value may mean: one reason, several, or none that is here."""

    reasons: tuple[LossReason, ...]

    @property
    def group(self) -> Group:
        """The root that all of them have."""
        roots = {reason.root for reason in self.reasons}
        if not roots:
            return "unknown"
        return next(iter(roots)) if len(roots) == 1 else "undecided"

    @property
    def one(self) -> LossReason | None:
        return self.reasons[0] if len(self.reasons) == 1 else None


NOBODY_KNOWS = Meant(())


@dataclass(frozen=True)
class Values:
    """The values of a playbook's loss reasons."""

    playbook: Playbook

    @cached_property
    def _named(self) -> Mapping[str, tuple[LossReason, ...]]:
        """Reasons by what they are called: here, in a CRM, and earlier."""
        return self._by_shape(self._names())

    @cached_property
    def _former(self) -> Mapping[str, tuple[LossReason, ...]]:
        """Reasons by the old values of a CRM, of which one may belong to several."""
        return self._by_shape(
            (str(value), reason) for reason in self.playbook.loss_reasons for value in reason.legacy
        )

    def _names(self) -> Iterator[tuple[str, LossReason]]:
        product = self.playbook.config.product
        for reason in self.playbook.loss_reasons:
            for name in (
                reason.id,
                finished(reason.title, product),
                *map(str, reason.crm.values()),
            ):
                yield name, reason
        for key in self.playbook.tombstones:
            now = self.playbook.forwarded(key)
            entry = self.playbook.entries.get(now) if now else None
            if isinstance(entry, LossReason):
                yield key.id, entry

    @staticmethod
    def _by_shape(
        names: Iterator[tuple[str, LossReason]],
    ) -> Mapping[str, tuple[LossReason, ...]]:
        found: defaultdict[str, dict[str, LossReason]] = defaultdict(dict)
        for name, reason in names:
            found[shape(name)][reason.id] = reason
        return {name: tuple(reasons.values()) for name, reasons in found.items()}

    def meant(self, value: str) -> Meant:
        """What a value means; of several in one cell, each."""
        whole = self._of(value)
        if whole.reasons or ";" not in value:
            return whole
        found = {
            reason.id: reason for part in _SEVERAL.split(value) for reason in self._of(part).reasons
        }
        return Meant(tuple(found.values()))

    def _of(self, value: str) -> Meant:
        said = shape(value)
        return Meant(self._named.get(said) or self._former.get(said, ()))
