"""Rows become terms of the glossary."""

from donebook.bring import cells
from donebook.bring.alike import Known
from donebook.bring.columns import Assigned
from donebook.bring.outcome import Brought, LeftOut, take_rows
from donebook.bring.rows import Row, Spot
from donebook.config import VOCABULARY_PATH, Term
from donebook.message import message
from donebook.parse import parse_part
from donebook.playbook import Playbook


class TermMaker:
    """Makes terms out of the rows of any number of tables."""

    def __init__(self, playbook: Playbook) -> None:
        self.brought = Brought()
        self._known = Known()
        for term in playbook.vocabulary.glossary:
            self._known.add(term.term, VOCABULARY_PATH)

    def take(self, file: str, table: Assigned) -> None:
        """Make what the rows of a table hold."""
        take_rows(self.brought, file, table, self._take)

    def _take(self, spot: Spot, row: Row, table: Assigned) -> None:
        columns = {its.name: column for column, its in table.fields.items()}
        said = {name: cells.line(row.cells.get(column, "")) for name, column in columns.items()}
        for name in Term.model_fields:
            if not said.get(name):
                raise LeftOut(message("Its {field} is empty.", field=name))
        term = said["term"]
        if self.brought.is_known(spot, self._known.same(term)):
            return
        _, findings = parse_part(Term, VOCABULARY_PATH, said)
        for finding in findings:
            raise LeftOut(finding.message, columns.get(str(finding.loc[0]), ""))
        self._known.add(term, spot)
        self.brought.terms[term] = said["meaning"]
