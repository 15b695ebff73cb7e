"""Pages of the starter playbook: every entry has one, and every edge can be followed both ways."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

from donebook.check import check
from donebook.defaults import layered
from donebook.load import load
from donebook.model import KINDS
from donebook.model.worksheet import Table
from donebook.pages import Context, Rendered, _planned, pages
from donebook.pages.address import NEWS, View, link, of_entry, of_key
from donebook.pages.catalogue import catalogue
from donebook.playbook import Edge, Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.generate import Generated
from donebook.site.settings import engine_settings
from donebook.source import Folder
from projects import CHECKOUT, bodies, make_project

Project = Callable[..., Path]


@pytest.fixture(scope="module")
def written(playbook: Playbook) -> dict[str, str]:
    return bodies(playbook, layered(CHECKOUT, "templates/pages"))


@pytest.mark.long
def test_the_starter_playbook_has_no_problem() -> None:
    checked = check(Folder(CHECKOUT), TODAY)
    assert checked.problems == ()
    assert checked.is_whole


def test_a_stage_folds_all_but_what_is_asked_first_and_the_likeliest_come_first(
    written: dict[str, str], playbook: Playbook
) -> None:
    page = written["stages/discover.md"]
    shown, *folds = page.split('<details class="db-fold">')
    core = [q.id for q in playbook.spoken if q.core and q.stage == "discover"]
    assert re.findall(r'"\.\./\.\./questions/([\w-]+)/"', shown) == core
    section = next(fold for fold in folds if 'id="patterns"' in fold)
    linked = re.findall(r'"\.\./\.\./patterns/([\w-]+)/"', section)
    asked = [q for q in playbook.spoken if "discover" in q.stages]
    count = Counter(p for q in asked for _, answer in q.listen_for.graded for p in answer.reveals)
    assert {*linked} == {*count}
    assert [count[name] for name in linked] == sorted(count.values(), reverse=True)


@pytest.mark.parametrize("stage", ["prove", "hand-over", "live"])
def test_a_stage_tells_of_an_earlier_loss_only_where_a_question_of_it_brings_it_up(
    written: dict[str, str], playbook: Playbook, stage: str
) -> None:
    number = playbook.vocabulary.stage_number
    folds = written[f"stages/{stage}.md"].split('<details class="db-fold">')
    told = "".join(fold for fold in folds if 'id="late"' in fold)
    act_by = {reason.id: reason.act_by for reason in playbook.loss_reasons}
    brought_up = {
        reason
        for question in playbook.spoken
        if stage in question.stages
        for _, answer in question.listen_for.graded
        for reason in answer.warns_of
        if number(question.stage) > number(act_by[reason])
    }
    assert {*re.findall(r'"\.\./\.\./loss-reasons/([\w-]+)/"', told)} == brought_up
    assert bool(brought_up) == (stage == "live")


def test_a_question_before_a_loss_can_be_known_is_called_an_early_hint(
    written: dict[str, str],
) -> None:
    """Champion left is first visible in Prove; a question in Discovery still hints at it."""
    told = dict(
        re.findall(r'<h3 id="in-([\w-]+)">(.*?)</h3>', written["loss-reasons/champion-left.md"])
    )
    assert {stage: "early hint" in heading for stage, heading in told.items()} == {
        "open": True,
        "discover": True,
        "define-done": True,
        "prove": False,
        "agree": False,
    }


def test_a_role_is_first_asked_what_is_core_and_the_rest_is_folded(
    written: dict[str, str], playbook: Playbook
) -> None:
    asked = [q for q in playbook.spoken if "finance" in q.roles]
    shown, *folds = written["roles/finance.md"].split('<details class="db-fold">')
    rest = next(fold for fold in folds if 'id="more"' in fold)
    found = [re.findall(r'"\.\./\.\./questions/([\w-]+)/"', part) for part in (shown, rest)]
    assert [sorted(names) for names in found] == [
        sorted(q.id for q in asked if q.core == core) for core in (True, False)
    ]
    assert all(found)


def test_review_dates_of_a_kind_do_not_fall_due_together(playbook: Playbook) -> None:
    for kind in KINDS:
        weeks = [
            e.reviewed.isocalendar()[:2]
            for e in playbook.entries.values()
            if e.kind.name == kind and e.reviewed
        ]
        assert max(map(weeks.count, weeks)) <= max(1, len(weeks) // 5), kind


def test_every_page_has_a_path_of_its_own(playbook: Playbook) -> None:
    planned = list(_planned(playbook, Context()))
    paths = [path for path, _ in planned]
    assert [make().path for _, make in planned] == paths
    assert len(paths) == len(set(paths))
    assert {of_entry(entry) for entry in playbook.entries.values()} <= set(paths)


def links(written: dict[str, str], page: str, target: str) -> bool:
    return f'href="{link(target, page)}' in written[page]


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


def test_a_check_says_how_to_work_it_out_if_it_knows(
    playbook: Playbook, written: dict[str, str]
) -> None:
    told = {check.id: bool(check.why) for check in playbook.checks}
    assert set(told.values()) == {True, False}
    shown = {name: "Work it out" in written[f"questions/{name}.md"] for name in told}
    assert shown == told


def test_core_questions_come_first_on_their_stage(
    playbook: Playbook, written: dict[str, str]
) -> None:
    for stage in playbook.vocabulary.stages:
        page = f"stages/{stage}.md"
        places = {
            q.core and q.stage == stage: written[page].index(f'href="{link(of_entry(q), page)}')
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
    written = bodies(found, layered(root, "templates/pages"))
    forwards = {path: make().forward for path, make in pages(found).items()}
    for old in ("older", "old"):
        assert forwards[f"questions/{old}.md"] == "questions/why-now.md"
        assert 'href="../../questions/why-now/"' in written[f"questions/{old}.md"]
    assert "Nobody said &lt;it&gt; any more" in written["patterns/past.md"]


def test_each_entry_leads_to_where_it_is_edited(project: Project) -> None:
    edit = "edit_url: https://git.example.org/acme/edit/main/{path}\n"
    root = project({"../site-config/playbook.yaml": base.CONFIG + edit})
    found = check(Folder(root), TODAY).playbook
    assert found
    written = bodies(found, layered(root, "templates/pages"))
    for entry in found.entries.values():
        place = escape(f"https://git.example.org/acme/edit/main/{entry.path}")
        assert f'<a href="{place}">Edit this entry</a>' in written[of_entry(entry)]


@pytest.mark.long
def test_a_playbook_with_nothing_but_stages_says_what_to_do_on_home_alone(tmp_path: Path) -> None:
    whole = check(Folder(make_project(tmp_path / "project")), TODAY).playbook
    assert whole
    config = whole.config.model_copy(update={"live_since": None})
    empty = replace(whole, config=config, entries={}, edges=())
    written = bodies(empty, layered(CHECKOUT, "templates/pages"))
    for hub in ("questions/index.md", "patterns/index.md", "worksheets/index.md", "coverage.md"):
        assert " yet." in written[hub]
        assert "content/" not in written[hub]
    assert (
        "<code>.venv/bin/donebook import questions.csv --as question</code>" in written["index.md"]
    )
    for other in (whole, replace(whole, entries={}, edges=())):
        home = bodies(other, layered(CHECKOUT, "templates/pages"))["index.md"]
        assert "donebook import" not in home, "no hint for editors once reps have it"


def test_a_part_of_the_navigation_without_pages_is_left_out(playbook: Playbook) -> None:
    def parts(found: Playbook) -> list[str]:
        return [
            name
            for item in engine_settings(
                found, Generated({NEWS: Rendered(NEWS, "", "", "", ())}, {}, ())
            ).nav
            for name in item
        ]

    kept = {k: e for k, e in playbook.entries.items() if k.kind not in ("worksheet", "exercise")}
    gone = {"Print", "Sheets"}
    assert gone <= {*parts(playbook)}
    assert parts(replace(playbook, entries=kept)) == [n for n in parts(playbook) if n not in gone]


@pytest.mark.long
def test_a_follow_up_without_a_phrase_is_asked_whatever_they_say(project: Project) -> None:
    follow_ups = "follow_ups:\n  - {ask: Who signs?}\n  - {heard: Nothing, ask: What else?}\n"
    why_us = base.question("Why us", "compete").replace(
        "follow_ups:\n  - {heard: Nothing, ask: What else is there?}\n", follow_ups
    )
    assert "Who signs?" in why_us
    loaded = load(Folder(project({"questions/why-us.yaml": why_us}))).playbook
    assert loaded
    made = bodies(loaded, layered(CHECKOUT, "templates/pages"))
    for page in ("questions/why-us.md", "stages/open/call.md"):
        assert "<div><dt>Whatever they say</dt><dd>“Who signs?”</dd></div>" in made[page]
        assert "<div><dt>Nothing</dt><dd>“What else?”</dd></div>" in made[page]
    assert "“What else?”" in made["phrases.md"]
    assert "Who signs?" not in made["phrases.md"]


def test_drafts_are_left_out_of_what_is_published(project: Project) -> None:
    root = project({"patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n")})
    found = check(Folder(root), TODAY).playbook
    assert found
    assert "patterns/drafted.md" in pages(found)
    assert "patterns/drafted.md" not in pages(found.without_drafts())


def test_a_company_can_replace_a_single_template(project: Project) -> None:
    root = project()
    own = root / "templates" / "pages"
    own.mkdir(parents=True)
    (own / "glossary.html.j2").write_text("<h1>Our own words</h1>\n")
    found = check(Folder(root), TODAY).playbook
    assert found
    written = bodies(found, layered(root, "templates/pages"))
    assert "<h1>Our own words</h1>" in written["glossary.md"]
    assert "Would we have known" not in written["glossary.md"]
    assert "Would we have known" in written["coverage.md"]


@pytest.mark.parametrize(
    ("target", "page", "links"),
    [
        ("questions/why-now.md", "patterns/done.md", ("../../questions/why-now/", "../questions/why-now.html", "../questions/why-now.md")),
        ("questions/index.md", "questions/why-now.md", ("../../questions/", "../questions/index.html", "../questions/index.md")),
        ("index.md", "map/index.md", ("../", "../index.html", "../index.md")),
        ("index.md", "index.md", ("./", "index.html", "index.md")),
        ("find.md", "index.md", ("find/", "find.html", "find.md")),
        ("stages/index-open.md", "find.md", ("../stages/index-open/", "stages/index-open.html", "stages/index-open.md")),
        ("packs/day-a4.pdf", "exercises/index.md", ("../packs/day-a4.pdf",) * 3),
    ],
)  # fmt: skip
def test_a_link_is_as_seen_from_a_server_a_folder_or_the_source(
    target: str, page: str, links: tuple[str, ...]
) -> None:
    assert tuple(link(target, page, view) for view in View) == links


def _told(playbook: Playbook) -> tuple[object, object]:
    found = json.loads(catalogue(playbook).partition(" = ")[2].rstrip(";\n"))
    return found["days"], found["stop"]


def test_scripts_know_nothing_of_a_table_that_is_only_read(playbook: Playbook) -> None:
    found = json.loads(catalogue(playbook).partition(" = ")[2].rstrip(";\n"))
    known = {part.get("table") for sheet in found["sheets"] for part in sheet["parts"]}
    tables = [s for w in playbook.worksheets for s in w.sections if isinstance(s, Table)]
    read = {table.key for table in tables if table.is_only_read}
    assert read
    assert known & {table.key for table in tables} == {table.key for table in tables} - read
    assert not [key for key in read if f'"{key}.' in catalogue(playbook)]


def test_scripts_know_the_days_of_the_settings_and_the_verdict_that_ends_a_deal(
    tmp_path: Path, playbook: Playbook
) -> None:
    settings = "confirm_every: 30\nkeep_deals: 90\n"
    root = make_project(tmp_path / "p", {"../site-config/playbook.yaml": base.CONFIG + settings})
    own = check(Folder(root), TODAY).playbook
    assert own
    assert _told(own) == ({"confirm": 30, "keep": 90}, "")
    assert _told(playbook) == ({"confirm": 21, "keep": 180}, "stop")


def test_frameworks_stand_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    bant = re.search(r"(?m)^  bant:\n(?:    .*\n)+", base.VOCABULARY)
    assert bant
    both = bant[0].replace("bant:", "zeta:").replace("BANT", "Zeta") + bant[0]
    root = make_project(
        tmp_path / "project", {"vocabulary.yaml": base.VOCABULARY.replace(bant[0], both)}
    )
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    page = bodies(playbook, layered(CHECKOUT, "templates/pages"))["frameworks/index.md"]
    assert 0 < page.index("Zeta") < page.index("BANT")
