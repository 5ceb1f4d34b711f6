"""Where the picture comes from: a camera by its name, a film, or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop_app.cameras import listed, offered, opened_by
from desktop_app.live.controller import LiveController
from models.live_cameras import Camera, CameraFinder, named

LOOK_EVERY_MS = 2000  # a camera may be plugged in at any time
FILM, FOLDER = "choose film", "choose folder"


class SourceBox(QComboBox):
    """The last two entries ask for a film or a folder."""

    camera_wanted = Signal(str)  # its source
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
        self._listed: list[Camera] | None = None
        self._cameras: dict[str, str] = {}
        self._finder = CameraFinder()
        self._looking = QTimer(self)
        self._looking.setObjectName("live_camera_looking")
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)
        self.activated.connect(self._on_activated)
        controller.changed.connect(self.show_choice)
        controller.waiting_changed.connect(self._look)  # where it is gone, others may have its number
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
        found = listed()
        if found != self._listed:
            self._listed = found
            self._cameras = offered(found, self.tr("Camera {number}"))
            self._controller.know_cameras(self._cameras, opened_by(found))
            self.show_choice()
            self.cameras_changed.emit()
        self.looked.emit()

    def _follow(self) -> None:
        """The camera that is chosen may be plugged in elsewhere by now, or was kept by its number once."""
        source = self._controller.choice.source
        if source.startswith("camera:"):
            camera = self._finder.find(source, self._listed or [])
            if camera is not None and camera.source != source:
                self._controller.change(source=camera.source)

    @Slot()
    def show_choice(self) -> None:
        self._follow()
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
            name = named(source)
            if name.isdigit():
                name = self.tr("Camera {number}").format(number=int(name) + 1)
            return known.get(source, self.tr("{name} (not there)").format(name=name))
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
            self.camera_wanted.emit(value)
