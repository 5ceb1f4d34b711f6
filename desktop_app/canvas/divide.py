"""What is painted where two pictures meet: a line, its grip, and the names of both sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

# Over pictures of any colour only white with a dark edge is always seen, in both themes.
LINE = QColor(255, 255, 255, 235)
EDGE = QColor(0, 0, 0, 70)
GRIP_RADIUS_PX = 13
LABEL_INSET_PX = 12


def paint_line(painter: QPainter, seen: QRectF, at: float, *, is_level: bool) -> None:
    """Through the part of the picture that is seen: from its top to its bottom, or a level one across it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = (QPointF(at, seen.top()), QPointF(at, seen.bottom()))
    if is_level:
        ends = (QPointF(seen.left(), at), QPointF(seen.right(), at))
    for color, width in ((EDGE, 3.0), (LINE, 1.5)):
        painter.setPen(QPen(color, width))
        painter.drawLine(*ends)
    _paint_grip(painter, grip_at(seen, at, is_level=is_level), is_level=is_level)


def grip_at(seen: QRectF, at: float, *, is_level: bool) -> QPointF:
    """The middle of the line's grip."""
    return QPointF(seen.center().x(), at) if is_level else QPointF(at, seen.center().y())


def _paint_grip(painter: QPainter, at: QPointF, *, is_level: bool) -> None:
    painter.save()
    painter.translate(at)
    painter.rotate(90 if is_level else 0)
    painter.setPen(QPen(EDGE, 1))
    painter.setBrush(LINE)
    painter.drawEllipse(QPointF(), GRIP_RADIUS_PX, GRIP_RADIUS_PX)
    pen = QPen(QColor(60, 60, 64), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for side in (-1, 1):
        for dy in (-3.5, 3.5):
            painter.drawLine(QPointF(side * 7.5, 0), QPointF(side * 4, dy))
    painter.restore()


def paint_label(painter: QPainter, part: QRectF, text: str, corner: Qt.Corner) -> None:
    """A name in a corner of a part of the picture, where there is room for it."""
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
    inside = part.adjusted(LABEL_INSET_PX, LABEL_INSET_PX, -LABEL_INSET_PX, -LABEL_INSET_PX)
    if box.width() > inside.width() or box.height() > inside.height():
        return
    is_left = corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner)
    is_top = corner in (Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner)
    box.moveLeft(inside.left() if is_left else inside.right() - box.width())
    box.moveTop(inside.top() if is_top else inside.bottom() - box.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 140))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(LINE)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
