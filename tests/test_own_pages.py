"""Pages that a company writes itself, in Markdown, and styles of its own."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack

import pytest
from click.testing import CliRunner, Result

from donebook.check import check
from donebook.cli.main import donebook
from donebook.defaults import layered
from donebook.diff import compare
from donebook.index import finder_index, finder_texts
from donebook.model import Key, OwnPage
from donebook.pages import View
from donebook.playbook import Playbook
from donebook.problem import Problem
from donebook.prose import headings, linked
from donebook.rules.base import TODAY, own_page
from donebook.site.build import build
from donebook.site.generate import Generated
from donebook.site.settings import engine_settings
from donebook.source import Folder
from projects import CHECKOUT, bodies, lay, make_project, renderer

Project = Callable[..., Path]
ACME = "pages/rivals/acme.md"
TO_WHY_NOW = "[why now](../../questions/why-now.yaml)"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), *arguments])


def problems(root: Path) -> tuple[Problem, ...]:
    return check(Folder(root), TODAY).problems


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY)
    assert found.playbook
    assert found.problems == ()
    return found.playbook


def page_of(root: Path, page: str = "pages/rivals/acme.md") -> str:
    return bodies(read(root), layered(CHECKOUT, "templates/pages"))[page]


def a_picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\x40\x80\xc0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# --- reading


def test_a_page_has_the_fields_of_an_entry_and_the_text_below_them(project: Project) -> None:
    root = project({ACME: own_page("They sell *things*.\n\nTwice.", "aliases: [the big one]\n")})
    page = read(root).entry(OwnPage, "rivals/acme")
    assert (page.title, page.owner, page.aliases) == ("Acme", "team", ("the big one",))
    assert page.body == "\nThey sell *things*.\n\nTwice.\n"
    assert page.group == "Rivals"


def test_its_first_heading_is_its_title_and_stands_there_once(project: Project) -> None:
    text = own_page("# The *big* one\n\nThey sell.").replace("title: Acme\n", "")
    root = project({"pages/plain.md": text})
    page = read(root).entry(OwnPage, "plain")
    assert page.title == "The *big* one"
    assert page.group == ""
    html = page_of(root, "pages/plain.md")
    assert html.count("<h1") == 1
    assert "<p>They sell.</p>" in html


def test_another_heading_than_its_title_stays(project: Project) -> None:
    html = page_of(project({ACME: own_page("# They sell\n\n## Low\n\n# They serve")}))
    assert re.findall(r'<h(\d) id="([^"]*)">([^<]*)', html) == [
        ("1", "title", "Acme"),
        ("2", "they-sell", "They sell"),
        ("3", "low", "Low"),
        ("2", "they-serve", "They serve"),
        ("2", "about", "About this entry"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_wrong_is_told_at_its_line_and_column(end: str, project: Project) -> None:
    text = own_page(
        "Ask [now](../../questions/why-nwo.yaml), [by](javascript:alert) or\n"
        "[here][there].\n\n- ![x](https://example.org/x.png)\n\n"
        "| a |\n| --- |\n| [b](../b.md) `[c](c.md)` |\n\n[there]: ../../stages/open/\n"
    ).replace("\n", end)
    root = project()
    (root / "content/pages/rivals").mkdir(parents=True)
    (root / "content" / ACME).write_bytes(text.encode())
    lines = text.split(end)
    told = [
        (p.code, lines[p.span.line - 1][p.span.column - 1 : p.span.end_column - 1])
        for p in problems(root)
    ]
    assert told == [
        ("R301", "../../questions/why-nwo.yaml"),
        ("M218", "javascript:alert"),
        ("M218", "https://example.org/x.png"),
        ("R301", "../b.md"),
        ("R331", "../../stages/open/"),
    ]


@pytest.mark.long
def test_a_link_is_fixed_as_a_whole_and_the_rest_stays(project: Project) -> None:
    text = "Ask [now](../../questions/why-nwo.yaml#about) and [so](../../questions/why-us/), {}."
    root = project({ACME: own_page(text.format("*now*"))})
    assert run(root, "check", "--fix", "--today", TODAY.isoformat()).exit_code == 0
    wanted = "Ask [now](../../questions/why-now.yaml#about) and [so](../../questions/why-us.yaml), *now*."
    assert (root / "content" / ACME).read_text() == own_page(wanted)


def test_fields_that_do_not_end_are_told_and_a_text_is_no_field(project: Project) -> None:
    lay(root := project(), {ACME: "---\ntitle: Acme\n\nThey sell.\n"})
    lay(root, {"pages/other.md": own_page("They sell.", "body: They sell.\n")})
    told = [(p.code, p.span.path.rpartition("/")[2], p.span.line) for p in problems(root)]
    assert told == [("S108", "other.md", 6), ("S129", "acme.md", 1)]


def test_a_page_without_a_text_is_told(project: Project) -> None:
    (problem,) = problems(project({ACME: own_page(" ")}))
    assert problem.code == "M201"
    assert problem.message == "This page has no text."


@pytest.mark.parametrize("name", ["_template.md", "README.md", ".draft.md", "prices.png"])
def test_what_lies_beside_pages_is_none(name: str, project: Project) -> None:
    root = project({f"pages/rivals/{name}": "Anything."})
    assert read(root).of_model(OwnPage) == ()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("pages/Acme One.md", "Rename it to acme-one.md."),
        ("pages/acme.yaml", "Rename it to acme.md."),
        ("pages/index.md", "Give the file another name."),
        ("pages/rivals/big/acme.md", "Entries lie in"),
    ],
)
def test_a_page_of_no_possible_name_is_told(path: str, said: str, project: Project) -> None:
    (problem,) = problems(project({path: own_page("They sell.")}))
    assert said in problem.help


def test_the_starter_has_a_form_for_rivals_to_copy(checkout: Path, project: Project) -> None:
    text = (checkout / "content/pages/rivals/_template.md").read_text(encoding="utf-8")
    own = re.sub(r"\(\.\./[^)]*\)", "(https://example.org)", text).replace("field-sales", "team")
    root = project({ACME: own, "pages/rivals/_template.md": text})
    assert problems(root) == ()
    lay(root, {ACME: own.replace("status: draft\n", "")})
    # Whoever publishes it as it is, is told.
    assert "W509" in {p.code for p in problems(root)}


# --- what it leads to


def test_renaming_an_entry_changes_links_to_it(project: Project) -> None:
    text = "See {0} and [it][1].\n\n[1]: ../../questions/{1}.yaml#about"
    root = project({ACME: own_page(text.format(TO_WHY_NOW, "why-now"))})
    assert run(root, "rename", "question", "why-now", "why-today").exit_code == 0
    wanted = text.format("[why now](../../questions/why-today.yaml)", "why-today")
    assert (root / "content" / ACME).read_text() == own_page(wanted)
    assert problems(root) == ()


def test_a_page_that_goes_to_another_folder_takes_its_links_along(project: Project) -> None:
    text = "{why} [me]({me}) ![p]({picture}) [web](https://example.org) [up](#up)\n\n## Up"
    before = {"why": TO_WHY_NOW, "me": "acme.md", "picture": "p.png"}
    root = project({ACME: own_page(text.format(**before | {"me": "https://example.org"}))})
    lay(root, {"pages/home.md": own_page("See [them](rivals/acme.md#up).").replace("Acme", "Home")})
    (root / "content/pages/rivals/p.png").write_bytes(a_picture())
    assert run(root, "rename", "page", "rivals/acme", "big").exit_code == 0
    after = {"why": "[why now](../questions/why-now.yaml)", "picture": "rivals/p.png"}
    wanted = text.format(**after, me="https://example.org")
    assert (root / "content/pages/big.md").read_text() == own_page(wanted)
    assert (root / "content" / ACME).read_text() == "---\nmoved_to: big\n---\n"
    assert "See [them](big.md#up)." in (root / "content/pages/home.md").read_text()
    assert problems(root) == ()
    assert read(root).forwarded(Key("page", "rivals/acme")) == Key("page", "big")


def test_a_link_to_what_has_moved_or_is_a_draft_is_told(project: Project) -> None:
    root = project({ACME: own_page("See [this](../../questions/old.yaml) and [more](../more.md).")})
    lay(root, {"pages/more.md": own_page("More.", "status: draft\n").replace("Acme", "More")})
    lay(root, {"questions/old.yaml": "moved_to: why-now\n"})
    told = {p.code: p.suggestion for p in problems(root)}
    assert told == {"R303": "../../questions/why-now.yaml", "R304": None}


def test_the_page_of_an_entry_names_the_pages_that_link_to_it(project: Project) -> None:
    root = project({ACME: own_page(f"See {TO_WHY_NOW}.")})
    html = page_of(root, "questions/why-now.md")
    assert '<h2 id="on-our-own-pages">On our own pages' in html
    assert 'href="../../pages/rivals/acme/">Acme</a>' in html


def test_a_diff_says_that_its_text_changed_and_where_it_leads(tmp_path: Path) -> None:
    texts = {"before": "They sell.", "after": f"They sell more than {TO_WHY_NOW}."}
    before, after = (
        check(Folder(make_project(tmp_path / name, {ACME: own_page(text)})), TODAY)
        for name, text in texts.items()
    )
    told = {change.message for change in compare(before, after).changes}
    assert told == {"Links to “Why now” now.", "Changed: the text."}


def test_reviews_and_code_owners_know_pages(project: Project) -> None:
    root = project({ACME: own_page("They sell.")})
    assert run(root, "reviewed", "page/rivals/acme", "--today", "2026-11-23").exit_code == 0
    assert "\nreviewed: 2026-11-23\n" in (root / "content" / ACME).read_text()
    assert run(root, "reviewed", "rivals/acme", "--today", "2026-11-24").exit_code == 0
    assert "\nreviewed: 2026-11-24\n" in (root / "content" / ACME).read_text()


# --- what is shown


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '[x](https://example.org/"onmouseover="alert(1))',
    '![x" onerror="alert(1)](p.png)',
    '```"><script>alert(1)</script>\nx\n```',
    "`<b>`",
    "<https://example.org/<script>>",
    "| <b> |\n| --- |\n| </td><script> |",
    "# <script>alert(1)</script>",
    "&lt;script&gt; &#60;script&#62;",
    "[a]: javascript:alert(1)\n\n[a]",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text: str, project: Project) -> None:
    root = project({ACME: own_page(text)})
    (root / "content/pages/rivals/p.png").write_bytes(a_picture())
    found = check(Folder(root), TODAY).playbook
    assert found
    html = bodies(found, layered(CHECKOUT, "templates/pages"))["pages/rivals/acme.md"]
    inside = html.partition('<div class="db-prose">')[2].partition('<div class="db-about"')[0]
    tags = re.findall(r"<([a-z0-9]+)((?:\s[^>]*)?)>", inside)
    assert {tag for tag, _ in tags} <= {
        *["p", "h2", "a", "img", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "div"]
    }
    given = {name for _, its in tags for name in re.findall(r'([a-z-]+)="[^"]*"', its)}
    assert given <= {"href", "src", "alt", "loading", "class", "id"}
    assert "javascript:" not in " ".join(its for _, its in tags)


@pytest.mark.parametrize(
    ("view", "way"),
    [
        (View.SERVER, "../../../questions/why-now/#about"),
        (View.FOLDER, "../../questions/why-now.html#about"),
        (View.SOURCE, "../../questions/why-now.md#about"),
    ],
)
def test_a_link_leads_to_the_page_as_it_is_seen(view: View, way: str, project: Project) -> None:
    from donebook.pages import Context, pages

    playbook = read(project({ACME: own_page("[why](../../questions/why-now.yaml#about)")}))
    made = pages(playbook, Context())["pages/rivals/acme.md"]()
    assert f'<a href="{way}">why</a>' in renderer(playbook, view=view).render(made).body


def test_tables_have_no_style_and_quotes_are_typeset(project: Project) -> None:
    html = page_of(project({ACME: own_page('| a |\n| ---: |\n| "b" and {product} |')}))
    assert '<div class="db-table">\n<table>' in html
    assert "style=" not in html
    assert "<td>“b” and Example</td>" in html


def test_headings_have_addresses_of_their_own() -> None:
    found = headings("# About\n\n## Ärger\n\n## Ärger\n\n## 日本\n\ntext\n====\n")
    assert [(h.level, h.anchor) for h in found] == [
        (2, "about-2"),
        (3, "arger"),
        (3, "arger-2"),
        (3, "section"),
        (2, "text"),
    ]


def test_every_link_has_its_place() -> None:
    text = "[a](x.md) [a](x.md)\n[b](<y z.md>) <https://example.org>\n\n- [c]\n\n[c]: z.md 'w'\n"
    assert [(found.address, found.line, found.column) for found in linked(text)] == [
        ("x.md", 0, 4),
        ("x.md", 0, 14),
        ("y z.md", 1, 5),
        ("https://example.org", 1, 15),
        ("z.md", 5, 5),
    ]


def test_the_navigation_lists_pages_below_their_headings(project: Project) -> None:
    files = {
        ACME: own_page("They sell."),
        "pages/rivals/zeta.md": own_page("They sell.").replace("Acme", "A & Z"),
        "pages/prices.md": own_page("They sell.", "nav: What we charge\n").replace(
            "Acme", "Prices"
        ),
        "pages/alone.md": own_page("They sell.").replace("Acme", "Alone"),
        "pages/rivals/draft.md": own_page("No.", "status: draft\n").replace("Acme", "Draft"),
    }
    playbook = read(project(files)).without_drafts()
    nav = engine_settings(playbook, Generated({}, {}, ())).nav
    own = [item for item in nav if "pages/" in str(item)]
    assert own == [
        {"Our own pages": [{"Alone": "pages/alone.md"}]},
        {"Rivals": [{"A &amp; Z": "pages/rivals/zeta.md"}, {"Acme": ACME}]},
        {"What we charge": [{"Prices": "pages/prices.md"}]},
    ]


def test_the_finder_finds_its_words(project: Project) -> None:
    playbook = read(project({ACME: own_page("They bring a zeppelin to each demo.")}))
    assert "Acme" in finder_index(playbook)
    assert "zeppelin" in finder_texts(playbook)


# --- pictures and styles


@pytest.mark.long
def test_a_picture_comes_along_and_a_missing_one_is_told(project: Project) -> None:
    root = project({ACME: own_page("![Their *prices*](<a b.png>) ![x](a%20b.png)")})
    place = root / "content/pages/rivals/a b.png"
    assert [p.code for p in problems(root)] == ["R332", "R332"]
    place.write_bytes(a_picture())
    assert problems(root) == ()
    built = build(root, TODAY)
    assert built.site
    assert (built.site / "pages/rivals/a b.png").read_bytes() == place.read_bytes()
    html = (built.site / "pages/rivals/acme/index.html").read_text()
    assert html.count('src="../../../pages/rivals/a%20b.png"') == 2
    assert 'alt="Their prices"' in html
    assert "pages/rivals/a b.png" in (built.site / "files.json").read_text()


@pytest.mark.parametrize("name", ["prices.svg", "prices.pdf"])
def test_another_file_next_to_a_page_is_told(name: str, project: Project) -> None:
    root = project({ACME: own_page("They sell."), f"pages/rivals/{name}": "<svg/>"})
    assert [(p.code, p.span.path) for p in problems(root)] == [
        ("S128", f"content/pages/rivals/{name}")
    ]


def test_a_picture_that_is_a_link_is_refused(project: Project, tmp_path: Path) -> None:
    root = project({ACME: own_page("![x](x.png)")})
    (tmp_path / "x.png").write_bytes(a_picture())
    (root / "content/pages/rivals/x.png").symlink_to(tmp_path / "x.png")
    (problem,) = problems(root)
    assert problem.code == "R332"
    assert "is a link" in problem.message


@pytest.mark.long
def test_a_style_of_ones_own_comes_behind_ours_on_each_page(project: Project) -> None:
    root = project({"../site-config/assets/own.css": "h1 { color: #b00020; }\n"})
    built = build(root, TODAY)
    assert built.site
    pages = list(built.site.rglob("index.html"))
    for page in pages:
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.read_text())
        assert [style.rpartition("/")[2] for style in styles[-2:]] == ["donebook.css", "own.css"], (
            page
        )
    assert len(pages) > 20
    assert (built.site / "assets/donebook/own.css").read_text() == "h1 { color: #b00020; }\n"
    assert "own.css" in (built.site / "files.json").read_text()
    (root / "site-config/assets/own.css").unlink()
    again = build(root, TODAY)
    assert again.site
    assert "own.css" not in (again.site / "index.html").read_text()


# --- what was pasted


def test_a_merge_that_was_left_is_told_and_a_heading_with_a_line_below_is_none(
    project: Project,
) -> None:
    lay(root := project(), {ACME: own_page("Title\n=======\n\nText.")})
    assert problems(root) == ()
    merge = "<<<<<<< HEAD\nThey sell.\n=======\nThey serve.\n>>>>>>> main"
    lay(root, {ACME: own_page(f"Text.\n\n{merge}\n\nMore.")})
    (problem,) = problems(root)
    assert (problem.code, problem.span.line) == ("S125", 10)
    lay(root, {ACME: own_page("Text.").replace("title: Acme", f"{merge}\ntitle: Acme")})
    assert [(p.code, p.span.line) for p in problems(root)] == [("S125", 2)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They <span>sell</span>.", "<span>"),
        ("Why:\n\n• one\n• two", "• o"),
        ("`<span>` and ```\n\n```\n<p>\n```", ""),
        ("# One\n\n| a |\n| - |\n\n> b\n\n---\n\n&amp; [x](<https://example.org/a b>)", ""),
    ],
)
def test_tags_and_bullets_are_told_and_what_markdown_knows_is_not(
    text: str, said: str, project: Project
) -> None:
    told = [p.message for p in problems(project({ACME: own_page(text)})) if p.code == "W514"]
    assert len(told) == bool(said)
    assert said in "".join(told)


# --- a new one


def test_a_new_page_begins_with_the_form_of_its_folder(project: Project) -> None:
    root = project({"pages/rivals/_template.md": own_page("## Who they are\n\nSay it.")})
    given = ("--title", "Big: one", "--owner", "team", "--id", "rivals/big-one")
    assert run(root, "new", "page", *given).exit_code == 0
    text = (root / "content/pages/rivals/big-one.md").read_text()
    assert text.startswith("---\n# ")
    assert text.endswith("\n---\n\n## Who they are\n\nSay it.\n")
    page = read(root).entry(OwnPage, "rivals/big-one")
    assert (page.title, page.is_draft) == ("Big: one", True)


@pytest.mark.parametrize(
    ("what", "entry_id"), [("page", "a/b/c"), ("page", "/a"), ("page", "../a"), ("question", "a/b")]
)
def test_no_new_entry_lies_deeper_than_it_may(what: str, entry_id: str, project: Project) -> None:
    options = ("--title", "T", "--owner", "team", "--id", entry_id)
    asked = ("--ask", "Who?", "--stage", "open", "--test", "real", "--roles", "user")
    ran = run(project(), "new", what, *options, *(asked if what == "question" else ()))
    assert ran.exit_code == 2
    assert "can't be an id" in ran.output


@pytest.mark.parametrize("name", ["acme.markdown", "Acme Corp.txt"])
def test_a_page_with_another_ending_is_told_its_name(name: str, project: Project) -> None:
    (problem,) = problems(project({f"pages/{name}": own_page("They sell.")}))
    assert problem.code == "S128"
    assert re.fullmatch(r"Rename it to acme(-corp)?\.md\.", problem.help)
