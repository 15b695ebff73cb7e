"""The types a field can have. Scalars arrive as the text that was typed and get their type here."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
)
from pydantic_core import PydanticCustomError, core_schema

from donebook.message import Message, message
from donebook.spelling import closest, guess

REF = "x-names"  # in a JSON Schema: what a text is the name of
ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 60
# Windows opens a device instead of a file with such a name, whatever its ending.
_DEVICES = frozenset(
    ("aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
LONGEST_DAYS = 1500
LONGEST_TABLE = 40  # rows to fill in
LONGEST_CRM_TEXT = 131_072  # what the longest text field of a CRM takes, which is Salesforce's


SAID = "said"
# Editors of web pages write a day as the time at which it begins: 2026-11-23T00:00:00.000Z.
_DAY = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:[Zz]|[+-]\d{2}(?::?\d{2})?))?)?"
)
# What Python says of a date that can't be.
_NO_SUCH_DAY: Mapping[str, Message] = {
    reason: reason
    for reason in (
        message("day is out of range for month"),
        message("month must be in 1..12"),
        message("year 0 is out of range"),
    )
}


def refused(kind: str, said: Message) -> PydanticCustomError:
    """An error of a value, with the sentence that an editor is told."""
    return PydanticCustomError(kind, "{said}", {SAID: said})


def check_blanks(text: str, known: Sequence[str], also: Collection[str] = ()) -> None:
    """Raise an error where a text has a blank in braces that is neither known nor one of `also`."""
    blanks = tuple(f"{{{name}}}" for name in known)
    for blank in re.findall(r"\{[^{}]*\}", text):
        if blank in blanks or blank in also:
            continue
        meant = guess(blank.strip("{ }").lower(), known).near
        if meant:
            said = message(
                "Nothing fills {blank} in; did you mean {meant}?", blank=blank, meant=f"{{{meant}}}"
            )
        else:
            said = message("Nothing fills {blank} in; known: {words}.", blank=blank, words=blanks)
        raise refused("blank", said)


class Part(BaseModel):
    """A group of fields; unknown ones are refused and nothing changes after reading."""

    # Only what is read as a whole gets a validator, which holds those of its groups: to build one
    # for each group, too, takes most of a start.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def parts_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The groups of fields inside an annotation such as `tuple[Group, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    found = (model for inner in get_args(annotation) for model in parts_in(inner))
    return tuple(dict.fromkeys(found))


def part_in(annotation: Any) -> type[BaseModel] | None:
    """The first of them, if there is one."""
    return next(iter(parts_in(annotation)), None)


class Key(NamedTuple):
    """Which entry: the kind's name and the id; or which word: its part of the vocabulary."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names something else: an entry of a kind, or a word of the vocabulary."""

    target: str

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), REF: self.target}


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    written = _DAY.fullmatch(value)
    if not written:
        raise refused("day", message("A date is written as year-month-day: 2026-11-23."))
    try:
        return date.fromisoformat(written["day"])
    except ValueError as error:
        said = str(error).split(",")[0]
        reason = _NO_SUCH_DAY.get(said, said)
        raise refused("day", message("There is no such day: {reason}.", reason=reason)) from None


def _flag(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str):
        raise refused("flag", message("This takes true or false."))
    return value


@dataclass(frozen=True, slots=True)
class Whole:
    """Marks whole numbers from `least` to `most`, written in digits."""

    least: int
    most: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._number, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def _number(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(r"\d{1,15}", value) or not self.least <= int(value) <= self.most:
            least, most = self.least, self.most
            said = message(
                "This takes a whole number from {least} to {most}.", least=least, most=most
            )
            if least == most:
                said = message("This version takes {most} only.", most=most)
            raise refused("count", said)
        return int(value)


@dataclass(frozen=True, slots=True)
class OrText:
    """Marks a group of fields that may be written as one text, which is its field `short`.

    Written as a group, it needs the field `needs`.
    """

    short: str
    needs: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        written = core_schema.wrap_serializer_function_ser_schema(self._written)
        return core_schema.no_info_before_validator_function(
            self._group, handler(source), serialization=written
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        group = {"allOf": [handler(schema)], "required": [self.needs]}
        return {"anyOf": [{"type": "string", "minLength": 1}, group]}

    def _written(self, value: Any, handler: SerializerFunctionWrapHandler) -> Any:
        """A group as it has to be written: the text alone, where there is nothing else."""
        found = handler(value)
        return found[self.short] if isinstance(found, dict) and [*found] == [self.short] else found

    def _group(self, value: Any) -> Any:
        if isinstance(value, str):
            return {self.short: value}
        if not isinstance(value, Mapping) or self.needs in value:
            return value
        first, *others = value
        if closest(first, (self.needs,)):
            return value  # misspelt, and told as that
        if first != self.short and not others:
            raise PydanticCustomError("string_type", "a text whose colon makes it a group")
        raise refused("needs", message('"{name}" is missing.', name=self.needs))


class OnOffOr(Whole):
    """Marks whole numbers, or `on` for no limit, read as None, or `off` for nothing, read as 0."""

    __slots__ = ()

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number = super().__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [{"enum": ["on", "off"]}, number]}

    def _number(self, value: Any) -> Any:
        if value in ("on", "off"):
            return None if value == "on" else 0
        if isinstance(value, str) and not re.fullmatch(r"\d{1,9}", value):
            said = message(
                "This takes on, off or a whole number from {least} to {most}.",
                least=self.least,
                most=self.most,
            )
            raise refused("on_off", said)
        return super()._number(value)


def taken(name: str) -> Message | None:
    """Why nothing of ours can have this name, though its letters could be an id's."""
    if name == "index":
        return message('"index" is taken: the overview page has this name.')
    if name in _DEVICES:
        return message('"{name}" is taken: no file has this name on Windows.', name=name)
    return None


def no_id(name: str) -> Message | None:
    """Why a name can't be an id; nothing where it can."""
    if ID_PATTERN.fullmatch(name) and len(name) <= LONGEST_ID:
        return taken(name)
    return message(
        '"{name}" can\'t be an id: lower-case letters, digits and single hyphens, at most {longest}.',
        name=name,
        longest=LONGEST_ID,
    )


def _id(value: Any) -> Any:
    said = no_id(value) if isinstance(value, str) else None
    if said:
        raise refused("id", said)
    return value


Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Weight = Annotated[int, Whole(1, 3)]
Days = Annotated[int, Whole(1, LONGEST_DAYS)]
Weeks = Annotated[int, Whole(1, 200)]
Pages = Annotated[int, Whole(1, 8)]
Minutes = Annotated[int, Whole(1, 600)]
Rows = Annotated[int, Whole(1, LONGEST_TABLE)]
Name = Annotated[str, BeforeValidator(_id)]

_ref = Field(min_length=1, max_length=120)
StageRef = Annotated[str, _ref, Ref("stage")]
SegmentRef = Annotated[str, _ref, Ref("segment")]
RoleRef = Annotated[str, _ref, Ref("role")]
TestRef = Annotated[str, _ref, Ref("test")]
FrameworkRef = Annotated[str, _ref, Ref("framework")]
OwnerRef = Annotated[str, _ref, Ref("owner")]
QuestionRef = Annotated[str, _ref, Ref("question")]
PatternRef = Annotated[str, _ref, Ref("pattern")]
LossReasonRef = Annotated[str, _ref, Ref("loss-reason")]
