"""No text of an author can become markup, whatever it holds and wherever it stands."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup

from donebook.config import Config, Vocabulary
from donebook.pages.render import Page, Rendered, Renderer, TemplateFailed
from donebook.pages.writer import write_plain, write_rich
from donebook.playbook import Playbook
from donebook.site.handover import nested, page_file
from donebook.text import Plain, Rich, is_safe, rich_words, typeset
from projects import CHECKOUT

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "{: onclick=alert(1) }",
    "{ #why .md-search onmouseover=alert(1) }",
    "# Heading",
    "1. one",
    "- item",
    "* * *",
    "| a | b |",
    "> quote",
    "```js",
    "`code`",
    "**bold** and _emphasis_",
    "line  \nbreak",
    "&lt;b&gt; &amp; &#60;b&#62;",
    "{{ config }} {% include '/etc/passwd' %} {# x #}",
    '--8<-- ".git/config"',
    "[ref]: https://evil.example",
    "[^1]: note",
    "*[HTML]: abbreviation",
    "</div></details></td>",
    "<div markdown>",
    "\\<b\\>",
    "Term\n:   definition",
    "%3Cscript%3E",
    "[" * 300,
    "***" * 100,
    "=====",
    "http://evil.example www.evil.example a@evil.example",
    "::: module",
    "[[wiki]] [x][ref] [x][]",
    "emoji :smile: and (c)",
    "𝒳 \u202e rtl ﷽ é ß 日本語",
)


class Skeleton(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str | tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def markdown() -> Markdown:
    """Python-Markdown with the extensions that the site loads, and one that MkDocs adds."""
    loaded = yaml.safe_load((CHECKOUT / "mkdocs.yml").read_text())["markdown_extensions"]
    names = [e if isinstance(e, str) else next(iter(e)) for e in loaded]
    options = {k: v for e in loaded if isinstance(e, dict) for k, v in e.items()}
    return Markdown(extensions=[*names, "fenced_code"], extension_configs=options)


def skeleton(html: str) -> Skeleton:
    found = Skeleton()
    found.feed(html)
    return found


PLACES = (
    "{{ h2('words', text) }}",
    "<ul><li>{{ text }}</li></ul>",
    "<table><tr><td>{{ text }}</td></tr></table>",
    '<p class="db-eyebrow">{{ text }} · <a href="../x/">link</a></p>',
    '<a class="db-line__ask" href="../x/">“{{ text }}”</a> <small>{{ text }}</small>',
    "<dl><div><dt>{{ text }}</dt><dd>“{{ text }}”</dd></div></dl>",
    '<input name="x" aria-label="{{ text }}"> {{ text }}',
    '<textarea name="x">{{ text }}</textarea>',
    "<details><summary>{{ text }}</summary><p>{{ text }}</p></details>",
)


@cache
def in_all_places(tmp: Path) -> Renderer:
    (tmp / "page.html.j2").write_text("\n".join(PLACES))
    return Renderer([tmp], _playbook())


@pytest.fixture(scope="session")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    return in_all_places(tmp_path_factory.mktemp("templates"))


def assert_stays_text(text: str, renderer: Renderer) -> None:
    """As words in HTML, and after Python-Markdown has had the generated file."""

    def shown(said: str) -> Rendered:
        return renderer.render(Page("x.md", "page.html.j2", said, said, {"text": Plain(said)}))

    page, expected = shown(text), skeleton(shown("word").body)
    found = skeleton(page.body)
    label = " ".join(typeset(text).split())
    assert [_without(tag) for tag in found.tags] == [_without(tag) for tag in expected.tags]
    assert " ".join(found.text.split()).count(label) >= len(PLACES)
    assert {dict(tag[1]).get("aria-label") for tag in found.tags if tag[0] == "input" and not isinstance(tag, str)} == {typeset(text)}  # fmt: skip
    _, _, after_front_matter = page_file(page).partition("\n---\n")
    assert markdown().reset().convert(after_front_matter) == page.body
    assert markdown().toc_tokens == nested(page.contents)  # type: ignore[attr-defined]


def _without(tag: str | tuple[str, list[tuple[str, str | None]]]) -> object:
    """A tag, but for the one attribute that holds the text."""
    return tag if isinstance(tag, str) else (tag[0], [a for a in tag[1] if a[0] != "aria-label"])


@pytest.mark.parametrize("text", [t for t in HOSTILE if "\n" not in t])
def test_a_plain_text_stays_text(text: str, renderer: Renderer) -> None:
    assert_stays_text(text, renderer)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from(list("<>[](){}#*_`|\\!&;:\"'-+.=~^%$@/")),
            st.characters(codec="utf-8", exclude_categories=("C", "Z")),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_plain_text_stays_text(renderer: Renderer, text: str) -> None:
    assert_stays_text(text, renderer)


ALLOWED = {"p", "strong", "em", "ul", "ol", "li", "a"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_rich_text_becomes_only_what_is_allowed(text: str) -> None:
    found = skeleton(str(write_rich(Rich(f"Before.\n\n{text}\n\nAfter."), "P")))
    tags = [t for t in found.tags if isinstance(t, tuple)]
    assert {tag for tag, _ in tags} <= ALLOWED
    assert all(not attrs or tag == "a" for tag, attrs in tags)
    assert all(v and v.startswith(("http", "mailto", "tel")) for _, attrs in tags for _, v in attrs)


def test_rich_text_keeps_what_is_meant() -> None:
    rich = Rich(
        "One **bold** and *soft* [link](https://a.example/?b=1&c=2).\n\n- a\n- b\n    1. c\n\n  more b\n- d"
    )
    found = skeleton(str(write_rich(rich, "P")))
    starts = [t[0] for t in found.tags if isinstance(t, tuple)]
    assert starts == ["p", "strong", "em", "a", "ul", "li", "li", "p", "ol", "li", "p", "li"]
    assert ("a", [("href", "https://a.example/?b=1&c=2")]) in found.tags


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "x.md",
        "vbscript:x",
        "java\tscript:x",
    ],
)
def test_a_link_to_anywhere_unsafe_is_text(address: str) -> None:
    found = skeleton(str(write_rich(Rich(f"[words]({address})"), "P")))
    assert not [t for t in found.tags if isinstance(t, tuple) and t[0] == "a"]
    assert "words" in found.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('He said "no"', "He said “no”"),
        ("don't", "don’t"),
        ('"5 days", they said', "“5 days”, they said"),
        ("the '90s", "the ’90s"),
        ('("like this")', "(“like this”)"),
        ("\"It's 'fine'\"", "“It’s ‘fine’”"),
    ],
)
def test_straight_quotes_are_shown_as_typographic_ones(typed: str, shown: str) -> None:
    assert typeset(typed) == shown


def test_a_quote_around_bold_words_opens_and_closes() -> None:
    found = skeleton(str(write_rich(Rich('They say "**never**" twice.'), "P")))
    assert found.text == "They say “never” twice."


def test_the_products_name_is_filled_in_and_escaped() -> None:
    assert write_plain(Plain("Ask about {product}"), "<b>") == "Ask about &lt;b&gt;"


def _playbook() -> Playbook:
    config = Config.model_validate(
        {"schema": "1", "name": "N", "product": "P", "owners": {"t": {"name": "T"}}}
    )
    names = ("real", "compete", "win", "worth")
    vocabulary = Vocabulary.model_validate(
        {
            "stages": {"open": {"name": "Open", "purpose": "P", "exit_when": ["x"]}},
            "roles": {"user": {"name": "User"}},
            "tests": {n: {"name": n, "meaning": n} for n in names},
        }
    )
    return Playbook(config, vocabulary, {}, ())


@pytest.mark.parametrize(
    "template",
    [
        "{{ word }}",
        "{{ word | upper }}",
        "{{ word ~ word }}",
        "{{ [word] }}",
        "{{ absent }}",
    ],
)
def test_a_template_cannot_write_an_unescaped_text(template: str, tmp_path: Path) -> None:
    (tmp_path / "page.html.j2").write_text(template)
    page = Page("x.md", "page.html.j2", "T", "D", {"word": "<b>", "absent": None})
    with pytest.raises(TemplateFailed, match=r"page\.html\.j2:1: a template may not write"):
        Renderer([tmp_path], _playbook()).render(page)


def test_a_template_writes_typed_texts_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "page.html.j2").write_text("{{ plain }} {{ rich }} {{ number }} {{ mark }}")
    shows = {"plain": Plain("<b>"), "rich": Rich("*x*"), "number": 3, "mark": Markup("<i>")}
    page = Page("x.md", "page.html.j2", "T", "D", shows)
    written = Renderer([tmp_path], _playbook()).render(page)
    assert "&lt;b&gt; <p><em>x</em></p> 3 <i>" in written.body


@pytest.mark.parametrize(
    "title", ['"quoted" <b>', "a: b", "<script>alert(1)</script>", "{{ x }}", "---"]
)
def test_a_title_cannot_break_out_of_the_front_matter(title: str, tmp_path: Path) -> None:
    (tmp_path / "page.html.j2").write_text("text")
    written = Renderer([tmp_path], _playbook()).render(Page("x.md", "page.html.j2", title, title))
    front = yaml.safe_load(page_file(written).split("---\n")[1])
    assert set(front) == {"title", "description", "hide"}
    assert "<" not in front["title"]


@pytest.mark.parametrize(
    ("template", "line"),
    [("one\n{{ missing }}", 2), ("one\ntwo\n{% for %}", 3), ("{{ 1 / 0 }}", 1)],
)
def test_a_mistake_in_a_template_is_named_with_its_line(
    template: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "page.html.j2").write_text(template)
    with pytest.raises(TemplateFailed, match=rf"page\.html\.j2:{line}: "):
        Renderer([tmp_path], _playbook()).render(Page("x.md", "page.html.j2", "T", "D"))


@pytest.mark.parametrize(
    ("address", "may_be_followed"),
    [
        ("https://example.org/a", True),
        ("https:///a", False),
        ("https://example.org:0/", False),
        ("mailto:ann@example.org", True),
        ("tel:+3225550100", True),
        ("javascript:alert(1)", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("https://[1/", False),
    ],
)
def test_an_address_may_be_followed_where_it_leads_somewhere_known(
    address: str, may_be_followed: bool
) -> None:
    assert is_safe(address) is may_be_followed


def test_the_words_of_a_text_are_those_that_are_shown() -> None:
    text = Rich("One **two** [three](https://example.org)\nfour.\n\n- five\n")
    assert rich_words(text).split() == ["One", "two", "three", "four.", "five"]
