"""The page of what a CRM's closed deals add up to: the two roots first, then where and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from donebook.facts import (
    Share,
    Weighed,
    added,
    deals,
    is_more,
    lost_by_reason,
    misread_by_losses,
    now_called,
    share_of,
    warnings_by_losses,
    wins,
    wrong_deals,
)
from donebook.figures import ROOTS, Figures, Groups
from donebook.ids import id_from
from donebook.model import Entry, LossReason, OwnPage
from donebook.pages import address
from donebook.pages.confirmed import pipeline_shown
from donebook.pages.figured import (
    Figure,
    Teller,
    root_figures,
    undecided_rows,
    unmapped_rows,
)
from donebook.pages.grouping import hub
from donebook.pages.over_time import amounts_over_time, called, deals_over_time, trend_of
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.text import Plain, finished

_MOST_REASONS, _MOST_QUESTIONS, _MOST_PATTERNS, _MOST_RIVALS = 15, 8, 6, 10
_HALF = 0.5
_FEWEST_AMOUNTS = 50  # in a hundred; of fewer, a share of amounts says little


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what it is about, how many deals, and the shares that are told."""

    name: Plain
    path: str | None
    lost: Plain | None
    amount: Plain | None
    wrong: Figure | None
    wrong_amount: Plain | None
    won: Figure | None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A loss reason with its deals."""

    reason: LossReason
    lost: Plain
    share: Figure | None
    amount: Plain | None
    late: Plain | None


@dataclass(frozen=True, slots=True)
class LeadRow:
    """An entry that leads to losses that happened."""

    entry: Entry
    deals: Plain
    late: Plain | None
    reasons: tuple[LossReason, ...]


def losses_page(playbook: Playbook, figures: Figures) -> Page:
    """What the closed deals add up to: the two roots first, then where, against whom and why."""
    say, tell = playbook.language.say, Teller(playbook, figures)
    quarters = sorted(figures.quarters.items())
    late = _late(figures)
    is_priced = figures.known >= _FEWEST_AMOUNTS
    return hub(
        address.LOSSES,
        "losses",
        say("losses.title"),
        say("losses.description"),
        made=figures.made,
        first=Plain(called(quarters[0][0])) if quarters else None,
        last=Plain(called(quarters[-1][0])) if quarters else None,
        won=tell.deals(figures.all.get("won")),
        lost=tell.deals(figures.all.get("lost")),
        unclear=_unclear(tell, figures),
        wins=tell.figure(wins(figures.all)),
        shares_of=root_figures(playbook),
        late=tell.figure(late),
        late_amount=tell.amount(added(figures.late.values())),
        late_roots=tuple(
            (root, tell.figure(share_of(figures.late.get(root), figures.timely.get(root))))
            for root in ROOTS
        ),
        known=tell.percent(figures.known / 100) if 0 < figures.known < 100 else None,
        by_amount=_wrong_amount(tell, figures.all) if is_priced else None,
        stands_out=_verdict(wrong_deals(figures.all)),
        trend=trend_of(tell, quarters),
        counts=deals_over_time(tell, quarters),
        amounts=amounts_over_time(tell, quarters) if is_priced else None,
        quarters=tuple(_row(tell, called(name), None, groups) for name, groups in quarters),
        stages=tuple(_stage_rows(playbook, tell, figures)),
        rivals=tuple(_rival_rows(playbook, tell, figures))[:_MOST_RIVALS],
        harder=tuple(_harder(figures)),
        reasons=tuple(_reason_rows(playbook, tell, figures))[:_MOST_REASONS],
        questions=tuple(_lead_rows(tell, warnings_by_losses(playbook)))[:_MOST_QUESTIONS],
        patterns=tuple(_lead_rows(tell, misread_by_losses(playbook)))[:_MOST_PATTERNS],
        undecided=undecided_rows(playbook, tell, figures),
        unmapped=unmapped_rows(tell, figures),
        pipeline=pipeline_shown(playbook, tell, figures),
    )


def _unclear(tell: Teller, figures: Figures) -> Plain | None:
    found = added(figures.all[group] for group in ("undecided", "unknown") if group in figures.all)
    return tell.deals(found)


def _late(figures: Figures) -> Share | None:
    """How many losses came after the stage from which they could be known."""
    late, timely = added(figures.late.values()), added(figures.timely.values())
    return share_of(late, timely)


def _wrong_amount(tell: Teller, groups: Groups) -> Plain | None:
    """The share of wrong deals in the amount that was lost, of losses whose root is known."""
    roots = [groups.get(root) for root in ROOTS]
    wrong, outsold = (root.amount if root else None for root in roots)
    return tell.percent(wrong / (wrong + outsold)) if wrong and outsold else None


def _verdict(share: Share | None) -> str:
    """Which of the two roots has more losses, as far as that can be told."""
    if share is None:
        return "untold"
    return {True: "wrong-deal", False: "outsold", None: "even"}[share.is_over(_HALF)]


def _row(tell: Teller, name: str, path: str | None, groups: Groups) -> Row:
    lost = groups.get("lost")
    return Row(
        Plain(name),
        path,
        tell.deals(lost),
        tell.amount(lost),
        tell.figure(wrong_deals(groups)),
        _wrong_amount(tell, groups),
        tell.figure(wins(groups)),
    )


def _stage_rows(playbook: Playbook, tell: Teller, figures: Figures) -> Iterator[Row]:
    by_stage = _by_stage(playbook, figures)
    for stage_id, stage in playbook.vocabulary.stages.items():
        if groups := by_stage.get(stage_id):
            whole = added(groups[root] for root in ROOTS if root in groups)
            with_all: Groups = {**groups, "lost": whole} if whole else groups
            name = finished(stage.name, playbook.config.product)
            yield _row(tell, name, address.of_stage(stage_id), with_all)


def _by_stage(playbook: Playbook, figures: Figures) -> Mapping[str, Groups]:
    """Lost deals by the id that their last stage has now."""
    found: dict[str, Groups] = {}
    for name, groups in figures.stages.items():
        now = now_called(playbook, name)
        if now:
            found[now] = {**found.get(now, {}), **groups}
    return found


def _rival_rows(playbook: Playbook, tell: Teller, figures: Figures) -> Iterator[Row]:
    pages = {
        name: address.of_entry(page)
        for page in playbook.of_model(OwnPage)
        for name in (page.id.rpartition("/")[2], *map(id_from, (page.title, *page.aliases)))
    }
    for rival in figures.rivals:
        yield _row(tell, rival.name, pages.get(id_from(rival.name)), rival.deals)


def _harder(figures: Figures) -> Iterator[Plain]:
    """Rivals against whom deals are won less often than all others, as far as that can be told."""
    everything = wins(figures.all)
    for rival in figures.rivals:
        here = wins(rival.deals)
        if here is None or everything is None or here.whole == everything.whole:
            continue
        others = Share(everything.part - here.part, everything.whole - here.whole)
        if is_more(others, here):
            yield rival.name


def _reason_rows(playbook: Playbook, tell: Teller, figures: Figures) -> Iterator[ReasonRow]:
    roots = added(figures.all[root] for root in ROOTS if root in figures.all)
    for name, lost in lost_by_reason(playbook).items():
        if lost.all:
            reason = playbook.entry(LossReason, name)
            share = Share(lost.all.deals, max(deals(roots), lost.all.deals))
            shown = tell.number(lost.all.deals)
            yield ReasonRow(
                reason, shown, tell.figure(share), tell.amount(lost.all), tell.deals(lost.late)
            )


def _lead_rows(tell: Teller, weighed: Iterable[Weighed]) -> Iterator[LeadRow]:
    for one in weighed:
        late = tell.number(one.late) if one.late else None
        yield LeadRow(one.entry, tell.number(one.deals), late, one.reasons)
