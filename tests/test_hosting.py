"""What hosts are told, and the page that tells IT what is true of this very playbook."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from donebook.check import check
from donebook.defaults import layered
from donebook.hosting import cloudfront_function, headers, headers_file, nginx
from donebook.pages import address
from donebook.rules.base import CONFIG, TODAY
from donebook.source import Folder
from node import node
from projects import CHECKOUT, bodies, make_project

CRM = ("https://acme.lightning.force.com", "https://*.example.com")
TEMPLATES = layered(CHECKOUT, "templates/pages")
SIGNED_IN = "Basic cmVwOmNoYW5nZSBtZQ=="


def told(root: Path, settings: str = "") -> str:
    """The words of the page, as people read them, in one line."""
    (root / "site-config/playbook.yaml").write_text(CONFIG + settings)
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    page = bodies(playbook, TEMPLATES)[address.FOR_IT]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("is_public", [False, True])
@pytest.mark.parametrize("embed_in", [(), CRM])
def test_the_file_for_hosts_and_a_servers_settings_send_the_same(
    embed_in: tuple[str, ...], *, is_public: bool
) -> None:
    sent = headers(embed_in, is_public=is_public)
    frames = " ".join(("'self'", *embed_in)) if embed_in else "'none'"
    assert dict(sent)["Content-Security-Policy"] == f"frame-ancestors {frames}"
    assert ("X-Frame-Options" in dict(sent)) is not bool(embed_in)
    assert ("X-Robots-Tag" in dict(sent)) is not is_public
    block, _, worker = headers_file(embed_in, is_public=is_public).partition("/sw.js\n")
    assert tuple(re.findall(r"^  ([\w-]+): (.+)$", block, re.MULTILINE)) == sent
    assert worker == "  Cache-Control: no-cache\n"
    settings = "\n".join(nginx(embed_in, is_public=is_public))
    assert tuple(re.findall(r'^  add_header ([\w-]+) "(.+)" always;$', settings, re.MULTILINE)) == sent  # fmt: skip
    assert not re.search(r"(?m)^  location[^}]*add_header", settings), (
        "it would leave out all others"
    )


@pytest.mark.parametrize(
    ("uri", "login", "answer"),
    [
        ("/stages/", SIGNED_IN, "/stages/index.html"),
        ("/files.json", SIGNED_IN, "/files.json"),
        ("/stages/", "Basic wrong", 401),
        ("/stages/", None, 401),
    ],
)
def test_the_function_asks_for_the_password_and_leads_folders_to_their_page(
    tmp_path: Path, uri: str, login: str | None, answer: object
) -> None:
    sent = {"authorization": {"value": login}} if login else {}
    asked = json.dumps({"request": {"uri": uri, "headers": sent}})
    said = (
        f"const made = handler({asked}); console.log(JSON.stringify(made.statusCode || made.uri))"
    )
    script = tmp_path / "function.js"
    script.write_text("\n".join((*cloudfront_function(), said)), encoding="utf-8")
    ran = node(script)
    assert json.loads(ran.stdout) == answer, ran.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("settings", "is_said", "is_unsaid"),
    [
        ("", ["until the browser’s data are cleared", "by nobody", "180 days"], ["Edit this entry", "Not helpful"]),
        ("offline: off\n", ["not kept by browsers"], ["A copy of the site"]),
        ("offline: 14\n", ["for 14 more days", "14 days after the site last answered"], ["data are cleared. To"]),
        ("usage: false\n", [], ["Counts of calls"]),
        ("keep_deals: 30\n", ["30 days"], ["180 days"]),
        ("embed_in: [https://crm.example.com]\n", ["in frames of https://crm.example.com", "frame-ancestors 'self' https://crm.example.com"], ["by nobody", "X-Frame-Options"]),
        ("feedback: 'https://forms.example.org/it?page={page}'\n", ["Opens https://forms.example.org/it with the page’s address in"], ["what was looked for in"]),
        ("feedback: 'mailto:a@example.org?body={query} {page}'\n", ["Opens mailto:a@example.org with the page’s address and what was looked for in"], []),
        ("edit_url: 'https://code.example.org/{path}'\n", ["Edit this entry"], []),
        ("publish: true\n", ["Let in"], ["Asked to stay away", "X-Robots-Tag"]),
        ("publish: false\n", ["X-Robots-Tag: noindex, nofollow"], []),
    ],
)  # fmt: skip
def test_the_page_for_it_says_what_this_playbooks_settings_mean(
    tmp_path: Path, settings: str, is_said: list[str], is_unsaid: list[str]
) -> None:
    page = told(make_project(tmp_path / "project"), settings)
    assert [words for words in is_said if words not in page] == []
    assert [words for words in is_unsaid if words in page] == []
