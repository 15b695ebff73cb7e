"""What leads a language model through a playbook: `llms.txt`, and all its pages in one file.

The form is that of llmstxt.org: a heading, a quoted summary, lists of links, and what may be skipped.
"""

from collections import defaultdict
from collections.abc import Mapping

from donebook.export.parts import FILE, SCHEMA
from donebook.model import SHOWN_KINDS
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.text import finished

LIST, WHOLE = "llms.txt", "llms-full.txt"


def llms_text(playbook: Playbook) -> str:
    """The list of all entries, by kind, each with its Markdown page and what it is about."""
    say, product = playbook.language.say, playbook.config.product
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for entry in playbook.entries.values():
        title = finished(entry.title, product).replace("[", "\\[").replace("]", "\\]")
        gist = finished(entry.gist, product)
        line = f"- [{title}]({_at(playbook, address.of_entry(entry))})"
        lists[entry.shown_as().name].append(f"{line}: {gist}" if gist else line)
    parts = [_head(playbook), say("llms.about")]
    parts += [
        f"## {say(f'kind.{kind}.many')}\n\n" + "\n".join(lists[kind])
        for kind in SHOWN_KINDS
        if kind in lists
    ]
    more = ((WHOLE, say("llms.whole")), (FILE, say("llms.json")), (SCHEMA, say("llms.schema")))
    rest = [f"- [{name}]({_at(playbook, name)}): {told}" for name, told in more]
    # The word means something to those who read the file, so it stays English.
    parts.append("## Optional\n\n" + "\n".join(rest))
    return "\n\n".join(parts) + "\n"


def whole_text(playbook: Playbook, pages: Mapping[str, bytes]) -> bytes:
    """The Markdown of all entries behind each other, with where each is found, in UTF-8."""
    found = [
        b"<!-- %s -->\n\n%s" % (_at(playbook, path).encode(), text.strip())
        for path, text in pages.items()
    ]
    return b"\n\n---\n\n".join([_head(playbook).encode(), *found]) + b"\n"


def _head(playbook: Playbook) -> str:
    config = playbook.config
    name = finished(config.name, config.product)
    told = finished(config.description or config.home.lead, config.product)
    return f"# {name}\n\n> {told}"


def _at(playbook: Playbook, path: str) -> str:
    site = playbook.config.address
    return f"{site.rstrip('/')}/{path}" if site else path
