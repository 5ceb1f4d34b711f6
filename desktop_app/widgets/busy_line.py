"""A thin moving line: something is being made. It stands still where motion is not wanted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

HEIGHT_PX = 3
DELAY_MS = 250  # what is quicker needs no sign
STEP_MS = 33
PASS_MS = 1400  # from edge to edge


class BusyLine(QWidget):
    """Shows itself a moment after `set_busy(True)`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("busy_line")
        self.setFixedHeight(HEIGHT_PX)
        self._elapsed_ms = 0
        self._timer = QTimer(self)
        self._timer.setObjectName("busy_line_timer")
        self._timer.timeout.connect(self._on_timeout)
        self.hide()

    @Slot(bool)
    def set_busy(self, is_busy: bool) -> None:
        if is_busy and not self._timer.isActive():
            self._elapsed_ms = -DELAY_MS
            self._timer.start(STEP_MS)
        elif not is_busy:
            self._timer.stop()
            self.hide()

    @Slot()
    def _on_timeout(self) -> None:
        self._elapsed_ms += STEP_MS
        if self._elapsed_ms >= 0 and not self.isVisible():
            self.show()
            self.raise_()
        if self._moves:
            self.update()

    @property
    def _moves(self) -> bool:
        """The style knows what the system, or the artist, wants of motion."""
        from PySide6.QtWidgets import QStyle  # later: its class takes as long as ten of ours

        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        length = self.width() * 0.28
        if not self._moves:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Highlight))
            return
        share = (max(self._elapsed_ms, 0) % PASS_MS) / PASS_MS
        left = share * (self.width() + length) - length
        painter.fillRect(
            QRectF(left, 0, length, HEIGHT_PX), self.palette().color(QPalette.ColorRole.Highlight)
        )
