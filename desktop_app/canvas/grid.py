"""Lines between the pixels of a picture, where they are seen one by one."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.canvas.viewport import Viewport

FROM = 8.0  # screen pixels for one of the picture
COLOR = QColor(128, 128, 128, 110)  # seen on black and on white, and on neither loud


def paint_grid(painter: QPainter, viewport: Viewport, part: QRectF) -> None:
    """In `part` of the view; nothing from far away."""
    if viewport.zoom < FROM * viewport.pixel - 1e-6:
        return
    left, top = (round(place / viewport.pixel) * viewport.pixel for place in viewport.origin)
    width, height = viewport.size
    seen = part & QRectF(left, top, width, height)
    lines = [
        QLineF(left + column * viewport.zoom, seen.top(), left + column * viewport.zoom, seen.bottom())
        for column in _within(seen.left() - left, seen.right() - left, viewport.zoom)
    ]
    lines += [
        QLineF(seen.left(), top + row * viewport.zoom, seen.right(), top + row * viewport.zoom)
        for row in _within(seen.top() - top, seen.bottom() - top, viewport.zoom)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(COLOR, 0))  # one pixel of any screen
    painter.drawLines(lines)


def _within(start: float, stop: float, step: float) -> range:
    return range(math.ceil(start / step), math.floor(stop / step) + 1)
