"""A worksheet becomes a sheet: its questions and patterns filled in, each blank with its key."""

from collections.abc import Iterator
from functools import singledispatchmethod

from donebook.facts import picked, remembered
from donebook.model import DealCheck, Entry, Key, LossReason, Pattern, Question, Worksheet
from donebook.model.worksheet import (
    Autopsy,
    Checklist,
    Done,
    DriftLog,
    Fields,
    Notes,
    People,
    Plan,
    Questions,
    Reference,
    Review,
    Section,
    SignOff,
    Table,
    Text,
)
from donebook.playbook import Playbook
from donebook.sheet.size import sections_that_fit
from donebook.sheet.values import (
    Asked,
    Asks,
    Blank,
    Blanks,
    Block,
    Cell,
    Grid,
    GridColumn,
    Option,
    Prose,
    Ruled,
    Sheet,
    SheetSection,
    Ticks,
    ToRead,
)
from donebook.sheet.version import version
from donebook.text import Plain

# How wide a table's column is, by what is written in it.
SHARES = {"line": 5, "person": 4, "amount": 3, "date": 2}
# As they are kept in deals, whatever language they are shown in.
MARKS = (Plain("Confirmed"), Plain("Unknown"), Plain("Missing"))
ROOTS = (Plain("Wrong deal: we should not have been there"), Plain("Outsold"))
# How the keys of answers to questions begin; a call keeps its own so, too.
ANSWER = "answer."
# How the keys of what deal checks are marked as begin.
CHECK = "check."
NOT_KNOWN = Plain("Not known yet")


@remembered
def resolve(playbook: Playbook, worksheet: Worksheet) -> Sheet:
    """A worksheet of a playbook without errors, with its questions and patterns filled in.

    One that is too large (R325) is resolved as far as it may go.
    """
    blocks = _Blocks(playbook, worksheet)
    parts = tuple(
        SheetSection(
            s.title,
            None if isinstance(s, Text) else s.intro,
            blocks.block(s),
            on_back=isinstance(s, DriftLog) and worksheet.pages > 1,
        )
        for s in sections_that_fit(playbook, worksheet)
    )
    shown = _shown(playbook, worksheet)
    return Sheet(
        worksheet,
        parts,
        version(playbook, worksheet, parts),
        max(day for entry in shown if (day := entry.reviewed)),
        min(day for entry in shown if (day := playbook.review_by(entry))),
        playbook.vocabulary.stages[worksheet.stage].name
        if worksheet.audience == "internal"
        else None,
    )


def made_of(playbook: Playbook, worksheet: Worksheet) -> tuple[object, ...]:
    """All that a sheet is resolved from: where that is the same, so is the sheet."""
    about = playbook.config, playbook.vocabulary, playbook.language, playbook.imprint
    return (*about, *_shown(playbook, worksheet))


def blanks_of(playbook: Playbook, worksheet: Worksheet, section: Section) -> Iterator[Blank]:
    """Each blank of one section of a worksheet, in reading order."""
    block = _Blocks(playbook, worksheet).block(section)
    return SheetSection(section.title, None, block).blanks


@remembered
def _shown(playbook: Playbook, worksheet: Worksheet) -> tuple[Entry, ...]:
    """The worksheet, and the entries that it shows."""
    shown: list[Entry] = [worksheet]
    for section in sections_that_fit(playbook, worksheet):
        if isinstance(section, Questions):
            shown += picked(playbook, section)
        elif isinstance(section, Done) and section.from_:
            shown.append(playbook.entries[Key("pattern", section.from_)])
        elif isinstance(section, Reference):
            shown += listed(playbook, section)
    return tuple(shown)


def listed(playbook: Playbook, section: Reference) -> tuple[LossReason | Pattern, ...]:
    """The entries that a list of ours holds: by their root, the wrong deals first, and by title."""
    if section.of == "patterns":
        return tuple(sorted(playbook.patterns, key=lambda pattern: pattern.title))
    return tuple(sorted(playbook.loss_reasons, key=lambda r: (r.root != "wrong-deal", r.title)))


class _Blocks:
    """Makes the blocks of one worksheet. A buyer's sheet speaks to the buyer."""

    def __init__(self, playbook: Playbook, worksheet: Worksheet) -> None:
        self._playbook = playbook
        self._id = worksheet.id
        self._is_theirs = worksheet.audience == "buyer"

    def _say(self, word: str) -> Plain:
        return Plain(self._playbook.language.say(f"sheet.{word}"))

    @singledispatchmethod
    def block(self, section: Section) -> Block:
        """The block of one section."""
        raise TypeError(f"no block is defined for {type(section).__name__}")

    @block.register
    def _text(self, section: Text) -> Block:
        return Prose(section.text)

    @block.register
    def _fields(self, section: Fields) -> Block:
        return Blanks(
            tuple(
                Blank(
                    f.key,
                    f.label,
                    f.kind,
                    f.lines or (3 if f.kind == "lines" else 1),
                    f.choices,
                    f.hint,
                )
                for f in section.fields_
            )
        )

    @block.register
    def _questions(self, section: Questions) -> Block:
        questions = picked(self._playbook, section)
        asked = tuple(self._asked(question) for question in questions)
        if section.answer == "lines":
            return Asks(
                tuple(
                    (a, Blank(f"{ANSWER}{a.key.id}", a.text, "lines", section.lines)) for a in asked
                )
            )
        if section.answer == "rivals":
            names = (self._say("we"), self._say("rival-1"), self._say("rival-2"))
            columns = (GridColumn(self._say("points"), 6), *(GridColumn(name) for name in names))
            rated: Iterator[tuple[Cell, ...]] = (
                (
                    a,
                    *(
                        Blank(f"rating.{n}.{a.key.id}", name, about=a.text)
                        for n, name in enumerate(names)
                    ),
                )
                for a in asked
            )
            return Grid(columns, tuple(rated))
        columns = (
            GridColumn(self._say("check"), 42),
            *(GridColumn(word, 11) for word in self._marks),
            GridColumn(self._say("evidence"), 31),
        )
        return Grid(columns, tuple(self._marked(a) for a in asked))

    def _asked(self, question: Question) -> Asked:
        vocabulary = self._playbook.vocabulary
        names = {} if self._is_theirs else vocabulary.segment_names
        segments = tuple(names[value] for value in question.applies_to if value in names)
        if not isinstance(question, DealCheck):
            return Asked(question.key, question.ask, segments=segments)
        stage = vocabulary.stages[question.stage]
        return Asked(question.key, question.ask, stage.name, question.blocker, segments)

    @property
    def _marks(self) -> tuple[Plain, ...]:
        """What a check can be marked as, in the words that are shown."""
        say = self._playbook.language.say
        return tuple(Plain(say(f"check.{mark.lower()}")) for mark in MARKS)

    def _marked(self, asked: Asked) -> tuple[Cell, ...]:
        words = self._marks
        mark = Blank(f"{CHECK}{asked.key.id}", asked.text, "choice", choices=MARKS, words=words)
        options = (Option(mark, choice, word) for choice, word in mark.options)
        evidence = Blank(f"evidence.{asked.key.id}", self._say("evidence"), about=asked.text)
        return (asked, *options, evidence)

    def _grid(
        self,
        key: str,
        columns: tuple[tuple[str, Plain, str, int], ...],
        filled: tuple[tuple[Plain | None, ...], ...],
        section: Table | People | Done | DriftLog | Plan,
    ) -> Grid:
        """A table: rows with what is known, then rows to write in. Columns: key, label, kind, share."""
        say = self._playbook.language.say
        empty = (None,) * len(columns)
        rows = (*filled, *(empty for _ in range(section.rows)))
        return Grid(
            tuple(GridColumn(label, share) for _, label, _, share in columns),
            tuple(
                tuple(
                    Blank(
                        f"{key}.{number}.{name}",
                        label,
                        kind,
                        given=text,
                        row=number,
                        in_row=Plain(say("sheet.in-row", label=label, n=number)),
                    )
                    for text, (name, label, kind, _) in zip(row, columns, strict=True)
                )
                for number, row in enumerate(rows, 1)
            ),
            key,
            section.example,
        )

    @block.register
    def _checklist(self, section: Checklist) -> Block:
        return Ticks(tuple(Blank(item.key, item.text, "tick") for item in section.items))

    @block.register
    def _table(self, section: Table) -> Block:
        if section.is_only_read:
            return Grid(
                tuple(GridColumn(c.label, SHARES[c.kind]) for c in section.columns),
                tuple(tuple(ToRead(text) for text in row) for row in section.prefilled),
            )
        columns = tuple((c.key, c.label, c.kind, SHARES[c.kind]) for c in section.columns)
        return self._grid(section.key, columns, section.prefilled, section)

    @block.register
    def _people(self, section: People) -> Block:
        columns = (
            ("name", self._say("name"), "person", 3),
            ("role", self._say("role"), "line", 2),
            ("done", self._say("their-done"), "line", 4),
            ("gains", self._say("gains"), "line", 3),
            ("loses", self._say("loses"), "line", 3),
            ("met", self._say("met"), "date", 2),
        )
        return self._grid("people", columns, (), section)

    @block.register
    def _done(self, section: Done) -> Block:
        columns = (
            (
                "statement",
                self._say("statement-to-buyer") if self._is_theirs else self._say("statement"),
                "line",
                6,
            ),
            ("evidence", self._say("checked-by"), "line", 3),
            ("accepted-by", self._say("accepted-by"), "person", 3),
            ("by", self._say("by"), "date", 2),
        )
        pattern = (
            self._playbook.entries.get(Key("pattern", section.from_)) if section.from_ else None
        )
        roles = self._playbook.vocabulary.roles
        filled = (
            tuple(
                (d.statement, d.evidence, roles[d.accepted_by].name, None)
                for d in pattern.done_when
            )
            if isinstance(pattern, Pattern)
            else ()
        )
        return self._grid("done", columns, filled, section)

    @block.register
    def _drift_log(self, section: DriftLog) -> Block:
        columns = (
            ("date", self._say("date"), "date", 2),
            (
                "said",
                self._say("said-to-buyer") if self._is_theirs else self._say("said"),
                "line",
                5,
            ),
            ("changed", self._say("changed"), "line", 4),
            ("who", self._say("who"), "person", 3),
        )
        return self._grid("drift-log", columns, (), section)

    @block.register
    def _plan(self, section: Plan) -> Block:
        columns = (
            ("milestone", self._say("milestone"), "line", 4),
            (
                "buyer-owner",
                self._say("your-owner") if self._is_theirs else self._say("buyer-owner"),
                "person",
                3,
            ),
            ("our-owner", self._say("our-owner"), "person", 3),
            ("due", self._say("due"), "date", 2),
            ("done-when", self._say("done-when"), "line", 4),
        )
        filled = tuple(
            (m.milestone, m.buyer_owner, m.our_owner, None, m.done_when) for m in section.milestones
        )
        return self._grid("plan", columns, filled, section)

    @block.register
    def _autopsy(self, section: Autopsy) -> Block:
        del section
        roots = (*ROOTS, NOT_KNOWN)
        stages = self._playbook.vocabulary.stages
        names = tuple(stage.name for stage in stages.values())
        return Blanks(
            (
                Blank(
                    "loss-root",
                    self._say("root"),
                    "choice",
                    choices=roots,
                    words=(self._say("wrong-deal"), self._say("outsold"), self._say("not-known")),
                ),
                Blank("loss-reason", self._say("loss-reason")),
                Blank(
                    "deciding-answer",
                    self._say("deciding"),
                    "lines",
                    2,
                ),
                Blank("question-not-asked", self._say("not-asked"), "lines", 2),
                Blank(
                    "stage-not-asked",
                    self._say("stage-not-asked"),
                    "choice",
                    choices=names,
                    ids=tuple(stages),
                ),
                Blank("who-rings", self._say("who-rings")),
            )
        )

    @block.register
    def _reference(self, section: Reference) -> Block:
        found = listed(self._playbook, section)
        if section.of == "loss-reasons":
            columns = (
                GridColumn(self._say("loss-reason"), 5),
                GridColumn(self._say("root"), 2),
                GridColumn(self._say("deciding-question"), 9),
            )
            say = self._playbook.language.say
            rows: list[tuple[Plain | None, ...]] = [
                (reason.title, Plain(say(f"root.{reason.root}")), reason.deciding_question or None)
                for reason in found
                if isinstance(reason, LossReason)
            ]
        else:
            columns = (
                GridColumn(self._say("definition"), 3),
                GridColumn(self._say("taken-for"), 3),
                GridColumn(self._say("tell"), 8),
            )
            rows = [row for p in found if isinstance(p, Pattern) for row in self._tells(p)]
        return Grid(columns, tuple(tuple(map(ToRead, row)) for row in rows))

    def _tells(self, pattern: Pattern) -> Iterator[tuple[Plain | None, ...]]:
        """A row for each definition that this one is taken for, or one without."""
        for other in pattern.confused_with:
            yield pattern.title, self._playbook.entry(Pattern, other.pattern).title, other.tell
        if not pattern.confused_with:
            yield pattern.title, None, None

    @block.register
    def _review(self, section: Review) -> Block:
        asked = (
            ("changes", self._say("review-changes")),
            ("weakest", self._say("review-weakest")),
            ("unknowns", self._say("review-unknowns")),
            ("next", self._say("review-next")),
        )
        return Blanks(
            tuple(
                Blank(f"review-{name}", label, "lines", section.lines, gathers=name)
                for name, label in asked
            )
        )

    @block.register
    def _sign_off(self, section: SignOff) -> Block:
        hint = self._say("signature")
        return Blanks(
            tuple(
                # Who signs one sheet has not signed another.
                Blank(f"signature.{self._id}.{n}", party, "signature", hint=hint)
                for n, party in enumerate(section.parties, 1)
            )
        )

    @block.register
    def _notes(self, section: Notes) -> Block:
        return Ruled(Blank(section.key, section.title, "lines", section.lines))
