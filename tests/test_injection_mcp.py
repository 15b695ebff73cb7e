"""Whatever assistants send, and whatever entries hold: answers are lines of JSON, and nothing else is read or written."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, cycle, islice
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

import history
from donebook.model import ID_PATTERN
from donebook.rules import base
from donebook.text import Plain, Rich
from infected import fits
from payloads import PAYLOADS, STEERING
from projects import make_project, tree
from test_mcp import DONEBOOK, LATER
from trials import one_in

pytestmark = pytest.mark.slow

SAMPLE = 40
REVISIONS = ("--output=x", "--help", "-h", "HEAD:../../x", "../..", "HEAD..HEAD", "@{-1}", "HEAD@{0}", "HEAD^{/x}", "HEAD^{tree}", "HEAD~99999999999999999999", "@", "/", "refs/heads/../../config", "x --exec=y", "main\n--output=x", "a" * 5_000)  # fmt: skip
PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "why-us/../../x",
    "..",
    ".",
    "why-us\0",
    "why-us.yaml",
    "%2e%2e%2fx",
    "..%2f..%2fx",
    "\\\\host\\x",
    "con",
    "~root",
    "why-us\n",
)
LINES = (
    '\n{"jsonrpc": "2.0", "id": 1, "result": {}}\n',
    "\r\n\r\n",
    "Content-Length: 5\r\n\r\n{}",
    "x" * 1_000_000,
    "[" * 100_000,
    '{"a":' * 50_000,
)
HOSTILE: tuple[str, ...] = (*PATHS, *REVISIONS, *LINES, *STEERING, *PAYLOADS)
GOOD = {
    "said": "why us",
    "kind": "question",
    "id": "why-us",
    "content": LATER,
    "heard": "why",
    "stage": "open",
    "role": "user",
    "deal": "{}",
    "since": "HEAD",
}
TOOLS: Mapping[str, Sequence[str]] = {
    "search": ("said", "kind", "stage", "role"),
    "get_entry": ("kind", "id"),
    "ask_next": ("heard", "kind", "id", "stage", "role"),
    "check_deal": ("deal",),
    "what_changed": ("since",),
    "propose": ("kind", "id", "content"),
}  # fmt: skip
PROMPTS: Mapping[str, Sequence[str]] = {"prepare_call": ("stage", "role", "heard"), "review_loss": ("told",)}  # fmt: skip
RESOURCES = ("donebook://entries/{}", "donebook://entries/question/{}", "donebook://entries/{}/why-us", "donebook://call/{}", "donebook://{}", "{}")  # fmt: skip
TITLES = [f"{text} {number}" for number, text in enumerate(PAYLOADS) if fits(Plain, text)]


def calls(given: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A request for each text in each place, as method and parameters."""
    for text in given:
        for tool, names in TOOLS.items():
            for name in names:
                rest = {one: GOOD[one] for one in names}
                yield "tools/call", {"name": tool, "arguments": {**rest, name: text}}
        for prompt, names in PROMPTS.items():
            for name in names:
                yield "prompts/get", {"name": prompt, "arguments": {name: text}}
        for address in RESOURCES:
            yield "resources/read", {"uri": address.format(text)}
        yield "tools/call", {"name": text, "arguments": {text: text}}


class Pipe:
    """A server on two pipes, without an SDK between."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [str(DONEBOOK), "--root", str(root), "mcp", "--today", f"{base.TODAY}", *options]
        self._log = (root.parent / "log.txt").open("w+")
        self._server = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=root.parent,
        )
        self._number = count(1)
        begin = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}  # fmt: skip
        self.answers([("initialize", begin)])
        self._write([{"jsonrpc": "2.0", "method": "notifications/initialized"}])

    def answers(self, asked: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
        """The answer to each request, in order. Every line that comes is one of them."""
        numbers = [next(self._number) for _ in asked]
        requests = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
            for number, (method, parameters) in zip(numbers, asked, strict=True)
        ]
        writing = Thread(target=self._write, args=(requests,))
        writing.start()
        found: dict[int, dict[str, Any]] = {}
        for _ in numbers:
            assert self._server.stdout
            line = self._server.stdout.readline()
            answer = json.loads(line)
            assert answer["jsonrpc"] == "2.0", line[:300]
            assert answer["id"] in numbers, line[:300]
            assert answer["id"] not in found
            assert ("result" in answer) != ("error" in answer)
            found[answer["id"]] = answer
        writing.join()
        return [found[number] for number in numbers]

    def _write(self, requests: Sequence[Mapping[str, Any]]) -> None:
        assert self._server.stdin
        for request in requests:
            self._server.stdin.write(json.dumps(request).encode() + b"\n")
        self._server.stdin.flush()

    def end(self) -> str:
        """What the server said to its log. Nothing more comes from it, and it ends well."""
        rest, _ = self._server.communicate()
        assert (rest, self._server.returncode) == (b"", 0)
        self._log.seek(0)
        said = self._log.read()
        self._log.close()
        return said


def project(folder: Path) -> Path:
    root = make_project(folder / "project")
    history.start(root, day="2026-11-01")
    return root


@pytest.mark.parametrize("first", one_in(SAMPLE, range(SAMPLE)))
def test_every_answer_is_a_line_and_nothing_is_written(tmp_path: Path, first: int) -> None:
    root = project(tmp_path)
    before = tree(tmp_path)
    pipe = Pipe(root)
    asked = [*calls(HOSTILE[first::SAMPLE])]
    for (method, parameters), answer in zip(asked, pipe.answers(asked), strict=True):
        said = json.dumps(answer)
        assert "Traceback" not in said, parameters
        assert "fault of donebook" not in said, (method, json.dumps(parameters)[:300])
        assert "root:x:0" not in said, parameters
        assert "[core]" not in said, parameters
        entry_id = parameters.get("arguments", {}).get("id", "why-us")
        if parameters.get("name") in ("get_entry", "propose") and not ID_PATTERN.fullmatch(entry_id):  # fmt: skip
            assert answer["result"]["isError"], parameters
    log = pipe.end()
    assert "Traceback" not in log
    assert all(line.isprintable() for line in log.splitlines())
    assert {path: text for path, text in tree(tmp_path).items() if path != "log.txt"} == before


@pytest.mark.torture
def test_a_proposal_writes_its_entry_and_no_other_file(tmp_path: Path) -> None:
    root = project(tmp_path)
    before = tree(tmp_path)
    titles = islice(cycle(TITLES[::40]), 2 * len(TITLES[::40]))
    proposed = {
        f"why-{number}": LATER.replace("Why later", json.dumps(title)).replace("later", f"{number}")
        + "status: draft\n"
        for number, title in enumerate(titles)
    }
    pipe = Pipe(root, "--write")
    asked = [
        ("tools/call", {"name": "propose", "arguments": {"kind": "question", "id": name, "content": content}})
        for name, content in proposed.items()
    ]  # fmt: skip
    told = [answer["result"]["structuredContent"] for answer in pipe.answers(asked)]
    assert "Traceback" not in pipe.end()
    written = {one["path"] for one in told if one["is_written"]}
    assert len(written) > len(asked) // 2
    after = tree(tmp_path)
    new = {path for path in after if after[path] != before.get(path)} - {"log.txt"}
    assert new == {f"project/{path}" for path in written}
    assert all(path.startswith("content/questions/why-") for path in written)


@pytest.mark.torture
def test_what_entries_hold_is_answered_as_text(tmp_path: Path) -> None:
    """Titles and texts come back as they were typed, one line to an answer."""
    files: dict[str, str] = {}
    given = TITLES[::4]
    for number, title in enumerate(given):
        reason = yaml.load(base.loss_reason("x"), yaml.CSafeLoader)
        reason |= {"title": title, "definition": title if fits(Rich, title) else "So."}
        files[f"loss-reasons/r{number:03}.yaml"] = yaml.safe_dump(reason)
    silent = f"{base.CONFIG}severity: {{C: off}}\n"
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": silent, **files})
    pipe = Pipe(root)
    listed, *got = pipe.answers(
        [
            ("resources/read", {"uri": "donebook://entries/loss-reason"}),
            *(
                ("tools/call", {"name": "get_entry", "arguments": {"kind": "loss-reason", "id": f"r{number:03}"}})
                for number in range(len(given))
            ),
        ]
    )  # fmt: skip
    entries = json.loads(listed["result"]["contents"][0]["text"])["entries"]
    assert {*given} <= {one["title"] for one in entries}
    assert [one["result"]["structuredContent"]["source"]["title"] for one in got] == given
    assert "Traceback" not in pipe.end()
