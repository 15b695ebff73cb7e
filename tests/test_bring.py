"""What a company has becomes entries: each form read, each column placed, nothing lost unsaid."""

import csv
import io
import re
import shlex
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, seed, settings
from hypothesis import given as given_by
from hypothesis import strategies as st
from openpyxl import Workbook

import banks
from donebook.bring import TARGETS, Given, Names, Wishes, bring, told
from donebook.bring.alike import Known
from donebook.bring.cells import blank, line, lines, question, words
from donebook.bring.html import html_rows
from donebook.bring.reading import FORMS
from donebook.check import check
from donebook.cli.main import donebook
from donebook.language import english
from donebook.load import load
from donebook.model import KINDS, DealCheck, Pattern, SpokenQuestion
from donebook.model.question import Answer
from donebook.parse import parse_entry
from donebook.playbook import Playbook
from donebook.rules.base import CONFIG, TODAY, VOCABULARY
from donebook.source import Folder, OneFile, read_document
from projects import CHECKOUT, tree
from shared import copy_project
from trials import in_torture

DAY = ("--today", "2026-11-23")
PLAIN = "Question,Stage\nWhat broke first?,Open\nWho signs it?,Agree\n"
Project = Callable[..., Path]


def bring_in(root: Path, kind: str, *arguments: str, **files: bytes | str) -> Result:
    """Import files, each given by its name with `_` for the dot in front of its ending."""
    names = []
    folder = root.parent / "handed-over"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        place = folder / re.sub(r"_(\w+)$", r".\1", name)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        names.append(str(place))
    given = ("--root", str(root), "import", *names, "--as", kind, *DAY, *arguments)
    return CliRunner().invoke(donebook, given, standalone_mode=False)


def playbook_of(root: Path) -> Playbook:
    found = load(Folder(root)).playbook
    assert found
    return found


@pytest.fixture
def small(project: Project) -> Callable[[], Playbook]:
    """The small playbook, behind a name that a report of a failing case can hold."""
    found = playbook_of(project())
    return lambda: found


def asked(root: Path) -> dict[str, SpokenQuestion]:
    """The questions that were not there before, by what they ask."""
    old = {"why-now", "why-us", "who-signs", "what-for"}
    return {str(q.ask): q for q in playbook_of(root).spoken if q.id not in old}


def signs(answer: Answer | None) -> list[str]:
    """What tells of an answer, which has to be there."""
    assert answer
    return [str(sign.text) for sign in answer.signs]


def saved(rows: list[list[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return banks.saved(book)


# What an import is.


def test_rows_become_drafts_that_pass(project: Project) -> None:
    root = project()
    done = bring_in(root, "question", bank_csv=PLAIN)
    assert done.return_value == 0
    found = asked(root)
    assert {ask: q.stage for ask, q in found.items()} == {
        "What broke first?": "open",
        "Who signs it?": "agree",
    }
    assert all(q.is_draft and q.owner == "team" for q in found.values())
    assert check(Folder(root), TODAY).problems == ()
    text = (root / "content/questions/what-broke-first.yaml").read_text("utf-8")
    said = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert text.startswith("# Imported from bank.csv, row 2. ")
    assert "delete the line `status: draft`" in text
    assert said == [
        "owner: team",
        "status: draft",
        "ask: What broke first?",
        "stage: open",
    ]


def test_a_draft_of_a_row_can_be_published_as_it_is(project: Project) -> None:
    root = project()
    bring_in(root, "question", bank_csv=PLAIN)
    place = root / "content/questions/what-broke-first.yaml"
    place.write_text(place.read_text("utf-8").replace("status: draft\n", ""), "utf-8")
    (problem,) = check(Folder(root), TODAY).problems
    assert (problem.code, problem.is_error) == ("K901", False)
    assert "follow_ups, why, roles, test, summary, title, reviewed" in problem.message


def test_the_report_says_what_each_column_is_for_and_what_was_written(project: Project) -> None:
    done = bring_in(project(), "question", bank_csv="Ask,Phase,Colour\nWhat broke?,Open,red\n")
    assert "    Ask    → ask\n    Phase  → stage\n    Colour → not used\n" in done.stdout
    assert "  content/questions/what-broke.yaml  row 2\n" in done.stdout
    assert "guess" not in done.stdout
    assert done.stdout.endswith("1 row: 1 imported (1 draft), 0 there already, 0 not imported.\n")


def test_a_dry_run_says_the_same_and_writes_nothing(project: Project) -> None:
    root = project()
    before = tree(root)
    done = bring_in(
        root,
        "question",
        "--dry-run",
        "--create",
        "stage",
        bank_csv=PLAIN + "Why this week?,Trial\n",
    )
    assert done.return_value == 0
    assert tree(root) == before
    assert "Would be written:\n  content/questions/what-broke-first.yaml  row 2\n" in done.stdout
    assert "A dry run: nothing is written. 3 rows: 3 would be imported (3 drafts)" in done.stdout


def test_the_same_file_again_changes_nothing(project: Project) -> None:
    root = project()
    bring_in(root, "question", bank_csv=PLAIN)
    before = tree(root)
    again = bring_in(root, "question", bank_csv=PLAIN)
    assert again.return_value == 0
    assert tree(root) == before
    assert "row 2: It is in content/questions/what-broke-first.yaml already." in again.stdout
    assert "0 imported (0 drafts), 2 there already, 0 not imported." in again.stdout


def test_what_an_editor_has_changed_stays(project: Project) -> None:
    root = project()
    bring_in(root, "question", bank_csv=PLAIN)
    place = root / "content/questions/what-broke-first.yaml"
    place.write_text(place.read_text("utf-8") + "why: It tells.\n", "utf-8")
    before = tree(root)
    bring_in(
        root, "question", bank_csv=PLAIN.replace("Stage", "Stage,Why").replace("Open", "Open,x")
    )
    assert tree(root) == before


def test_what_became_of_a_row_is_told_and_it_does_not_come_back(project: Project) -> None:
    root = project()
    rows = "Question,Stage\nWhat broke first?,Open\nWho pays?,Open\nWho cares?,Open\nWho reads it?,Open\n"
    bring_in(root, "question", bank_csv=rows)
    folder = root / "content/questions"
    edited = folder / "what-broke-first.yaml"
    edited.write_text(edited.read_text().replace("What broke first?", "Which part gave way?"))
    (folder / "who-pays.yaml").write_text("retired: Nobody asks it.\n")
    moved = CliRunner().invoke(donebook, ["--root", str(root), "rename", "question", "who-cares", "who-minds"], standalone_mode=False)  # fmt: skip
    assert moved.return_value == 0, moved.output
    minds = folder / "who-minds.yaml"
    minds.write_text(minds.read_text().replace("Who cares?", "Who else minds?"))
    (folder / "is-bad.yaml").write_text("x\n")
    before = tree(root)
    done = bring_in(root, "question", "--stage", "open", bank_csv=rows + "Is bad?,Open\n")
    assert done.return_value == 0
    assert tree(root) == before
    at = "content/questions"
    hint = "If it is another one, give it a title of its own."
    assert (
        "There already, and skipped:\n"
        f"  row 2: It is in {at}/what-broke-first.yaml already, changed since. {hint}\n"
        f"  row 3: It is retired: {at}/who-pays.yaml says why.\n"
        f"  row 4: It went on as {at}/who-minds.yaml: {at}/who-cares.yaml says so.\n"
        f"  row 5: It is in {at}/who-reads-it.yaml already.\n"
        f"  row 6: It is in {at}/is-bad.yaml already, changed since. {hint}\n"
    ) in done.stdout
    assert "5 rows: 0 imported (0 drafts), 5 there already, 0 not imported." in done.stdout


def test_rows_with_one_title_are_told_apart_by_their_order(project: Project) -> None:
    root = project()
    rows = "Title,Question,Stage\nMoney,Who pays?,Open\nMoney,Who signs it?,Open\n"
    bring_in(root, "question", bank_csv=rows)
    second = root / "content/questions/money-2.yaml"
    second.write_text(second.read_text().replace("Who signs it?", "Whose budget is it?"))
    done = bring_in(root, "question", bank_csv=rows + "Money,What does it cost?,Open\n")
    assert "It is in content/questions/money.yaml already.\n" in done.stdout
    assert "It is in content/questions/money-2.yaml already, changed since." in done.stdout
    assert "Written:\n  content/questions/money-3.yaml  row 4\n" in done.stdout


def test_an_id_is_never_taken_twice(project: Project) -> None:
    root = project()
    long = "Which of all the many things that you have told us about since we met first"
    rows = f"{long} is true?\n{long} is false?\n"
    done = bring_in(root, "question", "--stage", "open", list_csv=rows)
    assert done.return_value == 0, done.output
    names = {path.stem for path in (root / "content/questions").iterdir()}
    stem = "which-of-all-the-many-things-that-you-have-told-us-about"
    assert {stem, f"{stem}-2"} <= names


def test_an_active_entry_is_on_the_site_at_once_and_check_says_what_it_lacks(
    project: Project,
) -> None:
    root = project()
    done = bring_in(root, "question", "--status", "active", bank_csv=PLAIN)
    assert not any(q.is_draft for q in asked(root).values())
    assert "2 imported (0 drafts)" in done.stdout
    problems = check(Folder(root), TODAY).problems
    assert {p.code for p in problems if "what-broke-first" in p.span.path} == {"K901"}
    assert not any(p.is_error for p in problems)
    text = (root / "content/questions/what-broke-first.yaml").read_text("utf-8")
    assert "status: draft" not in text


def test_what_an_active_entry_cannot_be_without_is_three_dots_and_told(project: Project) -> None:
    root = project()
    done = bring_in(root, "pattern", "--status", "active", ends_csv="Title\nNo more typing\n")
    assert "1 entry is active although parts of it say …" in done.stdout
    assert "W509" in {p.code for p in check(Folder(root), TODAY).problems}


def test_an_owner_and_a_stage_can_be_given(project: Project) -> None:
    owners = CONFIG + "  sam: {name: Sam Field, contact: sam}\n"
    root = project({"../site-config/playbook.yaml": owners})
    rows = "Question,Owner\nWhat broke?,\nWho signs it?,The team\n"
    bring_in(root, "question", "--stage", "Agree", "--owner", "Sam Field", bank_csv=rows)
    found = asked(root)
    assert {(q.stage, q.owner) for q in found.values()} == {("agree", "sam"), ("agree", "team")}


def test_rows_without_a_stage_are_told_in_one_line(project: Project) -> None:
    done = bring_in(project(), "question", bank_csv="Question\nWhat broke?\nWho signs it?\n")
    assert done.return_value == 1
    assert "Not imported:\n  rows 2–3: It names no stage: give one with --stage.\n" in done.stdout


def test_broken_entries_stop_no_import_and_broken_settings_do(project: Project) -> None:
    root = project({"questions/why-now.yaml": "titel: x\n"})
    assert bring_in(root, "question", bank_csv=PLAIN).return_value == 0
    (root / "content/vocabulary.yaml").write_text("stages: x\n")
    done = bring_in(root, "question", bank_csv=PLAIN)
    assert done.return_value == 1
    assert "content/vocabulary.yaml:1" in done.stdout


# Columns.


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Discovery question", "ask"),
        ("Question (verbatim)", "ask"),
        ("WHAT TO ASK", "ask"),
        ("Fragen", "ask"),
        ("ask", "ask"),
        ("listen_for.strong", "listen_for.strong"),
        ("Red flags?", "listen_for.red_flag"),
        ("Follow-up question", "follow_ups"),
        ("Contact background", None),
        ("Stage of the moon", None),
    ],
)
def test_a_column_is_known_by_its_heading(
    heading: str, field: str | None, project: Project
) -> None:
    rows = f"x,{heading.rstrip('?')}\n1,What is it?\n"
    main = [] if field == "ask" else ["--map", "x=ask"]
    done = bring_in(project(), "question", "--dry-run", *main, "--stage", "open", bank_csv=rows)
    assert f"{heading.rstrip('?')} → {field or 'not used'}" in re.sub(" +", " ", done.stdout)


def test_a_column_without_a_known_heading_is_known_by_what_stands_in_it(project: Project) -> None:
    root = project()
    rows = "Nr,Das hier,Dann,Bei\n1,What broke?,Open,User\n2,Who signs it?,agree,User\n"
    done = bring_in(root, "question", bank_csv=rows)
    said = re.sub(" +", " ", done.stdout)
    assert "Das hier → ask\n Dann → stage\n Bei → roles\n" in said


def test_a_list_without_a_heading_has_letters_for_columns(project: Project) -> None:
    root = project()
    done = bring_in(root, "question", "--map", "B=why", list_csv="What broke?;It hurts;Open\nWho signs it?;It pays;Open\n")  # fmt: skip
    assert done.return_value == 0, done.output
    assert asked(root)["What broke?"].why == "It hurts"
    assert asked(root)["Who signs it?"].stage == "open"


def test_columns_can_be_mapped_and_left_out(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Why,Notes\nWhat broke?,Open,secret,It hurts\n"
    bring_in(root, "question", "--map", "Why=-", "--map", "notes=why", bank_csv=rows)
    assert asked(root)["What broke?"].why == "It hurts"


def test_a_heading_that_is_mapped_is_a_heading(project: Project) -> None:
    root = project()
    done = bring_in(root, "question", "--map", "Zebra=ask", "--stage", "open", bank_csv="Zebra\nWhat broke?\n")  # fmt: skip
    assert done.return_value == 0, done.output
    assert set(asked(root)) == {"What broke?"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--map", "Phaze=stage"), 'There is no column "Phaze".'),
        (("--map", "Question=stge"), 'Did you mean "stage"?'),
        (("--map", "Question"), '--map takes COLUMN=FIELD, and this is "Question".'),
        (("--stage", "opne"), None),
        (("--stage", "nowhere"), "There are: open, agree."),
        (("--owner", "nobody"), "There are: team (The team)."),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_is_written(
    arguments: tuple[str, ...], said: str | None, project: Project
) -> None:
    root = project()
    before = tree(root)
    done = bring_in(root, "question", *arguments, bank_csv=PLAIN)
    if said is None:  # a slip that can mean one thing only
        assert done.return_value == 0
        return
    assert isinstance(done.exception, click.UsageError)
    assert said in done.exception.message
    assert tree(root) == before


def test_several_columns_fill_one_list(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Red flag,Red flags,Why,Notes\nWhat broke?,Open,Shrugs,Looks away;Laughs,It hurts,A lot\n"
    bring_in(root, "question", bank_csv=rows)
    found = asked(root)["What broke?"]
    assert signs(found.listen_for.red_flag) == ["Shrugs", "Looks away", "Laughs"]  # fmt: skip
    assert found.why == "It hurts\n\nA lot"


def test_every_field_that_a_text_can_say_arrives(project: Project) -> None:
    root = project()
    head = "Question,Stage,Test,Role,Title,Summary,Why,Strong answer,Weak answer,Follow-ups,Tags,Framework,Pitfall,Avoid when,Core,Ask again,Source"
    row = '"What broke?",Open,Can we win?,"User",Broken,A sum,It hurts,"Names a day; Names a person",Hums,"And then?\nWho saw it?","outage, down",BANT: Need,As small talk,Never on Fridays,yes,Agree,A deal'
    done = bring_in(root, "question", bank_csv=f"{head}\n{row}\n")
    assert done.return_value == 0, done.output
    found = asked(root)["What broke?"]
    assert (found.test, found.roles, found.title, found.summary) == ("win", ("user",), "Broken", "A sum")  # fmt: skip
    assert signs(found.listen_for.strong) == ["Names a day", "Names a person"]
    assert found.listen_for.weak is not None
    assert signs(found.listen_for.weak) == ["Hums"]
    assert [str(f.ask) for f in found.follow_ups] == ["And then?", "Who saw it?"]
    assert (found.aliases, found.frameworks) == (("outage", "down"), {"bant": "need"})
    assert (found.misreading, found.avoid_when, found.core) == ("As small talk", "Never on Fridays", True)  # fmt: skip
    assert (found.ask_again, found.sources) == (("agree",), ("A deal",))
    assert "has a guess" not in done.stdout


@pytest.mark.parametrize(
    ("text", "heard", "ask"),
    [
        ("Who else would notice?", None, "Who else would notice?"),
        ("If they say a number: per week or per month?", "A number", "Per week or per month?"),
        ("If they shrug, ask: who would know?", "They shrug", "Who would know?"),
        ("“No budget” → Who decides?", "No budget", "Who decides?"),
        ("If you could change one: which?", None, "If you could change one: which?"),
        ("If we say no, what happens?", None, "If we say no, what happens?"),
    ],
)
def test_a_follow_up_says_what_is_heard_before_it_only_where_the_row_does(
    text: str, heard: str | None, ask: str, project: Project
) -> None:
    root = project()
    done = bring_in(root, "question", bank_tsv=f"Question\tStage\tFollow up\nWhat broke?\tOpen\t{text}\n")  # fmt: skip
    assert done.return_value == 0, done.output
    (followed,) = asked(root)["What broke?"].follow_ups
    assert (followed.heard, followed.ask) == (heard, ask)
    assert "…" not in (root / "content/questions/what-broke.yaml").read_text()


# Words of the vocabulary.


@pytest.mark.long
def test_words_are_read_by_name_also_said_a_little_differently(
    starter: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "p")
    rows = "Question,Stage,Role\nWhat breaks on Fridays at noon?,Stage 2: Discovery call,CISO\nWhich pump do you trust least?,Discvoery,Procurment and legal\n"
    done = bring_in(root, "question", "--dry-run", bank_csv=rows)
    assert "“Stage 2: Discovery call” is read as the stage “Discovery”." in done.stdout
    assert "“CISO” is read as the role “IT and security”." in done.stdout
    assert "2 would be imported" in done.stdout


@pytest.mark.long
def test_a_cell_that_is_near_a_word_is_asked_about_and_can_be_mapped(
    starter: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "p")
    rows = "Question,Stage,Role\nWhat gave way at noon?,Proof,Cook\nWhich pump leaks most?,Onboarding,CISO\nWhose signature dries first?,Negotiation,CISO\n"
    done = bring_in(root, "question", "--dry-run", bank_csv=rows)
    assert "“Negotiation” is read as the stage “Close”." in done.stdout
    assert (
        'row 2, column “Stage”: There is no stage “Proof” here; did you mean “Prove”? Then say --map "Stage:Proof=prove".'
        in done.stdout
    )
    assert "“Onboarding” here; did you mean “Onboard & renew”?" in done.stdout
    assert "row 2, column “Role”: There is no role “Cook” here" in done.stdout, "of a refused row"
    assert "1 would be imported" in done.stdout
    assert "2 would not be imported" in done.stdout
    mapped = ("--map", "Stage:Proof=prove", "--map", "stage:onboarding=live", "--map", "Stage:Negotiation=-")  # fmt: skip
    again = bring_in(root, "question", "--dry-run", *mapped, bank_csv=rows)
    assert "2 would be imported" in again.stdout
    assert "row 4: It names no stage" in again.stdout
    lost = bring_in(root, "question", "--map", "Phaze:Proof=prove", bank_csv=rows)
    assert isinstance(lost.exception, click.UsageError)
    assert 'There is no column "phaze"' in lost.exception.message


@pytest.mark.long
def test_two_names_of_one_role_make_no_second_one(starter: Path, tmp_path: Path) -> None:
    root = copy_project(starter, tmp_path / "p")
    rows = "Question,Stage,Role\nWhat gave way at noon?,Discovery,Security / InfoSec\nWhich pump leaks most?,Discovery,Cook / Baker\n"
    done = bring_in(root, "question", "--dry-run", "--create", "role", bank_csv=rows)
    assert (
        "row 2, column “Role”: There is no role “InfoSec” here, and another one stands"
        in done.stdout
    )
    assert "New roles:\n  Cook\n  Baker\n" in done.stdout


@pytest.mark.parametrize(
    ("dates", "arguments", "expected"),
    [
        (("03/04/2026", "03/25/2026"), (), ("2026-03-04", "2026-03-25")),
        (("03/04/2026", "25/03/2026"), (), ("2026-04-03", "2026-03-25")),
        (("03/04/2026", "05/06/2026"), (), (None, None)),
        (("03/04/2026", "05/06/2026"), ("--dates", "mdy"), ("2026-03-04", "2026-05-06")),
        (("03/04/2026", "05/06/2026"), ("--dates", "dmy"), ("2026-04-03", "2026-06-05")),
        (("03/25/2026", "25/03/2026"), (), ("2026-03-25", "2026-03-25")),
    ],
)
def test_a_column_tells_in_which_order_its_dates_are(
    dates: tuple[str, str],
    arguments: tuple[str, ...],
    expected: tuple[str | None, str | None],
    project: Project,
) -> None:
    root = project()
    rows = f"Question,Stage,Last reviewed\nWhat broke?,Open,{dates[0]}\nWho pays?,Open,{dates[1]}\n"
    done = bring_in(root, "question", *arguments, bank_csv=rows)
    found = asked(root)
    days = [found[ask].reviewed for ask in ("What broke?", "Who pays?")]
    assert tuple(day and day.isoformat() for day in days) == expected
    hint = "“03/04/2026” can be two days: say --dates mdy for month/day, or --dates dmy."
    assert (hint in done.stdout) == (expected == (None, None))


def test_a_sentence_that_goes_on_behind_a_semicolon_is_one_sign(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Good answers,Bad answers\nWhat broke?,Open,Names a day; names a person,Nobody; we'll see\n"
    bring_in(root, "question", bank_csv=rows)
    found = asked(root)["What broke?"].listen_for
    assert signs(found.strong) == ["Names a day", "names a person"]
    assert signs(found.red_flag) == ["Nobody; we'll see"]


def test_a_word_that_is_not_here_is_told_and_can_be_made(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Role,Framework\nWhat broke?,Trial,User and Cook,NEAT: Pain\nWho signs it?,Trial,Cook,BANT: Budget\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert "There is no stage “Trial” here; --create stage makes it one." in done.stdout
    assert done.return_value == 1
    made = [x for part in ("stage", "role", "framework") for x in ("--create", part)]
    done = bring_in(root, "question", *made, bank_csv=rows)
    assert done.return_value == 0, done.output
    for said in ("New stages, last in order", "  Trial\n", "New roles:\n  Cook\n", "New frameworks:\n  NEAT\n"):  # fmt: skip
        assert said in done.stdout
    vocabulary = playbook_of(root).vocabulary
    assert list(vocabulary.stages) == ["open", "agree", "trial"]
    assert vocabulary.roles["cook"].name == "Cook"
    assert vocabulary.frameworks["neat"].elements["pain"].name == "Pain"
    assert vocabulary.frameworks["bant"].elements["budget"].name == "Budget"
    assert asked(root)["What broke?"].roles == ("user", "cook")
    assert asked(root)["Who signs it?"].frameworks == {"bant": "budget"}
    assert not [p for p in check(Folder(root), TODAY).problems if p.code[0] in "SMR"]
    before = tree(root)
    bring_in(root, "question", *made, bank_csv=rows)
    assert tree(root) == before


def test_what_stands_in_the_vocabulary_stays_as_it_is_written(project: Project) -> None:
    one = (
        "# Who we meet.\nroles:\n  user:\n    name: User\n    cares_about: |-\n      Their week.\n"
    )
    own = VOCABULARY.replace("roles:\n  user: {name: User}\n", one) + "# The end.\n"
    root = project({"vocabulary.yaml": own})
    bring_in(root, "question", "--create", "role", bank_csv="Question,Stage,Role\nWhat broke?,Open,Cook: head\n")  # fmt: skip
    now = (root / "content/vocabulary.yaml").read_text("utf-8")
    added = '  cook-head:\n    name: "Cook: head"\n'
    assert added in now
    assert now.replace(added, "") == own


def test_a_row_that_is_left_out_adds_no_word(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Role\nBudget,Open,Cook\nWhat broke?,Open,User\n"
    done = bring_in(root, "question", "--create", "role", bank_csv=rows)
    assert "New roles" not in done.stdout
    assert list(playbook_of(root).vocabulary.roles) == ["user"]


def test_a_vocabulary_that_cannot_be_added_to_is_told_and_nothing_is_written(
    project: Project,
) -> None:
    own = VOCABULARY.replace("roles:\n  user: {name: User}\n", "roles: {user: {name: User}}\n")
    root = project({"vocabulary.yaml": own})
    before = tree(root)
    done = bring_in(root, "question", "--create", "role", bank_csv="Question,Stage,Role\nWhat broke?,Open,Cook\n")  # fmt: skip
    assert isinstance(done.exception, click.UsageError)
    assert "can't be added to. Add by hand: Cook." in done.exception.message
    assert tree(root) == before


def test_only_what_an_entry_needs_is_guessed_and_told(project: Project) -> None:
    root = project()
    bring_in(root, "question", bank_csv=PLAIN)
    found = asked(root)["Who signs it?"]
    assert (found.test, found.roles) == ("", ())
    done = bring_in(root, "loss-reason", reasons_csv="Reason\nWe lost\n")
    assert "1 entry has a guess for root; its first line says so." in done.stdout
    done = bring_in(root, "pattern", ends_csv="Title,Done when\nNo typing,The log is empty\n")
    assert "1 entry has a guess for accepted_by; its first line says so." in done.stdout


# What needs a hand.


def test_blanks_are_told_and_stay_drafts(project: Project) -> None:
    root = project()
    rows = "Question,Stage\nWhat does [company] do?,Open\nWhat broke?,Open\nWhat is {product} for?,Open\n"
    done = bring_in(root, "question", "--status", "active", bank_csv=rows)
    assert "row 2, column “Question”: [company] is still to be filled in." in done.stdout
    assert "3 imported (1 draft)" in done.stdout
    assert {q.ask: q.is_draft for q in asked(root).values()} == {
        "What does [company] do?": True,
        "What broke?": False,
        "What is {product} for?": False,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is it [your product]?", "[your product]"),
        ("Hello {{first_name}}?", "{{first_name}}"),
        ("Hello {first name}?", "{first name}"),
        ("What about <topic>?", "<topic>"),
        ("By ____?", "____"),
        ("Save XX hours?", "XX"),
        ("Is it TBD?", "TBD"),
        ("What is {product}?", None),
        ("A [link](https://x.example) here?", None),
        ("Is a < b?", None),
        ("Which XXL shirt?", None),
    ],
)
def test_what_is_a_blank(text: str, found: str | None) -> None:
    assert blank(text) == found


def test_what_is_no_question_is_listed_with_its_row(project: Project) -> None:
    rows = "Question,Stage,Why\n,Open,It hurts\nBudget,Open\nWhat broke?,Open\nTell me about the last time.,Open\nwhat happens if it stays,Open\n"
    root = project()
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 1
    assert "  row 2: Its ask is empty.\n" in done.stdout
    assert "  row 3: It is no question: “Budget”.\n" in done.stdout
    assert set(asked(root)) == {"What broke?", "Tell me about the last time.", "what happens if it stays?"}  # fmt: skip


def test_two_questions_in_one_are_told(project: Project) -> None:
    rows = "Question,Stage\nWhat broke and how do you fix it?,Open\n"
    done = bring_in(project(), "question", bank_csv=rows)
    assert "It asks two things: “and how do you”." in done.stdout
    assert done.return_value == 0


def test_what_should_not_be_asked_is_left_out(project: Project) -> None:
    page = "# Bank\n\n## Open\n\n- What broke?\n\n## Questions to avoid\n\n- What is your budget?\n"
    root = project()
    done = bring_in(root, "question", "--stage", "open", page_md=page)
    assert "line 9: It stands below “Questions to avoid”." in done.stdout
    assert set(asked(root)) == {"What broke?"}


def test_near_questions_are_told_and_kept(project: Project) -> None:
    root = project()
    rows = "Question,Stage\nWhat happens if nothing changes?,Open\nWhat happens if you change nothing?,Open\nwhat happens if nothing changes ?,Open\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert "row 3: “What happens if you change nothing?” is close to row 2." in done.stdout
    assert "Twice here, and skipped:\n  row 4: It is the same as row 2.\n" in done.stdout
    assert done.stdout.endswith("3 rows: 2 imported (2 drafts), 1 there already, 0 not imported.\n")
    assert len(asked(root)) == 2
    path = "content/questions/what-happens-if-nothing-changes.yaml"
    more = "Question,Stage\nWhat happens when nothing changes?,Open\n"
    again = bring_in(root, "question", more_csv=more)
    assert f"row 2: “What happens when nothing changes?” is close to {path}." in again.stdout


def test_a_dry_run_tells_what_would_be_and_names_rows_and_no_file_to_come(project: Project) -> None:
    root = project()
    one = "Question,Stage\nWhat happens if nothing changes?,Open\nWhat happens if you change nothing?,Open\nBudget,Open\n"
    other = "Question,Stage\nWhat happens if nothing changes,Open\nHow does [company] work?,Open\nWhy this week?,Open\n"
    files = {"one_csv": one, "other_csv": other.replace("changes,", "changes?,")}
    done = bring_in(root, "question", "--dry-run", **files)
    told = done.stdout
    assert "Twice here, and would be skipped:\n  other.csv: row 2: It is the same as one.csv, row 2.\n" in told  # fmt: skip
    assert "Would be imported, although there is something close to it:\n  one.csv: row 3: “What happens if you change nothing?” is close to row 2.\n" in told  # fmt: skip
    assert "Would be imported, and needs a look:\n  other.csv: row 3, column “Question”: [company] is" in told  # fmt: skip
    assert "Would not be imported:\n  one.csv: row 4: It is no question" in told
    assert told.endswith("6 rows: 4 would be imported (4 drafts), 1 would be skipped, 1 would not be imported.\n")  # fmt: skip
    written = re.search(r"Would be written:\n((?:  .*\n)+)", told)
    assert written
    assert not [
        path
        for path in re.findall(r"content/\S+\.yaml", told.replace(written[0], ""))
        if not (root / path).exists()
    ]
    assert "mported, and" not in re.sub("Would be imported, and", "", told)


# What nobody said is not made up.


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-12", "2026-03-12"),
        ("2026-03-12 09:30", "2026-03-12"),
        ("2026/3/2", "2026-03-02"),
        ("12.03.2026", "2026-03-12"),
        ("2. 3. 2026", "2026-03-02"),
        ("3/25/2026", "2026-03-25"),
        ("25/3/2026", "2026-03-25"),
        ("3/3/2026", "2026-03-03"),
        ("3/12/2026", None),
        ("31.2.2026", None),
        ("last spring", None),
    ],
)
def test_reviewed_is_the_day_that_the_row_says_or_none(
    cell: str, day: str | None, project: Project
) -> None:
    root = project()
    rows = f"Question,Stage,Last updated\nWhat broke?,Open,{cell}\n"
    done = bring_in(root, "question", bank_csv=rows)
    (found,) = asked(root).values()
    assert found.reviewed == (date.fromisoformat(day) if day else None)
    told = (f"“{cell}” is no date", f"“{cell}” can be two days")
    assert any(said in done.stdout for said in told) == (day is None)
    assert ("1 row says no day of review" in done.stdout) == (day is None)
    assert done.return_value == 0


@pytest.mark.parametrize("heading", ["Reviewed", "Last reviewed", "Last Updated", "Geprüft am"])
def test_a_column_of_days_of_review_is_known_by_its_heading(heading: str, project: Project) -> None:
    root = project()
    bring_in(root, "question", bank_csv=f"Question,Stage,{heading}\nWhat broke?,Open,2026-03-12\n")
    assert asked(root)["What broke?"].reviewed == date(2026, 3, 12)


def test_entries_of_every_kind_have_been_reviewed_by_nobody(project: Project) -> None:
    root = project()
    for kind, rows in (
        ("pattern", "Title\nNo more typing\n"),
        ("loss-reason", "Reason,Root\nThey stayed,outsold\n"),
        ("proof-point", "Customer,Pattern\nAcme,hours-back\n"),
    ):
        done = bring_in(root, kind, bank_csv=rows)
        assert "1 row says no day of review" in done.stdout, done.output
    drafts = [entry for entry in playbook_of(root).entries.values() if entry.is_draft]
    assert [entry.reviewed for entry in drafts] == [None] * 3


def test_an_owner_that_a_row_or_an_option_names_can_be_made(project: Project) -> None:
    rows = "Question,Stage,Owner\nWhat broke?,Open,Ada Lovelace\nWho signs it?,Agree,\n"
    root = project()
    done = bring_in(root, "question", "--dry-run", bank_csv=rows)
    assert "There is no owner “Ada Lovelace” here; --create owner makes it one." in done.stdout
    given = ("--create", "owner", "--owner", "Grace Hopper")
    dry = bring_in(root, "question", "--dry-run", *given, bank_csv=rows)
    assert list(playbook_of(root).config.owners) == ["team"]
    done = bring_in(root, "question", *given, bank_csv=rows)
    for said in (dry.stdout, done.stdout):
        assert "in the settings:\n  Ada Lovelace\n  Grace Hopper\n" in said
    owners = playbook_of(root).config.owners
    assert {word: str(owner.name) for word, owner in owners.items()} == {
        "team": "The team",
        "ada-lovelace": "Ada Lovelace",
        "grace-hopper": "Grace Hopper",
    }
    assert asked(root)["What broke?"].owner == "ada-lovelace"
    assert asked(root)["Who signs it?"].owner == "grace-hopper"
    assert not [p for p in check(Folder(root), TODAY).problems if p.is_error]
    before = tree(root)
    bring_in(root, "question", *given, bank_csv=rows)
    assert tree(root) == before


def test_a_stage_of_an_option_can_be_made_and_only_where_a_row_is_in_it(project: Project) -> None:
    root = project()
    made = ("--create", "stage", "--stage", "Trial run")
    bring_in(root, "question", *made, bank_csv="Question\nBudget\n")
    assert list(playbook_of(root).vocabulary.stages) == ["open", "agree"]
    bring_in(root, "question", *made, bank_csv="Question\nWhat broke?\n")
    assert playbook_of(root).vocabulary.stages["trial-run"].name == "Trial run"
    assert asked(root)["What broke?"].stage == "trial-run"


def test_settings_that_owners_cannot_be_added_to_are_told(project: Project) -> None:
    flow = CONFIG.replace("owners:\n  team: {", "owners: {team: {").rstrip("\n") + "}\n"
    root = project({"../site-config/playbook.yaml": flow})
    before = tree(root)
    done = bring_in(root, "question", "--create", "owner", "--owner", "Ada Lovelace", bank_csv=PLAIN)  # fmt: skip
    assert isinstance(done.exception, click.UsageError)
    assert "site-config/playbook.yaml: It is written in a way" in done.exception.message
    assert "Add by hand: Ada Lovelace." in done.exception.message
    assert tree(root) == before


# A sign that can be a label is one.


def test_short_signs_are_labels_and_the_others_are_told_once(project: Project) -> None:
    root = project()
    good = "Names a date.\n“By March, I think”\nTells a long story about the audit that went wrong in spring"
    bad = "Shrugs; names a date;One two three four five six seven eight"
    rows = f'Question,Stage,Listen for,Red flags\nWhat broke?,Open,"{good}","{bad}"\n'
    done = bring_in(root, "question", "--status", "active", bank_csv=rows)
    listen = asked(root)["What broke?"].listen_for
    strong, red = listen.strong, listen.red_flag
    assert strong
    assert red
    assert [(sign.label, sign.example) for sign in strong.signs] == [
        ("Names a date", None),
        (None, "“By March, I think”"),
        (None, "Tells a long story about the audit that went wrong in spring"),
    ]
    assert [(sign.label, sign.example) for sign in red.signs] == [
        ("Shrugs", None),
        (None, "names a date"),
        (None, "One two three four five six seven eight"),
    ]
    assert "4 signs need a label of at most 7 words" in done.stdout
    assert "what the rows say are their examples: row 2." in done.stdout
    codes = [p.code for p in check(Folder(root), TODAY).problems if "what-broke" in p.span.path]
    assert codes.count("W511") == 4
    assert "W512" not in codes


def test_a_question_with_short_signs_alone_gets_no_warning_about_them(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Listen for,Red flags\nWhat broke?,Open,Names a date;Names who set it,Shrugs\n"
    done = bring_in(root, "question", "--status", "active", bank_csv=rows)
    assert "need" not in done.stdout
    assert not [p for p in check(Folder(root), TODAY).problems if p.code.startswith("W51")]


def test_what_buyers_say_loses_the_quotes_around_it(project: Project) -> None:
    root = project()
    quoted = (
        '"Title","Heard"\n"No more typing","""We need the hours back""\n“It eats my evenings”"\n'
    )
    bring_in(root, "pattern", ends_csv=quoted)
    (found,) = (p for p in playbook_of(root).patterns if p.id == "no-more-typing")
    assert found.heard == ("We need the hours back", "It eats my evenings")


@pytest.mark.long
def test_different_questions_are_not_near(playbook: Playbook) -> None:
    known = Known()
    near = []
    for one in playbook.spoken:
        near += [one.ask] if known.near(str(one.ask)) else []
        known.add(str(one.ask), one.id)
    assert len(near) <= len(playbook.spoken) / 50
    assert known.near("What made this year different from last year?") is None


def test_a_value_that_cannot_be_is_left_out_and_the_row_stays(project: Project) -> None:
    root = project()
    too_long = "x" * 301
    rows = (
        f"Question,Stage,Pitfall,Why,Core\nWhat broke?,Open,{too_long},[a](javascript:x),perhaps\n"
    )
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 0
    found = asked(root)["What broke?"]
    assert (found.misreading, found.why, found.core) == (None, "", False)
    assert re.search(r"row 2, column “Pitfall”: Not used\. .*300", done.stdout)
    assert "row 2, column “Why”: Not used. " in done.stdout
    assert "row 2, column “Core”: “perhaps” is neither yes nor no." in done.stdout


def test_a_question_nobody_can_say_is_left_out_with_the_reason(project: Project) -> None:
    long = " ".join(["why"] * 31)
    done = bring_in(project(), "question", bank_csv=f"Question,Stage\n{long}?,Open\n")
    assert "row 2, column “Question”: This has 31 words" in done.stdout
    assert done.return_value == 1


def test_a_request_that_may_be_refused_is_a_commitment(project: Project) -> None:
    root = project()
    rows = "Question,Stage\nWill you bring your boss?,Open\nCould you walk me through it?,Open\n"
    bring_in(root, "question", bank_csv=rows)
    forms = {ask: q.form for ask, q in asked(root).items()}
    assert forms == {"Will you bring your boss?": "commitment", "Could you walk me through it?": "open"}  # fmt: skip
    assert not any(isinstance(q, DealCheck) for q in asked(root).values())


def test_a_report_is_told_in_the_language_of_the_site(project: Project) -> None:
    root = project({"../site-config/playbook.yaml": f"{CONFIG}language: de\n"})
    done = bring_in(root, "question", bank_csv=PLAIN + "Budget,Open\n")
    assert "Nicht übernommen:\n  Zeile 4: Das ist keine Frage: „Budget“.\n" in done.stdout


def test_questions_are_known_by_how_the_language_of_the_site_puts_them(project: Project) -> None:
    rows = "Frage,Stage\nWer unterschreibt am Ende,Open\nWerden Sie Ihre Chefin mitbringen?,Open\n"
    rows += "Was wir bieten,Open\nWas kostet das und wer bezahlt es?,Open\n"
    settings = "../site-config/playbook.yaml"
    german = project({settings: f"{CONFIG}language: de\n"})
    done = bring_in(german, "question", bank_csv=rows)
    assert {ask: q.form for ask, q in asked(german).items()} == {
        "Wer unterschreibt am Ende?": "open",
        "Werden Sie Ihre Chefin mitbringen?": "commitment",
        "Was kostet das und wer bezahlt es?": "open",
    }
    assert "Zeile 4: Das ist keine Frage: „Was wir bieten“." in done.stdout
    assert "„und wer bezahlt“" in done.stdout


@pytest.mark.parametrize(
    "cell", ["Stage 2: Agree", "Phase 2 – Agree", "Stufe 2. Agree", "Schritt 2: Agree", "2 Agree"]
)
def test_a_stage_is_known_with_its_number(cell: str, project: Project) -> None:
    match = Names(playbook_of(project())).match("stage", cell)
    assert match
    assert match.id == "agree"


def test_a_language_without_a_phrasing_goes_by_question_marks(project: Project) -> None:
    words = "import: {any: {ask: Question}}\n"
    files = {"../site-config/playbook.yaml": f"{CONFIG}language: fr\n", "../site-config/words/fr.yaml": words}  # fmt: skip
    root = project(files)
    done = bring_in(root, "question", bank_csv="Question,Stage\nQui signe ?,Open\nQui signe,Open\n")
    assert set(asked(root)) == {"Qui signe ?"}
    assert "row 3: It has no question mark: “Qui signe”." in done.stdout


# CSV.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end(
    encoding: str, delimiter: str, end: str, project: Project
) -> None:
    into = io.StringIO(newline="")
    table = csv.writer(into, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    table.writerows([["Frage", "Phase"], ["Was heißt „fertig“, für Sie?", "Open"], ["Wer\nprüft; was | und, wie?", "Open"]])  # fmt: skip
    root = project()
    done = bring_in(root, "question", bank_csv=into.getvalue().encode(encoding))
    assert done.return_value == 0, done.output
    assert set(asked(root)) == {"Was heißt „fertig“, für Sie?", "Wer prüft; was | und, wie?"}
    assert ("read as Windows text" in done.stdout) == (encoding == "cp1252")


def test_excels_own_first_line_names_the_delimiter(project: Project) -> None:
    root = project()
    done = bring_in(root, "question", bank_csv="sep=;\r\nQuestion;Stage\r\nWhat, then?;Open\r\n")
    assert done.return_value == 0, done.output
    assert set(asked(root)) == {"What, then?"}
    done = bring_in(root, "question", odd_csv="sep=^\nQuestion^Stage\nWhat else, then?^Open\n")
    assert "What else, then?" in asked(root)


def test_a_heading_may_come_after_titles_and_empty_rows(project: Project) -> None:
    root = project()
    rows = "Our questions\n\nAs of,May\n,\nQuestion,Stage,Why\n,,\nWhat broke?,Open,It hurts\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 0, done.output
    assert "what-broke.yaml  row 7" in done.stdout
    assert asked(root)["What broke?"].why == "It hurts"


def test_a_heading_may_stand_in_two_rows(project: Project) -> None:
    root = project()
    rows = "Question,Stage,Answers,\n,,Strong answer,Red flag\nWhat broke?,Open,Names it,Shrugs\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 0, done.output
    found = asked(root)["What broke?"].listen_for
    assert [*signs(found.strong), *signs(found.red_flag)] == ["Names it", "Shrugs"]  # fmt: skip


def test_a_row_with_one_text_stands_over_those_below_it(project: Project) -> None:
    root = project()
    rows = "Question,Why\nOPEN,\nWhat broke?,It hurts\nAgree,\nWho signs it?,It pays\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 0, done.output
    assert re.search("Section +→ stage", done.stdout)
    assert {q.ask: q.stage for q in asked(root).values()} == {
        "What broke?": "open",
        "Who signs it?": "agree",
    }


def test_a_column_filled_once_for_the_rows_below(project: Project) -> None:
    root = project()
    rows = "Stage,Question\nOpen,\n,What broke?\n,What else?\nAgree,\n,Who signs it?\n"
    done = bring_in(root, "question", bank_csv=rows)
    assert done.return_value == 0, done.output
    assert "Section" not in done.stdout
    assert {str(q.ask): q.stage for q in asked(root).values()} == {
        "What broke?": "open",
        "What else?": "open",
        "Who signs it?": "agree",
    }


def test_a_row_with_cells_beyond_the_heading_is_told(project: Project) -> None:
    root = project()
    done = bring_in(root, "question", bank_csv=PLAIN + "What now, then, or never?,Open\n")
    assert done.return_value == 1
    assert "row 4: It has more cells than there are headings." in done.stdout
    assert len(asked(root)) == 2


def test_a_single_column_of_sentences_with_commas(project: Project) -> None:
    root = project()
    rows = "What broke, and when?\nWho signs, and why?\nWhat, if nothing changes, is lost?\n"
    done = bring_in(root, "question", "--stage", "open", list_txt=rows)
    assert done.return_value == 0, done.output
    assert len(asked(root)) == 3


def test_quotes_bullets_and_numbers_around_a_question_go(project: Project) -> None:
    root = project()
    rows = 'Question,Stage\n"""What broke?""",Open\n1. Who signs it?,Open\n- “And what for?”,Open\nQ4: Why now then?,Open\n'
    bring_in(root, "question", bank_csv=rows)
    assert set(asked(root)) == {"What broke?", "Who signs it?", "And what for?", "Why now then?"}


# XLSX.


@pytest.mark.long
def test_a_workbook_as_a_team_keeps_it(playbook: Playbook, starter: Path, tmp_path: Path) -> None:
    root = copy_project(starter, tmp_path / "p")
    for place in (root / "content/questions").iterdir():
        place.unlink()
    bank = [one for one in banks.bank(playbook) if one.ask.endswith("?")][:40]
    done = bring_in(root, "question", discovery_xlsx=banks.workbook(bank))
    assert done.return_value == 0, done.output
    assert "The hidden sheet “Archive” is left out." in done.stdout
    found = {str(q.ask): q for q in playbook_of(root).spoken}
    names = {str(s.name): i for i, s in playbook.vocabulary.stages.items()}
    assert {ask: q.stage for ask, q in found.items()} == {o.ask: names[o.stage] for o in bank}
    assert all(signs(q.listen_for.strong) == ["A name", "A date"] for q in found.values())  # fmt: skip


def test_values_of_a_sheet_that_are_no_text(project: Project) -> None:
    root = project()
    rows: list[list[object]] = [
        ["Question", "Stage", "Core", "Source", "Nr"],
        ["What broke?", "Open", True, date(2026, 5, 4), 3.0],
    ]
    done = bring_in(root, "question", "--map", "Nr=aliases", bank_xlsx=saved(rows))
    assert done.return_value == 0, done.output
    found = asked(root)["What broke?"]
    assert (found.core, found.sources, found.aliases) == (True, ("2026-05-04",), ("3",))


def test_hidden_rows_and_formulas_without_a_value_are_told(project: Project) -> None:
    root = project()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Question", "Stage"], ["What broke?", "Open"], ["Who left?", "Open"], ['="Why "&"now?"', "Open"]):  # fmt: skip
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    done = bring_in(root, "question", bank_xlsx=banks.saved(book))
    assert done.return_value == 1
    assert "The hidden rows of “Sheet” are left out: 3." in done.stdout
    assert "  row 4, column “A”: Its formula was never worked out." in done.stdout
    assert set(asked(root)) == {"What broke?"}


def test_what_looks_like_a_formula_in_a_text_is_a_text(project: Project) -> None:
    root = project()
    rows = 'Question,Stage,Why\nWhat broke?,Open,"=HYPERLINK(""http://x"")"\n'
    bring_in(root, "question", bank_csv=rows)
    assert asked(root)["What broke?"].why == '=HYPERLINK("http://x")'


def test_each_sheet_is_read_with_its_own_heading(project: Project) -> None:
    root = project()
    book = Workbook()
    one, two = book.active, book.create_sheet("Late")
    assert one is not None
    for row in (["Question", "Stage"], ["What broke?", "Open"]):
        one.append(row)
    for row in (["Phase", "Frage"], ["Agree", "Who signs it?"]):
        two.append(row)
    assert bring_in(root, "question", bank_xlsx=banks.saved(book)).return_value == 0
    assert {q.ask: q.stage for q in asked(root).values()} == {
        "What broke?": "open",
        "Who signs it?": "agree",
    }


def packed(**files: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("_", "."), content)
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(xl_xml=b"0" * (33 << 20)), "unpacks to more than is read"),
        (packed(xl_xml=b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "isn't one that"),
        (packed(x_xml=b"<x/>"), "This workbook is broken."),
        (b"PK\x03\x04 and no more", "This workbook is broken."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old or a protected workbook"),
        (b"\xff\xfe\x00", "This file isn't text."),
        (b"a\0b\0c", "This file isn't text."),
        (b"Frage\x81\n", "Its encoding isn't known."),
        (b"  \n", "This file is empty."),
        (b'Question,Stage\n"What broke?,Open\nWho?,Open\n', "In row 2, a quotation mark isn't closed"),
        (b"Question,Stage\nWhat?," + b"x" * 140_000 + b"\n", "Row 2 has a cell of more than 131,072"),
        (b"x" * ((16 << 20) + 1), "This file is too large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_stops_no_other_file(
    content: bytes, said: str, project: Project
) -> None:
    root = project()
    done = bring_in(root, "question", aa_csv=content, bank_csv=PLAIN)
    assert done.return_value == 1
    assert said in done.stdout
    assert len(asked(root)) == 2


def test_a_form_that_is_not_read_is_named(project: Project, tmp_path: Path) -> None:
    done = bring_in(project(), "question", notes_docx=b"words")
    assert f"notes.docx: This form isn't read. Save it as one of these: {', '.join(FORMS)}." in done.stdout  # fmt: skip
    done = CliRunner().invoke(
        donebook, ["--root", str(tmp_path / "project"), "import", str(tmp_path), "nowhere.csv", "--as", "question"], standalone_mode=False
    )  # fmt: skip
    assert done.return_value == 1
    assert "This is a folder." in done.stdout
    assert "nowhere.csv: It can't be read: No such file or directory." in done.stdout


@pytest.mark.long
def test_a_sheet_with_more_than_anybody_writes_is_cut_and_told(project: Project) -> None:
    root = project()
    rows: list[list[object]] = [["Question", "Stage"], ["What broke?", "Open"]]
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.active.cell(6_000, 120, "far away")
    done = bring_in(root, "question", bank_xlsx=banks.saved(book))
    assert "only the first 5,000 rows and 100 columns are read" in done.stdout
    assert set(asked(root)) == {"What broke?"}


# Markdown.


def test_a_page_with_headings_lists_and_labels(project: Project) -> None:
    root = project()
    page = """---
title: ignored
---
# Questions

Read two of these before a call.

**Open**

1. **What broke?**
   - *Why:* It hurts
   - Red flags:
     - Shrugs
     - Laughs
2. Pains
   - What costs you sleep?
   - Budget
3. “And what for?” (late)

**Agree**

- **Power**: Who signs it?
- Who else reads it?
  - And who reads it first?
"""
    done = bring_in(root, "question", page_md=page)
    found = asked(root)
    assert set(found) == {"What broke?", "What costs you sleep?", "And what for?", "Who signs it?", "Who else reads it?"}  # fmt: skip
    assert found["What broke?"].why == "It hurts"
    assert signs(found["What broke?"].listen_for.red_flag) == ["Shrugs", "Laughs"]  # fmt: skip
    assert found["Who else reads it?"].why == "And who reads it first?"
    assert {q.stage for ask, q in found.items() if "sign" in ask or "reads" in ask} == {"agree"}
    assert found["And what for?"].stage == "open"
    assert "line 17: It is no question: “Budget”." in done.stdout
    assert "1 paragraph of running text is left out." in done.stdout


def test_labelled_paragraphs_make_a_record_each(project: Project) -> None:
    root = project()
    page = """# Bank

**Stage**: Open

**Question**: What broke?

**Why**: It hurts

---

**Stage**: Agree

**Question**: Who signs it?

**Listen for**

- A name
"""
    done = bring_in(root, "question", page_md=page)
    assert done.return_value == 0, done.output
    found = asked(root)
    assert {q.ask: q.stage for q in found.values()} == {"What broke?": "open", "Who signs it?": "agree"}  # fmt: skip
    assert found["What broke?"].why == "It hurts"


def test_what_is_said_below_a_heading_holds_until_the_next(project: Project) -> None:
    root = project()
    page = "# Bank\n\n## First\n\n**Stage**: Open\n\n**Why**: It hurts\n\n- What broke?\n\n## Second\n\n**Stage**: Agree\n\n- Who signs it?\n"
    done = bring_in(root, "question", page_md=page)
    assert done.return_value == 0, done.output
    assert {str(q.ask): (q.stage, q.why) for q in asked(root).values()} == {
        "What broke?": ("open", "It hurts"),
        "Who signs it?": ("agree", ""),
    }


def test_a_question_may_be_a_heading_with_its_fields_below(project: Project) -> None:
    root = project()
    page = "# Bank\n\n## What broke?\n\nIt hurts.\n\n### Listen for\n\n- A date\n\n### Stage\n\nOpen\n\n## Who signs it?\n\nStage: Agree\nRole: User\n"
    done = bring_in(root, "question", page_md=page)
    assert done.return_value == 0, done.output
    found = asked(root)
    assert (found["What broke?"].stage, found["What broke?"].why) == ("open", "It hurts.")
    assert signs(found["What broke?"].listen_for.strong) == ["A date"]
    assert found["Who signs it?"].stage == "agree"


def test_tables_of_a_page_are_read_with_the_headings_over_them(project: Project) -> None:
    root = project()
    page = "# Bank\n\n## Open\n\n| Ask | Why |\n|---|---|\n| What<br>broke? | It hurts |\n\n## Agree\n\n| Ask | Why |\n|---|---|\n| Who signs it? | |\n"
    done = bring_in(root, "question", page_md=page)
    assert done.return_value == 0, done.output
    assert {q.ask: q.stage for q in asked(root).values()} == {"What broke?": "open", "Who signs it?": "agree"}  # fmt: skip
    assert "what-broke.yaml  line 7" in done.stdout


def test_what_unfolds_and_lines_without_bullets_are_read(project: Project) -> None:
    root = project()
    page = """# Open

<details>
<summary>What broke?</summary>

It hurts.

</details>

Who saw it?
Who fixed it?

<!-- Who wrote this? -->
"""
    done = bring_in(root, "question", page_md=page)
    assert set(asked(root)) == {"What broke?", "Who saw it?", "Who fixed it?"}
    assert "who-fixed-it.yaml  line 11" in done.stdout


def test_cells_over_several_rows_of_a_wikis_table() -> None:
    source = "<table><tbody>\n<tr><th>A</th><th colspan='2'>B</th><th>C</th></tr>\n<tr><td rowspan='3'><p>one</p><p>two</p></td><td>x</td><td/><td>y</td></tr>\n<tr><td>z &amp; q</td></tr>\n<tr><td>last</td></tr></tbody></table>"
    assert html_rows(source) == [
        (2, ("A", "B", "", "C")),
        (3, ("one\ntwo", "x", "", "y")),
        (4, ("one\ntwo", "z & q")),
        (5, ("one\ntwo", "last")),
    ]


@pytest.mark.parametrize("form", in_torture(["excel_text", "note_page", "wiki_page"]))
@pytest.mark.long
def test_banks_in_other_shapes(
    form: str, playbook: Playbook, starter: Path, tmp_path: Path
) -> None:
    """With the workbook: four shapes, more than 150 questions that people ask."""
    root = copy_project(starter, tmp_path / "p")
    for place in (root / "content/questions").iterdir():
        place.unlink()
    bank = [one for one in banks.bank(playbook) if one.ask.endswith("?")][::4]
    assert len(bank) > 100
    content: bytes = getattr(banks, form)(bank)
    name = "bank_csv" if form == "excel_text" else "bank_md"
    done = bring_in(root, "question", **{name: content})
    assert done.return_value == 0, done.output
    found = {str(q.ask): q for q in playbook_of(root).spoken}
    names = {str(s.name): i for i, s in playbook.vocabulary.stages.items()}
    assert {ask: q.stage for ask, q in found.items()} == {o.ask: names[o.stage] for o in bank}
    assert not [p for p in check(Folder(root), TODAY).problems if p.span.path.startswith("content/questions/")]  # fmt: skip
    before = tree(root)
    bring_in(root, "question", **{name: content})
    assert tree(root) == before


# Other kinds.


def test_loss_reasons_of_a_picklist(project: Project) -> None:
    root = project()
    rows = "Reason,Category,What happened,Signs,Stage\nNo budget left,Wrong deal,It was spent,Silence; A new boss,Open\nOutplayed by price,Outsold,,,Open\n"
    done = bring_in(root, "loss-reason", bank_csv=rows)
    assert done.return_value == 0, done.output
    reasons = {str(r.title): r for r in playbook_of(root).loss_reasons}
    first = reasons["No budget left"]
    assert (first.root, first.definition, first.signs) == ("wrong-deal", "It was spent", ("Silence", "A new boss"))  # fmt: skip
    assert reasons["Outplayed by price"].root == "outsold"
    assert (first.knowable_from, first.act_by) == ("open", "")
    assert check(Folder(root), TODAY).problems == ()


def test_a_title_that_is_too_long_is_cut_at_a_word(project: Project) -> None:
    root = project()
    long = "They said that the money had gone to another project and that it would come back in the"
    for _ in range(2):
        done = bring_in(root, "loss-reason", "--stage", "open", list_csv=f"Reason\n{long} spring\n")
    assert "1 there already" in done.stdout
    found = next(r for r in playbook_of(root).loss_reasons if r.id != "no-event")
    assert found.title == "They said that the money had gone to another project and that it…"
    assert found.summary == f"{long} spring"


def test_definitions_of_done_on_a_page(project: Project) -> None:
    root = project()
    page = """# What customers call done

Not all of it is written.

## Day three

**What they say:**

- "We want day three"
- We need it boring

**Today**: Nine days.

### Goal

The books close on day three.

## One number

### Done when

- The board sees one number
- Nobody asks twice
"""
    done = bring_in(root, "pattern", page_md=page)
    assert done.return_value == 0, done.output
    found = {str(p.title): p for p in playbook_of(root).of_model(Pattern)}
    day = found["Day three"]
    assert (day.heard, day.before, day.after) == (("We want day three", "We need it boring"), "Nine days.", "The books close on day three.")  # fmt: skip
    assert [(str(d.statement), d.accepted_by) for d in found["One number"].done_when] == [("The board sees one number", "user"), ("Nobody asks twice", "user")]  # fmt: skip
    assert check(Folder(root), TODAY).problems == ()


def test_customers_name_a_definition_of_done_that_is_here(project: Project) -> None:
    root = project()
    rows = "Customer,Use case,Challenge,Results,Permission,Valid until,Quote\nHarbor Mills,Hours back,Typing,None,public,2027-03-01,Boring now\nNorth Ferry,Nothing,Typing,None,maybe,soon,x\n"
    done = bring_in(root, "proof-point", bank_csv=rows)
    assert done.return_value == 1
    assert "row 3, column “Use case”: There is no pattern “Nothing” here." in done.stdout
    point = next(e for e in playbook_of(root).entries.values() if e.kind.name == "proof-point")
    assert point.id == "harbor-mills"
    assert check(Folder(root), TODAY).problems == ()


@pytest.mark.parametrize("had", ["", "glossary: []\n", "glossary:\n  - {term: MAP, meaning: A plan.}\n"])  # fmt: skip
def test_terms_go_into_the_glossary(had: str, project: Project) -> None:
    root = project({"vocabulary.yaml": VOCABULARY + had})
    page = "# Words\n\n**POC**: A proof, on their data.\n\n- **MAP** – Mutual action plan\n- Paper process: steps to sign\n- ARR\n\n## Champion\n\nSells for us.\n"
    done = bring_in(root, "glossary", page_md=page)
    assert "line 7: Its meaning is empty." in done.stdout
    terms = {str(t.term): str(t.meaning) for t in playbook_of(root).vocabulary.glossary}
    assert terms == {
        "POC": "A proof, on their data.",
        "MAP": "A plan." if "MAP" in had else "Mutual action plan",
        "Paper process": "steps to sign",
        "Champion": "Sells for us.",
    }
    before = tree(root)
    bring_in(root, "glossary", page_md=page)
    assert tree(root) == before


def test_a_table_of_terms_with_the_word_of_a_heading_among_them(project: Project) -> None:
    root = project()
    done = bring_in(root, "glossary", bank_csv="Term,Meaning\nTerm,A length of time\nStage,Where it is\n")  # fmt: skip
    assert done.return_value == 0, done.output
    assert len(playbook_of(root).vocabulary.glossary) == 2


def test_every_main_field_is_one_that_columns_can_fill() -> None:
    for target in TARGETS.values():
        assert target.main in target.fields
        assert "status" not in target.fields
        assert "id" not in target.fields
    assert "redefine.insight" not in TARGETS["pattern"].fields  # nothing without naming where to


def given(kind: str) -> Given:
    return Given(TARGETS[kind], {}, Wishes(stage="open"))


@seed(7)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(asks="What\u2028broke \ud7ff\ufdd0?", why="|- #\t: - '\"")
@given_by(asks=st.text(min_size=1), why=st.text())
@pytest.mark.long
def test_any_text_becomes_a_file_that_is_read_back_or_is_told(
    asks: str, why: str, small: Callable[[], Playbook]
) -> None:
    into = io.StringIO(newline="")
    table = csv.writer(into, quoting=csv.QUOTE_ALL)
    table.writerows(
        [["Question", "Why", "Pitfall"], [f"What {asks}?", why, why], ["Why now?", "x", ""]]
    )
    content = into.getvalue().encode("utf-8", "replace")
    done = bring([("a\n\udcff.csv", content)], small(), (english(),), given("question"), TODAY)
    brought = done.brought
    if done.files[0].refused or done.files[0].faults:
        return
    assert done.rows == len(brought.files) + len(brought.same) + len(brought.left_out)
    for path, text in brought.files.items():
        document = read_document(OneFile(path, text), path)
        assert document.values is not None
        assert document.problems == ()
        entry, findings = parse_entry(KINDS["question"], Path(path).stem, document.values)
        assert findings == ()
        assert entry is not None
    assert told(done, Names(small()), english(), is_dry=True)


@seed(7)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given_by(junk=st.binary(), at=st.integers(0, 6_000), name=st.sampled_from(sorted(FORMS)))
@pytest.mark.long
def test_any_bytes_are_read_or_told(
    junk: bytes, at: int, name: str, small: Callable[[], Playbook]
) -> None:
    whole = saved([["Question", "Stage"], ["What broke?", "Open"]])
    for content in (junk, whole[:at] + junk + whole[at + len(junk) :]):
        for kind in ("question", "pattern", "glossary"):
            done = bring([(f"a{name}", content)], small(), (english(),), given(kind), TODAY)
            assert told(done, Names(small()), english(), is_dry=True)


def test_cells() -> None:
    assert line("  2) „So\nit  is“ ") == "So it is"
    assert line("\u200b“a” and “b”") == "“a” and “b”"
    assert lines("- one\n2. two; three\n") == ("one", "two", "three")
    assert words("a, b / c and d") == ("a", "b", "c", "d")
    assert words("bought-and-regretted\nshut-out") == ("bought-and-regretted", "shut-out")
    assert question("“What for?” (30 s)") == "What for?"


@pytest.mark.long
def test_the_commands_of_the_readme_work(
    playbook: Playbook, starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_project(starter, tmp_path / "p")
    monkeypatch.chdir(root)
    asks = [one for one in banks.bank(playbook) if one.ask.endswith("?")]
    Path("questions.xlsx").write_bytes(banks.workbook(asks[1:40:2]))
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    commands = re.findall(r"^donebook (import .*)$", readme, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        done = CliRunner().invoke(donebook, shlex.split(command), standalone_mode=False)
        assert done.return_value == 0, done.output
    assert not [p for p in check(Folder(root), TODAY).problems if p.is_error]
