"""Family `reference` (R): the words an entry or a setting uses are ones that are defined."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.ids import with_names
from donebook.message import message, together
from donebook.model import KINDS, Key
from donebook.playbook import Edge, Playbook, called
from donebook.problem import Code, Finding
from donebook.rules import base, complete, coverage, freshness, overrides, pasted, sheets, wording
from donebook.rules.rule import Rule, at_edge, rule, told_once
from donebook.source import MOST_PROBLEMS, Loc
from donebook.spelling import Guess, guess


@rule(
    "R307",
    "A word that the vocabulary doesn't have",
    why="Pages are sorted by these words, so the entry would be found nowhere.",
    fix="Use a word of content/vocabulary.yaml (for an owner: of site-config/playbook.yaml), or add it there.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne")},
    good=base.WHY_NOW_AS_IT_IS,
)
def _unknown_word(code: Code, playbook: Playbook) -> Iterator[Finding]:
    def is_unknown(key: Key) -> bool:
        return key.kind not in KINDS and key.id not in playbook.words(key.kind)

    unknown: defaultdict[Key, list[Edge]] = defaultdict(list)
    told: Counter[Key] = Counter()  # more of one file aren't told anyway
    for edge in playbook.naming(is_unknown):
        if told[edge.source] <= MOST_PROBLEMS:
            told[edge.source] += 1
            unknown[edge.target].append(edge)
    for target, edges in unknown.items():
        words = playbook.words(target.kind)
        if now := playbook.former(target.kind).get(target.id):
            said = message('"{id}" is called "{now}" now.', id=target.id, now=now)
            yield from (
                at_edge(code, edge, said, Guess(now, now), message('Write "{text}".', text=now))
                for edge in edges
            )
            continue
        meant = guess(target.id, words)
        known = message("Known: {words}.", words=with_names(words)) if words else ""
        hint = together(meant.question, known)
        said = message('There is no {kind} "{id}".', kind=called(target.kind), id=target.id)
        found = [at_edge(code, edge, said, meant, hint) for edge in edges]
        path = CONFIG_PATH if target.kind == "owner" else VOCABULARY_PATH
        yield from told_once(found, path, _PLACES[target.kind])


# Where the words of a kind stand in their file.
_PLACES: Mapping[str, Loc] = {
    "stage": ("stages",),
    "role": ("roles",),
    "test": ("tests",),
    "framework": ("frameworks",),
    "segment": ("segments",),
    "owner": ("owners",),
}


@rule(
    "R308",
    "An element that the framework doesn't have",
    why="The framework's page is made from these, so the question would be missing there.",
    fix="Use an element of this framework in content/vocabulary.yaml.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("bant: need", "bant: ned")},
    good=base.WHY_NOW_AS_IT_IS,
)
def _unknown_element(code: Code, playbook: Playbook) -> Iterator[Finding]:
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    frameworks = playbook.vocabulary.frameworks
    for question in playbook.questions:
        for name, element in question.frameworks.items():
            if name in frameworks and element not in frameworks[name].elements:
                elements = {i: str(one.name) for i, one in frameworks[name].elements.items()}
                meant = guess(element, elements)
                said = message(
                    '{framework} has no element "{element}".',
                    framework=frameworks[name].name,
                    element=element,
                )
                its = message("It has: {words}.", words=with_names(elements))
                hint = together(meant.question, its)
                loc = ("frameworks", name)
                missing = Finding(code, question.path, loc, said, hint, meant.sure)
                found[name, element].append(missing)
    for (name, _), findings in found.items():
        yield from told_once(findings, VOCABULARY_PATH, ("frameworks", name, "elements"))


@rule(
    "R311",
    "A rule that can't be set",
    why="A setting for a code that doesn't exist, or must stay an error, changes nothing.",
    fix="Use a code of the families C, K, W or F, which `donebook explain` lists. The settings also take the letter of such a family.",
    bad={"../site-config/playbook.yaml": base.CONFIG + "severity: {R301: off}\n"},
    good={"../site-config/playbook.yaml": base.CONFIG + "severity: {C403: off}\n"},
)
def _fixed(code: Code, playbook: Playbook) -> Iterator[Finding]:
    rules = (*complete.RULES, *coverage.RULES, *sheets.OF_PUBLISHED, *wording.RULES, *pasted.RULES)
    others = (*sheets.ON_PAPER, *freshness.CODES, *overrides.CODES)
    known = {c.id for c in (*(r.code for r in rules), *others)}
    letters = {name[0] for name in known}
    for name in playbook.config.severity:
        if name not in known | letters:
            said = message('The severity of "{name}" can\'t be set.', name=name)
            hint = guess(name, known).question  # codes differ by a digit, so none is sure
            yield Finding(code, CONFIG_PATH, ("severity", name), said, hint, at_key=True)
    for entry in playbook.entries.values():
        for name in entry.allow:
            if name not in known:
                said = message(
                    '"{name}" is not a rule that an entry can be excused from.', name=name
                )
                yield Finding(code, entry.path, ("allow", name), said, at_key=True)


@rule(
    "R315",
    "A CRM system that isn't set up",
    why="The page would name the system by its key, and an export would leave the value out.",
    fix="Correct the key, or add the system under `crm` in site-config/playbook.yaml.",
    bad={
        "loss-reasons/no-event.yaml": base.FILES["loss-reasons/no-event.yaml"]
        + "crm: {salesfroce: No event}\n"
    },
    good={"loss-reasons/no-event.yaml": base.FILES["loss-reasons/no-event.yaml"]},
)
def _unknown_crm(code: Code, playbook: Playbook) -> Iterator[Finding]:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    known = tuple(playbook.config.crm)
    places = [
        *((VOCABULARY_PATH, ("stages", i), s.crm) for i, s in playbook.vocabulary.stages.items()),
        *((reason.path, (), reason.crm) for reason in playbook.loss_reasons),
    ]
    for path, loc, values in places:
        for name in values:
            if name not in known:
                meant = guess(name, known)
                said = message('No CRM system "{name}" is set up.', name=name)
                at = (*loc, "crm", name)
                missing = Finding(code, path, at, said, meant.question, meant.sure, at_key=True)
                found[name].append(missing)
    for findings in found.values():
        yield from told_once(findings, CONFIG_PATH, ("crm",))


@rule(
    "R319",
    "A name for a stage that isn't there",
    why="The name would be shown nowhere, and the stage it was meant for keeps its old one.",
    fix="Use the id of a stage in content/vocabulary.yaml.",
    bad={"../site-config/playbook.yaml": base.CONFIG + "words: {stages: {opne: Qualify}}\n"},
    good={"../site-config/playbook.yaml": base.CONFIG + "words: {stages: {open: Qualify}}\n"},
)
def _named_stages(code: Code, playbook: Playbook) -> Iterator[Finding]:
    known = playbook.words("stage")
    for name in playbook.config.words.stages:
        if name not in known:
            meant = guess(name, known)
            hint = together(meant.question, message("Known: {words}.", words=with_names(known)))
            at = ("words", "stages", name)
            said = message('There is no {kind} "{id}".', kind=called("stage"), id=name)
            yield Finding(code, CONFIG_PATH, at, said, hint, meant.sure, at_key=True)


RULES: tuple[Rule, ...] = (
    _unknown_word,
    _unknown_element,
    _fixed,
    _unknown_crm,
    _named_stages,
)
