"""Pages for editors, and what is new for reps: made from rules, models, history and warnings."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from donebook.check import check
from donebook.cli.main import donebook
from donebook.defaults import layered
from donebook.load import load
from donebook.news import Day, Gap, Missing, News
from donebook.pages import Context
from donebook.pages.whats_new import feed
from donebook.playbook import Playbook
from donebook.rules import CODES, base
from donebook.rules.base import TODAY
from donebook.rules.example import examples
from donebook.schema import WANTED, shapes
from donebook.site.history import news_of
from donebook.source import Folder
from history import commit, start
from projects import CHECKOUT, bodies, lay, make_project

TEMPLATES = layered(CHECKOUT, "templates/pages")


def written(root: Path, news: News | None = None) -> Mapping[str, str]:
    """The pages of a folder, with characters as people read them."""
    checked = check(Folder(root), TODAY)
    assert checked.playbook
    context = Context(checked.problems, news)
    return {
        path: unescape(text) for path, text in bodies(checked.playbook, TEMPLATES, context).items()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture(scope="module")
def starters(playbook: Playbook) -> Mapping[str, str]:
    return {path: unescape(text) for path, text in bodies(playbook, TEMPLATES).items()}


def test_every_code_has_a_page_with_what_why_how_and_an_example(
    starters: Mapping[str, str],
) -> None:
    for code in CODES.values():
        page = starters[f"rules/{code.id}.md"]
        assert f">{code.id}: {code.title}</h1>\n" in page
        for text in (code.why, code.fix):
            assert text.replace("`", "") in page.replace("<code>", "").replace("</code>", "")
        for example in examples(code):
            assert all(line.strip() in page for line in example.lines), code.id
        assert f'href="../rules/{code.id}/"' in starters["rules/index.md"]


def test_every_field_is_told_with_what_it_takes(starters: Mapping[str, str]) -> None:
    for name, shape in shapes().items():
        page = starters[f"editing/{name}.md"]
        for definition, schema in shape["definitions"].items():
            if definition in ("Moved", "Retired"):
                continue
            for field, inner in schema["properties"].items():
                assert f"<code>{field}</code>" in page, (name, field)
                assert inner["description"].removesuffix(f" {WANTED}") in page, (name, field)
    assert "a date, such as 2026-11-23" in starters["editing/question.md"]
    assert "a list; each item: the id of a pattern" in starters["editing/question.md"]
    assert "one of: adopt, redefine" in starters["editing/pattern.md"]
    assert "a whole number from 1 to 8" in starters["editing/worksheet.md"]
    mark = ' <b class="db-needed" title="makes the entry complete">+'
    assert f"<code>heard</code>{mark}" in starters["editing/pattern.md"]
    assert f"<code>after</code>{mark}" not in starters["editing/pattern.md"]
    assert "marked with a plus" in starters["editing/pattern.md"]
    assert "marked with a plus" not in starters["editing/playbook.md"]


def test_links_between_groups_of_fields_lead_somewhere(starters: Mapping[str, str]) -> None:
    import re

    for name in shapes():
        page = starters[f"editing/{name}.md"]
        anchors = set(re.findall(r'<h2 id="([\w-]+)"', page))
        assert set(re.findall(r'href="#([\w-]+)"', page)) <= anchors


@pytest.mark.long
def test_the_guide_leads_to_the_file_where_the_host_is_known(root: Path) -> None:
    assert "Edit this entry" not in written(root)["editing/index.md"]
    lay(root, {"../site-config/playbook.yaml": base.CONFIG + "edit_url: https://git.example.org/edit/{path}\n"})  # fmt: skip
    assert "Edit this entry" in written(root)["editing/index.md"]


def test_commands_in_the_guide_are_commands_that_are_there(starters: Mapping[str, str]) -> None:
    import re

    guide = "".join(text for path, text in starters.items() if path.startswith("editing/"))
    found = set(re.findall(r"(?:`|<code>)donebook ([a-z]+(?: [a-z]+)?)", guide))
    assert {verb.split()[0] for verb in found} >= {"new", "rename", "reviewed", "check"}
    for verb in found:
        words = verb.split() if verb.startswith("new") else verb.split()[:1]
        assert CliRunner().invoke(donebook, [*words, "--help"]).exit_code == 0, verb


def test_health_shows_warnings_with_the_file_that_fixes_them(root: Path) -> None:
    lay(
        root,
        {
            "../site-config/playbook.yaml": base.CONFIG + "edit_url: https://git.example.org/edit/{path}\n",
            "questions/why-us.yaml": base.question("Why us", "compete").replace("What makes this", "Is this"),
        },
    )  # fmt: skip
    page = written(root)["editing/health.md"]
    assert '<a href="../../rules/W502/">W502</a>' in page
    assert "https://git.example.org/edit/content/questions/why-us.yaml" in page
    assert "content/questions/why-us.yaml:5" in page


def test_health_says_where_nothing_is_wrong(starters: Mapping[str, str]) -> None:
    page = starters["editing/health.md"]
    assert '<h2 id="warnings">Warnings</h2>\n<p>None.</p>' in page


def test_health_lists_every_entry_by_owner_soonest_first(root: Path) -> None:
    lay(root, {"patterns/hours-back.yaml": base.FILES["patterns/hours-back.yaml"].replace("2026-10-01", "2026-01-01")})  # fmt: skip
    page = written(root)["editing/health.md"]
    dates = [line.split('"')[1] for line in page.splitlines() if line.startswith("<tr data-review-by")]  # fmt: skip
    assert len(dates) == len(base.FILES) - 1
    assert dates == sorted(dates)
    assert dates[0] == "2026-09-28"


def test_health_names_what_is_hard_to_find(root: Path) -> None:
    lay(root, {"patterns/lonely.yaml": base.pattern("Lonely"), "questions/one.yaml": base.question("One", "real").replace("[hours-back]", "[lonely]")})  # fmt: skip
    page = written(root)["editing/health.md"]
    assert '<li><a href="../../patterns/lonely/">Lonely</a></li>' in page
    assert "- [Hours back]" not in page


# --- what is new


def days_of(root: Path, live: date | None = None) -> tuple[Day, ...]:
    """The days of a history that is known in full."""
    news = news_of(root, live)
    assert news
    assert news.gap is None
    return news.days


def asked(text: str) -> dict[str, str | None]:
    return {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("What makes this a question for real?", text)}  # fmt: skip


@pytest.fixture
def kept(root: Path) -> Path:
    """A playbook with a history of three days."""
    start(root, day="2026-11-01")
    commit(root, asked("Which date is behind it?"), day="2026-11-03")
    commit(root, {"patterns/new.yaml": base.pattern("Brand new"), "questions/one.yaml": base.question("One", "real").replace("[hours-back]", "[new, hours-back]")}, day="2026-11-10")  # fmt: skip
    commit(root, {"../README.md": "not content"}, day="2026-11-11")
    commit(root, asked("Who set the date?"), day="2026-11-12")
    commit(root, asked("Which date is behind it?"), day="2026-11-12")
    return root


@pytest.mark.long
def test_what_is_new_is_told_day_by_day_from_the_history(kept: Path) -> None:
    days = days_of(kept)
    assert days is not None
    # On the 12th something was changed and changed back.
    assert [day.day for day in days] == [date(2026, 11, 10), date(2026, 11, 3)]
    assert [c.effect for c in days[1].changes] == ["different"]
    page = written(kept, News(days))["whats-new.md"]
    assert page.index("Nov 10, 2026") < page.index("Nov 3, 2026")
    assert '<a href="../patterns/new/">Brand new</a>' in page
    assert "Which date is behind it?" in page
    assert 'data-day="2026-11-10"' in page


def test_changes_on_the_first_day_are_compared_with_how_it_began(root: Path) -> None:
    start(root, day="2026-11-01")
    commit(root, asked("Which date is behind it?"), day="2026-11-01")
    days = days_of(root)
    assert days
    assert [(day.day, len(day.changes)) for day in days] == [(date(2026, 11, 1), 1)]


@pytest.mark.long
def test_care_for_the_entries_is_no_news_for_reps(root: Path) -> None:
    start(root, day="2026-11-01")
    commit(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("2026-10-01", "2026-11-02")}, day="2026-11-02")  # fmt: skip
    assert news_of(root) == News()
    assert "Nothing has changed" in written(root, News())["whats-new.md"]


def test_without_a_history_there_is_no_page_for_it(root: Path) -> None:
    assert news_of(root) is None
    assert "whats-new.md" not in written(root, None)


def test_a_day_on_which_the_content_was_broken_is_passed_over(kept: Path) -> None:
    commit(kept, {"vocabulary.yaml": "stages: [\n"}, day="2026-11-14")
    commit(kept, {"vocabulary.yaml": base.VOCABULARY}, day="2026-11-15")
    days = days_of(kept)
    assert days
    assert [day.day.day for day in days] == [10, 3]


def shallow(root: Path, folder: Path, depth: int) -> Path:
    command: list[str | Path] = ["git", "clone", "-q", "--depth", str(depth), root.as_uri(), folder]
    subprocess.run(command, check=True)
    return folder


@pytest.mark.parametrize(("depth", "known"), [(1, 0), (5, 1)])
@pytest.mark.long
def test_a_shallow_clone_tells_what_it_knows_and_that_there_is_more(
    kept: Path, tmp_path: Path, depth: int, known: int
) -> None:
    news = news_of(shallow(kept, tmp_path / "shallow", depth))
    assert news
    assert len(news.days) == known
    assert news.gap
    assert "git fetch --unshallow" in news.gap.remedy
    page = written(kept, news)["whats-new.md"]
    assert "Nothing has changed" not in page
    assert "only the latest part of the playbook’s history" in page
    assert ("Nov 10, 2026" in page) == (known == 1)


def test_a_shallow_clone_with_all_that_the_page_shows_has_no_gap(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("donebook.site.history.MOST_DAYS", 2)
    start(root, day="2026-11-01")
    for number in range(2, 6):
        commit(root, asked(f"Which {number}?"), day=f"2026-11-0{number}")
    news = news_of(shallow(root, tmp_path / "shallow", 3))
    assert news
    assert news.gap is None
    assert news.days


@pytest.mark.long
def test_a_history_that_git_refuses_to_read_is_not_said_to_be_empty(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    news = news_of(kept)
    assert news
    assert news.gap
    assert news.gap.missing is Missing.UNREADABLE
    assert "git config --global --add safe.directory" in news.gap.remedy
    page = written(kept, news)["whats-new.md"]
    assert "Nothing has changed" not in page
    assert "could not be read" in page


def test_without_git_the_history_is_not_said_to_be_empty(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    news = news_of(kept)
    assert news
    assert news.gap == Gap(Missing.UNREADABLE, news.gap.remedy if news.gap else "")
    assert "git is not installed" in news.gap.remedy


def test_before_the_first_commit_nothing_is_said_of_a_history(root: Path) -> None:
    subprocess.run(["git", "init", "-q", root], check=True)
    assert news_of(root) is None


@pytest.mark.parametrize("verb", [("diff", "HEAD~1"), ("check", "--base", "HEAD~1")])
def test_commands_say_gits_whole_remedy(
    kept: Path, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ran = CliRunner().invoke(donebook, ["--root", str(kept), *verb])
    assert ran.exit_code == 2
    assert "dubious ownership" in ran.output
    assert f"git config --global --add safe.directory {kept}" in ran.output


def test_commands_say_how_to_fetch_the_rest(kept: Path, tmp_path: Path) -> None:
    root = shallow(kept, tmp_path / "shallow", 1)
    ran = CliRunner().invoke(donebook, ["--root", str(root), "diff", "HEAD~1"])
    assert ran.exit_code == 2
    assert "git fetch --unshallow" in ran.output


@pytest.mark.torture
@pytest.mark.slow
@pytest.mark.parametrize("verb", ["build", "generate"])
def test_a_build_warns_of_a_gap(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    root = shallow(kept, tmp_path / "shallow", 1)
    ran = CliRunner().invoke(donebook, ["--root", str(root), verb])
    assert ran.exit_code == 0, ran.output
    assert "warning: What's new is not complete" in ran.stderr
    assert "git fetch --unshallow" in ran.stderr
    ran = CliRunner().invoke(donebook, ["--root", str(kept), verb])
    assert "warning" not in ran.stderr


@pytest.mark.torture
@pytest.mark.slow
def test_mkdocs_says_it_too_and_goes_on(kept: Path, tmp_path: Path) -> None:
    root = shallow(kept, tmp_path / "shallow", 1)
    (root / "build/pages").mkdir(parents=True)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    mkdocs = Path(sys.executable).parent / "mkdocs"
    ran = subprocess.run([mkdocs, "build", "--strict"], cwd=root, env=env, capture_output=True, text=True, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "git fetch --unshallow" in ran.stderr


def test_the_feed_is_atom_with_an_entry_a_day(kept: Path) -> None:
    days = days_of(kept)
    playbook = load(Folder(kept)).playbook
    assert playbook
    assert days
    assert feed(playbook, days) is None
    config = playbook.config.model_copy(update={"address": "https://p.example.org/base"})
    text = feed(replace(playbook, config=config), days)
    assert text
    tree = ET.fromstring(text)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert tree.tag == "{http://www.w3.org/2005/Atom}feed"
    for needed in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert tree.find(needed, atom) is not None, needed
    ids = [e.findtext("a:id", namespaces=atom) for e in tree.findall("a:entry", atom)]
    assert ids == [
        "https://p.example.org/base/whats-new/#day-2026-11-10",
        "https://p.example.org/base/whats-new/#day-2026-11-03",
    ]
    for entry in tree.findall("a:entry", atom):
        assert entry.find("a:content/{http://www.w3.org/1999/xhtml}div", atom) is not None


@pytest.mark.parametrize(
    ("live", "days"),
    [
        ("2026-10-01", ["10", "03"]),
        ("2026-11-03", ["10", "03"]),  # the settings said it before
        ("2026-11-04", ["10"]),
        ("2026-11-11", []),
        (None, []),
    ],
)
@pytest.mark.long
def test_only_what_changed_since_reps_have_it_is_new(
    kept: Path, live: str | None, days: list[str]
) -> None:
    playbook = load(Folder(kept)).playbook
    assert playbook
    since = date.fromisoformat(live) if live else None
    update = {"live_since": since, "address": "https://p.example.org/"}
    found = replace(playbook, config=playbook.config.model_copy(update=update))
    page = bodies(found, TEMPLATES, Context((), News(days_of(kept, since))))["whats-new.md"]
    told = [f"2026-11-{day}" for day in days]
    assert re.findall(r'id="day-([\d-]+)"', page) == told
    assert re.findall(r"<id>\S*#day-([\d-]+)</id>", feed(found, days_of(kept, since)) or "") == told


@pytest.mark.long
def test_what_is_merged_on_the_day_of_going_live_is_new(root: Path) -> None:
    """What led up to it isn't, and what is written in afterwards begins after its day."""
    settings = root / "site-config/playbook.yaml"
    live, day = settings.read_text(), "2026-10-01"
    settings.write_text(live.replace("live_since: 2026-10-01\n", ""))
    start(root, day="2026-09-30")
    commit(root, {"questions/early.yaml": base.question("Early", "real")}, day=day)
    settings.write_text(live)
    commit(root, asked("Which one was it?"), day=day)
    assert [d.changes for d in days_of(root, date(2026, 10, 1))] == []
    commit(root, {"questions/why-us.yaml": "retired: Nobody asks it.\n"}, day=day)
    commit(root, {"questions/late.yaml": base.question("Late", "compete")}, day=day)
    (news,) = days_of(root, date(2026, 10, 1))
    assert news.day == date(2026, 10, 1)
    assert [c.id for c in news.changes if c.kind == "question"] == ["late", "why-us"]
    commit(root, {"questions/next.yaml": base.question("Next", "compete")}, day="2026-10-02")
    assert [d.day.day for d in days_of(root, date(2026, 10, 1))] == [2, 1]
    settings.write_text(live.replace("live_since: 2026-10-01", "live_since: 2026-09-30"))
    commit(root, {}, day="2026-10-02")
    assert [d.day.day for d in days_of(root, date(2026, 9, 30))] == [2, 1]


def test_hostile_words_in_the_history_stay_words(root: Path) -> None:
    start(root, day="2026-11-01")
    commit(root, asked("'<b>Why</b> {{ 7*7 }} & ](x)?'"), day="2026-11-02")
    days = days_of(root)
    checked = load(Folder(root)).playbook
    assert checked
    page = bodies(checked, TEMPLATES, Context((), News(days)))["whats-new.md"]
    assert "<b>Why" not in page
    assert "{{ 7*7 }}" in page, "words, and nothing to work out"
    config = checked.config.model_copy(update={"address": "https://p.example.org/"})
    assert "<b>Why</b>" not in (feed(replace(checked, config=config), days or ()) or "")
