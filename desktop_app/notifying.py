"""A word to somebody who is looking at another program: that something long has ended."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop_app.icons import program_icon
from desktop_app.settings import PROGRAM

SHOWN_MS = 12_000

logger = logging.getLogger(__name__)


class Notifier(QObject):
    """By the desktop's notifications; where it has none, the window asks for attention in its own way."""

    clicked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray: QSystemTrayIcon | None = None
        self._leaving = QTimer(self)
        self._leaving.setObjectName("notifier_leaving")
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(SHOWN_MS)
        self._leaving.timeout.connect(self.leave)

    def say(self, window: QWidget, text: str) -> bool:
        """Whether the desktop shows it; the icon that it needs for that is gone a moment later."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            logger.info("this desktop shows no notifications: %s", text)
            QApplication.alert(window)
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(program_icon(), self)
            self._tray.messageClicked.connect(self._on_clicked)
        self._tray.show()
        self._tray.showMessage(PROGRAM, text, program_icon(), SHOWN_MS)
        self._leaving.start()
        return True

    @Slot()
    def _on_clicked(self) -> None:
        self.leave()
        self.clicked.emit()

    @Slot()
    def leave(self) -> None:
        self._leaving.stop()
        if self._tray is not None:
            self._tray.hide()
