"""A worksheet becomes a sheet: its questions and patterns filled in, each blank with its key."""

from collections.abc import Iterator
from functools import singledispatchmethod

from donebook.model import Entry, Key, Pattern, Worksheet
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
    Review,
    Section,
    SignOff,
    Table,
    Text,
)
from donebook.playbook import Playbook
from donebook.sheet.picked import picked
from donebook.sheet.values import (
    Asked,
    Asks,
    Blank,
    Blanks,
    Block,
    Cell,
    Column,
    Grid,
    Option,
    Part,
    Prose,
    Ruled,
    Sheet,
    Ticks,
)
from donebook.sheet.version import version
from donebook.text import Plain

# How wide a table's column is, by what is written in it.
SHARES = {"line": 5, "person": 4, "amount": 3, "date": 2}
MARKS = (Plain("Confirmed"), Plain("Unknown"), Plain("Missing"))


def resolve(playbook: Playbook, worksheet: Worksheet) -> Sheet:
    """A worksheet of a playbook without errors, with its questions and patterns filled in."""
    blocks = _Blocks(playbook, worksheet)
    parts = tuple(
        Part(
            s.title,
            None if isinstance(s, Text) else s.intro,
            blocks.block(s),
            on_back=isinstance(s, DriftLog) and worksheet.pages > 1,
        )
        for s in worksheet.sections
    )
    shown = tuple(_shown(playbook, worksheet))
    return Sheet(
        worksheet,
        parts,
        version(playbook.config, worksheet, parts),
        max(entry.reviewed for entry in shown),
        min(playbook.review_by(entry) for entry in shown),
    )


def _shown(playbook: Playbook, worksheet: Worksheet) -> Iterator[Entry]:
    yield worksheet
    for section in worksheet.sections:
        if isinstance(section, Questions):
            yield from picked(playbook, section)
        elif isinstance(section, Done) and section.from_:
            yield playbook.entries[Key("pattern", section.from_)]


class _Blocks:
    """Makes the blocks of one worksheet. A buyer's sheet speaks to the buyer."""

    def __init__(self, playbook: Playbook, worksheet: Worksheet) -> None:
        self._playbook = playbook
        self._id = worksheet.id
        self._is_theirs = worksheet.audience == "buyer"

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
        asked = tuple(Asked(q.key, q.ask) for q in questions)
        if section.answer == "lines":
            return Asks(
                tuple(
                    (a, Blank(f"answer.{a.key.id}", a.text, "lines", section.lines)) for a in asked
                )
            )
        if section.answer == "rivals":
            names = (Plain("We"), Plain("Rival 1"), Plain("Rival 2"))
            columns = (Column(Plain("0 to 3"), 6), *(Column(name) for name in names))
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
            Column(Plain("Check"), 9),
            *(Column(mark, 3) for mark in MARKS),
            Column(Plain("Evidence"), 8),
        )
        return Grid(columns, tuple(_marked(a) for a in asked))

    @block.register
    def _checklist(self, section: Checklist) -> Block:
        return Ticks(tuple(Blank(item.key, item.text, "tick") for item in section.items))

    @block.register
    def _table(self, section: Table) -> Block:
        columns = tuple((c.key, c.label, c.kind, SHARES[c.kind]) for c in section.columns)
        return _grid(section.key, columns, section.prefilled, section.rows)

    @block.register
    def _people(self, section: People) -> Block:
        columns = (
            ("name", "Name", "person", 3),
            ("role", "Role", "line", 2),
            ("done", "Their definition of done", "line", 4),
            ("gains", "What they gain", "line", 3),
            ("loses", "What they lose", "line", 3),
            ("met", "Met on", "date", 2),
        )
        return _grid("people", columns, (), section.rows)

    @block.register
    def _done(self, section: Done) -> Block:
        columns = (
            (
                "statement",
                "You can see that …" if self._is_theirs else "The buyer can see that …",
                "line",
                6,
            ),
            ("evidence", "Checked by", "line", 3),
            ("accepted-by", "Accepted by", "person", 3),
            ("by", "By when", "date", 2),
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
        return _grid("done", columns, filled, section.rows)

    @block.register
    def _drift_log(self, section: DriftLog) -> Block:
        columns = (
            ("date", "Date", "date", 2),
            ("said", "What you said" if self._is_theirs else "What the buyer said", "line", 5),
            ("changed", "What changed", "line", 4),
            ("who", "Who said it", "person", 3),
        )
        return _grid("drift-log", columns, (), section.rows)

    @block.register
    def _plan(self, section: Plan) -> Block:
        columns = (
            ("milestone", "Milestone", "line", 4),
            ("buyer-owner", "Your owner" if self._is_theirs else "Owner at the buyer", "person", 3),
            ("our-owner", "Our owner", "person", 3),
            ("due", "Due", "date", 2),
            ("done-when", "Done when", "line", 4),
        )
        filled = tuple(
            (m.milestone, m.buyer_owner, m.our_owner, None, m.done_when) for m in section.milestones
        )
        return _grid("plan", columns, filled, section.rows)

    @block.register
    def _autopsy(self, section: Autopsy) -> Block:
        del section
        roots = (Plain("Wrong deal: we should not have been there"), Plain("Outsold"))
        stages = tuple(stage.name for stage in self._playbook.vocabulary.stages.values())
        return Blanks(
            (
                Blank(
                    "loss-root", Plain("Root"), "choice", choices=(*roots, Plain("Not known yet"))
                ),
                Blank("loss-reason", Plain("Loss reason")),
                Blank(
                    "deciding-answer",
                    Plain("Its deciding question, and the buyer's answer"),
                    "lines",
                    2,
                ),
                Blank("question-not-asked", Plain("The question nobody asked"), "lines", 2),
                Blank(
                    "stage-not-asked", Plain("The stage it belonged to"), "choice", choices=stages
                ),
                Blank("who-rings", Plain("If not known yet: who rings the buyer, and when")),
            )
        )

    @block.register
    def _review(self, section: Review) -> Block:
        asked = (
            ("changes", "What changed since the last review"),
            ("weakest", "The weakest test, and what would prove us wrong"),
            ("unknowns", "What we still don't know"),
            ("next", "The next question: to whom, by when"),
        )
        return Blanks(
            tuple(
                Blank(f"review-{name}", Plain(label), "lines", section.lines, gathers=name)
                for name, label in asked
            )
        )

    @block.register
    def _sign_off(self, section: SignOff) -> Block:
        hint = Plain("name, date, signature")
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


def _marked(asked: Asked) -> tuple[Cell, ...]:
    mark = Blank(f"check.{asked.key.id}", asked.text, "choice", choices=MARKS)
    evidence = Blank(f"evidence.{asked.key.id}", Plain("Evidence"), about=asked.text)
    return (asked, *(Option(mark, choice) for choice in MARKS), evidence)


def _grid(
    key: str,
    columns: tuple[tuple[str, str, str, int], ...],
    filled: tuple[tuple[Plain | None, ...], ...],
    blank_rows: int,
) -> Grid:
    """A table: rows with what is known, then rows to write in. Columns: key, label, kind, share."""
    empty = (None,) * len(columns)
    rows = (*filled, *(empty for _ in range(blank_rows)))
    return Grid(
        tuple(Column(Plain(label), share) for _, label, _, share in columns),
        tuple(
            tuple(
                Blank(f"{key}.{number}.{name}", Plain(label), kind, given=text, row=number)
                for text, (name, label, kind, _) in zip(row, columns, strict=True)
            )
            for number, row in enumerate(rows, 1)
        ),
        key,
    )
