"""Rules for every test: no screen, no settings of the user, nothing left running, no warnings in the log."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OUR_LOGGERS = ("models", "desktop_app")

# The engine process of a test imports tests.fakes by this path.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs_expected: this test provokes warnings in our own log")


@pytest.fixture(autouse=True)
def fresh_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes what belongs to the user."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def usual_arithmetic() -> Iterator[None]:
    """A training flushes the smallest numbers to zero, in this process too; other tests count on them."""
    yield
    if "torch" in sys.modules:
        sys.modules["torch"].set_flush_denormal(False)


@pytest.fixture(autouse=True)
def log_sentry(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("logs_expected"):
        return
    said = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith(OUR_LOGGERS)
    ]
    assert not said, f"unexpected in the log: {said}"


@pytest.fixture(autouse=True)
def leak_sentry(request: pytest.FixtureRequest) -> Iterator[None]:
    """Torn down last: by then nothing of the test may live."""
    threads_before = set(threading.enumerate())
    yield
    processes = multiprocessing.active_children()
    for process in processes:
        process.kill()
    assert not processes, f"left running: {processes}"
    threads = [
        thread
        for thread in threading.enumerate()
        if thread not in threads_before
        and not thread.daemon
        and not isinstance(thread, threading._DummyThread)
    ]
    assert not threads, f"left running: {threads}"
    if "qapp" in request.fixturenames:
        left = list(_left_of_qt())
        assert not left, f"left over: {left}"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """As the program itself begins."""
    from desktop_app.theme import STYLE_ARGUMENTS

    return ["impasto", *STYLE_ARGUMENTS]


def _left_of_qt() -> Iterator[str]:
    """Qt objects that still do something, by their kind and name."""
    from PySide6.QtCore import QEvent, QObject, QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()
    # By type and not by isinstance, which asks proxies for their class and makes some of them warn.
    found = [item for item in gc.get_objects() if issubclass(type(item), QObject)]
    for item in found:
        if not isValid(item):
            continue
        if isinstance(item, QThread) and item.isRunning() and item is not application.thread():
            yield f"running QThread {item.objectName() or type(item)}"
        elif isinstance(item, QTimer) and item.isActive():
            yield f"active QTimer {item.objectName()} of {item.parent()}"
    for widget in application.topLevelWidgets():
        if widget.parent() is None and widget.isVisible():
            yield f"open window {widget.objectName() or type(widget)}"
