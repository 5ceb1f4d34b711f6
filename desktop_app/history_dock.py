"""The history beside the room: docked at the right or anywhere, shown and hidden by a command."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.history_panel import HistoryPanel

WIDTH_PX = 200


class HistoryDock(QDockWidget):
    """Its own button closes it as the command does."""

    def __init__(self, controller: StylizeController, command: QAction, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("history_dock")
        self.setWindowTitle(self.tr("History"))
        self.setWidget(HistoryPanel(controller))
        self._command = command
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        window.resizeDocks([self], [WIDTH_PX], Qt.Orientation.Horizontal)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._command.setChecked(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Also sent when the whole window is hidden, or left for another room, which mean nothing."""
        super().hideEvent(event)
        if self.isHidden() and self._command.isVisible():
            self._command.setChecked(False)
