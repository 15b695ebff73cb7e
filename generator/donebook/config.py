"""What a company sets: `site-config/playbook.yaml`, and the words entries choose from.

`content/vocabulary.yaml` holds the stages, the buyer's roles, the tests, the frameworks and the
glossary; both files are read and checked like entries.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from donebook.ids import with_names
from donebook.message import message
from donebook.model import KINDS, SHOWN_KINDS
from donebook.model.fields import (
    LONGEST_CRM_TEXT,
    LONGEST_DAYS,
    Day,
    Days,
    Flag,
    Name,
    OnOffOr,
    Part,
    Weeks,
    Whole,
    check_blanks,
    refused,
)
from donebook.text import PRODUCT, Plain, is_safe

CONFIG_PATH = "site-config/playbook.yaml"
VOCABULARY_PATH = "content/vocabulary.yaml"


class _Named(Protocol):
    @property
    def was(self) -> tuple[str, ...]: ...


def former(words: Mapping[str, _Named]) -> dict[str, str]:
    """What words are called now, by the ids that they had before."""
    return {old: word for word, its in words.items() for old in its.was}


def refuse_taken(words: Mapping[str, object], was: Mapping[str, str]) -> None:
    """Raises PydanticCustomError where an id of before is one of today, or leads to none."""
    for old, now in was.items():
        if old in words:
            raise refused("was", message('"{name}" is in use, so it can\'t be an earlier name.', name=old))  # fmt: skip
        if now not in words:
            raise refused("was", message('There is no "{name}" that it could be now.', name=now))


class Stage(Part):
    """One stage of a deal, as the buyer goes through it."""

    name: Plain
    """What the stage is called."""
    purpose: Plain
    """What it is for, in a sentence."""
    exit_when: Annotated[tuple[Plain, ...], Field(min_length=1, max_length=12)]
    """Two to four things the buyer has done when it is over."""
    closed: Literal["won", "lost"] | None = None
    """won or lost: a deal that gets here has ended, and no questions are needed. Without it, deals go on."""
    crm: dict[str, Plain] = Field(default_factory=dict)
    """The stage's name in each CRM system."""
    legacy: tuple[Plain, ...] = ()
    """Other values of a CRM that mean it, of today and of before, such as those of a stage that was split."""
    was: tuple[Name, ...] = ()
    """Ids it had before, which old links, deals and spreadsheets still use."""


class Role(Part):
    """Somebody at the buyer; one person may hold two roles."""

    name: Plain
    """What the role is called."""
    titles: tuple[Plain, ...] = ()
    """Job titles that it often has, such as CFO; the finder and an import know it by them, too."""
    cares_about: Plain | None = None
    """What this person worries about."""
    was: tuple[Name, ...] = ()
    """Ids it had before, which old links, deals and spreadsheets still use."""


class Test(Part):
    """One of the questions every deal must pass."""

    __test__ = False  # no test of pytest's

    name: Plain
    """The test as a question."""
    meaning: Plain
    """What passing it means."""
    was: tuple[Name, ...] = ()
    """Ids it had before, which old links, deals and spreadsheets still use."""


class Element(Part):
    """One element of a framework; `left_out` says why this playbook asks nothing for it."""

    name: Plain
    """What the framework calls it."""
    meaning: Plain | None = None
    """What it is about."""
    left_out: Plain | None = None
    """Why this playbook asks nothing for it."""


class Framework(Part):
    name: Plain
    """What the framework is called."""
    summary: Plain
    """What it is for."""
    source: Plain | None = None
    """Where it comes from."""
    aliases: tuple[Plain, ...] = ()
    """Other names it goes by; the finder leads to it by them, too."""
    elements: Annotated[dict[Name, Element], Field(min_length=1)]
    """Its elements, in order."""
    was: tuple[Name, ...] = ()
    """Ids it had before, which old links, deals and spreadsheets still use."""


class Segment(Part):
    """One way in which deals differ, such as size or motion, and the kinds of deals it makes."""

    name: Plain
    """What it is called, such as Motion."""
    values: Annotated[dict[Name, Plain], Field(min_length=1)]
    """The kinds of deals it makes, by the name that entries use: inbound: Inbound demo."""
    weeks: Annotated[dict[Name, Weeks], Field(min_length=2)] | None = None
    """How many weeks each of them takes. What moves after some weeks is then told for each."""
    written_for: Name | None = None
    """The kind of deal whose weeks entries are written for; it goes with weeks."""
    was: dict[Name, Name] = Field(default_factory=dict)
    """Values that are called otherwise now, the old one first: inbound: demo-request."""

    @model_validator(mode="after")
    def _weeks_of_values(self) -> Self:
        strange = [
            name
            for name in (*(self.weeks or ()), *filter(None, [self.written_for]))
            if name not in self.values
        ]
        if strange:
            raise refused("weeks_of_values", message('"{name}" is none of these values: {values}.', name=strange[0], values=", ".join(self.values)))  # fmt: skip
        if (self.weeks is None) != (self.written_for is None) or (
            self.weeks and self.written_for not in self.weeks
        ):
            raise refused("weeks_of_values", message("Weeks go with written_for, which names the value that entries are written for."))  # fmt: skip
        return self


class Term(Part):
    term: Plain
    """The word."""
    meaning: Plain
    """What this playbook means by it."""


def _named_once(segments: dict[str, Segment]) -> dict[str, Segment]:
    """An entry names a value alone, so no two segments can have it."""
    owner: dict[str, str] = {}
    for name, segment in segments.items():
        for value in segment.values:
            if owner.setdefault(value, name) != name:
                said = message(
                    '"{value}" stands in "{one}" and in "{other}"; a value belongs to one segment.',
                    value=value,
                    one=owner[value],
                    other=name,
                )
                raise refused("named_twice", said)
    return segments


class Vocabulary(Part):
    """The words that entries choose from; mappings keep the order of the file."""

    stages: Annotated[dict[Name, Stage], Field(min_length=1, max_length=12)]
    """The stages of a deal, in order."""
    roles: Annotated[dict[Name, Role], Field(min_length=1, max_length=30)]
    """The people at the buyer."""
    tests: Annotated[dict[Name, Test], Field(min_length=2, max_length=6)]
    """The tests every deal must pass, in order: two to six."""
    frameworks: dict[Name, Framework] = Field(default_factory=dict)
    """Methodologies by which the same questions can be arranged."""
    segments: Annotated[dict[Name, Segment], AfterValidator(_named_once)] = Field(
        default_factory=dict
    )
    """What deals differ in, such as size or motion; entries name these values in applies_to."""
    glossary: tuple[Term, ...] = ()
    """Words and what this playbook means by them."""

    @model_validator(mode="after")
    def _old_names_free(self) -> Self:
        for words in (self.stages, self.roles, self.tests, self.frameworks):
            refuse_taken(words, former(words))
        for segment in self.segments.values():
            refuse_taken(segment.values, segment.was)
        return self

    def renamed(self, stages: Mapping[str, Plain]) -> "Vocabulary":
        """With other names for some stages; where there are none, the same."""
        if not stages:
            return self
        return self.model_copy(
            update={
                "stages": {
                    i: s.model_copy(update={"name": stages[i]}) if i in stages else s
                    for i, s in self.stages.items()
                }
            }
        )

    @property
    def segment_names(self) -> dict[str, Plain]:
        """The values of all segments, by the names that entries use, in the order of the file."""
        return {
            value: name
            for segment in self.segments.values()
            for value, name in segment.values.items()
        }

    def stage_number(self, stage: str) -> int:
        """How far along a stage is, from 0."""
        return tuple(self.stages).index(stage)


def web_address(address: str) -> str:
    """A full address on the web, as it is. Raises PydanticCustomError, which is a ValueError."""
    if not re.fullmatch(r"https?://[^\s\"'<>\\^`|]+", address) or not is_safe(address):
        raise PydanticCustomError("web_address", "this takes a full address on the web")
    return address


WebAddress = Annotated[str, AfterValidator(web_address)]


def _secure(address: str) -> str:
    """A full address that is asked over TLS, as it is."""
    if not web_address(address).startswith("https://"):
        raise PydanticCustomError("web_address", "this takes an address with https")
    return address


SecureAddress = Annotated[str, AfterValidator(_secure)]


# What a policy names as an origin (W3C, Content Security Policy Level 3, host-source), over https only.
Origin = Annotated[
    str, Field(pattern=r"^https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?$")
]


FEEDBACK_BLANKS = ("page", "query")
# Where it leads holds no blank; what is behind that is encoded, so it may be any line.
_FEEDBACK = re.compile(
    r"(?:https://[^\s/?#{}@\"'<>\\^`|]+|mailto:[^\s?#{}@]+@[^\s/?#{}@]+)(?:[/?#].*)?"
)


def _feedback(address: str) -> str:
    """A form on the web or an address for mail, with blanks that pages fill in, as it is."""
    check_blanks(address, FEEDBACK_BLANKS)
    if not _FEEDBACK.fullmatch(address) or not is_safe(address):
        raise PydanticCustomError("web_address", "this takes a form or an address for mail")
    return address


def _handle(handle: Plain) -> Plain:
    """One name or one address, because it becomes one word of CODEOWNERS."""
    if not re.fullmatch(r"@[\w.-]+(?:/[\w./-]+)?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", handle):
        raise PydanticCustomError("handle", "this is no name at a code host")
    return handle


class Owner(Part):
    """Who answers for entries; `handle` is the name at the code host, with its @."""

    name: Plain
    """Who they are."""
    contact: Plain | None = None
    """How a rep reaches them."""
    handle: Annotated[Plain, AfterValidator(_handle)] | None = None
    """Their name at the code host, with its @, so that they are asked about changes."""
    was: tuple[Name, ...] = ()
    """Ids it had before, which old links, deals and spreadsheets still use."""


def _stands_out(ground: str) -> Callable[[str], str]:
    """A validator for colours that can be read on a ground, by WCAG 2's contrast of 4.5:1."""

    def check(colour: str) -> str:
        ratio = _contrast(colour, ground)
        if ratio < LEAST_CONTRAST:
            told = {"found": f"{ratio:.1f}", "shade": _shade(colour, ground)}
            raise PydanticCustomError("contrast", "this colour needs more contrast", told)
        return colour

    return check


def _contrast(colour: str, ground: str) -> float:
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(colour: str, ground: str) -> str:
    """The shade nearest to a colour that stands out: some black in it on a light ground, or some white."""
    towards = 0 if _luminance(ground) > 0.5 else 255
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    shades = (
        "#" + "".join(f"{round(part + (towards - part) * share / 100):02x}" for part in parts)
        for share in range(1, 101)
    )
    return next(shade for shade in shades if _contrast(shade, ground) >= LEAST_CONTRAST)


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
    """The colour on light pages, such as #0b6b60."""
    dark: Annotated[Colour, AfterValidator(_stands_out("#10161d"))] = "#5cc8b6"
    """The colour on dark pages, such as #5cc8b6."""


Picture = Annotated[str, Field(pattern=r"^[\w-]+(?:/[\w-]+)*\.(?:svg|png)$")]


if TYPE_CHECKING:
    KindName = str
    ShownName = str
else:  # the names that are declared, which no type checker knows
    KindName = Literal[tuple(KINDS)]
    ShownName = Literal[tuple(SHOWN_KINDS)]


def _with_product_alone(name: Plain) -> Plain:
    """A name, as it is. Raises PydanticCustomError where it has braces that nothing fills in."""
    check_blanks(name, (PRODUCT.strip("{}"),))
    return name


Called = Annotated[Plain, AfterValidator(_with_product_alone)]


class KindNames(Part):
    """What one kind of entry is called on the site."""

    one: Called
    """One of them, such as Definition of done."""
    many: Called
    """Several of them, such as Definitions of done."""


class Names(Part):
    """A company's own names for what the site shows; everything else keeps the language's words."""

    stages: dict[Name, Plain] = Field(default_factory=dict)
    """What stages are called here, by their id in content/vocabulary.yaml."""
    kinds: dict[ShownName, KindNames] = Field(default_factory=dict)
    """What kinds of entries are called here."""
    roots: dict[Literal["wrong-deal", "outsold"], Called] = Field(default_factory=dict)
    """What the two roots of a loss are called here."""

    def words(self, product: str) -> dict[str, str]:
        """The same as words of the interface, with the product's name filled in."""
        kinds = {
            f"kind.{kind}.{form}": word
            for kind, names in self.kinds.items()
            for form, word in (("one", names.one), ("many", names.many))
        }
        said = kinds | {f"root.{root}": word for root, word in self.roots.items()}
        return {name: word.replace(PRODUCT, product) for name, word in said.items()}


class Promise(Part):
    """The line at the top of the home page, and the one below it."""

    headline: Plain = Plain("A sale is never about our definition of done. It's about theirs.")
    """The line at the top of the home page."""
    lead: Plain = Plain(
        "Find the next question in three seconds: by where the deal is, by what the buyer just said, or by the loss you fear."
    )
    """The sentence below it."""


class NoteLine(Part):
    """One line of the note for the CRM: what the CRM calls it, and the fact of the deal."""

    label: Plain
    """What the CRM calls the field."""
    key: Name
    """The key of a field on one of the sheets."""
    length: Annotated[int | None, Whole(10, LONGEST_CRM_TEXT)] = None
    """How many characters the CRM's field takes; a longer text is cut at a word when it is copied alone."""


class Case(Plain):
    """A deal to practice on, in a paragraph."""

    __slots__ = ()
    longest = 800


class Pack(Part):
    """Worksheets and role-plays bound together for a room of `room` people."""

    title: Plain
    """What the pack is called."""
    summary: Plain | None = None
    """What it is for."""
    case: Case | None = None
    """A practice deal for whoever has no live one; printed on everybody's first page."""
    room: Annotated[int, Whole(2, 300)] = 20
    """For how many people it is printed."""
    sheets: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Worksheets in it, in order; at most 40."""
    exercises: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    """Role-plays in it, in order; at most 20, because each group plays them all."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.sheets or self.exercises):
            raise refused(
                "empty_pack", message("This pack holds nothing; name sheets or exercises.")
            )
        return self


class Certified(Part):
    """The rule by which a rep is certified: what observers have to have heard, and how often."""

    rounds: Annotated[int, Whole(1, 20)] = 2
    """In how many scored rounds as the rep."""
    points: Annotated[int, Whole(1, 10)] = 8
    """With at least how many points of 10 in each of them."""


class StartSet(Part):
    """What a new team uses first: shown on the page for starters, and first on the home page."""

    patterns: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Definitions of done to know first."""
    loss_reasons: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Loss reasons to know first."""
    sheets: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Worksheets to use first."""


class Cms(Part):
    """Forms for editors who don't use Git, and where what they save goes."""

    host: Literal["github", "gitlab"] = "github"
    """The code host: github or gitlab."""
    repo: Annotated[str, Field(pattern=r"^[\w.-]+(?:/[\w.-]+)+$")]
    """The repository there, such as acme/playbook."""
    branch: Annotated[str, Field(pattern=r"^[\w.-]+(?:/[\w.-]+)*$")] = "main"
    """The branch that changes go to, by pull request."""
    api: SecureAddress | None = None
    """The address of the host's API, where it is a server of your own, such as https://git.example.com/api/v3."""
    sign_in: SecureAddress | None = None
    """The address of a service of yours that signs people in at GitHub; without it, each signs in with a token."""


# The form that content has today, and the oldest that is still read, with a warning (F607).
SCHEMA, OLDEST_SCHEMA = 2, 1

SeverityName = Literal["error", "warning", "off"]


# Settings that only color a page or lead away from it: one that doesn't fit hides nothing else.
SPARED = frozenset({"address", "brand", "edit_url", "embed_in", "feedback", "logo"})


class Config(Part):
    """The company's settings."""

    schema_: Annotated[int, Whole(OLDEST_SCHEMA, SCHEMA), Field(alias="schema")]
    """The form of the content; donebook upgrade raises it."""
    name: Plain
    """What the playbook is called."""
    product: Plain
    """What your product is called; {product} in texts becomes this."""
    description: Plain | None = None
    """A sentence for search engines and link previews."""
    language: Name = "en"
    """The language of the site's own words and of the rules of wording: the name of a file in site-config/words, such as en or de."""
    address: WebAddress | None = None
    """The site's full address on the web, once it has one."""
    edit_url: Annotated[WebAddress, Field(pattern=r"\{path\}")] | None = None
    """Where an entry's Edit link leads; {path} becomes the file's path."""
    publish: Flag = False
    """true lets search engines in; false asks them to stay away."""
    machine_readable: Flag = True
    """true puts the playbook next to its pages for other programs: playbook.json, llms.txt, Markdown; false leaves that out."""
    live_since: Day | None = None
    """The day since which reps have this playbook, such as 2026-11-27. Before there is one, gaps in coverage are warnings, an id may go without a word, and the workflows publish nothing."""
    offline: Annotated[int | None, OnOffOr(1, LONGEST_DAYS)] = None
    """Whether browsers keep the site to read it without a network: on, off, or for how many days after the site last answered."""
    embed_in: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    """Sites that may show pages of this one in a frame, such as https://acme.lightning.force.com or https://*.example.com; nobody may otherwise."""
    cms: Cms | None = None
    """Forms on the page /edit/ for editors who don't use Git, and where the repository is; donebook new cms sets this up."""
    contact: Plain | None = None
    """Who to ask about this playbook, for the foot of every page; an address becomes a link."""
    feedback: Annotated[str, AfterValidator(_feedback)] | None = None
    """Where "Not helpful?" leads, at the foot of each page and where the finder finds nothing good: a form (https://) or mailto:; {page} and {query} become the page and what was looked for."""
    words: Names = Names()
    """Your own names for stages, kinds of entries and the two roots of a loss."""
    logo: Picture | None = None
    """Your logo: a file in site-config/assets, svg or png, that is about as wide as high."""
    brand: Brand = Brand()
    """Two shades of one colour, for light and dark pages."""
    home: Promise = Promise()
    """The first lines of the home page."""
    owners: Annotated[dict[Name, Owner], Field(min_length=1)]
    """Who answers for entries."""
    default_owner: Name | None = None
    """Who answers for entries that name nobody; the first owner, if nobody else is set."""
    review_every: dict[KindName, Days] = Field(default_factory=dict)
    """After how many days an entry of each kind is looked at again, where its usual period doesn't fit."""
    confirm_every: Days = 21
    """After how many days My deals asks to confirm a deal's definition of done again; after a fifth of
    the deal, though a week at least, where its decision date is known and that is sooner."""
    keep_deals: Days = 180
    """After how many days without a change My deals offers to delete a deal that has ended."""
    usage: Flag = True
    """true lets a rep's browser count calls, questions asked and searches in vain, for the rep alone; false counts nothing."""
    crm: dict[Name, Plain] = Field(default_factory=dict)
    """The CRM systems that stages and loss reasons name values for."""
    crm_note: tuple[NoteLine, ...] = ()
    """The note for the CRM after a call, line by line."""
    paper: Literal["letter", "a4"] = "letter"
    """The paper that pages offer first: letter or a4."""
    packs: dict[Name, Pack] = Field(default_factory=dict)
    """Sheets and role-plays bound together for a room."""
    certified: Certified = Certified()
    """When a rep is certified: in how many rounds observers have to give at least how many of 10 points."""
    start: StartSet = StartSet()
    """What a new team uses first, besides the core questions of each stage."""
    not_a_loss: dict[Plain, Plain] = Field(default_factory=dict)
    """How a deal can end without being lost."""
    severity: dict[str, SeverityName] = Field(default_factory=dict)
    """Rules that weigh more or less here: error, warning or off."""

    @model_validator(mode="after")
    def _known_default_owner(self) -> Self:
        refuse_taken(self.owners, former(self.owners))
        if self.default_owner is not None and self.default_owner not in self.owners:
            raise refused("default_owner", message('There is no owner "{name}". Known: {owners}.', name=self.default_owner, owners=with_names({word: str(owner.name) for word, owner in self.owners.items()})))  # fmt: skip
        return self

    @property
    def usual_owner(self) -> str:
        """Who answers for entries that name nobody."""
        return self.default_owner or next(iter(self.owners))

    @property
    def papers(self) -> tuple[str, ...]:
        """Both papers, the one that is offered first in front."""
        return ("letter", "a4") if self.paper == "letter" else ("a4", "letter")

    def review_days(self, kind: str) -> int:
        """The review period of a kind, in days."""
        return self.review_every.get(kind, KINDS[kind].review_days)
