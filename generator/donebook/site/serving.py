"""What a server adds to a site that is being edited: problems over the page, and a guard.

Nothing of it lies in the site's folder, so what is served is otherwise what would be published.
"""

import ipaddress
import json
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from donebook.check import Checked
from donebook.defaults import default_file
from donebook.language import english
from donebook.message import Message, message, plural
from donebook.problem import Problem
from donebook.site.bundles import serving_script

PROBLEMS, SCRIPT = "/__donebook/problems.json", "/__donebook/serve.js"
_PLACE = re.compile(r"(?P<path>[\w./-]+\.\w+)(?::(?P<line>\d+))?: ")
_TAG = f'<script src="{SCRIPT}" defer></script>'.encode()

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(slots=True)
class Problems:
    """What the browser is told is wrong now; `root` is the folder that paths begin in."""

    root: str
    checked: Checked | None = None
    stopped: str = ""
    """What stopped the pages or the sheets, in lines that may begin with a path."""

    def as_json(self) -> bytes:
        """What `serve/main.js` shows: a heading, a note, each error with its place, and how many warnings."""
        checked = self.checked
        tell = (checked.language if checked else english()).tell
        stopped = [self._stopped(line) for line in self.stopped.splitlines() if line.strip()]
        problems = checked.problems if checked else ()
        warnings = checked.warnings if checked else 0
        errors = len(stopped) + (checked.errors if checked else 0)
        if errors:
            heading = plural("{n:,} error", "{n:,} errors", n=errors)
            note = message("This page is as it was before. It changes once this is fixed.")
            more: str = _counted(warnings)
        else:
            heading = plural("{n:,} warning", "{n:,} warnings", n=warnings)
            note = message("This page shows your last change.")
            more = message("`donebook check` shows these warnings one by one.")
        told = {
            "heading": tell(heading),
            "note": tell(note),
            "hide": tell(message("Hide")),
            "errors": [*stopped, *(self._problem(p, tell) for p in problems if p.is_error)],
            "warnings": tell(more) if warnings else "",
        }
        return json.dumps(told, ensure_ascii=False).encode()

    def _problem(self, problem: Problem, tell: Callable[[str], str]) -> dict[str, object]:
        span = problem.span
        return {
            "place": f"{span.path}:{span.line}:{span.column}",
            "editor": self._editor(span.path, span.line, span.column),
            "message": tell(problem.message),
            "help": tell(problem.help),
        }

    def _stopped(self, line: str) -> dict[str, object]:
        line = line.removeprefix(f"{self.root}/")
        found = _PLACE.match(line)
        if found and not (Path(self.root) / found["path"]).is_file():
            found = None  # it names a page, which nobody edits
        place = found[0].removesuffix(": ") if found else ""
        editor = self._editor(found["path"], int(found["line"] or 1), 1) if found else ""
        said = line[found.end() :] if found else line
        return {"place": place, "editor": editor, "message": said, "help": ""}

    def _editor(self, path: str, line: int, column: int) -> str:
        """A link that opens a file in VS Code, which is the editor that a playbook is set up for."""
        return f"vscode://file{quote(f'{self.root}/{path}')}:{line}:{column}"


def _counted(warnings: int) -> Message:
    return plural(
        "{n:,} warning: `donebook check` shows it.",
        "{n:,} warnings: `donebook check` shows them.",
        n=warnings,
    )


def with_problems(app: App, problems: Problems) -> App:
    """Serve what is wrong, and have each page ask for it."""
    script = serving_script(
        {"serve/main.js": default_file("site-config/assets/serve/main.js").read_text("utf-8")}
    ).encode()
    own = {
        PROBLEMS: ("application/json", problems.as_json),
        SCRIPT: ("text/javascript", lambda: script),
    }

    def serve(environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] in own:
            kind, made = own[environ["PATH_INFO"]]
            content = made()
            start("200 OK", _headers(kind, len(content)))
            return [content]
        return _with_tag(app, environ, start)

    return serve


def with_pages(app: App, make: Callable[[str], object]) -> App:
    """Have the page at an address made before another app serves it.

    `make` returns what the page was made from. Where an edit came in between, the page is made
    again: it would be an old one that believes itself new.
    """

    def serve(environ: Environ, start: Start) -> Iterable[bytes]:
        made = make(environ["PATH_INFO"])
        while True:
            answer = _answer(app, environ)
            before, made = made, make(environ["PATH_INFO"])
            if made is before:
                break
        start(answer.status, answer.headers)
        return answer.body

    return serve


@dataclass(frozen=True, slots=True)
class _Answer:
    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]


def _answer(app: App, environ: Environ) -> _Answer:
    began: list[tuple[str, list[tuple[str, str]]]] = []

    def begin(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        began.append((status, headers))

    body = app(environ, begin)
    status, headers = began[-1]
    return _Answer(status, headers, body)


def _with_tag(app: App, environ: Environ, start: Start) -> Iterable[bytes]:
    """What another app serves; a page of it with our script at the end of its head."""
    answer = _answer(app, environ)
    kind = dict(answer.headers).get("Content-Type", "")
    if not kind.startswith("text/html"):
        start(answer.status, answer.headers)
        return answer.body
    content = b"".join(answer.body).replace(b"</head>", _TAG + b"</head>", 1)
    start(answer.status, _headers(kind, len(content)))
    return [content]


def _headers(kind: str, length: int) -> list[tuple[str, str]]:
    return [("Content-Type", kind), ("Content-Length", str(length)), ("Cache-Control", "no-cache")]


def for_own_names(app: App, hosts: Sequence[str]) -> App:
    """Refuse requests under other names: a page elsewhere could point its own name at this machine.

    Numbers are no names, so they are answered; `hosts` are, besides this machine's own names.
    """
    names = {"localhost", socket.gethostname().lower(), *(host.lower() for host in hosts)}

    def serve(environ: Environ, start: Start) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if _is_own(host, names):
            return app(environ, start)
        content = b"This server answers only under its own name, such as localhost.\n"
        start("403 Forbidden", _headers("text/plain", len(content)))
        return [content]

    return serve


def _is_own(host: str, names: set[str]) -> bool:
    name = re.sub(r":\d+$", "", host).strip("[]").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names
    return True
