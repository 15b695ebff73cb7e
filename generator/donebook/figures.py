"""What a CRM's closed deals add up to: `site-config/losses.json`, which `donebook losses` writes.

It holds sums of at least five deals, and no deal, account or person. It is read and checked like the
settings, because somebody may have edited it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from donebook.message import message
from donebook.model.fields import Day, Name, Part, Whole, refused
from donebook.text import Plain

FIGURES_PATH = "site-config/losses.json"
FIGURES_FORM = 1
LEAST = 5  # deals in any sum; fewer are nearly the deals themselves
_MOST_DEALS, _MOST_AMOUNT = 10**9, 10**15 - 1
_MOST_NAMED = 200

Group = Literal["won", "lost", "wrong-deal", "outsold", "undecided", "unknown"]
"""What deals came to. `undecided` are losses whose value in the CRM fits reasons of both roots,
`unknown` those without a value, or with one that no reason has."""
Root = Literal["wrong-deal", "outsold"]
ROOTS: tuple[Root, ...] = ("wrong-deal", "outsold")
LOST: tuple[Group, ...] = (*ROOTS, "undecided", "unknown")
ENDED: tuple[Group, ...] = ("won", *LOST)
Confirmation = Literal["all", "fresh", "stale", "none"]
"""Whether a deal has a definition of done that the buyer confirmed, and whether that was lately."""


class Sum(Part):
    """Deals, and what those of them come to whose amount is known; three digits of that are told."""

    deals: Annotated[int, Whole(LEAST, _MOST_DEALS)]
    """How many deals there are."""
    amount: Annotated[int, Whole(0, _MOST_AMOUNT)] | None = None
    """What they come to."""


def _quarter(text: str) -> str:
    year, _, number = text.partition("-Q")
    if len(year) == 4 and year.isdecimal() and number in {"1", "2", "3", "4"}:
        return text
    raise refused("quarter", message("A quarter is written as 2026-Q3."))


Quarter = Annotated[str, AfterValidator(_quarter)]
Groups = dict[Group, Sum]


class Rival(Part):
    """Deals in which somebody else was named."""

    name: Plain
    """Who, as the CRM calls them."""
    deals: Groups
    """How these deals ended."""


class Lost(Part):
    """Deals that were lost for one reason."""

    all: Sum | None = None
    """All of them."""
    late: Sum | None = None
    """Those lost after the stage from which the loss can be known."""
    timely: Sum | None = None
    """Those lost by then."""
    stages: dict[Name, Sum] = Field(default_factory=dict)
    """Them by the last stage they were in."""


class Undecided(Part):
    """Deals whose value in the CRM belongs to several reasons."""

    value: Plain
    """The value."""
    reasons: tuple[Name, ...]
    """The reasons it may mean."""
    all: Sum
    """The deals."""


class Unmapped(Part):
    """Deals with a value that no loss reason has."""

    value: Plain
    """The value."""
    all: Sum
    """The deals."""


class Team(Part):
    """The open deals of a team."""

    name: Plain
    """The team, as the CRM calls it."""
    deals: dict[Confirmation, Sum]
    """Its deals, by whether their definition of done is confirmed."""


class Pipeline(Part):
    """Open deals, and what a confirmed definition of done came to in closed ones."""

    open: dict[Confirmation, Sum] = Field(default_factory=dict)
    """Open deals, by whether their definition of done is confirmed."""
    stages: dict[Name, dict[Confirmation, Sum]] = Field(default_factory=dict)
    """The same by stage."""
    teams: Annotated[tuple[Team, ...], Field(max_length=_MOST_NAMED)] = ()
    """The same by team."""
    confirmed: dict[Literal["won", "lost"], Sum] = Field(default_factory=dict)
    """Closed deals with a definition of done that the buyer confirmed."""
    unconfirmed: dict[Literal["won", "lost"], Sum] = Field(default_factory=dict)
    """Closed deals without."""


class Figures(Part):
    """Sums over the deals that a CRM exported."""

    losses: Annotated[int, Whole(FIGURES_FORM, FIGURES_FORM)]
    """The form of this file."""
    made: Day
    """The day on which it was made."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    """The currency of all amounts, as three letters."""
    known: Annotated[int, Whole(0, 100)] = 0
    """Of how many lost deals in a hundred the amount is known, to the next ten."""
    all: Groups
    """All closed deals, by how they ended."""
    quarters: dict[Quarter, Groups] = Field(default_factory=dict)
    """The same by the quarter in which they were closed."""
    rivals: Annotated[tuple[Rival, ...], Field(max_length=_MOST_NAMED)] = ()
    """The same by who else was in it."""
    stages: dict[Name, Groups] = Field(default_factory=dict)
    """Lost deals by the last stage they were in."""
    late: Groups = Field(default_factory=dict)
    """Lost deals by root: those lost after the stage from which the loss can be known."""
    timely: Groups = Field(default_factory=dict)
    """Those lost by then."""
    reasons: dict[Name, Lost] = Field(default_factory=dict)
    """Lost deals by loss reason."""
    undecided: Annotated[tuple[Undecided, ...], Field(max_length=_MOST_NAMED)] = ()
    """Lost deals whose value belongs to several reasons."""
    unmapped: Annotated[tuple[Unmapped, ...], Field(max_length=_MOST_NAMED)] = ()
    """Lost deals whose value no reason has."""
    pipeline: Pipeline | None = None
    """What definitions of done are worth, where the CRM has the fields for it."""

    def lines(self) -> Iterator[tuple[tuple[str, ...], Sum, list[Sum]]]:
        """Where each sum stands whose parts are here, too, with the sum and these parts."""
        for place, whole, parts in self._lines():
            if whole:
                yield place, whole, parts

    def _lines(self) -> Iterator[tuple[tuple[str, ...], Sum | None, list[Sum]]]:
        def of(groups: Mapping[Group, Sum], *names: Group) -> list[Sum]:
            return [groups[name] for name in names if name in groups]

        yield ("all", "lost"), self.all.get("lost"), of(self.all, *LOST)
        for quarter, groups in self.quarters.items():
            yield ("quarters", quarter, "lost"), groups.get("lost"), of(groups, *LOST)
        tables: tuple[Iterable[Mapping[Group, Sum]], ...] = (
            self.quarters.values(),
            [rival.deals for rival in self.rivals],
            self.stages.values(),
            (self.late, self.timely),
        )
        for group in ENDED:
            for table in tables:
                parts = [one for groups in table for one in of(groups, group)]
                yield ("all", group), self.all.get(group), parts
        for name, reason in self.reasons.items():
            by_time = [one for one in (reason.late, reason.timely) if one]
            yield ("reasons", name, "all"), reason.all, [*reason.stages.values()]
            yield ("reasons", name, "all"), reason.all, by_time
