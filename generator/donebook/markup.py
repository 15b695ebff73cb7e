"""A text made safe wherever Markdown or HTML is read."""

import re

_NOT_AS_TYPED = re.compile(r"[^\w ,?']|_")


def escape(text: str) -> str:
    """A text as character references, safe in Markdown, in HTML and in attributes."""
    return _NOT_AS_TYPED.sub(lambda found: f"&#{ord(found[0])};", text)
