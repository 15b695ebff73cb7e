"""Assistants ask a playbook over a pipe, as the SDK's own client does it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent, TextResourceContents, Tool

from donebook.mcp.answers import Unanswered
from donebook.mcp.asked import word_of
from donebook.model import ID_PATTERN
from donebook.playbook import Playbook
from donebook.rules import base
from history import commit, start
from projects import make_project

pytestmark = pytest.mark.long

DONEBOOK = Path(sys.executable).with_name("donebook")
TODAY = f"{base.TODAY}"
QUESTION = "content/questions/why-us.yaml"
LATER = base.question("Why later", "compete").replace("What makes this", "What later makes it")
HOSTILE = (
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "--output=/tmp/x",
    "why-us\0",
    "why-us\n",
    "a" * 100_000,
    "\u202e\x1b[2J\x07",
    "{product} {0} %s",
    "<script>alert(1)</script>",
    "[" * 50_000,
    '{"donebook": 1, "fields": {"account": 5, "check.x": {}}}',
    '{"donebook": 1, "fields": ' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}",
    '{"deals": [null, 1, {}, {"fields": []}]}',
    "stage: !!python/object/apply:os.system [id]",
    "a: &a [*a, *a]",
    "💥" * 200,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "questions/old-one.yaml": "moved_to: why-us\n",
        "questions/gone.yaml": "retired: Nobody asked it.\n",
    }
    return make_project(tmp_path_factory.mktemp("mcp") / "project", files)


class Asking:
    """A session with a server, asked from outside of its loop."""

    def __init__(self, portal: BlockingPortal, session: ClientSession, log: Path) -> None:
        self._portal, self._session, self._log = portal, session, log

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        return self._portal.call(partial(self._session.call_tool, name, arguments))

    def begin(self, name: str, **arguments: Any) -> Future[CallToolResult]:
        return self._portal.start_task_soon(partial(self._session.call_tool, name, arguments))

    def said(self, name: str, **arguments: Any) -> str:
        """What a tool says that doesn't answer."""
        found = self.call(name, **arguments)
        assert found.is_error, found
        return text_of(found)

    def answer(self, name: str, **arguments: Any) -> dict[str, Any]:
        found = self.call(name, **arguments)
        assert not found.is_error, text_of(found)
        assert isinstance(found.structured_content, dict)
        assert json.loads(text_of(found)) == found.structured_content
        return found.structured_content

    def tools(self) -> list[Tool]:
        return self._portal.call(self._session.list_tools).tools

    def prompt(self, name: str, **arguments: str) -> str:
        (found,) = self._portal.call(self._session.get_prompt, name, arguments).messages
        assert isinstance(found.content, TextContent)
        return found.content.text

    def read(self, uri: str) -> dict[str, Any]:
        (content,) = self._portal.call(self._session.read_resource, uri).contents
        assert isinstance(content, TextResourceContents)
        found: dict[str, Any] = json.loads(content.text)
        return found

    def log(self) -> str:
        return self._log.read_text()


@contextmanager
def asking_of(root: Path, *options: str, today: str = TODAY) -> Iterator[Asking]:
    """Start a server in a folder, to be asked."""
    log = root.parent / "log.txt"
    server = StdioServerParameters(
        command=str(DONEBOOK),
        args=["--root", str(root), "mcp", "--today", today, *options],
        env={"PATH": os.environ["PATH"]},
    )

    @asynccontextmanager
    async def session() -> AsyncIterator[ClientSession]:
        with log.open("w") as errors:
            async with (
                stdio_client(server, errlog=errors) as (read, write),
                ClientSession(read, write) as found,
            ):
                await found.initialize()
                yield found

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(session()) as found:
        yield Asking(portal, found, log)


@pytest.fixture(scope="module")
def asking(project: Path) -> Iterator[Asking]:
    """One server for all tests that only ask."""
    with asking_of(project) as found:
        yield found


@pytest.fixture(scope="module")
def writing(project: Path) -> Iterator[Asking]:
    """One that may write, for all that must not lead it to."""
    with asking_of(project, "--write") as found:
        yield found


def text_of(found: Any) -> str:
    return "".join(content.text for content in found.content)


def is_sourced(found: Mapping[str, Any]) -> bool:
    return bool(found["title"] and found["address"]) and {"reviewed", "overdue"} <= {*found}


def test_tools_resources_and_prompts_are_there(asking: Asking) -> None:
    tools = asking.tools()
    assert [tool.name for tool in tools] == [
        *("search", "get_entry", "ask_next", "check_deal", "what_changed", "propose")
    ]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description and tool.output_schema for tool in tools)
    assert "Stage: agree." in asking.prompt("prepare_call", stage="Agree")
    assert "a lost deal" in asking.prompt("review_loss")
    with pytest.raises(MCPError, match="There is no such word"):
        asking.prompt("prepare_call", stage="nope")
    assert {"open", "agree"} == {*(asking.read("donebook://playbook"))["stages"]}
    losses = asking.read("donebook://entries/loss-reason")
    assert losses["entries"]
    assert all(map(is_sourced, losses["entries"]))
    call = asking.read("donebook://call/open")
    assert call["over_when"] == ["They rang back."]
    for uri in (
        "donebook://call/nope",
        "donebook://entries/nope",
        "donebook://entries/question/x",
    ):
        with pytest.raises(MCPError, match="There is no"):
            asking.read(uri)


def test_what_a_buyer_says_leads_to_entries_with_their_review(project: Path) -> None:
    with asking_of(project, today="2029-01-01") as asking:
        found = asking.answer("search", said="why us")
        assert found["entries"][0]["id"] == "why-us"
        assert all(map(is_sourced, found["entries"]))
        assert all(hit["overdue"].startswith("Its review is overdue") for hit in found["entries"])
        of_kind = asking.answer("search", said="hours back", kind="pattern", most=1)
        assert [hit["id"] for hit in of_kind["entries"]] == ["hours-back"]
        assert "Known: open, agree" in asking.said("search", said="why", stage="nope")
        assert "Say what the buyer said" in asking.said("search", said=" ")
        assert "most: Input should be a valid integer" in asking.said(
            "search", said="why", most="many"
        )


def test_an_entry_is_got_by_its_id_or_an_earlier_one(asking: Asking, project: Path) -> None:
    found = asking.answer("get_entry", kind="question", id="why-us")
    assert found["source"]["overdue"] == ""
    assert found["file"] == (project / QUESTION).read_text()
    assert found["entry"]["fields"]["stage"] == "open"
    moved = asking.answer("get_entry", kind="question", id="old-one")
    assert moved["source"]["id"] == "why-us"
    assert "old-one" in moved["note"]
    gone = asking.said("get_entry", kind="question", id="gone")
    assert gone == "This entry was retired: Nobody asked it."
    assert "no such kind" in asking.said("get_entry", kind="nope", id="why-us")


def test_what_to_ask_next_follows_stage_role_and_what_was_heard(asking: Asking) -> None:
    by_stage = asking.answer("ask_next", stage="Open")
    assert by_stage["ask"]
    assert all(one["stage"] == "open" and is_sourced(one) for one in by_stage["ask"])
    about = asking.answer("ask_next", kind="pattern", id="hours-back", stage="agree")
    assert about["subjects"][0]["id"] == "hours-back"
    assert about["subjects"][0]["ask"]
    heard = asking.answer("ask_next", heard="why us")
    assert "why-us" in {one["id"] for one in heard["ask"]}
    assert "Say what was heard" in asking.said("ask_next")
    assert "Only a definition" in asking.said("ask_next", kind="question", id="why-us")


def test_a_deal_is_checked_as_text(asking: Asking) -> None:
    deal = {
        "donebook": 1,
        "name": "Acme\x1b[2J",
        "stage": "open",
        "playbook": "Example playbook",
        "fields": {"account": "Acme"},
    }

    (found,) = (asking.answer("check_deal", deal=json.dumps(deal)))["deals"]
    assert found["name"] == "Acme [2J"
    assert found["stage"] == "open"
    assert found["definition"] == "The buyer hasn’t confirmed the definition of done."
    both = asking.answer("check_deal", deal=json.dumps({"deals": [deal, {}]}))
    assert both["problems"] == ["Deal 2: This isn't a deal file."]
    assert asking.said("check_deal", deal="{}") == "This isn't a deal file."
    other = json.dumps({**deal, "playbook": "Another"})
    assert "another playbook" in asking.said("check_deal", deal=other)


def test_a_proposal_is_told_and_written_only_if_that_was_allowed(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    before = (root / QUESTION).read_text()
    after = before.replace("stage: open", "stage: agree")
    assert after != before

    with asking_of(root) as asking:
        found = asking.answer("propose", kind="question", id="why-us", content=after)
        assert "agree" in found["diff"].lower()
        assert found["patch"].startswith(f"--- a/{QUESTION}\n+++ b/{QUESTION}\n@@ ")
        assert "-stage: open\n+stage: agree\n" in found["patch"]
        assert is_sourced(found["source"])
        assert not found["is_written"]

    assert (root / QUESTION).read_text() == before
    with asking_of(root, "--write") as asking:
        wrong = asking.answer(
            "propose",
            kind="question",
            id="why-us",
            content=before.replace("stage: open", "stage: x"),
        )
        assert wrong["has_errors"]
        assert wrong["problems"][0]["code"] == "R307"
        assert not wrong["is_written"]
        assert (root / QUESTION).read_text() == before
        same = asking.answer("propose", kind="question", id="why-us", content=after)
        assert same["is_written"], same
        assert (root / QUESTION).read_text() == after


def test_what_reps_would_see_for_the_first_time_is_written_as_a_draft_only(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    place = root / "content/questions/why-later.yaml"
    with asking_of(root, "--write") as asking:

        def proposed(content: str) -> Any:
            return asking.answer("propose", kind="question", id="why-later", content=content)

        seen = proposed(LATER)
        assert not seen["is_written"]
        assert not seen["has_errors"]
        assert "donebook publish why-later" in seen["note"]
        assert not place.exists()
        draft = f"{LATER}status: draft\n"
        new = proposed(draft)
        assert new["is_written"], new
        assert new["note"] == ""
        assert new["patch"].startswith("--- /dev/null\n")
        assert place.read_text() == draft
        assert "no entry" in asking.said("get_entry", kind="question", id="why-later")
        assert not proposed(LATER)["is_written"]
        assert place.read_text() == draft


def test_what_changed_is_told_by_days_and_since_a_revision(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    start(root, day="2026-11-01")
    commit(root, {"questions/why-later.yaml": LATER}, day="2026-11-10")

    with asking_of(root) as asking:
        since = asking.answer("what_changed", since="HEAD~1")
        new = next(one for one in since["changes"] if one["effect"] == "New")
        assert new["source"]["id"] == "why-later"
        days = asking.answer("what_changed")
        assert {one["day"] for one in days["changes"]} == {"2026-11-10"}
        assert "no" in (asking.said("what_changed", since="nope")).lower()


def test_other_answers_need_not_wait_for_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = start(make_project(tmp_path / "project"), day="2026-11-01")
    commit(root, {"questions/why-later.yaml": LATER}, day="2026-11-10")
    real, go = shutil.which("git"), tmp_path / "go"
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(
        "#!/bin/sh\n"
        f'case "$*" in *" --first-parent "*) until [ -e {go} ]; do sleep 0.02; done;; esac\n'
        f'exec {real} "$@"\n'
    )
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    with asking_of(root) as asking:
        waiting = asking.begin("what_changed")
        for others in (
            asking.begin("search", said="why later"),
            asking.begin("what_changed", since="HEAD~1"),
        ):
            assert "Why later" in text_of(others.result(60))
        assert not waiting.done()
        go.touch()
        assert "2026-11-10" in text_of(waiting.result(60))


def test_without_history_that_is_said(asking: Asking) -> None:
    said = "Without a git history nobody can say what changed."
    assert asking.said("what_changed") == said


def test_an_edit_is_followed_and_one_with_errors_is_not(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")

    with asking_of(root) as asking:
        file = root / QUESTION
        good = file.read_text().replace("Why us", "Why them")
        file.write_text(good)
        now = asking.answer("get_entry", kind="question", id="why-us")
        assert now["source"]["title"] == "Why them"
        file.write_text(good.replace("stage: open", "stage: nowhere"))
        old = asking.answer("get_entry", kind="question", id="why-us")
        assert old["entry"]["fields"]["stage"] == "open"
        assert old["note"].startswith("The content has errors now")
        file.write_text(good)
        assert not (asking.answer("get_entry", kind="question", id="why-us"))["note"]


def test_hostile_texts_are_answered_in_words_and_write_nothing(
    project: Path, writing: Asking
) -> None:
    tools = {
        "search": ("said", "kind", "stage", "role"),
        "get_entry": ("kind", "id"),
        "ask_next": ("heard", "kind", "id", "stage", "role"),
        "check_deal": ("deal",),
        "what_changed": ("since",),
        "propose": ("kind", "id", "content"),
    }
    good = {"said": "why", "kind": "question", "id": "why-us", "content": "x: y", "heard": "why"}

    files = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    for tool, names in tools.items():
        for name in names:
            for hostile in HOSTILE:
                rest = {n: good[n] for n in names if n in good}
                found = writing.call(tool, **{**rest, name: hostile})
                said = text_of(found)
                assert "Traceback" not in said
                assert "fault of donebook" not in said, (tool, name, hostile[:60])
                assert "root:" not in said
                if name == "id" and not ID_PATTERN.fullmatch(hostile):
                    assert found.is_error
    assert "Traceback" not in writing.log()
    assert {p: p.read_bytes() for p in project.rglob("*") if p.is_file()} == files


def test_an_id_that_leads_elsewhere_writes_nothing(project: Path, writing: Asking) -> None:
    for climbing in ("../../../evil", "x/../../../evil", "../why-us", "evil/x"):
        found = writing.call("propose", kind="question", id=climbing, content=LATER)
        assert found.is_error, climbing
        assert "An id is lower-case words" in text_of(found), climbing
    assert [*project.parent.rglob("evil*"), *project.parent.parent.glob("evil*")] == []


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    outside = tmp_path / "outside.yaml"
    outside.write_text(LATER)
    with asking_of(root, "--write") as asking:
        (root / "content/questions/why-later.yaml").symlink_to(outside)
        found = asking.call("propose", kind="question", id="why-later", content=f"{LATER}core: true\n")  # fmt: skip
    assert found.is_error
    assert "nothing is written through links" in text_of(found)
    assert outside.read_text() == LATER
    assert (root / "content/questions/why-later.yaml").is_symlink()


def test_what_is_no_revision_is_not_asked_of_git(asking: Asking) -> None:
    for since in ("--output=x", "-h", "a b", "main;ls", "x" * 300, "..", "a\nb"):
        found = asking.call("what_changed", since=since)
        assert found.is_error, since
        assert "Name a branch, a tag or a commit" in text_of(found), since


def test_what_is_no_message_ends_nothing(project: Path) -> None:
    """A client of another kind writes to the pipe whatever it likes."""
    begin = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "x", "version": "1"},
        },
    }
    typed = b"\n".join(
        (b"no json", b"\xff\xfe", b"[]", b'{"id": {}}', json.dumps(begin).encode(), b"")
    )
    done = subprocess.run(
        [DONEBOOK, "--root", project, "mcp"], input=typed, capture_output=True, check=False
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(one.get("id") == 1 and "result" in one for one in answers)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("requirements-mcp.txt", "--require-hashes -r {root}/requirements-mcp.txt"),
        ("requirements/mcp.txt", "--require-hashes -r {root}/requirements/mcp.txt"),
        ("notes.txt", "'donebook[mcp]'"),
    ],
)
def test_where_the_extra_is_missing_the_command_that_installs_it_is_said(
    tmp_path: Path, place: str, what: str
) -> None:
    root = make_project(tmp_path / "project")
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_text("", "utf-8")
    code = "import sys; sys.modules['mcp'] = None; from donebook.cli.main import main; main(['--root', sys.argv[1], 'mcp'])"
    done = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2
    assert f"{sys.executable} -m pip install {what.format(root=root)}\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stage_may_be_called_as_a_crm_calls_it(playbook: Playbook) -> None:
    assert word_of(playbook, "stage", "Negotiation/Review") == "agree"
    assert word_of(playbook, "stage", "appointmentscheduled") == "open"
    with pytest.raises(Unanswered):
        word_of(playbook, "stage", "Closed Won")  # two stages


def test_content_with_errors_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"questions/bad.yaml": "stage: x\n"})
    done = subprocess.run(
        [DONEBOOK, "--root", root, "mcp"], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "bad.yaml" in done.stderr
    assert done.stdout == ""
