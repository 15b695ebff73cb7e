"""What `site-config/losses.json` says has to add up, and to be about what is here.

`donebook losses` writes that file, so what is wrong with it was edited, or the playbook has moved on.
"""

import json
from collections.abc import Iterator, Mapping

from donebook.figures import FIGURES_FORM, FIGURES_PATH, Figures
from donebook.message import message
from donebook.model import Key, LossReason
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules.rule import Rule, rule

_PATH = f"../{FIGURES_PATH}"
_AGAIN = message("Run `donebook losses` again, with the CRM's export.")


def _figures(reasons: Mapping[str, int]) -> str:
    """A correct file of figures, with so many deals for each reason."""
    groups = {"lost": 40, "wrong-deal": 30, "outsold": 10}
    figures = {
        "losses": FIGURES_FORM,
        "made": "2026-11-20",
        "all": {name: {"deals": n} for name, n in groups.items()},
        "reasons": {name: {"all": {"deals": n}} for name, n in reasons.items()},
    }
    return f"{json.dumps(figures, indent=1)}\n"


@rule(
    "R333",
    "Loss figures that don’t add up",
    why="A leader would decide on a share that no export ever said.",
    fix="Run `donebook losses` again; nobody edits this file by hand.",
    bad={_PATH: _figures({"no-event": 30}).replace(": 40", ": 25")},
    good={_PATH: _figures({"no-event": 30})},
)
def _adds_up(code: Code, playbook: Playbook) -> Iterator[Finding]:
    figures = playbook.figures
    for place, whole, parts in figures.lines() if figures else ():
        found = sum(part.deals for part in parts)
        if found > whole.deals:
            said = message(
                "These are {whole:,} deals, and their parts {parts:,}.",
                whole=whole.deals,
                parts=found,
            )
            yield Finding(code, FIGURES_PATH, (*place, "deals"), said, _AGAIN)


@rule(
    "F608",
    "Loss figures of what is gone",
    why="These losses are counted, and no page shows them.",
    fix="Run `donebook losses` again, with the CRM's export.",
    bad={_PATH: _figures({"no-event": 20, "gone": 10})},
    good={_PATH: _figures({"no-event": 30})},
    severity=Severity.WARNING,
)
def _gone(code: Code, playbook: Playbook) -> Iterator[Finding]:
    figures = playbook.figures
    if figures is None:
        return
    kind = LossReason.kind
    for name in figures.reasons:
        now = playbook.forwarded(Key(kind.name, name))
        if now not in playbook.entries and now not in playbook.broken:
            said = message('There is no {kind} "{id}".', kind=kind.words, id=name)
            yield Finding(code, FIGURES_PATH, ("reasons", name), said, _AGAIN, at_key=True)
    for place, name in _stages(figures):
        if name not in playbook.vocabulary.stages and name not in playbook.former("stage"):
            said = message('There is no stage "{stage}".', stage=name)
            yield Finding(code, FIGURES_PATH, (*place, name), said, _AGAIN, at_key=True)


def _stages(figures: Figures) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each stage that figures name, with where."""
    tables: dict[tuple[str, ...], Mapping[str, object]] = {("stages",): figures.stages}
    tables |= {("reasons", name, "stages"): lost.stages for name, lost in figures.reasons.items()}
    if figures.pipeline:
        tables["pipeline", "stages"] = figures.pipeline.stages
    for place, table in tables.items():
        yield from ((place, name) for name in table)


RULES: tuple[Rule, ...] = (_adds_up, _gone)
