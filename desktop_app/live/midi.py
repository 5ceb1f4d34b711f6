"""Knobs and faders of MIDI controllers, through mido where it is installed. Knows no widget."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document.background import Background
from models.news import FileError

LOOK_EVERY_MS = 2000
HIGHEST = 127  # of a controller's value
BEND = 8192  # half of the range of a pitch wheel

logger = logging.getLogger(__name__)


class Midi(QObject):
    """Every controller that is plugged in, also later. Its messages come on a thread of the driver."""

    turned = Signal(str, float)  # which knob, and where it is, 0 to 1
    plugged = Signal()  # one was plugged in or out

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ports: dict[str, Any] = {}
        self._there: list[str] | None = None  # heard or not; None while closed
        self.trouble = ""  # in words; nothing where at least one controller is heard
        self._background = Background(self)  # a driver may take its time
        self._looking = QTimer(self)
        self._looking.setObjectName("live_midi_looking")
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)

    @property
    def names(self) -> list[str]:
        """Of the controllers that are heard."""
        return list(self._ports)

    def open(self) -> None:
        """Hears all that are there; `trouble` says where that is none."""
        self.close()
        try:
            names = input_names()
        except ImportError:
            self.trouble = self.tr("MIDI needs two more packages: pip install 'impasto[midi]'.")
        except Exception as error:  # noqa: BLE001 - what a driver raises is its own
            self.trouble = self.tr("The system's MIDI cannot be used ({reason}).").format(reason=error)
        else:
            self._follow(names)
            self._looking.start()

    @Slot()
    def _look(self) -> None:
        self._looking.stop()  # until there is an answer
        self._background.run(input_names, self._on_names)

    def _on_names(self, names: list[str] | FileError) -> None:
        if self._there is None:
            return  # closed meanwhile
        if isinstance(names, FileError):
            self.trouble = str(names)
            self.plugged.emit()
            return
        self._looking.start()
        if names != self._there:
            self._follow(names)
            self.plugged.emit()

    def _follow(self, names: list[str]) -> None:
        import mido

        self._there = names
        for name in set(self._ports) - set(names):
            self._ports.pop(name).close()
        for name in names:
            if name in self._ports:
                continue
            try:
                self._ports[name] = mido.open_input(name, callback=self.hear)
            except Exception as error:  # noqa: BLE001 - taken by another program, or gone meanwhile
                logger.info("%s cannot be opened: %s", name, error)
        self.trouble = ""
        if not names:
            self.trouble = self.tr("No MIDI controller is there. Plug one in: it is heard by itself.")
        elif not self._ports:
            self.trouble = self.tr(
                "Another program uses the MIDI controller. Close it, then switch MIDI on again."
            )

    def hear(self, message: Any) -> None:
        """Called by the driver; queued to this object's own thread."""
        if message.type == "control_change":
            self.turned.emit(f"{message.channel + 1}.{message.control}", message.value / HIGHEST)
        elif message.type == "pitchwheel":
            self.turned.emit(f"{message.channel + 1}.pitch", (message.pitch + BEND) / (2 * BEND - 1))

    def close(self) -> None:
        ports, self._ports, self._there, self.trouble = self._ports, {}, None, ""
        self._looking.stop()
        for port in ports.values():
            port.close()


def input_names() -> list[str]:
    """Of the controllers that are plugged in."""
    import mido

    return list(dict.fromkeys(mido.get_input_names()))
