"""A file's bytes as text, in whatever encoding a spreadsheet saves."""

import codecs
import re

from donebook.message import Message, message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WINDOWS = "cp1252"
_FOREIGN = re.compile(r"\S*[^\x00-\x7f]\S*")


def decoded(content: bytes) -> tuple[str, tuple[Message, ...]] | Message:
    """The text, and what to look at in it; or why it is none.

    By its byte order mark, else UTF-8, else UTF-16 without a mark, else the Windows encoding. No
    statistics: between two encodings of one byte a letter they guess, and a wrong letter is
    worse than a question.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _by(content[len(mark) :], encoding)
    if b"\0" in content:
        return _by(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _windows(content)


def _by(content: bytes, encoding: str) -> tuple[str, tuple[Message, ...]] | Message:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return message("This file isn't text. Save it as CSV UTF-8 or as .xlsx.")
    if "\0" in text:
        return message("This file isn't text. Save it as CSV UTF-8 or as .xlsx.")
    return text, ()


def _windows(content: bytes) -> tuple[str, tuple[Message, ...]] | Message:
    try:
        text = content.decode(_WINDOWS)
    except UnicodeDecodeError:
        return message("Its encoding isn't known. Save it as CSV UTF-8 or as .xlsx.")
    found = _FOREIGN.search(text)
    said = message(
        "It isn't UTF-8, so it was read as Windows text. If “{word}” looks wrong, save it as CSV UTF-8.",
        word=found[0][:40] if found else "",
    )
    return text, (said,)
