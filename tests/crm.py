"""Exports of a CRM, made up by a seed: deals of an account, a person and a day, in three dialects."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

from donebook.rules import base

STAGES = {"open": "Qualification", "agree": "Negotiation"}
REASONS = ("No date", "Price", "Outgunned", "Silence", "")
RIVALS = ("Northwind", "Contoso", "")
TEAMS = ("North", "South")

# A playbook in which these values mean something: “Price” may be two reasons of two roots.
FILES = {
    "vocabulary.yaml": base.VOCABULARY.replace(
        "exit_when: [They rang back.]", "exit_when: [They rang back.], crm: {sf: Qualification}"
    ).replace("exit_when: [They signed.]", "exit_when: [They signed.], crm: {sf: Negotiation}"),
    "../site-config/playbook.yaml": base.CONFIG + "crm: {sf: Salesforce}\n",
    "loss-reasons/no-event.yaml": base.loss_reason("No event", "crm: {sf: No date}\n"),
    "loss-reasons/too-dear.yaml": base.loss_reason("Too dear", "legacy: [Price]\n").replace(
        "Was there a date?", "Could they pay?"
    ),
    "loss-reasons/out-priced.yaml": base.loss_reason("Out-priced", "legacy: [Price]\n")
    .replace("root: wrong-deal", "root: outsold")
    .replace("Was there a date?", "Was it the price?"),
    "loss-reasons/outgunned.yaml": base.loss_reason(
        "Outgunned", "crm: {sf: Outgunned}\n", known="agree"
    ).replace("root: wrong-deal", "root: outsold"),
    "loss-reasons/out-gunned.yaml": "moved_to: outgunned\n",
    "patterns/hours-back.yaml": base.pattern("Hours back", "misread_leads_to: [no-event]\n"),
}


@dataclass(frozen=True)
class Made:
    """One deal; `account` and `person` may be in no figure."""

    number: int
    stage: str
    last: str
    reason: str
    closed: date
    amount: int | None
    rival: str
    team: str
    confirmed: date | None

    @property
    def account(self) -> str:
        return f"Account {self.number % 40}"

    @property
    def person(self) -> str:
        return f"Person {self.number % 7}"


def deals(number: int, seed: int = 1) -> list[Made]:
    """So many deals: a third won, half lost, the others open."""
    draw = random.Random(seed)
    return [_deal(draw, n) for n in range(number)]


def _deal(draw: random.Random, number: int) -> Made:
    stage = draw.choices(("Closed Won", "Closed Lost", *STAGES.values()), (30, 50, 10, 10))[0]
    is_lost = stage == "Closed Lost"
    return Made(
        number,
        stage,
        draw.choice([*STAGES.values()]) if is_lost else "",
        draw.choices(REASONS, (30, 20, 30, 5, 5))[0] if is_lost else "",
        date(2026, 1, 1) + timedelta(days=draw.randrange(320)),
        draw.randrange(1, 90) * 1_000 if draw.random() < 0.9 else None,
        draw.choices(RIVALS, (30, 3, 60))[0],
        draw.choice(TEAMS),
        date(2026, 10, 1) + timedelta(days=draw.randrange(50)) if draw.random() < 0.4 else None,
    )


def salesforce(made: list[Made]) -> bytes:
    """As Salesforce writes a report: commas, month first, dollars, lines of words below."""
    heads = "Opportunity Name,Opportunity ID,Account Name,Opportunity Owner,Region,Stage,Last Stage,Close Date,Amount,Loss Reason,Main Competitor(s),Confirmed by,Confirmed on"
    rows = [
        [
            f"{deal.account} renewal",
            f"006{deal.number:05}",
            deal.account,
            deal.person,
            deal.team,
            deal.stage,
            deal.last,
            f"{deal.closed.month}/{deal.closed.day}/{deal.closed.year}",
            "" if deal.amount is None else f"${deal.amount:,}.00",
            deal.reason,
            deal.rival,
            deal.person if deal.confirmed else "",
            deal.confirmed.isoformat() if deal.confirmed else "",
        ]
        for deal in made
    ]
    foot = "\n\nGrand Totals\nCopyright (c) 2000-2026 salesforce.com, inc.\n"
    return (f"{heads}\n{_csv(rows, ',')}{foot}").encode()


def hubspot(made: list[Made]) -> bytes:
    """As HubSpot exports deals: ids of stages, times, plain numbers, a mark at the beginning."""
    heads = "Record ID,Deal Name,Deal owner,Associated Company,Deal Stage,Closed Lost Reason,Close Date,Amount,Currency"
    ends = {"Closed Won": "closedwon", "Closed Lost": "Closed lost (Sales Pipeline)"}
    rows = [
        [
            str(deal.number),
            f"{deal.account} - new",
            deal.person,
            deal.account,
            ends.get(deal.stage, deal.stage),
            deal.reason,
            f"{deal.closed.isoformat()} 09:30",
            "" if deal.amount is None else str(deal.amount),
            "USD",
        ]
        for deal in made
    ]
    return b"\xef\xbb\xbf" + f"{heads}\n{_csv(rows, ',')}".encode()


def german(made: list[Made]) -> bytes:
    """As a spreadsheet in Germany saves it: semicolons, dots, commas, Windows' letters."""
    heads = "Dealname;Kunde;Verkäufer;Status;Letzte Phase;Verlustgrund;Abschlussdatum;Betrag;Mitbewerber"
    ends = {"Closed Won": "Gewonnen", "Closed Lost": "Verloren"}
    rows = [
        [
            f"{deal.account} Erneuerung {deal.number}",
            deal.account,
            deal.person,
            ends.get(deal.stage, deal.stage),
            deal.last,
            deal.reason,
            f"{deal.closed.day}.{deal.closed.month}.{deal.closed.year}",
            "" if deal.amount is None else f"{deal.amount:,}".replace(",", ".") + ",00 €",
            deal.rival,
        ]
        for deal in made
    ]
    return f"{heads}\n{_csv(rows, ';')}".encode("cp1252")


def _csv(rows: list[list[str]], delimiter: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return written.getvalue()
