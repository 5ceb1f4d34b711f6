"""The photographs of one's own that the filmstrip shows, instead of some of the folder."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop_app.cameras import ask_permission, listed, offered, opened_by
from desktop_app.icons import Icons
from desktop_app.train.drafting import MOST_SAMPLES, Drafting
from desktop_app.widgets.labels import PlaceLabel


class WatchedPhotos(QWidget):
    """By their names; a camera can add to them, and a button takes all of them away."""

    choose_wanted = Signal()

    def __init__(self, drafting: Drafting, icons: Icons) -> None:
        super().__init__()
        self._drafting = drafting
        choose = QPushButton(self.tr("Watch It On…"))
        choose.setObjectName("choose_watched")
        choose.setToolTip(
            self.tr("Up to {count} photographs that the filmstrip shows").format(count=MOST_SAMPLES)
        )
        self.names = PlaceLabel()
        self.names.setObjectName("watched_names")
        self.names.setProperty("role", "dim")
        self.clear = QToolButton()
        self.clear.setObjectName("clear_watched")
        self.clear.setToolTip(self.tr("Watch it on photographs of the folder"))
        self.clear.setAccessibleName(self.clear.toolTip())
        icons.put(self.clear, "close", "text", 10)
        self.camera = QToolButton()
        self.camera.setObjectName("watch_camera")
        self.camera.setToolTip(self.tr("Watch it on what the camera sees now"))
        self.camera.setAccessibleName(self.camera.toolTip())
        icons.put(self.camera, "still")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(choose)
        row.addWidget(self.camera)
        row.addWidget(self.names, 1)
        row.addWidget(self.clear)
        choose.clicked.connect(self.choose_wanted)
        self.camera.clicked.connect(self._choose_camera)
        self.clear.clicked.connect(drafting.watch_on_the_folder)

    def show_draft(self) -> None:
        samples = self._drafting.request.samples
        names = ", ".join(path.name for path in samples)
        self.names.setText(names or self.tr("some photographs of the folder"))
        self.names.setToolTip("\n".join(map(str, samples)))
        self.clear.setVisible(bool(samples))
        self.camera.setEnabled(not self._drafting.is_photographing)

    @Slot()
    def _choose_camera(self) -> None:
        """Where there are several, a menu asks which."""
        known = listed()
        cameras, opened = offered(known, self.tr("Camera {number}")), opened_by(known)
        if not cameras:
            text = self.tr("No camera is there. Plug one in, then press this again.")
            self._drafting.failed.emit(text, "samples")
        elif len(cameras) == 1:
            self._photograph(*(opened.get(source, source) for source in cameras.values()))
        else:
            menu = QMenu(self)
            menu.setObjectName("watch_cameras")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for name, source in cameras.items():
                menu.addAction(name).triggered.connect(partial(self._photograph, opened.get(source, source)))
            menu.popup(self.camera.mapToGlobal(self.camera.rect().bottomLeft()))

    def _photograph(self, camera: str, *_: object) -> None:
        ask_permission(self, partial(self._on_permission, camera))

    def _on_permission(self, camera: str, is_granted: bool) -> None:
        if is_granted:
            self._drafting.photograph(camera)
        else:
            text = self.tr(
                "The system does not let Impasto use cameras. Allow it in the system's privacy settings."
            )
            self._drafting.failed.emit(text, "samples")
