"""What the scripts know of the sheets: their fields, the deal checks, the lines of the CRM note."""

from typing import Any

from donebook.facts import PARTS, lit_by, printed_on
from donebook.markup import as_script
from donebook.model import DealCheck, Key, SpokenQuestion
from donebook.pages import address
from donebook.pages.grouping import by_stage
from donebook.playbook import Playbook
from donebook.rules.phrasing import phrasing_of
from donebook.sheet import Blank, Sheet, ending_verdict, sheets_of_deals
from donebook.sheet.values import Grid, SheetSection
from donebook.text import Plain, finished


def catalogue(playbook: Playbook) -> str:
    """All of it as a script of data."""
    return as_script("sheets", _Catalogue(playbook).data())


class _Catalogue:
    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook

    def data(self) -> dict[str, Any]:
        playbook = self._playbook
        config = playbook.config
        phrasing = phrasing_of(playbook.language.code)
        number = playbook.vocabulary.stage_number
        stop = ending_verdict(playbook)
        return {
            "playbook": self._text(config.name),
            "sheets": [self._sheet(sheet) for sheet in sheets_of_deals(playbook)],
            "stages": {i: self._text(s.name) for i, s in playbook.vocabulary.stages.items()},
            "calls": sorted(by_stage(playbook.spoken), key=number),
            "closed": [i for i, stage in playbook.vocabulary.stages.items() if stage.closed],
            # What deals from before call them; most playbooks have none of these.
            **({"former": former} if (former := self._former()) else {}),
            "segments": {i: self._text(s.name) for i, s in playbook.vocabulary.segments.items()},
            "tests": {i: self._text(t.name) for i, t in playbook.vocabulary.tests.items()},
            "checks": self._checks(),
            "days": {"confirm": config.confirm_every, "keep": config.keep_deals},
            "stop": self._text(stop) if stop else "",
            "note": [[self._text(line.label), line.key, line.length] for line in config.crm_note],
            "common": playbook.language.say("find.common"),
            "done": {
                "keys": PARTS,
                "ask": {
                    light: [self._text(q.ask), self._path(q)]
                    for light, q in lit_by(playbook).items()
                },
                "rules": phrasing.for_browsers(config.product) if phrasing else None,
            },
        }

    def _former(self) -> dict[str, str]:
        """Stages and segments under their earlier ids, and what they are called now."""
        return {**self._playbook.former("segment"), **self._playbook.former("stage")}

    def _sheet(self, sheet: Sheet) -> dict[str, Any]:
        worksheet = sheet.worksheet
        return {
            "id": worksheet.id,
            "title": self._text(worksheet.title),
            "buyer": worksheet.audience == "buyer",
            "parts": [found for part in sheet.parts if (found := self._part(part))],
        }

    def _part(self, part: SheetSection) -> dict[str, Any] | None:
        """A part's fields by key; a table that can grow names its columns instead of its rows."""
        title = self._text(part.title) if part.title else ""
        block = part.block
        if isinstance(block, Grid) and block.key:
            first = [cell for cell in block.rows[0] if isinstance(cell, Blank)]
            columns = {cell.key.rpartition(".")[2]: self._text(cell.label) for cell in first}
            given = {
                cell.key: self._text(cell.given)
                for row in block.rows
                for cell in row
                if isinstance(cell, Blank) and cell.given
            }
            return {"title": title, "table": block.key, "columns": columns, "given": given}
        fields = {blank.key: self._text(blank.name) for blank in part.blanks}
        return {"title": title, "fields": fields} if fields else None

    def _checks(self) -> dict[str, Any]:
        """The deal checks that a sheet prints, with the first question that answers each by its stage."""
        return {
            check.id: {
                "text": self._text(check.ask),
                "test": check.test,
                "stage": check.stage,
                "weight": check.weight,
                "blocker": check.blocker,
                "ask": [[self._text(q.ask), self._path(q)] for q in self._answered_by(check)[:1]],
            }
            for check in self._playbook.checks
            if printed_on(self._playbook, check)
        }

    def _answered_by(self, check: DealCheck) -> list[SpokenQuestion]:
        number = self._playbook.vocabulary.stage_number
        found = (self._playbook.entries[Key("question", i)] for i in check.answered_by)
        asked = (question for question in found if isinstance(question, SpokenQuestion))
        return [question for question in asked if number(question.stage) <= number(check.stage)]

    def _path(self, question: SpokenQuestion) -> str:
        return address.of_entry(question).removesuffix(".md")

    def _text(self, text: Plain) -> str:
        return finished(text, self._playbook.config.product)
