"""Worksheets: what a rep fills in for a deal, section by section.

A field's `key` names a fact of the deal: the same key on two sheets is the same fact.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from donebook.message import message
from donebook.model.entry import Entry, Kind, Phrases
from donebook.model.fields import (
    LONGEST_TABLE,
    Day,
    Flag,
    FrameworkRef,
    Minutes,
    Name,
    Pages,
    Part,
    PatternRef,
    QuestionRef,
    RoleRef,
    Rows,
    StageRef,
    TestRef,
    Whole,
    refused,
)
from donebook.model.marks import Asked, Called, Care, Facet, Leads, Placed, Starts
from donebook.text import Plain, Rich

FieldKind = Literal["line", "lines", "date", "person", "amount", "choice"]
SECTION_TAG = "section:"


class Text(Part):
    type: Literal["text"]
    """text: a paragraph to read."""
    title: Plain | None = None
    """Its heading."""
    text: Rich
    """What it says."""


class _Titled(Part):
    title: Plain
    """The section's heading."""
    intro: Plain | None = None
    """A sentence below the heading."""


class SheetField(Part):
    """One blank. `lines` counts the ruled lines of a `lines` field."""

    key: Name
    """The fact of the deal it holds; the same key on two sheets is the same fact."""
    label: Plain
    """What stands next to the blank."""
    kind: FieldKind = "line"
    """What is written into it."""
    lines: Rows | None = None
    """How many ruled lines, for kind: lines."""
    choices: tuple[Plain, ...] = ()
    """What can be chosen, for kind: choice."""
    hint: Plain | None = None
    """A few words of help below the blank."""

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise refused(
                "choices", message("Choices belong to a field of kind choice, and only there.")
            )
        return self


class Fields(_Titled):
    type: Literal["fields"]
    """fields: blanks with labels."""
    fields_: Annotated[tuple[SheetField, ...], Field(alias="fields", min_length=1)]
    """The blanks, in order."""


class Pick(Part):
    """Chooses questions by what they are; all given conditions must hold."""

    stage: StageRef | None = None
    """Questions asked in this stage."""
    test: TestRef | None = None
    """Questions that serve this test."""
    role: RoleRef | None = None
    """Questions to this role."""
    pattern: PatternRef | None = None
    """Questions with an answer that reveals this pattern."""
    framework: FrameworkRef | None = None
    """Questions with a place in this framework."""
    core: Flag | None = None
    """Only core questions, or only others."""
    form: Literal["open", "commitment", "check"] | None = None
    """Only questions of this form."""

    _conditions: ClassVar = ("stage", "test", "role", "pattern", "framework", "core", "form")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if all(getattr(self, name) is None for name in self._conditions):
            raise refused(
                "empty_pick",
                message("This picks every question; name a stage, a test or the like."),
            )
        return self


def _pick_form(value: object) -> str:
    return "pick:where" if isinstance(value, dict | Pick) else "pick:ids"


Picks = Annotated[
    Annotated[tuple[QuestionRef, ...], Field(min_length=1), Tag("pick:ids")]
    | Annotated[Pick, Tag("pick:where")],
    Discriminator(_pick_form),
]


class Questions(_Titled):
    type: Literal["questions"]
    """questions: questions with room for answers."""
    pick: Annotated[Picks, Leads("Prints")]
    """Which ones: a list of ids, or conditions that must all hold."""
    answer: Literal["lines", "evidence", "rivals"]
    """lines to write on, evidence to grade a check by, or rivals to grade from 0 to 3."""
    lines: Rows = 2
    """How many ruled lines each."""


class ChecklistItem(Part):
    key: Name
    """The fact of the deal it holds."""
    text: Plain
    """What is ticked off."""


class Checklist(_Titled):
    type: Literal["checklist"]
    """checklist: boxes to tick."""
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]
    """The boxes, in order."""


class Column(Part):
    key: Name
    """The name of the column's facts."""
    label: Plain
    """The column's heading."""
    kind: Literal["line", "date", "person", "amount"] = "line"
    """What is written into it."""


def _empty(value: object) -> object:
    """A cell is a place in a row, so an empty one has to be written somehow."""
    return None if value in ("", "null", "~") else value


PrefilledCell = Annotated[
    Plain | None,
    BeforeValidator(_empty),
    WithJsonSchema({"type": ["string", "number", "boolean", "null"]}),
]


def _any_rows(rows: int, info: ValidationInfo) -> int:
    """Refuse a table with nothing to read and nothing to fill in."""
    if rows == 0 and info.data.get("prefilled") == ():
        said = message(
            "Without prefilled rows, this takes a whole number from 1 to {most}.",
            most=LONGEST_TABLE,
        )
        raise refused("count", said)
    return rows


class _Rows(_Titled):
    """A table to fill in, whose first row may show how."""

    example: tuple[Plain, ...] = ()
    """A row that shows how to fill it in: a cell for each column. It is printed as an example, and is no part of a deal."""

    @model_validator(mode="after")
    def _example_fits(self) -> Self:
        if self.example and len(self.example) != self.width:
            raise refused("cells", message("The example row needs one cell for each column."))
        return self

    @property
    def width(self) -> int:
        """How many columns there are."""
        raise NotImplementedError


class Table(_Rows):
    type: Literal["table"]
    """table: rows of your own making, to fill in or only to read."""
    key: Name
    """The fact of the deal the table holds. One that is only read holds none."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=8)]
    """The columns, in order."""
    prefilled: tuple[tuple[PrefilledCell, ...], ...] = ()
    """Rows that are filled in already, a cell for each column."""
    rows: Annotated[int, Whole(0, LONGEST_TABLE), AfterValidator(_any_rows)]
    """How many rows to fill in, below the prefilled ones. With 0, the table is only read."""

    @model_validator(mode="after")
    def _cells_fit(self) -> Self:
        if any(len(row) != len(self.columns) for row in self.prefilled):
            raise refused("cells", message("Each prefilled row needs one cell for each column."))
        return self

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def is_only_read(self) -> bool:
        """Whether there is nothing to fill in, and so no fact of the deal."""
        return self.rows == 0


class People(_Rows):
    type: Literal["people"]
    """people: who decides, and what each calls done."""
    rows: Rows
    """How many rows are printed."""

    @property
    def width(self) -> int:
        return 6


class Done(_Rows):
    type: Literal["done"]
    """done: the acceptance table."""
    from_: Annotated[PatternRef | None, Field(alias="from")] = None
    """A pattern whose statements fill it; empty when left out."""
    rows: Rows
    """How many rows are printed."""

    @property
    def width(self) -> int:
        return 4


class DriftLog(_Rows):
    type: Literal["drift-log"]
    """drift-log: dated versions of the definition of done."""
    rows: Rows
    """How many rows are printed."""

    @property
    def width(self) -> int:
        return 4


class Milestone(Part):
    milestone: Plain
    """The step."""
    buyer_owner: Plain | None = None
    """Who at the buyer sees to it."""
    our_owner: Plain | None = None
    """Who of us sees to it."""
    done_when: Plain | None = None
    """How both see that it is done."""


class Plan(_Rows):
    type: Literal["plan"]
    """plan: steps with owners and days."""
    rows: Rows
    """How many rows are printed."""
    milestones: tuple[Milestone, ...] = ()
    """Steps that are filled in already."""

    @property
    def width(self) -> int:
        return 5


class Autopsy(_Titled):
    type: Literal["autopsy"]
    """autopsy: why a deal was lost."""


class Reference(_Titled):
    type: Literal["reference"]
    """reference: a list of ours to look things up in where the site isn't at hand."""
    of: Literal["loss-reasons", "patterns"]
    """loss-reasons with their deciding questions, or patterns with what tells each from others."""


class Review(_Titled):
    """What a manager goes through in ten minutes; on screen it is gathered from the deal."""

    type: Literal["review"]
    """review: what a manager goes through in ten minutes."""
    lines: Rows = 3
    """How many ruled lines for each point."""


class SignOff(_Titled):
    type: Literal["sign-off"]
    """sign-off: names, dates and signatures."""
    parties: Annotated[tuple[Plain, ...], Field(min_length=1)]
    """Who signs."""


class Notes(_Titled):
    type: Literal["notes"]
    """notes: ruled lines."""
    key: Name
    """The fact of the deal it holds."""
    lines: Rows
    """How many ruled lines."""


SECTIONS: dict[str, type[Part]] = {
    "text": Text,
    "fields": Fields,
    "questions": Questions,
    "checklist": Checklist,
    "table": Table,
    "people": People,
    "done": Done,
    "drift-log": DriftLog,
    "plan": Plan,
    "autopsy": Autopsy,
    "reference": Reference,
    "review": Review,
    "sign-off": SignOff,
    "notes": Notes,
}


def _section_type(value: object) -> str:
    found = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return f"{SECTION_TAG}{found}" if found in SECTIONS else f"{SECTION_TAG}text"


Section = Annotated[
    Annotated[Text, Tag("section:text")]
    | Annotated[Fields, Tag("section:fields")]
    | Annotated[Questions, Tag("section:questions")]
    | Annotated[Checklist, Tag("section:checklist")]
    | Annotated[Table, Tag("section:table")]
    | Annotated[People, Tag("section:people")]
    | Annotated[Done, Tag("section:done")]
    | Annotated[DriftLog, Tag("section:drift-log")]
    | Annotated[Plan, Tag("section:plan")]
    | Annotated[Autopsy, Tag("section:autopsy")]
    | Annotated[Reference, Tag("section:reference")]
    | Annotated[Review, Tag("section:review")]
    | Annotated[SignOff, Tag("section:sign-off")]
    | Annotated[Notes, Tag("section:notes")],
    Discriminator(_section_type),
]


class RoomStep(Part):
    """A step of running a sheet with a room."""

    minutes: Minutes
    """How long it takes."""
    who: Literal["alone", "pairs", "group", "room"]
    """Who works on it: each alone, two and two, the group at a table, or the whole room."""
    do: Plain
    """What the trainer says to do, as a sentence to them."""


class Worksheet(Entry):
    """A sheet for a deal. A buyer's sheet shows no stance, no loss reason and no check."""

    kind = Kind("worksheet", "worksheets", 40, "w", ("deal", 10), 365)

    reviewed: Annotated[Day, Care()]
    """The day somebody last read it and confirmed it's still true, which is printed on it: 2026-11-23."""
    purpose: Annotated[Plain, Asked("What it is for")]
    """What it is for, printed at its top."""
    audience: Annotated[Literal["internal", "buyer"], Placed(), Asked("Who may see it")]
    """internal: for us. buyer: may be handed over, so nothing of ours is on it."""
    stage: Annotated[StageRef, Facet("stage"), Placed(), Asked("In which stage it is used first")]
    """The stage in which it is used first."""
    pages: Annotated[Pages, Starts("1")]
    """How many pages of paper it takes."""
    minutes: Annotated[Minutes, Called("how long it takes"), Starts("10")]
    """How long it takes to fill in."""
    route: Annotated[Plain | None, Called("who fills it in, and where it goes")] = None
    """Who fills it in, and where it goes then, in a few words; printed next to its title with the stage and minutes."""
    caution: Annotated[Plain | None, Called("what to keep to when asking")] = None
    """A rule to keep to before asking anything; shown at the top of the sheet's call view."""
    sections: Annotated[
        tuple[Section, ...],
        Field(min_length=1),
        Starts(({"type": "notes", "title": "Notes", "key": "notes", "lines": "8"},)),
    ]
    """What it holds, from top to bottom."""
    bring: Annotated[Phrases, Called("what to bring")] = ()
    """What a trainer brings besides what is printed."""
    in_a_room: Annotated[tuple[RoomStep, ...], Called("how to run it in a room")] = ()
    """How a trainer runs it with a room, step by step; their minutes add up to those of the sheet."""
    trainer_notes: Annotated[Rich | None, Called("notes for the trainer")] = None
    """What helps whoever teaches it; printed in packs."""
