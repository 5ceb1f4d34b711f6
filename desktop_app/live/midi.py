"""Knobs, faders and pads of MIDI controllers, through mido where it is installed. Knows no widget."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document.background import Background
from models.news import FileError

LOOK_EVERY_MS = 2000
HIGHEST = 127  # of a controller's value
BEND = 8192  # half of the range of a pitch wheel

logger = logging.getLogger(__name__)


class _Ports:
    """Used by one thread alone, in the order of what is asked: a driver may take its time."""

    def __init__(self, hear: Callable[[Any], None]) -> None:
        self._hear = hear
        self._open: dict[str, Any] = {}
        self._there: list[str] | None = None  # heard or not; None while closed

    def follow(self) -> tuple[list[str], list[str]] | Exception:
        """Hears all that are plugged in now; returns those that are there, and those that are heard."""
        try:
            import mido

            names = list(dict.fromkeys(mido.get_input_names()))
        except Exception as error:  # noqa: BLE001 - what a driver raises is its own
            return error
        if names != self._there:
            self._there = names
            for name in set(self._open) - set(names):
                self._open.pop(name).close()
            for name in names:
                if name in self._open:
                    continue
                try:
                    self._open[name] = mido.open_input(name, callback=self._hear)
                except Exception as error:  # noqa: BLE001 - taken by another program, or gone meanwhile
                    logger.info("%s cannot be opened: %s", name, error)
        return names, list(self._open)

    def close(self) -> None:
        ports, self._open, self._there = self._open, {}, None
        for port in ports.values():
            port.close()


class Midi(QObject):
    """Every controller that is plugged in, also later. Its messages come on a thread of the driver."""

    turned = Signal(str, float)  # which knob, and where it is, 0 to 1
    struck = Signal(str)  # which pad or key
    plugged = Signal()  # `names` or `trouble` are others

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: list[str] = []  # of the controllers that are heard
        self.trouble = ""  # in words; nothing where at least one controller is heard
        self._ports = _Ports(self.hear)
        self._opening: object | None = None  # another each time; None while closed
        self._background = Background(self)
        self._looking = QTimer(self)
        self._looking.setObjectName("live_midi_looking")
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)

    def open(self) -> None:
        """Hears all that are there, soon; `plugged` tells, and `trouble` says where that is none."""
        self.close()
        self._opening = object()
        self._look()

    @Slot()
    def _look(self) -> None:
        self._looking.stop()  # until there is an answer
        self._background.run(self._ports.follow, partial(self._on_found, self._opening))

    def _on_found(self, opening: object, found: tuple[list[str], list[str]] | Exception | FileError) -> None:
        if opening is not self._opening:
            return  # closed meanwhile
        before = self.names, self.trouble
        if isinstance(found, Exception):
            self.names, self.trouble = [], self._words(found)
        else:
            there, self.names = found
            self.trouble = "" if self.names else self._why_none(there)
            self._looking.start()
        if (self.names, self.trouble) != before:
            self.plugged.emit()

    def _words(self, error: Exception) -> str:
        if isinstance(error, ImportError):
            return self.tr("MIDI needs two more packages: pip install 'impasto[midi]'.")
        return self.tr("The system's MIDI cannot be used ({reason}).").format(reason=error)

    def _why_none(self, there: list[str]) -> str:
        if there:
            return self.tr("Another program uses the MIDI controller. Close it, then switch MIDI on again.")
        return self.tr("No MIDI controller is there. Plug one in: it is heard by itself.")

    def hear(self, message: Any) -> None:
        """Called by the driver; queued to this object's own thread."""
        if message.type == "control_change":
            self.turned.emit(f"{message.channel + 1}.{message.control}", message.value / HIGHEST)
        elif message.type == "pitchwheel":
            self.turned.emit(f"{message.channel + 1}.pitch", (message.pitch + BEND) / (2 * BEND - 1))
        elif message.type == "note_on" and message.velocity > 0:  # 0 is letting go
            self.struck.emit(f"{message.channel + 1}.note {message.note}")

    def close(self) -> None:
        """They are let go soon."""
        if self._opening is not None:
            self._opening, self.names, self.trouble = None, [], ""
            self._looking.stop()
            self._background.run(self._ports.close)
