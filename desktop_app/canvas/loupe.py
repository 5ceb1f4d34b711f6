"""A frame under the pointer that shows a picture as closely as its own pixels go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from desktop_app.canvas import divide
from desktop_app.canvas.grid import paint_grid
from desktop_app.canvas.layer import Layer, Pyramid
from desktop_app.canvas.viewport import Viewport

SIDE_PX = 320  # of the frame, less where the view is smaller


@dataclass(frozen=True, eq=False)
class Part:
    """Pixels of a picture, and their place in parts of its width and height."""

    place: QRectF
    image: QImage


class Loupe:
    """Where the frame is and what is in it. The view tells it the pane that it is over."""

    def __init__(self) -> None:
        self.is_on = False
        self.at: QPointF | None = None  # in the view; None where there is no pointer
        self.detail = 1.0
        self.parts: Sequence[Part] = ()
        self.caption = ""
        self._layer: Layer | None = None

    def frame(self, pane: QRectF) -> QRectF:
        """Under the pointer, and within the pane; empty where nothing is shown."""
        if not self.is_on or self.at is None:
            return QRectF()
        side = min(SIDE_PX, int(pane.width()), int(pane.height()))
        left = min(max(round(self.at.x() - side / 2), pane.left()), pane.right() - side)
        top = min(max(round(self.at.y() - side / 2), pane.top()), pane.bottom() - side)
        return QRectF(left, top, side, side)

    def viewport(self, viewport: Viewport, pane: QRectF) -> Viewport:
        """Of the frame: the point under the pointer in its middle, one pixel for one of the screen.

        `detail` is how many pixels the picture that is looked into has for one of the photograph's. A view
        that is closer already is followed in whole steps.
        """
        at = (self.at or pane.center()) - pane.topLeft()
        actual = viewport.pixel / self.detail
        zoom = actual * max(1, math.ceil(viewport.zoom / actual - 1e-6))
        side = int(self.frame(pane).width())
        center = viewport.picture_point(at.x(), at.y())
        return replace(viewport, view=(side, side), zoom=zoom, center=center, is_fit=False)

    def place(self, viewport: Viewport, pane: QRectF) -> QRectF:
        """What is seen in the frame, in parts of the picture; it may reach beyond."""
        close = self.viewport(viewport, pane)
        width, height = close.picture
        ends = [close.picture_point(0, 0), close.picture_point(*close.view)]
        return QRectF(*[QPointF(x / width, y / height) for x, y in ends]).normalized()

    def paint(
        self, painter: QPainter, viewport: Viewport, pane: QRectF, pyramid: Pyramid, ground: QColor
    ) -> None:
        """`pyramid` shows through where there is no part yet; later parts lie over earlier ones."""
        frame = self.frame(pane)
        if frame.isEmpty():
            return
        if self._layer is None or self._layer.pyramid is not pyramid:
            self._layer = Layer(pyramid)
        close, inside = self.viewport(viewport, pane), QRectF(QPointF(), frame.size())
        painter.save()
        painter.setClipRect(frame)
        painter.fillRect(frame, ground)
        painter.translate(frame.topLeft())
        self._layer.paint(painter, close, inside)
        left, top = (round(edge / close.pixel) * close.pixel for edge in close.origin)
        picture = QRectF(QPointF(left, top), QSizeF(*close.size))
        place = self.place(viewport, pane)
        for part in self.parts:
            if part.place.intersects(place):
                _paint_part(painter, picture, part, close.turns)
        paint_grid(painter, close, inside)
        divide.paint_label(painter, inside, self.caption, Qt.Corner.BottomLeftCorner)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, inset in ((QColor(0, 0, 0, 150), 0.5), (divide.LINE, 1.5)):
            painter.setPen(QPen(color, 1))
            painter.drawRect(frame.adjusted(inset, inset, -inset, -inset))


def _paint_part(painter: QPainter, picture: QRectF, part: Part, turns: int) -> None:
    """`picture` is where all of it would be seen, as it is turned."""
    turn = QTransform().translate(0.5, 0.5).rotate(90 * turns).translate(-0.5, -0.5)
    place = turn.mapRect(part.place)
    image = part.image.transformed(QTransform().rotate(90 * turns)) if turns else part.image
    target = QRectF(
        picture.left() + place.left() * picture.width(),
        picture.top() + place.top() * picture.height(),
        place.width() * picture.width(),
        place.height() * picture.height(),
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(target, image, QRectF(image.rect()))
