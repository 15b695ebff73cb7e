"""Runs verbs of donebook at the same time, each in a process of its own.

Reads a line of JSON for each trial: verbs, each with the seconds before it, its arguments and the
files for its output and errors. Writes the numbers of the processes, then, as each ends, its number
and exit code. Processes are forks of this one, which has imported everything: to import takes
longer than to run a verb on a small playbook.
"""

import gc
import importlib
import json
import os
import signal
import sys
import time

import click

from donebook.cli.main import VERBS, donebook, main
from donebook.schema import shapes

MOST_SECONDS = 240  # of a trial; then all is over, and silence tells the reader


def started(delay: float, arguments: list[str], out: str, err: str) -> int:
    """The number of a new process, or never, in that process."""
    time.sleep(delay)
    number = os.fork()
    if number == 0:
        for stream, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        main(arguments)
    return number


def run_trials() -> None:
    """Run the trials that are asked for."""
    for verb in VERBS:
        donebook.get_command(click.Context(donebook), verb)
    for name in ("donebook.site.live", "donebook.site.plugin", "mkdocs.commands.serve"):
        importlib.import_module(name)
    shapes()  # always the same, and a quarter of what a build of a small playbook takes
    gc.freeze()  # or forks would copy what they only look at
    for line in sys.stdin:
        signal.alarm(MOST_SECONDS)
        numbers = [started(*job) for job in json.loads(line)]
        sys.stdout.write(f"{json.dumps(numbers)}\n")
        sys.stdout.flush()
        for _ in numbers:
            number, status = os.wait()
            sys.stdout.write(f"{json.dumps([number, os.waitstatus_to_exitcode(status)])}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    run_trials()
