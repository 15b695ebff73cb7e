"""Family `freshness` (F): somebody looks at every entry again, in time and not all at once.

These need to know what day it is, which is an argument and never read from a clock.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from donebook.config import CONFIG_PATH, SCHEMA
from donebook.figures import FIGURES_FORM, FIGURES_PATH
from donebook.message import message, named, plural
from donebook.model import Entry
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules import base

_EVENT = "loss-reasons/no-event.yaml"
MOST_AT_ONCE = 5  # one in five
FEWEST_TO_SPREAD = 20  # entries of a kind; of fewer, four in a week are no burden
FIGURES_LAST = timedelta(days=120)  # a quarter, and a month to export it
_FIGURES = f"../{FIGURES_PATH}"


def _closed(made: str) -> str:
    """A file of figures that was made on a day."""
    return json.dumps({"losses": FIGURES_FORM, "made": made, "all": {"won": {"deals": 12}}})


OVERDUE = Code(
    "F601",
    "A review is overdue",
    "Nobody knows whether this is still what buyers say. One wrong entry, and reps stop trusting the rest.",
    "Read it once. If it is still true: `donebook reviewed ID`. If not, fix it or retire it.",
    bad={_EVENT: base.FILES[_EVENT].replace("2026-10-01", "2025-01-15")},
    good={_EVENT: base.FILES[_EVENT]},
    severity=Severity.WARNING,
)
NO_OWNER = Code(
    "F602",
    "An owner nobody can reach",
    "A rep who finds a mistake has nobody to tell, and it stays.",
    "Give the owner a `contact` (how people reach them) or a `handle` (their name at the code host).",
    bad={"../site-config/playbook.yaml": base.CONFIG.replace(", contact: the sales channel", "")},
    good={"../site-config/playbook.yaml": base.CONFIG},
    severity=Severity.WARNING,
)
ALL_AT_ONCE = Code(
    "F603",
    "Too many reviews due in one week",
    "A week with forty reviews is a week in which none is done with care.",
    "Review some of them earlier, or give some of them a `review_every` of their own.",
    bad={
        f"loss-reasons/reason-{n}.yaml": base.loss_reason(f"Reason {n}")
        for n in range(FEWEST_TO_SPREAD)
    },
    good={
        f"loss-reasons/reason-{n}.yaml": base.loss_reason(
            f"Reason {n}", f"review_every: {100 + 7 * n}\n"
        )
        for n in range(FEWEST_TO_SPREAD)
    },
    severity=Severity.WARNING,
)
NOT_NEEDED = Code(
    "F604",
    "An allowance that is not needed",
    "It would keep quiet about the next problem of this kind, which nobody has looked at.",
    "Delete the code from `allow`.",
    bad={
        "patterns/hours-back.yaml": base.pattern(
            "Hours back", "allow: {C403: Heard on the phone.}\n"
        )
    },
    good={"patterns/hours-back.yaml": base.pattern("Hours back")},
    severity=Severity.WARNING,
)
NOT_YET = Code(
    "F605",
    "Reviewed on a day to come",
    "The next review would be late by as many days, and nobody would notice.",
    "Write the day on which somebody last read it.",
    bad={_EVENT: base.FILES[_EVENT].replace("2026-10-01", "2099-10-01")},
    good={_EVENT: base.FILES[_EVENT]},
    severity=Severity.WARNING,
)
OTHER_OWNERS = Code(
    "F606",
    "CODEOWNERS is out of date",
    "A change to an entry is shown to somebody who no longer answers for it.",
    "Write it anew: `donebook new codeowners`.",
    bad={},
    good={},
    severity=Severity.WARNING,
)
EARLIER_FORM = Code(
    "F607",
    "Content of an earlier form",
    "The next version of donebook no longer reads it, and until then settings may mean something else than they did.",
    "Bring it up to date: `donebook upgrade`.",
    bad={"../site-config/playbook.yaml": base.CONFIG.replace("schema: 2", "schema: 1")},
    good={"../site-config/playbook.yaml": base.CONFIG},
    severity=Severity.WARNING,
)
OLD_FIGURES = Code(
    "F609",
    "Loss figures of long ago",
    "Leaders go by what deals came to in quarters that are over, and see nothing of the last one.",
    "Run `donebook losses` again, with a new export of the CRM's.",
    bad={_FIGURES: _closed("2026-03-31")},
    good={_FIGURES: _closed("2026-09-30")},
    severity=Severity.WARNING,
)
CODES = (
    OVERDUE,
    NO_OWNER,
    ALL_AT_ONCE,
    NOT_NEEDED,
    NOT_YET,
    OTHER_OWNERS,
    EARLIER_FORM,
    OLD_FIGURES,
)


def find(playbook: Playbook, today: date) -> Iterator[Finding]:
    """What is not fresh on a day."""
    yield from _dates(playbook, today)
    yield from _owners(playbook)
    yield from _form(playbook)
    yield from _figures(playbook, today)


def not_needed(
    playbook: Playbook, found: Iterable[Finding], codes: Iterable[Code]
) -> Iterator[Finding]:
    """Allowances for codes that were looked for and not found. `found` may not be filtered yet."""
    there = {(finding.path, finding.code.id) for finding in found}
    sought = {code.id for code in codes}
    for entry in playbook.entries.values():
        for name in entry.allow:
            if name in sought and (entry.path, name) not in there:
                said = message("{name} does not occur here.", name=name)
                yield Finding(NOT_NEEDED, entry.path, ("allow", name), said, at_key=True)


def _dates(playbook: Playbook, today: date) -> Iterator[Finding]:
    for entry in playbook.entries.values():
        due = playbook.review_by(entry)
        if due is None or entry.reviewed is None:
            continue  # never looked at is a part that is missing (K)
        if due < today:
            late = (today - due).days
            said = plural(
                "This was to be looked at again by {due}; that was yesterday.",
                "This was to be looked at again by {due}; that was {n:,} days ago.",
                n=late,
                due=due,
            )
            yield Finding(OVERDUE, entry.path, ("reviewed",), said)
        elif entry.reviewed > today + timedelta(days=1):  # where a day begins earlier than here
            said = message("Today is {today}.", today=today)
            yield Finding(NOT_YET, entry.path, ("reviewed",), said)


def _figures(playbook: Playbook, today: date) -> Iterator[Finding]:
    figures = playbook.figures
    if figures and today - figures.made > FIGURES_LAST:
        said = message("These figures are from {day}.", day=figures.made)
        yield Finding(OLD_FIGURES, FIGURES_PATH, ("made",), said)


def _form(playbook: Playbook) -> Iterator[Finding]:
    if playbook.config.schema_ < SCHEMA:
        said = message("This donebook writes content of the form {schema}.", schema=SCHEMA)
        yield Finding(EARLIER_FORM, CONFIG_PATH, ("schema",), said)


def _owners(playbook: Playbook) -> Iterator[Finding]:
    entries = Counter(playbook.owner_of(entry) for entry in playbook.entries.values())
    for name, owner in playbook.config.owners.items():
        if entries[name] and not (owner.contact or owner.handle):
            said = plural(
                'One entry names "{name}", who has neither a contact nor a handle.',
                '{n:,} entries name "{name}", who has neither a contact nor a handle.',
                n=entries[name],
                name=name,
            )
            yield Finding(NO_OWNER, CONFIG_PATH, ("owners", name), said, at_key=True)


def weeks(playbook: Playbook) -> Iterator[Finding]:
    """Reviews that come all at once, of all that there are."""
    if playbook.config.live_since is None:
        return  # what was brought in on one day is due on one day, and there is time to spread it
    for kind, entries in _by_kind(playbook).items():
        if len(entries) < FEWEST_TO_SPREAD:
            continue
        days = [day for entry in entries if (day := playbook.review_by(entry))]
        by_week = Counter(day.isocalendar()[:2] for day in days)
        if not by_week:
            continue
        (year, week), number = by_week.most_common(1)[0]
        if number * MOST_AT_ONCE > len(entries):
            first = date.fromisocalendar(year, week, 1)
            said = message(
                "{due} of {all} entries of kind {kind} are due in the week of {first}.",
                due=number,
                all=len(entries),
                kind=named(kind, f"kind.{kind}.one"),
                first=first,
            )
            yield Finding(ALL_AT_ONCE, CONFIG_PATH, ("review_every", kind), said)


def _by_kind(playbook: Playbook) -> Mapping[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in playbook.entries.values():
        found[entry.kind.name].append(entry)
    return found
