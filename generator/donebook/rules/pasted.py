"""What was pasted or copied and can be read, but isn't what reps should see.

Markup of other programs, in texts that show it as it stands (W), and an entry that was copied and
left as it was (C).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from donebook.config import VOCABULARY_PATH
from donebook.facts import remembered_alone
from donebook.message import Message, message
from donebook.model import Entry, Part
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.prose import Prose
from donebook.rules import base
from donebook.rules.rule import Rule, rule
from donebook.rules.texts import texts_of
from donebook.source import Loc
from donebook.source.syntax_errors import in_quotes
from donebook.text import Rich
from donebook.validation_messages import NO_PICTURES

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|del|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|ins|label|li|link|mark|meta|o:p|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>|<!--|-->",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:(?P<name>[a-zA-Z][a-zA-Z0-9]{1,7})|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_TABS = re.compile(r"\S\t+\S")
_BREAKS = re.compile(r"\s*</?(?:p|div|br|h[1-6]|o:p)(?:\s[^<>]*)?/?>\s*", re.IGNORECASE)
_SPANS = re.compile(r"</?(?:span|font|u|small|mark)(?:\s[^<>]*)?>", re.IGNORECASE)
_BOLD = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_RULE = "---"
_CODE = re.compile(
    r"^(`{3,}|~{3,})[^\n]*\n.*?(?:^\1|\Z)|`[^`\n]+`|\]\(<[^>\n]*>", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Markup:
    """Something that other programs read as markup, and in which types of text it's wrong.

    Whatever is `found` holds one of the `signs`, which are looked for first: they cost next to nothing.
    """

    signs: tuple[str, ...]
    found: re.Pattern[str]
    help: Message
    in_rich: bool = True
    in_plain: bool = True
    in_prose: bool = False

    def may_be_wrong_in(self, text: str) -> bool:
        return self._is_meant_for(text) and any(sign in text for sign in self.signs)

    def _is_meant_for(self, text: str) -> bool:
        if isinstance(text, Prose):
            return self.in_prose
        return self.in_rich if isinstance(text, Rich) else self.in_plain


_BULLETS = "•▪◦●‣·☐☑["
_MARKUP = (
    _Markup(
        ("<", ">"),
        re.compile(r"(?:^|\n)\s*(?:<{7}|>{7}) \S+"),
        message("Keep one side of the merge, and delete the other and its signs."),
    ),
    _Markup(
        ("<", ">"),
        _TAG,
        message("Delete the tags. A longer text takes **bold**, lists and [links](https://…)."),
        in_prose=True,
    ),
    _Markup(("&",), _ENTITY, message("Write the character itself.")),
    _Markup(("[",), re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), NO_PICTURES),
    _Markup(
        ("#",),
        re.compile(r"(?:^|\n)\s*#{1,6} \S"),
        message("A text has no headings: delete the sign, or make the line **bold**."),
    ),
    _Markup(
        ("|",),
        re.compile(r"(?:^|\n)\s*\|[^\n]*\|\s*(?:\n|$)"),
        message('A text holds no tables: write a list, each item behind "- ".'),
    ),
    _Markup(
        ("`", "~"),
        re.compile(r"(?:^|\n)\s*(?:```|~~~)|`[^`\n]+`"),
        message("Delete the signs: a text holds no code."),
    ),
    _Markup(
        (">", _RULE),
        re.compile(r"(?:^|\n)\s*(?:>(?= )|-{3,}(?=\s*(?:\n|$)))"),
        message("Delete the sign: a text has paragraphs, lists, bold words and links only."),
        in_plain=False,
    ),
    _Markup(
        tuple(f"{_BULLETS}✓✔→➔►–—"),
        re.compile(r"(?:^|\n)\s*(?:[•▪◦●‣·✓✔→➔►☐☑]\s+\S|\[[ xX]?\]\s|[–—]\s[^\n]*\n\s*[–—]\s)"),
        message('Begin each item with "- ", behind an empty line.'),
        in_plain=False,
        in_prose=True,
    ),
    _Markup(
        tuple(_BULLETS),
        re.compile(r"^(?:[•▪◦●‣·☐☑]|\[[ xX]?\])\s"),
        message("Delete the sign."),
        in_rich=False,
    ),
    _Markup(
        ("*", "["),
        re.compile(r"\*\*[^*\s][^*]*\*\*|\[[^\]]+\]\(\s*(?:https?:|mailto:|/)[^)]*\)"),
        message("Delete the signs: this text is shown as it stands."),
        in_rich=False,
    ),
    _Markup(
        ("\t",),
        _TABS,
        message("Keep the text of this field, and give every other cell a field of its own."),
    ),
)

# Any sign of any of it, but for the one that is no single character: a class is searched for fast.
_SIGN = re.compile(f"[{re.escape(''.join({s for m in _MARKUP for s in m.signs} - {_RULE}))}]")


@rule(
    "W514",
    "Markup that would be shown as it stands",
    why="A rep reads the signs of another program in the middle of a sentence, and aloud to a buyer.",
    fix="Write plain text. A longer text may hold paragraphs, **bold** words, lists and links.",
    bad={base.WHY_NOW: base.FILES[base.WHY_NOW].replace("why: Because.", "why: <p>Because.</p>")},
    good=base.WHY_NOW_AS_IT_IS,
    severity=Severity.WARNING,
)
def _markup(code: Code, playbook: Playbook) -> Iterator[Finding]:
    parts: list[tuple[str, Part]] = [(e.path, e) for e in playbook.entries.values()]
    parts.append((VOCABULARY_PATH, playbook.vocabulary))
    for path, part in parts:
        for loc, text, markup, words in _markup_in(part):
            shown = " ".join(words.split()) or "→"
            said = message('"{words}" would be shown to reps as it stands.', words=shown)
            if markup.found is _TABS:
                said = message("Tabs part this text, as they part the cells of a table.")
            if markup.found is _ENTITY:
                said = message('"{words}" is how a web page writes a character.', words=shown)
            again = _cleaned(text)
            yield Finding(code, path, loc, said, markup.help, again, words=words.strip())


@remembered_alone
def _markup_in(part: Part) -> tuple[tuple[Loc, str, _Markup, str], ...]:
    """Where a part holds markup: the text there, the first that is wrong in it, and its words."""
    anywhere = texts_of(part)
    if not _may_be_markup("\n".join(anywhere)):
        return ()
    if not any(map(_first_markup, filter(_may_be_markup, anywhere))):
        return ()
    texts = ((loc, text, _first_markup(text)) for loc, text in _texts(part, ()))
    return tuple((loc, text, *found) for loc, text, found in texts if found)


def _may_be_markup(text: str) -> bool:
    return bool(_SIGN.search(text)) or _RULE in text


def _first_markup(text: str) -> tuple[_Markup, str] | None:
    shown = _CODE.sub("", text) if isinstance(text, Prose) else text
    for markup in _MARKUP:
        if markup.may_be_wrong_in(text):
            for found in markup.found.finditer(shown):
                if markup.found is not _ENTITY or not found["name"] or f"{found['name']};" in html5:
                    return markup, found[0]
    return None


def _cleaned(text: str) -> str | None:
    """The text in quotes, without tags that add nothing to it; none where something would be lost."""
    bold = r"**" if isinstance(text, Rich) else ""
    if len(_TABS.findall(text)) > 1:
        return None
    plain = _BOLD.sub(bold, _SPANS.sub("", _BREAKS.sub(" ", text)))
    whole = " ".join(unescape(plain).replace("\xa0", " ").split())
    return (
        None if _first_markup(type(text)(whole)) or "\n" in text or not whole else in_quotes(whole)
    )


def _texts(value: object, at: Loc) -> Iterator[tuple[Loc, str]]:
    """All texts in a part, each with the names that lead to it in its file."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Part):
        for name, info in type(value).model_fields.items():
            if name == "title" and isinstance(value, Entry) and not value.has_own_title:
                continue  # it follows from another text
            yield from _texts(getattr(value, name), (*at, info.alias or name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, (*at, str(name)))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*at, index))


_COPY = "questions/why-now-copy.yaml"


@rule(
    "C414",
    "Two entries that say the same",
    why="Whoever finds both looks for the difference, and a correction of one leaves the other wrong.",
    fix="Delete one of the two, or write what makes it another entry.",
    bad={_COPY: base.FILES[base.WHY_NOW].replace("core: true\n", "")},
    good={
        _COPY: base.FILES[base.WHY_NOW]
        .replace("core: true\n", "")
        .replace("title: Why now", "title: Why this year")
    },
    severity=Severity.WARNING,
)
def _twins(code: Code, playbook: Playbook) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], Entry] = {}
    # The shorter name first: a copy is called as the original, and something more.
    for entry in sorted(playbook.entries.values(), key=lambda e: (e.kind.name, len(e.id), e.id)):
        other = first.setdefault(_alike(entry), entry)
        if other is not entry:
            said = message('This has the title and the summary of "{id}".', id=other.id)
            if getattr(entry, "ask", None):
                said = message('This has the title and the ask of "{id}".', id=other.id)
            known_by = "title" if entry.has_own_title else entry.called_by
            yield Finding(code, entry.path, (known_by,), said)


@remembered_alone
def _alike(entry: Entry) -> tuple[str, str, str]:
    """What two entries that say the same share: their kind, and the words of their title and first text."""
    text = getattr(entry, "ask", None) or entry.summary
    return entry.kind.name, _words(entry.title), _words(text)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def follows_from_a_copy(finding: Finding, found: Collection[Finding]) -> bool:
    """Whether it is only said because an entry was copied: nothing leads to the copy."""
    return (
        finding.code.id.startswith("C")
        and finding.code is not _twins.code
        and any(f.code is _twins.code and f.path == finding.path for f in found)
    )


RULES: tuple[Rule, ...] = (_markup, _twins)
