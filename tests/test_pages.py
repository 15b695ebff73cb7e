"""Pages of the starter playbook: every entry has one, and every edge can be followed both ways."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from donebook.check import check
from donebook.defaults import layered
from donebook.markup import escape
from donebook.model import KINDS
from donebook.pages import pages, write_pages
from donebook.pages.address import of_entry, of_key, relative
from donebook.playbook import Edge, Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.settings import engine_settings
from donebook.source import Folder
from projects import CHECKOUT, make_project

Project = Callable[..., Path]


@pytest.fixture(scope="module")
def written(playbook: Playbook) -> dict[str, str]:
    return dict(write_pages(playbook, layered(CHECKOUT, "templates/pages")))


def test_the_starter_playbook_has_no_problem() -> None:
    checked = check(Folder(CHECKOUT), TODAY)
    assert checked.problems == ()
    assert checked.is_whole


def test_a_stage_shows_what_is_likeliest_and_folds_the_rest(
    written: dict[str, str], playbook: Playbook
) -> None:
    section = written["stages/discover.md"].partition("#patterns")[2].partition("\n## ")[0]
    shown, _, folded = section.partition("<details")
    linked = [re.findall(r"\(\.\./patterns/([\w-]+)\.md\)", part) for part in (shown, folded)]
    asked = [q for q in playbook.spoken if "discover" in q.stages]
    count = Counter(p for q in asked for _, answer in q.listen_for.graded for p in answer.reveals)
    assert len(linked[0]) == 9
    assert {*linked[0], *linked[1]} == set(count)
    assert min(count[name] for name in linked[0]) >= max(count[name] for name in linked[1])


def test_review_dates_of_a_kind_do_not_fall_due_together(playbook: Playbook) -> None:
    for kind in KINDS:
        weeks = [
            e.reviewed.isocalendar()[:2] for e in playbook.entries.values() if e.kind.name == kind
        ]
        assert max(map(weeks.count, weeks)) <= max(1, len(weeks) // 5), kind


def test_every_page_has_a_path_of_its_own(playbook: Playbook) -> None:
    paths = [page.path for page in pages(playbook)]
    assert len(paths) == len(set(paths))
    assert {of_entry(entry) for entry in playbook.entries.values()} <= set(paths)


def links(written: dict[str, str], page: str, target: str) -> bool:
    return f"]({relative(target, page)}" in written[page]


def _edges(playbook: Playbook) -> list[Edge]:
    return [e for e in playbook.edges if e.target in playbook.entries]


def test_every_edge_is_a_link_on_both_pages(playbook: Playbook, written: dict[str, str]) -> None:
    missing = []
    for edge in _edges(playbook):
        source, target = of_key(edge.source), of_key(edge.target)
        if not links(written, source, target):
            missing.append(f"{source} does not link to {target} ({edge.relation})")
        if not links(written, target, source):
            missing.append(f"{target} does not link back to {source} ({edge.relation})")
    assert len(_edges(playbook)) > 300
    assert missing == []


def test_an_entry_is_reached_from_its_stage_test_roles_and_kind(
    playbook: Playbook, written: dict[str, str]
) -> None:
    for question in playbook.spoken:
        page = of_entry(question)
        hubs = [f"stages/{s}.md" for s in question.stages]
        hubs += [f"tests/{question.test}.md", "questions/index.md", "phrases.md"]
        hubs += [f"roles/{role}.md" for role in question.roles]
        hubs += [f"frameworks/{name}.md" for name in question.frameworks]
        for hub in hubs:
            assert links(written, hub, page), (hub, page)
        for hub in [h for h in hubs if not h.startswith(("questions", "phrases"))]:
            assert links(written, page, hub), (page, hub)


def test_core_questions_come_first_on_their_stage(
    playbook: Playbook, written: dict[str, str]
) -> None:
    for stage in playbook.vocabulary.stages:
        page = f"stages/{stage}.md"
        places = {
            q.core and q.stage == stage: written[page].index(f"]({relative(of_entry(q), page)}")
            for q in playbook.spoken
            if stage in q.stages
        }
        if len(places) == 2:
            assert places[True] < places[False]


def test_an_old_address_leads_on_or_says_why(project: Project) -> None:
    root = project(
        {
            "questions/older.yaml": "moved_to: old\n",
            "questions/old.yaml": "moved_to: why-now\n",
            "patterns/past.yaml": "retired: Nobody said <it> any more.\n",
        }
    )
    found = check(Folder(root), TODAY).playbook
    assert found
    written = dict(write_pages(found, layered(root, "templates/pages")))
    for old in ("older", "old"):
        assert "forward: ../../questions/why-now/" in written[f"questions/{old}.md"]
        assert "](../questions/why-now.md)" in written[f"questions/{old}.md"]
    assert "Nobody said &#60;it&#62; any more" in written["patterns/past.md"]


def test_each_entry_leads_to_where_it_is_edited(project: Project) -> None:
    edit = "edit_url: https://git.example.org/acme/edit/main/{path}\n"
    root = project({"../site-config/playbook.yaml": base.CONFIG + edit})
    found = check(Folder(root), TODAY).playbook
    assert found
    written = dict(write_pages(found, layered(root, "templates/pages")))
    for entry in found.entries.values():
        place = escape(f"https://git.example.org/acme/edit/main/{entry.path}")
        assert f'<a href="{place}">Edit this entry</a>' in written[of_entry(entry)]


def test_a_playbook_with_nothing_but_stages_has_pages_that_say_what_to_do(tmp_path: Path) -> None:
    whole = check(Folder(make_project(tmp_path / "project")), TODAY).playbook
    assert whole
    empty = replace(whole, entries={}, edges=())
    written = dict(write_pages(empty, layered(CHECKOUT, "templates/pages")))
    for hub in ("questions/index.md", "patterns/index.md", "worksheets/index.md", "coverage.md"):
        assert "makes the first" in written[hub]


def test_a_part_of_the_navigation_without_pages_is_left_out(playbook: Playbook) -> None:
    def parts(found: Playbook) -> list[str]:
        return [name for item in engine_settings(found, has_news=True).nav for name in item]

    kept = {k: e for k, e in playbook.entries.items() if k.kind not in ("worksheet", "exercise")}
    assert "Print" in parts(playbook)
    assert parts(replace(playbook, entries=kept)) == [n for n in parts(playbook) if n != "Print"]


def test_drafts_are_left_out_of_what_is_published(project: Project) -> None:
    root = project({"patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n")})
    found = check(Folder(root), TODAY).playbook
    assert found
    assert "patterns/drafted.md" in {page.path for page in pages(found)}
    assert "patterns/drafted.md" not in {page.path for page in pages(found.without_drafts())}


def test_a_company_can_replace_a_single_template(project: Project) -> None:
    root = project()
    own = root / "templates" / "pages"
    own.mkdir(parents=True)
    (own / "glossary.md.j2").write_text("# Our own words\n")
    found = check(Folder(root), TODAY).playbook
    assert found
    written = dict(write_pages(found, layered(root, "templates/pages")))
    assert "# Our own words" in written["glossary.md"]
    assert "# Coverage" not in written["glossary.md"]
    assert "Would we have known" in written["coverage.md"]
