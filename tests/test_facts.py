"""Facts that follow from a playbook, each worked out in one place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from donebook.check import check
from donebook.facts import (
    LIGHTS,
    ask_next,
    asked_on,
    first_warning,
    lit_by,
    printed_on,
    remembered,
    warning_stages,
    warnings_of,
    window,
)
from donebook.load import load
from donebook.model import LossReason, Pattern, Question
from donebook.pages import Context
from donebook.pages.maps import coverage_page
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT, bodies
from test_sheet import WORKSHEET

Project = Callable[..., Path]
STAGES = "stages:\n  open: {name: Open, purpose: P, exit_when: [A, B]}\n"
AGAIN = "loss-reasons/no-event.yaml"


@pytest.fixture
def late(project: Project) -> Path:
    """A loss that can be changed only in the first stage; one question warns of it in the second."""
    files = {AGAIN: base.loss_reason("No event", act="open")}
    asked_again = base.FILES["questions/why-us.yaml"] + "ask_again: [agree]\n"
    return project({**files, "questions/why-us.yaml": asked_again})


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY).playbook
    assert found
    return found


def test_a_question_after_the_last_chance_explains_and_does_not_warn(late: Path) -> None:
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    found = warnings_of(playbook, reason)
    assert {q.id for q in found.afterwards} == {"who-signs"}
    assert {q.id for q in found.in_time} == {"why-now", "why-us", "what-for"}
    assert warning_stages(playbook, reason) == (0,)  # also where one of them is asked again later
    assert first_warning(playbook, reason) == 0


def test_a_late_warning_is_a_problem_at_its_place(late: Path) -> None:
    (problem,) = check(Folder(late), TODAY).problems
    assert (problem.code, problem.span.path) == ("C412", "content/questions/who-signs.yaml")
    line = (late / problem.span.path).read_text().splitlines()[problem.span.line - 1]
    assert line[problem.span.column - 1 :].startswith("no-event")
    assert "can be changed only until open" in problem.message


@pytest.mark.long
def test_pages_say_that_it_explains(late: Path) -> None:
    written = bodies(read(late), (CHECKOUT / "templates/pages",), Context((), None))
    loss = written["loss-reasons/no-event.md"]
    told, _, explained = loss.partition("These questions explain it afterward")
    assert "questions/who-signs/" in explained
    assert "questions/who-signs/" not in told
    assert "questions/why-now/" in told
    question = written["questions/who-signs.md"]
    assert "It explains afterward" in question
    assert "It warns in time of" not in question
    assert "It explains afterward" not in written["questions/why-now.md"]
    assert written["coverage.md"].count("db-cell--late") == 1


def test_only_late_warnings_are_none_at_all(late: Path) -> None:
    for name in ("why-now", "why-us", "what-for"):
        place = late / f"content/questions/{name}.yaml"
        place.write_text(place.read_text().replace("    warns_of: [no-event]\n", ""))
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    assert first_warning(playbook, reason) is None
    codes = [p.code for p in check(Folder(late), TODAY).problems]
    assert codes == ["C401", "C412"]


STAGES_OF_FOUR = base.VOCABULARY.replace(
    "  agree:",
    "  show: {name: Show, purpose: Show., exit_when: [They saw.]}\n"
    "  weigh: {name: Weigh, purpose: Weigh., exit_when: [They chose.]}\n  agree:",
).replace("  user: {name: User}", "  user: {name: User}\n  payer: {name: Payer}")


def asked(title: str, stage: str, more: str = "") -> dict[str, str]:
    return {f"questions/{title}.yaml": base.question(title, "real", more, stage)}


@pytest.fixture
def four(project: Project) -> Playbook:
    """Four stages; `first` is redefined by a late and an early question, and revealed by others."""
    redefine = "redefine: {to: hours-back, insight: I, proof: P, ask: [r-agree, r-open]}\n"
    reveals = base.question("Reveals", "real").replace("[hours-back]", "[first]")
    return read(
        project(
            {
                "vocabulary.yaml": STAGES_OF_FOUR,
                "patterns/first.yaml": base.pattern("First", redefine),
                **asked("r-agree", "agree"),
                **asked("r-open", "open"),
                "questions/b-weigh.yaml": reveals.replace("stage: open", "stage: weigh"),
                "questions/a-weigh.yaml": reveals.replace("stage: open", "stage: weigh"),
                "questions/c-core.yaml": reveals.replace("stage: open", "stage: weigh")
                + "core: true\n",
                "questions/d-open.yaml": reveals + "ask_again: [show]\n",
                "questions/e-payer.yaml": reveals.replace("[user]", "[payer]"),
                "questions/f-open.yaml": reveals,
            }
        )
    )


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (None, "r-agree r-open d-open e-payer f-open c-core"),
        ("open", "r-open d-open e-payer f-open r-agree c-core"),
        ("show", "r-open d-open e-payer f-open r-agree c-core"),
        ("weigh", "r-open c-core a-weigh b-weigh d-open e-payer"),
        ("agree", "r-agree r-open c-core a-weigh b-weigh d-open"),
    ],
)
def test_what_redefines_comes_first_then_the_nearest_stage_and_later_stages_last(
    four: Playbook, stage: str | None, expected: str
) -> None:
    found = ask_next(four, four.entry(Pattern, "first"), stage)
    assert [question.id for question in found] == expected.split()


def test_what_the_role_can_answer_comes_first_among_the_same_six(four: Playbook) -> None:
    pattern = four.entry(Pattern, "first")
    found = ask_next(four, pattern, "open", "payer")
    assert [q.id for q in found] == ["e-payer", "r-open", "d-open", "f-open", "r-agree", "c-core"]
    assert {q.id for q in found} == {q.id for q in ask_next(four, pattern, "open")}


def test_what_opens_a_meeting_is_never_what_to_ask_next(project: Project) -> None:
    opening = {
        **asked("may-we-record", "open", "opens: true\n"),
        "patterns/hours-back.yaml": base.pattern(
            "Hours back",
            "redefine: {to: other, insight: I, proof: P, ask: [may-we-record, why-us]}\n",
        ),
        "patterns/other.yaml": base.pattern("Other"),
    }
    playbook = read(project(opening))
    subjects: tuple[Pattern | LossReason, ...] = (
        playbook.entry(Pattern, "hours-back"),
        *playbook.loss_reasons,
    )
    for subject in subjects:
        for stage in (None, *playbook.vocabulary.stages):
            found = [question.id for question in ask_next(playbook, subject, stage)]
            assert "why-us" in found
            assert "may-we-record" not in found


def test_what_is_for_other_deals_comes_last(project: Project) -> None:
    segments = "segments: {motion: {name: Motion, values: {free: Free, renewal: Renewal}}}\n"
    playbook = read(
        project(
            {
                "vocabulary.yaml": base.VOCABULARY + segments,
                "patterns/hours-back.yaml": base.pattern("Hours", "applies_to: [renewal]\n"),
                **asked("a-free", "open", "applies_to: [free]\ncore: true\n"),
                **asked("b-renewal", "agree", "applies_to: [renewal]\n"),
            }
        )
    )
    pattern, (reason,) = playbook.entry(Pattern, "hours-back"), playbook.loss_reasons
    for stage in (None, *playbook.vocabulary.stages):
        found = [question.id for question in ask_next(playbook, pattern, stage)]
        assert found[-1] == "a-free"
        assert "b-renewal" in found[:-1]
        of_loss = [question.id for question in ask_next(playbook, reason, stage)]
        assert {*of_loss[-2:]} == {"a-free", "b-renewal"}


def test_what_to_keep_to_stands_above_what_to_ask(project: Project) -> None:
    drift = "drift: [{after_weeks: 2, sign: S, moves_to: other, recheck: why-us}]\n"
    root = project(
        {
            "patterns/hours-back.yaml": base.pattern(
                "Hours back", drift + "caution: Write to the buyer.\n"
            ),
            "patterns/other.yaml": base.pattern("Other"),
            "worksheets/sheet.yaml": WORKSHEET + "caution: Call nobody.\n",
        }
    )
    written = bodies(read(root), (CHECKOUT / "templates/pages",), Context((), None))
    told = "<strong>Before you ask:</strong> Write to the buyer."
    page = written["patterns/hours-back.md"]
    asks, drifts = page.index('id="ask-next"'), page.index('id="drift"')
    assert page.index(told) > asks
    assert page.rindex(told) > drifts
    assert page.count(told) == 2
    call = written["worksheets/sheet/call.md"]
    assert call.index("Call nobody.") < call.index("data-turns")
    assert call.count(told) == 1
    assert "Before you ask" not in written["patterns/other.md"]


def test_for_a_loss_what_warns_in_time_is_asked(late: Path) -> None:
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    found = [question.id for question in ask_next(playbook, reason, "open")]
    assert found == ["why-now", "what-for", "why-us"]  # the core one first, then by name


def test_the_window_of_a_loss_ends_with_its_last_chance(late: Path) -> None:
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    assert list(window(playbook, reason)) == [0]


def test_the_window_of_a_loss_holds_every_stage_up_to_its_last_chance(four: Playbook) -> None:
    (reason,) = four.loss_reasons
    assert list(window(four, reason)) == [0, 1, 2, 3]


def test_a_definition_and_a_question_are_printed_on_the_sheets_that_name_them(
    playbook: Playbook,
) -> None:
    for entry in (*playbook.questions, *playbook.patterns):
        expected = [
            worksheet.id
            for worksheet in playbook.worksheets
            if entry in asked_on(playbook, worksheet)
            or any(getattr(s, "from_", None) == entry.id for s in worksheet.sections)
        ]
        assert [worksheet.id for worksheet in printed_on(playbook, entry)] == expected


def test_a_fact_is_worked_out_once_for_a_playbook_and_anew_for_another(four: Playbook) -> None:
    worked_out: list[object] = []

    @remembered
    def fact(playbook: Playbook, entry: Pattern, name: str = "") -> object:
        worked_out.append((playbook, entry.key, name))
        return object()

    first, other = four.entry(Pattern, "first"), four.entry(Pattern, "hours-back")
    assert fact(four, first) is fact(four, first)
    assert fact(four, first) is not fact(four, other)
    assert fact(four, first, name="a") is not fact(four, first)
    assert fact(four.without_drafts(), first) is fact(four, first)  # none is a draft
    assert fact(replace(four), first) is not fact(four, first)
    assert len(worked_out) == 4


# ---- what a sheet picks

CHECKED = (
    base.question("Met", "win").partition("why:")[0].replace("question for", "check for")
    + "stage: agree\ntest: win\nform: check\nframeworks: {bant: need}\nanswers: {confirmed: Y, unknown: U, missing: N}\n"
    + "evidence: A name\nanswered_by: [why-now]\n"
)


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        ("{stage: agree}", "met who-signs why-us"),  # by its own stage first, then by name
        ("{test: win}", "met who-signs"),
        ("{role: payer}", "what-for"),
        ("{role: user}", "why-now why-us who-signs"),
        ("{pattern: hours-back}", "what-for why-now why-us who-signs"),
        ("{framework: bant}", "why-now met"),
        ("{core: true}", "why-now"),
        ("{core: false, test: win}", "met who-signs"),
        ("{core: false, form: open}", "what-for why-us"),
        ("{form: check}", "met"),
        ("{form: commitment}", "who-signs"),
        ("{stage: agree, role: user}", "why-us who-signs"),
        ("[who-signs, why-now]", "who-signs why-now"),  # as its author orders them
    ],
)
def test_a_section_picks_what_meets_every_condition(
    project: Project, pick: str, expected: str
) -> None:
    files = base.FILES
    sheet = f"  - {{type: questions, title: Ask, pick: {pick}, answer: lines}}\n"
    root = project(
        {
            "vocabulary.yaml": STAGES_OF_FOUR,
            "questions/met.yaml": CHECKED,
            "questions/why-us.yaml": files["questions/why-us.yaml"] + "ask_again: [agree]\n",
            "questions/what-for.yaml": files["questions/what-for.yaml"].replace(
                "[user]", "[payer]"
            ),
            "questions/who-signs.yaml": files["questions/who-signs.yaml"] + "form: commitment\n",
            "worksheets/sheet.yaml": WORKSHEET.partition("  - ")[0] + sheet,
        }
    )
    playbook = load(Folder(root)).playbook
    assert playbook
    found = [question.id for question in asked_on(playbook, playbook.worksheets[0])]
    assert sorted(found) == sorted(expected.split())
    number = playbook.vocabulary.stage_number
    if pick.startswith("{"):
        order = [(number(playbook.entry(Question, i).stage), i) for i in found]
        assert order == sorted(order)
    else:
        assert found == expected.split()


# ---- the coverage map


@pytest.mark.parametrize(
    ("known", "first_asked", "gaps"),
    [
        ("open", "open", []),
        ("open", "show", [0]),
        ("show", "open", []),
        ("show", "show", []),
        ("show", "weigh", [1]),
        ("weigh", "agree", [2]),
        ("agree", "agree", []),
    ],
)
def test_a_gap_is_the_stage_in_which_a_loss_can_first_be_known_and_nobody_has_asked(
    project: Project, known: str, first_asked: str, gaps: list[int]
) -> None:
    silent = {
        path: text.replace("    warns_of: [no-event]\n", "")
        for path, text in base.FILES.items()
        if path.startswith("questions/")
    }
    root = project(
        {
            **silent,
            "vocabulary.yaml": STAGES_OF_FOUR,
            AGAIN: base.loss_reason("No event", known=known),
            **asked("warns", first_asked),
        }
    )
    playbook = load(Folder(root)).playbook
    assert playbook
    (row,) = coverage_page(playbook).shows["rows"]
    assert [n for n, cell in enumerate(row.cells) if cell.is_gap] == gaps
    opened = [n for n, cell in enumerate(row.cells) if cell.is_open]
    assert opened == list(window(playbook, row.reason))
    assert [n for n, cell in enumerate(row.cells) if cell.count] == [
        playbook.vocabulary.stage_number(first_asked)
    ]


def test_what_a_sentence_lacks_is_asked_by_the_question_that_goes_by_the_most_telling_word(
    project: Project,
) -> None:
    files = {
        "questions/who-signs.yaml": "aliases: [sign-off, acceptance, Who Says]\n",
        "questions/why-us.yaml": "aliases: [sign-off, who accepts, acceptance]\n",
        "questions/what-for.yaml": "aliases: [deadline]\n",
    }
    found = lit_by(read(project({path: base.FILES[path] + more for path, more in files.items()})))
    assert found["person"].id == "who-signs"
    assert found["date"].id == "why-now", "its title says it in other words"
    assert "number" not in found


def test_what_a_sentence_lacks_is_known_by_the_words_of_the_language(project: Project) -> None:
    files = {
        "../site-config/playbook.yaml": f"{base.CONFIG}language: de\n",
        "questions/why-us.yaml": base.FILES["questions/why-us.yaml"]
        + "aliases: [Checkliste, Update, wer sagt am Ende]\n",
        base.WHY_NOW: base.FILES[base.WHY_NOW] + "aliases: [Stichtag]\n",
    }
    found = lit_by(read(project(files)))
    assert {light: question.id for light, question in found.items()} == {
        "person": "why-us",
        "date": "why-now",
    }


@pytest.mark.long
def test_the_starter_asks_for_each_part_of_a_sentence() -> None:
    found = lit_by(read(CHECKOUT))
    assert list(found) == list(LIGHTS)
    assert len({question.id for question in found.values()}) == len(LIGHTS)
