"""Folders served to a browser."""

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


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
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes to another page hangs up in the middle of the last one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def served(folder: Path, port: int = 0, *, kept: bool = True) -> Iterator[str]:
    """Where a folder is served, without a slash at the end.

    Unless it may be kept by a browser, a new one doesn't fetch all its pages for later.
    """
    handler = functools.partial(_Quiet if kept else _NothingKept, directory=str(folder))
    with _Server(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
