"""One text is the same wherever it is read: typeset, and with the product's name in it."""

import json
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

from donebook.diff import Comparison
from donebook.diff.compare import changes
from donebook.index import finder_index, finder_texts
from donebook.load import load
from donebook.news import Day
from donebook.pages.whats_new import feed
from donebook.paper.writer import PaperWriter
from donebook.playbook import Playbook
from donebook.report.changes import CHANGE_FORMATS
from donebook.rules import base
from donebook.sheet import resolve
from donebook.source import Folder
from projects import CHECKOUT, lay, render_pages
from test_sheet import WORKSHEET

Project = Callable[..., Path]
TYPED = 'What\'s "{product}" worth?'
READ = "What’s “Acme & Sons” worth?"
SETTINGS = base.CONFIG.replace("product: Example", "product: Acme & Sons").replace(
    "schema: 2", "schema: 2\naddress: https://example.org/"
)


def written(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def read(root: Path) -> Playbook:
    found = load(Folder(root)).playbook
    assert found
    return found


def test_titles_asks_feed_diff_paper_and_finder_agree(project: Project) -> None:
    question = base.question("Why us", "compete")
    titled = question.replace("title: Why us", f"title: {written(TYPED)}")
    asked = titled.replace("What makes this a question for compete?", "%s")
    root = project(
        {
            "../site-config/playbook.yaml": SETTINGS,
            "questions/why-us.yaml": asked.replace("%s", "Before?"),
            "worksheets/sheet.yaml": WORKSHEET,
        }
    )
    before = read(root)
    lay(root, {"questions/why-us.yaml": asked.replace("%s", written(TYPED))})
    playbook = read(root)

    (shown,) = [
        p
        for p in render_pages(playbook, [CHECKOUT / "templates/pages"])
        if p.path == "questions/why-us.md"
    ]
    page = shown.body
    assert unescape(shown.title) == READ
    assert unescape(page).count(READ) >= 2

    (change,) = [c for c in changes(before, playbook) if c.field == "ask"]
    assert (change.title, change.before, change.after) == (READ, "Before?", READ)
    said = CHANGE_FORMATS["text"](Comparison(True, (change,), (), ()))
    assert said.count(READ) == 2
    atom = feed(playbook, [Day(date(2026, 11, 20), (change,))])
    assert atom
    assert READ in unescape(atom)

    worksheet = playbook.worksheets[0]
    sheet = PaperWriter(playbook.config, playbook.language).sheet(
        resolve(playbook, worksheet), "a4"
    )
    assert sheet["parts"][0]["block"]["asks"][0]["text"] == READ
    index = json.loads(finder_index(playbook).partition(" = ")[2].rstrip(";\n"))
    assert {"What’s", "Acme", "Sons"} <= set(index["words"].split("\n"))
    for told in (page, said, atom, json.dumps(sheet), json.dumps(index), finder_texts(playbook)):
        assert "{product}" not in told
        assert "What's" not in unescape(told)


def test_each_side_of_a_change_has_the_product_s_name_of_its_time(project: Project) -> None:
    root = project({"../site-config/playbook.yaml": SETTINGS, "questions/why-us.yaml": base.question("Why us", "compete").replace("What makes this a question for compete?", written("Why {product}?"))})  # fmt: skip
    before = read(root)
    lay(root, {"../site-config/playbook.yaml": SETTINGS.replace("Acme & Sons", "Bolt")})
    place = root / "content/questions/why-us.yaml"
    place.write_text(place.read_text().replace("Why {product}?", "Why {product} now?"))
    (change,) = [c for c in changes(before, read(root)) if c.field == "ask"]
    assert (change.before, change.after) == ("Why Acme & Sons?", "Why Bolt now?")
