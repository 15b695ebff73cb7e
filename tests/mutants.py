"""Do the tests bite? `make mutants` breaks the logic in small ways, and counts what no test sees.

mutmut makes the mutants and runs them: each is a copy of one function with one change. They are
made in a copy of the checkout, because mutmut mutates no function with a decorator, and here most
rules and facts have one. In the copy, decorators are written as the calls that they stand for.

A mutant belongs to the sample if the hash of its name is divisible by ONE_IN. A name holds the
function and the number of the change in it, so the sample depends on no result, and stays the same
where the code does.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from pathlib import Path

import libcst as cst

import budget
import lines_run
from projects import CHECKOUT, copy_checkout

ONE_IN = 40
LEAST = 0.85
# Of tests for each mutant; some lines of `load` are run by most of them. They are counted while lines
# are noted, which makes them about three times as long.
SECONDS = 30
WORK = CHECKOUT / "build" / "mutants"
TREE = WORK / "mutants"  # mutmut's name for it
IMPORTED_BEFORE = WORK / "imported-before.txt"
SLOW_IMPORTS = ("babel", "click", "fontTools.ttLib", "jinja2", "markdown_it", "pydantic", "yaml")
EQUIVALENTS = CHECKOUT / "tests" / "equivalents.toml"

# What decides something: no templates, no wiring, nothing that runs an engine, a press or a browser.
LOGIC = (
    "model",
    "rules",
    "facts",
    "diff",
    "source",
    "fix",
    "sheet",
    "index",
    "pages/address",
    "pages/grouping",
    "write",
    "report",
    "text",
    "spelling",
    "language",
    "playbook",
    "parse",
    "load",
)
TEST_AREAS = ("playbook", "setting up")  # of budgets.toml; the others build, print or browse
QUICK = "not browser and not slow and not torture"
# These start processes of their own, where no mutant is seen, look at the content or at imports, or
# take longer than they add.
LEFT_OUT = frozenset(
    f"tests/test_{name}.py"
    for name in (
        "chromium",
        "cli",
        "editing_pages",
        "imports",
        "kinds",
        "mutations",
        "once",
        "round_trip",
        "scripts",
        "starter",
        "wheel",
    )
)

SURVIVED = {0, 5, 33}  # exit codes: the tests passed; there was none
TIMED_OUT = -24  # SIGXCPU, which mutmut sends where tests take far longer than without the mutant


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutant that was tried: what it changes, and how its tests ended."""

    name: str
    change: str
    exit_code: int

    @property
    def area(self) -> str:
        return area_of(self.name)

    @property
    def survived(self) -> bool:
        return self.exit_code in SURVIVED


def area_of(name: str) -> str:
    """The room of the package that a mutant or a function is in, such as `rules`."""
    return name.split(".")[1]


def calls_for_decorators(body: Sequence[cst.BaseStatement]) -> Iterator[cst.BaseStatement]:
    """Write `@a def f` as `def f`, then `f = a(f)`, which Python defines to be the same."""
    for statement in body:
        if not isinstance(statement, cst.FunctionDef):
            yield statement
            continue
        yield statement.with_changes(decorators=())
        if statement.decorators:
            name = statement.name.value
            value: cst.BaseExpression = cst.Name(name)
            for decorator in reversed(statement.decorators):
                value = cst.Call(decorator.decorator, [cst.Arg(value)])
            assign = cst.Assign([cst.AssignTarget(cst.Name(name))], value)
            yield cst.SimpleStatementLine([assign])


class _Undecorated(cst.CSTTransformer):
    """Functions of a module and methods of its classes; what is inside a function stays."""

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802 -- libcst's name
        return False

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:  # noqa: N802 -- libcst's name
        body = calls_for_decorators(updated_node.body)
        return updated_node.with_changes(body=tuple(body))

    def leave_IndentedBlock(  # noqa: N802 -- libcst's name
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        return updated_node.with_changes(body=tuple(calls_for_decorators(updated_node.body)))


def undecorated(source: str) -> str:
    return cst.parse_module(source).visit(_Undecorated()).code


def tests() -> list[str]:
    """The files of tests that mutants are run against."""
    known = budget.areas()
    files = (p.relative_to(CHECKOUT).as_posix() for p in sorted(CHECKOUT.glob("tests/test_*.py")))
    return [
        file
        for file in files
        if next(area.name for area in known if file.startswith(area.paths)) in TEST_AREAS
        and file not in LEFT_OUT
    ]


def make_copies() -> None:
    """The checkout, in the folder where mutmut runs the tests, and the package, in `src`, for it."""
    shutil.rmtree(WORK, ignore_errors=True)
    copy_checkout(TREE)
    shutil.copytree(CHECKOUT / "generator", WORK / "src")
    for module in (WORK / "src").rglob("*.py"):
        module.write_text(undecorated(module.read_text("utf-8")), encoding="utf-8")
    (WORK / "setup.cfg").write_text(settings(), encoding="utf-8")
    IMPORTED_BEFORE.write_text("\n".join(SLOW_IMPORTS), encoding="utf-8")


def settings() -> str:
    """The section that mutmut reads."""
    package = [f"src/donebook/{name}" for name in LOGIC]
    lists = {
        "source_paths": ["src"],
        "only_mutate": [path for name in package for path in (f"{name}.py", f"{name}/*")],
        "pytest_add_cli_args": ["-m", QUICK, "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": tests(),
    }
    values = {
        # Each mutant gets a process that has imported nothing of the package, so that what imports
        # run is tried, too, and no cache holds what was worked out without the mutant.
        "process_isolation": "forkserver",
        "forkserver_warmup": "import",
        "preload_modules_file": IMPORTED_BEFORE.name,
        "track_dependencies": "false",
        # Roomy, for a busy machine: only what doesn't end is meant to time out.
        "timeout_multiplier": "10",
        "timeout_constant": "5",
        **{key: "".join(f"\n    {each}" for each in found) for key, found in lists.items()},
    }
    lines = (f"{key} = {value}\n" for key, value in values.items())
    return "[mutmut]\n" + "".join(lines)


def run(*command: str | Path, cwd: Path, plugins: str = "") -> None:
    """Run a command on the copy; raises RuntimeError with what it said on failure."""
    environment = {
        "PYTHONPATH": os.pathsep.join(map(str, (TREE / "src", TREE / "tests"))),
        "PYTHONDONTWRITEBYTECODE": "",  # modules with all their mutants take long to compile
        "PYTEST_PLUGINS": plugins,
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-4000:])


def mutmut(*arguments: str) -> None:
    run(Path(sys.executable).with_name("mutmut"), *arguments, cwd=WORK)


def measure_tests() -> None:
    """Run the tests once without a mutant, to know which lines they run."""
    options = ("-n", "auto", "-m", QUICK, "-p", "no:cacheprovider", *tests())
    run(sys.executable, "-m", "pytest", *options, cwd=TREE, plugins=lines_run.__name__)


def exit_codes() -> dict[Path, Mapping[str, int | None]]:
    """The mutants of each module, by its path in the copy; None where one was not tried."""
    return {
        meta.relative_to(TREE).with_suffix(""): json.loads(meta.read_text())["exit_code_by_key"]
        for meta in sorted((TREE / "src").rglob("*.meta"))
    }


def is_sampled(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % ONE_IN == 0


def lines_to_change(path: Path, name: str) -> range:
    """The lines of a function's body up to the one that a mutant changes, in its module in TREE."""
    from mutmut.mutation.data import MutantLineSpans
    from mutmut.mutation.diff_apply import generated_function_names

    spans = MutantLineSpans.load(path)
    assert spans, path
    names = generated_function_names(name)
    before, after = (text.splitlines() for text in spans.read_function_sources(names))
    differ = [n for n, (a, b) in enumerate(zip_longest(before, after)) if a != b]
    start = spans.span_by_function_name[names[0]].start
    named, changed = differ[0], max(differ[:2])  # the first that differs is that of the name
    return range(start + named + 1, start + max(changed, named + 1) + 1)


def that_run(lines: range, by_line: Mapping[int, Set[str]]) -> Set[str]:
    """The tests of the last line that any test ran.

    It may be above what changes: a text of several lines runs in the first, and some lines no test
    runs.
    """
    return next((by_line[line] for line in reversed(lines) if line in by_line), frozenset())


def choose_tests(sample: Set[str]) -> None:
    """Write down for mutmut which tests each function is tried with.

    mutmut would try a mutant with all tests that run its function, many of which don't get to what
    it changes.
    """
    measured = lines_run.measured(TREE)
    chosen: defaultdict[str, set[str]] = defaultdict(set)
    for path, names in exit_codes().items():
        by_line = measured.tests_by_line(TREE / path)
        for name in sample & names.keys():
            found = that_run(lines_to_change(path, name), by_line)
            chosen[name.partition("__mutmut_")[0]].update(nearest(name, found, measured.seconds))
    stats = {
        "tests_by_mangled_function_name": {name: sorted(found) for name, found in chosen.items()},
        "duration_by_test": measured.seconds,
        "stats_time": sum(measured.seconds.values()),
    }
    (TREE / "mutmut-stats.json").write_text(json.dumps(stats), encoding="utf-8")


def nearest(name: str, found: Iterable[str], took: Mapping[str, float]) -> list[str]:
    """SECONDS of the tests found for a mutant, and at least one.

    First those of its room, such as `test_rules.py` for a rule, then the quickest.
    """
    own = f"tests/test_{area_of(name)}.py"
    ordered = sorted(found, key=lambda test: (not test.startswith(own), took[test], test))
    spent = accumulate(took[test] for test in ordered)
    kept = [test for test, so_far in zip(ordered, spent, strict=True) if so_far <= SECONDS]
    return kept or ordered[:1]


def changed_lines(diff: str) -> str:
    """The lines of a diff that say what changed."""
    body = (line for line in diff.splitlines() if not line.startswith(("---", "+++")))
    return "\n".join(line for line in body if line.startswith(("-", "+")))


def tried() -> list[Mutant]:
    """Make all mutants, try the sample, and return how it went."""
    make_copies()
    os.chdir(WORK)
    # mutmut reads its settings from where it is imported.
    from mutmut.__main__ import create_mutants
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.utils.file_utils import copy_src_dir

    print("making mutants", flush=True)
    with contextlib.redirect_stdout(io.StringIO()):
        copy_src_dir()
        create_mutants(os.cpu_count() or 1)
    everything = [name for names in exit_codes().values() for name in names]
    sample = set(filter(is_sampled, everything))
    print(f"asking which tests run which line, for {len(everything):,} mutants", flush=True)
    measure_tests()
    choose_tests(sample)
    print(f"trying {len(sample)} mutants, one in {ONE_IN}", flush=True)
    mutmut("run", *sorted(sample))
    return [
        Mutant(name, changed_lines(get_diff_for_mutant(name, path=path)), code)
        for path, names in exit_codes().items()
        for name, code in names.items()
        if is_sampled(name) and code is not None
    ]


def equivalents() -> dict[str, str]:
    """What each mutant changes that is known to mean the same, by its name."""
    found = tomllib.loads(EQUIVALENTS.read_text("utf-8")).get("equivalent", [])
    return {each["mutant"]: each["change"].strip("\n") for each in found}


def stale(mutants: Iterable[Mutant], known: Mapping[str, str]) -> list[str]:
    """What is wrong with the list of equivalents, a sentence each."""
    by_name = {mutant.name: mutant for mutant in mutants}
    said = []
    for name, change in known.items():
        mutant = by_name.get(name)
        if mutant is None:
            said.append(f"{name} is no mutant of the sample any more.")
        elif mutant.change != change:
            said.append(f"{name} is another change by now:\n{mutant.change}")
        elif not mutant.survived:
            said.append(f"{name} is killed, so it doesn't mean the same.")
    return said


def table(mutants: Iterable[Mutant], known: Iterable[str]) -> Iterator[str]:
    """The rows of the table in Markdown, one for each area of the logic, and their sum at the end."""
    equal = set(known)
    by_area: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_area[mutant.area].append(mutant)
    yield "| area | mutants | killed | of these by time | survived | equivalent | share killed |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for area, found in (*by_area.items(), ("all", [m for a in by_area.values() for m in a])):
        timed_out = sum(m.exit_code == TIMED_OUT for m in found)
        same = sum(m.survived and m.name in equal for m in found)
        killed = sum(not m.survived for m in found)
        share = f"{killed / (len(found) - same):.0%}" if len(found) > same else ""
        yield f"| {area} | {len(found)} | {killed} | {timed_out} | {len(found) - killed - same} | {same} | {share} |"


def main() -> None:
    mutants, known = tried(), equivalents()
    survivors = [m for m in mutants if m.survived and m.name not in known]
    for mutant in survivors:
        print(f"\n{mutant.name}\n{mutant.change}")
    print("", *table(mutants, known), sep="\n")
    killed = sum(not m.survived for m in mutants)
    share = killed / (killed + len(survivors))
    problems = stale(mutants, known)
    if share < LEAST:
        problems.append(f"{share:.1%} are killed, fewer than {LEAST:.0%}.")
    if problems:
        sys.exit("\n".join(["", *problems]))


if __name__ == "__main__":
    main()
