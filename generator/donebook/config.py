"""What a company sets: `site-config/playbook.yaml`, and the words entries choose from.

`content/vocabulary.yaml` holds the stages, the buyer's roles, the tests, the frameworks and the
glossary; both files are read and checked like entries.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from donebook.model.fields import Days, Flag, Name, Part, count
from donebook.text import Plain

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


class Owner(Part):
    """Who answers for entries; `handle` is the name at the code host, with its @."""

    name: Plain
    contact: Plain | None = None
    handle: Plain | None = None


class Brand(Part):
    """Colours for both schemes; each needs 4.5:1 on the page's ground."""

    light: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0b6b60"
    dark: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#5cc8b6"


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


SeverityName = Literal["error", "warning", "off"]


class Config(Part):
    """The company's settings."""

    schema_: Annotated[int, BeforeValidator(count(1, 1)), Field(alias="schema")]
    name: Plain
    product: Plain
    description: Plain | None = None
    address: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None = None
    edit_url: Annotated[str, Field(pattern=r"^https?://\S*\{path\}\S*$")] | None = None
    publish: Flag = False
    brand: Brand = Brand()
    home: Promise = Promise()
    owners: Annotated[dict[Name, Owner], Field(min_length=1)]
    review_every: ReviewDays = ReviewDays()
    crm: dict[Name, Plain] = Field(default_factory=dict)
    not_a_loss: dict[Plain, Plain] = Field(default_factory=dict)
    severity: dict[str, SeverityName] = Field(default_factory=dict)

    def review_days(self, kind: str) -> int:
        """The review period of a kind, in days."""
        days: int = getattr(self.review_every, kind.replace("-", "_"))
        return days
