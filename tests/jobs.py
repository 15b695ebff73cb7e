"""The jobs of code hosts' files, run on this machine as the hosts would run them."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ADDRESS = "https://acme.example.org/playbook"
# What GitHub fills in, by the expression that asks for it.
_VALUES = {
    "github.token": "token",
    "github.repository": "acme/playbook",
    "github.server_url": "https://github.example.org",
    "github.sha": "abc123",
    "github.event.pull_request.number": "7",
    "github.event.pull_request.head.sha": "abc123",
    "steps.preview.outputs.artifact-url": "https://example.org/preview",
    "steps.pages.outputs.base_url": ADDRESS,
}


def github(top: Path, workflow: Path, temp: Path) -> None:
    """Run each step of a workflow that has a script, as where everything before it went well."""
    values = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    folder = top / values["defaults"]["run"]["working-directory"]
    for job in values["jobs"].values():
        for step in job["steps"]:
            if "run" in step and "failure" not in str(step.get("if", "")):
                env = {**job.get("env", {}), **step.get("env", {})}
                inside = temp if "runner.temp" in step.get("working-directory", "") else folder
                _bash(step["run"], inside, {**_on_github(temp), **dict(_filled(env))})


def steps(workflow: Path) -> list[str]:
    """The scripts of a workflow of GitHub's."""
    values = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return [s["run"] for job in values["jobs"].values() for s in job["steps"] if "run" in s]


def artifact(workflow: Path, temp: Path) -> Path:
    """The folder that a workflow of GitHub's keeps or publishes."""
    values = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    steps = [step for job in values["jobs"].values() for step in job["steps"]]
    uploads = [step["with"] for step in steps if "upload-" in step.get("uses", "")]
    (path,) = [given["path"] for given in uploads if given.get("name") != "comment"]
    return Path(path.replace("${{ runner.temp }}", str(temp)))


def gitlab(top: Path, place: Path, job: str, env: Mapping[str, str]) -> dict[str, Any]:
    """Run a job of a GitLab file; returns what the job says it keeps."""
    values = yaml.safe_load(place.read_text(encoding="utf-8"))
    found = values[job]
    base = values[found["extends"]]
    variables = {name: str(value).replace("$$", "$") for name, value in base["variables"].items()}
    known = {
        **variables,
        "CI_PROJECT_DIR": str(top),
        "CI_PROJECT_URL": "https://gitlab.example.org/acme",
        "CI_COMMIT_SHA": "abc123",
        "CI_COMMIT_BRANCH": "main",
        "CI_JOB_URL": "https://gitlab.example.org/acme/-/jobs/1",
        "CI_PAGES_URL": ADDRESS,
        "CI_API_V4_URL": "https://gitlab.example.org/api",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1",
        **env,
    }
    _bash("\n".join([*base["before_script"], *found["script"]]), top, known)
    kept: dict[str, Any] = found.get("artifacts", {})
    return kept


def hosts_tools(folder: Path, answers: Mapping[str, str] | None = None) -> Path:
    """A folder with stand-ins for `gh` and `curl`, which note what they are asked and given.

    `answers` are given to what has their key in it, and otherwise nothing.
    """
    folder.mkdir(parents=True)
    for name in ("gh", "curl"):
        place = folder / name
        known = "".join(
            f"  *{shlex.quote(part)}*) echo {shlex.quote(answer)};;\n"
            for part, answer in (answers or {}).items()
        )
        usual = "[]" if name == "curl" else ""
        place.write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{folder}/asked"\n'
            f'for a in "$@"; do case "$a" in body@*|description@*) cat "${{a#*@}}" >> "{folder}/said";; esac; done\n'
            f'case "$*" in\n{known}  *) echo "{usual}";;\nesac\n'
        )
        place.chmod(0o755)
    return folder


def _on_github(temp: Path) -> dict[str, str]:
    temp.mkdir(exist_ok=True)
    return {"RUNNER_TEMP": str(temp), "GITHUB_STEP_SUMMARY": str(temp / "summary.md")}


def _filled(env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in env.items():
        yield name, re.sub(r"\$\{\{ (.*?) \}\}", lambda found: _VALUES[found[1]], str(value))


def _bash(script: str, folder: Path, env: Mapping[str, str]) -> None:
    ran = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{script}\n{ran.stdout}{ran.stderr}"
