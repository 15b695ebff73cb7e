"""Entries sorted into the groups that pages show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from donebook.model import Entry, Question, SpokenQuestion, Worksheet
from donebook.pages import address
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.text import Plain

Q = TypeVar("Q", bound=Question)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading. `anchor` is stable, the heading is the vocabulary's word."""

    anchor: Plain
    name: Plain
    path: str | None
    entries: tuple[Entry, ...]


def hub(path: str, template: str, title: str, description: str, /, **shows: object) -> Page:
    """A page that leads on."""
    return Page(path, f"{template}.html.j2", title, description, shows)


def by_stage(questions: Iterable[Q]) -> Mapping[str, tuple[Q, ...]]:
    """Questions under every stage in which they are asked."""
    found: defaultdict[str, list[Q]] = defaultdict(list)
    for question in questions:
        for stage in question.stages:
            found[stage].append(question)
    return {stage: tuple(questions) for stage, questions in found.items()}


def in_stages(playbook: Playbook, questions: Iterable[Question]) -> tuple[Group, ...]:
    """Questions under their own stage, in the order of stages."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for question in questions:
        found[question.stage].append(question)
    return tuple(
        Group(Plain(stage_id), stage.name, address.of_stage(stage_id), tuple(found[stage_id]))
        for stage_id, stage in playbook.vocabulary.stages.items()
        if stage_id in found
    )


def sheets_by_stage(playbook: Playbook) -> Mapping[str, tuple[Worksheet, ...]]:
    """Worksheets under their stage."""
    found: defaultdict[str, list[Worksheet]] = defaultdict(list)
    for sheet in playbook.worksheets:
        found[sheet.stage].append(sheet)
    return {stage: tuple(sheets) for stage, sheets in found.items()}


def by_role(playbook: Playbook, questions: Iterable[SpokenQuestion]) -> tuple[Group, ...]:
    """Questions under the first role that each is for, and behind them those for everybody."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for question in questions:
        found[next(iter(question.roles), "")].append(question)
    everybody = Group(
        Plain("for-everybody"),
        Plain(playbook.language.say("stage.for-everybody") if len(found) > 1 else ""),
        None,
        tuple(found[""]),
    )
    groups = tuple(
        Group(Plain(f"for-{role_id}"), role.name, address.of_role(role_id), tuple(found[role_id]))
        for role_id, role in playbook.vocabulary.roles.items()
        if role_id in found
    )
    return (*groups, everybody) if everybody.entries else groups
