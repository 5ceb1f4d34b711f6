"""What is kept for the case that something goes wrong."""

from __future__ import annotations

import faulthandler
import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest
from PySide6.QtCore import QObject, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop_app import diagnostics


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything global is put back."""
    streams: list[TextIO] = []
    monkeypatch.setattr(faulthandler, "enable", streams.append)
    root = logging.getLogger()
    handlers, level, hook, thread_hook = list(root.handlers), root.level, sys.excepthook, threading.excepthook
    messages = qInstallMessageHandler(None)
    yield
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hook, thread_hook
    qInstallMessageHandler(messages)
    for stream in streams:
        stream.close()


@pytest.mark.logs_expected
def test_an_error_nobody_caught_is_logged_and_said(untouched: None, tmp_path: Path) -> None:
    log_file = diagnostics.start_logging(tmp_path / "logs")
    assert log_file is not None
    said: list[int] = []
    diagnostics.report_exceptions(lambda: said.append(1))
    try:
        raise ZeroDivisionError("in a slot")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert said == [1]
    assert "ZeroDivisionError: in a slot" in log_file.read_text()


@pytest.mark.logs_expected
def test_an_error_in_a_thread_is_logged(untouched: None, tmp_path: Path) -> None:
    log_file = diagnostics.start_logging(tmp_path)
    assert log_file is not None
    diagnostics.report_exceptions(lambda: None)

    def fail() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "ZeroDivisionError: in a thread" in log_file.read_text()


def test_without_a_place_for_the_log_the_program_goes_on(untouched: None, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert diagnostics.start_logging(tmp_path / "taken") is None


def test_garbage_is_collected_on_the_gui_thread_alone(qapp: QApplication) -> None:
    owner = QObject()
    collection = diagnostics.GarbageCollection(owner)
    try:
        assert not gc.isenabled()
        garbage = [[] for _ in range(2000)]  # type: list[list[object]]
        for one in garbage:
            one.append(one)
        del garbage, one
        before = gc.get_count()[0]
        assert before > collection.THRESHOLDS[0]
        collection._on_timeout()
        assert gc.get_count()[0] < before
    finally:
        collection.stop()
        owner.deleteLater()
    assert gc.isenabled()
