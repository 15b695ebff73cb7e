"""Texts made safe for where they are read: a script, a comment, a terminal, a spreadsheet."""

import re
import unicodedata
from json import dumps

# What hosts read as markup where it stands: "R&D", "<5 days" and "warns_of" are none.
_IN_A_COMMENT = re.compile(
    r"[\\`*\[\]#~@$|^]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])"
)
_ESCAPED = {"<": "&lt;", "&": "&amp;", "@": "&#64;", "#": "&#35;", "$": "&#36;"}
_LINKED = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=&#64;)|(?<=&#35;)")
# A spreadsheet reads a cell that begins so as a formula, or after leaving it out, whatever quotes are
# around it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOTHING = "&#8203;"  # a space without width


def as_script(name: str, value: object) -> str:
    """A script of data: a page opened from a folder may fetch nothing else."""
    return f"{in_namespace(name)} = {dumps(value, ensure_ascii=True, separators=(',', ':'))};\n"


def in_namespace(name: str) -> str:
    """What scripts share, by its name: all of it is in one global object, `donebook`."""
    return f"(globalThis.donebook ??= {{}}).{name}"


def for_cell(text: str) -> str:
    """A text for a cell of a CSV file: a spreadsheet shows it and never runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def for_comment(text: str) -> str:
    """A text for a comment at a code host, which reads well as plain text, too.

    Hosts make links of addresses, @names and #numbers even where they are written as references,
    so these are parted by nothing.
    """
    return _LINKED.sub(_NOTHING, _IN_A_COMMENT.sub(_sign_in_a_comment, _on_one_line(text)))


def as_code(text: str) -> str:
    """A text as code in a comment, such as a file's path, which nothing is made of there."""
    line = _on_one_line(text)
    fence = "``" if "`" in line else "`"
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def _on_one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _sign_in_a_comment(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[0], f"\\{found[0]}")


def visible(text: str) -> str:
    """A text for a terminal: what can't be seen, or could steer it, is shown as a sign."""
    return "".join(_sign(c) for c in text)


def encodable(text: str) -> str:
    """The text in characters that UTF-8 has: a file's name may hold bytes that are no text."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _sign(char: str) -> str:
    if char == "\t":
        return "→"
    if char == "\u00a0":
        return "␣"
    return "�" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char
