"""Codes of the family `model` (M): the fields of an entry."""

from collections.abc import Mapping

from donebook.problem import Code

_FILE = "questions/met-the-spender.yaml"
_CHECK = """\
title: We have met the spender
summary: A title is not a meeting.
owner: team
reviewed: 2026-10-01
form: check
ask: Have we met the person who can spend unplanned money?
stage: open
test: win
answers:
  confirmed: Met, and they said so.
  unknown: We have a title.
  missing: We were told we won't.
evidence: The date of the meeting.
answered_by: [why-now]
"""


_PATTERN = """\
title: Hours back
summary: Nobody types any more.
owner: team
reviewed: 2026-10-01
heard: [We need the hours back]
before: Two days of typing.
after: None of it.
done_when:
  - {statement: Nobody types, evidence: The log, accepted_by: user}
stance:
  usual: adopt
  adopt_when: Always.
  redefine_when: Never.
  walk_away_when: Never.
"""


def _case(old: str = "", new: str = "") -> Mapping[str, str]:
    return {_FILE: _CHECK.replace(old, new)}


MISSING = Code(
    "M201",
    "Required field missing",
    "The page would have a hole where a rep looks for exactly this.",
    "Add the field; another entry of the same kind shows how it looks.",
    bad=_case("stage: open\n"),
    good=_case(),
)
UNKNOWN = Code(
    "M202",
    "Unknown field",
    "A field that nobody reads is text that nobody sees.",
    "Correct its name, or move what it says to a field that exists.",
    bad=_case("title:", "titel:"),
    good=_case(),
)
NOT_TEXT = Code(
    "M203",
    "Text wanted",
    "This place shows one text; a list or a group of fields can't be shown there.",
    "Write the text behind the field's name, on the same line. A text with a colon needs quotes. Several lines, such as a list in a text, stand below the name, with |- behind its colon.",
    bad=_case(
        "ask: Have we met the person who can spend unplanned money?",
        "ask:\n  - Have we met the spender?",
    ),
    good=_case(),
)
NOT_LIST = Code(
    "M204",
    "List wanted",
    "This place can hold several items, and each is shown on a line of its own.",
    'Write each item on its own line behind "- ", or all in brackets: [one, two].',
    bad=_case("answered_by: [why-now]", "answered_by: why-now"),
    good=_case(),
)
NOT_GROUP = Code(
    "M205",
    "Group of fields wanted",
    "This place holds several named fields, not a text.",
    "Write each field on its own line below, two spaces further in, as `name: value`.",
    bad={
        _FILE: _CHECK.partition("answers:")[0]
        + "answers: yes or no\nevidence:"
        + _CHECK.partition("evidence:")[2]
    },
    good=_case(),
)
EMPTY = Code(
    "M206",
    "Field left empty",
    "An empty field looks like work in progress on the page.",
    "Fill it in, or delete the line where the field is optional.",
    bad=_case("The date of the meeting.", ""),
    good=_case(),
)
NOT_A_CHOICE = Code(
    "M207",
    "Not one of the choices",
    "Only a few words mean something here; another one would be passed over, or found nowhere.",
    "Use one of the words that the message names.",
    bad=_case("form: check", "form: chekc"),
    good=_case(),
)
TOO_LONG = Code(
    "M208",
    "Text too long",
    "What doesn't fit on a line or a card isn't read before a call.",
    "Shorten it, or move part of it to a longer field.",
    bad=_case("We have met the spender", "We have met the spender " + "and more " * 10),
    good=_case(),
)
ONE_LINE = Code(
    "M209",
    "One line wanted",
    "This text stands in lists, on cards and in search results, where there is one line for it.",
    "Write it as one paragraph; a long one may be wrapped below `>-`.",
    bad=_case("A title is not a meeting.", "|\n  A title.\n  Not a meeting."),
    good=_case(),
)
BAD_DATE = Code(
    "M210",
    "Not a date",
    "The date decides when somebody looks at this entry again.",
    "Write year, month and day in digits: 2026-11-23.",
    bad=_case("2026-10-01", "1.10.2026"),
    good=_case(),
)
BAD_COUNT = Code(
    "M211",
    "Number out of range",
    "What is made from it, a page or a date, comes out wrong with any other number.",
    "Use a whole number, in digits, within the range that the message names.",
    bad=_case("test: win", "test: win\nweight: 30"),
    good=_case("test: win", "test: win\nweight: 3"),
)
BAD_FLAG = Code(
    "M212",
    "true or false wanted",
    "This switches something on or off, and there is no third way.",
    "Write true or false, without quotes.",
    bad=_case("test: win", "test: win\nblocker: maybe"),
    good=_case("test: win", "test: win\nblocker: true"),
)
WRONG_LENGTH = Code(
    "M213",
    "Too few or too many items",
    "With none there is nothing to show; with too many nobody reads them.",
    "Add or remove items until it fits the message.",
    bad=_case("[why-now]", "[]"),
    good=_case(),
)
TOMBSTONE = Code(
    "M214",
    "More than a forwarding note",
    "A file with `moved_to` or `retired` only says where an old id went; other fields in it would vanish.",
    "Keep that one line and delete the rest, or delete that line to bring the entry back.",
    bad=_case("owner: team\n", "owner: team\nmoved_to: why-now\n"),
    good={_FILE: "moved_to: why-now\n"},
)
CONTRADICTION = Code(
    "M215",
    "Fields that don't fit together",
    "The fields are fine one by one, but together they leave open what is meant.",
    "Take one of them out, or add what is missing, as the message says.",
    bad={
        "worksheets/sheet.yaml": "sections:\n  - {type: fields, title: T, fields: [{key: a, label: A, kind: choice}]}\n"
    },
    good={
        "worksheets/sheet.yaml": "sections:\n  - {type: fields, title: T, fields: [{key: a, label: A}]}\n"
    },
)
BAD_NAME = Code(
    "M216",
    "Not a name of the right form",
    "Names like this become addresses and keys, and have to be the same everywhere.",
    "Use lower-case letters, digits and single hyphens.",
    bad={
        "worksheets/sheet.yaml": "sections:\n  - {type: notes, title: T, key: My Notes, lines: 3}\n"
    },
    good={
        "worksheets/sheet.yaml": "sections:\n  - {type: notes, title: T, key: my-notes, lines: 3}\n"
    },
)

BAD_FORM = Code(
    "M217",
    "Not of the right form",
    "The site is built with this value as it stands, so it has to be one that works.",
    "Write it as the message says.",
    bad={
        "../site-config/playbook.yaml": "schema: 2\nname: N\nproduct: P\naddress: example\nowners: {team: {name: T}}\n"
    },
    good={
        "../site-config/playbook.yaml": "schema: 2\nname: N\nproduct: P\nowners: {team: {name: T}}\n"
    },
)

BAD_LINK = Code(
    "M218",
    "A link that leads nowhere",
    "The page would show its words without the link, and nobody would know what is missing.",
    "Write the whole address, with https:// in front. Entries are linked by their ids, in fields such as `reveals`.",
    bad={"questions/why-now.yaml": "why: Use the [sheet](../worksheets/call-sheet.yaml).\n"},
    good={"questions/why-now.yaml": "why: Use the [form](https://forms.example.org/call).\n"},
)

SWALLOWED = Code(
    "M219",
    "A field inside a text",
    "The field would be missing on the page, and its name would stand in the middle of a sentence.",
    "Move the field's line to the left, to where the other fields begin.",
    bad={
        "questions/why-now.yaml": "why: >-\n  A date that the buyer has set moves more in a deal than\n  one that was set by us. Ask for it early, and ask again\n  whenever a step has slipped without a reason being given.\n  avoid_when: never\n"
    },
    good={
        "questions/why-now.yaml": "why: >-\n  A date that the buyer has set moves more in a deal than\n  one that was set by us.\navoid_when: never\n"
    },
)

OTHER_KIND = Code(
    "M220",
    "Entry in the folder of another kind",
    "The folder says what kind of entry a file is, so each of its fields would be taken for a mistake.",
    "Move it to the folder of its kind.",
    bad={"questions/hours.yaml": _PATTERN},
    good={"patterns/hours-back.yaml": _PATTERN},
)

CODES = (
    MISSING,
    UNKNOWN,
    NOT_TEXT,
    NOT_LIST,
    NOT_GROUP,
    EMPTY,
    NOT_A_CHOICE,
    TOO_LONG,
    ONE_LINE,
    BAD_DATE,
    BAD_COUNT,
    BAD_FLAG,
    WRONG_LENGTH,
    TOMBSTONE,
    CONTRADICTION,
    BAD_NAME,
    BAD_FORM,
    BAD_LINK,
    SWALLOWED,
    OTHER_KIND,
)
