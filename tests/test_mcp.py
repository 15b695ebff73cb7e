"""Assistants ask a playbook over a pipe, as the SDK's own client does it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from donebook.model import ID_PATTERN
from donebook.rules import base
from history import commit, start
from projects import make_project

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
    """A session with a server."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session

    async def said(self, tool: str, **arguments: Any) -> str:
        """What a tool says that doesn't answer."""
        found = await self.session.call_tool(tool, arguments)
        assert found.is_error, found
        return text_of(found)

    async def answer(self, tool: str, **arguments: Any) -> dict[str, Any]:
        found = await self.session.call_tool(tool, arguments)
        assert not found.is_error, text_of(found)
        assert isinstance(found.structured_content, dict)
        assert json.loads(text_of(found)) == found.structured_content
        return found.structured_content

    async def read(self, uri: str) -> dict[str, Any]:
        (content,) = (await self.session.read_resource(uri)).contents
        found: dict[str, Any] = json.loads(getattr(content, "text"))  # noqa: B009
        return found


def text_of(found: Any) -> str:
    return "".join(content.text for content in found.content)


def ask(
    root: Path, steps: Callable[[Asking], Awaitable[None]], *options: str, today: str = TODAY
) -> str:
    """Start a server in a folder, ask it, and return what it wrote to its log."""
    log = root.parent / "log.txt"

    async def talk() -> None:
        server = StdioServerParameters(
            command=str(DONEBOOK),
            args=["--root", str(root), "mcp", "--today", today, *options],
            env={"PATH": os.environ["PATH"]},
        )
        with log.open("w") as errors:
            async with (
                stdio_client(server, errlog=errors) as (read, write),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                await steps(Asking(session))

    asyncio.run(talk())
    return log.read_text()


def is_sourced(found: Mapping[str, Any]) -> bool:
    return bool(found["title"] and found["address"]) and {"reviewed", "overdue"} <= {*found}


def test_tools_resources_and_prompts_are_there(project: Path) -> None:
    async def steps(asking: Asking) -> None:
        tools = (await asking.session.list_tools()).tools
        assert [tool.name for tool in tools] == [
            *("search", "get_entry", "ask_next", "check_deal", "what_changed", "propose")
        ]
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description and tool.output_schema for tool in tools)
        prompts = (await asking.session.list_prompts()).prompts
        assert {prompt.name for prompt in prompts} == {"prepare_call", "review_loss"}
        prepared = await asking.session.get_prompt("prepare_call", {"stage": "Agree"})
        assert "Stage: agree." in getattr(prepared.messages[0].content, "text")  # noqa: B009
        assert {"open", "agree"} == {*(await asking.read("donebook://playbook"))["stages"]}
        losses = await asking.read("donebook://entries/loss-reason")
        assert losses["entries"]
        assert all(map(is_sourced, losses["entries"]))
        call = await asking.read("donebook://call/open")
        assert call["over_when"] == ["They rang back."]
        for uri in (
            "donebook://call/nope",
            "donebook://entries/nope",
            "donebook://entries/question/x",
        ):
            with pytest.raises(MCPError, match="There is no"):
                await asking.session.read_resource(uri)

    assert ask(project, steps) == ""


def test_what_a_buyer_says_leads_to_entries_with_their_review(project: Path) -> None:
    async def steps(asking: Asking) -> None:
        found = await asking.answer("search", said="why us")
        assert found["entries"][0]["id"] == "why-us"
        assert all(map(is_sourced, found["entries"]))
        assert all(hit["overdue"].startswith("Its review is overdue") for hit in found["entries"])
        of_kind = await asking.answer("search", said="hours back", kind="pattern", most=1)
        assert [hit["id"] for hit in of_kind["entries"]] == ["hours-back"]
        assert "Known: open, agree" in await asking.said("search", said="why", stage="nope")
        assert "Say what the buyer said" in await asking.said("search", said=" ")
        assert "most: Input should be a valid integer" in await asking.said(
            "search", said="why", most="many"
        )

    ask(project, steps, today="2029-01-01")


def test_an_entry_is_got_by_its_id_or_an_earlier_one(project: Path) -> None:
    async def steps(asking: Asking) -> None:
        found = await asking.answer("get_entry", kind="question", id="why-us")
        assert found["source"]["overdue"] == ""
        assert found["file"] == (project / QUESTION).read_text()
        assert found["entry"]["fields"]["stage"] == "open"
        moved = await asking.answer("get_entry", kind="question", id="old-one")
        assert moved["source"]["id"] == "why-us"
        assert "old-one" in moved["note"]
        gone = await asking.said("get_entry", kind="question", id="gone")
        assert gone == "This entry was retired: Nobody asked it."
        assert "no such kind" in await asking.said("get_entry", kind="nope", id="why-us")

    ask(project, steps)


def test_what_to_ask_next_follows_stage_role_and_what_was_heard(project: Path) -> None:
    async def steps(asking: Asking) -> None:
        by_stage = await asking.answer("ask_next", stage="Open")
        assert by_stage["ask"]
        assert all(one["stage"] == "open" and is_sourced(one) for one in by_stage["ask"])
        about = await asking.answer("ask_next", kind="pattern", id="hours-back", stage="agree")
        assert about["subjects"][0]["id"] == "hours-back"
        assert about["subjects"][0]["ask"]
        heard = await asking.answer("ask_next", heard="why us")
        assert "why-us" in {one["id"] for one in heard["ask"]}
        assert "Say what was heard" in await asking.said("ask_next")
        assert "Only a definition" in await asking.said("ask_next", kind="question", id="why-us")

    ask(project, steps)


def test_a_deal_is_checked_as_text(project: Path) -> None:
    deal = {
        "donebook": 1,
        "name": "Acme\x1b[2J",
        "stage": "open",
        "playbook": "Example playbook",
        "fields": {"account": "Acme"},
    }

    async def steps(asking: Asking) -> None:
        (found,) = (await asking.answer("check_deal", deal=json.dumps(deal)))["deals"]
        assert found["name"] == "Acme [2J"
        assert found["stage"] == "open"
        assert found["definition"] == "The buyer hasn’t confirmed the definition of done."
        both = await asking.answer("check_deal", deal=json.dumps({"deals": [deal, {}]}))
        assert both["problems"] == ["Deal 2: This isn't a deal file."]
        assert await asking.said("check_deal", deal="{}") == "This isn't a deal file."
        other = json.dumps({**deal, "playbook": "Another"})
        assert "another playbook" in await asking.said("check_deal", deal=other)

    ask(project, steps)


def test_a_proposal_is_told_and_written_only_if_that_was_allowed(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    before = (root / QUESTION).read_text()
    after = before.replace("stage: open", "stage: agree")
    assert after != before

    async def told(asking: Asking) -> None:
        found = await asking.answer("propose", kind="question", id="why-us", content=after)
        assert "agree" in found["diff"].lower()
        assert found["patch"].startswith(f"--- a/{QUESTION}\n+++ b/{QUESTION}\n@@ ")
        assert "-stage: open\n+stage: agree\n" in found["patch"]
        assert is_sourced(found["source"])
        assert not found["is_written"]

    async def written(asking: Asking) -> None:
        wrong = await asking.answer(
            "propose",
            kind="question",
            id="why-us",
            content=before.replace("stage: open", "stage: x"),
        )
        assert wrong["has_errors"]
        assert wrong["problems"][0]["code"] == "R307"
        assert not wrong["is_written"]
        assert (root / QUESTION).read_text() == before
        new = await asking.answer("propose", kind="question", id="why-later", content=LATER)
        assert new["is_written"], new
        assert new["patch"].startswith("--- /dev/null\n")
        assert (root / "content/questions/why-later.yaml").read_text() == LATER
        now = await asking.answer("get_entry", kind="question", id="why-later")
        assert now["source"]["title"] == "Why later"

    ask(root, told)
    assert (root / QUESTION).read_text() == before
    ask(root, written, "--write")


def test_what_changed_is_told_by_days_and_since_a_revision(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    start(root, day="2026-11-01")
    commit(root, {"questions/why-later.yaml": LATER}, day="2026-11-10")

    async def steps(asking: Asking) -> None:
        since = await asking.answer("what_changed", since="HEAD~1")
        new = next(one for one in since["changes"] if one["effect"] == "New")
        assert new["source"]["id"] == "why-later"
        days = await asking.answer("what_changed")
        assert {one["day"] for one in days["changes"]} == {"2026-11-10"}
        assert "no" in (await asking.said("what_changed", since="nope")).lower()

    ask(root, steps)


def test_without_history_that_is_said(project: Path) -> None:
    async def steps(asking: Asking) -> None:
        said = "Without a git history nobody can say what changed."
        assert await asking.said("what_changed") == said

    ask(project, steps)


def test_an_edit_is_followed_and_one_with_errors_is_not(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")

    async def steps(asking: Asking) -> None:
        file = root / QUESTION
        good = file.read_text().replace("Why us", "Why them")
        file.write_text(good)
        now = await asking.answer("get_entry", kind="question", id="why-us")
        assert now["source"]["title"] == "Why them"
        file.write_text(good.replace("stage: open", "stage: nowhere"))
        old = await asking.answer("get_entry", kind="question", id="why-us")
        assert old["entry"]["fields"]["stage"] == "open"
        assert old["note"].startswith("The content has errors now")
        file.write_text(good)
        assert not (await asking.answer("get_entry", kind="question", id="why-us"))["note"]

    ask(root, steps)


def test_hostile_texts_are_answered_in_words_and_write_nothing(project: Path) -> None:
    tools = {
        "search": ("said", "kind", "stage", "role"),
        "get_entry": ("kind", "id"),
        "ask_next": ("heard", "kind", "id", "stage", "role"),
        "check_deal": ("deal",),
        "what_changed": ("since",),
        "propose": ("kind", "id", "content"),
    }
    good = {"said": "why", "kind": "question", "id": "why-us", "content": "x: y", "heard": "why"}

    async def steps(asking: Asking) -> None:
        for tool, names in tools.items():
            for name in names:
                for hostile in HOSTILE:
                    rest = {n: good[n] for n in names if n in good}
                    found = await asking.session.call_tool(tool, {**rest, name: hostile})
                    said = text_of(found)
                    assert "Traceback" not in said
                    assert "fault of donebook" not in said, (tool, name, hostile[:60])
                    assert "root:" not in said
                    if name == "id" and not ID_PATTERN.fullmatch(hostile):
                        assert found.is_error

    files = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    assert "Traceback" not in ask(project, steps, "--write")
    assert {p: p.read_bytes() for p in project.rglob("*") if p.is_file()} == files


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


def test_where_the_extra_is_missing_the_command_that_installs_it_is_said() -> None:
    code = (
        "import sys; sys.modules['mcp'] = None; from donebook.cli.main import main; main(['mcp'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'donebook[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_content_with_errors_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"questions/bad.yaml": "stage: x\n"})
    done = subprocess.run(
        [DONEBOOK, "--root", root, "mcp"], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "bad.yaml" in done.stdout + done.stderr
