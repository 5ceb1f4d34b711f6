"""What is kept for the case that something goes wrong: the log, the traces of crashes, a tidy collector."""

from __future__ import annotations

import faulthandler
import gc
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, Slot, qInstallMessageHandler

LOG_LIMIT_BYTES = 500_000
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

logger = logging.getLogger(__name__)


def start_logging(folder: Path) -> Path | None:
    """Returns the log file, or None where the folder cannot be written; then the log goes to stderr."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "impasto.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(folder / "impasto.1.log")
        handler = logging.FileHandler(path, encoding="utf-8")
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError:
        path, handler = None, logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_log_qt)
    return path


def _log_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(LEVELS.get(kind, logging.WARNING), "%s (%s)", text, context.category)


def report_exceptions(tell: Callable[[], None]) -> None:
    """An error nobody caught goes to the log, and `tell` says so; the window goes on."""

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.error("uncaught", exc_info=(kind, error, trace))
        tell()

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        logger.error("uncaught in %s", args.thread, exc_info=args.exc_value)

    sys.excepthook = on_error
    threading.excepthook = on_thread_error


class GarbageCollection(QObject):
    """Collects cyclic garbage on this thread alone: Qt objects in it may not die on any other.

    Its timer has a second use: Python sees Ctrl-C and the end of a session only when it runs.
    """

    THRESHOLDS = (700, 10, 10)  # CPython's own

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what is imported by now stays for good and need not be looked at again
        self._timer = QTimer(self)
        self._timer.setObjectName("garbage_collection")
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start(500)

    @Slot()
    def _on_timeout(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self.THRESHOLDS[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
