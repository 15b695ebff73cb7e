"""Rows of an export as deals, with what can't be read of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from donebook.bring.cells import line
from donebook.bring.columns import Assigned
from donebook.bring.names import Names, shape
from donebook.bring.rows import Row
from donebook.figures import Confirmation
from donebook.language import Language
from donebook.losses.amounts import is_unreadable
from donebook.losses.reasons import NOBODY_KNOWS, Meant, Values
from donebook.losses.written import Wishes, Written, quarter_of, written
from donebook.playbook import Playbook

_ASIDE = re.compile(r"\(.*?\)")  # HubSpot names the pipeline behind a stage
Outcome = Literal["won", "lost", "open", "no-loss"]


@dataclass(frozen=True, slots=True)
class Deal:
    """What is kept of a row, none of it telling which deal it is.

    `stage` is the last one that a lost deal was in, or the one that an open deal is in.
    """

    outcome: Outcome
    stage: str | None
    value: str
    meant: Meant
    quarter: str | None
    amount: float | None
    rival: str
    team: str
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Words:
    """What ends a deal is called in a CRM, in each language that is here."""

    won: frozenset[str]
    lost: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[Language]) -> "Words":
        said = tuple(languages)
        return cls(ended(said, "won"), ended(said, "lost"))


def ended(languages: Iterable[Language], end: Literal["won", "lost"]) -> frozenset[str]:
    """What the end of a deal is called in a CRM, in each of these languages, by its shape."""
    return _shapes(language.below("import").get(f"ended.{end}", "") for language in languages)


def _shapes(lists: Iterable[str]) -> frozenset[str]:
    return frozenset(shape(word) for words in lists for word in words.split(",") if shape(word))


@dataclass(slots=True)
class DealReader:
    """Reads the rows of an export. `private` are texts that name a deal, an account or a person."""

    playbook: Playbook
    names: Names
    words: Words
    wishes: Wishes
    today: date
    private: set[str] = field(default_factory=set)
    unread: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The cells of a field that couldn't be read."""
    strange: Counter[str] = field(default_factory=Counter)
    """Stages that aren't among ours, with how many deals were last in one."""
    again: int = 0
    """Rows of a deal that stood there before."""
    _spelled: dict[str, dict[str, str]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _stage_of: dict[str, str | None] = field(default_factory=dict)
    _meant_by: dict[str, Meant] = field(default_factory=dict)

    def deals(self, tables: Sequence[Assigned]) -> tuple[list[Deal], Written]:
        """All deals of these tables, and how they are written. Raises Asked."""
        values = Values(self.playbook)
        how = written(lambda name: [*self._column(tables, name)], self.wishes)
        for table in tables:
            for row in table.table.rows:
                self.private |= {
                    shape(text)
                    for name in ("called", "account", "person")
                    if (text := self._text(table, row, name))
                }
        self._spelled = {
            name: _usual_spellings(self._column(tables, name))
            for name in ("reason", "rival", "team")
        }
        found = (
            self._deal(table, row, how, values) for table in tables for row in table.table.rows
        )
        return [deal for deal in found if deal], how

    def _column(self, tables: Sequence[Assigned], name: str) -> Iterator[str]:
        for table in tables:
            for row in table.table.rows:
                if text := self._text(table, row, name):
                    yield text

    def _text(self, table: Assigned, row: Row, name: str) -> str:
        """What a row says of a field, or what an editor says is meant by that."""
        column = _column_of(table, name)
        text = row.cells.get(column, "").strip() if column else ""
        return self.wishes.meant.get((shape(column or ""), shape(text)), text) if text else ""

    def _deal(self, table: Assigned, row: Row, how: Written, values: Values) -> Deal | None:
        def text(name: str) -> str:
            return self._text(table, row, name)

        outcome = self._outcome(text("outcome"), text("stage"), text("reason"))
        if outcome is None or self._is_again(text("record")):
            return None
        last = (
            text("last_stage") if outcome == "lost" else text("stage") if outcome == "open" else ""
        )
        value = self._usual("reason", text("reason")) if outcome == "lost" else ""
        if value and value not in self._meant_by:
            self._meant_by[value] = values.meant(value)
        return Deal(
            outcome,
            self._stage(last),
            value,
            self._meant_by.get(value, NOBODY_KNOWS),
            self._quarter(text("closed"), how) if outcome in ("won", "lost") else None,
            self._amount(text("amount"), text("currency"), how),
            self._public(self._usual("rival", text("rival"))),
            self._public(self._usual("team", text("team"))),
            self._confirmation(text("confirmed_on"), text("confirmed_by"), how),
        )

    def _usual(self, name: str, text: str) -> str:
        """A value as most cells of its column spell it."""
        said = line(text)
        return self._spelled[name].get(said.casefold(), said)

    def _is_again(self, record: str) -> bool:
        if not record:
            return False
        known = record in self._seen
        self._seen.add(record)
        self.again += known
        return known

    def _outcome(self, outcome: str, stage: str, reason: str) -> Outcome | None:
        """How a deal ended, by whichever column says so; none of a row that says nothing."""
        said = {shape(way) for text in (outcome, stage) for way in (text, _ASIDE.sub("", text))}
        said.discard("")
        if not said:
            return None
        no_loss = {shape(name) for name in self.playbook.config.not_a_loss}
        if no_loss & {*said, shape(reason)}:
            return "no-loss"
        if said & self.words.lost or self._ends(stage) == "lost":
            return "lost"
        if said & self.words.won or self._ends(stage) == "won":
            return "won"
        return "open"

    def _ends(self, text: str) -> str | None:
        found = self._known(text)
        return self.playbook.vocabulary.stages[found].closed if found else None

    def _known(self, text: str) -> str | None:
        if text and text not in self._stage_of:
            # HubSpot exports the label of a stage, and makes its value of the same letters.
            alone = _ASIDE.sub("", text)
            ways = (text, alone, shape(alone).replace(" ", ""))
            found = next(filter(None, (self.names.match("stage", way) for way in ways)), None)
            self._stage_of[text] = found.id if found else None
        return self._stage_of.get(text)

    def _stage(self, text: str) -> str | None:
        found = self._known(text)
        if text and found is None and shape(text) not in self.words.lost:
            self.strange[line(text)] += 1
        return found

    def _quarter(self, text: str, how: Written) -> str | None:
        found = self._day("closed", text, how)
        return quarter_of(found) if found else None

    def _day(self, field: str, text: str, how: Written) -> str | None:
        found = how.day(field, text) if text else None
        if text and found is None:
            self.unread[field].append(text)
        return found

    def _amount(self, text: str, code: str, how: Written) -> float | None:
        if text and is_unreadable(text):
            self.unread["amount"].append(text)
        return how.amount(text, code) if text else None

    def _public(self, text: str) -> str:
        """A name that may be told: several in one cell, or that of a customer or a person, is none."""
        said = line(text)
        return "" if ";" in said or shape(said) in self.private else said

    def _confirmation(self, on: str, by: str, how: Written) -> Confirmation:
        found = self._day("confirmed_on", on, how)
        if found is None:
            return "stale" if by else "none"
        late = self.today - timedelta(days=self.playbook.config.confirm_every)
        return "fresh" if date.fromisoformat(found) >= late else "stale"


def _usual_spellings(texts: Iterable[str]) -> dict[str, str]:
    """For each text without its capitals, how most cells spell it."""
    found: dict[str, str] = {}
    for text, _ in sorted(Counter(map(line, texts)).items(), key=lambda one: (-one[1], one[0])):
        found.setdefault(text.casefold(), text)
    return found


def _column_of(table: Assigned, name: str) -> str | None:
    return next((column for column, its in table.fields.items() if its.name == name), None)
