"""Where films and stills go, and where else the picture does."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.live.choice import OUT_SIZES
from desktop_app.live.controller import LiveController
from desktop_app.live.places import films_folder
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from desktop_app.widgets.labels import explanation
from models.live_requests import MICROPHONE


class FilmPart(QWidget):
    """What cannot be done is said by the session when it is tried."""

    folder_wanted = Signal()

    def __init__(self, controller: LiveController, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self.film_name = QLineEdit()
        self.film_name.setObjectName("live_film_name")
        self.film_name.setAccessibleName(self.tr("Name of the next film"))
        self.film_name.setPlaceholderText(self.tr("Name, else the time"))
        self.folder_button = QToolButton()
        self.folder_button.setObjectName("live_film_folder")
        self.folder_button.setAccessibleName(self.tr("Folder for films and stills"))
        icons.put(self.folder_button, "open")
        self.folder_button.clicked.connect(self.folder_wanted)
        self.folder_line = explanation()
        self.with_sound = QCheckBox(self.tr("Record the sound, too"))
        self.with_sound.setObjectName("live_records_sound")
        self.with_sound.setToolTip(self.tr("What is chosen as the sound below: the microphone, or a file"))
        self.virtual_camera = QCheckBox(self.tr("Send to a virtual camera"))
        self.virtual_camera.setObjectName("live_virtual_camera")
        self.virtual_camera.setToolTip(self.tr("Other programs then offer the painted picture as a camera"))
        sizes = {
            self.tr("As it is shown") if not size else size.replace("x", " × "): size for size in OUT_SIZES
        }
        self.out_size = choice_box("live_out_size", self.tr("Output size"), dict(sizes))
        self.out_size.setToolTip(
            self.tr(
                "Of films, of the virtual camera and of the window without a frame: the whole picture, with "
                "black beside it where its shape is another. The size it is painted at is not changed by it."
            )
        )
        self.out_size.activated.connect(lambda: controller.change(out_size=self.out_size.currentData()))
        form = form_of()
        form.addRow(self.tr("Output size"), self.out_size)
        line = QHBoxLayout()
        line.addWidget(self.film_name, 1)
        line.addWidget(self.folder_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(line)
        layout.addWidget(self.folder_line)
        layout.addLayout(form)
        for part in (self.with_sound, self.virtual_camera):
            layout.addWidget(part)
        self.with_sound.toggled.connect(self._on_sound)
        self.virtual_camera.toggled.connect(lambda is_on: controller.change(virtual_camera=is_on))
        controller.changed.connect(self._show)
        self._show()

    @Slot(bool)
    def _on_sound(self, is_on: bool) -> None:
        sound = self._controller.choice.sound
        self._controller.change(records_sound=is_on, sound=MICROPHONE if is_on and not sound else sound)

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        with QSignalBlocker(self.with_sound), QSignalBlocker(self.virtual_camera):
            self.with_sound.setChecked(choice.records_sound and bool(choice.sound))
            self.virtual_camera.setChecked(choice.virtual_camera)
        choose(self.out_size, choice.out_size)
        folder = films_folder(choice.folder)
        self.folder_line.setText(self.tr("In {folder}").format(folder=folder.name or folder))
        self.folder_line.setToolTip(str(folder))
        self.folder_button.setToolTip(str(folder))
        for part in (self.film_name, self.with_sound):  # what a film has is settled when it begins
            part.setEnabled(self._controller.film is None)
