"""What the tools of a mask draw over it: the ring of the brush, lines that are not complete, a gradient."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from desktop_app.canvas.tint import COLOR, THICKEST

# Over pictures of any colour only white with a dark edge is always seen.
LIGHT = QColor(255, 255, 255, 240)
EDGE = QColor(0, 0, 0, 150)
CROSS_BELOW_PX = 3.0  # a smaller ring is not seen any more
CORNER_PX = 3.5


def paint_ring(painter: QPainter, at: tuple[float, float], radius: float, hardness: float) -> None:
    """As large as the brush; the solid part of a soft one is a fainter ring within."""
    middle = QPointF(*at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((EDGE, 3.0), (LIGHT, 1.3)):
        painter.setPen(QPen(color, width))
        painter.drawEllipse(middle, radius, radius)
        if radius < CROSS_BELOW_PX:
            for dx, dy in ((9, 0), (-9, 0), (0, 9), (0, -9)):
                painter.drawLine(middle + QPointF(dx / 2, dy / 2), middle + QPointF(dx, dy))
    if 0 < hardness < 1 and radius * hardness > CROSS_BELOW_PX and radius * (1 - hardness) > CROSS_BELOW_PX:
        painter.setPen(QPen(QColor(255, 255, 255, 110), 1))
        painter.drawEllipse(middle, radius * hardness, radius * hardness)


def paint_line(painter: QPainter, points: Sequence[tuple[float, float]], *, has_corners: bool) -> None:
    line = QPolygonF([QPointF(*point) for point in points])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((EDGE, 3.0), (LIGHT, 1.3)):
        painter.setPen(QPen(color, width))
        painter.drawPolyline(line)
    if has_corners:
        painter.setPen(QPen(EDGE, 1))
        painter.setBrush(LIGHT)
        for corner in points:
            painter.drawEllipse(QPointF(*corner), CORNER_PX, CORNER_PX)


def paint_gradient(
    painter: QPainter, target: QRectF, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """As the mask would be seen if the mouse were let go now."""
    thick, none = QColor(COLOR), QColor(COLOR)
    thick.setAlphaF(THICKEST)
    none.setAlphaF(0)
    gradient = QLinearGradient(QPointF(*start), QPointF(*end))
    gradient.setColorAt(0, thick)
    gradient.setColorAt(1, none)
    painter.fillRect(target, gradient)
