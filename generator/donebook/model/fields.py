"""The types a field can have. Scalars arrive as the text that was typed and get their type here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 60


class Part(BaseModel):
    """A group of fields; unknown ones are refused and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(NamedTuple):
    """Which entry: the kind's name and the id; or which word: its part of the vocabulary."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field that names something else: an entry of a kind, or a word of the vocabulary."""

    target: str


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("day", "a date is written as year-month-day: 2026-11-23")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        reason = str(error).split(",")[0]
        raise PydanticCustomError(
            "day", "there is no such day: {reason}", {"reason": reason}
        ) from None


def _flag(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str):
        raise PydanticCustomError("flag", "this takes true or false")
    return value


def count(least: int, most: int) -> Callable[[Any], Any]:
    """A validator for whole numbers from `least` to `most`, written in digits."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise PydanticCustomError(
                "count",
                "this takes a whole number from {least} to {most}",
                {"least": least, "most": most},
            )
        return int(value)

    return check


def is_id(name: str) -> bool:
    """Whether a name can be an id. `index` can't: that address is the overview's."""
    return bool(ID_PATTERN.fullmatch(name)) and len(name) <= LONGEST_ID and name != "index"


def _id(value: Any) -> Any:
    if value == "index":
        raise PydanticCustomError("id", '"index" is taken: the overview page has this name')
    if isinstance(value, str) and not is_id(value):
        raise PydanticCustomError("id", "this takes lower-case letters, digits and single hyphens")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Weight = Annotated[int, BeforeValidator(count(1, 3))]
Days = Annotated[int, BeforeValidator(count(1, 1500))]
Weeks = Annotated[int, BeforeValidator(count(1, 200))]
Pages = Annotated[int, BeforeValidator(count(1, 8))]
Minutes = Annotated[int, BeforeValidator(count(1, 600))]
Rows = Annotated[int, BeforeValidator(count(1, 40))]
Name = Annotated[str, BeforeValidator(_id)]

_ref = Field(min_length=1, max_length=120)
StageRef = Annotated[str, _ref, Ref("stage")]
RoleRef = Annotated[str, _ref, Ref("role")]
TestRef = Annotated[str, _ref, Ref("test")]
FrameworkRef = Annotated[str, _ref, Ref("framework")]
OwnerRef = Annotated[str, _ref, Ref("owner")]
QuestionRef = Annotated[str, _ref, Ref("question")]
PatternRef = Annotated[str, _ref, Ref("pattern")]
LossReasonRef = Annotated[str, _ref, Ref("loss-reason")]
