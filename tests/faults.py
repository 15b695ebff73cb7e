"""Runs something again and again, and lets another operation on files fail each time.

A process of its own, `python tests/faults.py JOB FOLDER STEP KINDS`: a trial is a fork of it, in which
the interpreter's audit events count the operations below the folder, and each that STEP leads to fails
or kills in one of the trials.
"""

import errno
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

KILL, SHORT = "kill", "short"
KINDS = (KILL, SHORT, "ENOSPC", "EIO", "EACCES", "EMFILE")
COUNTED = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod")
NOT_REACHED, REFUSED = 77, 78
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Job:
    """What is tried: how its folder is made, what runs in it, and what the next command does first."""

    make: Callable[[Path], object]
    run: Callable[[Path], int]
    after: Callable[[Path], object]
    goes_on: bool = False
    """Whether it does more once all is written and told, which may fail, too."""
    is_run_again: bool = False
    """Whether `after` is the same command once more, which ends what was begun."""
    step: int = 1
    """Of so many operations one is tried: a run of this one takes long."""


def held(root: Path) -> Mapping[str, str]:
    """All files below a folder but what is made anew, by their paths."""
    return {
        place.relative_to(root).as_posix(): place.read_bytes().hex()
        for place in sorted(root.rglob("*"))
        if place.is_file() and "build" not in place.parts
    }


def trials(job: Job, folder: Path, kinds: tuple[str, ...], step: int) -> Iterator[str]:
    """What went wrong, a line each; none where every trial ended as before or as wanted."""
    model = folder / "model"
    job.make(model)
    before = held(model)
    wanted = folder / "wanted"
    shutil.copytree(model, wanted)
    if job.run(wanted) != 0:
        raise AssertionError("the job fails by itself")
    after = held(wanted)
    assert before != after
    done = 0
    for kind in kinds:
        for number in range(1, MOST, step * job.step):
            root = folder / "trial"
            shutil.copytree(model, root)
            code = _forked(partial(_run, job, root, kind, number))
            if code == NOT_REACHED:
                assert held(root) == after
                shutil.rmtree(root)
                break
            done += 1
            recovered = _forked(partial(_after, job, root))
            now = held(root)
            is_either = code == -signal.SIGKILL or job.goes_on
            ends = [after] if code == 0 else [before, after] if is_either else [before]
            ends = [after] if job.is_run_again else ends
            if recovered != 0 or now not in ends:
                state = (
                    "after"
                    if now == after
                    else "before"
                    if now == before
                    else f"torn: {_told(before, after, now)}"
                )
                yield f"{kind} at operation {number}: exit {code}, then {recovered}, {state}"
            shutil.rmtree(root)
    sys.stderr.write(json.dumps({"trials": done}) + "\n")


def _after(job: Job, root: Path) -> int:
    code = job.after(root)
    return code if job.is_run_again and isinstance(code, int) else 0


def _told(before: Mapping[str, str], after: Mapping[str, str], now: Mapping[str, str]) -> str:
    return " ".join(
        f"{path}={'old' if now.get(path) == before.get(path) else 'new' if now.get(path) == after.get(path) else 'other'}"
        for path in sorted({*before, *after, *now})
        if not before.get(path) == after.get(path) == now.get(path)
    )


def _forked(work: Callable[[], int]) -> int:
    """What a fork of this process exits with; the number of its signal, below zero, where it is killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        except OSError:
            code = REFUSED
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - told by its code
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _run(job: Job, root: Path, kind: str, number: int) -> int:
    """Run the job, and let the operation of that number fail."""
    seen = 0
    below = str(root)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in COUNTED or not str(arguments[0]).startswith(below):
            return
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            return
        seen += 1
        if seen != number:
            return
        if kind == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if kind == SHORT:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (7, resource.RLIM_INFINITY))
            return
        failed = getattr(errno, kind)
        raise OSError(failed, os.strerror(failed), str(arguments[0]))

    sys.addaudithook(hook)
    code = job.run(root)
    return code if seen >= number else NOT_REACHED


def main() -> None:
    from faulty import JOBS

    name, folder, step, *kinds = sys.argv[1:]
    for wrong in trials(JOBS[name], Path(folder).resolve(), tuple(kinds) or KINDS, int(step)):
        sys.stdout.write(wrong + "\n")


if __name__ == "__main__":
    main()
