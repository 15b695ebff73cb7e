"""Folders served to a browser, and what a server answers."""

import functools
import http.client
import http.server
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# Makes what is sent of a path and a file's bytes; None sends the file.
Change = Callable[[str, bytes], bytes | None]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a page's twenty files come over one connection
    # Head and body are sent one after the other; the body would wait 40 ms for the head's receipt.
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass


class _Changed(_Quiet):
    """A host that sends something else than it has: `change` makes an answer of a path and a file."""

    def __init__(self, *arguments: Any, change: Change, **named: Any) -> None:
        self._change = change
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if self.path.partition("?")[0].endswith("/") else place
        sent = self._change(self.path, place.read_bytes()) if place.is_file() else None
        if sent is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(place))
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)


class _NothingKept(_Quiet):
    """A site whose worker does nothing: no browser fetches and keeps all of it at a first visit."""

    def do_GET(self) -> None:
        if self.path.endswith("/sw.js"):
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()


class _Server(http.server.ThreadingHTTPServer):
    """Hangs up on everybody when it closes: who keeps a connection gets nothing over it any more."""

    def __init__(self, *arguments: Any) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in list(self._connections):
            with suppress(OSError):  # the other side may have hung up just now
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes to another page hangs up in the middle of the last one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def served(
    folder: Path, port: int = 0, *, kept: bool = True, change: Change | None = None
) -> Iterator[str]:
    """Where a folder is served, without a slash at the end.

    Unless it may be kept by a browser, a new one doesn't fetch all its pages for later. With a
    `change` the host sends something else than it has.
    """
    handler: Callable[..., _Quiet]
    if change:
        handler = functools.partial(_Changed, directory=str(folder), change=change)
    else:
        handler = functools.partial(_Quiet if kept else _NothingKept, directory=str(folder))
    with _Server(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def free_port() -> int:
    """A port of this machine at which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def fetched(port: int, path: str, host: str = "localhost") -> tuple[int, bytes]:
    """The status and content at a path below a port of this machine; status 0 without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/{path}", headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
