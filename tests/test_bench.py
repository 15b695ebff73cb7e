"""The bench: its own parts are right, and its page says what was recorded. Tiny commands, no builds."""

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest

import bench.contenders
import history
from bench import hugo, plot, report
from bench.__main__ import PARTS, parser
from bench.contenders import (
    BUILDERS,
    Against,
    Field,
    Incomplete,
    Job,
    interleaved,
    own_environment,
    set_up,
)
from bench.measuring import CommandFailed, measured
from bench.playbooks import make_playbook
from bench.recording import (
    COLD,
    RECORDED,
    WARM,
    Machine,
    Recording,
    Sample,
    commit_of,
    moves,
    spread,
)
from bench.running import Log, take_turns
from bench.stages import APART, CALLS, IN_ORDER, REST, Clock, apart, found
from donebook.check import check
from donebook.source import Folder
from projects import make_project

# Holds memory until a moment has passed.
HELD = "import time; held = b'x' * 80_000_000; time.sleep(.6)"
TWO = f"import subprocess, sys; held = b'x' * 80_000_000; subprocess.run([sys.executable, '-c', {HELD!r}])"
FORKED = "import os, time; held = b'x' * 80_000_000; os.fork(); time.sleep(.6)"


def python(code: str, name: str = "job", state: str = "", cwd: Path = Path(), **more: str) -> Job:
    return Job(name, state, (sys.executable, "-c", code), cwd, **more)  # type: ignore[arg-type]


def sample(job: str, seconds: float, state: str = COLD, size: int = 100, **more: object) -> Sample:
    return Sample.model_validate(
        {"size": size, "job": job, "state": state, "round": 1, "seconds": seconds, **more}
    )


def recording(*samples: Sample, **more: object) -> Recording:
    machine = Machine(processor="One", cores=2, memory=8, system="Any", python="3", load=0.1)
    told = {"day": date(2026, 11, 26), "commit": "abc", "machine": machine, "versions": {}, **more}
    return Recording.model_validate({**told, "samples": samples})


def three_sizes() -> Recording:
    """Builds that take in proportion to their entries, but for one."""
    factors = {"ours": 1.0, "mkdocs": 2.0, "zensical": 0.5, "hugo": 0.1}
    samples = [
        sample(job, factor * size / 100 * (0.5 if state == WARM else 1), state, size)
        for size in (100, 1_000, 10_000)
        for job, factor in factors.items()
        for state in ((COLD, WARM) if job == "ours" else ("",))
    ]
    stages = dict.fromkeys(IN_ORDER, 1.0)
    samples += [sample("stages", 10.0, state, stages=stages) for state in (COLD, WARM)]
    return recording(*samples)


def test_the_middle_and_the_ends_of_some_runs() -> None:
    assert spread([]) is None
    odd, even = spread([3.0, 1.0, 8.0]), spread([4.0, 1.0, 2.0, 9.0])
    assert odd
    assert (odd.median, odd.least, odd.most, odd.runs) == (3.0, 1.0, 8.0, 3)
    assert even
    assert (even.median, even.least, even.most, even.runs) == (3.0, 1.0, 9.0, 4)


def test_a_command_is_measured_to_its_end(tmp_path: Path) -> None:
    outcome = measured((sys.executable, "-c", "import time; time.sleep(.3)"), tmp_path)
    assert 0.3 <= outcome.seconds < 10
    assert outcome.cpu < outcome.seconds
    assert outcome.megabytes > 1
    assert outcome.others >= 0


def test_a_command_that_fails_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^in words$"):
        measured((sys.executable, "-c", "import sys; sys.exit('in words')"), tmp_path)


def test_a_command_ends_with_the_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)"
    )

    def interrupted(*_: object) -> None:
        while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.wait4", interrupted)
        with pytest.raises(KeyboardInterrupt):
            measured((sys.executable, "-c", code), tmp_path)
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))


@pytest.mark.long
def test_memory_is_that_of_all_processes_at_one_time(tmp_path: Path) -> None:
    one, two = (measured((sys.executable, "-c", code), tmp_path) for code in (HELD, TWO))
    assert 76 < one.megabytes < 140
    assert 150 < two.megabytes < 240


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes share")
def test_memory_that_processes_share_counts_once(tmp_path: Path) -> None:
    assert 76 < measured((sys.executable, "-c", FORKED), tmp_path).megabytes < 140


def test_runs_take_turns_and_warm_ones_follow_cold_ones() -> None:
    jobs = [python("", name, state) for name in "ab" for state in (COLD, WARM)]
    jobs.append(python("", "c"))
    order = [(number, job.name, job.state) for number, job in interleaved(2, jobs)]
    once = [("a", COLD), ("b", COLD), ("c", ""), ("a", WARM), ("b", WARM)]
    assert order == [(number, *job) for number in (1, 2) for job in once]


def test_what_a_run_starts_without_is_removed(tmp_path: Path) -> None:
    (tmp_path / "site/old").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    code = (
        "import os; print(os.getcwd()); os.mkdir('site'); os.rmdir('kept'); os.rmdir('build/pages')"
    )
    job = Job("job", COLD, (sys.executable, "-c", code), tmp_path, ("site",))
    job.run()
    assert not (tmp_path / "site/old").exists()
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(("pages", "is_whole"), [(2, True), (3, False)])
def test_a_site_that_lacks_pages_is_refused(tmp_path: Path, pages: int, *, is_whole: bool) -> None:
    code = "import pathlib; p = pathlib.Path('out'); p.mkdir(); [(p / f'{n}.html').touch() for n in (1, 2)]"
    job = Job("job", "", (sys.executable, "-c", code), tmp_path, ("out",), {}, "out", pages)
    if is_whole:
        job.run()
    else:
        with pytest.raises(Incomplete, match="2 pages of 3"):
            job.run()


def test_a_job_that_fails_is_left_out_and_the_others_go_on(tmp_path: Path) -> None:
    jobs = (
        python("", "fine", cwd=tmp_path),
        python("raise OSError('no luck')", "bad", cwd=tmp_path),
    )
    said: list[str] = []
    log = Log(recording(), tmp_path / "out/found.json", said.append)
    take_turns(log, Field(jobs), 100, 3)
    assert [(s.job, s.round) for s in log.recording.samples] == [("fine", n) for n in (1, 2, 3)]
    [note] = log.recording.notes
    assert note.startswith("100 entries: bad failed:")
    assert "no luck" in note
    assert f"note: {note}" in said
    assert Recording.load(tmp_path / "out/found.json") == log.recording


def test_the_stages_of_a_run_add_up_to_its_time(tmp_path: Path) -> None:
    told = json.dumps({"check": 0.001, APART: 90.0, REST: 50.0})
    code = f"import pathlib; pathlib.Path('stages.json').write_text({told!r})"
    log = Log(recording(), tmp_path / "found.json", str)
    take_turns(log, Field((python(code, "stages", COLD, tmp_path),)), 100, 1)
    [run] = log.recording.samples
    assert run.stages["check"] == 0.001
    assert run.stages[APART] == 90.0
    assert run.stages[REST] == pytest.approx(run.seconds - 0.001, abs=0.001)


def test_a_recording_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    written = recording(
        sample("ours", 1.5, megabytes=20.0, others=0.25, stages={"check": 0.5}),
        sample("mkdocs", 2.0, ""),
        notes=("A note.",),
        pages={100: 120},
        index={100: 12.5},
    )
    written.save(tmp_path / "found.json")
    assert Recording.load(tmp_path / "found.json") == written


def test_runs_without_a_state_count_in_each() -> None:
    found = recording(sample("ours", 1.0), sample("ours", 4.0, WARM), sample("mkdocs", 2.0, ""))
    assert [found.ratio(100, "ours", state, "mkdocs") for state in (COLD, WARM)] == [0.5, 2.0]
    assert found.ratio(100, "mkdocs", "", "ours") == 2.0
    assert found.ratio(100, "ours", COLD, "hugo") is None


def test_ratios_are_compared_and_not_seconds() -> None:
    before = recording(
        sample("mkdocs", 2.0, ""), sample("ours", 1.0), sample("ours", 8.0, size=1_000)
    )
    now = recording(sample("mkdocs", 4.0, ""), sample("ours", 3.0), sample("check", 1.0))
    [move] = moves(before, now)
    assert (move.job, move.state, move.yardstick) == ("ours", COLD, "mkdocs")
    assert (move.before, move.now) == (0.5, 0.75)
    assert move.change == pytest.approx(0.5)
    told = report.compared(before, now)
    assert "donebook build" in told
    assert "+50%" in told


def test_a_part_is_compared_by_the_yardstick_that_it_has() -> None:
    part = recording(sample("zensical", 2.0), sample("ours", 3.0))
    whole = recording(sample("mkdocs", 8.0, ""), sample("zensical", 4.0), sample("ours", 2.0))
    [move] = moves(whole, part)
    assert (move.yardstick, move.before, move.now) == ("zensical", 0.5, 1.5)


def test_where_the_yardstick_is_new_nothing_is_compared() -> None:
    before = recording(sample("zensical", 2.0), sample("ours", 1.0))
    now = recording(sample("mkdocs", 4.0, ""), sample("zensical", 2.0), sample("ours", 3.0))
    assert moves(before, now) == []
    assert "nothing was measured in both" in report.compared(before, now)


def test_sizes_that_were_not_measured_stay_as_they_were_recorded() -> None:
    before = recording(
        sample("ours", 1.0, size=250),
        sample("ours", 9.0, size=1_000),
        commit="old",
        notes=("Old.",),
        pages={250: 3, 1_000: 9},
        index={1_000: 4.5},
    )
    now = recording(sample("ours", 2.0, size=260), commit="new", notes=("New.",), pages={260: 4})
    both = now.joined(before)
    assert [(run.size, run.seconds) for run in both.samples] == [(1_000, 9.0), (260, 2.0)]
    assert both.pages == {260: 4, 1_000: 9}
    assert both.index == {1_000: 4.5}
    assert both.commit == "new"
    told = "1,000 entries were measured on 2026-11-26 at commit old."
    assert both.notes == ("New.", told, "Old.")


def test_nothing_is_kept_of_another_machine_or_where_all_sizes_are_new() -> None:
    now, before = recording(sample("ours", 2.0)), recording(sample("ours", 9.0, size=1_000))
    other = before.model_copy(update={"machine": before.machine.model_copy(update={"cores": 64})})
    busier = before.machine.model_copy(update={"load": 5.0})
    assert now.joined(other) == now
    assert now.joined(recording(sample("ours", 1.0))) == now
    assert now.joined(before.model_copy(update={"machine": busier})).sizes == [100, 1_000]


def test_an_older_donebook_is_told_in_short() -> None:
    samples = [
        sample(job, took * factor, state)
        for job, took in {"ours": 1.0, "older": 5.0}.items()
        for state, factor in {COLD: 4, WARM: 1}.items()
    ]
    shown = [sample("edit to screen", 0.25, ""), sample("older edit to screen", 10.0, "")]
    told = report.documents(recording(*samples, sample("mkdocs", 2.0, ""), *shown))[report.PAGE]
    assert "that is 2.00 and 0.50 times what plain MkDocs takes" in told
    assert "takes, and 0.20 and 0.20 times what an older donebook build takes.\n" in told
    assert "after 10.00 s, 40 times as long" in told


class Hand:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def turn(self, seconds: float) -> None:
        self.seconds += seconds


def test_a_moment_belongs_to_the_innermost_stage() -> None:
    now = Hand()
    clock = Clock(now)
    inner = clock.timed("inner", now.turn)

    def outer() -> Callable[[], None]:
        now.turn(1)
        inner(10)
        now.turn(100)
        return lambda: now.turn(1000)

    later = clock.timed("outer", outer)()
    now.turn(10_000)
    later()
    clock.turn(REST)
    assert clock.seconds == {"outer": 1101, "inner": 10, REST: 10_000}


def test_a_stage_that_fails_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = Hand()
    clock = Clock(now)

    def fails() -> None:
        now.turn(1)
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        clock.timed("stage", fails)()
    now.turn(10)
    clock.turn(REST)
    assert clock.seconds == {"stage": 1, REST: 10}


def test_what_other_threads_call_is_no_stage() -> None:
    now = Hand()
    clock = Clock(now)
    printing = threading.Thread(target=clock.timed("sheets", now.turn), args=(5,))
    printing.start()
    printing.join()
    clock.turn(REST)
    assert clock.seconds == {REST: 5}


@pytest.mark.long
def test_the_work_of_other_threads_and_processes_is_told_apart() -> None:
    def work() -> None:
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            pass

    start = apart()
    work()
    assert apart() - start < 0.1
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert 0.2 <= apart() - start < 0.35


@pytest.mark.parametrize(("module", "path", "stage"), CALLS)
def test_the_program_has_each_stage(module: str, path: str, stage: str) -> None:
    owner, name = found(module, path)
    assert callable(getattr(owner, name))
    assert stage


def test_hugo_gets_pages_without_markdown_and_everything_else(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "questions").mkdir(parents=True)
    text = '---\ntitle: "A page"\n---\n<!-- contents [{"id": "top"}] -->\n<div>\n<p>a</p>\n</div>\n'
    for path in ("index.md", "questions/index.md", "questions/why-now.md"):
        (pages / path).write_text(text)
    (pages / "assets").mkdir()
    (pages / "assets/style.css").write_text("p {}")
    hugo.write_site(pages, tmp_path / "hugo")
    made = {p.relative_to(tmp_path / "hugo").as_posix() for p in (tmp_path / "hugo").rglob("*.*")}
    assert made == {
        *("hugo.toml", "layouts/all.html", "static/assets/style.css", "content/_index.html"),
        *("content/questions/_index.html", "content/questions/why-now.html"),
    }
    page = (tmp_path / "hugo/content/questions/why-now.html").read_text()
    assert page == '---\ntitle: "A page"\n---\n<div>\n<p>a</p>\n</div>\n'


def test_hugo_is_not_given_what_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/index.md").write_text("# A page\n")
    with pytest.raises(ValueError, match=r"index\.md"):
        hugo.write_site(tmp_path / "pages", tmp_path / "hugo")


@pytest.mark.long
def test_an_older_checkout_gets_its_own_environment(tmp_path: Path) -> None:
    (tmp_path / "generator").mkdir()
    (tmp_path / ".gitignore").write_text(".venv/\n")
    rule = '.venv/.site:\n\tmkdir -p .venv/bin\n\tln -s "$(PYTHON)" .venv/bin/python\n'
    (tmp_path / "Makefile").write_text(rule)
    history.start(tmp_path)
    against = own_environment(tmp_path, None)
    assert against.python == tmp_path / ".venv/bin/python"
    assert against.commit == history.git(tmp_path, "rev-parse", "--short=10", "HEAD")
    assert own_environment(tmp_path, Path(sys.executable)).python == Path(sys.executable)
    (tmp_path / "Makefile").write_text(".venv/.site:\n\tfalse\n")
    assert commit_of(tmp_path) == f"{against.commit}+"
    (tmp_path / ".venv/bin/python").unlink()
    with pytest.raises(CommandFailed, match="Error"):
        own_environment(tmp_path, None)


def test_the_table_says_cold_and_warm_apart() -> None:
    runs = [sample("ours", s, megabytes=m) for s, m in ((1.0, 10), (3.0, 30), (2.0, 20))]
    busy = sample("mkdocs", 4.0, "", others=1.5)
    shown = report.table(recording(*runs, sample("ours", 0.5, WARM), busy, notes=("No Hugo.",)))
    [ours] = [line.split() for line in shown.splitlines() if "donebook build" in line]
    assert ours[3:] == ["2.00", "1.00–3.00", "0.50", "20", "0.500", "0.500–0.500", "0.12", "–"]
    assert "× plain MkDocs" in shown
    assert "note: No Hugo." in shown
    assert "During 1 of 1 runs, other programs" in shown


def test_stages_are_told_with_their_shares() -> None:
    [head, cold, warm] = report.stage_rows(three_sizes())
    assert list(head[2:-1]) == list(IN_ORDER)
    assert (cold[1], warm[1]) == (COLD, WARM)
    assert list(cold[2:-1]) == ["1.00 (10%)"] * len(IN_ORDER)


def test_only_what_stands_between_marks_is_written_anew() -> None:
    page = "before\n<!-- bench: one -->\nold\n<!-- end -->\nafter\n"
    new = "before\n<!-- bench: one -->\n\nnew\n\n<!-- end -->\nafter\n"
    blocks = {"one": lambda: "new"}
    assert report.filled(page, blocks) == new
    assert report.filled(new, blocks) == new
    with pytest.raises(KeyError):
        report.filled(page, {})


def test_pictures_are_svg_and_name_what_they_show() -> None:
    drawn = [plot.growth(three_sizes()), plot.stages(three_sizes())]
    growth, stages = (" ".join(ElementTree.fromstring(text).itertext()) for text in drawn)
    for name in ("donebook build, cold", "donebook build, warm", "plain MkDocs", "Hugo", "10,000"):
        assert name in growth
    assert BUILDERS["properdocs"] not in growth
    for name in IN_ORDER:
        assert name in stages
    assert "1.00 s, 10%" in stages


def test_ten_times_the_time_is_as_far_everywhere_on_an_axis() -> None:
    root = ElementTree.fromstring(plot.growth(three_sizes()))
    line = root.find("{*}polyline")
    assert line is not None
    (x1, y1), (x2, y2), (x3, y3) = (
        tuple(map(float, point.split(","))) for point in line.attrib["points"].split()
    )
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert y1 > y2


def test_names_at_lines_do_not_cover_each_other() -> None:
    alike = recording(*(sample(job, 1.0, "") for job in BUILDERS))
    texts = ElementTree.fromstring(plot.growth(alike)).findall("{*}text")
    names = sorted(float(t.attrib["y"]) for t in texts if " 1" in (t.text or ""))
    assert len(names) >= len(BUILDERS)
    assert all(below - above >= plot.LINE for above, below in pairwise(names))


def test_the_page_and_its_pictures_are_what_was_recorded() -> None:
    for place, text in report.documents(Recording.load(RECORDED)).items():
        assert place.read_text(encoding="utf-8") == text, "run `make bench BENCH=--page`"


def test_the_page_names_every_option_and_part() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    options = {o for action in parser()._actions for o in action.option_strings}  # noqa: SLF001
    for option in sorted(options - {"-h", "--help"}):
        assert f"`{option}" in page
    for part in PARTS:
        assert f"`{part}`" in page


@pytest.mark.parametrize("entries", [0, 600])
@pytest.mark.slow
def test_a_made_playbook_has_no_problems(tmp_path: Path, entries: int) -> None:
    make_playbook(tmp_path / "made", entries)
    checked = check(Folder(tmp_path / "made"), date.today())  # noqa: DTZ011 - as the bench does
    assert [problem.message for problem in checked.problems] == []
    assert checked.entries >= entries * 0.95


@pytest.mark.slow
def test_an_older_donebook_gets_as_many_entries_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[int, Path]] = []

    def make(root: Path, entries: int, checkout: Path = tmp_path / "ours") -> None:
        made.append((entries, checkout))
        make_project(root)

    program = tmp_path / "checkout/.venv/bin/donebook"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable}\n")
    program.chmod(0o755)
    monkeypatch.setattr(bench.contenders, "make_playbook", make)
    against = Against(tmp_path / "checkout", program.with_name("python"), "abc")
    works = tmp_path / "one", tmp_path / "two"
    for work in works:
        work.mkdir()
    field = set_up(works[0], 10, {"older"}, against)
    assert field.notes == ()
    assert made == [(10, tmp_path / "ours"), (field.entries, tmp_path / "checkout")]
    assert [(job.name, job.state, job.pages) for job in field.jobs] == [
        ("older", COLD, field.entries),
        ("older", WARM, field.entries),
    ]
    program.write_text("#!/bin/false\n")
    [note] = set_up(works[1], 10, {"older"}, against).notes
    assert note.startswith(f"{field.entries} entries: an older donebook build is left out")


@pytest.mark.torture  # each sets itself up
def test_each_contender_builds_the_pages_of_a_small_playbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.contenders, "make_playbook", lambda root, _: make_project(root))
    wanted = {"ours", "mkdocs", "properdocs", "zensical", "hugo", "stages"}
    field = set_up(tmp_path, 10, wanted, None)
    assert field.notes == ()
    assert {job.name for job in field.jobs} == wanted
    log = Log(recording(), tmp_path / "found.json", str)
    field = Field(tuple(job for job in field.jobs if job.state != WARM))
    take_turns(log, field, 10, 1)
    assert log.recording.notes == ()
    assert {run.job for run in log.recording.samples} == wanted
    [told] = [run.stages for run in log.recording.samples if run.stages]
    assert set(IN_ORDER) <= told.keys()
