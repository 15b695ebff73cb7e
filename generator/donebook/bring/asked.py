"""A page of questions: each is a line, or a heading, and what is said of it stands below."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from donebook.bring.blocks import Block, Rows
from donebook.bring.page import BELOW, LOWEST, OVER_ALL, TEXT, TOPIC, Page, Record, above, labelled
from donebook.bring.rows import Grid, Hints, Row


@dataclass(slots=True)
class Asked:
    """Goes through a page line by line: what stands above the line, and the record in the making."""

    hints: Hints
    _grids: list[Grid] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _prose: int = 0
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _topics: dict[int, str] = field(default_factory=dict)
    _properties: list[tuple[int, str, str]] = field(default_factory=list)
    """What is said of all that stands below a heading, with how deep that is."""
    _record: Record | None = None
    _open: tuple[str, int] | None = None
    """The label whose text stands in the list below it, and how deep it stood itself."""

    def page(self, found: Sequence[Block | Rows]) -> Page:
        for at, block in enumerate(found):
            after = found[at + 1] if at + 1 < len(found) else None
            self._take(block, after if isinstance(after, Block) else None)
        self._end()
        return Page(tuple(self._rows), tuple(self._grids), self._prose)

    def _take(self, block: Block | Rows, after: Block | None) -> None:
        if isinstance(block, Rows):
            self._end()
            self._grids.append(replace(block.grid, above=self._above()))
        elif self._is_part(block):
            self._open = (block.text, OVER_ALL)
        elif block.kind == "heading" or self._is_heading(block, after):
            self._heading(block)
        else:
            self._line(block, after)

    def _end(self) -> None:
        record, self._record, self._open = self._record, None, None
        if record:
            self._rows.append(Row(record.number, {**self._above(), **record.cells}))

    def _above(self) -> dict[str, str]:
        topics = {TOPIC: " / ".join(self._topics.values())} if self._topics else {}
        properties = {label: text for _, label, text in self._properties}
        return {**above([text for _, text in self._headings]), **topics, **properties}

    def _is_heading(self, block: Block, after: Block | None) -> bool:
        """A line of its own, in bold or with a label for nothing, above what it is about."""
        if block.depth or not after:
            return False
        if block.is_bold and not block.label:
            return not self.hints.asks(block.text)
        opens = bool(block.label) and not block.text and after.depth > 0
        of_record = self._record is not None and not self.hints.is_main(block.label)
        return opens and not (self.hints.knows(block.label) and of_record)

    def _heading(self, block: Block) -> None:
        self._end()
        self._topics.clear()
        depth = block.depth if block.kind == "heading" else LOWEST
        self._headings = [(d, text) for d, text in self._headings if d < depth]
        self._properties = [one for one in self._properties if one[0] < depth]
        text = block.text or block.label
        if "?" in text and self.hints.asks(text):
            its = {TEXT: text}
            self._record = Record(block.number, 0, its, has_main=True, heading=depth)
        else:
            self._headings.append((depth, text))

    def _is_part(self, block: Block) -> bool:
        """Whether a heading, or a line in bold, is a field of the question that stands over it."""
        if self._record is None or not self.hints.knows(block.text):
            return False
        is_below = 0 < self._record.heading < block.depth
        is_line = block.kind == "line" and block.is_bold and not block.label
        return (is_line or is_below) and not self.hints.is_main(block.text)

    def _line(self, block: Block, after: Block | None) -> None:
        self._topics = {d: t for d, t in self._topics.items() if d < block.depth}
        if self._open and self._record and block.depth > self._open[1] and not block.label:
            self._record.add(self._open[0], block.text)
            return
        self._open = None
        label, text = labelled(block, self.hints)
        line = replace(block, label=label, text=text)
        if label and self.hints.knows(label):
            self._field(line)
        elif self.hints.asks(text):
            self._question(line)
        elif self.hints.asks(label):
            self._question(replace(line, text=label, label=""), text)
        else:
            self._other(
                replace(line, text=f"{label}: {text}" if label and text else label or text), after
            )

    def _question(self, line: Block, below: str = "") -> None:
        record = self._record
        if record and line.depth > record.depth > 0 and not line.label:
            record.add(BELOW, line.text)
            return
        self._end()
        topic = {TOPIC: line.label} if line.label else {}
        more = {BELOW: below} if below else {}
        self._record = Record(
            line.number, line.depth, {TEXT: line.text, **topic, **more}, has_main=True
        )

    def _field(self, line: Block) -> None:
        """A line whose label is a column: of this record, of the next one, or of all below a heading."""
        is_main = self.hints.is_main(line.label)
        depth = self._headings[-1][0] if self._headings else 0
        if self._record is None and not line.depth and not is_main:
            self._properties.append((depth, line.label, line.text))
            return
        if self._record is None or self._begins_another(self._record, line, is_main=is_main):
            self._end()
            its = {label: text for d, label, text in self._properties if d == depth}
            self._record = Record(line.number, line.depth, its if is_main else {})
        if is_main:
            self._properties = [one for one in self._properties if one[0] != depth]
        self._record.has_main |= is_main
        self._record.add(TEXT if is_main else line.label, line.text)
        self._open = (line.label, line.depth)

    def _begins_another(self, record: Record, line: Block, *, is_main: bool) -> bool:
        first = next(iter(record.cells), "")
        return (is_main and record.has_main) or (first == line.label and line.depth == record.depth)

    def _other(self, line: Block, after: Block | None) -> None:
        """A line that is no question: more of the record above, a topic, or nothing to bring in."""
        record = self._record
        if record and (line.depth > record.depth > 0 or (record.heading and not line.depth)):
            record.add(BELOW, line.text)
        elif line.depth and after and after.kind == "line" and after.depth > line.depth:
            self._end()
            self._topics[line.depth] = line.text
        elif line.depth:
            self._end()
            self._record = Record(line.number, line.depth, {TEXT: line.text}, has_main=True)
        else:
            self._prose += 1
