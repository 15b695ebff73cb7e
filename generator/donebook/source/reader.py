"""libyaml's events folded into plain values, and the place of each of them.

Every scalar stays the text that was typed; what it means is the model's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # a loader without what isn't used here

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Code, Problem, Severity, Span
from donebook.source.bounded import MOST_PROBLEMS, more_than_told
from donebook.source.syntax import explain_syntax
from donebook.source.syntax_errors import NBSP, UNSEEN, in_quotes, indent_of
from donebook.source.tree import lines_of

MOST_DEPTH = 12
MOST_NODES = 20_000

Value = str | None | list["Value"] | dict[str, "Value"]
Loc = tuple[str | int, ...]
Where = tuple[Any, Any]  # two of libyaml's marks, which its stubs call optional

_KEY_IN_BRACKETS = re.compile(r"[\[{,]\s*\?\S")
_CURLY_PAIRS = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}


class Note(Protocol):
    """Is told the place of each key and value."""

    def __call__(self, loc: Loc, where: Where, *, is_key: bool) -> None: ...


class _Stop(Exception):  # noqa: N818 - no error of ours: nothing behind this point can be read
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A mapping being filled, or, without `fields`, a list. `key` is the mapping's open key.

    What belongs to it stands further right than `column`; in brackets that is the one of what the
    brackets belong to.
    """

    start: Any
    column: int
    fields: dict[str, Value] | None
    items: list[Value]
    key: str | None = None
    dropped: bool = False

    @property
    def step(self) -> str | int | None:
        return len(self.items) if self.fields is None else self.key


@dataclass(slots=True)
class Reader:
    """Folds events into `root`, with a stack of its own so that no depth can overflow it.

    `note`, where given, is told the place of each key and value.
    """

    path: str
    note: Note | None = None
    root: Value = None
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=list)
    _lines: Sequence[str] = ()
    _has_hash: bool = False
    _has_key_in_brackets: bool = False
    _nodes: int = 0
    _documents: int = 0
    _last: yaml.ScalarEvent | None = None

    def run(self, text: str) -> Problem | None:
        """Take in a text; returns the problem that made reading stop, if any."""
        self._lines = lines_of(text)
        self._has_hash = "#" in text
        self._has_key_in_brackets = bool(_KEY_IN_BRACKETS.search(text))
        try:
            for event in iter(CParser(text).get_event, None):
                if type(event) is yaml.ScalarEvent:  # two of three are, and ask nothing more
                    self._scalar(event)
                else:
                    self._take(event)
        except _Stop as stop:
            return stop.problem
        except yaml.YAMLError as error:
            return explain_syntax(self.path, self._lines, error, self._last)
        return None

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, None)
        elif isinstance(event, yaml.CollectionEndEvent):
            frame = self._stack.pop()
            whole = frame.items if frame.fields is None else frame.fields
            self._put(whole, frame.start, event.end_mark)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.AliasEvent):
            said = message(
                "Aliases (*name) are not used here; a text that starts with * needs quotes."
            )
            raise _Stop(self._problem(codes.UNSUPPORTED, event, said))

    def _begin(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            start: Any = event.start_mark
            if not "".join(self._lines[start.line + 1 :]).strip():
                said = message("Nothing follows this line, and a file holds one entry.")
                hint = message("Delete this line.")
                raise _Stop(self._problem(codes.UNSUPPORTED, event, said, "", hint))
            said = message("This line starts a second document; a file holds one entry.")
            hint = message("Move what follows to a file of its own, and delete this line.")
            raise _Stop(self._problem(codes.UNSUPPORTED, event, said, hint=hint))
        if event.version or event.tags:
            said = message("Directives (%) are not used here.")
            hint = message("Delete this line.")
            raise _Stop(self._problem(codes.UNSUPPORTED, event, said, hint=hint))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._last = event
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        text: str | None = event.value
        if not event.style:
            text = self._bare(event)
        elif event.style in ("'", '"'):
            self._refuse_swallowed_lines(event)
            self._refuse_escaped(event)
        frame = self._stack[-1] if self._stack else None
        if frame and frame.key is None and frame.fields is not None:
            self._key(event, frame, frame.fields, text or "")
            return
        self._count(event)
        self._put(text, event.start_mark, event.end_mark)

    def _refuse_swallowed_lines(self, event: yaml.ScalarEvent) -> None:
        """A text in quotes ends with the lines that belong to it; libyaml alone would read on."""
        start, end = _ends(event)
        least = self._stack[-1].column if self._stack else -1
        below = self._lines[start.line + 1 : end.line + 1]
        if any(line.strip() and len(indent_of(line)) <= least for line in below):
            said = message(
                "This quote isn't closed on its line; the next one, on line {line}, ended it.",
                line=end.line + 1,
            )
            span = Span(self.path, start.line + 1, start.column + 1, start.column + 2)
            code = codes.UNCLOSED_QUOTE
            self._tell(Problem(code.id, Severity.ERROR, span, said, code.help))

    def _refuse_escaped(self, event: yaml.ScalarEvent) -> None:
        r"""`"\0"` is an invisible character that a look at the file's text doesn't find."""
        found = UNSEEN.search(event.value)
        if found:
            said = message(
                "This text holds an invisible character (U+{number}), written with a backslash.",
                number=f"{ord(found[0]):04X}",
            )
            self._report(codes.UNSEEN, event, said)

    def _bare(self, event: yaml.ScalarEvent) -> str | None:
        """The text of a scalar without quotes; nothing where nothing was typed."""
        text: str = event.value
        start: Any = event.start_mark
        end: Any = event.end_mark
        if end.line > start.line:
            self._refuse_swallowed_item(event)
        if self._has_hash and end.line < len(self._lines) and "#" in self._lines[end.line]:
            self._refuse_lost_tail(event)
        if len(text) > 1 and text[0] in _CURLY_PAIRS and text[-1] in _CURLY_PAIRS[text[0]]:
            text = text[1:-1]
            said = message(
                "Curly quotes don't hold a text together; they would be shown as part of it."
            )
            sure = in_quotes(text) if start.line == end.line else None
            self._report(codes.CURLY_QUOTES, event, said, sure)
        return text or None

    def _refuse_swallowed_item(self, event: yaml.ScalarEvent) -> None:
        """A list item indented wrongly is silently read as the end of the text above it."""
        start, end = _ends(event)
        dash = re.match(r"[-–—*•·](?=\S)", event.value) or re.match(r"[–—*•·]", event.value)
        if dash:
            said = message(
                'A list item starts with "- ", a hyphen and a space, not with "{sign}".',
                sign=dash[0],
            )
            hint = message('Begin each item with "- ", and give it a line of its own.')
            self._tell(self._problem(codes.INDENT, event, said, hint=hint))
            return
        first = self._lines[start.line]
        below = self._lines[start.line + 1]
        if re.match(r" *- ", below) and not re.match(r" *- ", first):
            self._refuse_text_above_list(event, first[: start.column].strip())
            return
        if self._refuse_lost_breaks(range(start.line + 1, end.line + 1)):
            return
        for number in range(start.line + 1, end.line + 1):
            line = self._lines[number]
            item = re.match(r" *(- )", line)
            if item:
                column = item.start(1)
                span = Span(self.path, number + 1, column + 1, len(line.rstrip()) + 1)
                said = message('This "- " is indented as if it belonged to the text above it.')
                self._tell(Problem(codes.INDENT.id, Severity.ERROR, span, said, codes.INDENT.help))

    def _refuse_lost_breaks(self, numbers: range) -> bool:
        """Items of a list in a text without | behind its field: they would run into one line."""
        signs = [(n, re.match(r" *([–—•·▪◦●‣*+]|\d{1,2}[.)]) ", self._lines[n])) for n in numbers]
        items = [(number, sign) for number, sign in signs if sign]
        if len(items) < 2:
            return False
        number, sign = items[0]
        span = Span(self.path, number + 1, sign.start(1) + 1, sign.end(1) + 1)
        said = message("This list would be shown as one line: a text like this has no line breaks.")
        hint = message(
            'Write | behind the field\'s colon, move the text below it, and begin each item with "- ", behind an empty line.'
        )
        self._tell(Problem(codes.INDENT.id, Severity.ERROR, span, said, hint))
        return True

    def _refuse_text_above_list(self, event: yaml.ScalarEvent, before: str) -> None:
        """A list below a text: the field's name lacks its colon, or has a value already."""
        start, _ = _ends(event)
        width = len(self._lines[start.line].rstrip()) - start.column
        span = Span(self.path, start.line + 1, start.column + 1, start.column + 1 + width)
        if before:
            said = message(
                "This field has a text already, so the list below it can't belong to it."
            )
            hint = message(
                "Delete what stands behind the colon, or move the list to the field it belongs to."
            )
            problem = Problem(codes.INDENT.id, Severity.ERROR, span, said, hint)
        else:
            word = self._lines[start.line].strip()
            said = message('"{word}" needs a colon behind it, to be a field\'s name.', word=word)
            problem = Problem(codes.NO_COLON.id, Severity.ERROR, span, said, codes.NO_COLON.help)
        self._tell(problem)

    def _refuse_lost_tail(self, event: yaml.ScalarEvent) -> None:
        """`We are #1` ends before the #: YAML takes the rest for a comment."""
        start, end = _ends(event)
        line = self._lines[end.line]
        lost = re.match(r" +(#.*)", line[end.column :])
        # Behind a word such as a stage's id, or a value left empty, a comment is a comment.
        is_comment = lost and lost[1][1:2].isspace() and re.fullmatch(r"[a-z\d-]*", event.value)
        if lost and not is_comment:
            behind = end.column + lost.start(1)
            begin = start.column if event.value else behind
            whole = in_quotes(line[begin:].rstrip()) if start.line == end.line else None
            column = begin if whole else behind
            span = Span(self.path, end.line + 1, column + 1, len(line.rstrip()) + 1)
            said = message("From the # on the text would be lost: it counts as a comment.")
            self._tell(Problem(codes.LOST.id, Severity.ERROR, span, said, codes.LOST.help, whole))

    def _key(
        self, event: yaml.ScalarEvent, frame: _Frame, fields: dict[str, Value], text: str
    ) -> None:
        if self._has_key_in_brackets:
            self._refuse_lost_sign(event)
        if NBSP in text:
            said = message("There is a non-breaking space before or inside this field's name.")
            self._report(codes.NO_BREAK_SPACE, event, said)
            text = text.replace(NBSP, "")
        frame.key = text
        if text == "<<":
            self._report(codes.UNSUPPORTED, event, message('Merging with "<<" is not used here.'))
            frame.dropped = True
        elif text in fields:
            self._report(
                codes.DUPLICATE,
                event,
                message('"{text}" stands here twice; only one can count.', text=text),
            )
            frame.dropped = True
        elif self.note:
            self.note(self._loc(), _ends(event), is_key=True)

    def _refuse_lost_sign(self, event: yaml.ScalarEvent) -> None:
        """`[?why, now]`: for libyaml alone the ? makes a field's name of the text, and is lost."""
        start, _ = _ends(event)
        if self._lines[start.line][: start.column].endswith("?"):
            said = message("A text can't start with {sign} unless it stands in quotes.", sign="?")
            hint = message("Put the whole text in quotes.")
            self._tell(self._problem(codes.SYNTAX, event, said, hint=hint))

    def _open(self, event: yaml.CollectionStartEvent, fields: dict[str, Value] | None) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        if self._stack and self._stack[-1].step is None:
            said = message("A field's name must be a word, not a list or a group of fields.")
            raise _Stop(self._problem(codes.BAD_KEY, event, said))
        if len(self._stack) >= MOST_DEPTH:
            said = message("This is nested more than {most} levels deep.", most=MOST_DEPTH)
            raise _Stop(self._problem(codes.TOO_MUCH, event, said))
        self._count(event)
        start, _ = _ends(event)
        around = self._stack[-1].column if self._stack else -1
        column = around if event.flow_style else start.column
        self._stack.append(_Frame(start, column, fields, []))

    def _put(self, value: Value, start: Any, end: Any) -> None:
        if not self._stack:
            self.root = value
            return
        frame = self._stack[-1]
        if self.note and not frame.dropped:
            self.note(self._loc(), (start, end), is_key=False)
        if frame.fields is None:
            frame.items.append(value)
            return
        if not frame.dropped and frame.key is not None:
            frame.fields[frame.key] = value
        frame.key, frame.dropped = None, False

    def _loc(self) -> Loc:
        return tuple(frame.step for frame in self._stack if frame.step is not None)

    def _count(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            said = message("This file holds more than {most:,} values.", most=MOST_NODES)
            raise _Stop(self._problem(codes.TOO_MUCH, event, said))

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            said = message(
                "Anchors (&name) are not used here; a text that starts with & needs quotes."
            )
            self._report(codes.UNSUPPORTED, event, said)
        if event.tag is not None:
            said = message(
                "Tags (!name) are not used here; a text that starts with ! needs quotes."
            )
            self._report(codes.UNSUPPORTED, event, said)

    def _report(
        self, code: Code, event: yaml.Event, said: str, suggestion: str | None = None
    ) -> None:
        self._tell(self._problem(code, event, said, suggestion))

    def _tell(self, problem: Problem) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            raise _Stop(more_than_told(problem))
        self.problems.append(problem)

    def _problem(
        self,
        code: Code,
        event: yaml.Event,
        said: str,
        suggestion: str | None = None,
        hint: str = "",
    ) -> Problem:
        start, end = _ends(event)
        last = end.column if end.line == start.line else 0
        last = max(last, start.column + 1)
        span = Span(self.path, start.line + 1, start.column + 1, last + 1)
        return Problem(code.id, Severity.ERROR, span, said, hint or code.help, suggestion)


def _ends(event: yaml.Event) -> Where:
    return event.start_mark, event.end_mark
