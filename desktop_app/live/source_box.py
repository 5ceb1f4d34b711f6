"""Where the picture comes from: a camera by its name, a film, or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop_app.live.cameras import cameras
from desktop_app.live.controller import LiveController

LOOK_EVERY_MS = 2000  # a camera may be plugged in at any time
FILM, FOLDER = "choose film", "choose folder"


class SourceBox(QComboBox):
    """The last two entries ask for a film or a folder."""

    film_wanted = Signal()
    folder_wanted = Signal()
    cameras_changed = Signal()
    looked = Signal()  # now and then, whether they have changed or not

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self.setObjectName("live_source")
        self.setAccessibleName(self.tr("Source of the picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._controller = controller
        self._cameras: dict[str, str] = {}
        self._looking = QTimer(self)
        self._looking.setObjectName("live_camera_looking")
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)
        self.activated.connect(self._on_activated)
        controller.changed.connect(self.show_choice)
        self._look()
        self.show_choice()

    @property
    def first_camera(self) -> str:
        """Its source; nothing where there is none."""
        return next(iter(self._cameras.values()), "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.stop()

    @Slot()
    def _look(self) -> None:
        found = cameras(self.tr("Camera {number}"))
        if found != self._cameras:
            self._cameras = found
            self._controller.know_cameras(found)
            self.show_choice()
            self.cameras_changed.emit()
        self.looked.emit()

    @Slot()
    def show_choice(self) -> None:
        source = self._controller.choice.source
        entries = dict(self._cameras)
        if source and source not in entries.values():
            entries[self.name_of(source)] = source
        if not source:
            entries = {self.tr("Choose a source"): "", **entries}
        entries[self.tr("Film…")], entries[self.tr("Folder of pictures…")] = FILM, FOLDER
        if [(self.itemText(row), self.itemData(row)) for row in range(self.count())] != list(entries.items()):
            with QSignalBlocker(self):
                self.clear()
                for text, value in entries.items():
                    self.addItem(text, value)
                self.insertSeparator(self.count() - 2)
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(source))
        self.setToolTip(source if Path(source).is_absolute() else "")

    def name_of(self, source: str) -> str:
        """As people call it."""
        if source.startswith("camera:"):
            known = {value: name for name, value in self._cameras.items()}
            number = int(source.removeprefix("camera:") or 0) + 1 if source[7:].isdigit() else 1
            return known.get(source, self.tr("Camera {number} (not there)").format(number=number))
        return Path(source).name or source

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        value = self.itemData(row)
        self.show_choice()  # the two that ask are never the choice
        if value == FILM:
            self.film_wanted.emit()
        elif value == FOLDER:
            self.folder_wanted.emit()
        elif value:
            self._controller.choose_source(value, is_camera=True)
