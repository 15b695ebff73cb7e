"""How a deal stands by its checks and its definition of done, as pages say it of a deal.

What a check counts is also known to `site-config/assets/deal/gather.js`; both run
`tests/cases/browser/standing.json`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from donebook.collect.handed import Handed
from donebook.collect.usage import day_in
from donebook.facts import remembered
from donebook.model import DealCheck
from donebook.playbook import Playbook
from donebook.sheet import ending_verdict, sheets_of_deals
from donebook.sheet.resolve import CHECK, MARKS, ROOTS
from donebook.text import finished

CONFIRMED, _UNKNOWN, MISSING = MARKS
# By the keys that browsers keep: the day on which a buyer confirmed their done, and what it was then.
_CONFIRMED_ON, _CONFIRMED_SAID = "done-confirmed", "done-said"
_SAID = re.compile(r"drift-log\.([0-9]{1,6})\.said")


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a test's weight is confirmed, of the checks that are due."""

    test: str
    confirmed: int
    all: int

    @property
    def part(self) -> float:
        return self.confirmed / self.all if self.all else 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a row's checks add up to.

    `shares` are of tests with checks that are due, in the vocabulary's order; without a mark there
    are none. `unknown` is neither confirmed nor missing, `stops` is missing and ends a deal.
    """

    shares: tuple[Share, ...] = ()
    unknown: tuple[DealCheck, ...] = ()
    stops: tuple[DealCheck, ...] = ()

    @property
    def weakest(self) -> Share | None:
        return min(self.shares, key=lambda share: share.part, default=None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A definition of done that the buyer hasn't confirmed as it stands.

    Never where there is no day; else too long ago, or before it was worded anew.
    """

    on: date | None
    is_changed: bool = False


def standing(playbook: Playbook, row: Handed) -> Standing:
    """How a row stands by the checks of its sheet; of a deal, by those of the sheet with most of them."""
    checks = _checks_of(playbook, row)
    marks = tuple((check, row.values.get(CHECK + check.id, "")) for check in checks)
    if not any(mark for _, mark in marks):
        return Standing()
    due = tuple((c, mark) for c, mark in marks if is_due(playbook, c, row.stage))
    shares = (_share(test, due) for test in playbook.vocabulary.tests)
    return Standing(
        tuple(share for share in shares if share.all),
        tuple(c for c, mark in due if mark not in (CONFIRMED, MISSING)),
        tuple(c for c, mark in due if mark == MISSING and c.blocker),
    )


def is_due(playbook: Playbook, check: DealCheck, stage: str) -> bool:
    """Whether a check counts in a stage; before anybody has said a deal's stage, all do."""
    stages = [*playbook.vocabulary.stages]
    return stage not in stages or stages.index(check.stage) <= stages.index(stage)


def _share(test: str, marks: Iterable[tuple[DealCheck, str]]) -> Share:
    own = tuple((check, mark) for check, mark in marks if check.test == test)
    confirmed = sum(check.weight for check, mark in own if mark == CONFIRMED)
    return Share(test, confirmed, sum(check.weight for check, _ in own))


def _checks_of(playbook: Playbook, row: Handed) -> tuple[DealCheck, ...]:
    of_sheets = _checks_by_sheet(playbook)
    if row.kind == "sheet":
        return of_sheets.get(row.sheet, ())
    return max(of_sheets.values(), key=len, default=())


@remembered
def _checks_by_sheet(playbook: Playbook) -> Mapping[str, tuple[DealCheck, ...]]:
    checks = {CHECK + check.id: check for check in playbook.checks}
    return {
        sheet.worksheet.id: tuple(checks[b.key] for b in sheet.blanks if b.key in checks)
        for sheet in sheets_of_deals(playbook)
    }


def has_ended(playbook: Playbook, row: Handed) -> bool:
    """Whether a deal is over: lost for a reason, stopped by its verdict, or in a stage that is closed."""
    verdict = ending_verdict(playbook)
    stops = finished(verdict, playbook.config.product) if verdict else None
    stage = playbook.vocabulary.stages.get(row.stage)
    return (
        bool(row.values.get("loss-reason", "").strip())
        or (stops is not None and row.values.get("verdict") == stops)
        or bool(stage and stage.closed)
    )


def is_wrong_deal(row: Handed) -> bool:
    """Whether a loss review says that we should not have been there."""
    return row.values.get("loss-root") == ROOTS[0]


def doubt(playbook: Playbook, row: Handed, today: date) -> Doubt | None:
    """What is open about a deal's definition of done; nothing where the buyer confirmed it lately.

    A day to come confirms nothing.
    """
    day = day_in(row.values.get(_CONFIRMED_ON))
    if day is None or day > today:
        return Doubt(None)
    said = row.values.get(_CONFIRMED_SAID)
    if said is not None and said != _last_said(row.values):
        return Doubt(day, is_changed=True)
    days = playbook.config.confirm_every
    return Doubt(day) if (today - day).days >= days else None


def _last_said(values: Mapping[str, str]) -> str:
    """The last version of the definition, as the drift log has it."""
    versions: Collection[re.Match[str]] = [m for m in map(_SAID.fullmatch, values) if m]
    last = max(versions, key=lambda found: int(found[1]), default=None)
    return values[last[0]] if last else ""
