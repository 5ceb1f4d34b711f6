"""What is heard: nothing, a microphone by its name, or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox

from desktop_app.live.controller import LiveController
from desktop_app.widgets.choice_box import choose
from models.live_requests import MICROPHONE

FILE = "choose file"


class SoundBox(QComboBox):
    """The engine is asked for the microphones whenever somebody is about to choose."""

    file_wanted = Signal()

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self.setObjectName("live_sound")
        self.setAccessibleName(self.tr("Sound"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._controller = controller
        self._names: tuple[str, ...] = ()
        self._is_known = False
        self.activated.connect(self._on_activated)
        controller.changed.connect(self.show_choice)
        controller.microphones_came.connect(self._on_microphones)
        self.show_choice()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._controller.look_for_microphones()

    def showPopup(self) -> None:  # noqa: N802 - Qt's
        self._controller.look_for_microphones()
        super().showPopup()

    @Slot(object, str)
    def _on_microphones(self, names: tuple[str, ...] | None, trouble: str) -> None:
        self._names, self._is_known = names or (), names is not None
        self.setToolTip(trouble)
        self.show_choice()

    @Slot()
    def show_choice(self) -> None:
        sound = self._controller.choice.sound
        entries = {self.tr("No sound"): "", self.tr("Microphone"): MICROPHONE}
        entries |= {name: f"{MICROPHONE}:{name}" for name in self._names}
        if sound not in entries.values():
            entries[self._name_of(sound)] = sound
        entries[self.tr("File with sound…")] = FILE
        if [(self.itemText(row), self.itemData(row)) for row in range(self.count())] != list(entries.items()):
            with QSignalBlocker(self):
                self.clear()
                for text, value in entries.items():
                    self.addItem(text, value)
            if self.view().isVisible():
                super().showPopup()  # as high as it must be now
        with QSignalBlocker(self):
            choose(self, sound)

    def _name_of(self, sound: str) -> str:
        """Of what is not in the list."""
        kind, _, name = sound.partition(":")
        if kind != MICROPHONE:
            return Path(sound).name or sound
        return self.tr("{name} (not there)").format(name=name) if self._is_known else name

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        value = self.itemData(row)
        self.show_choice()  # a file is never the choice before it is chosen
        if value == FILE:
            self.file_wanted.emit()
        else:
            self._controller.change(sound=value)
