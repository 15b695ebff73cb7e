"""Rows become entries: each a new file, or a reason why it is none."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from donebook.bring import cells
from donebook.bring.alike import Known
from donebook.bring.answers import Answers
from donebook.bring.columns import Assigned, Headings
from donebook.bring.earlier import Earlier, numbered
from donebook.bring.headed import SECTION
from donebook.bring.labels import with_labels, without_label
from donebook.bring.names import Names
from donebook.bring.outcome import Brought, LeftOut, Said, Wishes, take_rows
from donebook.bring.page import TOPIC
from donebook.bring.rows import Row, Spot, places, seen_from
from donebook.bring.values import At, RowReader, RowValues
from donebook.bring.words import NewWords
from donebook.markup import encodable
from donebook.message import Message, message
from donebook.model.entry import Title
from donebook.model.question import FollowUp, Sign
from donebook.parse import parse_entry
from donebook.playbook import Playbook
from donebook.rules.phrasing import asks
from donebook.source import OneFile, read_document
from donebook.text import cut_at_word
from donebook.write import (
    FINISH_DRAFT,
    IMPORTED,
    OPEN,
    PUBLISH_DRAFT,
    begun_part,
    entry_file,
    id_from,
    kind_of,
    least,
)


class Maker:
    """Makes entries of one kind out of the rows of any number of tables."""

    def __init__(
        self, playbook: Playbook, headings: Headings, names: Names, wishes: Wishes, today: date
    ) -> None:
        self.brought = Brought()
        self.words = NewWords(names, wishes.create)
        self._is_draft, self._today = wishes.status == "draft", today
        self._headings, self._target = headings, headings.target
        self._kind = kind_of(self._target.name)
        self._answers = Answers(playbook, self._target, wishes, self.words)
        self._reader = RowReader(
            self.words, playbook.language.below("root"), wishes.dates, wishes.values
        )
        self._orders: Mapping[str, cells.Order | None] = {}
        self._known = Known()
        for entry in playbook.entries.values():
            if entry.kind is self._kind:
                self._known.add(str(getattr(entry, self._target.main)), entry.path)
        self._earlier = Earlier(playbook, self._kind)
        self._taken: set[str] = set()

    def take(self, file: str, table: Assigned) -> None:
        """Make what the rows of a table hold."""
        self._orders = self._reader.orders(table)
        take_rows(self.brought, file, table, self._take)

    def _take(self, spot: Spot, row: Row, table: Assigned) -> None:
        before = len(self.brought.files)
        with self.words.unless(lambda: len(self.brought.files) == before):
            values = self._reader.read(row, table, self._orders)
            try:
                self._make(spot, row, table, values)
            except LeftOut as left:
                others = (one for one in values.missed if one[1] != left.said)
                self.brought.unread += (Said(replace(spot, column=c), said) for c, said in others)
                raise

    def _make(self, spot: Spot, row: Row, table: Assigned, values: RowValues) -> None:
        main = self._main(values, row, table)
        near = self._known.near(main)
        there = self._known.same(main)
        if self.brought.is_known(spot, there):
            if isinstance(there, str):
                self._earlier.met(PurePosixPath(there).stem)
            return
        if became := self._became(values, main):
            self.brought.same.append(Said(spot, became))
            return
        blanks = tuple(_blanks(row, values))
        notes = (*blanks, *self._double(main))
        is_draft = self._is_draft or bool(blanks)
        path, content, guessed = self._file(values, main, spot, is_draft=is_draft)
        self._known.add(main, spot)
        self.brought.files[path] = content
        self.brought.placed[path] = spot
        self.brought.drafts += is_draft
        self.brought.unreviewed += ("reviewed",) not in values.at
        self.brought.guessed.update(guessed)
        self.brought.read_as |= values.read_as
        for column, said in (*notes, *values.missed):
            self.brought.by_hand.append(Said(replace(spot, column=column), said))
        if near:
            place = seen_from(spot, near) if isinstance(near, Spot) else near
            said = message("“{text}” is close to {place}.", text=main, place=place)
            self.brought.near.append(Said(spot, said))

    def _main(self, values: RowValues, row: Row, table: Assigned) -> str:
        """The text that an entry is known by. Raises LeftOut where the row has none."""
        at = (self._target.main,)
        if at not in {its.at for its in table.fields.values()}:
            said = message("No column is for {field}: name one with --map.", field=at[0])
            raise LeftOut(said)
        main = values.at.get(at, "")
        if not main:
            raise LeftOut(message("Its {field} is empty.", field=self._target.main))
        over = (text for name, text in row.cells.items() if _is_heading(name))
        avoided = next((text for text in over if self._headings.avoided(text)), None)
        if avoided:
            raise LeftOut(message("It stands below “{heading}”.", heading=avoided))
        if self._target.shape == "question":
            main = self._question(main)
        elif at == ("title",) and len(main) > Title.longest:
            said = message("Its title was too long and is cut; all of it is its summary.")
            values.missed.append((values.columns[at], said))
            values.at.setdefault(("summary",), main)
            values.columns.setdefault(("summary",), values.columns[at])
            main = cut_at_word(main, Title.longest)
        values.at[at] = main
        return str(main)

    def _question(self, text: str) -> str:
        """A text as it is asked. Raises LeftOut where it asks nothing."""
        phrasing = self._headings.phrasing
        if not asks(text, phrasing):
            said = message("It is no question: “{text}”.", text=_short(text))
            unsure = message("It has no question mark: “{text}”.", text=_short(text))
            raise LeftOut(said if phrasing else unsure)
        asked = cells.question(text)
        return f"{asked}?" if phrasing and phrasing.is_without_mark(asked) else asked

    def _file(
        self, values: RowValues, main: str, spot: Spot, *, is_draft: bool
    ) -> tuple[str, bytes, list[str]]:
        """An entry's path, its file, and which of its fields are guessed.

        A value that can't be one is dropped. Raises LeftOut where the entry can't be without it.
        """
        while True:
            answers, guessed = self._answers.of(values, cut_at_word(main, Title.longest))
            entry_id = self._id(answers["title"], spot)
            made = self._values(values, answers, main)
            if not is_draft:
                del made["status"]
            head = [encodable(cells.line(f"{IMPORTED} {spot.file}, {places([spot])}."))]
            guessed = [name for name in guessed if _says(made, name)]
            if guessed:
                head.append(f"Nothing there says these, so check the guess: {', '.join(guessed)}.")
            has_dots = OPEN in str(made)
            if is_draft:
                head.append(FINISH_DRAFT if has_dots else PUBLISH_DRAFT)
            text = entry_file(self._target.name, made, head)
            path = self._kind.path(entry_id)
            fault = self._fault(path, entry_id, text.encode())
            if fault is None:
                self._taken.add(entry_id)
                self.brought.dotted += has_dots and not is_draft
                self.brought.unlabeled[spot] += without_label(made)
                return path, text.encode(), guessed
            at, why = fault
            if at == (self._target.main,) or at not in values.at:
                raise LeftOut(why, values.columns.get(at, ""))
            values.drop(at, why)

    def _fault(self, path: str, entry_id: str, content: bytes) -> tuple[At, str] | None:
        """The first field that can't be as it is, and why."""
        document = read_document(OneFile(path, content), path)
        if document.values is None or document.problems:
            return (), document.problems[0].message
        _, findings = parse_entry(self._kind, entry_id, document.values)
        for finding in findings:
            steps = tuple(step for step in finding.loc if isinstance(step, str))
            fields = self._target.fields.values()
            at = next((f.at for f in fields if steps[: len(f.at)] == f.at), steps)
            return at, finding.message
        return None

    def _values(self, values: RowValues, answers: Mapping[str, Any], main: str) -> dict[str, Any]:
        """All that an entry says: what the row does, and three dots for what it can't be without."""
        made = least(self._target.name, answers, self._today)
        made_by = {**answers, "today": self._today.isoformat()}
        labels: set[str] = set()
        for its in self._target.fields.values():
            value = values.at.get(its.at)
            if value is None:
                continue
            if its.part is FollowUp:
                value = [self._follow_up(text) for text in value]
            elif its.part and its.inner:
                value = [{**begun_part(its.part, made_by), its.inner: text} for text in value]
            elif its.part is Sign:
                value = list(with_labels(value, labels))
            inside = made
            for step in its.at[:-1]:
                inside = inside.setdefault(step, {})
            inside[its.at[-1]] = _written(value)
        if self._target.shape == "question" and ("title",) not in values.at:
            del made["title"]  # it is the ask without its mark
        phrasing = self._headings.phrasing
        is_commitment = phrasing is not None and phrasing.asks_for_a_yes(main)
        if self._target.shape == "question" and is_commitment:
            made["form"] = "commitment"
        return made

    def _follow_up(self, text: str) -> dict[str, str]:
        """What to ask next, and what the buyer says before it, if the text says so."""
        phrasing = self._headings.phrasing
        heard, ask = phrasing.heard_before(text) if phrasing else (None, text)
        if heard is None:
            return {"ask": ask}
        said = {"heard": cells.line(heard), "ask": cells.question(ask)}
        if not all(said.values()):
            return {"ask": text}
        return {name: words[0].upper() + words[1:] for name, words in said.items()}

    def _double(self, main: str) -> Iterator[tuple[str, Message]]:
        phrasing = self._headings.phrasing if self._target.shape == "question" else None
        words = phrasing.double(main) if phrasing else None
        if words:
            yield "", message("It asks two things: “{words}”.", words=words)

    def _id(self, title: str, spot: Spot) -> str:
        """An id that nothing has or had."""
        base = id_from(title) or f"{self._kind.name}-{spot.number}"
        taken = self._taken
        return next(i for i in numbered(base) if not (i in taken or self._earlier.is_taken(i)))

    def _became(self, values: RowValues, main: str) -> Message | None:
        """What became of the entry that an earlier import made of a row, if one did."""
        titles = (values.at.get(("title",)), cut_at_word(main, Title.longest))
        found = (self._earlier.told(title) for title in dict.fromkeys(filter(None, titles)))
        return next(filter(None, found), None)


def _says(made: Any, name: str) -> bool:
    """Whether a field of this name stands anywhere in what is made."""
    if isinstance(made, dict):
        return name in made or any(_says(inner, name) for inner in made.values())
    return isinstance(made, list) and any(_says(inner, name) for inner in made)


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return list(value) if isinstance(value, tuple) else value


def _is_heading(column: str) -> bool:
    return column in (SECTION, TOPIC) or column.startswith("Heading ")


def _blanks(row: Row, values: RowValues) -> Iterator[tuple[str, Message]]:
    """Columns that still hold something to fill in, such as [company]."""
    for column in values.columns.values():
        found = cells.blank(row.cells[column])
        if found:
            yield column, message("{blank} is still to be filled in.", blank=found)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
