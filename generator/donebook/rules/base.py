"""A small correct playbook. The good and bad cases of all rules are laid over it."""

from collections.abc import Mapping
from datetime import date

TODAY = date(2026, 11, 23)  # the day on which the cases are with_allowances

CONFIG = """\
schema: 2
name: Example playbook
product: Example
live_since: 2026-10-01
owners:
  team: {name: The team, contact: the sales channel}
"""

VOCABULARY = """\
stages:
  open: {name: Open, purpose: Find out., exit_when: [They rang back.]}
  agree: {name: Agree, purpose: Decide., exit_when: [They signed.]}
roles:
  user: {name: User}
tests:
  real: {name: Is it real?, meaning: It hurts.}
  compete: {name: Can we compete?, meaning: We fit.}
  win: {name: Can we win?, meaning: They want us.}
  worth: {name: Is it worth it?, meaning: It pays.}
frameworks:
  bant:
    name: BANT
    summary: Four words.
    elements:
      need: {name: Need}
      timing: {name: Timing, left_out: The stages hold the dates.}
"""

_HEAD = "title: {title}\nsummary: What it is for.\nowner: team\nreviewed: 2026-10-01\n"


def question(title: str, test: str, more: str = "", stage: str = "open") -> str:
    """A correct open question as YAML; `more` is added at its end."""
    return (
        _HEAD.format(title=title)
        + f"ask: What makes this a question for {test}?\nwhy: Because.\nstage: {stage}\ntest: {test}\n"
        + "roles: [user]\nlisten_for:\n  strong:\n    signs: [{label: Names a date}]\n    reveals: [hours-back]\n"
        + "  red_flag:\n    signs: [{label: Shrugs}]\n    warns_of: [no-event]\n"
        + "follow_ups:\n  - {heard: Nothing, ask: What else is there?}\n"
        + more
    )


def pattern(title: str, more: str = "") -> str:
    """A correct pattern as YAML; `more` is added at its end."""
    return (
        _HEAD.format(title=title)
        + "heard: [We need the hours back]\nbefore: Two days of typing.\nafter: None of it.\n"
        + "done_when:\n  - {statement: Nobody types, evidence: The log, accepted_by: user}\n"
        + "stance:\n  usual: adopt\n  adopt_when: Always.\n  redefine_when: Never.\n"
        + "  walk_away_when: Never.\n"
        + more
    )


def loss_reason(title: str, more: str = "", known: str = "open", act: str = "agree") -> str:
    """A correct loss reason as YAML; `more` is added at its end."""
    return (
        _HEAD.format(title=title)
        + "root: wrong-deal\ntest: real\ndefinition: Nothing made them move.\n"
        + "deciding_question: Was there a date?\nsigns: [No date]\n"
        + f"knowable_from: {known}\nact_by: {act}\n"
        + more
    )


def own_page(text: str, more: str = "") -> str:
    """A correct page of a company's own as Markdown; `more` is added to its fields."""
    return f"---\n{_HEAD.format(title='Acme')}{more}---\n\n{text}\n"


WHY_NOW = "questions/why-now.yaml"
FILES: Mapping[str, str] = {
    "vocabulary.yaml": VOCABULARY,
    WHY_NOW: question("Why now", "real", "frameworks: {bant: need}\ncore: true\n"),
    "questions/why-us.yaml": question("Why us", "compete"),
    "questions/who-signs.yaml": question("Who signs", "win", stage="agree"),
    "questions/what-for.yaml": question("What for", "worth"),
    "patterns/hours-back.yaml": pattern("Hours back"),
    "loss-reasons/no-event.yaml": loss_reason("No event"),
}
WHY_NOW_AS_IT_IS = {WHY_NOW: FILES[WHY_NOW]}
