"""What the columns of a CRM's export are for."""

from datetime import date

from donebook.bring.fields import Target
from donebook.model.fields import Part
from donebook.text import Plain

MOST_DEALS = 100_000


class DealRow(Part):
    """One row of an export. No text of it but a stage, a rival, a team or a reason is ever told."""

    stage: Plain
    """The stage that the deal is in, or ended in."""
    outcome: Plain | None = None
    """Whether it was won or lost, where another column says so."""
    last_stage: Plain | None = None
    """The stage that it was in before it was lost."""
    reason: Plain | None = None
    """Why it was lost."""
    closed: date | None = None
    """The day on which it was closed."""
    amount: Plain | None = None
    """What it comes to."""
    currency: Plain | None = None
    """The currency of the amount."""
    rival: Plain | None = None
    """Who else was in it."""
    team: Plain | None = None
    """Whose deal it is, as a team."""
    definition: Plain | None = None
    """The definition of done that was agreed on."""
    confirmed_by: Plain | None = None
    """Who at the buyer confirmed it."""
    confirmed_on: date | None = None
    """The day on which they did."""
    record: Plain | None = None
    """What tells deals apart, so that none is counted twice."""
    called: Plain | None = None
    """What the deal is called; only looked at so that it is never told."""
    account: Plain | None = None
    """The customer; only looked at so that it is never told."""
    person: Plain | None = None
    """Whose deal it is; only looked at so that it is never told."""


# A row without a stage may still say how it ended, so no row is refused for it.
DEALS = Target("deal", "stage", "titled", DealRow)
