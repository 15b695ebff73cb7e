"""Has MkDocs' server notice an edit at once: by itself it looks only twice a second.

This uses its private names. MkDocs is frozen at 1.6.1, so they stay.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# To open a file is no edit: we do that ourselves.
_EDITS = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
_SILENCE = 0.02  # seconds without another change; an editor writes a file in several steps


class _Top(FileSystemEventHandler):
    """Watches the settings file, which editors replace, and folders that come and go."""

    def __init__(self, server: Any, folders: Sequence[Path], settings: Path) -> None:
        self._server = server
        self._folders = {str(folder) for folder in folders}
        self._settings = str(settings)

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (str(event.src_path), str(event.dest_path)):
            if path in self._folders:
                is_watched = path in self._server._watched_paths  # noqa: SLF001
                if is_watched and not Path(path).is_dir():
                    self._server.unwatch(path)
                elif not is_watched and Path(path).is_dir():
                    self._server.watch(path)
                again(self._server)
            elif path == self._settings:
                again(self._server)


def watch(server: Any, root: Path, folders: Sequence[Path], settings: Path) -> None:
    """Watch folders below the root, now or once they are there, and a settings file in it.

    The system says what changed, instead of a look at every file. This has to come before the server
    begins to watch; what it was told to watch until now is left out.
    """
    for path in list(server._watched_paths):  # noqa: SLF001
        server.unwatch(path)
    observer: Any = Observer()
    observer.schedule = partial(observer.schedule, event_filter=_EDITS)
    server.observer = observer
    server.build_delay = _SILENCE
    observer.schedule(_Top(server, folders, settings), str(root), recursive=False)
    for folder in folders:
        if folder.is_dir():
            server.watch(str(folder))


def again(server: Any) -> None:
    """Have the server look at the content again, and then the browsers at their pages."""
    with server._rebuild_cond:  # noqa: SLF001
        server._want_rebuild = True  # noqa: SLF001
        server._rebuild_cond.notify_all()  # noqa: SLF001


def reload(server: Any) -> None:
    """Have browsers ask for their pages again; after an edit they do so by themselves."""
    with server._epoch_cond:  # noqa: SLF001
        if server._visible_epoch == server._wanted_epoch:  # noqa: SLF001
            server._visible_epoch = server._wanted_epoch = server._wanted_epoch + 1  # noqa: SLF001
            server._epoch_cond.notify_all()  # noqa: SLF001
