"""Worksheets: what a rep fills in for a deal, section by section.

A field's `key` names a fact of the deal: the same key on two sheets is the same fact.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from donebook.model.entry import Entry, Kind
from donebook.model.fields import (
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
)
from donebook.text import Plain, Rich

FieldKind = Literal["line", "lines", "date", "person", "amount", "choice"]
SECTION_TAG = "section:"


class Text(Part):
    type: Literal["text"]
    title: Plain | None = None
    text: Rich


class _Titled(Part):
    title: Plain
    intro: Plain | None = None


class SheetField(Part):
    """One blank. `lines` counts the ruled lines of a `lines` field."""

    key: Name
    label: Plain
    kind: FieldKind = "line"
    lines: Rows | None = None
    choices: tuple[Plain, ...] = ()
    hint: Plain | None = None

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise PydanticCustomError(
                "choices", "choices belong to a field of kind choice, and only there"
            )
        return self


class Fields(_Titled):
    type: Literal["fields"]
    fields_: Annotated[tuple[SheetField, ...], Field(alias="fields", min_length=1)]


class Pick(Part):
    """Chooses questions by what they are; all given conditions must hold."""

    stage: StageRef | None = None
    test: TestRef | None = None
    role: RoleRef | None = None
    pattern: PatternRef | None = None
    framework: FrameworkRef | None = None
    core: Flag | None = None
    form: Literal["open", "commitment", "check"] | None = None

    _conditions: ClassVar = ("stage", "test", "role", "pattern", "framework", "core", "form")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if all(getattr(self, name) is None for name in self._conditions):
            raise PydanticCustomError(
                "empty_pick", "this picks every question; name a stage, a test or the like"
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
    pick: Picks
    answer: Literal["lines", "evidence", "rivals"]
    lines: Rows = 2


class ChecklistItem(Part):
    key: Name
    text: Plain


class Checklist(_Titled):
    type: Literal["checklist"]
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]


class Column(Part):
    key: Name
    label: Plain
    kind: Literal["line", "date", "person", "amount"] = "line"


def _empty(value: object) -> object:
    """A cell is a place in a row, so an empty one has to be written somehow."""
    return None if value in ("", "null", "~") else value


PrefilledCell = Annotated[Plain | None, BeforeValidator(_empty)]


class Table(_Titled):
    type: Literal["table"]
    key: Name
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=8)]
    rows: Rows
    prefilled: tuple[tuple[PrefilledCell, ...], ...] = ()

    @model_validator(mode="after")
    def _cells_fit(self) -> Self:
        if any(len(row) != len(self.columns) for row in self.prefilled):
            raise PydanticCustomError("cells", "each prefilled row needs one cell for each column")
        return self


class People(_Titled):
    type: Literal["people"]
    rows: Rows


class Done(_Titled):
    type: Literal["done"]
    from_: Annotated[PatternRef | None, Field(alias="from")] = None
    rows: Rows


class DriftLog(_Titled):
    type: Literal["drift-log"]
    rows: Rows


class Milestone(Part):
    milestone: Plain
    buyer_owner: Plain | None = None
    our_owner: Plain | None = None
    done_when: Plain | None = None


class Plan(_Titled):
    type: Literal["plan"]
    rows: Rows
    milestones: tuple[Milestone, ...] = ()


class Autopsy(_Titled):
    type: Literal["autopsy"]


class Review(_Titled):
    """What a manager goes through in ten minutes; on screen it is gathered from the deal."""

    type: Literal["review"]
    lines: Rows = 3


class SignOff(_Titled):
    type: Literal["sign-off"]
    parties: Annotated[tuple[Plain, ...], Field(min_length=1)]


class Notes(_Titled):
    type: Literal["notes"]
    key: Name
    lines: Rows


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
    | Annotated[Review, Tag("section:review")]
    | Annotated[SignOff, Tag("section:sign-off")]
    | Annotated[Notes, Tag("section:notes")],
    Discriminator(_section_type),
]


class Worksheet(Entry):
    """A sheet for a deal. A buyer's sheet shows no stance, no loss reason and no check."""

    kind = Kind("worksheet", "worksheets")

    purpose: Plain
    audience: Literal["internal", "buyer"]
    stage: StageRef
    pages: Pages
    minutes: Minutes
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    trainer_notes: Rich | None = None
