"""The draft of a training in a file: neither a crash nor closing the program loses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document.background import Background
from models.atomic import write_bytes
from models.news import FileError
from models.training_requests import to_plain

SETTLED_MS = 700  # after the last change: a slider that is drawn is written once


class Drafted(Protocol):
    """A room's draft: its request, a frozen dataclass, and what says that it has changed."""

    request: Any

    @property
    def changed(self) -> Any: ...

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has chosen what is learnt from."""

    def restore(self, request: Any) -> None:
        """As it was in an earlier sitting."""


def write_request(path: Path, request: object) -> None:
    """FileError where the disk refuses."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, json.dumps(to_plain(request), indent=1).encode())


class KeptDraft(QObject):
    """Reads the draft of the last sitting once, and from then on writes what becomes of it.

    `read` gives None where there is none that can be understood. Both are called beside the window.
    """

    failed = Signal(str)

    def __init__(
        self,
        drafting: Drafted,
        read: Callable[[], Any],
        write: Callable[[Any], None],
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._drafting, self._background = drafting, background
        self._read_file, self._write_file = read, write
        self._has_read = self._is_closed = False
        self._written: Any = None
        self._settling = QTimer(self)
        self._settling.setObjectName("draft_settling")
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self._write)

    def read(self, then: Callable[[], None]) -> None:
        """Once a sitting; what is chosen meanwhile stays. `then` fills in what is known besides."""
        if not self._has_read:
            self._has_read = True
            self._background.run(self._read_file, partial(self._on_read, then))

    def _on_read(self, then: Callable[[], None], found: Any) -> None:
        if self._is_closed:
            return
        drafting = self._drafting
        if found is not None and not isinstance(found, FileError) and drafting.is_untouched:
            drafting.restore(found)
        then()
        self._written = drafting.request
        drafting.changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if self._drafting.request != self._written and not self._is_closed:
            self._settling.start()

    @Slot()
    def _write(self) -> None:
        self._written = self._drafting.request
        self._background.run(partial(self._write_file, self._written), self._on_written)

    def _on_written(self, result: FileError | None) -> None:
        if isinstance(result, FileError):
            self.failed.emit(str(result))

    def close(self) -> None:
        """Writes what is not written yet; `Background.wait` waits for it."""
        self._is_closed = True  # what is cancelled now changes the draft, and is no wish
        if self._settling.isActive():
            self._settling.stop()
            self._write()
