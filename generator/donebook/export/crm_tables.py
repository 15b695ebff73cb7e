"""The values of all CRMs as tables, for one that none of our other forms is for."""

from collections.abc import Iterator, Mapping, Sequence

from donebook.export.crm import DealField, Lists, roots_of
from donebook.export.tables import Table, as_csv
from donebook.facts import loss_called, stage_called
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.text import finished


def files(
    playbook: Playbook, lists: Sequence[Lists], deal: Sequence[DealField]
) -> Mapping[str, bytes]:
    """A file for stages, for reasons, for roots, and for fields of a deal."""
    systems = tuple(one.system for one in lists)
    stages = Table("stages", ("id", "name", *systems, "called", "address"), tuple(_stages(playbook, systems)))  # fmt: skip
    losses = Table("loss-reasons", ("id", "title", "root", *systems, "called", "address"), tuple(_losses(playbook, systems)))  # fmt: skip
    roots = Table("roots", ("id", "name"), tuple((r.value, r.label) for r in roots_of(playbook)))
    fields = Table(
        "deal-fields",
        ("label", "description", "type", "choices"),
        tuple((f.label, f.told, f.type, "\n".join(c.label for c in f.choices)) for f in deal),
    )
    return {f"crm-{t.name}.csv": as_csv(t) for t in (stages, losses, roots, fields)}


def _stages(playbook: Playbook, systems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for stage_id, stage in playbook.vocabulary.stages.items():
        name = finished(stage.name, playbook.config.product)
        values = (str(stage.crm.get(system, "")) for system in systems)
        called = "\n".join(stage_called(playbook, stage_id))
        yield stage_id, name, *values, called, _at(playbook, address.of_stage(stage_id))


def _losses(playbook: Playbook, systems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for reason in playbook.loss_reasons:
        title = finished(reason.title, playbook.config.product)
        values = (str(reason.crm.get(system, "")) for system in systems)
        called = "\n".join(loss_called(playbook, reason))
        yield reason.id, title, reason.root, *values, called, _at(playbook, address.of_entry(reason))  # fmt: skip


def _at(playbook: Playbook, path: str) -> str:
    site = playbook.config.address
    return f"{site.rstrip('/')}/{address.url(path)}" if site else address.url(path)
