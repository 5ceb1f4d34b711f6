"""Knobs and faders of MIDI controllers, through mido where it is installed. Knows no widget."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, Signal

HIGHEST = 127  # of a controller's value
BEND = 8192  # half of the range of a pitch wheel

logger = logging.getLogger(__name__)


class Midi(QObject):
    """Every controller that is plugged in when it is opened. Its messages come on a thread of the driver."""

    turned = Signal(str, float)  # which knob, and where it is, 0 to 1

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ports: list[Any] = []

    @property
    def names(self) -> list[str]:
        """Of the controllers that are heard."""
        return [str(port.name) for port in self._ports]

    def open(self) -> str:
        """What is missing, in words; nothing where at least one controller is heard."""
        self.close()
        try:
            import mido

            names = mido.get_input_names()
        except ImportError:
            return self.tr("MIDI needs two more packages: pip install 'impasto[midi]'.")
        except Exception as error:  # noqa: BLE001 - what a driver raises is its own
            return self.tr("The system's MIDI cannot be used ({reason}).").format(reason=error)
        for name in dict.fromkeys(names):
            try:
                self._ports.append(mido.open_input(name, callback=self.hear))
            except Exception as error:  # noqa: BLE001 - taken by another program, or gone meanwhile
                logger.info("%s cannot be opened: %s", name, error)
        if self._ports:
            return ""
        if names:
            return self.tr("Another program uses the MIDI controller. Close it, then switch MIDI on again.")
        return self.tr("No MIDI controller is there. Plug one in, then switch MIDI on again.")

    def hear(self, message: Any) -> None:
        """Called by the driver; queued to this object's own thread."""
        if message.type == "control_change":
            self.turned.emit(f"{message.channel + 1}.{message.control}", message.value / HIGHEST)
        elif message.type == "pitchwheel":
            self.turned.emit(f"{message.channel + 1}.pitch", (message.pitch + BEND) / (2 * BEND - 1))

    def close(self) -> None:
        ports, self._ports = self._ports, []
        for port in ports:
            port.close()
