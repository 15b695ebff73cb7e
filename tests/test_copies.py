"""What a site carries for other programs: the export, `llms.txt`, and Markdown beside each entry."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from donebook.export.made import exported
from donebook.export.markdown import as_markdown
from donebook.export.parts import FILE, SCHEMA, files_of
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import End, build
from donebook.site.licenses import LICENSES
from donebook.site.listing import LIST, WORKER
from projects import lay, tree
from trials import one_in

Project = Callable[..., Path]
FILES = {
    base.WHY_NOW: base.FILES[base.WHY_NOW].replace("why: Because.", "why: Because {product} is *not* 1 < 2."),
    "patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n"),
}  # fmt: skip
LINK = re.compile(r"(?<!\\)\]\(([^)]+)\)")


def sources(site: Path) -> dict[str, str]:
    """Each Markdown file of a site."""
    return {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.md")}


def names(site: Path) -> set[str]:
    return {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}


# --- Markdown of a page


def led(href: str) -> str:
    return f"to:{href}"


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>One\n two &amp; three</p>", "One two & three"),
        ('<p class="e">Question</p><h1 id="t">Why?</h1>', "# Why?\n\nQuestion"),
        ("<blockquote><h1>Why?</h1></blockquote>", "# Why?"),
        ("<blockquote><p>A</p><p>B</p></blockquote>", "> A\n>\n> B"),
        ('<p>See <a href="../a/">the <b>A</b></a>.</p>', "See [the **A**](to:../a/)."),
        ("<ul><li>A</li><li><b>B</b> <small>c</small></li></ul>", "- A\n- **B** c"),
        ("<ol><li>A<ul><li>B</li></ul></li></ol>", "1. A\n   - B"),
        ("<ol><li><p>A</p><p>B</p></li></ol>", "1. A\n\n   B"),
        ("<dl><div><dt>Who</dt><dd>Ann</dd></div></dl>", "- **Who:** Ann"),
        ("<dl><dt>Ask:</dt><dd>A</dd><dd>B</dd></dl>", "- **Ask:**\n  - A\n  - B"),
        ("<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1|2</td><td></td></tr><tr><td> </td><td></td></tr></tbody></table>", "| A | B |\n| --- | --- |\n| 1\\|2 |  |"),
        ("<label>Name <textarea>typed</textarea></label><label>Day</label>", "- Name\n- Day"),
        ("<details><summary>For the buyer</summary><p>A</p></details>", "**For the buyer**\n\nA"),
        ("<details><summary><h2>Cost</h2></summary>A</details>", "## Cost\n\nA"),
        ('<p>A<span hidden>B</span><span aria-hidden="true">C</span></p><p class="x db-noprint">D</p><button>E</button><div hidden>F<p>G</p></div><!-- H -->', "A"),
        ("<p><q>A</q> <code>a_b*c</code><br>B <em> C </em></p>", "“A” `a_b*c` B *C*"),
        ("<div>A<p>B</p>C</div>", "A\n\nB\n\nC"),
    ],
)  # fmt: skip
def test_a_part_of_a_page_becomes_what_it_is_in_markdown(page: str, markdown: str) -> None:
    assert as_markdown(page, led) == f"{markdown}\n"


@pytest.mark.parametrize(
    "words",
    ["# no heading", "1. no list", "- no item", "> no quote", "a * b * c", "a_b_c _d_", "`x`", "[x](y)", "<b>x</b>", "\\*", "--- no line", "2) x", "+ x"],
)  # fmt: skip
def test_words_that_look_like_markdown_are_shown_as_they_are(words: str) -> None:
    page = f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    shown = MarkdownIt().render(as_markdown(page, led))
    assert unescape(re.sub(r"<[^>]+>", "", shown)).strip() == words
    assert shown.count("<") == 2, "one paragraph and nothing in it"


def test_a_link_that_leads_nowhere_from_here_keeps_its_words() -> None:
    assert as_markdown('<p>See <a href="#x">this</a>.</p>', lambda _: None) == "See this.\n"


# --- beside the pages of a site


def test_each_entry_of_the_starter_lies_beside_its_page(site: Path, playbook: Playbook) -> None:
    found = sources(site)
    published = playbook.without_drafts()
    assert found.keys() == {address.of_entry(entry) for entry in published.entries.values()}
    lists = (site / "llms.txt").read_text("utf-8")
    whole = (site / "llms-full.txt").read_text("utf-8")
    for entry in published.entries.values():
        path = address.of_entry(entry)
        page = (site / path.removesuffix(".md") / "index.html").read_text("utf-8")
        assert f'<link rel="alternate " type="text/markdown" href="../../{path}">' in page
        assert found[path].startswith("# ")
        assert f"`{entry.path}`" in found[path], "it says which file it is"
        assert f"]({path})" in lists
        assert found[path].strip() in whole
    files = names(site)
    for path, text in {**found, "llms.txt": lists}.items():
        for href in LINK.findall(text):
            where = normpath(join(dirname(path), href.partition("#")[0]))
            if not re.match(r"[a-z]+:", href):
                assert where in files or join(where, "index.html") in files, (path, href)


def test_what_a_page_folds_away_for_trainers_stands_below_a_line_that_says_so(
    site: Path, playbook: Playbook
) -> None:
    for exercise in playbook.exercises:
        text = sources(site)[address.of_entry(exercise)]
        before = text.partition(f"**{playbook.language.say('exercise.for-the-others')}**")[0]
        assert before != text
        assert playbook.language.say("exercise.answer-key") not in before


def test_a_site_lists_them_and_its_worker_leaves_them_to_be_asked_for(site: Path) -> None:
    listed = json.loads((site / LIST).read_text())
    later = json.loads(re.findall(r'"later":(\[[^]]*\])', (site / WORKER).read_text())[0])
    copies = {path for path in names(site) - {LICENSES} if path.endswith((".md", ".txt")) or ("playbook" in path and path.endswith(".json"))}  # fmt: skip
    assert len(copies) > 200
    assert copies <= listed.keys()
    assert [path for path in copies if path not in later and ".md" not in path] == []
    assert ".md" in later


def test_the_json_of_a_site_is_the_export_in_parts(site: Path, playbook: Playbook) -> None:
    schema = json.loads((site / SCHEMA).read_text("utf-8"))
    whole = json.loads((site / FILE).read_text("utf-8"))
    jsonschema.validate(whole, schema)
    assert whole["entries"] == []
    entries: list[Any] = []
    for part in whole["parts"]:
        read = json.loads((site / part["file"]).read_text("utf-8"))
        jsonschema.validate(read, schema)
        assert {entry["kind"] for entry in read["entries"]} == {part["kind"]}
        assert len(read["entries"]) == part["entries"]
        entries += read["entries"]
    ids = {(entry["kind"], entry["id"]) for entry in entries}
    assert ids == {(key.kind, key.id) for key in playbook.without_drafts().entries}


@pytest.mark.long
def test_a_small_playbook_is_one_file_of_json(project: Project) -> None:
    root = project(FILES)
    built = build(root, TODAY).site
    assert built
    assert [e["id"] for e in json.loads((built / FILE).read_text())["entries"] if e["kind"] == "pattern"] == ["hours-back"]  # fmt: skip
    assert not [name for name in names(built) if name.startswith("playbook-")]
    text = sources(built)["questions/why-now.md"]
    assert r"Because Example is *not* 1 \< 2." in text
    assert not [path for path, said in sources(built).items() if "Drafted" in said or "drafted" in path]  # fmt: skip
    before = tree(built)
    assert build(root, TODAY).site
    assert tree(built) == before, "what is kept from before is what would be made"
    lay(root, {base.WHY_NOW: FILES[base.WHY_NOW].replace("Because {product}", "Since {product}")})
    assert build(root, TODAY).site
    assert "Since Example" in sources(built)["questions/why-now.md"]
    assert "Since Example" in (built / "llms-full.txt").read_text("utf-8")


@pytest.mark.parametrize("left_out", one_in(2, ["drafts", "setting"]))
@pytest.mark.long
def test_with_drafts_or_without_being_wanted_there_is_none_of_it(
    project: Project, left_out: str
) -> None:
    off = "machine_readable: false\n" if left_out == "setting" else ""
    root = project({**FILES, "../site-config/playbook.yaml": base.CONFIG + off})
    built = build(root, TODAY, with_drafts=left_out == "drafts", end=End.PACKED).site
    assert built
    found = names(built)
    assert not [
        n
        for n in found
        if n != LICENSES and (n.endswith((".md", ".txt")) or n.startswith("playbook"))
    ]
    page = (built / "questions/why-now/index.html").read_text("utf-8")
    assert "text/markdown" not in page


@pytest.mark.torture
def test_with_an_address_the_lists_name_it(project: Project) -> None:
    site = "https://playbook.example.org/sales/"
    root = project({"../site-config/playbook.yaml": f"{base.CONFIG}address: {site}\n"})
    built = build(root, TODAY, end=End.PACKED).site
    assert built
    assert f"]({site}questions/why-now.md)" in (built / "llms.txt").read_text("utf-8")
    assert f"<!-- {site}questions/why-now.md -->" in (built / "llms-full.txt").read_text("utf-8")


@pytest.mark.long
def test_it_is_parted_only_where_it_is_large(playbook: Playbook) -> None:
    whole = exported(playbook)
    assert [path for path, _ in files_of(whole, most=1 << 30)] == [FILE]
    parted = dict(files_of(whole, most=1000))
    assert set(parted) == {FILE, *(f"playbook-{entry.kind}.json" for entry in whole.entries)}
    assert dict(files_of(whole, most=1000)) == parted
