"""Family `reference` (R): what an entry names exists, is of the right kind, and leads on."""

from collections.abc import Iterator
from itertools import groupby

from donebook.config import CONFIG_PATH
from donebook.message import message
from donebook.model import KINDS, Key, Pattern, Question, Retired
from donebook.playbook import Playbook
from donebook.problem import Code, Finding
from donebook.rules import base
from donebook.rules.rule import Rule, at_edge, rule
from donebook.spelling import Guess, guess


def _is_entry(key: Key) -> bool:
    return key.kind in KINDS


@rule(
    "R301",
    "Nothing of this id",
    why="The link would lead nowhere, in the middle of a call.",
    fix="Correct the id: it is the file name without its ending.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[no-evnt]")},
    good=base.WHY_NOW_AS_IT_IS,
)
def _dangling(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for edge in playbook.naming(lambda key: _is_entry(key) and key.id not in playbook.kinds_of):
        kind = KINDS[edge.target.kind]
        ids = [key.id for key in playbook.entries if key.kind == kind.name]
        said = message('There is no {kind} "{id}".', kind=kind.words, id=edge.target.id)
        yield at_edge(code, edge, said, guess(edge.target.id, ids))


@rule(
    "R302",
    "An id of another kind",
    why="The place shows one kind of entry; another would stand there without sense.",
    fix="Name an entry of the kind that the field takes, or move the id to the field of its kind.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[hours-back]")},
    good=base.WHY_NOW_AS_IT_IS,
)
def _other_kind(code: Code, playbook: Playbook) -> Iterator[Finding]:
    def is_other(key: Key) -> bool:
        kinds = playbook.kinds_of.get(key.id, ())
        return _is_entry(key) and bool(kinds) and key.kind not in kinds

    for edge in playbook.naming(is_other):
        found = playbook.kinds_of[edge.target.id][0]
        said = message(
            '"{id}" is a {found}, and a {wanted} belongs here.',
            id=edge.target.id,
            found=KINDS[found].words,
            wanted=KINDS[edge.target.kind].words,
        )
        yield at_edge(code, edge, said)


@rule(
    "R303",
    "An id that is gone",
    why="The page behind it only says that it has gone, so a rep loses two clicks.",
    fix="Name the entry that took its place, or delete the mention.",
    bad={
        "questions/why-us.yaml": "retired: Nobody asked it.\n",
        "questions/who-signs.yaml": base.question(
            "Who signs", "compete", "frameworks: {bant: need}\n"
        ),
        "worksheets/sheet.yaml": "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: questions, title: Ask, pick: [why-us], answer: lines}\n",
    },
    good={
        "worksheets/sheet.yaml": "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: questions, title: Ask, pick: [why-us], answer: lines}\n"
    },
)
def _gone(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for edge in playbook.naming(playbook.tombstones.__contains__):
        note = playbook.tombstones[edge.target]
        after = playbook.forwarded(edge.target)
        if after in playbook.entries and after is not None:
            said = message('"{id}" has moved to "{to}".', id=edge.target.id, to=after.id)
            moved = Guess(after.id, after.id)
            yield at_edge(code, edge, said, moved, message('Write "{text}".', text=after.id))
        else:
            said = message('"{id}" was retired.', id=edge.target.id)
            if isinstance(note, Retired):
                said = message('"{id}" was retired: {why}', id=edge.target.id, why=note.retired)
            yield at_edge(code, edge, said)


@rule(
    "R304",
    "A draft is mentioned",
    why="Drafts are left out of the site, so the link would lead nowhere.",
    fix="Make the draft active, or leave the mention out until it is.",
    bad={
        "patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n"),
        base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[hours-back]", "[hours-back, drafted]"),
    },
    good={
        "patterns/drafted.yaml": base.pattern("Drafted"),
        base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[hours-back]", "[hours-back, drafted]"),
    },
)
def _draft(code: Code, playbook: Playbook) -> Iterator[Finding]:
    def is_draft(key: Key) -> bool:
        return key in playbook.entries and playbook.entries[key].is_draft

    for edge in playbook.naming(is_draft):
        if not is_draft(edge.source):
            yield at_edge(
                code, edge, message('"{id}" is a draft and not on the site yet.', id=edge.target.id)
            )


@rule(
    "R305",
    "Definitions that redefine each other",
    why="A rep who follows the better definition would come round to where they started.",
    fix="Decide which of them is the better definition, and end the chain there.",
    bad={
        "patterns/hours-back.yaml": base.pattern(
            "Hours back", "redefine: {to: fewer-people, insight: I, proof: P, ask: [why-now]}\n"
        ),
        "patterns/fewer-people.yaml": base.pattern(
            "Fewer people", "redefine: {to: hours-back, insight: I, proof: P, ask: [why-now]}\n"
        ),
    },
    good={
        "patterns/hours-back.yaml": base.pattern(
            "Hours back", "redefine: {to: fewer-people, insight: I, proof: P, ask: [why-now]}\n"
        ),
        "patterns/fewer-people.yaml": base.pattern("Fewer people"),
    },
)
def _redefined_in_a_circle(code: Code, playbook: Playbook) -> Iterator[Finding]:
    better = {p.id: p.redefine.to for p in playbook.patterns if p.redefine}
    reported: set[str] = set()
    for start in better:
        chain = [start]
        while chain[-1] in better and better[chain[-1]] not in chain:
            chain.append(better[chain[-1]])
        if better.get(chain[-1]) == start and start not in reported:
            reported.update(chain)
            path = playbook.entries[Key(Pattern.kind.name, start)].path
            said = message(
                "This leads round in a circle: {chain}.", chain=" > ".join([*chain, start])
            )
            yield Finding(code, path, ("redefine", "to"), said)


@rule(
    "R306",
    "A forwarding note that leads nowhere",
    why="Old links and printed sheets follow the note, and would end at nothing.",
    fix="Name the entry that took its place, or write `retired: why it went`.",
    bad={"questions/old.yaml": "moved_to: older\n", "questions/older.yaml": "moved_to: old\n"},
    good={"questions/old.yaml": "moved_to: why-now\n"},
)
def _moved_nowhere(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for key, note in playbook.tombstones.items():
        if isinstance(note, Retired):
            continue
        path = KINDS[key.kind].path(key.id)
        after = Key(key.kind, note.moved_to)
        if after in playbook.entries or after in playbook.broken:
            continue
        if after not in playbook.tombstones:
            meant = guess(after.id, [k.id for k in playbook.entries if k.kind == key.kind])
            said = message(
                'There is no {kind} "{id}" to move to.', kind=KINDS[key.kind].words, id=after.id
            )
            yield Finding(code, path, ("moved_to",), said, meant.question, meant.sure)
        elif playbook.forwarded(key) is None:
            last = playbook.tombstones[after]
            ends = (
                message('"{id}" is retired', id=after.id)
                if isinstance(last, Retired)
                else message("the notes lead round in a circle")
            )
            yield Finding(
                code, path, ("moved_to",), message("This leads nowhere: {ends}.", ends=ends)
            )


@rule(
    "R309",
    "An entry that refers to itself",
    why="The link would lead to the page it stands on.",
    fix="Name another entry, or delete the mention.",
    bad={
        "patterns/hours-back.yaml": base.pattern(
            "Hours back", "confused_with: [{pattern: hours-back, tell: None.}]\n"
        )
    },
    good={"patterns/hours-back.yaml": base.pattern("Hours back")},
)
def _itself(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for edge in playbook.mentions:
        if edge.source == edge.target:
            yield at_edge(code, edge, message("This names the entry that it stands in."))


@rule(
    "R310",
    "A check that answers a check",
    why="A deal check is settled by asking the buyer, not by asking ourselves again.",
    fix="Name open questions or commitments that settle it.",
    bad={
        "questions/met.yaml": "title: Met\nsummary: Met them.\nowner: team\nreviewed: 2026-10-01\nform: check\nask: Have we met them?\nstage: open\ntest: win\nanswers: {confirmed: Yes, unknown: Perhaps, missing: No}\nevidence: The date.\nanswered_by: [seen]\n",
        "questions/seen.yaml": "title: Seen\nsummary: Seen them.\nowner: team\nreviewed: 2026-10-01\nform: check\nask: Have we seen them?\nstage: open\ntest: win\nanswers: {confirmed: Yes, unknown: Perhaps, missing: No}\nevidence: The date.\nanswered_by: [why-now]\n",
    },
    good=base.WHY_NOW_AS_IT_IS,
)
def _settled_by_a_check(code: Code, playbook: Playbook) -> Iterator[Finding]:
    def is_check(key: Key) -> bool:
        entry = playbook.entries.get(key)
        return isinstance(entry, Question) and entry.is_check

    for edge in playbook.naming(is_check):
        if edge.relation == "answered_by":
            yield at_edge(
                code,
                edge,
                message(
                    '"{id}" is a check, and checks are not asked of the buyer.', id=edge.target.id
                ),
            )


@rule(
    "R318",
    "Named twice in one list",
    why="A page would show the same link twice, a pack the same sheet, and people would look for the difference.",
    fix="Delete one of the two.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[no-event]", "[no-event, no-event]")},
    good=base.WHY_NOW_AS_IT_IS,
)
def _twice(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for _, edges in groupby(playbook.mentions, key=lambda edge: edge.source):
        seen: set[tuple[tuple[str | int, ...], Key]] = set()
        for edge in edges:
            loc = edge.reference.loc
            if not isinstance(loc[-1], int) or edge.reference.typed:
                continue  # a text may link to the same page again
            place = (loc[:-1], edge.reference.target)
            if place in seen:
                yield at_edge(
                    code, edge, message('"{id}" stands in this list already.', id=edge.target.id)
                )
            seen.add(place)
    for name, pack in playbook.config.packs.items():
        for field, ids in (("sheets", pack.sheets), ("exercises", pack.exercises)):
            for number, entry_id in enumerate(ids):
                if entry_id in ids[:number]:
                    said = message('"{id}" stands in this list already.', id=entry_id)
                    yield Finding(code, CONFIG_PATH, ("packs", name, field, number), said)


RULES: tuple[Rule, ...] = (
    _dangling,
    _other_kind,
    _gone,
    _draft,
    _redefined_in_a_circle,
    _moved_nowhere,
    _itself,
    _settled_by_a_check,
    _twice,
)
