"""The playbook for other programs, and back again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from donebook.bring import restored
from donebook.bring.restored import Restored
from donebook.check import check
from donebook.cli.main import donebook
from donebook.export.made import exported, schema_text, text_of
from donebook.facts import AT_ONCE, ask_next, warnings_of, window
from donebook.model import KINDS, Key, LossReason, OwnPage, Pattern
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY, own_page
from donebook.source import Folder, Overlay
from projects import CHECKOUT, lay, tree

Project = Callable[..., Path]
FILES = {
    base.WHY_NOW: base.FILES[base.WHY_NOW].replace("why: Because.", "why: Because {product} is {product}."),
    "questions/older.yaml": "moved_to: why-now\n",
    "questions/oldest.yaml": "retired: Nobody asked it.\n",
    "patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n"),
    "pages/rivals/acme.md": own_page("They sell {product}.\n\n## More\n\n[why](../../questions/why-now.yaml)"),
}  # fmt: skip


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), *arguments])


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY)
    assert found.playbook
    return found.playbook


@pytest.fixture
def root(project: Project) -> Path:
    return project(FILES)


@pytest.fixture(scope="module")
def whole(playbook: Playbook) -> dict[str, Any]:
    """The starter's export, with drafts."""
    found: dict[str, Any] = json.loads(text_of(exported(playbook)))
    return found


def entry(data: dict[str, Any], kind: str, entry_id: str) -> dict[str, Any]:
    return next(e for e in data["entries"] if (e["kind"], e["id"]) == (kind, entry_id))


@pytest.mark.long
def test_it_is_what_its_schema_says(whole: dict[str, Any]) -> None:
    schema = json.loads(schema_text())
    jsonschema.validate(whole, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**whole, "schema": "export/2"}, schema)
    assert len(whole["entries"]) > 250


def test_what_closed_deals_add_up_to_comes_along(root: Path) -> None:
    assert json.loads(text_of(exported(read(root))))["figures"] is None
    won = {"deals": 12, "amount": 1200}
    figures = {"losses": 1, "made": "2026-06-30", "all": {"won": won}}
    lay(root, {"../site-config/losses.json": json.dumps(figures)})
    whole = json.loads(text_of(exported(read(root))))
    assert whole["figures"]["all"] == {"won": won}
    jsonschema.validate(whole, json.loads(schema_text()))


def test_the_same_content_gives_the_same_bytes(root: Path) -> None:
    assert text_of(exported(read(root))) == text_of(exported(read(root)))


def test_every_mention_stands_on_both_sides(whole: dict[str, Any]) -> None:
    def ends(side: str) -> set[tuple[str, ...]]:
        found: set[tuple[str, ...]] = set()
        for one in whole["entries"]:
            for other in one[side]:
                pair = (one["kind"], one["id"]), (other["kind"], other["id"])
                source, target = pair if side == "names" else pair[::-1]
                found.add((*source, other["relation"], *target))
        return found

    assert ends("names") == ends("named_by")
    assert len(ends("names")) > 1000
    titles = {(e["kind"], e["id"]): (e["title"], e["address"]) for e in whole["entries"]}
    for one in whole["entries"]:
        for other in (*one["names"], *one["named_by"]):
            assert titles[other["kind"], other["id"]] == (other["title"], other["address"])


def test_what_follows_is_what_pages_show(whole: dict[str, Any], playbook: Playbook) -> None:
    stages = tuple(playbook.vocabulary.stages)
    for pattern in playbook.of_model(Pattern):
        facts = entry(whole, "pattern", pattern.id)["facts"]
        asked = {s: [q.id for q in ask_next(playbook, pattern, s)[:AT_ONCE]] for s in stages}
        assert facts["ask_next"] == asked
    for reason in playbook.of_model(LossReason):
        facts = entry(whole, "loss-reason", reason.id)["facts"]
        assert facts["stages"] == [stages[n] for n in window(playbook, reason)]
        assert facts["warned_by"] == [q.id for q in warnings_of(playbook, reason).in_time]


def test_the_products_name_is_filled_in_and_kept_as_it_was_typed(root: Path) -> None:
    data = json.loads(text_of(exported(read(root))))
    one = entry(data, "question", "why-now")
    assert one["fields"]["why"] == "Because Example is Example."
    assert one["typed"] == {"why": "Because {product} is {product}."}
    assert one["address"] == "questions/why-now/"
    assert (one["owner"], one["owner_name"]) == ("team", "The team")
    assert data["gone"] == [
        {"kind": "question", "id": "older", "moved_to": "why-now", "retired": None},
        {"kind": "question", "id": "oldest", "moved_to": None, "retired": "Nobody asked it."},
    ]


def test_drafts_are_left_out_unless_asked_for(root: Path) -> None:
    (root / "site-config/playbook.yaml").write_text(
        base.CONFIG + "address: https://playbook.example.org/sales\n"
    )
    plain = json.loads(run(root, "export", "json", "--today", TODAY.isoformat()).stdout)
    assert [e["id"] for e in plain["entries"] if e["kind"] == "pattern"] == ["hours-back"]
    assert plain["entries"][0]["address"].startswith("https://playbook.example.org/sales/")
    ran = run(root, "export", "json", "--drafts", "--out", str(root / "out/here"))
    assert ran.exit_code == 0, ran.output
    drafted = json.loads((root / "out/here/playbook.json").read_text())
    assert entry(drafted, "pattern", "drafted")["status"] == "draft"
    assert json.loads((root / "out/here/playbook.schema.json").read_text())["type"] == "object"


def test_a_playbook_with_errors_is_not_exported(root: Path) -> None:
    lay(root, {base.WHY_NOW: "title: x\n"})
    ran = run(root, "export", "json", "--out", str(root / "out"))
    assert "error" in ran.output
    assert not (root / "out").exists()


# --- back again


def test_a_sign_that_is_a_text_and_a_title_that_is_none_come_back_as_they_were(
    project: Project, tmp_path: Path
) -> None:
    bare = (
        "ask: Who wants it, and why?\nstage: open\nlisten_for:\n  strong:\n    signs: [One name]\n"
        "follow_ups:\n  - ask: Who else?\n"
    )
    root = project({"questions/bare.yaml": bare})
    saved = tmp_path / "playbook.json"
    saved.write_text(text_of(exported(read(root))))
    entry_file = root / "content/questions/bare.yaml"
    before = read(root).entries
    entry_file.unlink()
    assert "1 entry imported" in run(root, "import", str(saved)).stdout
    assert read(root).entries == before
    assert "title" not in entry_file.read_text()


@pytest.mark.long
def test_every_entry_of_the_starter_comes_back_as_it_was(playbook: Playbook) -> None:
    empty = Playbook(playbook.config, playbook.vocabulary, {}, ())
    done = restored(empty, text_of(exported(playbook)).encode())
    assert isinstance(done, Restored)
    assert done.left_out == {}
    assert len(done.files) == len(playbook.entries) + len(playbook.tombstones)
    found = check(Overlay(Folder(CHECKOUT), done.files), TODAY)
    assert found.problems == ()
    assert found.playbook
    assert found.playbook.entries == playbook.entries
    assert found.playbook.tombstones == playbook.tombstones


def test_nothing_there_is_overwritten_and_a_second_time_changes_nothing(
    root: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "playbook.json"
    saved.write_text(run(root, "export", "json", "--drafts").stdout)
    assert "imported, 10 there already, 0 there and other" in run(root, "import", str(saved)).stdout
    changed = base.FILES["questions/why-us.yaml"].replace("title: Why us", "title: Why them")
    lay(root, {"questions/why-us.yaml": changed})
    (root / "content/questions/who-signs.yaml").unlink()
    (root / "content/pages/rivals/acme.md").unlink()
    before = tree(root)
    ran = run(root, "import", str(saved), "--dry-run")
    assert tree(root) == before
    assert (
        "Would be written:\n  content/pages/rivals/acme.md\n  content/questions/who-signs.yaml\n"
        in ran.stdout
    )
    ran = run(root, "import", str(saved))
    assert "There already, and other than here:\n  content/questions/why-us.yaml" in ran.stdout
    assert "2 entries imported, 7 there already, 1 there and other, 0 not imported." in ran.stdout
    assert (root / "content/questions/why-us.yaml").read_text() == changed
    playbook = read(root)
    assert playbook.entry(OwnPage, "rivals/acme").body.startswith("\nThey sell {product}.")


def test_they_get_a_status_where_one_is_asked_for(root: Path, tmp_path: Path) -> None:
    saved = tmp_path / "playbook.json"
    saved.write_text(run(root, "export", "json").stdout)
    (root / "content/questions/who-signs.yaml").unlink()
    run(root, "import", str(saved), "--status", "draft")
    assert "status: draft" in (root / "content/questions/who-signs.yaml").read_text()


def of(**one: Any) -> bytes:
    return json.dumps({"schema": "export/1", "entries": [one], "gone": []}).encode()


FIELDS = {"ask": "What now?", "stage": "open"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "This is no JSON."),
        (b"[" * 100_000, "This is no JSON."),
        (b"[]", "This is no export of a playbook."),
        (b'{"schema": "export/9", "entries": []}', "Its form isn't known; this donebook reads export/1."),
        (b" " * (16 * 1024 * 1024 + 1), "This file is too large; at most 16,777,216 bytes are read."),
    ],
    ids=["bytes", "deep", "list", "form", "large"],
)  # fmt: skip
def test_what_is_no_export_is_told(content: bytes, said: str, root: Path) -> None:
    assert restored(read(root), content) == said


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({"kind": "question", "id": "../../x", "fields": FIELDS}, "no kind, no id or no fields"),
        ({"kind": "question", "id": "a/b", "fields": FIELDS}, "no kind, no id or no fields"),
        ({"kind": "poem", "id": "x", "fields": FIELDS}, "no kind, no id or no fields"),
        ({"kind": "question", "id": "x", "fields": []}, "no kind, no id or no fields"),
        ({"kind": "question", "id": "x", "fields": {"stage": "open"}}, '"ask" is missing.'),
        ({"kind": "question", "id": "x", "fields": {**FIELDS, "asks": "y"}}, '"asks" is not a field'),
        ({"kind": "question", "id": "x", "fields": {**FIELDS, "stage": "opne"}}, 'There is no stage "opne".'),
        ({"kind": "question", "id": "x", "fields": {**FIELDS, "ask": "a\u200bb"}}, "invisible"),
        ({"kind": "question", "id": "x", "fields": {**FIELDS, "why": "[a](javascript:b)"}}, "can't be followed"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_is_told_and_left_out(
    one: dict[str, Any], said: str, root: Path
) -> None:
    done = restored(read(root), of(**one))
    assert isinstance(done, Restored)
    assert done.files == {}
    assert said in "".join(done.left_out.values())


def test_words_that_are_not_here_are_told_together(root: Path, tmp_path: Path) -> None:
    """They are what is to be added, however many entries need one."""
    entries = [
        {"kind": "question", "id": f"one-{n}", "fields": {**FIELDS, "stage": stage, "owner": owner}}
        for n, (stage, owner) in enumerate([("pilot", "ada"), ("trial", "ada"), ("pilot", "ada")])
    ]
    place = tmp_path / "playbook.json"
    place.write_text(json.dumps({"schema": "export/1", "entries": entries}))
    ran = run(root, "import", str(place))
    assert "Words that aren't here, which is why." in ran.output
    assert "  owner: ada\n  stage: pilot, trial\n" in ran.output
    assert not list((root / "content/questions").glob("one-*"))


@pytest.mark.long
def test_a_table_that_export_wrote_says_that_changes_to_it_do_not_come_back(
    root: Path, tmp_path: Path
) -> None:
    run(root, "export", "csv", "--out", str(tmp_path / "out"))
    run(root, "export", "xlsx", "--out", str(tmp_path / "out"))
    said = "donebook export wrote this table."
    for name in ("question.csv", "playbook.xlsx"):
        ran = run(root, "import", str(tmp_path / "out" / name), "--as", "question", "--dry-run")
        assert said in ran.output, name
    (tmp_path / "own.csv").write_text("id,title,ask\n1,Now,What now?\n")
    assert said not in run(root, "import", str(tmp_path / "own.csv"), "--as", "question").output


def test_a_table_needs_to_be_told_what_it_is(root: Path, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("ask\nWhat now?\n")
    ran = run(root, "import", str(tmp_path / "q.csv"))
    assert ran.exit_code == 2
    assert "--as question" in ran.output


def test_every_kind_comes_along(whole: dict[str, Any]) -> None:
    assert {one["kind"] for one in whole["entries"]} == set(KINDS)
    assert Key("page", "rivals/their-own-team") in {(e["kind"], e["id"]) for e in whole["entries"]}
