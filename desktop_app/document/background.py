"""Reading and writing files beside the GUI thread, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal, Slot

from models.news import FileError

T = TypeVar("T")
logger = logging.getLogger(__name__)


def ignore(_result: object) -> None:
    """For jobs whose doing alone counts."""


class Background(QObject):
    """One thread. `then` is called on this object's own with what the job returned, or a `FileError`."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)  # in order: what was asked last is what stays on disk
        self._done.connect(self._on_done)

    def run(self, job: Callable[[], T], then: Callable[[T | FileError], object] = ignore) -> None:
        """Returns at once."""
        self._pool.start(_Job(job, then, self))

    def wait(self, longest_ms: int) -> bool:
        """For the end of the program: whether everything was done in this time."""
        return self._pool.waitForDone(longest_ms)

    @Slot(object, object)
    def _on_done(self, then: Callable[[object], object], result: object) -> None:
        then(result)


class _Job(QRunnable):
    def __init__(
        self, job: Callable[[], T], then: Callable[[T | FileError], object], background: Background
    ) -> None:
        super().__init__()
        self._job, self._then, self._background = job, then, background

    def run(self) -> None:
        result: object
        try:
            result = self._job()
        except FileError as error:
            result = error
        except Exception as error:
            logger.exception("a file job failed")
            text = QCoreApplication.translate("Background", "This did not work: {reason}. The log has more.")
            result = FileError(text.format(reason=error))
        self._background._done.emit(self._then, result)
