"""A training rests while the computer runs on battery, and after it slept, where somebody wishes that."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document.background import Background
from desktop_app.settings import SettingsStore
from models.news import FileError

if TYPE_CHECKING:
    from desktop_app.runs.work import Work

LOOK_MS = 30_000
SLEPT_S = 20  # by so much the clock on the wall runs ahead of the one that sleeps, too
LATE_S = 60  # and where that clock does not sleep, a look comes so late

Reason = Literal["", "battery", "sleep"]


def is_plugged_in() -> bool | None:
    """None where there is no battery. For any thread but that of the window: it reads files."""
    import psutil

    look = getattr(psutil, "sensors_battery", None)  # not known on every system
    battery = look() if look is not None else None
    return None if battery is None else battery.power_plugged is not False


class Rest(QObject):
    """Looks twice a minute, and only while something is trained or waits for power.

    What somebody begins on battery is left alone: it rests when the plug is pulled.
    """

    went_on = Signal()  # there is power again

    def __init__(
        self,
        work: Work,
        settings: SettingsStore,
        background: Background,
        power: Callable[[], bool | None] = is_plugged_in,
        clocks: tuple[Callable[[], float], Callable[[], float]] = (time.time, time.monotonic),
    ) -> None:
        super().__init__(work)
        self._work, self._settings, self._background = work, settings, background
        self._power, (self._wall, self._steady) = power, clocks
        self.has_battery = True  # until it is known
        self.reason: Reason = ""  # why the training that ran last is paused, where it was not by hand
        self._was_plugged_in: bool | None = None
        self._seen_s = self._wall(), self._steady()
        self._looking = QTimer(self)
        self._looking.setObjectName("rest_looking")
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.look)
        work.changed.connect(self._on_changed)
        self._look_for_power()

    def pause_on_battery(self, is_wanted: bool) -> None:
        self._settings.change(pauses_on_battery=is_wanted)
        if is_wanted:
            self._was_plugged_in = True  # who wishes it on battery wishes it now
            self._look_for_power()

    def pause_after_sleep(self, is_wanted: bool) -> None:
        self._settings.change(pauses_after_sleep=is_wanted)

    @Slot()
    def look(self) -> None:
        if self._has_slept() and self._settings.current.pauses_after_sleep:
            self._pause("sleep")
        self._look_for_power()

    def _has_slept(self) -> bool:
        before, self._seen_s = self._seen_s, (self._wall(), self._steady())
        wall_s, steady_s = (now - then for now, then in zip(self._seen_s, before, strict=True))
        return wall_s - steady_s > SLEPT_S or steady_s > LOOK_MS / 1000 + LATE_S

    def _look_for_power(self) -> None:
        self._background.run(self._power, self._on_power)

    def _on_power(self, is_plugged_in: bool | FileError | None) -> None:
        if isinstance(is_plugged_in, FileError):
            return
        self.has_battery = is_plugged_in is not None
        is_pulled = is_plugged_in is False and self._was_plugged_in is True
        self._was_plugged_in = is_plugged_in
        if is_pulled and self._settings.current.pauses_on_battery:
            self._was_plugged_in = not self._pause("battery")  # else the next look tries again
        elif is_plugged_in and self.reason == "battery" and not self._work.is_running:
            self._go_on()

    def _pause(self, reason: Reason) -> bool:
        work = self._work
        if not work.is_running or work.is_preparing or work.wish is not None:
            return False
        self.reason = reason
        work.steer("pause")
        return True

    def _go_on(self) -> None:
        self.reason = ""
        record = self._work.record
        if record is not None and record.phase == "paused":
            self._work.resume(record)
            self.went_on.emit()

    @Slot()
    def _on_changed(self) -> None:
        work = self._work
        if work.is_running and work.wish != "pause":
            self.reason = ""
        if not (work.is_running or self.reason == "battery"):
            self._looking.stop()
        elif not self._looking.isActive():
            self._was_plugged_in = None
            self._seen_s = self._wall(), self._steady()
            self._looking.start()
            self._look_for_power()
