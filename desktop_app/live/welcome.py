"""The room while nothing plays: what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.live.controller import LiveController
from desktop_app.live.source_box import SourceBox
from desktop_app.widgets.labels import explanation


class LiveWelcome(QWidget):
    """Offers the source of before, else the first camera, else a film."""

    start_wanted = Signal()
    film_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, controller: LiveController, sources: SourceBox, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("live_welcome")
        self._controller, self._sources = controller, sources
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.put(picture, "room_live", "dim", 56)
        self.title = QLabel()
        self.title.setObjectName("live_welcome_title")
        self.title.setProperty("role", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = explanation()
        self.hint.setObjectName("live_welcome_hint")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setObjectName("live_welcome_start")
        self.start_button.setProperty("role", "primary")
        self.film_button = QPushButton(self.tr("Choose a Film…"))
        self.film_button.setObjectName("live_welcome_film")
        self.folder_button = QPushButton(self.tr("Choose a Folder…"))
        self.folder_button.setObjectName("live_welcome_folder")
        self.start_button.clicked.connect(self.start_wanted)
        self.film_button.clicked.connect(self.film_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        for button in (self.start_button, self.film_button, self.folder_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 32, 40, 32)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addSpacing(10)
        layout.addLayout(buttons)
        layout.addStretch(1)
        controller.changed.connect(self._show)
        sources.cameras_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        source = self._controller.choice.source or self._sources.first_camera
        self.start_button.setVisible(bool(source))
        self.film_button.setProperty("role", None if source else "primary")
        self.film_button.style().unpolish(self.film_button)
        self.film_button.style().polish(self.film_button)
        if source:
            name = self._sources.name_of(source)
            self.title.setText(self.tr("See {name} in a style").format(name=name))
            self.hint.setText(
                self.tr("It is painted as it plays. Numbers and the wheel change the style. Nothing is kept.")
            )
        else:
            self.title.setText(self.tr("No camera? Choose a film."))
            self.hint.setText(
                self.tr(
                    "Plug in a camera and it is offered here by itself. A film or a folder of pictures "
                    "plays in its place: choose one, or drop it here."
                )
            )
