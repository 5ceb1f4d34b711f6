"""A mask as it is painted: a grey picture, white where a style paints. No widget, no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from desktop_app.canvas.brush import Dab, stencil

LONG_SIDE_PX = 2048  # edges of a mask are soft: more would only be slower
WHITE = 255
ROWS = 32

Point = tuple[float, float]


def working_size(width_px: int, height_px: int) -> QSize:
    """The size of the mask of a photograph: its shape, and no more pixels than it has."""
    scale = min(1.0, LONG_SIDE_PX / max(width_px, height_px))
    return QSize(max(1, round(width_px * scale)), max(1, round(height_px * scale)))


class Mask:
    """Every change returns what it may have changed, so that only that is painted again.

    Points are in pixels of the mask. `pixels` (h×w uint8) and `image` are the same memory: hand out `copied`.
    """

    def __init__(self, image: QImage) -> None:
        self.image = image.convertToFormat(QImage.Format.Format_Grayscale8).copy()
        self.pixels: NDArray[np.uint8] = np.ndarray(
            (image.height(), image.width()),
            np.uint8,
            self.image.bits(),
            strides=(self.image.bytesPerLine(), 1),
        )

    @classmethod
    def blank(cls, size: QSize, tone: int = 0) -> Mask:
        image = QImage(size, QImage.Format.Format_Grayscale8)
        image.fill(QColor(tone, tone, tone))
        return cls(image)

    @classmethod
    def of(cls, image: QImage, size: QSize) -> Mask:
        """A mask made for another photograph, or elsewhere, is stretched."""
        if image.size() != size:
            image = image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return cls(image)

    @classmethod
    def of_pixels(cls, grey_hw: NDArray[np.uint8]) -> Mask:
        mask = cls.blank(QSize(grey_hw.shape[1], grey_hw.shape[0]))
        mask.pixels[:] = grey_hw
        return mask

    @property
    def size(self) -> QSize:
        return self.image.size()

    @property
    def whole(self) -> QRect:
        return self.image.rect()

    def copied(self) -> QImage:
        return self.image.copy()

    # -- changes --------------------------------------------------------------------------------------------

    def stamp(self, dabs: Iterable[Dab], hardness: float, *, erases: bool = False) -> QRect:
        """Going over the same place twice is the same as once: a stroke has no darker crossings."""
        changed = QRect()
        for dab in dabs:
            left, top, strength = stencil(dab, hardness)
            box = QRect(left, top, strength.shape[1], strength.shape[0]).intersected(self.whole)
            if box.isEmpty():
                continue
            part = strength[_slices(box.translated(-left, -top))]
            there = self.pixels[_slices(box)]
            if erases:
                np.minimum(there, WHITE - part, out=there)
            else:
                np.maximum(there, part, out=there)
            changed = changed.united(box)
        return changed

    def fill_polygon(self, corners: Sequence[Point], *, erases: bool = False) -> QRect:
        """What a line through the corners, closed, goes round."""
        if len(corners) < 3:
            return QRect()
        polygon = QPolygonF([QPointF(*corner) for corner in corners])
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black if erases else Qt.GlobalColor.white)
        painter.drawPolygon(polygon, Qt.FillRule.WindingFill)
        painter.end()
        return _outwards(polygon.boundingRect()).intersected(self.whole)

    def fill_gradient(self, start: Point, end: Point) -> QRect:
        """Takes the place of the whole mask: white before `start`, black beyond `end`."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = dx * dx + dy * dy
        if length < 1:
            return QRect()
        height, width = self.pixels.shape
        along_x = (np.arange(width, dtype=np.float32) + np.float32(0.5 - start[0])) * np.float32(dx / length)
        along_y = (np.arange(height, dtype=np.float32) + np.float32(0.5 - start[1])) * np.float32(dy / length)
        for top in range(0, height, ROWS):  # what stays in the cache is several times quicker
            share = np.clip(along_x[None, :] + along_y[top : top + ROWS, None], 0, 1)
            self.pixels[top : top + ROWS] = (1 - share) * WHITE + np.float32(0.5)
        return self.whole

    def add(self, region_hw: NDArray[np.uint8], *, erases: bool = False) -> QRect:
        """A region of the mask's own size joins it, or is cut out of it."""
        if erases:
            np.minimum(self.pixels, WHITE - region_hw, out=self.pixels)
        else:
            np.maximum(self.pixels, region_hw, out=self.pixels)
        return self.whole

    def invert(self) -> QRect:
        np.subtract(WHITE, self.pixels, out=self.pixels)
        return self.whole


def _slices(box: QRect) -> tuple[slice, slice]:
    return slice(box.top(), box.bottom() + 1), slice(box.left(), box.right() + 1)


def _outwards(box: QRectF) -> QRect:
    return box.toAlignedRect().adjusted(-1, -1, 1, 1)
