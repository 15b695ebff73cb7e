"""What a company sets: `site-config/playbook.yaml`, and the words entries choose from.

`content/vocabulary.yaml` holds the stages, the buyer's roles, the tests, the frameworks and the
glossary; both files are read and checked like entries.
"""

import re
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from donebook.model.fields import Days, Flag, Name, Part, count
from donebook.text import Plain, is_safe

CONFIG_PATH = "site-config/playbook.yaml"
VOCABULARY_PATH = "content/vocabulary.yaml"
TEST_IDS = ("real", "compete", "win", "worth")


class Stage(Part):
    """One stage of a deal, as the buyer goes through it."""

    name: Plain
    purpose: Plain
    exit_when: Annotated[tuple[Plain, ...], Field(min_length=1, max_length=6)]
    crm: dict[str, Plain] = Field(default_factory=dict)


class Role(Part):
    """Somebody at the buyer; one person may hold two roles."""

    name: Plain
    cares_about: Plain | None = None


class Test(Part):
    """One of the four questions every deal must pass. The set is fixed, the wording free."""

    __test__ = False  # no test of pytest's

    name: Plain
    meaning: Plain


class Element(Part):
    """One element of a framework; `left_out` says why this playbook asks nothing for it."""

    name: Plain
    meaning: Plain | None = None
    left_out: Plain | None = None


class Framework(Part):
    name: Plain
    summary: Plain
    source: Plain | None = None
    elements: Annotated[dict[Name, Element], Field(min_length=1)]


class Term(Part):
    term: Plain
    meaning: Plain


def _four_tests(tests: dict[str, Test]) -> dict[str, Test]:
    if tuple(tests) != TEST_IDS:
        raise PydanticCustomError(
            "four_tests", "the tests are these four, in this order: real, compete, win, worth"
        )
    return tests


class Vocabulary(Part):
    """The words that entries choose from; mappings keep the order of the file."""

    stages: Annotated[dict[Name, Stage], Field(min_length=1, max_length=12)]
    roles: Annotated[dict[Name, Role], Field(min_length=1, max_length=30)]
    tests: Annotated[dict[Name, Test], AfterValidator(_four_tests)]
    frameworks: dict[Name, Framework] = Field(default_factory=dict)
    glossary: tuple[Term, ...] = ()

    def stage_number(self, stage: str) -> int:
        """How far along a stage is, from 0."""
        return tuple(self.stages).index(stage)


def _web_address(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s\"'<>\\^`|]+", address) or not is_safe(address):
        raise PydanticCustomError("web_address", "this takes a full address on the web")
    return address


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Owner(Part):
    """Who answers for entries; `handle` is the name at the code host, with its @."""

    name: Plain
    contact: Plain | None = None
    handle: Plain | None = None


def _stands_out(ground: str) -> Callable[[str], str]:
    """A validator for colours that can be read on a ground, by WCAG 2's contrast of 4.5:1."""

    def check(colour: str) -> str:
        lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
        ratio = (lighter + 0.05) / (darker + 0.05)
        if ratio < LEAST_CONTRAST:
            raise PydanticCustomError(
                "contrast", "this colour needs more contrast", {"found": f"{ratio:.1f}"}
            )
        return colour

    return check


def _luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, from 0 for black to 1 for white (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LEAST_CONTRAST = 4.5
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Brand(Part):
    """Colours for both schemes; each is read on the page's ground (`tokens.css`)."""

    light: Annotated[Colour, AfterValidator(_stands_out("#fbfaf7"))] = "#0b6b60"
    dark: Annotated[Colour, AfterValidator(_stands_out("#10161d"))] = "#5cc8b6"


class ReviewDays(Part):
    """How long an entry of each kind stays fresh, in days."""

    question: Days = 180
    pattern: Days = 270
    loss_reason: Annotated[Days, Field(alias="loss-reason")] = 270
    worksheet: Days = 365
    exercise: Days = 365


class Promise(Part):
    """The line at the top of the home page, and the one below it."""

    headline: Plain = Plain("A sale is never about our definition of done. It's about theirs.")
    lead: Plain = Plain(
        "Find the next question in three seconds: by where the deal is, by what the buyer just said, or by the loss you fear."
    )


class NoteLine(Part):
    """One line of the note for the CRM: what the CRM calls it, and the fact of the deal."""

    label: Plain
    key: Name


class Pack(Part):
    """Worksheets and role-plays bound together for a room of `room` people."""

    title: Plain
    summary: Plain | None = None
    room: Annotated[int, BeforeValidator(count(2, 300))] = 20
    sheets: tuple[Name, ...] = ()
    exercises: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.sheets or self.exercises):
            raise PydanticCustomError(
                "empty_pack", "this pack holds nothing; name sheets or exercises"
            )
        return self


SeverityName = Literal["error", "warning", "off"]


class Config(Part):
    """The company's settings."""

    schema_: Annotated[int, BeforeValidator(count(1, 1)), Field(alias="schema")]
    name: Plain
    product: Plain
    description: Plain | None = None
    address: WebAddress | None = None
    edit_url: Annotated[WebAddress, Field(pattern=r"\{path\}")] | None = None
    publish: Flag = False
    brand: Brand = Brand()
    home: Promise = Promise()
    owners: Annotated[dict[Name, Owner], Field(min_length=1)]
    review_every: ReviewDays = ReviewDays()
    crm: dict[Name, Plain] = Field(default_factory=dict)
    crm_note: tuple[NoteLine, ...] = ()
    packs: dict[Name, Pack] = Field(default_factory=dict)
    not_a_loss: dict[Plain, Plain] = Field(default_factory=dict)
    severity: dict[str, SeverityName] = Field(default_factory=dict)

    def review_days(self, kind: str) -> int:
        """The review period of a kind, in days."""
        days: int = getattr(self.review_every, kind.replace("-", "_"))
        return days
