"""What a definition of done that the buyer confirmed is worth, and how many open deals have one."""

from collections.abc import Mapping
from dataclasses import dataclass

from donebook.facts import Share, added, is_more, now_called, share_of
from donebook.figures import Confirmation, Figures, Sum
from donebook.pages import address
from donebook.pages.figured import Figure, Teller
from donebook.playbook import Playbook
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class StateRow:
    """Open deals of a stage or a team, by whether their definition of done is confirmed."""

    name: Plain
    path: str | None
    open: Plain | None
    confirmed: Figure | None
    stale: Plain | None


@dataclass(frozen=True, slots=True)
class PipelineShown:
    """What a confirmed definition of done is worth, and how many open deals have one."""

    open: Plain | None
    confirmed: Figure | None
    stale: Figure | None
    with_one: Figure | None
    without: Figure | None
    way: str
    stages: tuple[StateRow, ...]
    teams: tuple[StateRow, ...]


def pipeline_shown(playbook: Playbook, tell: Teller, figures: Figures) -> PipelineShown | None:
    its = figures.pipeline
    if its is None:
        return None
    with_one = share_of(its.confirmed.get("won"), its.confirmed.get("lost"))
    without = share_of(its.unconfirmed.get("won"), its.unconfirmed.get("lost"))
    is_better = is_more(with_one, without) if with_one and without else None
    whole, stale = its.open.get("all"), its.open.get("stale")
    stages = (
        _state(tell, playbook.vocabulary.stages[now].name, address.of_stage(now), states)
        for name, states in its.stages.items()
        if (now := now_called(playbook, name))
    )
    return PipelineShown(
        tell.deals(whole),
        tell.figure(_confirmed(its.open)),
        tell.figure(Share(stale.deals, whole.deals)) if stale and whole else None,
        tell.figure(with_one),
        tell.figure(without),
        "untold"
        if not (with_one and without)
        else {True: "more", False: "less", None: "same"}[is_better],
        tuple(stages),
        tuple(_state(tell, team.name, None, team.deals) for team in its.teams),
    )


def _state(
    tell: Teller, name: Plain, path: str | None, states: Mapping[Confirmation, Sum]
) -> StateRow:
    return StateRow(
        name,
        path,
        tell.deals(states.get("all")),
        tell.figure(_confirmed(states)),
        tell.deals(states.get("stale")),
    )


def _confirmed(states: Mapping[Confirmation, Sum]) -> Share | None:
    """How many open deals have a definition of done that the buyer confirmed, lately or not."""
    whole, none = states.get("all"), states.get("none")
    some = added(states[state] for state in ("fresh", "stale") if state in states)
    if whole and none:
        return Share(whole.deals - none.deals, whole.deals)
    return Share(some.deals, whole.deals) if whole and some and some.deals == whole.deals else None
