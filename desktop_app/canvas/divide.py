"""What is painted where two pictures meet: a line, its grip, and the names of both sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

# Over pictures of any colour only white with a dark edge is always seen, in both themes.
LINE = QColor(255, 255, 255, 235)
EDGE = QColor(0, 0, 0, 70)
GRIP_RADIUS_PX = 13
LABEL_INSET_PX = 12


def paint_line(painter: QPainter, seen: QRectF, x: float) -> None:
    """From the top to the bottom of the part of the picture that is seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((EDGE, 3.0), (LINE, 1.5)):
        painter.setPen(QPen(color, width))
        painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
    _paint_grip(painter, QPointF(x, seen.center().y()))


def _paint_grip(painter: QPainter, at: QPointF) -> None:
    painter.setPen(QPen(EDGE, 1))
    painter.setBrush(LINE)
    painter.drawEllipse(at, GRIP_RADIUS_PX, GRIP_RADIUS_PX)
    pen = QPen(QColor(60, 60, 64), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for side in (-1, 1):
        tip = QPointF(at.x() + side * 7.5, at.y())
        for dy in (-3.5, 3.5):
            painter.drawLine(tip, QPointF(at.x() + side * 4, at.y() + dy))


def paint_label(painter: QPainter, seen: QRectF, text: str, *, is_left: bool) -> None:
    """A name in an upper corner of the part of the picture that is seen."""
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
    box.moveTop(seen.top() + LABEL_INSET_PX)
    if is_left:
        box.moveLeft(seen.left() + LABEL_INSET_PX)
    else:
        box.moveRight(seen.right() - LABEL_INSET_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 140))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(LINE)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
