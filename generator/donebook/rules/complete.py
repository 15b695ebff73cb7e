"""Family `complete` (K): an entry can be published with little, and this is what makes it good.

One rule for each field with the mark `Completes`; the most valuable ones come first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from donebook.facts import lacking
from donebook.message import message, together
from donebook.model import Entry
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules import base
from donebook.rules.rule import Rule, rule

_CHECK = "questions/met-the-signer.yaml"
_PROOF = "proof-points/plant.yaml"
_PATTERN, _LOSS = "patterns/hours-back.yaml", "loss-reasons/no-event.yaml"
_FILES = {
    **base.FILES,
    _CHECK: "title: Signer met\nsummary: Whether we know who signs.\nowner: team\nreviewed: 2026-10-01\n"
    "form: check\nask: Have we met the person who signs?\nstage: agree\ntest: win\n"
    "answers: {confirmed: We talked, unknown: We have a name, missing: Nobody will say}\n"
    "evidence: The day of the talk.\nanswered_by: [who-signs]\n",
    _PROOF: "title: Two days a month\nsummary: How a plant got its evenings back.\nowner: team\n"
    "reviewed: 2026-10-01\ncustomer: A plant of 300 people\npattern: hours-back\n"
    "before: They typed until eight.\nafter: They go home at five.\n"
    "numbers:\n  - {name: Hours, from: '16', to: '1', after_weeks: 12}\n"
    "permission: on-request\nuntil: 2027-06-30\n",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A field that makes an entry good, with the words of its rule; `of` is the file that shows it."""

    code: str
    field: str
    title: str
    why: str
    fix: str
    of: str


def _without(text: str, field: str) -> str:
    return re.sub(rf"^{field}:.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)


_PARTS = (
    _Part(
        "K901",
        "listen_for",
        "Nothing to listen for",
        why="A rep who asks well and doesn't know a strong answer from a red flag has only had a nice talk.",
        fix="Write a sign or two of a strong answer and of a red flag, below `strong` and `red_flag`.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K902",
        "follow_ups",
        "No follow-up",
        why="The first answer is rarely the real one. In a call, the next question is what a rep looks for.",
        fix="Add one to `follow_ups`: what the buyer says (`heard`), if it depends on that, and what you `ask` then.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K903",
        "why",
        "No reason to ask",
        why="A rep who doesn't see what a question is good for skips it, or can't say it as their own.",
        fix="Say in `why` what the answer is good for, and what to do with it.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K904",
        "roles",
        "A question for nobody in particular",
        why="A call with the CFO shows what the CFO can answer. This question is in every call, so in none.",
        fix="Name in `roles` who on the buyer's side can answer it.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K905",
        "test",
        "Not part of a test",
        why="It is missing on the page of its test, and nobody sees that this test is covered.",
        fix="Say in `test` which of the deal tests it serves, or which the deal failed.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K906",
        "answers",
        "A check that each rep settles differently",
        why="What one rep confirms, another would call unknown, and a forecast made of both says nothing.",
        fix="Say in `answers` what `confirmed`, `unknown` and `missing` look like.",
        of=_CHECK,
    ),
    _Part(
        "K907",
        "answered_by",
        "A check that no question settles",
        why="A rep who finds it unknown isn't told what to ask next.",
        fix="Name in `answered_by` the questions to the buyer that settle it.",
        of=_CHECK,
    ),
    _Part(
        "K908",
        "evidence",
        "A check without evidence",
        why="Confirmed without proof is hope, and the deal review can't tell one from the other.",
        fix="Say in `evidence` what to write down: a date, a name, a sentence the buyer said.",
        of=_CHECK,
    ),
    _Part(
        "K909",
        "heard",
        "Nothing that buyers say",
        why="A rep finds a definition of done by what the buyer just said. Without it, nobody gets here in a call.",
        fix="Write two or three sentences of buyers into `heard`, word for word.",
        of=_PATTERN,
    ),
    _Part(
        "K910",
        "done_when",
        "Done, and nobody could check it",
        why="What the buyer can't check without us is argued about in the week of the handover.",
        fix="Add a line to `done_when`: the `statement`, its `evidence`, and by whom it is `accepted_by`.",
        of=_PATTERN,
    ),
    _Part(
        "K911",
        "stance",
        "Neither adopt nor redefine",
        why="A rep who recognizes this definition isn't told what to do about it.",
        fix="Say in `stance` what is `usual`, and when to adopt it, redefine it or walk away.",
        of=_PATTERN,
    ),
    _Part(
        "K912",
        "before",
        "A change from nowhere",
        why="What done is worth shows only next to how things are today.",
        fix="Describe in `before` the buyer's world as it is now.",
        of=_PATTERN,
    ),
    _Part(
        "K913",
        "definition",
        "A loss that everybody understands differently",
        why="Two people would file the same deal under two reasons, and the figures mean nothing.",
        fix="Say in `definition` what happened, so that two people would choose the same reason.",
        of=_LOSS,
    ),
    _Part(
        "K914",
        "deciding_question",
        "Nothing settles whether this was the reason",
        why="In the review the most comfortable reason wins.",
        fix="Write the one question that settles it into `deciding_question`.",
        of=_LOSS,
    ),
    _Part(
        "K915",
        "signs",
        "A loss without signs",
        why="It can't be seen coming while the deal is open.",
        fix="List in `signs` what one could have seen.",
        of=_LOSS,
    ),
    _Part(
        "K916",
        "knowable_from",
        "A loss that could be known at any time",
        why="It is shown from the first stage on, among too many others.",
        fix="Name in `knowable_from` the earliest stage in which one can see it.",
        of=_LOSS,
    ),
    _Part(
        "K917",
        "act_by",
        "A loss that could be prevented until the end",
        why="Nobody is told when the last chance to act is, so it passes.",
        fix="Name in `act_by` the last stage in which it can still be prevented.",
        of=_LOSS,
    ),
    _Part(
        "K922",
        "after",
        "Nothing that became of it",
        why="A customer's name without what changed for them convinces nobody.",
        fix="Say in `after` what their world has been since, as they would tell it.",
        of=_PROOF,
    ),
    _Part(
        "K923",
        "numbers",
        "No figure that moved",
        why="A buyer who has to defend the decision inside can repeat a number, not a feeling.",
        fix="Add a figure to `numbers`: its `name`, `from`, `to`, and `after_weeks`.",
        of=_PROOF,
    ),
    _Part(
        "K924",
        "permission",
        "Nobody has asked who may hear of it",
        why="It is kept internal, so no rep can use it with a buyer.",
        fix="Ask the customer, and write `public`, `on-request` or `internal` into `permission`.",
        of=_PROOF,
    ),
    _Part(
        "K925",
        "until",
        "A permission without an end",
        why="People who gave it leave, and one day a reference knows nothing of it.",
        fix="Say in `until` on which day to ask the customer again.",
        of=_PROOF,
    ),
    _Part(
        "K918",
        "summary",
        "No summary",
        why="In a list a rep has only the title to choose by.",
        fix="Say in `summary`, in one sentence, what it is for.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K919",
        "title",
        "No title of its own",
        why="People talk about it by a name of two or three words, and look for it by that.",
        fix="Give it a short `title` that isn't the question, or the customer, again.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K920",
        "reviewed",
        "Never confirmed",
        why="Nobody has said that it is true, and nobody will be asked to look at it again.",
        fix="Read it once; if it is true: `donebook reviewed ID`.",
        of=base.WHY_NOW,
    ),
    _Part(
        "K921",
        "owner",
        "No owner of its own",
        why="Questions about it go to the `default_owner`, who may know nothing of it.",
        fix="Name in `owner` who answers for it.",
        of=base.WHY_NOW,
    ),
)

FIELDS: Mapping[str, str] = {part.code: part.field for part in _PARTS}


def _rule(part: _Part) -> Rule:
    @rule(
        part.code,
        part.title,
        why=part.why,
        fix=part.fix,
        bad={part.of: _without(_FILES[part.of], part.field)},
        good={part.of: _FILES[part.of]},
        severity=Severity.WARNING,
    )
    def find(code: Code, playbook: Playbook) -> Iterator[Finding]:
        for entry in lacking(playbook).get(part.field, ()):
            yield _missing(code, entry, part.field)

    return find


def _missing(code: Code, entry: Entry, field: str) -> Finding:
    """What is said at the field where it is begun, or else at what the entry is known by."""
    if field in entry.model_fields_set and field != "title":
        said = message('"{field}" is not complete yet.', field=field)
        return Finding(code, entry.path, (field,), said, at_key=True)
    said = message('There is no "{field}" yet.', field=field)
    return Finding(code, entry.path, (entry.called_by,), said)


RULES: tuple[Rule, ...] = tuple(map(_rule, _PARTS))


def one_for_each_entry(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of all rules, those of this family as one for each entry: the most valuable first."""
    groups: defaultdict[tuple[str, Severity | None], list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.code.id in FIELDS:
            groups[finding.path, finding.severity].append(finding)
        else:
            yield finding
    order = tuple(FIELDS)
    for findings in groups.values():
        first, *others = sorted(findings, key=lambda f: order.index(f.code.id))
        if others:
            also = message("Also missing: {fields}.", fields=tuple(FIELDS[f.code.id] for f in others))  # fmt: skip
            first = replace(first, message=together(first.message, also))
        yield first
