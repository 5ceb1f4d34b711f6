"""Stands where a room will be, while that is made: a step whenever the window has nothing else to do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget


class Coming(QWidget):
    """`steps` give None after each of them, and the page at the end."""

    made = Signal(object)  # QWidget

    def __init__(self, steps: Iterator[QWidget | None]) -> None:
        super().__init__()
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setObjectName("room_coming")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_step)
        self._timer.start(0)

    @Slot()
    def _on_step(self) -> None:
        page = next(self._steps)
        if page is None:
            self._timer.start(0)
        else:
            self.made.emit(page)
