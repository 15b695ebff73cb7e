"""Texts that would run, load, link or break something if they became more than text."""

from collections.abc import Iterator
from itertools import product

_RUN = ("__ran=1", "alert(1)")
_EVENTS = ("onerror", "onload", "onclick", "onmouseover", "onfocus", "onanimationstart", "ontoggle", "onpointerenter")  # fmt: skip
_ELEMENTS = (
    "<script>{run}</script>",
    "<img src=x onerror={run}>",
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg/onload={run}>",
    "<body onload={run}>",
    "<iframe src=javascript:{run}>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<video src=x onerror={run}>",
    "<a href=javascript:{run}>a</a>",
    "<math href=javascript:{run}>a",
    "<object data=javascript:{run}>",
    "<form action=javascript:{run}><button>",
    "<style>@import 'https://evil.example/x'</style>{run}",
    "<link rel=stylesheet href=//evil.example>{run}",
    "<base href=//evil.example/>{run}",
    "<meta http-equiv=refresh content=0;url=javascript:{run}>",
    "<template><script>{run}</script>",
    "<noscript><img src=x onerror={run}>",
)
_BEFORE = ("", '">', "'>", "</script>", "</textarea>", "</title>", "-->", "]]>", "</svg>", "</a></li>", "\\", "`")  # fmt: skip
_ADDRESSES = ("javascript:__ran=1", "JaVaScRiPt:__ran=1", "java&#10;script:__ran=1", "data:text/html,<script>", "vbscript:x", "//evil.example", "file:///etc/passwd", "https://evil.example", "\\\\evil.example\\x")  # fmt: skip
_LINKED = ("[x]({to})", "![x]({to})", "<{to}>", "[x]: {to}", "[x](<{to}>)", 'x" href="{to}')
_BREAKOUTS = (
    "';__ran=1//", '";__ran=1//', "`;__ran=1//", "${__ran=1}", "\\';__ran=1//", "</script><script>__ran=1</script>",
    "<!--<script>", "-->__ran=1", "*/__ran=1/*", "\\u003cscript>", "&lt;script&gt;", "&#60;b&#62;", "&amp;lt;", "&quot;&gt;",
    "%3Cscript%3E", "\\x3cb\\x3e", "{{ 7*7 }}", "{% include '/etc/passwd' %}", "{# x #}", "{{ config }}", "<%= 7*7 %>",
    "#{7*7}", "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "NaN", "true", "-1", "0",
)  # fmt: skip
_FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example","x")', "+1+1", "-1+1", "@SUM(1+1)", "=IMPORTXML(A1,A2)", "%0A=1+1", ";=1+1", ",=1+1", "|calc", "＝1+1")  # fmt: skip
_MARKDOWN = (
    "# Heading", "## {: onclick=__ran=1 }", "{: onclick=__ran=1 }", "{ #a .b onclick=__ran=1 }", "- item", "1. one", "> quote",
    "```js", "~~~", "`code`", "**bold**", "__x__", "| a | b |", "* * *", "***", "===", ":::", "--8<-- '.git/config'", "[^1]: note",
    "*[HTML]: x", "[[wiki]]", "[x][y]", "\\<b\\>", "Term : x", "!!! note", "???+ x", "++x++", "==x==", "^^x^^", "$$x$$", ":smile:",
    "@somebody", "#1", "%%x", "<div markdown>", "<br>", "<br/>", "</div></details></td>", "<b", "<", ">", "&", '"', "'", "`",
)  # fmt: skip
_TYPST = ('#link("javascript:x")', '#eval("1")', "#import", '#raw("x")', "$ x $", "@label", "<label>", "*b*", "_e_", "= H", "\\", "#", "//c", "/* c", "~", "--", '#read("/etc/passwd")', "#{panic()}")  # fmt: skip
_STRANGE = ("ﷺ﷽", "𝒳𝒴", "日本語", "ß ẞ ŉ ﬁ", "é é", "🙂👩‍👩‍👧".replace("\u200d", ""), "\\0", "..", "../../etc/passwd", "C:\\x", "a/b", "?q=<b>", "#</b>", "a" * 30)  # fmt: skip


def _all() -> Iterator[str]:
    for element, before in product(_ELEMENTS, _BEFORE):
        if len(before) < 2 or element in _ELEMENTS[:6]:
            yield before + element.format(run=_RUN[0])
    yield from (f'" {event}={run} x="' for event, run in product(_EVENTS, _RUN))
    yield from (f"' {event}={_RUN[0]} x='" for event in _EVENTS)
    yield from (linked.format(to=to) for linked, to in product(_LINKED, _ADDRESSES))
    yield from (*_BREAKOUTS, *_FORMULAS, *_MARKDOWN, *_TYPST, *_STRANGE)


PAYLOADS: tuple[str, ...] = tuple(dict.fromkeys(_all()))

"""No content may hold these, which a CRM or an assistant may say: they steer a terminal, or end a line."""
STEERING = ("a\x1b[2J", "a\x1b]0;x\x07", "a\x9b31m", "a\u202eb", "a\u200bb", "a\rb", "a\nb", "a\u2028b", "a\x85b", "a\tb", "a\x08b")  # fmt: skip


def letters(text: str) -> str:
    """What can be seen of a text, in one line: what a cell or a link says is shown so."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())
