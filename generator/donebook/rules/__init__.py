"""What must hold between entries. A rule is a small function from a playbook to findings.

A new rule is a function with `@rule` in the module of its family, a line in that module's
`RULES`, and nothing else: its cases are its tests and its page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from donebook.codes import model as model_codes
from donebook.codes import run as run_codes
from donebook.codes import source as source_codes
from donebook.config import VOCABULARY_PATH
from donebook.linked import entry_at
from donebook.model import KINDS
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity, family_of
from donebook.rules import (
    complete,
    coverage,
    figures,
    freshness,
    identity,
    languages,
    other_files,
    overrides,
    own_pages,
    pasted,
    reference,
    sheets,
    wording,
    words,
)
from donebook.rules.rule import Rule

ALWAYS: tuple[Rule, ...] = (
    *reference.RULES,
    *words.RULES,
    *sheets.RULES,
    *figures.RULES,
)
# Of what is published. What one of them needs may be broken, and then it waits.
OF_PUBLISHED: tuple[Rule, ...] = (
    *complete.RULES,
    *coverage.RULES,
    *sheets.OF_PUBLISHED,
    *wording.RULES,
    *pasted.RULES,
)

# Found elsewhere, because more is needed than a playbook: the day, a printer, an earlier playbook.
_OF_OTHERS = (
    *freshness.CODES,
    *sheets.ON_PAPER,
    *identity.CODES,
    *languages.CODES,
    *other_files.CODES,
    *overrides.CODES,
    *own_pages.CODES,
)
_OF_RULES = sorted(
    (*(rule.code for rule in (*ALWAYS, *OF_PUBLISHED)), *_OF_OTHERS), key=lambda code: code.id[1:]
)
CODES: Mapping[str, Code] = {
    code.id: code
    for code in (*source_codes.CODES, *model_codes.CODES, *_OF_RULES, *run_codes.CODES)
}


def check(playbook: Playbook, today: date) -> Iterator[Finding]:
    """Findings of all rules on a day, with the severities that the playbook's settings ask for.

    What is whole is judged next to what is broken. What only seems to be wrong because something
    else is broken isn't told.
    """
    references = tuple(apply_severity(playbook, _found(ALWAYS, playbook)))
    yield from references
    unsure = unsure_kinds(playbook, (finding.path for finding in references))
    judged = tuple(rule for rule in OF_PUBLISHED if unsure.isdisjoint(rule.needs))
    published = playbook.without_drafts()
    weeks = () if unsure else freshness.weeks(published)
    found = (*_found(judged, published), *freshness.find(published, today), *weeks)
    found = tuple(f for f in found if not pasted.follows_from_a_copy(f, found))
    codes = (*(rule.code for rule in judged if rule.holds(published)), *freshness.CODES)
    yield from complete.one_for_each_entry(with_allowances(published, found, codes))


def unsure_kinds(playbook: Playbook, wrong: Iterable[str]) -> frozenset[str]:
    """The kinds of which something is broken, or names what isn't there; `wrong` are the files that do.

    A word that is gone from the vocabulary is told there, and not where it is named.
    """
    paths = {*wrong}
    if VOCABULARY_PATH in paths:
        return frozenset(KINDS)
    named = (found[0].name for path in paths if (found := entry_at(path)))
    return frozenset((*(key.kind for key in playbook.broken), *named))


def _found(rules: tuple[Rule, ...], playbook: Playbook) -> Iterator[Finding]:
    for rule in rules:
        if _severity(rule.code, playbook) is not None:
            yield from rule.find(playbook)


def with_allowances(
    playbook: Playbook, found: Collection[Finding], codes: Iterable[Code]
) -> Iterator[Finding]:
    """Findings as `apply_severity`, and the allowances that are not needed for any of the codes."""
    yield from apply_severity(playbook, found)
    sought = (code for code in codes if _severity(code, playbook) is not None)
    yield from apply_severity(playbook, freshness.not_needed(playbook, found, sought))


def apply_severity(playbook: Playbook, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with the severities that the settings ask for, without what is excused."""
    excused = {(entry.path, code) for entry in playbook.entries.values() for code in entry.allow}
    for finding in findings:
        code = finding.code
        severity = _severity(code, playbook)
        if severity and not (code.can_be_changed and (finding.path, code.id) in excused):
            yield replace(finding, severity=severity)


def _severity(code: Code, playbook: Playbook) -> Severity | None:
    severity = playbook.config.severity
    asked = severity.get(code.id, severity.get(code.id[0]))
    if asked is None or not code.can_be_changed:
        waits = family_of(code.id).gentle_at_first and playbook.config.live_since is None
        return Severity.WARNING if waits else code.severity
    return None if asked == "off" else Severity(asked)
