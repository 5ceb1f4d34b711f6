"""How two pictures are seen at once: divided by a line, or side by side. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

GAP_PX = 2  # between two that stand side by side


@dataclass(frozen=True)
class Comparison:
    """`split` is the place of the line, 0 left to 1 right, or 0 above to 1 below where it is `is_level`.

    Side by side `is_level` puts one above the other.
    """

    is_on: bool = False
    is_beside: bool = False
    is_level: bool = False
    split: float = 0.5

    def panes(self, width_px: int, height_px: int) -> tuple[QRectF, ...]:
        """Where pictures are seen in a view of this size: in one place, or in two of equal size."""
        if not (self.is_on and self.is_beside):
            return (QRectF(0, 0, width_px, height_px),)
        if self.is_level:
            side = (height_px - GAP_PX) // 2
            return QRectF(0, 0, width_px, side), QRectF(0, height_px - side, width_px, side)
        side = (width_px - GAP_PX) // 2
        return QRectF(0, 0, side, height_px), QRectF(width_px - side, 0, side, height_px)

    def line_at(self, picture: QRectF) -> float:
        """Where the line runs over a picture that is seen there: an x, or a y of a level one."""
        if self.is_level:
            return picture.top() + picture.height() * self.split
        return picture.left() + picture.width() * self.split

    def split_at(self, picture: QRectF, at: QPointF) -> float:
        """The `split` whose line goes through a point."""
        if self.is_level:
            return min(max((at.y() - picture.top()) / picture.height(), 0.0), 1.0)
        return min(max((at.x() - picture.left()) / picture.width(), 0.0), 1.0)

    def distance(self, picture: QRectF, at: QPointF) -> float:
        """How far a point lies from the line."""
        return abs((at.y() if self.is_level else at.x()) - self.line_at(picture))

    def halves(self, view: QRectF, picture: QRectF) -> tuple[QRectF, QRectF]:
        """The part of the view before the line and the part after it."""
        line = self.line_at(picture)
        if self.is_level:
            return (
                QRectF(view.left(), view.top(), view.width(), line - view.top()),
                QRectF(view.left(), line, view.width(), view.bottom() - line),
            )
        return (
            QRectF(view.left(), view.top(), line - view.left(), view.height()),
            QRectF(line, view.top(), view.right() - line, view.height()),
        )
