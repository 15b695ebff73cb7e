"""What both hosts share: who asks, what was asked, requests, and what goes wrong on purpose."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from code_host.graphql import NoAnswer, answered
from code_host.repository import Repository

TOKEN = "a-token-that-nobody-else-may-see"
OWNER, NAME = "acme", "playbook"
DAY = "2026-11-27T12:00:00Z"
_CUT = -1
_GRAPHQL = "/api/graphql"


class Asked(NamedTuple):
    """A request as it came in."""

    method: str
    path: str
    query: str
    token: str
    body: Any

    @property
    def is_writing(self) -> bool:
        """Whether it would change something; a query of GraphQL is posted, too."""
        is_query = isinstance(self.body, dict) and str(self.body.get("query", "")).lstrip().startswith("query")  # fmt: skip
        return self.method != "GET" and not is_query


class Answer(NamedTuple):
    status: int
    body: Any = None


@dataclass
class Request:
    """A pull request, or a merge request."""

    number: int
    title: str
    branch: str
    base: str
    is_draft: bool
    text: str = ""
    state: str = "open"
    labels: list[str] = field(default_factory=list)


@dataclass
class Host:
    """A code host. `fails` are the statuses that the next writing requests get, and `CUT` hangs up."""

    CUT = _CUT
    not_found: ClassVar[str] = "Not Found"
    repository: Repository
    requests: list[Request] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)
    knows_drafts: bool = True
    address: str = ""

    def answer(self, asked: Asked) -> Answer:
        """The answer of this host's API to somebody who has signed in."""
        if asked.path == _GRAPHQL:
            try:
                found = answered(asked.body["query"], asked.body["variables"], self.roots)
            except NoAnswer as refused:
                return Answer(200, {"data": None, "errors": [{"message": str(refused)}]})
            return Answer(200, {"data": found})
        for pattern, make in self.routes.items():
            if fits := re.fullmatch(pattern, f"{asked.method} {asked.path}"):
                return make(self, asked, *fits.groups())
        return Answer(404, {"message": self.not_found})

    @property
    def roots(self) -> Mapping[str, Any]:
        """What a GraphQL query begins with."""
        raise NotImplementedError

    @property
    def routes(self) -> Mapping[str, Callable[..., Answer]]:
        """What answers everything else, by method and path; what the path names is handed over."""
        raise NotImplementedError

    def token_of(self, header: str) -> str:
        raise NotImplementedError

    def open(self) -> list[Request]:
        return [one for one in self.requests if one.state == "open"]

    def numbered(self, number: str) -> Request:
        return self.requests[int(number) - 1]

    def begin(self, title: str, branch: str, base: str, *, is_draft: bool) -> Request:
        made = Request(len(self.requests) + 1, title, branch, base, is_draft)
        self.requests.append(made)
        return made

    def told(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if asked.token != TOKEN:
            return Answer(401, {"message": "Bad credentials"})
        if self.fails and asked.is_writing:
            status = self.fails.pop(0)
            return Answer(status, {"message": f"Refused with {status}"})
        return self.answer(asked)


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            parts = urlsplit(self.path)
            token = host.token_of(self.headers.get("Authorization", ""))
            body = json.loads(sent) if sent else None
            found = host.told(Asked(self.command, parts.path, parts.query, token, body))
            if found.status == _CUT:
                self.close_connection = True
                self.connection.close()
                return
            self._send(found.status, found.body)

        def _send(self, status: int, body: Any) -> None:
            is_text = isinstance(body, str)
            content = b"" if body is None else (body if is_text else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            if status != 204:
                self.send_header("Content-Type", "text/plain" if is_text else "application/json")
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_OPTIONS(self) -> None:
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE")
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept")
            self.end_headers()

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer  # noqa: N815 - as the server calls them

    return Handler


@contextmanager
def hosted(host: Host) -> Iterator[Host]:
    """The host at an address of this machine, until it is no longer needed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(host))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    host.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
