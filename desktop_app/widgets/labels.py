"""Texts that carry no control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyleOption


class PlaceLabel(QLabel):
    """Names of files or a folder in one line; where they are longer than that, their middle is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        seen = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawItemText(
            *(painter, room, int(Qt.AlignmentFlag.AlignVCenter), option.palette, self.isEnabled(), seen),
            self.foregroundRole(),
        )


def heading(text: str) -> QLabel:
    """The name of a group of controls."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def explanation(text: str = "") -> QLabel:
    """A sentence in the background, broken into lines; never read as rich text."""
    label = QLabel(text)
    label.setProperty("role", "dim")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def rule() -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def breakable(text: str) -> str:
    """Long names of files may go on in the next line: without that they make a column as wide as they are."""
    return text.replace("_", "_\u200b")
