"""A playbook that `donebook mcp` holds for long: nothing is read or checked twice, and no answer is old."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from donebook import load
from donebook.check import check
from donebook.mcp import asked, changed
from donebook.mcp.answers import ProposalAnswer, Unanswered
from donebook.mcp.held import Held, State
from donebook.rules import base, pasted
from donebook.site.history import news_of
from donebook.source import Folder, kept
from history import commit, start
from projects import make_project

QUESTION = "content/questions/why-us.yaml"
LATER = base.question("Why later", "compete").replace("What makes this", "What later makes it")
WORDS = "site-config/words/en.yaml"
SHEET = (
    "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\n"
    "audience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n"
    "  - {type: questions, title: Ask, pick: [why-us], answer: lines}\n"
)
FILES = {
    "worksheets/sheet.yaml": SHEET,
    "questions/drafted.yaml": base.question("Drafted", "win", "status: draft\n"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = start(make_project(tmp_path / "project", FILES), day="2026-11-01")
    commit(root, {"questions/why-later.yaml": LATER}, day="2026-11-10")
    return root


def begun(root: Path, day: Callable[[], date] = lambda: base.TODAY) -> Held:
    checked = check(Folder(root), day())
    assert checked.playbook
    held = Held(root, State(checked, checked.playbook.without_drafts(), day()), day)
    held.now()
    return held


def proposed(held: Held, entry_id: str, content: str, state: State) -> ProposalAnswer:
    return changed.propose(held, state, "question", entry_id, content, may_write=False)


def answers(held: Held) -> list[object]:
    """What each tool answers now."""
    content = LATER.replace("Why later", "Why us")

    def of(ask: Callable[[State], object]) -> object:
        try:
            return ask(held.now())
        except Unanswered as refused:
            return str(refused.said)

    return [
        of(lambda s: asked.search(s, "why us", "", "", "", 5)),
        of(lambda s: asked.get_entry(s, Folder(held.root), "question", "why-us")),
        of(lambda s: asked.next_to_ask(s, "why us", None, "", "")),
        of(lambda s: changed.since(held, s, "HEAD~1")),
        of(lambda s: changed.since(held, s, "HEAD")),
        *(
            of(partial(proposed, held, entry_id, text))
            for entry_id, text in (("why-us", content), ("drafted", LATER), ("new-one", LATER))
        ),
    ]


def edit(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def replaced(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert old in text
    edit(root, path, text.replace(old, new))


def edits(root: Path) -> Iterator[str]:
    """One edit after another, each of which changes some answer."""
    replaced(root, QUESTION, "Why us", "Why them")
    yield "an entry"
    # As many bytes, and the time that it had before.
    was = (root / QUESTION).stat()
    replaced(root, QUESTION, "Why them", "Why thee")
    os.utime(root / QUESTION, ns=(was.st_atime_ns, was.st_mtime_ns))
    yield "an entry, and nothing that tells"
    (root / "content/questions/why-later.yaml").unlink()
    yield "an entry is gone"
    edit(root, "content/questions/another.yaml", LATER.replace("Why later", "Why ever"))
    yield "an entry is new"
    replaced(root, "content/questions/drafted.yaml", "status: draft\n", "")
    yield "a draft is published"
    replaced(root, "content/vocabulary.yaml", "name: Open", "name: Begin")
    yield "the vocabulary"
    replaced(root, "site-config/playbook.yaml", "product: Example", "product: Acme")
    yield "the settings"
    edit(root, WORDS, "overdue: {nothing: x}\n")
    yield "words that nothing asks for"
    edit(root, WORDS, "kind: {question: Ask}\n")
    yield "words of the interface"
    edit(root, "CODEOWNERS", "# Written by `donebook new codeowners`\n")
    yield "who is asked"
    edit(root, "templates/sheets/sheet.typ", '#say("code")\n')
    yield "a template"
    (root / "templates/strange.html").write_text("x")
    yield "a template that takes no file's place"
    (root / "content/questions/linked.yaml").symlink_to(root / QUESTION)
    yield "a link"
    (root / "content/questions/linked.yaml").unlink()
    yield "no link"
    commit(root, day="2026-11-20")
    yield "a commit"


@pytest.mark.long
def test_after_each_edit_answers_are_those_of_a_server_that_was_just_started(root: Path) -> None:
    held = begun(root)
    before = answers(held)
    for what in edits(root):
        now = answers(held)
        checked = check(Folder(root), base.TODAY)
        if checked.errors:
            assert held.state.is_old, what
            continue
        assert now == answers(begun(root)), what
        assert now != before or what.startswith(("who", "a template", "words", "no link")), what
        before = now


@pytest.mark.long
def test_on_another_day_answers_are_that_days(root: Path) -> None:
    days = [base.TODAY]
    held = begun(root, lambda: days[-1])
    before = answers(held)
    days.append(date(2029, 1, 1))
    now = answers(held)
    assert now == answers(begun(root, lambda: days[-1]))
    assert now != before


def noted(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, argument: int
) -> list[object]:
    """What a function is called with from here on."""
    real = getattr(module, name)
    given: list[object] = []

    def noting(*arguments: object, **named: object) -> object:
        given.append(arguments[argument])
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, noting)
    return given


def test_for_a_proposal_nothing_else_is_read_or_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_TICK", 0)  # as if the files had been written long ago
    held = begun(root)
    held.now()
    parsed = noted(monkeypatch, load, "read_document", 1)
    read = noted(monkeypatch, Folder, "read", 1)
    judged = noted(monkeypatch, pasted, "_may_be_markup", 0)
    resolved = noted(monkeypatch, sys.modules["donebook.sheet.resolve"], "version", 1)
    found = proposed(held, "why-us", LATER.replace("Why later", "Why him"), held.now())
    assert found.source
    assert found.source.title == "Why him"
    assert parsed == [QUESTION]
    assert {*read} <= {"CODEOWNERS", "templates"}
    lines = {line for text in judged for line in str(text).split("\n")}
    assert "Why him" in lines
    assert lines.isdisjoint({"Why now", "Who signs", "Hours back", "No event", "Four words."})
    assert len(resolved) == 2  # the sheet that asks it, as it was and as it would be
    found = proposed(held, "why-later", LATER.replace("Why later", "Why then"), held.now())
    assert found.source
    assert found.source.title == "Why then"
    assert len(resolved) == 2  # no sheet asks that


def test_a_revision_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_TICK", 0)
    held = begun(root)
    (root / "content/questions/why-later.yaml").write_text(LATER.replace("Why later", "Why so"))
    asked_git = noted(monkeypatch, sys.modules["donebook.source.revision"], "git", 1)
    assert changed.since(held, held.now(), "HEAD").changes
    assert [verb for verb in asked_git if verb != "rev-parse"] == ["ls-tree", "cat-file"]
    asked_git.clear()
    first = changed.since(held, held.now(), "HEAD~1")
    assert len(first.changes) == 1
    assert [verb for verb in asked_git if verb != "rev-parse"] == ["ls-tree"]  # no file of it
    assert changed.since(held, held.now(), "HEAD~1") == first
    assert asked_git.count("ls-tree") == 1
    for back in range(4):
        commit(root, day=f"2026-11-{12 + back}")
        changed.since(held, held.now(), "HEAD")
    asked_git.clear()
    changed.since(held, held.now(), "HEAD")
    assert "ls-tree" not in asked_git
    changed.since(held, held.now(), "HEAD~5")  # longer ago than what is kept
    assert "ls-tree" in asked_git


def test_the_history_is_read_once_for_each_commit_and_elsewhere(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = begun(root)
    asked_git = noted(monkeypatch, sys.modules["donebook.site.history"], "git", 1)

    def days() -> list[str]:
        news = held.begin_news().result(60)
        assert news == news_of(root)
        told = changed.lately(held.now(), news)
        return [f"{one.day} {one.title}" for one in told.changes]

    assert days() == ["2026-11-10 Why later"]
    reading = held.begin_news()
    edit(root, "content/questions/why-later.yaml", LATER.replace("Why later", "Why so"))
    assert held.begin_news() is reading
    asked_git.clear()
    commit(root, day="2026-11-11")
    news = held.begin_news().result(60)
    assert asked_git == []
    assert news
    assert [one.day.day for one in news.days] == [11, 10]
    assert days()[0].startswith("2026-11-11")


def test_since_when_reps_have_the_playbook_changes_the_history(root: Path) -> None:
    held = begun(root)
    reading = held.begin_news()
    replaced(root, "site-config/playbook.yaml", "live_since: 2026-10-01", "live_since: 2026-11-11")
    held.now()
    assert held.begin_news() is not reading
    news = held.begin_news().result(60)
    assert news
    assert news.days == ()
