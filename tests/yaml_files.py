"""Random files of the YAML that donebook accepts: mappings, lists and scalars in all their styles."""

import json
import random
from collections.abc import Iterator

from donebook.source import OneFile, Value, read_document

# Words that other versions of YAML take for something else, and signs that could begin something.
_WORDS = ("no", "Yes", "on", "off", "~", "null", "1.10", "0x1f", "0o17", "017", "12:30", "1e3", ".inf", "2026-10-01", "true", "<<", "=", "a", "why", "now", "Zürich", "日本", "𝒳", "“so”", "don't", 'a"b', "a:b", "a#b", "x]", "-a", "?b", ":c", "a,b", "{product}", "[a]", "&a", "*b", "!c", "%d", "@e", "`f`", "|", ">", "- ", "...", "---", "\\n", "  ")  # fmt: skip
_KEYS = ("title", "ask", "listen_for", "a", "b-c", "no", "1", "é", "a b")


def accepted(number: int, seed: int) -> Iterator[tuple[str, dict[str, Value]]]:
    """So many files that donebook reads without a problem, each with what it reads."""
    rng = random.Random(seed)
    while number:
        text = _file(rng)
        document = read_document(OneFile("x.yaml", text.encode()), "x.yaml")
        if document.values is not None and not document.problems:
            yield text, document.values
            number -= 1


def _file(rng: random.Random) -> str:
    lines = list(_fields(rng, 0, rng.randint(1, 6)))
    begun = rng.choice(("", "", "", "---\n", "# a comment\n", "\n", "\ufeff"))
    return begun + rng.choice(("\n", "\n", "\n", "\r\n")).join([*lines, ""])


def _fields(rng: random.Random, depth: int, number: int) -> Iterator[str]:
    indent = " " * depth
    for key in rng.sample(_KEYS, min(number, len(_KEYS))):
        name = rng.choice((key, key, key, f'"{key}"', f"'{key}'"))
        yield from _placed(rng, depth, f"{indent}{name}:")


def _items(rng: random.Random, depth: int) -> Iterator[str]:
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.2:
            first, *rest = _fields(rng, depth + 2, rng.randint(1, 3))
            yield f"{' ' * depth}- {first.strip(' ')}"
            yield from rest
        else:
            yield from _placed(rng, depth, f"{' ' * depth}-")


def _placed(rng: random.Random, depth: int, head: str) -> Iterator[str]:
    """A value behind a field's colon or an item's hyphen, and below it."""
    further = depth + rng.choice((1, 2, 2, 2, 4))
    way = rng.random()
    if way < 0.1 and depth < 8:
        yield head + rng.choice(("", "", "  # comment"))
        yield from _fields(rng, further, rng.randint(1, 3))
    elif way < 0.2 and depth < 8:
        yield head
        yield from _items(rng, further if head.endswith("-") else rng.choice((depth, further)))
    elif way < 0.35:
        yield from _block(rng, head, further)
    elif way < 0.45:
        yield f"{head} {_flow(rng, 0)}"
    elif way < 0.5:
        yield head
    else:
        first, *rest = _scalar(rng)
        yield f"{head}{rng.choice((' ', ' ', '  '))}{first}{rng.choice(('', '', '  ', ' # comment'))}"
        for line in rest:
            yield f"{' ' * further}{line}" if line else ""
    if rng.random() < 0.1:
        yield rng.choice(("", "   ", "# comment", f"{' ' * depth}# comment"))


def _words(rng: random.Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(1, 4)))


def _block(rng: random.Random, head: str, depth: int) -> Iterator[str]:
    """A text below | or >, with lines further in, empty ones, and however many at its end."""
    yield f"{head} {rng.choice('|>')}{rng.choice(('', '-', '+'))}"
    yield f"{' ' * depth}{rng.choice('abc')}{_words(rng)}"
    for _ in range(rng.randint(0, 4)):
        yield rng.choice(("", f"{' ' * depth}{_words(rng)}", f"{' ' * depth}  {_words(rng)}"))


def _scalar(rng: random.Random) -> list[str]:
    """A scalar in one of its styles; a long one goes on over several lines."""
    lines = [_words(rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    if rng.random() < 0.1:
        lines.insert(rng.randint(1, len(lines)), "")
    style = rng.choice(("", "", "'", '"'))
    if style == "'":
        lines = [line.replace("'", "''") for line in lines]
    if style == '"':
        lines = [json.dumps(line, ensure_ascii=rng.random() < 0.3)[1:-1] for line in lines]
    lines[0], lines[-1] = style + lines[0], lines[-1] + style
    return lines if len(lines) > 1 else [lines[0]]


def _flow(rng: random.Random, depth: int) -> str:
    if depth > 2 or rng.random() < 0.4:
        return " ".join(_scalar(rng))
    inside = [_flow(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    comma = rng.choice((", ", ",", " , "))
    if rng.random() < 0.5:
        return f"[{comma.join(inside)}{rng.choice(('', '', ','))}]"
    named = (f"{key}: {value}" for key, value in zip(_KEYS, inside, strict=False))
    return f"{{{comma.join(named)}}}"
