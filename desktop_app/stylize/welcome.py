"""The empty room: it says what to do first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation

FRAME_INSET_PX = 28
RADIUS_PX = 16.0


class Welcome(QWidget):
    """A place to drop a photograph on, and two buttons for those who have none at hand."""

    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, icons: Icons, *, has_samples: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.put(picture, "photo_drop", "dim", 56)
        title = QLabel(self.tr("Drop a photograph here"))
        title.setProperty("role", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = explanation(
            self.tr("Then choose a style below, or drop a painting. Nothing leaves this computer.")
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = QPushButton(self.tr("Open Photograph…"))
        self.open_button.setObjectName("welcome_open")
        self.open_button.setProperty("role", "primary")
        self.sample_button = QPushButton(self.tr("Try a Sample"))
        self.sample_button.setObjectName("welcome_sample")
        if not has_samples:  # and not setVisible(True), which makes a window of what has no parent yet
            self.sample_button.hide()
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(56, 40, 56, 40)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(picture)
        layout.addSpacing(4)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addSpacing(10)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.palette().color(QPalette.ColorRole.PlaceholderText)
        color.setAlpha(110)
        pen = QPen(color, 1.6)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        inset = FRAME_INSET_PX + 0.5
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS_PX, RADIUS_PX
        )
