"""A training rests when the plug is pulled and after the computer slept, where somebody wishes that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop_app.document.background import Background
from desktop_app.runs.record import Record
from desktop_app.runs.rest import Rest
from desktop_app.runs.work import Work
from desktop_app.settings import SettingsStore


class Training(QObject):
    """One that does at once what it is asked for, beside a plug and two clocks."""

    changed = Signal()

    def __init__(self, settings: SettingsStore) -> None:
        super().__init__()
        self.record = Record(Path("sea"), "sea")
        self.is_running, self.is_preparing = False, False
        self.wish: str | None = None
        self.plug: bool | None = True
        self.clocks = SimpleNamespace(wall_s=1e9, steady_s=500.0)
        self.background, self.looks = Background(self), 0
        clocks = (lambda: self.clocks.wall_s, lambda: self.clocks.steady_s)
        self.rest = Rest(cast("Work", self), settings, self.background, self._look, clocks)

    @property
    def reason(self) -> str:
        return self.rest.reason

    def _look(self) -> bool | None:
        self.looks += 1
        return self.plug

    def resume(self, record: Record) -> None:
        self.wish, self.is_running, record.phase = None, True, "running"
        self.changed.emit()

    def steer(self, wish: str) -> None:
        self.wish = wish
        self.changed.emit()
        self.wish, self.is_running, self.record.phase = None, False, "paused"
        self.changed.emit()

    def look(self, qtbot: QtBot, plug: bool | None = True, after_s: float = 30, slept_s: float = 0) -> None:
        self.plug = plug
        self.clocks.wall_s += after_s + slept_s
        self.clocks.steady_s += after_s
        looks = self.looks
        self.rest.look()
        qtbot.waitUntil(lambda: self.looks > looks)
        self.background.wait(2000)
        qtbot.wait(1)


@pytest.fixture
def training(qtbot: QtBot, tmp_path: Path) -> Iterator[Training]:
    training = Training(SettingsStore(tmp_path / "settings.json"))
    training.resume(training.record)
    training.look(qtbot)
    yield training
    training.background.wait(2000)
    shiboken6.delete(training)


def test_it_rests_on_battery_and_goes_on_with_power(qtbot: QtBot, training: Training) -> None:
    training.rest.pause_on_battery(True)
    training.look(qtbot)
    assert training.is_running
    training.look(qtbot, plug=False)
    assert training.record.phase == "paused"
    assert training.reason == "battery"
    training.look(qtbot, plug=False)
    assert training.record.phase == "paused"
    training.look(qtbot)
    assert training.is_running
    assert training.reason == ""


def test_what_somebody_goes_on_with_on_battery_is_left_alone(qtbot: QtBot, training: Training) -> None:
    training.rest.pause_on_battery(True)
    training.look(qtbot, plug=False)
    training.resume(training.record)
    training.look(qtbot, plug=False)
    assert training.is_running
    training.look(qtbot)
    assert training.is_running


def test_who_pauses_by_hand_goes_on_by_hand(qtbot: QtBot, training: Training) -> None:
    training.rest.pause_on_battery(True)
    training.steer("pause")
    training.look(qtbot, plug=False)
    training.look(qtbot)
    assert training.record.phase == "paused"


def test_nobody_who_does_not_wish_it_rests(qtbot: QtBot, training: Training) -> None:
    training.look(qtbot, plug=False, slept_s=3600)
    assert training.is_running
    assert training.rest.has_battery


def test_after_a_sleep_it_waits_for_somebody(qtbot: QtBot, training: Training) -> None:
    training.rest.pause_after_sleep(True)
    training.look(qtbot)
    assert training.is_running
    training.look(qtbot, slept_s=3600)
    assert training.rest.reason == "sleep"
    training.look(qtbot)
    assert training.record.phase == "paused"


def test_a_clock_that_runs_on_while_the_computer_sleeps_tells_it_too(
    qtbot: QtBot, training: Training
) -> None:
    training.rest.pause_after_sleep(True)
    training.look(qtbot, after_s=3600)
    assert training.rest.reason == "sleep"


def test_a_computer_without_a_battery_is_known(qtbot: QtBot, training: Training) -> None:
    training.rest.pause_on_battery(True)
    training.look(qtbot, plug=None)
    assert not training.rest.has_battery
    assert training.is_running


def test_the_wish_is_remembered(qtbot: QtBot, training: Training, tmp_path: Path) -> None:
    settings = SettingsStore(tmp_path / "other.json")
    rest = Rest(cast("Work", training), settings, training.background, lambda: True)
    rest.pause_on_battery(True)
    rest.pause_after_sleep(True)
    training.background.wait(2000)
    settings.save()
    kept = SettingsStore(tmp_path / "other.json").current
    assert (kept.pauses_on_battery, kept.pauses_after_sleep) == (True, True)
