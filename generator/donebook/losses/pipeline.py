"""Open deals by whether the buyer confirmed a definition of done, and what that came to in closed ones."""

from collections.abc import Callable, Sequence

from donebook.figures import Confirmation, Pipeline, Sum, Team
from donebook.losses.deals import Deal
from donebook.losses.protected import Line
from donebook.losses.protected import Sum as Cells
from donebook.losses.tables import Counted, Table
from donebook.playbook import Playbook
from donebook.text import Plain

MOST_NAMED = 40  # rivals, teams and values
_STATES: tuple[Confirmation, ...] = ("fresh", "stale", "none")
IsPublic = Callable[[str], bool]


def pipeline(
    playbook: Playbook, deals: Sequence[Deal], closed: Sequence[Deal], is_public: IsPublic
) -> Pipeline:
    """What may be told of definitions of done. `closed` are the deals of the other figures."""
    opened = Counted.by(
        [deal for deal in deals if deal.outcome == "open"],
        lambda deal: (deal.stage, deal.team, deal.confirmation),
    )
    of, stages, teams = opened.of, opened.values(0), opened.values(1)
    rows = [(..., ...), *((stage, ...) for stage in stages), *((..., team) for team in teams)]
    everything = of(..., ..., ...)
    table = opened.table(
        Line(everything, tuple(of(..., ..., state) for state in _STATES)),
        Line(everything, tuple(of(stage, ..., ...) for stage in stages)),
        Line(everything, tuple(of(..., team, ...) for team in teams)),
        *(Line(of(*row, ...), tuple(of(*row, state) for state in _STATES)) for row in rows),
    )
    ended = Counted.by(
        closed, lambda deal: (deal.outcome, "without" if deal.confirmation == "none" else "with")
    )
    return Pipeline(
        open=_by_state(opened, table, ..., ...),
        stages={
            stage: found
            for stage in playbook.vocabulary.stages
            if (found := _by_state(opened, table, stage, ...))
        },
        teams=tuple(
            Team(name=Plain(team), deals=found)
            for team in teams
            if is_public(team) and (found := _by_state(opened, table, ..., team))
        )[:MOST_NAMED],
        **_with_and_without(ended),
    )


def _by_state(
    counted: Counted, table: Table, stage: object, team: object
) -> dict[Confirmation, Sum]:
    wanted: dict[Confirmation, Cells] = {"all": counted.of(stage, team, ...)}
    wanted |= {state: counted.of(stage, team, state) for state in _STATES}
    return {state: found for state, cells in wanted.items() if (found := table.sum(cells))}


def _with_and_without(ended: Counted) -> dict[str, dict[str, Sum]]:
    """Won and lost deals with a confirmed definition of done, and without one."""
    of, ends, states = ended.of, ("won", "lost"), ("with", "without")
    table = ended.table(
        Line(of(..., ...), tuple(of(end, ...) for end in ends)),
        *(Line(of(end, ...), tuple(of(end, state) for state in states)) for end in ends),
        *(Line(of(..., state), tuple(of(end, state) for end in ends)) for state in states),
    )
    found = ({end: its for end in ends if (its := table.sum(of(end, state)))} for state in states)
    return dict(zip(("confirmed", "unconfirmed"), found, strict=True))
