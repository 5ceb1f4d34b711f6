"""The tools that paint a mask: brush, eraser, lasso, polygon, gradient, and a click that selects."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from desktop_app.canvas import tool_marks
from desktop_app.canvas.brush import Dab, between
from desktop_app.canvas.mask import WHITE, Mask, Point, working_size
from desktop_app.canvas.tint import Tint
from desktop_app.canvas.tool_names import (
    BRUSHES,
    LARGEST_SIZE,
    LEAST_SIZE,
    USUAL_HARDNESS,
    USUAL_SIZE,
    ToolName,
)
from desktop_app.canvas.touch import Touch
from desktop_app.canvas.viewport import Viewport

SIZE_STEP = 1.2
HARDNESS_STEP = 0.1
LIGHTEST = 0.15  # what the least pressure of a pen leaves of the brush
NEAR_PX = 10.0  # how near its first corner a polygon is closed, in pixels of the view


class MaskTools(QObject):
    """Paints one mask at a time, at once and in memory; `finished` when a stroke is complete.

    A style without a mask paints everywhere: a first stroke that adds starts from an empty mask, one that
    removes from a full one; where `is_full_without` is False from an empty one, too.
    """

    dirtied = Signal(QRectF)
    finished = Signal(str)  # with which tool
    region_wanted = Signal(float, float, bool)  # where, in parts of the picture; whether to remove it
    left = Signal()  # Esc
    brush_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mask_tools")
        self.tool: ToolName = "move"
        self.size, self.hardness = USUAL_SIZE, USUAL_HARDNESS
        self.mask: Mask | None = None
        self.is_full_without = True
        self._picture = (1, 1)
        self._tint: Tint | None = None
        self._scale = 1.0  # pixels of the mask per pixel of the picture
        self._last: Dab | None = None
        self._removes = False
        self._points: list[Point] = []  # of a lasso, polygon or gradient that is not complete
        self._hover: Point | None = None
        self._near = 0.0  # NEAR_PX in pixels of the picture, as it was last seen

    # -- what is worked on ----------------------------------------------------------------------------------

    def open(self, mask: QImage | None, width_px: int, height_px: int) -> None:
        """Another mask, for a picture of this size; what was being drawn is given up."""
        self._picture = (width_px, height_px)
        size = self.working_size
        self._scale = size.width() / width_px
        self._give_up()
        self.mask = Mask.of(mask, size) if mask is not None else None
        self._tint = None
        if self.mask is not None:
            self._show(self.mask.whole)
        self.dirtied.emit(QRectF(0, 0, *self._picture))

    @property
    def working_size(self) -> QSize:
        return working_size(*self._picture)

    def use(self, tool: ToolName) -> None:
        self._give_up()
        self.tool = tool
        self.dirtied.emit(QRectF(0, 0, *self._picture))

    def set_brush(self, size: float | None = None, hardness: float | None = None) -> None:
        before = self._ring()
        if size is not None:
            self.size = min(max(size, LEAST_SIZE), LARGEST_SIZE)
        if hardness is not None:
            self.hardness = round(min(max(hardness, 0.0), 1.0), 2)
        self.brush_changed.emit()
        self.dirtied.emit(before.united(self._ring()))

    def resize_brush(self, steps: int) -> None:
        self.set_brush(size=self.size * SIZE_STEP**steps)

    def harden_brush(self, steps: int) -> None:
        self.set_brush(hardness=self.hardness + steps * HARDNESS_STEP)

    def invert(self) -> None:
        if self.mask is not None:
            self._show(self.mask.invert())

    def add_region(self, region_hw: NDArray[np.uint8], *, removes: bool) -> None:
        """What a click has selected, of the mask's size."""
        mask = self._begin(removes=removes)
        if region_hw.shape == mask.pixels.shape:
            self._show(mask.add(region_hw, erases=removes))
            self.finished.emit("select")

    # -- the hand -------------------------------------------------------------------------------------------

    def press(self, touch: Touch) -> None:
        self._removes = touch.removes or self.tool == "eraser"
        point = (touch.x, touch.y)
        if self.tool in BRUSHES:
            self._last = self._dab(touch)
            self._stamp([self._last])
        elif self.tool == "polygon":
            if len(self._points) > 2 and math.dist(point, self._points[0]) <= self._near:
                self._close_polygon()
            else:
                self._points.append(point)
                self._say_drawn()
        elif self.tool == "select":
            width, height = self._picture
            if 0 <= touch.x < width and 0 <= touch.y < height:
                self.region_wanted.emit(touch.x / width, touch.y / height, self._removes)
        else:
            self._points = [point]

    def move(self, touch: Touch, *, is_down: bool) -> None:
        before = self._ring()
        drawn = self._drawn_box()
        self._hover = (touch.x, touch.y)
        if is_down and self.tool in BRUSHES and self._last is not None:
            start, self._last = self._last, self._dab(touch)
            self._stamp([*between(start, self._last)])
        elif is_down and self.tool == "lasso" and self._points:
            self._points.append(self._hover)
        elif is_down and self.tool == "gradient" and self._points:
            self._points = [self._points[0], self._hover]
            self.dirtied.emit(QRectF(0, 0, *self._picture))
        self.dirtied.emit(before.united(self._ring()))
        if self._points:
            self.dirtied.emit(drawn.united(self._drawn_box()))

    def release(self, touch: Touch) -> None:
        if self.tool in BRUSHES and self._last is not None:
            self._last = None
            self.finished.emit(self.tool)
        elif self.tool == "lasso":
            self._fill()
        elif self.tool == "gradient" and len(self._points) == 2:
            (start, end), self._points = self._points, []
            ends = (end, start) if self._removes else (start, end)
            if math.dist(start, end) * self._scale >= 1:
                self._show(self._begin(removes=False).fill_gradient(*map(self._in_mask, ends)))
                self.finished.emit("gradient")

    def double_click(self, touch: Touch) -> None:
        """The second click of a double click is a click as well, except that it ends a polygon."""
        if self.tool == "polygon":
            self._close_polygon()
        else:
            self.press(touch)

    def leave(self) -> None:
        before, self._hover = self._ring(), None
        self.dirtied.emit(before)

    def wants_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            return True
        closing = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)
        return self.tool == "polygon" and bool(self._points) and key in closing

    def press_key(self, key: Qt.Key) -> None:
        """Esc gives up what is being drawn, and then the tool; Backspace takes back a corner."""
        if key == Qt.Key.Key_Escape:
            if self._points:
                self._say_drawn()
                self._give_up()
            else:
                self.left.emit()
        elif key == Qt.Key.Key_Backspace:
            self._say_drawn()
            del self._points[-1]
        else:
            self._close_polygon()

    # -- what it does to the mask ---------------------------------------------------------------------------

    def _in_mask(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale

    def _dab(self, touch: Touch) -> Dab:
        radius = self._radius * (LIGHTEST + (1 - LIGHTEST) * touch.pressure)
        return Dab(*self._in_mask((touch.x, touch.y)), radius * self._scale)

    @property
    def _radius(self) -> float:
        """Of the brush, in pixels of the picture."""
        return self.size * max(self._picture) / 2

    def _begin(self, *, removes: bool) -> Mask:
        if self.mask is None:
            tone = WHITE if removes and self.is_full_without else 0
            self.mask, self._tint = Mask.blank(self.working_size, tone), Tint(self.working_size, tone)
            if removes:  # an empty one looks like none, and the first touch is to be as quick as the others
                self.dirtied.emit(QRectF(0, 0, *self._picture))
        return self.mask

    def _stamp(self, dabs: list[Dab]) -> None:
        self._show(self._begin(removes=self._removes).stamp(dabs, self.hardness, erases=self._removes))

    def _close_polygon(self) -> None:
        self._say_drawn()
        self._fill()

    def _fill(self) -> None:
        corners, self._points = [self._in_mask(point) for point in self._points], []
        if len(corners) > 2:
            self._show(self._begin(removes=self._removes).fill_polygon(corners, erases=self._removes))
            self.finished.emit(self.tool)

    def _give_up(self) -> None:
        self._points, self._last = [], None

    # -- what is seen ---------------------------------------------------------------------------------------

    @property
    def cursor_shape(self) -> Qt.CursorShape:
        is_ring = self.tool in BRUSHES
        return Qt.CursorShape.BlankCursor if is_ring else Qt.CursorShape.CrossCursor

    def _show(self, changed: QRect) -> None:
        if self.mask is None or changed.isEmpty():
            return
        if self._tint is None:
            self._tint, changed = Tint(self.mask.size), self.mask.whole
        self._tint.follow(self.mask.pixels, changed)
        box = QRectF(changed)
        self.dirtied.emit(QRectF(box.topLeft() / self._scale, box.size() / self._scale))

    def _ring(self) -> QRectF:
        if self._hover is None or self.tool not in BRUSHES:
            return QRectF()
        radius = self._radius
        return QRectF(self._hover[0] - radius, self._hover[1] - radius, 2 * radius, 2 * radius)

    def _drawn(self) -> list[Point]:
        """The corners so far, and the one that would be next."""
        is_open = self.tool == "polygon" and self._points and self._hover is not None
        return [*self._points, self._hover] if is_open and self._hover else self._points

    def _drawn_box(self) -> QRectF:
        points = self._drawn()
        if not points:
            return QRectF()
        xs, ys = zip(*points, strict=True)
        return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(0, 0, 1, 1)

    def _say_drawn(self) -> None:
        self.dirtied.emit(self._drawn_box())

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        self._near = NEAR_PX / viewport.zoom
        target = QRectF(*viewport.origin, *viewport.size)
        points = [viewport.view_point(*point) for point in self._drawn()]
        painter.save()
        painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
        if self.tool == "gradient" and len(points) == 2:
            tool_marks.paint_gradient(painter, target, *(points[::-1] if self._removes else points))
        elif self._tint is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._tint.image)
        painter.restore()
        if self.tool in BRUSHES and self._hover is not None:
            at = viewport.view_point(*self._hover)
            tool_marks.paint_ring(painter, at, self._radius * viewport.zoom, self.hardness)
        elif points:
            tool_marks.paint_line(painter, points, has_corners=self.tool != "lasso")
