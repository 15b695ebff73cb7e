"""The mistakes that make a file unreadable, each recognised by one small function.

A mistake is recognised by what libyaml said and by the line itself. The messages are those of
libyaml 0.2.5 (scanner.c and parser.c).
"""

import re
from collections.abc import Callable

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Code
from donebook.source.syntax_errors import NBSP, Mistake, Stumble, in_quotes, indent_of

_COLOR = re.compile(r"(?<![\w'\"“”])#(?:[\da-fA-F]{3}){1,2}(?![\w'\"“”])")
_IN_QUOTES = message("Put the whole text in quotes.")


def _tab(s: Stumble) -> Mistake | None:
    indent = s.text[: len(s.text) - len(s.text.lstrip())]
    if not ("start any token" in s.said or "tab character" in s.said):
        return None
    if s.at[:1] == "\t" and re.fullmatch(r" *(?:- +)*-", s.text[: s.column]):
        width = len(s.at) - len(s.at.lstrip())
        said = message('Behind the "-" of a list item stands a tab, and a space belongs there.')
        hint = message("Replace the tab with a space.")
        return Mistake(codes.TAB, s.line, s.column, width, said, " ", hint)
    if "\t" not in indent:
        return None
    return Mistake(
        codes.TAB, s.line, indent.index("\t"), 1, message("This line is indented with a tab.")
    )


def _special_sign(s: Stumble) -> Mistake | None:
    if "start any token" not in s.said or s.at[:1] == "\t":
        return None
    return _unquoted(s, codes.SYNTAX, s.line, s.column)


def _star(s: Stumble) -> Mistake | None:
    if "scanning an alias" not in s.said and "scanning an anchor" not in s.said:
        return None
    return _unquoted(s, codes.UNSUPPORTED, s.context_line, s.context_column)


def _quote_never_closed(s: Stumble) -> Mistake | None:
    if "scanning a quoted scalar" not in s.said or "end of stream" not in s.said:
        return None
    said = message("This quote is opened and never closed.")
    return Mistake(codes.UNCLOSED_QUOTE, s.context_line, s.context_column, 1, said)


def _quote_closed_too_late(s: Stumble) -> Mistake | None:
    last = s.last
    if not re.search("expected key|'-' indicator", s.said) or last is None:
        return None
    if last.end_line != s.line or last.start_line == last.end_line:
        return None
    said = message(
        "This quote isn't closed on its line; the next one, on line {line}, ended it.",
        line=last.end_line + 1,
    )
    return Mistake(codes.UNCLOSED_QUOTE, last.start_line, last.start_column, 1, said)


def _text_after_quote(s: Stumble) -> Mistake | None:
    last = s.last
    if not re.search("expected|block sequence entries", s.said) or last is None:
        return None
    is_here = last.start_line == last.end_line == s.line and last.end_column <= s.column
    if not is_here or s.at[:1] in ",]}":
        return None
    whole = s.text[last.start_column :].rstrip()
    said = message("The quotes end before the text does.")
    again = _requoted(whole) if s.quoted_rest(s.line, last.start_column) else None
    column, width = (last.start_column, len(whole)) if again else (last.end_column - 1, 1)
    return Mistake(codes.UNCLOSED_QUOTE, s.line, column, width, said, again)


def _bracket_in_text(s: Stumble) -> Mistake | None:
    """`title: {product} is good`: the value began as a bracket and goes on as a sentence."""
    if "expected key" not in s.said and "document start" not in s.said:
        return None
    found = re.match(r"\s*(?:- )*(?:[\w-]+: +)?(?=[\[{])", s.text)
    if not found or found.end() >= s.column:
        return None
    return _unquoted(s, codes.SYNTAX, s.line, found.end())


def _color_in_brackets(s: Stumble) -> Mistake | None:
    """`brand: {light: #0b6b60}`: from the # on it is a comment, and so is what would close it."""
    if "flow" not in s.said:
        return None
    for number in range(min(s.line, len(s.lines) - 1), -1, -1):
        text = s.line_at(number).rstrip()
        found = re.search(r"(?<=[\s,\[{])#", text)
        if not found or not re.search(r"[\[{]", text[: found.start()]):
            continue
        said = message(
            "From the # on the line counts as a comment, so the bracket before it is never closed."
        )
        lost = text[found.start() :]
        colors = list(_COLOR.finditer(lost))
        if not colors or colors[0].start():
            hint = message("Put quotes around the text that begins with #.")
            return Mistake(codes.LOST, number, found.start(), len(lost), said, hint=hint)
        width = colors[-1].end()
        again = _COLOR.sub(r'"\g<0>"', lost[:width])
        return Mistake(
            codes.LOST,
            number,
            found.start(),
            width,
            said,
            again,
            message("Put the color in quotes."),
        )
    return None


def _bracket_never_closed(s: Stumble) -> Mistake | None:
    if "flow sequence" not in s.said and "flow mapping" not in s.said:
        return None
    line, column = s.context_line, s.context_column
    sign = s.line_at(line)[column : column + 1]
    close = "]" if sign == "[" else "}"
    said = message(
        "This {sign} isn't closed, or a comma is missing before the next item; {close} was expected by line {line}.",
        sign=sign,
        close=close,
        line=s.line + 1,
    )
    return Mistake(codes.UNCLOSED_BRACKET, line, column, 1, said)


def _bracket_at_the_end(s: Stumble) -> Mistake | None:
    """`title: [` and nothing more: libyaml stops at the end, far from the bracket."""
    if "flow node" not in s.said or s.at.strip():
        return None
    for number in range(min(s.line, len(s.lines) - 1), -1, -1):
        column = max(s.lines[number].rfind("["), s.lines[number].rfind("{"))
        if column >= 0:
            said = message("This {sign} is opened and never closed.", sign=s.lines[number][column])
            return Mistake(codes.UNCLOSED_BRACKET, number, column, 1, said)
    return None


def _no_break_space(s: Stumble) -> Mistake | None:
    for number in (s.line, s.context_line, s.line - 1):
        text = s.line_at(number)
        found = re.search(rf"^[ -]*{NBSP}+|(?<=:){NBSP}+", text)
        if found:
            column = text.index(NBSP)
            width = len(text[column:]) - len(text[column:].lstrip(NBSP))
            said = message("There is a non-breaking space where an ordinary one belongs.")
            return Mistake(codes.NO_BREAK_SPACE, number, column, width, said)
    return None


def _curly_quotes_with_colon(s: Stumble) -> Mistake | None:
    if "mapping values" not in s.said:
        return None
    found = re.match(r"\s*(?:- )*[\w-]+: +([“„‘])", s.text)
    if not found or found.end() > s.column:
        return None
    column = found.start(1)
    whole = s.text[column:].rstrip()
    said = message("Curly quotes don't hold a text together, so the colon in it cuts it in two.")
    again = in_quotes(whole.strip("“”„‘’")) if s.quoted_rest(s.line, column) else None
    return Mistake(codes.CURLY_QUOTES, s.line, column, len(whole) if again else 1, said, again)


def _colon_in_sentence(s: Stumble) -> Mistake | None:
    if "mapping values" not in s.said:
        return None
    found = re.match(r"\s*(?:- +)*[\w-]+: +", s.text)
    if not found or found.end() >= s.column:
        return None
    again = s.quoted_rest(s.line, found.end())
    if again is None:
        said = message("This colon would end a field's name, but it stands inside a sentence.")
        return Mistake(codes.COLON, s.line, s.column, 1, said)
    before = s.text[found.end() : s.column].split()[-1:]
    said = message(
        'The colon behind "{word}" would end a field\'s name, but it stands inside a sentence.',
        word="".join(before),
    )
    width = len(s.text.rstrip()) - found.end()
    return Mistake(codes.COLON, s.line, found.end(), width, said, again)


def _line_before_without_colon(s: Stumble) -> Mistake | None:
    """`title Why now` above `summary: x`: libyaml reads both as one name that spans two lines."""
    if "expected ':'" in s.said:
        number = s.context_line
    elif (
        "mapping values" in s.said
        and s.line
        and indent_of(s.line_at(s.line - 1)) == indent_of(s.text)
    ):
        number = s.line - 1
        while (
            number > 0
            and indent_of(s.line_at(number - 1)) == indent_of(s.text)
            and ": " not in s.line_at(number)
        ):
            if ":" in s.line_at(number - 1).rstrip()[-1:] or ": " in s.line_at(number - 1):
                break
            number -= 1
    else:
        return None
    text = s.line_at(number)
    column = len(indent_of(text))
    word = re.match(r"[\w-]+", text[column:])
    said = message(
        'This line should start with a field\'s name, then ": ", then the value: "{text}".',
        text=text.strip()[:40],
    )
    return Mistake(codes.NO_COLON, number, column, len(word[0]) if word else 1, said)


def _above_is_at_fault(s: Stumble) -> Mistake | None:
    """A line further in is no mistake of its own where the line above it should have begun a group."""
    number = s.line - 1
    while number > 0 and not s.line_at(number).strip():
        number -= 1
    above = s.line_at(number)
    column = len(indent_of(above))
    begun = above[column:]
    if "mapping values" not in s.said or not begun or len(indent_of(s.text)) <= column:
        return None
    bullet = re.match(r"[–—*•·]|-(?=\S)", begun)
    if bullet:
        said = message(
            'A list item starts with "- ", a hyphen and a space, not with "{sign}".', sign=bullet[0]
        )
        hint = message('Begin each item with "- ", and give it a line of its own.')
        return Mistake(codes.INDENT, number, column, len(bullet[0]), said, hint=hint)
    field = re.match(r"(?:- +)?([a-z_]+)(?: |$)", begun)
    if field and ":" not in begun and re.match(r" *[a-z_]+:(?: |$)", s.text):
        said = message(
            '"{word}" needs a colon and a space behind it, to be a field\'s name.', word=field[1]
        )
        return Mistake(codes.NO_COLON, number, column + field.start(1), len(field[1]), said)
    goes_on = len(indent_of(s.line_at(s.line + 1))) >= len(indent_of(s.text))
    value = re.match(r"[\w-]+: +(\S.*)", begun)
    if value and goes_on:
        start = column + value.start(1)
        return _has_its_value(number, start, len(value[1].rstrip()))
    return None


def _has_its_value(line: int, column: int, width: int) -> Mistake:
    said = message("This field has a text already, so the lines below it can't belong to it.")
    hint = message("Delete what stands behind the colon, or move the lines below it to the left.")
    return Mistake(codes.INDENT, line, column, width, said, hint=hint)


def _indented_too_far(s: Stumble) -> Mistake | None:
    if "mapping values" not in s.said:
        return None
    column = len(indent_of(s.text))
    width = len(s.text.rstrip()) - column
    said = message(
        "This line is indented further than the one above it, which already has its value."
    )
    return Mistake(codes.INDENT, s.line, column, width, said)


def _indented_oddly(s: Stumble) -> Mistake | None:
    if "expected key" not in s.said and "'-' indicator" not in s.said:
        return None
    if s.text[: s.column].strip():
        return None
    width = len(s.text.rstrip()) - s.column
    if s.at.startswith("- ") and s.column == s.context_column:
        said = message(
            'A list item ("- ") stands where a field should; indent it below the field it belongs to.'
        )
    else:
        said = message("The indent of this line fits none of the lines above it.")
    return Mistake(codes.INDENT, s.line, s.column, width, said)


def _first_line_indented(s: Stumble) -> Mistake | None:
    if "document start" not in s.said:
        return None
    number = next((n for n, line in enumerate(s.lines) if line.strip()), 0)
    indent = indent_of(s.line_at(number))
    if not indent or number >= s.line:
        return None
    said = message("The first line of the file is indented; its fields start at the very left.")
    return Mistake(codes.INDENT, number, 0, len(indent), said)


def _text_behind_block_sign(s: Stumble) -> Mistake | None:
    if "block scalar" not in s.said:
        return None
    width = len(s.at.rstrip())
    said = message(
        "Nothing may stand behind | or > on the same line; the text starts on the next one."
    )
    hint = message("Move the text to the next line, two spaces in, or delete the sign.")
    return Mistake(codes.SYNTAX, s.line, s.column, width, said, hint=hint)


def _escape(s: Stumble) -> Mistake | None:
    if "escape character" not in s.said:
        return None
    said = message('"\\{sign}" means nothing inside double quotes.', sign=s.at[1:2])
    hint = message("Use single quotes around the text to show a backslash.")
    return Mistake(codes.SYNTAX, s.line, s.column, 2, said, hint=hint)


def _list_behind_colon(s: Stumble) -> Mistake | None:
    if "block sequence entries" not in s.said:
        return None
    said = message("A list can't start on the same line as its field.")
    hint = message(
        'Write each item on its own line below the field, behind "- ". A text that starts with - needs quotes.'
    )
    return Mistake(codes.SYNTAX, s.line, s.column, 1, said, hint=hint)


def unknown(s: Stumble) -> Mistake:
    said = message("From here on this file can't be read ({said}).", said=s.said.strip(": "))
    return Mistake(codes.SYNTAX, s.line, s.column, 1, said)


# The first that recognises the mistake names it, so the particular stand before the general.
LOOKS: tuple[Callable[[Stumble], Mistake | None], ...] = (
    _tab,
    _special_sign,
    _star,
    _quote_never_closed,
    _quote_closed_too_late,
    _text_after_quote,
    _no_break_space,
    _bracket_in_text,
    _color_in_brackets,
    _bracket_never_closed,
    _bracket_at_the_end,
    _curly_quotes_with_colon,
    _colon_in_sentence,
    _line_before_without_colon,
    _above_is_at_fault,
    _indented_too_far,
    _indented_oddly,
    _first_line_indented,
    _text_behind_block_sign,
    _escape,
    _list_behind_colon,
)


def _unquoted(s: Stumble, code: Code, line: int, column: int) -> Mistake:
    """A text that starts with a sign of YAML's."""
    rest = s.line_at(line)[column:].rstrip()
    again = s.quoted_rest(line, column)
    said = message("A text can't start with {sign} unless it stands in quotes.", sign=rest[:1])
    return Mistake(code, line, column, len(rest) if again else 1, said, again, _IN_QUOTES)


def _requoted(text: str) -> str | None:
    """`'don't do'` in the quotes it needs; none where the author's meaning is not sure."""
    inner = text[1:-1] if text[0] == text[-1] else ""
    return in_quotes(inner) if inner else None
