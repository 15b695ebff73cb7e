"""Family `wording` (W): texts that are said aloud, or read at arm's length."""

from collections.abc import Iterable, Iterator, Mapping

from donebook.config import VOCABULARY_PATH
from donebook.facts import remembered_alone
from donebook.message import message
from donebook.model import OwnPage, Part, Pattern, SpokenQuestion
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.prose import BODY
from donebook.rules import base, signs
from donebook.rules.rule import Put, Rule, phrased, rule
from donebook.rules.texts import texts_of
from donebook.source import Loc

MOST_ON_A_CARD = 120
_CARD = "exercises/the-quiet-buyer.yaml"
_EXERCISE = """\
title: The quiet buyer
summary: Get one date.
owner: team
reviewed: 2026-10-01
scenario: A second call.
pattern: hours-back
buyer_card:
  opening: I have ten minutes.
  if_asked: [{{asked: Why now, says: The auditor comes.}}]
  shift: {{minute: 5, says: My chief has just left.}}
rep_card: {card}
must_ask: [why-us]
minutes: {{read: 4, play: 8, debrief: 5}}
debrief: The observer speaks first.
answer_key: The date was the auditor's.
"""


@rule(
    "W501",
    "A card too long to read at arm's length",
    why="Whoever plays it looks down and reads, and the conversation stops.",
    fix="Keep what the player has to know, and leave the rest to be asked for.",
    bad={_CARD: _EXERCISE.format(card="You sell software. " + "You know a little more. " * 24)},
    good={_CARD: _EXERCISE.format(card="You sell software. You have ten minutes.")},
    severity=Severity.WARNING,
)
def _long_card(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for exercise in playbook.exercises:
        cards = (("rep_card", exercise.rep_words), ("buyer_card", exercise.buyer_card.words))
        for field, words in cards:
            if words > MOST_ON_A_CARD:
                said = message(
                    "This card has {words} words, and {most} can be read.",
                    words=words,
                    most=MOST_ON_A_CARD,
                )
                yield Finding(code, exercise.path, (field,), said, at_key=True)


def _ask(text: str) -> Mapping[str, str]:
    return {
        base.WHY_NOW: base.FILES[base.WHY_NOW].replace(
            "ask: What makes this a question for real?", f"ask: {text}"
        )
    }


def _asked(question: SpokenQuestion) -> str:
    """What an open question asks; a commitment may be closed, and a check is ours."""
    return str(question.ask) if question.form == "open" else ""


@phrased(
    "W502",
    "An open question that can be answered with yes or no",
    of=SpokenQuestion,
    why="The buyer says yes, and nothing has been learned about their definition of done.",
    fix="Begin with what, how, who, when or which, or write `form: commitment` if a yes is what it is for.",
    bad=_ask("Is there a date behind this?"),
    good=_ask("Which date is behind this?"),
)
def _closed(code: Code, question: SpokenQuestion, put: Put) -> Iterator[Finding]:
    ask = _asked(question)
    word = None if put.phrasing.leading(ask) else put.phrasing.closed(ask)
    if word:
        said = message('Asked like this ("{word} …"), a yes or a no is a whole answer.', word=word)
        yield Finding(code, question.path, ("ask",), said, words=word)


@phrased(
    "W503",
    "Two questions in one",
    of=SpokenQuestion,
    why="Buyers answer the easier half, and the other half is never asked again.",
    fix="Keep one, and make the other a follow-up.",
    bad=_ask("Who signs this, and when did they last sign anything like it?"),
    good=_ask("Who signs this?"),
)
def _double(code: Code, question: SpokenQuestion, put: Put) -> Iterator[Finding]:
    ask = _asked(question)
    words = put.phrasing.double(ask)
    if words:
        said = message('A second question starts at "{words} …".', words=words)
        yield Finding(code, question.path, ("ask",), said, words=words)


@phrased(
    "W504",
    "A leading question",
    of=SpokenQuestion,
    why="The buyer agrees to be polite, and the deal is then built on our own words.",
    fix="Ask for what they see, without saying what you hope to hear.",
    bad=_ask("Wouldn't it be easier if nobody had to type this?"),
    good=_ask("What would have to be true before nobody types this?"),
)
def _leading(code: Code, question: SpokenQuestion, put: Put) -> Iterator[Finding]:
    ask = _asked(question)
    words = put.phrasing.leading(ask)
    if words:
        said = message('"{words}" puts the answer into the buyer\'s mouth.', words=words)
        yield Finding(code, question.path, ("ask",), said, words=words)


_HOURS = "patterns/hours-back.yaml"


def _done_when(statement: str) -> Mapping[str, str]:
    text = base.FILES[_HOURS]
    return {_HOURS: text.replace("statement: Nobody types", f"statement: {statement}")}


@phrased(
    "W505",
    "Done when we have done something",
    of=Pattern,
    why="It is the buyer's definition of done. What we deliver is our work, not their end state.",
    fix="Say what is different in the buyer's world, so that they can check it without us.",
    bad=_done_when("We roll out the platform to all sites"),
    good=_done_when("All six sites close the month from one list"),
)
def _ours(code: Code, pattern: Pattern, put: Put) -> Iterator[Finding]:
    for number, done in enumerate(pattern.done_when):
        words = put.phrasing.seller_act(done.statement)
        if words:
            said = message('"{words}" is something that we do.', words=words)
            loc = ("done_when", number, "statement")
            yield Finding(code, pattern.path, loc, said, words=words)


@phrased(
    "W506",
    "Done in a word that everybody reads differently",
    of=Pattern,
    why="At go-live each side has its own idea of the word, and the customer's counts.",
    fix="Say what would be counted, seen or dated if it were true.",
    bad=_done_when("Reporting is easier and better"),
    good=_done_when("The report is read by ten on Mondays"),
)
def _fuzzy(code: Code, pattern: Pattern, put: Put) -> Iterator[Finding]:
    for number, done in enumerate(pattern.done_when):
        word = put.phrasing.fuzzy(done.statement)
        if word and not put.phrasing.is_measurable(done.evidence):
            said = message(
                '"{word}" can\'t be checked, and nothing here can be counted or dated.',
                word=word,
            )
            loc = ("done_when", number, "statement")
            yield Finding(code, pattern.path, loc, said, words=word)


@phrased(
    "W507",
    "An end state that names a part of the product",
    of=Pattern,
    why="No single feature makes anybody's work done, and a rival with the same feature has it too.",
    fix="Say what the buyer can do, or no longer has to do, once it is there.",
    bad=_done_when("Two managers use the dashboard"),
    good=_done_when("Two managers name the late orders without asking anybody"),
)
def _feature(code: Code, pattern: Pattern, put: Put) -> Iterator[Finding]:
    texts: list[tuple[Loc, str]] = [(("after",), pattern.after)]
    texts += [(("done_when", n, "statement"), d.statement) for n, d in enumerate(pattern.done_when)]
    for loc, text in texts:
        words = put.phrasing.feature(text, put.product)
        if words:
            said = message(
                '"{words}" is a part of the product, not of the buyer\'s world.', words=words
            )
            yield Finding(code, pattern.path, loc, said, words=words)


@phrased(
    "W508",
    "A metric that goes from nothing to nothing",
    of=Pattern,
    why="Without a figure at both ends nobody can say in a year whether it moved.",
    fix="Write the buyer's figure of today in `from`, and the one they want in `to`; an example will do.",
    bad={
        _HOURS: base.FILES[_HOURS]
        + "metrics: [{name: Speed, from: slow, to: fast, measured_by: A clock, by: June}]\n"
    },
    good={
        _HOURS: base.FILES[_HOURS]
        + "metrics: [{name: Speed, from: 9 days, to: 4 days, measured_by: A clock, by: June}]\n"
    },
)
def _no_figures(code: Code, pattern: Pattern, put: Put) -> Iterator[Finding]:
    for number, metric in enumerate(pattern.metrics):
        for field, value in (("from", metric.from_), ("to", metric.to)):
            may_be_unknown = field == "from" and put.phrasing.is_unknown(value)
            if not (may_be_unknown or put.phrasing.is_measurable(value)):
                said = message('"{value}" is no figure.', value=value)
                yield Finding(code, pattern.path, ("metrics", number, field), said)


PLACEHOLDER = "…"


@rule(
    "W509",
    "Still to be written",
    why="A rep opens the page in the minute before a call and finds three dots.",
    fix="Write what belongs here, or make the entry a draft again: `status: draft`.",
    bad={"questions/why-us.yaml": base.question("Why us", "compete").replace("Because.", "…")},
    good={
        "questions/why-us.yaml": base.question("Why us", "compete", "status: draft\n").replace(
            "Because.", "…"
        ),
        "questions/why-me.yaml": base.question("Why me", "compete"),
    },
    severity=Severity.WARNING,
)
def _unwritten(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for entry in playbook.entries.values():
        for loc in _unwritten_in(entry):
            yield Finding(code, entry.path, loc, message("Nothing is written here yet."))
    for loc in _unwritten_in(playbook.vocabulary):
        said, hint = message("Nothing is written here yet."), message("Write what belongs here.")
        yield Finding(code, VOCABULARY_PATH, loc, said, hint)
    for page in playbook.of_model(OwnPage):
        dots = next((line for line in page.body.split("\n") if line.startswith(PLACEHOLDER)), None)
        if dots:
            said = message("Nothing is written here yet.")
            yield Finding(code, page.path, (BODY,), said, words=dots)


@remembered_alone
def _unwritten_in(part: Part) -> tuple[Loc, ...]:
    return tuple(_places(part, ())) if PLACEHOLDER in texts_of(part) else ()


def _places(group: Part | tuple[object, ...] | Mapping[str, object], at: Loc) -> Iterator[Loc]:
    """Where three dots stand for a text, in fields whose names are the author's own."""
    inside: Iterable[tuple[str | int, object]]
    if isinstance(group, tuple):
        inside = enumerate(group)
    else:
        inside = group.items() if isinstance(group, Mapping) else vars(group).items()
    for step, value in inside:
        if isinstance(value, str):
            if value == PLACEHOLDER:
                yield (*at, step)
        elif value and isinstance(value, Part | tuple | Mapping):
            yield from _places(value, (*at, step))


RULES: tuple[Rule, ...] = (
    _long_card,
    _closed,
    _double,
    _leading,
    _ours,
    _fuzzy,
    _feature,
    _no_figures,
    _unwritten,
    *signs.RULES,
)
